"""Fit the shipped tagger on all texts and write it: `python -m training.train [--out DIRECTORY]`."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch

from training.data import SHARED, corpus, corpus_files
from training.export import write
from training.plan import FILES, RECIPE, fitted

LICENCES = {
    "corpus": "written for this project",
    "aishell-ner-dev.jsonl": "AISHELL-NER, Apache-2.0",
    "uner-gsdsimp-train.jsonl": "Universal NER, Chinese GSDSIMP, CC BY-SA 4.0",
    "words.npz": "synonyms 3.8.0, MIT (word vectors)",
    "LAC-small": "Baidu LAC, Apache-2.0 (states only, its weights come with jieba)",
}


def main() -> None:
    """Fit and write; the card lists every file read with its hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "kg" / "nlp" / "models")
    parser.add_argument("--files", type=Path, nargs="+", help="written corpus (default: all of it)")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    files = given.files or corpus_files()
    items = corpus(files)
    read = [*files, *(SHARED / "ner" / name for name in FILES.values())]
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in read}
    head = fitted(items)
    facts = {
        "trained_on": hashes,
        "items": len(items),
        "licences": LICENCES,
        "epochs": RECIPE.epochs,
        "seed": RECIPE.seed,
    }
    write(head, given.out, facts)


if __name__ == "__main__":
    main()

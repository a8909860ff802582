"""The word vectors of the package: `python -m training.word_vectors synonyms-3.8.0.tar.gz [--out DIRECTORY]`.

`pip download --no-deps --no-binary :all: synonyms==3.8.0` brings the archive (MIT). Of its words, those stay that
jieba's dictionary has too, the most frequent of them; the mean of all is taken off, so that it says nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import tarfile
from pathlib import Path

import jieba
import numpy as np
import numpy.typing as npt

INSIDE = "synonyms-3.8.0/synonyms/data/words.vector"
MOST = 50_000
"""Words that stay. They come by frequency; beyond them lie words of some thirty occurrences in the Wikipedia."""

USUAL = 50_000
"""The first words of the file, of which mean and spread are taken."""

STEP = 1 / 32
"""Of one spread; a byte reaches four of them."""

_HAN = re.compile("[\u4e00-\u9fff]+")


def read_vectors(archive: Path) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Words and their vectors in word2vec's binary format: a line with both sizes; each word, a space, its numbers."""
    with tarfile.open(archive) as packed:
        file = packed.extractfile(INSIDE)
        assert file is not None
        count, size = map(int, file.readline().split())
        raw = file.read()
    words, rows, at = [], np.empty((count, size), dtype=np.float32), 0
    for number in range(count):
        end = raw.index(b" ", at)
        words.append(raw[at:end].decode("utf-8", "replace").lstrip("\n"))
        at = end + 1 + 4 * size
        rows[number] = np.frombuffer(raw, "<f4", size, end + 1)
    return words, rows


def chosen(words: list[str], rows: npt.NDArray[np.float32]) -> tuple[list[str], npt.NDArray[np.int8]]:
    """The words that stay, and their vectors in steps."""
    jieba.initialize()
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    even = (unit - unit[:USUAL].mean(axis=0)) / unit[:USUAL].std()
    stay = [n for n, word in enumerate(words) if _HAN.fullmatch(word) and jieba.dt.FREQ.get(word)][:MOST]
    steps = np.clip(np.round(even[stay] / STEP), -127, 127).astype(np.int8)
    return [words[n] for n in stay], steps


def main() -> None:
    """Read the archive, write `words.npz` and `words.json`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "kg" / "nlp" / "models")
    given = parser.parse_args()
    words, rows = chosen(*read_vectors(given.archive))
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, rows=rows)
    card = {
        "source": "synonyms 3.8.0 (PyPI): word2vec on the Chinese Wikipedia",
        "licence": "MIT, Hai Liang Wang and Hu Ying Xi",
        "step": STEP,
        "words": words,
        "sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
    }
    (given.out / "words.npz").write_bytes(buffer.getvalue())
    (given.out / "words.json").write_text(json.dumps(card, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

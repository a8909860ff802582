"""Figures: `python -m training.evaluate fold 0 1 2 3 4`, `… public`, `… report`.

`fold` fits on four fifths of the written corpus and judges on the fifth left out, through the code that ships;
`public` judges on `uner-gsdsimp-dev`, fitted with and without `uner-gsdsimp-train`; `curve` fits on less and smaller;
`report` prints what was measured.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from kg.model import Article, Block
from kg.nlp.agreed import agreed
from kg.nlp.name_features import prepare
from kg.nlp.names import NameTagger, load_name_tagger, tag_all
from kg.nlp.sentences import split_sentences
from kg.nlp.tokens import tokenize
from training.data import AISHELL, CONVENTIONS, CORPUS, LABELS, SHARED, UNER, Item, corpus, folds, public
from training.encode import readers
from training.export import write
from training.net import Head
from training.plan import RECIPE, fitted

PLACES = {"GPE": "LOC", "VENUE": "LOC"}
"""What the written corpus tells apart and the public sources do not."""


def shipped_form(head: Head, source: int = CORPUS) -> NameTagger:
    """The head as it would ship: written, and read by the package, told that texts are of that source."""
    with tempfile.TemporaryDirectory() as folder:
        write(head, Path(folder), {})
        return load_name_tagger(readers()[2].lexicon, Path(folder), conventions=CONVENTIONS[source])


def found(names: NameTagger, item: Item) -> set[tuple[int, int, str]]:
    """The spans found in one text."""
    tokenizer, tagger, _ = readers()
    blocks, at = [], 0
    for line in item.text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    sentences = split_sentences(Article(id="", text=item.text, blocks=tuple(blocks)))
    tokens = tokenize(tokenizer, item.text, sentences)
    tags, spans = tag_all(names, tagger, item.text, sentences, tokens)
    return {(n.start, n.end, n.label) for n in agreed(spans, tags)}


def figures(pairs: Iterable[tuple[set[tuple[int, int, str]], set[tuple[int, int, str]]]]) -> dict[str, list[float]]:
    """Precision, recall, F1 and number of marked spans per label and over all, for (found, marked) pairs of spans."""
    said, true, both = Counter[str](), Counter[str](), Counter[str]()
    for have, want in pairs:
        for counter, spans in ((said, have), (true, want), (both, have & want)):
            counter.update(label for _, _, label in spans)
    rows = {label: (both[label], said[label], true[label]) for label in sorted(said | true)}
    rows["all"] = (both.total(), said.total(), true.total())
    return {label: [b / max(s, 1), b / max(t, 1), 2 * b / max(s + t, 1), t] for label, (b, s, t) in rows.items()}


def judge(names: NameTagger, items: Sequence[Item], *, places: bool = False) -> dict[str, list[float]]:
    """A tagger's figures on marked texts; with `places` on persons, organizations and places (GPE, VENUE) alone."""

    def mapped(spans: Iterable[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
        if not places:
            return set(spans)
        coarse = {(s, e, PLACES.get(label, label)) for s, e, label in spans}
        return {span for span in coarse if span[2] in ("PER", "LOC", "ORG")}

    return figures((mapped(found(names, item)), mapped(item.spans)) for item in items)


def fold(number: int) -> Iterator[tuple[str, dict[str, list[float]]]]:
    """Fit without part `number` of five, judge on it: on all of it, on the shared corpus, and without known names."""
    parts = folds(corpus(), readers()[2].lexicon.by_form)
    head = fitted([item for n, part in enumerate(parts) if n != number for item in part])
    names = shipped_form(head)
    shared = {item.id for item in corpus(sorted((SHARED / "corpus").glob("*.txt")))}
    ours = [item for item in parts[number] if item.id in shared]
    public_items = public("uner-gsdsimp-dev.jsonl", UNER)
    yield f"fold{number}", judge(names, parts[number])
    yield f"shared{number}", judge(names, ours)
    yield f"uner{number}", judge(names, public_items, places=True)
    yield f"told{number}", judge(shipped_form(head, UNER), public_items, places=True)
    yield f"unlisted{number}", judge(unlisted(names), ours)


CURVE = {"quarter": (0.25, 192), "half": (0.5, 192), "narrow": (1.0, 96)}
"""Name → share of the written items learned from, and width of the head; `fold0` is all of them at full width."""


def curve(name: str) -> dict[str, list[float]]:
    """Part 0 of five judged with less to learn from or a smaller head: what more data and a larger one would give."""
    share, width = CURVE[name]
    parts = folds(corpus(), readers()[2].lexicon.by_form)
    rest = [item for part in parts[1:] for item in part]
    taught = random.Random(5).sample(rest, int(len(rest) * share))
    recipe = replace(RECIPE, shape=replace(RECIPE.shape, width=width))
    shared = {item.id for item in corpus(sorted((SHARED / "corpus").glob("*.txt")))}
    return judge(shipped_form(fitted(taught, recipe=recipe)), [item for item in parts[0] if item.id in shared])


def unlisted(names: NameTagger) -> NameTagger:
    """The same tagger with a lexicon that knows places and word lists alone."""
    lexicon = names.knowledge.lexicon
    places = tuple(entry for entry in lexicon.entries if entry.type == "AdministrativeArea")
    forms = {form: entry for form, entry in lexicon.by_form.items() if entry.type == "AdministrativeArea"}
    return replace(names, knowledge=prepare(replace(lexicon, entries=places, by_form=forms)))


def fitted_without_source() -> dict[str, dict[str, list[float]]]:
    """`uner-gsdsimp-dev` for taggers fitted on the written corpus with each choice of public sources."""
    marked = public("uner-gsdsimp-dev.jsonl", UNER)
    rows = {}
    for name, sources in (("without", (AISHELL,)), ("with", (UNER, AISHELL))):
        head = fitted(corpus(), sources=sources)
        rows[f"uner-dev {name} uner-train"] = judge(shipped_form(head), marked, places=True)
        rows[f"uner-dev {name} uner-train, told"] = judge(shipped_form(head, UNER), marked, places=True)
    return rows


KINDS = {
    "fold": "all written items",
    "shared": "the shared corpus alone",
    "unlisted": "the shared corpus, with a lexicon of places and word lists alone",
    "uner": "uner-dev, fitted with uner-train",
    "told": "the same, with its conventions",
}


def report(rows: dict[str, dict[str, list[float]]]) -> None:
    """Mean and spread of F1 over the folds per label, and the other figures."""
    for kind, said in KINDS.items():
        parts = [row for name, row in sorted(rows.items()) if name.rstrip("0123456789") == kind]
        print(f"{said} ({len(parts)} folds)")
        for label in (*LABELS, "LOC", "all"):
            values = [row[label] for row in parts if label in row]
            if len(values) > 1:
                precision, recall, mean = (statistics.mean(v[k] for v in values) for k in range(3))
                spread = statistics.stdev(v[2] for v in values)
                count = sum(v[3] for v in values)
                print(f"  {label:8} P {precision:.3f} R {recall:.3f} F1 {mean:.3f} ± {spread:.3f}  {count:.0f} spans")
    for name, row in sorted(rows.items()):
        if name.rstrip("0123456789") not in KINDS:
            print(name, {label: round(value[2], 3) for label, value in row.items()})


def main() -> None:
    """Run what was asked for; figures are kept in a file, so that parts can be run one by one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("fold", "public", "curve", "report"))
    parser.add_argument("numbers", nargs="*", type=int)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--results", type=Path, default=Path(__file__).resolve().parent / "results")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.results.mkdir(exist_ok=True)
    for number in given.numbers if given.task == "fold" else []:
        for name, row in fold(number):
            (given.results / f"{name}.json").write_text(json.dumps(row), encoding="utf-8")
    for name in CURVE if given.task == "curve" else ():
        (given.results / f"curve-{name}.json").write_text(json.dumps(curve(name)), encoding="utf-8")
    if given.task == "public":
        for name, row in fitted_without_source().items():
            (given.results / f"{name.replace(' ', '-')}.json").write_text(json.dumps(row), encoding="utf-8")
    report({path.stem: json.loads(path.read_text(encoding="utf-8")) for path in given.results.glob("*.json")})


if __name__ == "__main__":
    main()

"""The marked texts, and how they are divided.

The written corpus (`../shared/corpus`, `training/corpus`) marks the ten labels; `../shared/ner` marks PER, LOC and ORG.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
LABELS = ("PER", "ORG", "GPE", "VENUE", "EVENT", "WORK", "PRODUCT", "TITLE", "DATE", "NUM")
CORPUS, UNER, AISHELL = 0, 1, 2
CONVENTIONS = ("kg", "uner", "aishell")
"""Sources: each has its own conventions, of which the model is told."""

_TWIN_LABELS = frozenset({"PER", "ORG", "PRODUCT", "EVENT", "VENUE"})


@dataclass(frozen=True, slots=True)
class Item:
    """A text with its marked spans (start, end, label)."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    source: int = CORPUS


def _corpus_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_tool", SHARED / "tools" / "corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def corpus_files() -> list[Path]:
    """All files of the written corpus."""
    return sorted((SHARED / "corpus").glob("*.txt")) + sorted((HERE / "corpus").glob("*.txt"))


def read_corpus(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The faultless items of the files, as `../shared/tools/corpus.py` gives them."""
    return [item for item, faults in _corpus_tool().read(list(paths)) if not faults]


def corpus(paths: Iterable[Path] | None = None) -> list[Item]:
    """The faultless items of the written corpus."""
    return [
        Item(item["id"], item["text"], tuple((s, e, label) for s, e, label in item["spans"]))
        for item in read_corpus(corpus_files() if paths is None else list(paths))
    ]


def public(name: str, source: int) -> list[Item]:
    """A file of `../shared/ner`."""
    items = []
    for number, line in enumerate((SHARED / "ner" / name).read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        items.append(Item(f"{name}:{number}", row["t"], tuple((s, e, label) for s, e, label in row["e"]), source))
    return items


def folds(items: Sequence[Item], known: Iterable[str], *, count: int = 5, seed: int = 1) -> list[list[Item]]:
    """The items in `count` parts of like size; two items that share an unusual name are in the same part.

    A name is unusual where it is not `known` (listed in the lexicon).
    """
    listed = set(known)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        for name in {item.text[s:e] for s, e, label in item.spans if label in _TWIN_LABELS} - listed:
            holders[name].append(number)
    groups = _joined(len(items), holders.values())
    random.Random(seed).shuffle(groups)
    groups.sort(key=len, reverse=True)
    parts: list[list[Item]] = [[] for _ in range(count)]
    for group in groups:
        min(parts, key=len).extend(items[n] for n in group)
    return parts


def _joined(size: int, links: Iterable[Sequence[int]]) -> list[list[int]]:
    """The numbers below `size` in groups, those of one link together."""
    head = list(range(size))

    def find(n: int) -> int:
        while head[n] != n:
            head[n] = head[head[n]]
            n = head[n]
        return n

    for link in links:
        for n in link[1:]:
            head[find(n)] = find(link[0])
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(size):
        groups[find(n)].append(n)
    return list(groups.values())

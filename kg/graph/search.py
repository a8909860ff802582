"""Finds entities by what people type: part of a name, or the pinyin of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kg.identity import fold
from kg.model import Entity

How = Literal[
    "name", "other name", "beginning", "inside", "words", "initials", "pinyin", "initials' beginning",
    "pinyin's beginning", "initials inside", "pinyin inside",
]  # fmt: skip
# Better ones first.
ORDER: tuple[How, ...] = (
    "name", "other name", "beginning", "inside", "words", "initials", "pinyin", "initials' beginning",
    "pinyin's beginning", "initials inside", "pinyin inside",
)  # fmt: skip
# A single letter begins half of all names, two letters stand inside many; fewer than these say nothing.
LEAST_INITIALS_INSIDE, LEAST_PINYIN_INSIDE = 2, 4


@dataclass(frozen=True, slots=True)
class Match:
    """An entity (its id) that a search finds by `name`, and `how`."""

    entity: str
    name: str
    how: How


@dataclass(frozen=True, slots=True)
class _Name:
    entity: str
    name: str
    folded: str
    canonical: bool


class SearchIndex:
    """The names of entities, ready to search; the pinyin is worked out at the first search in Latin letters."""

    def __init__(self, entities: Iterable[Entity], weight: dict[str, int]) -> None:
        """`weight` says by id how much is known of an entity: of equally good matches the better known comes first."""
        self._weight = weight
        self._names = [
            _Name(e.id, name, fold(name), name == e.name)
            for e in entities
            for name in dict.fromkeys((e.name, *e.names))
            if fold(name)
        ]

    @cached_property
    def _pinyin(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        from kg.graph.pinyin import keys  # its dictionary takes a quarter of a second to load

        return [((), ()) if name.folded.isascii() else keys(name.name) for name in self._names]

    def find(self, query: str) -> list[Match]:
        """All matches, best first, each entity once, by its best-matching name; none for a query without letters."""
        best: dict[str, tuple[tuple[int, int, int, str, str], Match]] = {}
        for name, how in self._matches(query):
            order = (ORDER.index(how), len(name.folded), -self._weight.get(name.entity, 0), name.entity, name.name)
            if name.entity not in best or order < best[name.entity][0]:
                best[name.entity] = order, Match(name.entity, name.name, how)
        return [match for _, match in sorted(best.values(), key=lambda pair: pair[0])]

    def _matches(self, query: str) -> Iterator[tuple[_Name, How]]:
        wanted = fold(query).replace("ü", "v")
        words = [fold(word) for word in query.split() if fold(word)]
        if not wanted:
            return
        found = set()
        for at, name in enumerate(self._names):
            how = _by_letters(name, wanted, words)
            if how:
                found.add(at)
                yield name, how
        if wanted.isascii() and not wanted.isdigit():
            for at, (name, spelled) in enumerate(zip(self._names, self._pinyin, strict=True)):
                by_sound = None if at in found else _by_pinyin(wanted, *spelled)
                if by_sound:
                    yield name, by_sound


def _by_letters(name: _Name, wanted: str, words: list[str]) -> How | None:
    at = name.folded.find(wanted)
    if at == 0:
        if len(name.folded) > len(wanted):
            return "beginning"
        return "name" if name.canonical else "other name"
    if at > 0:
        return "inside"
    return "words" if len(words) > 1 and all(word in name.folded for word in words) else None


def _by_pinyin(wanted: str, initials: tuple[str, ...], full: tuple[str, ...]) -> How | None:
    if wanted in initials:
        return "initials"
    if wanted in full:
        return "pinyin"
    if any(i.startswith(wanted) for i in initials):
        return "initials' beginning"
    if any(f.startswith(wanted) for f in full):
        return "pinyin's beginning"
    if len(wanted) >= LEAST_INITIALS_INSIDE and any(wanted in i for i in initials):
        return "initials inside"
    if len(wanted) >= LEAST_PINYIN_INSIDE and any(wanted in f for f in full):
        return "pinyin inside"
    return None

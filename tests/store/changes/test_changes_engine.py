"""An engine that knows the last build gives what one gives that goes through everything."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from store.engine_cases import CASES

from kg.dataflow import Dataset, Engine, Record
from kg.store.changes import guarded
from kg.store.changes.engine import ChangeEngine
from kg.store.changes.guarded import ForeignDataError
from kg.store.changes.saved import LIST
from kg.store.engine import LocalEngine


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This file's functions are steps."""
    monkeypatch.setattr(guarded, "TRUSTED", ("kg.", __name__, "store.engine_cases"))


def engine(path: Path, version: str = "v", **given: Any) -> ChangeEngine:
    return ChangeEngine(LocalEngine(path / "scratch", **given), path / "steps", version)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_case(case: Callable[[Engine], None], tmp_path: Path) -> None:
    for _ in range(2):
        with engine(tmp_path) as made:
            case(made)
            made.save()


# --- a program of all kinds of steps ----------------------------------------------------------------------------------


def letters(records: Iterator[Record]) -> Iterator[Record]:
    """Words by their letters, and pairs of letters that stand side by side."""
    for r in records:
        for letter in dict.fromkeys(r.value):
            yield Record("letter", letter, r.key, frozenset(r.value))
        for a, b in pairwise(r.value):
            yield Record("pair", a, "", b)


@dataclass(frozen=True, slots=True)
class Known:
    """Tells of a letter's words how many there are, and whether it is one that all know."""

    letters: frozenset[str]

    def __call__(self, key: str, records: Iterator[Record]) -> Iterator[Record]:
        rows = list(records)
        label = next((r.value for r in rows if r.kind == "component"), "")
        words = [r.order for r in rows if r.kind == "letter"]
        if words:
            yield Record("known" if key in self.letters else "count", label, key, (len(words), words[0]))


@dataclass(frozen=True, slots=True)
class Noted(Known):
    """The same, and it can tell for which letters another one gives the same."""

    def unlike(self, other: Noted) -> Callable[[Record], bool]:
        return lambda record: record.key in self.letters ^ other.letters


@dataclass(frozen=True, slots=True)
class Spelled:
    """Words with the letters that all know as capitals; it can tell of which words another one makes the same."""

    letters: frozenset[str]

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        for r in records:
            yield Record("spelled", r.key, "", "".join(c.upper() if c in self.letters else c for c in r.value))

    def unlike(self, other: Spelled) -> Callable[[Record], bool]:
        return lambda record: not (self.letters ^ other.letters).isdisjoint(record.value)


def halved(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """By number, half of it, until there is nothing left."""
    for number, _ in enumerate(records):
        if not number and int(key) > 0:
            yield Record("half", str(int(key) // 2), "", None)


def gathered(key: str, records: Iterator[Record]) -> Iterator[Record]:
    yield Record("sum", key, "", sorted((r.kind, r.order, str(r.value)) for r in records))


def program(engine: Engine, words: list[Record]) -> list[Any]:
    """What a chain of steps gives, some of which depend on all words and some repeat as often as the words ask."""
    given = engine.dataset(words)
    parts = given.map(letters).keep()
    often = frozenset(r.key for r in parts.only("letter").group(first).sorted() if r.key < "c")
    labels = engine.components(parts.only("pair"))
    counted = parts.only("letter").union(labels).group(Known(often)).keep()
    noted = parts.only("letter").union(labels).group(Noted(often)).keep()
    spelled = given.map(Spelled(often)).keep()
    halves: list[Dataset] = []
    left: Dataset = given.map(lengths)
    while left.count():
        left = left.group(halved).keep()
        halves.append(left)
    told = counted.only("known", "count").union(*halves, given, noted, spelled).group(gathered)
    again = spelled.group(gathered)
    return [
        list(told.sorted()),
        list(labels.sorted()),
        told.count(),
        list(counted.only("known").sorted()),
        list(again.sorted()),
    ]


def first(key: str, records: Iterator[Record]) -> Iterator[Record]:
    yield next(records)


def lengths(records: Iterator[Record]) -> Iterator[Record]:
    return (Record("length", str(len(r.value)), r.key, None) for r in records)


def changed(words: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Some words more, some less, some others."""
    words = dict(words)
    for _ in range(chance.choice([0, 1, 1, 2, 6])):
        name = f"w{chance.randrange(60):02}"
        if chance.random() < 0.4:
            words.pop(name, None)
        else:
            words[name] = "".join(chance.choices("abcdefghijklm", k=chance.choice([1, 2, 2, 3, 9])))
    return words


def rows(words: dict[str, str]) -> list[Record]:
    return [Record("word", name, "", word) for name, word in words.items()]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_changed_gives_what_all_gives(seed: int, jobs: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    words: dict[str, str] = {}
    for _ in range(5):
        words = changed(changed(words, chance), chance)
        with LocalEngine(tmp_path / "whole") as whole:
            expected = program(whole, rows(words))
        with engine(tmp_path / "changes", jobs=jobs, alone=3000) as made:
            assert program(made, rows(words)) == expected
            made.save()
        names = {name for node in made.nodes.values() for name in node.arrangement.names}
        assert {p.name for p in (tmp_path / "changes" / "steps").iterdir()} == {LIST, *names}


def test_only_what_changed_is_worked_on(tmp_path: Path) -> None:
    words = {f"w{at:02}": "abc"[at % 3] * (at % 5 + 1) for at in range(60)}
    came = []
    for number in range(3):
        if number == 2:
            words["w59"] = "z"
        with engine(tmp_path) as made:
            found = made.dataset(rows(words)).map(letters).only("letter").group(how_many)
            assert len(list(found.sorted())) == (3, 3, 4)[number]
            came.append([r.key for r in found.came.sorted()])
            made.save()
    assert came == [["a", "b", "c"], [], ["c", "z"]]


def test_other_functions_are_tried_only_where_they_may_differ(tmp_path: Path) -> None:
    words = {f"w{at:02}": "abcd"[at % 4] * 3 for at in range(60)}
    tried: list[list[str]] = []
    for known in ("a", "ab"):
        with engine(tmp_path) as made:
            parts = made.dataset(rows(words)).map(letters).only("letter")
            noted = parts.group(Noted(frozenset(known)))
            spelled = made.dataset(rows(words)).map(Spelled(frozenset(known))).group(how_many)
            assert len(list(noted.sorted())) == 4
            assert spelled.count() == 60
            tried.append([r.order for r in noted.came.sorted()])
            made.save()
    assert tried == [["a", "b", "c", "d"], ["b"]]


def how_many(key: str, records: Iterator[Record]) -> Iterator[Record]:
    yield Record("many", key, "", sum(1 for _ in records))


def test_another_version_begins_anew(tmp_path: Path) -> None:
    for version in ("one", "two", "one"):
        with engine(tmp_path, version) as made:
            assert len(made.dataset(rows({"w": "ab"})).came.parts) == 1
            made.save()


def test_what_was_not_saved_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    for word, save in (("ab", True), ("abc", False), ("ac", True), ("abc", True)):
        with engine(tmp_path) as made:
            found = program(made, rows({"w": word, "x": "aa"}))
            if save:
                made.save()
        with LocalEngine(tmp_path / "whole") as whole:
            assert found == program(whole, rows({"w": word, "x": "aa"}))


def test_items_are_made_anew_where_their_mark_changed(tmp_path: Path) -> None:
    builds = (
        ([("a", "1", "x"), ("b", "1", "y"), ("c", "1", "z")], ["x", "y", "z"], [], ["x", "y", "z"]),
        ([("c", "1", "not read"), ("a", "1", "x"), ("b", "1", "y")], [], [], ["x", "y", "z"]),
        ([("a", "2", "w"), ("c", "1", "not read")], ["w"], ["x", "y"], ["w", "z"]),
        ([("a", "3", "w"), ("c", "1", "not read")], [], [], ["w", "z"]),
    )
    for items, came, left, all_ in builds:
        with engine(tmp_path) as made:
            found = made.made(items, letters_of, lambda item: item[:2])
            assert [[r.key for r in side.sorted()] for side in (found.came, found.left, found)] == [came, left, all_]
            made.save()


def letters_of(item: tuple[str, str, str]) -> Iterator[Record]:
    yield Record("letter", item[2], "", None)


@pytest.mark.parametrize("harm", ["gone", "cut", "other"])
def test_files_that_do_not_fit_are_told(harm: str, tmp_path: Path) -> None:
    words = {f"w{at:02}": "abc"[at % 3] for at in range(9)}
    with engine(tmp_path) as made:
        program(made, rows(words))
        made.save()
    for path in (tmp_path / "steps").glob("*.arrow"):
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if harm == "cut" else os.urandom(500))
    words["w01"] = "ccc"
    with engine(tmp_path) as made:
        with pytest.raises(ForeignDataError):
            program(made, rows(words))
        made.forget()
        found = program(made, rows(words))
    with LocalEngine(tmp_path / "whole") as whole:
        assert found == program(whole, rows(words))

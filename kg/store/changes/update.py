"""What a step makes of what came and what left: only the units that it touches are looked at."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.dataflow import Grouper, Record
from kg.store.changes.arranged import (
    BY_KEY,
    BY_ORDER,
    Arranged,
    Arrangement,
    Sheaf,
    SheafWriter,
    Unit,
    gone,
    overlaid,
    place,
)
from kg.store.changes.guarded import ForeignDataError
from kg.store.changes.unlike import unlike
from kg.store.engine import LocalEngine
from kg.store.parts import Part, PartWriter

# An arrangement is written anew where this share of it changes, or lies over it.
ANEW = 0.3


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of a step's result and what left it, and its arrangement's files."""

    came: tuple[Part, ...]
    left: tuple[Part, ...]
    base: Sheaf | None
    over: Sheaf | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Update:
    """A share of a step over an arrangement in `directory`.

    `came` and `left` are files of records. `after` makes the step's result of the records of a key, `before` what it
    was: where these are not the same, all keys are worked on for which they may differ. Without a function a unit's
    records are the result. `whole`: what came is all that there is now. `anew`: write another base. `quiet`: nobody
    asks for the result. `stem` begins the names of files.
    """

    directory: Path
    stem: str
    arrangement: Arrangement
    came: tuple[Part, ...]
    left: tuple[Part, ...]
    before: Grouper | None
    after: Grouper | None
    by_key: bool
    whole: bool
    anew: bool
    quiet: bool = False
    share: int = 0
    shares: int = 1

    def run(self, engine: LocalEngine) -> Updated:
        """Do the share.

        Raises:
            ForeignDataError: the arrangement does not hold what it should.
        """
        engine.stem = f"{self.stem}{self.share}-"
        if not self.arrangement.names and not self.left:
            return self._first(engine)
        old = Arranged(self.directory, self.arrangement, self._unit_of)
        with _Outputs(engine) as outputs:
            base = over = None
            if self.anew:
                with self._writer("base") as writer:
                    is_other = self._is_other()
                    for _, was, now in self._all(engine, old):
                        outputs.changed |= was is not now
                        for record in now:
                            writer.add(record)
                        if not self.quiet and (was is not now or is_other(now)):
                            outputs.told(was, now, self.before, self.after)
                base = writer.sheaf
            else:
                over = self._over(engine, old, outputs)
        return Updated(*outputs.parts, base, over, outputs.changed)

    def _is_other(self) -> Callable[[Sequence[Record]], bool]:
        """Whether another result can come of the same records of a key."""
        if self.before == self.after:
            return lambda records: False
        test = unlike(self.before, self.after)
        return (lambda records: True) if test is None else (lambda records: any(map(test, records)))

    @property
    def _unit_of(self) -> Callable[[Record], Unit]:
        return BY_KEY if self.by_key else BY_ORDER

    def _writer(self, what: str) -> SheafWriter:
        return SheafWriter(self.directory / f"{self.stem}{what}-{self.share}.arrow", self.share, self.shares)

    def _sorted(self, engine: LocalEngine, parts: Sequence[Part]) -> Iterator[Record]:
        return engine.in_order(parts, self.share, self.shares) if parts else iter(())

    def _first(self, engine: LocalEngine) -> Updated:
        """Where there was nothing before, in one pass: the records of a key need not fit in memory."""
        with self._writer("base") as writer:
            records = writer.passed(self._sorted(engine, self.came))
            after = self.after
            if after is None:
                for _ in records:
                    pass
                parts = self.came if self.share == 0 else ()
            else:
                groups = groupby(records, _key)
                parts = engine.write(made for key, found in groups for made in after(key, found))
        return Updated(parts, (), writer.sheaf, None, True)

    def _over(self, engine: LocalEngine, old: Arranged, outputs: _Outputs) -> Sheaf | None:
        """Write what lies over the base from now on."""
        touched = set()
        with self._writer("changes") as changes:
            for unit, was, now in self._touched(engine, old):
                touched.add(unit)
                outputs.changed = True
                for record in now or (gone(unit),):
                    changes.add(record)
                if not self.quiet:
                    outputs.told(was, now, self.before, self.after)
        if self.before != self.after:
            self._others(old, touched, outputs)
        own = Arranged(self.directory, Arrangement(over=(changes.sheaf,)), self._unit_of)
        with self._writer("over") as writer:
            for record in overlaid(old.changes(self.share, self.shares), own.changes(), self._unit_of, gone=True):
                writer.add(record)
        (self.directory / changes.sheaf.name).unlink()
        return writer.sheaf

    def _others(self, old: Arranged, touched: Set[Unit], outputs: _Outputs) -> None:
        """Tell of the keys whose records are what they were, but not what is made of them."""
        is_other = self._is_other()
        for unit, found in groupby(old.records(self.share, self.shares), self._unit_of):
            if unit not in touched:
                records = list(found)
                if is_other(records):
                    outputs.told(records, records, self.before, self.after)

    def _moves(self, engine: LocalEngine) -> Iterator[tuple[Unit, list[Record], list[Record]]]:
        """By unit, what came and what left, without what did both."""
        tagged = heapq.merge(
            ((r, 0) for r in self._sorted(engine, self.came)),
            ((r, 1) for r in self._sorted(engine, self.left)),
            key=lambda each: place(each[0]),
        )
        unit_of = self._unit_of
        for unit, found in groupby(tagged, lambda each: unit_of(each[0])):
            sides: tuple[list[Record], list[Record]] = ([], [])
            for record, side in found:
                sides[side].append(record)
            came, left = differing(*sides) if sides[0] and sides[1] else sides
            if came or left:
                yield unit, came, left

    def _touched(self, engine: LocalEngine, old: Arranged) -> Iterator[tuple[Unit, list[Record], list[Record]]]:
        """(unit, its records before, its records now) where these differ."""
        for unit, came, left in self._moves(engine):
            was = old.unit(unit)
            yield unit, was, without(was, left, came)

    def _all(self, engine: LocalEngine, old: Arranged) -> Iterator[tuple[Unit, list[Record], list[Record]]]:
        """The same of all units; where nothing changed, the two are one list."""
        unit_of = self._unit_of
        units = ((unit, list(records)) for unit, records in groupby(old.records(self.share, self.shares), unit_of))
        if self.whole:
            new = ((u, list(found)) for u, found in groupby(self._sorted(engine, self.came), unit_of))
            for unit, was, now in _side_by_side(units, new):
                came, left = differing(now or [], was or [])
                yield unit, was or [], (now or []) if came or left else was or []
            return
        moves = ((unit, (came, left)) for unit, came, left in self._moves(engine))
        for unit, was, moved in _side_by_side(units, moves):
            was = was or []
            yield unit, was, was if moved is None else without(was, moved[1], moved[0])


def _key(record: Record) -> str:
    key: str = record[1]
    return key


def _side_by_side(a: Iterator[tuple[Unit, Any]], b: Iterator[tuple[Unit, Any]]) -> Iterator[tuple[Unit, Any, Any]]:
    """What two streams in order have of each unit; None where one has nothing."""
    tagged = heapq.merge(((u, 0, v) for u, v in a), ((u, 1, v) for u, v in b), key=lambda each: each[:2])
    for unit, found in groupby(tagged, lambda each: each[0]):
        sides: list[Any] = [None, None]
        for _, side, value in found:
            sides[side] = value
        yield unit, *sides


class _Outputs:
    """Files of what came and what left, as a context manager; `parts` are both."""

    def __init__(self, engine: LocalEngine) -> None:
        self._engine = engine
        self._stack = ExitStack()
        self._files: dict[tuple[bool, str], PartWriter] = {}
        self.changed = False

    def __enter__(self) -> _Outputs:
        self._stack.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def told(self, was: Sequence[Record], now: Sequence[Record], before: Grouper | None, after: Grouper | None) -> None:
        """Write what a unit's records give now and did not before, and the other way round."""
        came, left = differing(_made(after, now), _made(before, was))
        for record in came:
            self._add(True, record)
        for record in left:
            self._add(False, record)

    def _add(self, came: bool, record: Record) -> None:
        file = self._files.get((came, record.kind))
        if file is None:
            path = self._engine.directory / f"{self._engine.next_name()}.parquet"
            file = self._files[came, record.kind] = self._stack.enter_context(PartWriter(path))
        file.add(record)

    @property
    def parts(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """The files of what came, and of what left."""
        sides: tuple[list[Part], list[Part]] = ([], [])
        for (came, kind), file in self._files.items():
            sides[not came].append(Part(file.path, kind, file.count))
        return tuple(sides[0]), tuple(sides[1])


def _made(function: Grouper | None, records: Sequence[Record]) -> list[Record]:
    if function is None:
        return list(records)
    return list(function(records[0].key, iter(records))) if records else []


def differing(a: Iterable[Record], b: Iterable[Record]) -> tuple[list[Record], list[Record]]:
    """The records of each that the other has not, as often as it has them more.

    >>> one, other = Record("kind", "甲", "1", "文"), Record("kind", "甲", "1", "字")
    >>> differing([one, one, other], [one])
    ([Record(kind='kind', key='甲', order='1', value='文'), Record(kind='kind', key='甲', order='1', value='字')], [])
    """
    there: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in b:
        there[record[:3]].append(record)
    only = [record for record in a if not _taken(record, there.get(record[:3]))]
    return only, [record for found in there.values() for record in found]


def without(records: Sequence[Record], left: Sequence[Record], came: Sequence[Record]) -> list[Record]:
    """A unit's records in order, without those that left, and with those that came.

    Raises:
        ForeignDataError: a record left that was not there.
    """
    now = list(records)
    if left:
        there: dict[tuple[str, ...], list[Record]] = defaultdict(list)
        for record in left:
            there[record[:3]].append(record)
        now = [record for record in records if not _taken(record, there.get(record[:3]))]
        if any(there.values()):
            raise ForeignDataError("a record that left was not there")
    return sorted((*now, *came), key=place) if came else now


def _taken(record: Record, others: list[Record] | None) -> bool:
    """Take an equal record out of some of the same kind, key and order, if there is one."""
    for at, other in enumerate(others or ()):
        if record is other or (type(record) is type(other) and record[3] == other[3]) or record.value == other.value:
            del others[at]  # type: ignore[union-attr]
            return True
    return False

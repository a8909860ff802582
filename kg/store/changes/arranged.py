"""Records on disk in the order of their keys, to be read from end to end or looked up, and changed here and there.

An arrangement is a base, and over it the units that have changed since: of such a unit all records as they are now. A
unit is what is changed as a whole: the records of one key, or of one key and order.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import crc32

import pyarrow as pa

from kg.dataflow import Record
from kg.store.changes.guarded import ForeignDataError, GuardedRecord, guarded_record
from kg.store.parts import pickled

_SCHEMA = pa.schema([("key", pa.string()), ("order", pa.string()), ("kind", pa.string()), ("value", pa.binary())])
# What is read at once to look up a key: some hundred records.
_ROWS, _BYTES = 2048, 96 << 10
# Rows of it that are made records of at a time: most keys have fewer.
_SOME = 16
# The kind of the one record of a unit of which there is nothing any more.
GONE = ""

Unit = tuple[str, ...]
UnitOf = Callable[[Record], Unit]
BY_KEY: UnitOf = itemgetter(slice(1, 2))
BY_ORDER: UnitOf = itemgetter(slice(1, 3))
place: Callable[[Record], tuple[str, str, str]] = itemgetter(1, 2, 0)
"""What records sort by: key, order and kind."""


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A file of records in order, of the keys that fall to one share of `shares`; `firsts` are the keys and orders with
    which its batches begin."""

    name: str
    share: int
    shares: int
    firsts: tuple[tuple[str, str], ...]
    count: int
    bytes: int


class SheafWriter:
    """Writes records that come in order, as a context manager; what it has written is `sheaf`, once it is left."""

    def __init__(self, path: Path, share: int = 0, shares: int = 1) -> None:
        self._path = path
        self._share = share, shares
        self._rows: list[tuple[str, str, str, bytes]] = []
        self._size = 0
        self._firsts: list[tuple[str, str]] = []
        self._count = 0
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        self._sink = pa.OSFile(str(path), "wb")
        self._file = pa.ipc.new_file(self._sink, _SCHEMA, options=options)

    def __enter__(self) -> SheafWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._flush()
        finally:
            self._file.close()
            self._sink.close()

    @property
    def sheaf(self) -> Sheaf:
        """What was written."""
        firsts, size = tuple(self._firsts), self._path.stat().st_size
        return Sheaf(self._path.name, *self._share, firsts, self._count, size)

    def add(self, record: Record) -> None:
        """Write a record, sooner or later."""
        value = record[3] if type(record) is GuardedRecord else pickled(record)
        self._rows.append((record[1], record[2], record[0], value))
        self._size += len(value)
        if self._size >= _BYTES or len(self._rows) >= _ROWS:
            self._flush()

    def passed(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, each of them written on the way."""
        for record in records:
            self.add(record)
            yield record

    def _flush(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(cells, f.type) for cells, f in zip(columns, _SCHEMA, strict=True)]
            self._file.write_batch(pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA))
            self._firsts.append(self._rows[0][:2])
            self._count += len(self._rows)
            self._rows, self._size = [], 0


class _Open:
    """A sheaf to read from, with the batch that was looked at last."""

    def __init__(self, directory: Path, sheaf: Sheaf) -> None:
        self._sheaf = sheaf
        try:
            self._file = pa.ipc.open_file(pa.memory_map(str(directory / sheaf.name)))
            whole = self._file.schema == _SCHEMA and self._file.num_record_batches == len(sheaf.firsts)
        except (OSError, pa.ArrowInvalid) as error:
            raise ForeignDataError(f"{sheaf.name}: {error}") from error
        if not whole:
            raise ForeignDataError(f"{sheaf.name} is another file")
        self._last: tuple[int, pa.RecordBatch | None] = -1, None

    def _batch(self, at: int) -> pa.RecordBatch:
        if self._last[0] != at:
            try:
                self._last = at, self._file.get_batch(at)
            except (OSError, pa.ArrowInvalid) as error:
                raise ForeignDataError(f"{self._sheaf.name}: {error}") from error
        return self._last[1]

    def records(self) -> Iterator[Record]:
        for at in range(len(self._sheaf.firsts)):
            yield from _records(self._batch(at))

    def since(self, unit: Unit) -> Iterator[Record]:
        """The records from the first one of a unit on."""
        start: Any = unit if len(unit) > 1 else (*unit, "")
        first = max(0, bisect_left(self._sheaf.firsts, start) - 1)
        for at in range(first, len(self._sheaf.firsts)):
            batch = self._batch(at)
            row = _row_of(batch, start) if at == first else 0
            while row < batch.num_rows:
                yield from _records(batch.slice(row, _SOME))
                row += _SOME


def _records(batch: pa.RecordBatch) -> Iterator[Record]:
    keys, orders, kinds, values = (column.to_pylist() for column in batch.columns)
    return map(guarded_record, zip(kinds, keys, orders, values, strict=True))


def _row_of(batch: pa.RecordBatch, start: tuple[str, str]) -> int:
    """The row of a batch, which is in order, from which on its records are no less than a key and order."""
    keys, orders = batch.column(0), batch.column(1)
    return bisect_left(range(batch.num_rows), start, key=lambda row: (keys[row].as_py(), orders[row].as_py()))


@dataclass(slots=True)
class _Layer:
    """Sheaves of different keys."""

    directory: Path
    sheaves: tuple[Sheaf, ...]
    _open: dict[str, _Open] = field(default_factory=dict)

    def of(self, sheaf: Sheaf) -> _Open:
        found = self._open.get(sheaf.name)
        if found is None:
            found = self._open[sheaf.name] = _Open(self.directory, sheaf)
        return found

    def unit(self, unit: Unit) -> list[Record]:
        for sheaf in self.sheaves:
            if crc32(unit[0].encode()) % sheaf.shares == sheaf.share:
                found = []
                for record in self.of(sheaf).since(unit):
                    if record[1 : 1 + len(unit)] != unit:
                        break
                    found.append(record)
                return found
        return []

    def records(self, share: int, shares: int) -> Iterator[Record]:
        """The records in order, or those of the keys that fall to a share."""
        found = [self._share(sheaf, share, shares) for sheaf in self.sheaves]
        found = [records for records in found if records is not None]
        return found[0] if len(found) == 1 else heapq.merge(*found, key=place)

    def _share(self, sheaf: Sheaf, share: int, shares: int) -> Any:
        records = _Open(self.directory, sheaf).records()
        if shares == 1 or (sheaf.share, sheaf.shares) == (share, shares):
            return records
        if sheaf.shares == shares:
            return None
        return (r for r in records if crc32(r[1].encode()) % shares == share)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Sheaves of a base, and of what lies over it; the files are in one folder, whatever that is called."""

    base: tuple[Sheaf, ...] = ()
    over: tuple[Sheaf, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(sheaf.name for sheaf in (*self.base, *self.over))

    @property
    def bytes(self) -> int:
        """The size of the base."""
        return sum(sheaf.bytes for sheaf in self.base)

    @property
    def changed(self) -> int:
        """The size of what lies over the base."""
        return sum(sheaf.bytes for sheaf in self.over)


class Arranged:
    """An arrangement to read from."""

    def __init__(self, directory: Path, arrangement: Arrangement, unit_of: UnitOf) -> None:
        self._unit_of = unit_of
        self._base = _Layer(directory, arrangement.base)
        self._over = _Layer(directory, arrangement.over)

    def unit(self, unit: Unit) -> list[Record]:
        """The records of a unit, in order."""
        found = self._over.unit(unit) or self._base.unit(unit)
        return [] if found and found[0][0] == GONE else found

    def records(self, share: int = 0, shares: int = 1) -> Iterator[Record]:
        """All records in order, or those of the keys that fall to a share. Raises ForeignDataError."""
        base, over = self._base.records(share, shares), self._over.records(share, shares)
        return overlaid(base, over, self._unit_of)

    def changes(self, share: int = 0, shares: int = 1) -> Iterator[Record]:
        """What lies over the base, in order, with a record GONE for a unit of which nothing is left."""
        return self._over.records(share, shares)

    def range(self, key: str) -> Iterator[Record]:
        """The records of a key, in order, where they need not fit in memory."""
        base, over = ((r for s in layer.sheaves if crc32(key.encode()) % s.shares == s.share
                       for r in _of_key(layer.of(s), key)) for layer in (self._base, self._over))  # fmt: skip
        return overlaid(base, over, self._unit_of)


def _of_key(sheaf: _Open, key: str) -> Iterator[Record]:
    for record in sheaf.since((key,)):
        if record[1] != key:
            return
        yield record


def overlaid(
    base: Iterator[Record], over: Iterator[Record], unit_of: UnitOf, *, gone: bool = False
) -> Iterator[Record]:
    """The records of `base`, but of each unit that `over` has, those of `over`; `gone`: also where there are none."""
    waiting = next(base, None)
    for unit, records in groupby(over, unit_of):
        while waiting is not None and unit_of(waiting) < unit:
            yield waiting
            waiting = next(base, None)
        while waiting is not None and unit_of(waiting) == unit:
            waiting = next(base, None)
        yield from (r for r in records if gone or r[0] != GONE)
    if waiting is not None:
        yield waiting
        yield from base


def gone(unit: Unit) -> Record:
    """The record that stands for a unit of which there is nothing any more."""
    return Record(GONE, unit[0], unit[1] if len(unit) > 1 else "", None)

"""Files of records: Parquet, of one kind each, read in shares."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.dataflow import Mapper, Record

_SCHEMA = pa.schema([("key", pa.string()), ("order", pa.string()), ("value", pa.binary())])
# What is written at once, and shared out as a whole: some hundred articles, or a few thousand small records.
ROWS = 8192
BYTES = 512 << 10


class _Lazy(Record):
    """A record as it lies on disk: its value is unpickled when it is first looked at, since some steps only hand it on.

    What it holds as a tuple is the pickled value.
    """

    @property
    def value(self) -> Any:
        """The value."""
        found = self.__dict__
        if not found:
            found["value"] = pickle.loads(self[3])  # written by this process
        return found["value"]

    def _replace(self, **cells: Any) -> Any:
        if "value" in cells:
            return Record(*self[:3], None)._replace(**cells)
        return super()._replace(**cells)


_new: Callable[[type[_Lazy], tuple[Any, ...]], _Lazy] = tuple.__new__


def lazy_record(cells: tuple[str, str, str, bytes]) -> Record:
    """A record of kind, key, order and pickled value. Made as a tuple: a named tuple's own way takes thrice as long."""
    return _new(_Lazy, cells)


def pickled(record: Record) -> bytes:
    """The pickled value of a record; that of one which lies on disk as it lies there."""
    if type(record) is _Lazy:
        found: bytes = record[3]
        return found
    return pickle.dumps(record.value, 5)


class PartWriter:
    """A Parquet file of records of one kind, as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._rows: list[tuple[str, str, bytes]] = []
        self._size = 0
        self._file = pq.ParquetWriter(path, _SCHEMA, compression="zstd", use_dictionary=False)

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._flush()
        finally:
            self._file.close()

    def add(self, record: Record) -> None:
        """Write a record, sooner or later."""
        value = pickled(record)
        self._rows.append((record[1], record[2], value))
        self.count += 1
        self._size += len(value)
        if self._size >= BYTES or len(self._rows) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        """Write a row group."""
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)]
            self._file.write_batch(pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA))
            self._rows, self._size = [], 0


@dataclass(frozen=True, slots=True)
class Part:
    """A file of `count` records of one kind, and functions not yet run on them; a tuple of kinds lets only these
    pass."""

    path: Path
    kind: str
    count: int
    steps: tuple[Mapper | tuple[str, ...], ...] = ()

    @property
    def bytes(self) -> int:
        """The size of the file."""
        return self.path.stat().st_size

    def records(self, groups: Sequence[int]) -> Iterator[Record]:
        """What the functions make of the records in some row groups of the file."""
        records = _read(self.path, self.kind, groups)
        for step in self.steps:
            records = _step(step, records)
        return records


def shared_out(parts: Iterable[Part], share: int, shares: int) -> Iterator[Record]:
    """What the functions of some files make of a share of their row groups, counted over all files."""
    before = 0
    for part in parts:
        count = pq.read_metadata(part.path).num_row_groups
        groups = [group for group in range(count) if (before + group) % shares == share]
        before += count
        if groups:
            yield from part.records(groups)


def _step(step: Mapper | tuple[str, ...], records: Iterator[Record]) -> Iterator[Record]:
    if isinstance(step, tuple):
        return (r for r in records if r.kind in step)
    return iter(step(records))


def _read(path: Path, kind: str, groups: Sequence[int]) -> Iterator[Record]:
    with pq.ParquetFile(path) as file:
        for group in groups:
            keys, orders, values = (column.to_pylist() for column in file.read_row_group(group).columns)
            yield from map(lazy_record, zip(repeat(kind), keys, orders, values, strict=False))

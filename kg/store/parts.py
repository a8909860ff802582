"""Files of records: Parquet, of one kind each, read in shares and sorted by DuckDB."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.dataflow import Mapper, Record

# A value may lie in several rows, one after the other: `rest` counts those that follow, `row` numbers a file's records.
_SCHEMA = pa.schema(
    [("key", pa.string()), ("order", pa.string()), ("row", pa.int64()), ("rest", pa.int32()), ("value", pa.binary())]
)
# What is written at once, and shared out as a whole: some hundred articles, or a few thousand small records.
ROWS = 8192
BYTES = 512 << 10
# The most that a row holds of a value: DuckDB sorts some thousand rows at a time, all of which must be in memory.
PIECE = 2048


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


def _lazy(*columns: Iterable[Any]) -> Iterator[Record]:
    """Records of the columns of a file. Made as tuples: a named tuple's own way is three times as long."""
    return map(_new, repeat(_Lazy), zip(*columns, strict=False))  # a column may be repeated for ever


_new: Callable[[type[_Lazy], tuple[Any, ...]], _Lazy] = tuple.__new__


class PartWriter:
    """A Parquet file of records of one kind, as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._rows: list[tuple[str, str, int, int, bytes]] = []
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
        _, key, order, value = record
        if type(record) is not _Lazy:
            value = pickle.dumps(value, 5)
        if len(value) <= PIECE:
            self._rows.append((key, order, self.count, 0, value))
        else:
            starts = range(0, len(value), PIECE)
            for rest, start in zip(reversed(range(len(starts))), starts, strict=True):
                self._rows.append((key, order, self.count, rest, value[start : start + PIECE]))
        self.count += 1
        self._size += len(value)
        if self._size >= BYTES or len(self._rows) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        """Write a row group: it holds whole records."""
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
    whole = _Whole()
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS, row_groups=list(groups)):
            yield from whole.records(repeat(kind), batch)


class _Whole:
    """Puts together the records whose values lie in several rows, batch by batch."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def records(self, kinds: Iterable[str], batch: pa.RecordBatch) -> Iterator[Record]:
        """The records that end in the batch."""
        keys, orders, rests, values = (batch.column(n).to_pylist() for n in ("key", "order", "rest", "value"))
        if not self._pieces and not any(rests):
            return _lazy(kinds, keys, orders, values)
        return _lazy(*self._joined(kinds, keys, orders, rests, values))

    def _joined(self, kinds: Iterable[str], *columns: list[Any]) -> tuple[list[Any], ...]:
        found: list[tuple[Any, ...]] = []
        for kind, key, order, rest, value in zip(kinds, *columns, strict=False):
            self._pieces.append(value)
            if not rest:
                found.append((kind, key, order, b"".join(self._pieces)))
                self._pieces = []
        return tuple(map(list, zip(*found, strict=True))) if found else ([], [], [], [])


def in_order(parts: Sequence[Part], scratch: Path, memory: int, *, share: int = 0, shares: int = 1) -> Iterator[Record]:
    """The records of files by key, order and kind, or of the keys that fall to a share.

    DuckDB compares texts by their bytes, that is by code points; beyond `memory` bytes it writes below `scratch`.
    """
    where = f" WHERE hash(key) % {shares} = {share}" if shares > 1 else ""
    files = [
        f"SELECT '{_quoted(part.kind)}' AS kind, {number} AS part, * FROM read_parquet('{_quoted(str(part.path))}')"
        + where
        for number, part in enumerate(parts)
    ]
    whole = _Whole()
    with _connected(scratch, memory) as connection:
        query = f'SELECT * FROM ({" UNION ALL ".join(files)}) ORDER BY key, "order", kind, part, "row", rest DESC'
        for batch in connection.sql(query).to_arrow_reader(ROWS):
            yield from whole.records(batch.column("kind").to_pylist(), batch)


def _connected(scratch: Path, memory: int) -> duckdb.DuckDBPyConnection:
    """A database of some bounds. It stays silent: in worker processes it would draw bars on standard output."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory >> 20}MB",
        "threads": 1,  # more take more memory each, and Python has to follow anyway
        "temp_directory": str(scratch),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET enable_progress_bar = false")
    return connection


def _quoted(text: str) -> str:
    return text.replace("'", "''")

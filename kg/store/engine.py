"""Datasets on the disk of one machine: Parquet files, sorted by DuckDB, which spills what does not fit in memory."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, repeat
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.dataflow import Dataset, Grouper, Mapper, Record

_SCHEMA = pa.schema([("key", pa.string()), ("order", pa.string()), ("value", pa.binary())])
# What is written at once: some MB of pickled records.
ROWS = 8192
BYTES = 8 << 20
# What DuckDB may use while it sorts; beyond it, it writes to the engine's folder.
SORT_MEMORY = 768 << 20


class LocalEngine:
    """Datasets in a folder of their own, which is emptied at the start and removed at the end.

    Use as a context manager. `memory` is what sorting may take, in bytes.
    """

    def __init__(self, directory: Path, *, memory: int = SORT_MEMORY) -> None:
        self.directory = directory
        self.memory = memory
        self._files = 0

    def __enter__(self) -> LocalEngine:
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)

    def dataset(self, records: Iterable[Record]) -> LocalDataset:
        """These records, written to disk."""
        return LocalDataset(self, self.write(records))

    def components(self, pairs: Dataset) -> LocalDataset:
        """Connected components, by union-find over the texts that have a partner; these must fit in memory."""
        return self.dataset(union_find((r.key, r.value) for r in pairs.sorted()))

    def write(self, records: Iterable[Record]) -> tuple[_Part, ...]:
        """Records in a file for each kind."""
        with ExitStack() as stack:
            files: dict[str, _Writer] = {}
            for record in records:
                file = files.get(record.kind)
                if file is None:
                    self._files += 1
                    path = self.directory / f"{self._files:06}.parquet"
                    file = files[record.kind] = stack.enter_context(_Writer(path))
                file.add(record)
        return tuple(_Part(file.path, kind) for kind, file in files.items())


class _Pickled(bytes):
    """A value as it lies on disk."""

    __slots__ = ()


class _Lazy(Record):
    """A record whose value is unpickled when it is first looked at: some steps only hand it on."""

    @property
    def value(self) -> Any:
        """The value."""
        found = self.__dict__
        if not found:
            value = self[3]
            found["value"] = pickle.loads(value) if type(value) is _Pickled else value  # written by this process
        return found["value"]


class _Writer:
    """A Parquet file of records of one kind, as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: list[tuple[str, str, bytes]] = []
        self._size = 0
        self._file = pq.ParquetWriter(path, _SCHEMA, compression="zstd", use_dictionary=False)

    def __enter__(self) -> _Writer:
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
        value = record[3]
        if type(value) is not _Pickled:
            value = pickle.dumps(value, 5)
        self._rows.append((record.key, record.order, value))
        self._size += len(value)
        if len(self._rows) >= ROWS or self._size >= BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)]
            self._file.write_batch(pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA))
            self._rows, self._size = [], 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of records of one kind, and functions not yet run on them; a tuple of kinds lets only these pass."""

    path: Path
    kind: str
    steps: tuple[Mapper | tuple[str, ...], ...] = ()

    def records(self) -> Iterator[Record]:
        records = _read(self.path, self.kind)
        for step in self.steps:
            records = _step(step, records)
        return records


def _step(step: Mapper | tuple[str, ...], records: Iterator[Record]) -> Iterator[Record]:
    if isinstance(step, tuple):
        return (r for r in records if r.kind in step)
    return iter(step(records))


@dataclass(frozen=True, slots=True)
class LocalDataset:
    """Records in files of one engine. `map` runs when the records are next written or read."""

    engine: LocalEngine
    parts: tuple[_Part, ...] = field(default=())

    def only(self, *kinds: str) -> LocalDataset:
        """The records of these kinds."""
        chosen = (replace(p, steps=(*p.steps, kinds)) if p.steps else p for p in self.parts)
        return replace(self, parts=tuple(p for p in chosen if p.steps or p.kind in kinds))

    def map(self, function: Mapper) -> LocalDataset:
        """What `function` makes of each file's records."""
        return replace(self, parts=tuple(replace(p, steps=(*p.steps, function)) for p in self.parts))

    def group(self, function: Grouper) -> LocalDataset:
        """What `function` makes of each key and its records."""
        found = (made for key, records in groupby(self._sorted(), attrgetter("key")) for made in function(key, records))
        return self.engine.dataset(found)

    def union(self, *others: Dataset) -> LocalDataset:
        """These records and those of the others, which are of the same engine."""
        more = (other.parts for other in others if isinstance(other, LocalDataset))
        return replace(self, parts=(*self.parts, *chain.from_iterable(more)))

    def keep(self) -> LocalDataset:
        """The same records, with all functions run."""
        plain = tuple(part for part in self.parts if not part.steps)
        rest = [part for part in self.parts if part.steps]
        made = self.engine.write(chain.from_iterable(part.records() for part in rest)) if rest else ()
        return replace(self, parts=(*plain, *made))

    def count(self) -> int:
        """How many records there are."""
        return sum(pq.read_metadata(part.path).num_rows for part in self.keep().parts)

    def sorted(self) -> Iterator[Record]:
        """All records by key, order and kind."""
        return (Record(r.kind, r.key, r.order, r.value) for r in self._sorted())

    def _sorted(self) -> Iterator[Record]:
        parts = self.keep().parts
        return _sorted(parts, self.engine) if parts else iter(())


def _read(path: Path, kind: str) -> Iterator[Record]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS):
            keys, orders, values = (batch.column(name).to_pylist() for name in ("key", "order", "value"))
            yield from map(_Lazy, repeat(kind), keys, orders, map(_Pickled, values))


def _sorted(parts: Sequence[_Part], engine: LocalEngine) -> Iterator[Record]:
    """The records of files by key, order and kind: DuckDB compares texts by their bytes, that is by code points."""
    files = [
        f"SELECT '{_quoted(part.kind)}' AS kind, key, \"order\", value FROM read_parquet('{_quoted(str(part.path))}')"
        for part in parts
    ]
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{engine.memory >> 20}MB",
        "threads": 1,  # more take more memory each, and Python has to follow anyway
        "temp_directory": str(engine.directory / "sorting"),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        query = f'SELECT * FROM ({" UNION ALL ".join(files)}) ORDER BY key, "order", kind'
        for batch in connection.sql(query).to_arrow_reader(ROWS):
            kinds, keys, orders, values = (batch.column(at).to_pylist() for at in range(4))
            yield from map(_Lazy, kinds, keys, orders, map(_Pickled, values))


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def union_find(pairs: Iterable[tuple[str, str]]) -> Iterator[Record]:
    """Union-find with the smaller text as the root, so that every root is the smallest of its component."""
    above: dict[str, str] = {}

    def root(text: str) -> str:
        while (up := above[text]) != text:
            above[text] = above[up]
            text = above[up]
        return text

    for a, b in pairs:
        for text in (a, b):
            above.setdefault(text, text)
        small, large = sorted((root(a), root(b)))
        above[large] = small
    for text in above:
        yield Record("component", text, "", root(text))

"""Datasets on the disk of one machine: Parquet files, sorted by DuckDB, which spills what does not fit in memory."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.dataflow import Dataset, Grouper, Mapper, Record

_SCHEMA = pa.schema([("kind", pa.string()), ("key", pa.string()), ("order", pa.string()), ("value", pa.binary())])
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
        return LocalDataset(self, (_Part(self.write(records)),))

    def components(self, pairs: Dataset) -> LocalDataset:
        """Connected components, by union-find over the texts that have a partner; these must fit in memory."""
        return self.dataset(union_find((r.key, r.value) for r in pairs.sorted()))

    def write(self, records: Iterable[Record]) -> Path:
        """A Parquet file of records."""
        self._files += 1
        path = self.directory / f"{self._files:06}.parquet"
        with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
            for batch in _batches(records):
                writer.write_batch(batch)
        return path


@dataclass(frozen=True, slots=True)
class _Part:
    """Records of a file: of some kinds (all where none are named), through functions not yet run."""

    path: Path
    kinds: tuple[str, ...] = ()
    steps: tuple[Mapper | tuple[str, ...], ...] = ()

    def records(self) -> Iterator[Record]:
        records = _read(self.path, self.kinds)
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
        return replace(self, parts=tuple(_only(part, kinds) for part in self.parts))

    def map(self, function: Mapper) -> LocalDataset:
        """What `function` makes of each file's records."""
        return replace(self, parts=tuple(replace(p, steps=(*p.steps, function)) for p in self.parts))

    def group(self, function: Grouper) -> LocalDataset:
        """What `function` makes of each key and its records."""
        found = (made for key, records in groupby(self.sorted(), attrgetter("key")) for made in function(key, records))
        return self.engine.dataset(found)

    def union(self, *others: Dataset) -> LocalDataset:
        """These records and those of the others, which are of the same engine."""
        more = (other.parts for other in others if isinstance(other, LocalDataset))
        return replace(self, parts=(*self.parts, *chain.from_iterable(more)))

    def keep(self) -> LocalDataset:
        """The same records, with all functions run."""
        return replace(self, parts=tuple(self._plain(part) for part in self.parts))

    def count(self) -> int:
        """How many records there are."""
        return sum(_count(part) for part in self.keep().parts)

    def sorted(self) -> Iterator[Record]:
        """All records by key, order and kind."""
        parts = self.keep().parts
        if not parts:
            return iter(())
        return _sorted(parts, self.engine)

    def _plain(self, part: _Part) -> _Part:
        return _Part(self.engine.write(part.records())) if part.steps else part


def _only(part: _Part, kinds: tuple[str, ...]) -> _Part:
    if part.steps:
        return replace(part, steps=(*part.steps, kinds))
    both = tuple(k for k in kinds if k in part.kinds) if part.kinds else kinds
    return replace(part, kinds=both or ("",))


def _batches(records: Iterable[Record]) -> Iterator[pa.RecordBatch]:
    rows: list[tuple[str, str, str, bytes]] = []
    size = 0
    for record in records:
        value = pickle.dumps(record.value, 5)
        rows.append((record.kind, record.key, record.order, value))
        size += len(value)
        if len(rows) >= ROWS or size >= BYTES:
            yield _batch(rows)
            rows, size = [], 0
    if rows:
        yield _batch(rows)


def _batch(rows: Sequence[tuple[str, str, str, bytes]]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )


def _records(batches: Iterable[pa.RecordBatch]) -> Iterator[Record]:
    for batch in batches:
        columns = [batch.column(name).to_pylist() for name in ("kind", "key", "order", "value")]
        for kind, key, order, value in zip(*columns, strict=True):
            yield Record(kind, key, order, pickle.loads(value))  # written by this process or one of its workers


def _count(part: _Part) -> int:
    kinds = pq.read_table(part.path, columns=["kind"]).column("kind")
    chosen = pc.is_in(kinds, pa.array(part.kinds, pa.string())) if part.kinds else None
    return len(kinds) if chosen is None else pc.sum(chosen).as_py() or 0


def _read(path: Path, kinds: tuple[str, ...]) -> Iterator[Record]:
    with pq.ParquetFile(path) as file:
        for record in _records(file.iter_batches(ROWS)):
            if not kinds or record.kind in kinds:
                yield record


def _sorted(parts: Sequence[_Part], engine: LocalEngine) -> Iterator[Record]:
    """The records of files by key, order and kind: DuckDB compares texts by their bytes, that is by code points."""
    chosen: list[str] = []
    values: list[str] = []
    for part in parts:
        words = f"SELECT kind, key, \"order\", value FROM read_parquet('{_quoted(part.path)}')"
        if part.kinds:
            words += f" WHERE kind IN ({', '.join('?' * len(part.kinds))})"
            values += part.kinds
        chosen.append(words)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{engine.memory >> 20}MB",
        "temp_directory": str(engine.directory / "sorting"),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        query = f'SELECT * FROM ({" UNION ALL ".join(chosen)}) ORDER BY key, "order", kind'
        yield from _records(connection.sql(query, params=values).to_arrow_reader(ROWS))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


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

"""Datasets on the disk of one machine: Parquet files, sorted by DuckDB, which spills what does not fit in memory."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import chain, groupby, repeat
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.dataflow import Dataset, Grouper, Mapper, Record
from kg.processes import Crew

_SCHEMA = pa.schema([("key", pa.string()), ("order", pa.string()), ("value", pa.binary())])
# What is written at once: some MB of pickled records.
ROWS = 8192
BYTES = 2 << 20
# Bytes of files that one process works through about as fast as several are told to and their files are read, where
# each record is worked on by itself; where records only meet by key, or where the others must be started first (2 s),
# so many times as many.
ALONE, MEETING, STARTING = 128 << 10, 2, 8
# Shares a process of the work on single records, so that all end at about the same time.
SHARES = 4
# What DuckDB may use while it sorts; beyond it, it writes to the engine's folder.
SORT_MEMORY = 768 << 20


class LocalEngine:
    """Datasets in a folder of their own, which is emptied at the start and removed at the end.

    Use as a context manager. `memory` is what sorting may take, in bytes, in each of `jobs` processes (from 1). Steps
    over files of fewer bytes than `alone` are done by one; the others are started at the first that is long enough for
    that, and stay. `stem` begins the names of files.
    """

    def __init__(
        self, directory: Path, *, memory: int = SORT_MEMORY, jobs: int = 1, alone: int = ALONE, stem: str = ""
    ) -> None:
        self.directory = directory
        self.memory = memory
        self.jobs = jobs
        self.alone = alone
        self.stem = stem
        self._files = 0
        self._crew: Crew | None = None

    def __enter__(self) -> LocalEngine:
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._crew is not None:
            self._crew.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def wake(self) -> None:
        """Let the processes that share long steps get ready, while other things are done."""
        if self.jobs > 1:
            self._workers()

    def _workers(self) -> Crew:
        if self._crew is None:
            self._crew = Crew(_Work(self.directory, self.memory), self.jobs)
        return self._crew

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
                kind = record[0]
                file = files.get(kind)
                if file is None:
                    path = self.directory / f"{self.next_name()}.parquet"
                    file = files[kind] = stack.enter_context(_Writer(path))
                file.add(record)
        return tuple(_Part(file.path, kind) for kind, file in files.items())

    def next_name(self) -> str:
        """The name of a file that is not there yet."""
        self._files += 1
        return f"{self.stem}{self._files:06}"

    def done(self, parts: tuple[_Part, ...], function: Grouper | None) -> tuple[_Part, ...]:
        """What a function makes of the keys of some files, or without one what their own steps make of them.

        Done in shares by several processes where it is worth it: the shares' records are the same, in other files.
        """
        size = sum(part.path.stat().st_size for part in parts)
        alone = self.alone * (MEETING if function else 1) * (STARTING if self._crew is None else 1)
        if self.jobs < 2 or size < alone:
            return self.write(_share(parts, function, self, 0, 1))
        count = self.jobs if function else self.jobs * SHARES
        tasks = [_Task(parts, function, self.next_name() + "-", at, count) for at in range(count)]
        return tuple(chain.from_iterable(self._workers().work(tasks)))


@dataclass(frozen=True, slots=True)
class _Task:
    """A share of a step, number `share` of `shares`."""

    parts: tuple[_Part, ...]
    function: Grouper | None
    stem: str
    share: int
    shares: int


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker process does: a share of a step, into files of its own."""

    directory: Path
    memory: int

    def ready(self) -> None:
        """Load what most steps need."""
        import_module("kg.resolve.rounds")
        import_module("kg.store.large.write")

    def __call__(self, task: _Task) -> tuple[_Part, ...]:
        engine = LocalEngine(self.directory, memory=self.memory, stem=task.stem)
        return engine.write(_share(task.parts, task.function, engine, task.share, task.shares))


def _share(
    parts: Sequence[_Part], function: Grouper | None, engine: LocalEngine, share: int, shares: int
) -> Iterator[Record]:
    """The records of a share: of some row groups, or of the keys that a hash of theirs chooses."""
    if function is None:
        return chain.from_iterable(part.records(share, shares) for part in parts)
    groups = groupby(_sorted(parts, engine, share, shares), itemgetter(1))
    return (made for key, records in groups for made in function(key, records))


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


class _Writer:
    """A Parquet file of records of one kind, as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keys: list[str] = []
        self._orders: list[str] = []
        self._values: list[bytes] = []
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
        _, key, order, value = record
        if type(record) is not _Lazy:
            value = pickle.dumps(value, 5)
        self._keys.append(key)
        self._orders.append(order)
        self._values.append(value)
        self._size += len(value)
        if self._size >= BYTES or len(self._keys) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._keys:
            columns = (self._keys, self._orders, self._values)
            arrays = [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)]
            self._file.write_batch(pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA))
            self._keys, self._orders, self._values, self._size = [], [], [], 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of records of one kind, and functions not yet run on them; a tuple of kinds lets only these pass."""

    path: Path
    kind: str
    steps: tuple[Mapper | tuple[str, ...], ...] = ()

    def records(self, share: int = 0, shares: int = 1) -> Iterator[Record]:
        records = _read(self.path, self.kind, share, shares)
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
        parts = self.keep().parts
        return replace(self, parts=self.engine.done(parts, function) if parts else ())

    def union(self, *others: Dataset) -> LocalDataset:
        """These records and those of the others, which are of the same engine."""
        more = (other.parts for other in others if isinstance(other, LocalDataset))
        return replace(self, parts=(*self.parts, *chain.from_iterable(more)))

    def keep(self) -> LocalDataset:
        """The same records, with all functions run."""
        plain = tuple(part for part in self.parts if not part.steps)
        rest = tuple(part for part in self.parts if part.steps)
        made = self.engine.done(rest, None) if rest else ()
        return replace(self, parts=(*plain, *made))

    def count(self) -> int:
        """How many records there are."""
        return sum(pq.read_metadata(part.path).num_rows for part in self.keep().parts)

    def sorted(self) -> Iterator[Record]:
        """All records by key, order and kind."""
        parts = self.keep().parts
        found = _sorted(parts, self.engine) if parts else iter(())
        return (Record(r.kind, r.key, r.order, r.value) for r in found)


def _read(path: Path, kind: str, share: int, shares: int) -> Iterator[Record]:
    with pq.ParquetFile(path) as file:
        chosen = list(range(share, file.num_row_groups, shares))
        for batch in file.iter_batches(ROWS, row_groups=chosen) if chosen else ():
            yield from _lazy(repeat(kind), *(batch.column(name).to_pylist() for name in ("key", "order", "value")))


def _sorted(parts: Sequence[_Part], engine: LocalEngine, share: int = 0, shares: int = 1) -> Iterator[Record]:
    """The records of files by key, order and kind: DuckDB compares texts by their bytes, that is by code points."""
    where = f" WHERE hash(key) % {shares} = {share}" if shares > 1 else ""
    files = [
        f"SELECT '{_quoted(part.kind)}' AS kind, key, \"order\", value FROM read_parquet('{_quoted(str(part.path))}')"
        + where
        for part in parts
    ]
    with _connected(engine) as connection:
        query = f'SELECT * FROM ({" UNION ALL ".join(files)}) ORDER BY key, "order", kind'
        for batch in connection.sql(query).to_arrow_reader(ROWS):
            yield from _lazy(*(batch.column(at).to_pylist() for at in range(4)))


def _connected(engine: LocalEngine) -> duckdb.DuckDBPyConnection:
    """A database of the engine's bounds. It stays silent: in worker processes it would draw bars on standard output."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{engine.memory >> 20}MB",
        "threads": 1,  # more take more memory each, and Python has to follow anyway
        "temp_directory": str(engine.directory / f"{engine.stem}sorting"),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET enable_progress_bar = false")
    return connection


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

"""Datasets on the disk of one machine: Parquet files, sorted in runs that fit in memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from kg.dataflow import Dataset, Grouper, Mapper, Record
from kg.processes import Crew
from kg.store.parts import Part, PartWriter, shared_out
from kg.store.sorting import in_order

Maker = Callable[[Any], Iterable[Record]]
"""A function of one item; it must be one that can be pickled."""

Mark = Callable[[Any], tuple[str, str]]
"""An item's name, and a text that changes when what is made of it could."""
Driver = Callable[[Iterator[Record]], Iterable[Record]]

# Bytes of files that one process works through about as fast as several are told to and their files are read, where
# each record is worked on by itself; where records only meet by key, or where the others must be started first (2 s),
# so many times as many.
ALONE, MEETING, STARTING = 128 << 10, 2, 8
# Shares a process of the work on single records, so that all end at about the same time.
SHARES = 4
# Portions a process of items that are known by their names alone: some may be a thousand times as long as others.
PORTIONS = 8
# What sorting may take in each process; beyond it, it writes to the engine's folder.
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

    def is_helped(self) -> bool:
        """Whether other processes are ready."""
        return self._crew is not None and self._crew.is_ready()

    def _workers(self) -> Crew:
        if self._crew is None:
            self._crew = Crew(_Work(self.directory, self.memory), self.jobs)
        return self._crew

    def dataset(self, records: Iterable[Record]) -> LocalDataset:
        """These records, written to disk."""
        return LocalDataset(self, self.write(records))

    def made(self, items: Sequence[Any], function: Maker, mark: Mark | None = None) -> LocalDataset:
        """What `function` makes of each of some items; of what `mark` says of each nothing is made here.

        The processes that are getting ready since `wake` take over what is left once they are.
        """
        at = 0

        def alone() -> Iterator[Record]:
            nonlocal at
            while at < len(items) and not self.is_helped():
                at += 1
                yield from function(items[at - 1])

        parts = self.write(alone())
        if at < len(items):
            count = self.jobs * PORTIONS
            shares = [share for n in range(count) if (share := tuple(items[at + n :: count]))]
            tasks = [_Items(self.next_name() + "-", share, function) for share in shares]
            parts += tuple(chain.from_iterable(self.each(tasks)))
        return LocalDataset(self, parts)

    def fed(self, source: LocalDataset, function: Driver) -> LocalDataset:
        """What `function` makes, in this process, of the records of `source` in order."""
        return self.dataset(function(source.sorted()))

    def components(self, pairs: Dataset) -> LocalDataset:
        """Connected components, by union-find over the texts that have a partner; these must fit in memory."""
        return self.dataset(union_find((r.key, r.value) for r in pairs.sorted()))

    def write(self, records: Iterable[Record]) -> tuple[Part, ...]:
        """Records in a file for each kind."""
        with ExitStack() as stack:
            files: dict[str, PartWriter] = {}
            for record in records:
                kind = record[0]
                file = files.get(kind)
                if file is None:
                    path = self.directory / f"{self.next_name()}.parquet"
                    file = files[kind] = stack.enter_context(PartWriter(path))
                file.add(record)
        return tuple(Part(file.path, kind, file.count) for kind, file in files.items())

    def in_order(self, parts: Sequence[Part], share: int = 0, shares: int = 1) -> Iterator[Record]:
        """The records of files by key, order and kind, or of the keys that fall to a share."""
        return in_order(parts, self.directory, self.memory, share=share, shares=shares)

    def next_name(self) -> str:
        """The name of a file that is not there yet."""
        self._files += 1
        return f"{self.stem}{self._files:06}"

    def done(self, parts: tuple[Part, ...], function: Grouper | None) -> tuple[Part, ...]:
        """What a function makes of the keys of some files, or without one what their own steps make of them.

        Done in shares by several processes where it is worth it: the shares' records are the same, in other files.
        """
        if self.workers_for(parts, meeting=function is not None) < 2:
            return self.write(_share(parts, function, self, 0, 1))
        count = self.jobs if function else self.jobs * SHARES
        tasks = [_Task(parts, function, self.next_name() + "-", at, count) for at in range(count)]
        return tuple(chain.from_iterable(self.each(tasks)))

    def workers_for(self, parts: Iterable[Part], *, meeting: bool) -> int:
        """How many processes are worth it for the records of some files, which may meet by key."""
        size = sum(part.bytes for part in parts)
        alone = self.alone * (MEETING if meeting else 1) * (STARTING if self._crew is None else 1)
        return 1 if size < alone else self.jobs

    def each(self, tasks: Sequence[Task]) -> list[Any]:
        """What comes of some tasks, in their order: of a single one in this process, of several in the workers'."""
        work = _Work(self.directory, self.memory)
        return [work(tasks[0])] if len(tasks) == 1 else list(self._workers().work(tasks))


class Task(Protocol):
    """A share of a step; `stem` begins the names of its files."""

    @property
    def stem(self) -> str:
        """What its files' names begin with."""

    def run(self, engine: LocalEngine) -> Any:
        """Do it, with an engine of its own."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A share of a step, number `share` of `shares`."""

    parts: tuple[Part, ...]
    function: Grouper | None
    stem: str
    share: int
    shares: int

    def run(self, engine: LocalEngine) -> tuple[Part, ...]:
        """Do it."""
        return engine.write(_share(self.parts, self.function, engine, self.share, self.shares))


@dataclass(frozen=True, slots=True)
class _Items:
    """Some of the items that records are made of."""

    stem: str
    items: tuple[Any, ...]
    function: Maker

    def run(self, engine: LocalEngine) -> tuple[Part, ...]:
        """Write what comes of them."""
        return engine.write(chain.from_iterable(map(self.function, self.items)))


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker process does: a share of a step, into files of its own."""

    directory: Path
    memory: int

    def ready(self) -> None:
        """Load what most steps need."""
        import_module("kg.read.articles")
        import_module("kg.resolve.rounds")
        import_module("kg.store.large.write")

    def __call__(self, task: Task) -> Any:
        return task.run(LocalEngine(self.directory, memory=self.memory, stem=task.stem))


def _share(
    parts: Sequence[Part], function: Grouper | None, engine: LocalEngine, share: int, shares: int
) -> Iterator[Record]:
    """The records of a share: of some row groups, or of the keys that a hash of theirs chooses."""
    if function is None:
        return shared_out(parts, share, shares)
    groups = groupby(engine.in_order(parts, share, shares), itemgetter(1))
    return (made for key, records in groups for made in function(key, records))


@dataclass(frozen=True, slots=True)
class LocalDataset:
    """Records in files of one engine. `map` runs when the records are next written or read."""

    engine: LocalEngine
    parts: tuple[Part, ...] = field(default=())

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
        return sum(part.count for part in self.keep().parts)

    def coming(self) -> int:
        """How many of them are to be worked on: all."""
        return self.count()

    def sorted(self) -> Iterator[Record]:
        """All records by key, order and kind."""
        parts = self.keep().parts
        found = self.engine.in_order(parts) if parts else iter(())
        return (Record(r.kind, r.key, r.order, r.value) for r in found)


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

"""Datasets that know what has changed since the last build: a step is done again for the keys that it touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.dataflow import Dataset, Grouper, Mapper, Record
from kg.store.changes.arranged import BY_KEY, BY_ORDER, Arranged, Arrangement, Sheaf, SheafWriter
from kg.store.changes.guarded import ForeignDataError, GuardedRecord, read_value, told, untold
from kg.store.changes.saved import Node, Piece, Saved, read_saved, write_saved
from kg.store.changes.unlike import Unlike, unlike
from kg.store.changes.update import ANEW, Update, Updated
from kg.store.engine import Driver, LocalDataset, LocalEngine, Maker, Mark, union_find
from kg.store.parts import Part


class ChangeEngine:
    """Does the steps of a build on `engine`, and remembers them in the folder `directory` for the next one.

    A build goes through what came since the one that `version` was saved with, and what left; the first one, and every
    one of another version, through all. Steps must follow in the same order each time, but for those that repeat
    until nothing is left to do. Use as a context manager, and `save` once all is written.

    Raises ForeignDataError, in any step, where what lies in the folder does not fit: then `forget`, and begin again.
    """

    def __init__(self, engine: LocalEngine, directory: Path, version: str) -> None:
        self.local = engine
        self.directory = directory
        self.version = version
        self.saved = read_saved(directory, version)
        self._begin()

    def _begin(self) -> None:
        self.nodes: dict[str, Node] = {}
        self._names: Counter[str] = Counter()
        self.lost: frozenset[str] = frozenset()
        self._files = 0
        self._before: dict[str, LocalDataset] = {}
        self._others: list[tuple[tuple[str, tuple[Any, ...], Any], LocalDataset]] = []

    def __enter__(self) -> ChangeEngine:
        self.local.__enter__()
        self.directory.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.local.__exit__(kind, error, trace)

    def forget(self) -> None:
        """Begin anew, as if there had been no build."""
        self.saved = Saved(self.saved.number)
        self._begin()

    def lose(self, keys: Iterable[str]) -> None:
        """Note whose claims are not stored. Raises ForeignDataError where the last build still had them."""
        self.lost = frozenset(keys)
        if self.saved.nodes and not self.lost <= self.saved.lost:
            raise ForeignDataError("claims of the last build are gone")

    def save(self) -> None:
        """Remember the steps that were done. Raises OutputError."""
        write_saved(self.directory, self.version, Saved(self.saved.number, self.nodes, self.lost))

    def wake(self) -> None:
        """See LocalEngine; what has changed since the last build is seldom worth it."""
        if not self.saved.nodes:
            self.local.wake()

    # --- where records come from --------------------------------------------------------------------------------------

    def dataset(self, records: Iterable[Record]) -> ChangingDataset:
        """These records, of which those that the last build had too have not changed."""
        given = ChangingDataset(self, (), LocalDataset(self.local, self.local.write(records)), self._none)
        return self.step("given", given, None, by_key=False, whole=True)

    def made(self, items: Sequence[Any], function: Maker, mark: Mark) -> ChangingDataset:
        """What `function` makes of each item, of those alone whose mark has changed."""
        marks = [mark(item) for item in items]
        prints = self.dataset(Record("mark", name, "", text) for name, text in marks)
        new = {record.key for record in prints.came.sorted()}
        items = [item for item, (name, _) in zip(items, marks, strict=True) if name in new]
        came = self.local.made(items, _Named(function, mark))
        left = self.local.write(self._of_keys("made#0", (record.key for record in prints.left.sorted())))
        moved = ChangingDataset(self, (), came, LocalDataset(self.local, left))
        return self.step("made", moved, None, by_key=False).map(unnamed)

    def fed(self, source: ChangingDataset, function: Driver) -> ChangingDataset:
        """What `function` makes, in this process, of the records of `source` in order: of each, records whose key is
        its `order`."""
        came, left = source.came, source.left
        self._same(source)
        made = self.local.dataset(function(came.sorted()))
        gone = self.local.write(self._of_keys("fed#0", (record.order for record in left.sorted())))
        moved = ChangingDataset(self, (), made, LocalDataset(self.local, gone))
        return self.step("fed", moved, None, by_key=True)

    def _same(self, source: ChangingDataset) -> None:
        """Make sure that the driver's records were made of the same steps. Raises ForeignDataError."""
        name = self._next("source")
        old = self.saved.nodes.get(name)
        if old is not None and old.lineage != source.told:
            raise ForeignDataError("other steps than before")
        self.nodes[name] = Node(None, source.told)

    def _of_keys(self, name: str, keys: Iterable[str]) -> Iterator[Record]:
        """What there was of some keys in a step of the last build."""
        node = self.saved.nodes.get(name)
        if node is not None:
            arranged = Arranged(self.directory, node.arrangement, BY_ORDER if name.startswith("made") else BY_KEY)
            yield from chain.from_iterable(map(arranged.range, keys))

    def components(self, pairs: Dataset) -> ChangingDataset:
        """Connected components, found anew where a pair came or left; the texts must fit in memory."""
        name = self._next("sorted")
        found = self._sorted(pairs, name)
        there = self.saved.nodes.get(f"given#{self._names['given']}")
        if there is not None and self.nodes.get(name) is self.saved.nodes.get(name) is not None:
            given = self._next("given")
            self.nodes[given] = there
            return ChangingDataset(self, ((given, ()),), self._none, self._none)
        return self._labels(union_find((r.key, r.value) for r in found), there)

    def _labels(self, labels: Iterable[Record], old: Node | None) -> ChangingDataset:
        """A record for each text, of which most are as they were."""
        new = {record.key: record for record in labels}
        left: list[Record] = []
        if old is not None:
            for record in Arranged(self.directory, old.arrangement, BY_ORDER).records():
                if record.key in new and new[record.key].value == record.value:
                    del new[record.key]
                else:
                    left.append(record)
        sides = (LocalDataset(self.local, self.local.write(side)) for side in (new.values(), left))
        return self.step("given", ChangingDataset(self, (), *sides), None, by_key=False)

    # --- steps --------------------------------------------------------------------------------------------------------

    @property
    def _none(self) -> LocalDataset:
        return LocalDataset(self.local)

    def _next(self, kind: str) -> str:
        self._names[kind] += 1
        return f"{kind}#{self._names[kind] - 1}"

    def step(
        self, kind: str, dataset: ChangingDataset, function: Grouper | None, *, by_key: bool = True, whole: bool = False
    ) -> ChangingDataset:
        """Records arranged by key, or by key and order, and what `function` makes of each key, if there is one.

        `whole`: what comes is all that there is now.
        """
        name = self._next(kind)
        found = self._updated(name, dataset, function, by_key=by_key, whole=whole)
        came, left = (LocalDataset(self.local, parts) for parts in found)
        return ChangingDataset(self, ((name, ()),), came, left)

    def _updated(
        self, name: str, dataset: ChangingDataset, function: Grouper | None, *, by_key: bool, whole: bool = False,
        quiet: bool = False,
    ) -> tuple[tuple[Part, ...], tuple[Part, ...]]:  # fmt: skip
        """Bring a step's arrangement to what it is now; files of what came of its result, and of what left that."""
        old = self.saved.nodes.get(name)
        before = function if old is None or old.function is None else untold(old.function)
        came, left = (side.keep().parts for side in self._moves(dataset, old))
        lineage = dataset.told
        if old is not None and before == function and not (came or left or whole):
            self.nodes[name] = replace(old, lineage=lineage)
            if self.nodes[name] == old:
                self.nodes[name] = old
            return (), ()
        arrangement = old.arrangement if old is not None else Arrangement()
        size = sum(part.bytes for part in (*came, *left))
        other = before != function
        anew = (other and unlike(before, function) is None) or (
            max(size * (not whole), arrangement.changed) > ANEW * arrangement.bytes
        )
        work = Update(
            self.directory, self._stem(), arrangement, came, left, before, function, by_key, whole, anew or whole, quiet
        )
        results = self._shared(work, (*came, *left), arrangement.bytes if anew or other else 0)
        count = (0 if whole or old is None else old.count) + _count(came) - _count(left)
        if whole and old is not None and not any(r.changed for r in results):
            self._drop(results)
            self.nodes[name] = old
            return (), ()
        self.nodes[name] = Node(told(function), lineage, self._arrangement(arrangement, results), count)
        return tuple(p for r in results for p in r.came), tuple(p for r in results for p in r.left)

    def _stem(self) -> str:
        self._files += 1
        return f"{self.saved.number:06}-{self._files:05}-"

    def _shared(self, work: Update, parts: Sequence[Part], more: int) -> list[Updated]:
        jobs = self.local.jobs if more > self.local.alone * 8 else self.local.workers_for(parts, meeting=True)
        return self.local.each([replace(work, share=share, shares=jobs) for share in range(jobs)])

    def _arrangement(self, old: Arrangement, results: Sequence[Updated]) -> Arrangement:
        anew = any(result.base is not None for result in results)
        base = self._some(r.base for r in results) if anew else old.base
        return Arrangement(base, self._some(result.over for result in results))

    def _some(self, sheaves: Iterable[Sheaf | None]) -> tuple[Sheaf, ...]:
        """The sheaves that hold something; the files of others go."""
        found = [sheaf for sheaf in sheaves if sheaf is not None]
        for sheaf in found:
            if not sheaf.count:
                (self.directory / sheaf.name).unlink()
        return tuple(sheaf for sheaf in found if sheaf.count)

    def _drop(self, results: Iterable[Updated]) -> None:
        for result in results:
            for sheaf in (result.base, result.over):
                if sheaf is not None:
                    (self.directory / sheaf.name).unlink()

    def _moves(self, dataset: ChangingDataset, old: Node | None) -> tuple[LocalDataset, LocalDataset]:
        """What came to a step and what left it: all records of what it was not made of before, or is not any more; but
        of what only another function makes of records, what it may make otherwise."""
        came, left = dataset.came, dataset.left
        gone = list(old.lineage if old is not None else ())
        fresh = []
        for piece, own in zip(dataset.told, dataset.lineage, strict=True):
            if piece in gone:
                gone.remove(piece)
            else:
                fresh.append(own)
        others = [(name, tuple(map(untold, steps))) for name, steps in gone]
        for name, steps in fresh:
            twin = next((o for o in others if o[0] == name and _differ_at(o[1], steps) is not None), None)
            if twin is None:
                came = came.union(self._was(name, steps))
            else:
                others.remove(twin)
                now, was = self._both(name, twin[1], steps)
                came, left = came.union(now), left.union(was)
        for name, steps in others:
            left = left.union(self._was(name, steps))
        return came, left

    def _both(self, name: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[LocalDataset, LocalDataset]:
        """What some functions make now of what the last build had of a step, and what others made then, where the one
        function in which they differ may make something else."""
        at = _differ_at(before, after)
        assert at is not None
        key = name, before[: at + 1], after[at]
        there = next((found for known, found in self._others if known == key), None)
        if there is None:
            there = _after(self._was(name, after[:at]), (Unlike(before[at], after[at]),)).keep()
            self._others.append((key, there))
        return _after(there, after[at:]), _after(there, before[at:])

    def _was(self, name: str, steps: tuple[Any, ...]) -> LocalDataset:
        """What the last build had of a step, after some functions."""
        old = self.saved.nodes.get(name)
        if old is None:
            return self._none
        there = self._before.get(name)
        if there is None:
            there = self._before[name] = LocalDataset(self.local, self.local.write(self._result(name, old)))
        return _after(there, steps)

    def _result(self, name: str, node: Node) -> Iterator[Record]:
        by_key = node.function is not None or name.startswith("fed")
        records = Arranged(self.directory, node.arrangement, BY_KEY if by_key else BY_ORDER).records()
        if node.function is None:
            return records
        function = untold(node.function)
        return (made for key, found in groupby(records, itemgetter(1)) for made in function(key, found))

    # --- where records go ---------------------------------------------------------------------------------------------

    def count(self, dataset: ChangingDataset) -> int:
        """How many records there are now."""
        name = self._next("count")
        old = self.saved.nodes.get(name)
        came, left = self._moves(dataset, old)
        found = (old.count if old is not None else 0) + came.count() - left.count()
        self.nodes[name] = Node(None, dataset.told, count=found)
        return found

    def sorted(self, dataset: ChangingDataset) -> Iterator[Record]:
        """All records there are now, in order."""
        found = self._sorted(dataset, self._next("sorted"))
        return (Record(r[0], r[1], r[2], read_value(r[3]) if type(r) is GuardedRecord else r.value) for r in found)

    def _sorted(self, dataset: Dataset, name: str) -> Iterator[Record]:
        assert isinstance(dataset, ChangingDataset)
        if name not in self.saved.nodes:
            return self._first(dataset, name)
        self._updated(name, dataset, None, by_key=False, quiet=True)
        return Arranged(self.directory, self.nodes[name].arrangement, BY_ORDER).records()

    def _first(self, dataset: ChangingDataset, name: str) -> Iterator[Record]:
        came, left = (side.keep().parts for side in self._moves(dataset, None))
        assert not left, "nothing leaves what was not there"
        with SheafWriter(self.directory / f"{self._stem()}base.arrow") as writer:
            yield from writer.passed(self.local.in_order(came) if came else iter(()))
        arrangement = Arrangement(self._some([writer.sheaf]))
        self.nodes[name] = Node(None, dataset.told, arrangement, _count(came))


def _after(dataset: LocalDataset, steps: Iterable[Any]) -> LocalDataset:
    for step in steps:
        dataset = dataset.only(*step) if isinstance(step, tuple) else dataset.map(step)
    return dataset


def _differ_at(before: Sequence[Any], after: Sequence[Any]) -> int | None:
    """Where two chains of functions differ, if that is at one place alone and it is known how (see `unlike`)."""
    places = [at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two]
    if len(before) != len(after) or len(places) != 1:
        return None
    (at,) = places
    return at if unlike(before[at], after[at]) is not None else None


def _count(parts: Iterable[Part]) -> int:
    return sum(part.count for part in parts)


@dataclass(frozen=True, slots=True)
class _Named:
    """Records of an item, by the item's name."""

    function: Maker
    mark: Mark

    def __call__(self, item: Any) -> Iterator[Record]:
        name, _ = self.mark(item)
        for record in self.function(item):
            yield Record(record.kind, name, record.key, (record.key, record.order, record.value))


def unnamed(records: Iterator[Record]) -> Iterator[Record]:
    """Records by an item's name as what was made of the item."""
    return (Record(record.kind, *record.value) for record in records)


@dataclass(frozen=True, slots=True)
class ChangingDataset:
    """Records of steps, after some functions, that came since the last build or have left."""

    engine: ChangeEngine
    lineage: tuple[tuple[str, tuple[Any, ...]], ...]
    came: LocalDataset
    left: LocalDataset

    @property
    def told(self) -> tuple[Piece, ...]:
        """The lineage as data."""
        return tuple((name, tuple(map(told, steps))) for name, steps in self.lineage)

    def _after(self, step: Any, came: LocalDataset, left: LocalDataset) -> ChangingDataset:
        return replace(
            self, lineage=tuple((name, (*steps, step)) for name, steps in self.lineage), came=came, left=left
        )

    def only(self, *kinds: str) -> ChangingDataset:
        """The records of these kinds."""
        return self._after(kinds, self.came.only(*kinds), self.left.only(*kinds))

    def map(self, function: Mapper) -> ChangingDataset:
        """What `function` makes of each record."""
        return self._after(function, self.came.map(function), self.left.map(function))

    def group(self, function: Grouper) -> ChangingDataset:
        """What `function` makes of each key and its records."""
        return self.engine.step(getattr(function, "__name__", type(function).__name__), self, function)

    def union(self, *others: Dataset) -> ChangingDataset:
        """These records and those of the others, which are of the same engine."""
        some = [other for other in others if isinstance(other, ChangingDataset)]
        return replace(
            self,
            lineage=(*self.lineage, *(piece for other in some for piece in other.lineage)),
            came=self.came.union(*(other.came for other in some)),
            left=self.left.union(*(other.left for other in some)),
        )

    def keep(self) -> ChangingDataset:
        """The same records, with all functions run."""
        return replace(self, came=self.came.keep(), left=self.left.keep())

    def count(self) -> int:
        """How many records there are now."""
        return self.engine.count(self)

    def coming(self) -> int:
        """How many of them came since the last build."""
        return self.came.count()

    def sorted(self) -> Iterator[Record]:
        """All records there are now, by key, order and kind."""
        return self.engine.sorted(self)

"""An engine of lists, for tests of functions that run on any engine: it pickles all values, as real ones do."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kg.dataflow import Dataset, Grouper, Mapper, Record
from kg.store.engine import union_find


@dataclass(frozen=True)
class PlainDataset:
    """Records in a list."""

    rows: tuple[tuple[str, str, str, bytes], ...]

    def only(self, *kinds: str) -> PlainDataset:
        return PlainDataset(tuple(row for row in self.rows if row[0] in kinds))

    def map(self, function: Mapper) -> PlainDataset:
        return plain(_copy(function)(_records(self.rows)))

    def group(self, function: Grouper) -> PlainDataset:
        function = _copy(function)
        found = groupby(self.sorted(), key=lambda r: r.key)
        return plain(made for key, records in found for made in function(key, records))

    def union(self, *others: Dataset) -> PlainDataset:
        return PlainDataset((*self.rows, *(row for o in others if isinstance(o, PlainDataset) for row in o.rows)))

    def keep(self) -> PlainDataset:
        return self

    def count(self) -> int:
        return sum(1 for _ in self.sorted())

    def sorted(self) -> Iterator[Record]:
        return _records(sorted(self.rows, key=lambda row: (row[1], row[2], row[0])))


class PlainEngine:
    """Makes such datasets."""

    def dataset(self, records: Iterable[Record]) -> PlainDataset:
        return plain(records)

    def components(self, pairs: Dataset) -> PlainDataset:
        return plain(union_find((r.key, r.value) for r in pairs.sorted()))


def plain(records: Iterable[Record]) -> PlainDataset:
    return PlainDataset(tuple((r.kind, r.key, r.order, pickle.dumps(r.value, 5)) for r in records))


def _records(rows: Iterable[tuple[str, str, str, bytes]]) -> Iterator[Record]:
    return (Record(kind, key, order, pickle.loads(value)) for kind, key, order, value in rows)


def _copy(function: Any) -> Any:
    return pickle.loads(pickle.dumps(function))

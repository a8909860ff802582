"""Records too many for one memory: mapped, and grouped by key, on disk here or on a cluster.

What runs over whole collections (resolution, adding up facts) is written against `Dataset`, so that the same functions
run in one process and on many machines: `kg.store.engine` keeps the records in Parquet files and sorts them there,
`kg.store.spark` in DataFrames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol


class Record(NamedTuple):
    """One row. `kind` tells apart what one step makes several of; records of one `key` meet in `group`.

    `order` sorts a key's records (by code points). Two records of one key must differ in it, or be interchangeable.
    `value` is any picklable data: tuples, strings and this project's frozen dataclasses.
    """

    kind: str
    key: str
    order: str
    value: Any


Mapper = Callable[[Iterator[Record]], Iterable[Record]]
Grouper = Callable[[str, Iterator[Record]], Iterable[Record]]
# A function of either kind may have a method `unlike(other)`, other being of the same type: it gives a function that
# tells whether the two may make something else of a record (of a key: of one that has the record), or None where only
# trying would tell. An engine that remembers what the other one made need not try the other records.


class Dataset(Protocol):
    """Records in no promised order, all of whose functions must be picklable: module-level ones, partials of them, or
    instances of module-level frozen dataclasses with `__call__`."""

    def only(self, *kinds: str) -> Dataset:
        """The records of these kinds."""

    def map(self, function: Mapper) -> Dataset:
        """What `function` makes of the records, given to it in parts of any size: of each what it makes of it alone."""

    def group(self, function: Grouper) -> Dataset:
        """What `function` makes of each key and its records (of all kinds), these sorted by `order`, then `kind`.

        The records come as a stream, and the function need not read them to the end.
        """

    def union(self, *others: Dataset) -> Dataset:
        """These records and those of the others."""

    def keep(self) -> Dataset:
        """The same records, computed once: for what is used more than once."""

    def count(self) -> int:
        """How many records there are."""

    def sorted(self) -> Iterator[Record]:
        """All records by `key`, `order` and `kind`, as a stream to the caller, who reads it to the end."""


class Engine(Protocol):
    """Makes datasets."""

    def dataset(self, records: Iterable[Record]) -> Dataset:
        """These records, which are read once, as a dataset."""

    def components(self, pairs: Dataset) -> Dataset:
        """The connected components of an undirected graph of texts.

        `pairs` are records with two texts that belong together, as `key` and as `value`; they may repeat. The result
        has one record of kind `component` for each text: it is the `key`, and the smallest text of its component (by
        code points) is the `value`; `order` is empty.
        """

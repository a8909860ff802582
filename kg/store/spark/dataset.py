"""Datasets as DataFrames of Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from kg.dataflow import Dataset, Grouper, Mapper, Record
from kg.store.spark import hadoop
from kg.store.spark.codec import COLUMNS, SCHEMA, Row, batches_of, record, rows_of, to_text
from kg.store.spark.components import DRIVER_PAIRS, components

Encoder = Callable[[Iterator[Record]], Iterator[pa.RecordBatch]]
# What the driver hands over at once, in batches of `codec.BYTES` at most.
BATCHES = 8
# Bytes of a stored file that Spark holds in memory while it writes or reads one, for each task.
ROW_GROUP = 32 << 20


class SparkEngine:
    """Datasets of one Spark session.

    What is kept goes to Parquet files under `scratch`, a folder on any Hadoop path that all executors reach, made here
    and removed at the end: use as a context manager. Unlike Spark's own caches, files survive the executors, and cut
    off the history of a DataFrame, which would double with every step that uses one twice.
    Connected components of at most `driver_pairs` pairs are found in the driver's memory.
    """

    def __init__(self, session: SparkSession, scratch: str, *, driver_pairs: int = DRIVER_PAIRS) -> None:
        self.session = session
        self.scratch = scratch
        self.driver_pairs = driver_pairs
        self._stored = 0

    def __enter__(self) -> SparkEngine:
        hadoop.delete(self.session, self.scratch)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Py4JError, OSError):  # Java may have ended, of which the error tells that ended this
            hadoop.delete(self.session, self.scratch)

    def dataset(self, records: Iterable[Record]) -> SparkDataset:
        """These records, which pass through the driver in parts."""
        frames = [self.session.createDataFrame(table) for table in _tables(records)]
        return self.of(_united(frames) if frames else self.session.createDataFrame([], COLUMNS))

    def components(self, pairs: Dataset) -> SparkDataset:
        """Connected components: see `kg.store.spark.components`."""
        return self.of(components(_frame(pairs), self.store, self.drop, self.driver_pairs), stored=True)

    def of(self, frame: DataFrame, *, stored: bool = False) -> SparkDataset:
        """The dataset of a DataFrame that has a dataset's columns; `stored` where reading it costs nothing else."""
        return SparkDataset(self, frame, stored=stored)

    def store(self, frame: DataFrame) -> DataFrame:
        """The rows of a frame, computed now and read from files ever after."""
        self._stored += 1
        path = f"{self.scratch}/{self._stored:04}"
        frame.write.option("compression", "zstd").option("parquet.block.size", ROW_GROUP).parquet(path)
        return self.session.read.schema(frame.schema).parquet(path)

    def drop(self, frame: DataFrame) -> None:
        """Remove the files of a frame that `store` gave."""
        for path in {file.rpartition("/")[0] for file in frame.inputFiles()}:
            hadoop.delete(self.session, path)


@dataclass(frozen=True, slots=True)
class _Only:
    kinds: tuple[str, ...]

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        return (found for found in records if found.kind in self.kinds)


@dataclass(frozen=True, slots=True)
class _Work:
    """What Python does with a partition: first walk its rows, then further functions, without leaving Python."""

    first: Callable[[Iterator[Row]], Iterator[Record]]
    then: tuple[Mapper, ...] = ()
    last: Encoder = batches_of

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        records = self.first(rows_of(batches))
        for function in self.then:
            records = iter(function(records))
        return self.last(records)


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Walks the runs of one key, which go on from batch to batch; what the function leaves unread is passed over."""

    function: Grouper

    def __call__(self, rows: Iterator[Row]) -> Iterator[Record]:
        for key, run in groupby(rows, itemgetter(1)):
            yield from self.function(to_text(key), map(record, run))


def _records(rows: Iterator[Row]) -> Iterator[Record]:
    return map(record, rows)


@dataclass(frozen=True, slots=True)
class SparkDataset:
    """Records in a DataFrame of `codec.COLUMNS`, with what Python has still to do with each partition of it.

    Nothing runs before something is kept, read or written.
    """

    engine: SparkEngine
    base: DataFrame
    work: _Work | None = None
    stored: bool = False

    @property
    def frame(self) -> DataFrame:
        """The records as a DataFrame."""
        return self.base if self.work is None else self.base.mapInArrow(self.work, COLUMNS)

    def rows(self, encoder: Encoder, columns: str | StructType) -> DataFrame:
        """The rows that `encoder` makes of each partition's records, with these columns (`name type, …`)."""
        work = self.work or _Work(_records)
        return self.base.mapInArrow(replace(work, last=encoder), columns)

    def only(self, *kinds: str) -> SparkDataset:
        """The records of these kinds."""
        if self.work is None:
            return replace(self, base=self.base.where(self.base.kind.isin(*kinds)))
        return self.map(_Only(kinds))

    def map(self, function: Mapper) -> SparkDataset:
        """What `function` makes of each partition's records."""
        work = self.work or _Work(_records)
        return replace(self, work=replace(work, then=(*work.then, function)), stored=False)

    def group(self, function: Grouper) -> SparkDataset:
        """What `function` makes of each key and its records, which Spark brings together and sorts on disk."""
        ordered = self.frame.repartition("key").sortWithinPartitions("key", "order", "kind")
        return SparkDataset(self.engine, ordered, _Work(_Grouped(function)))

    def union(self, *others: Dataset) -> SparkDataset:
        """These records and those of the others, which are of the same engine."""
        stored = self.stored and all(isinstance(other, SparkDataset) and other.stored for other in others)
        return self.engine.of(_united([self.frame, *map(_frame, others)]), stored=stored)

    def keep(self) -> SparkDataset:
        """The same records, computed now."""
        return self if self.stored else self.engine.of(self.engine.store(self.frame), stored=True)

    def count(self) -> int:
        """How many records there are."""
        return self.keep().frame.count()

    def sorted(self) -> Iterator[Record]:
        """All records by key, order and kind; one partition at a time comes to the driver."""
        # Spark looks at what it sorts twice: to find even parts, and to sort.
        for row in self.keep().frame.orderBy("key", "order", "kind").toLocalIterator():
            yield record((row[0], bytes(row[1]), bytes(row[2]), bytes(row[3])))


def _tables(records: Iterable[Record]) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    for batch in batches_of(records):
        waiting.append(batch)
        if len(waiting) == BATCHES:
            yield pa.Table.from_batches(waiting, SCHEMA)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting, SCHEMA)


def _united(frames: list[DataFrame]) -> DataFrame:
    """All frames as one: a tree of unions and not a chain, which Spark would take apart by recursion."""
    while len(frames) > 1:
        pairs = [frames[i : i + 2] for i in range(0, len(frames), 2)]
        frames = [pair[0].union(pair[1]) if len(pair) == 2 else pair[0] for pair in pairs]
    return frames[0]


def _frame(dataset: Dataset) -> DataFrame:
    if not isinstance(dataset, SparkDataset):
        raise TypeError(f"not a dataset of this engine: {type(dataset).__name__}")
    return dataset.frame

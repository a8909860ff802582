"""Connected components by joins, in rounds of large-star and small-star.

The method is that of Kiveris and others, Connected Components in MapReduce and Beyond (SoCC 2014). Each round shuffles
all edges a few times; a chain of n texts takes some log n rounds.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg.store.engine import union_find
from kg.store.spark.codec import COLUMNS, SCHEMA, to_bytes, to_text

# So many fit into any driver's memory (some 100 MB), where a second does what takes rounds of jobs on a cluster.
DRIVER_PAIRS = 200_000

Store = Callable[[DataFrame], DataFrame]
Drop = Callable[[DataFrame], None]


def components(pairs: DataFrame, store: Store, drop: Drop, driver_pairs: int = DRIVER_PAIRS) -> DataFrame:
    """The records that `kg.dataflow.Engine.components` promises, of a DataFrame of records of pairs.

    `store` gives a frame's rows as files, `drop` removes such files.
    """
    texts = store(pairs.select("key", "value").mapInArrow(_decoded, "a binary, b binary").distinct())
    if texts.count() <= driver_pairs:
        return store(_in_driver(texts))
    nodes = texts.select(f.col("a").alias("u")).union(texts.select(f.col("b").alias("u"))).distinct()
    edges = store(
        texts.where("a <> b").select(f.greatest("a", "b").alias("u"), f.least("a", "b").alias("v")).distinct()
    )
    while not _are_stars(edges):
        before, edges = edges, store(_small_star(_large_star(edges)))
        drop(before)
    named = nodes.join(edges, "u", "left").select("u", f.coalesce("v", "u").alias("label"))
    return store(named.mapInArrow(_encoded, COLUMNS))


def _large_star(edges: DataFrame) -> DataFrame:
    """Every text's larger neighbours are tied to the smallest of its neighbours and itself."""
    both = edges.union(edges.select(f.col("v").alias("u"), f.col("u").alias("v")))
    least = both.groupBy("u").agg(f.min("v").alias("m"))
    tied = both.join(least, "u").where("v > u")
    return tied.select(f.col("v").alias("u"), f.least("u", "m").alias("v")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Every text and its smaller neighbours are tied to the smallest of them."""
    least = edges.groupBy("u").agg(f.min("v").alias("m"))
    others = edges.join(least, "u").where("v <> m").select(f.col("v").alias("u"), f.col("m").alias("v"))
    return others.union(least).distinct()


def _are_stars(edges: DataFrame) -> bool:
    """Whether every text has one smaller neighbour at most, which has none: the smallest of its component."""
    if edges.join(edges.select(f.col("v").alias("u")).distinct(), "u", "left_semi").take(1):
        return False
    return not edges.groupBy("u").count().where("count > 1").take(1)


def _in_driver(texts: DataFrame) -> DataFrame:
    table = texts.toArrow()
    pairs = zip(*(map(to_text, table[name].to_pylist()) for name in ("a", "b")), strict=True)
    rows = [(to_bytes(found.key), to_bytes(found.value)) for found in union_find(pairs)]
    named = pa.table({name: pa.array(column, pa.binary()) for name, column in zip("ul", _columns(rows), strict=True)})
    return texts.sparkSession.createDataFrame(named).mapInArrow(_encoded, COLUMNS)


def _columns(rows: list[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, ...]]:
    return zip(*rows, strict=True) if rows else ((), ())


def _decoded(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        others = [to_bytes(pickle.loads(value)) for value in batch.column(1).to_pylist()]
        yield pa.RecordBatch.from_arrays([batch.column(0), pa.array(others, pa.binary())], names=["a", "b"])


def _encoded(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        count = batch.num_rows
        values = [pickle.dumps(to_text(label), 5) for label in batch.column(1).to_pylist()]
        columns = [["component"] * count, batch.column(0), [b""] * count, values]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)

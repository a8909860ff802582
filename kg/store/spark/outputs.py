"""What a build on Spark leaves behind: folders of files, one from each task, and a manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice

import pyarrow as pa
from py4j.protocol import Py4JError
from pyoxigraph import RdfFormat, parse, serialize
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from kg.dataflow import Record
from kg.pipeline import source_of
from kg.store.claims.encode import Row, encode
from kg.store.claims.tables import ARTICLES, CLAIMS
from kg.store.claims.version import article_key
from kg.store.large.blocks import distinct
from kg.store.spark import hadoop
from kg.store.spark.dataset import SparkDataset, SparkEngine

BUILDING = "_kg-building"  # Hadoop's tools pass over names with this beginning
MANIFEST = "manifest.json"
# Subjects or lines that are turned into text, and are one row, at once; an article has some 200, of 0.4 MB in all.
BLOCKS = 100
# Documents in one batch of rows: some MB.
DOCUMENTS = 64
_COUNTED = pa.schema([("counts", pa.map_(pa.string(), pa.int64())), ("lines", pa.string())])


class Output:
    """The folder `out` of a build, on any Hadoop path.

    Everything is written beside its place, and put there by `publish`, which takes seconds: a build that is killed
    before leaves the earlier one whole. One build at a time writes to a folder. Use as a context manager.
    """

    def __init__(self, engine: SparkEngine, out: str) -> None:
        self.engine = engine
        self.out = out.rstrip("/") or out
        self.made: list[str] = []

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not published, and a folder in which then is nothing."""
        with suppress(Py4JError, OSError):  # Java may have ended
            hadoop.delete(self.engine.session, f"{self.out}/{BUILDING}")
            hadoop.delete_empty(self.engine.session, self.out)

    def lines(self, name: str, records: SparkDataset, head: bytes = b"", *, once: bool = True) -> Mapping[str, int]:
        """Write a folder of lines: a record's value is a label and lines. Returns how often each label came.

        With `head`, the prefixes of Turtle, the lines are Turtle and become N-Triples. Where records may repeat, `once`
        leaves the repeats out.
        """
        found = records.group(_distinct) if once else records
        counted = self.engine.store(found.rows(_Lines(head), "counts map<string, bigint>, lines string"))
        counted.select("lines").write.text(self._path(name))
        labels = counted.select(f.explode("counts").alias("label", "number")).groupBy("label").sum("number").collect()
        self.engine.drop(counted)
        return {row[0]: row[1] for row in sorted(labels)}

    def tables(self, documents: SparkDataset) -> None:
        """Write the Parquet folders `articles` and `claims` of `document` records; docs/claims.md has their columns."""
        for at, (name, schema) in enumerate((("articles", ARTICLES), ("claims", CLAIMS))):
            self.frame(name, documents.rows(_Table(at), from_arrow_schema(schema)))

    def frame(self, name: str, frame: DataFrame) -> None:
        """Write a folder of Parquet files."""
        frame.write.parquet(self._path(name))

    def publish(self, manifest: bytes) -> None:
        """Put everything into its place; the manifest, which vouches for the rest, goes first and comes last."""
        session = self.engine.session
        hadoop.delete(session, f"{self.out}/{MANIFEST}")
        for name in self.made:
            hadoop.move(session, f"{self.out}/{BUILDING}/{name}", f"{self.out}/{name}")
        hadoop.write_bytes(session, f"{self.out}/{MANIFEST}", manifest)

    def _path(self, name: str) -> str:
        self.made.append(name)
        _, place = hadoop.file_system(self.engine.session, f"{self.out}/{BUILDING}/{name}")
        return str(place.toString())


def labelled(records: Iterator[Record]) -> Iterator[Record]:
    """Records of lines with an empty label."""
    return (record._replace(value=("", record.value)) for record in records)


def _distinct(key: str, records: Iterator[Record]) -> Iterator[Record]:
    return distinct(records)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines, many of one text each, with the counts of their labels."""

    head: bytes

    def __call__(self, records: Iterator[Record]) -> Iterator[pa.RecordBatch]:
        while some := list(islice(records, BLOCKS)):
            counts: dict[str, int] = {}
            for record in some:
                counts[record.value[0]] = counts.get(record.value[0], 0) + 1
            text = b"".join(chain((self.head,), (record.value[1] for record in some)))
            if self.head:
                triples = (quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
                text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
            arrays = [
                pa.array([list(counts.items())], _COUNTED.field("counts").type),
                pa.array([text.removesuffix(b"\n").decode()], pa.string()),
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=_COUNTED)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of one of the two tables of documents: 0 is `articles`, 1 is `claims`."""

    number: int

    def __call__(self, records: Iterator[Record]) -> Iterator[pa.RecordBatch]:
        rows = (Row(article_key(r.value.article), source_of(r.value.article), r.value) for r in records)
        while some := list(islice(rows, DOCUMENTS)):
            for table in self._tables(some):
                yield from table.to_batches()

    def _tables(self, rows: list[Row]) -> Iterator[pa.Table]:
        """A document that has no place in a table (a number of twenty digits) is left out, as of DIR/claims."""
        try:
            yield encode(rows)[self.number]
        except (ValueError, OverflowError):
            if len(rows) > 1:
                for row in rows:
                    yield from self._tables([row])

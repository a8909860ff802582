"""Files on any Hadoop path to articles: listed and cut by Spark, read by the readers of `kg.read` in its workers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg.dataflow import Record
from kg.model import Article, Issue
from kg.read.articles import is_lost, merged_article, rank, read_line, read_stream
from kg.read.draft import PassedOver
from kg.read.files import FOREIGN
from kg.store.spark.codec import COLUMNS, batches_of
from kg.store.spark.dataset import SparkDataset, SparkEngine
from kg.store.spark.places import Places

# Spark hands a file over as one value, which Java keeps in one array.
MOST = 2**31 - 2**20  # bytes
LINES = r"\.(jsonl|ndjson|JSONL|NDJSON)$"
TABLES = r"\.parquet$"
_LINES_GLOB, _TABLES_GLOB = "*.{jsonl,ndjson,JSONL,NDJSON}", "*.parquet"
_PASSED = rf"(?i)({'|'.join(map(re.escape, sorted(FOREIGN - {'.parquet'})))})(\.(gz|bz2|xz|zst|zstd))?$"
# Columns of Parquet files that can be the values of a JSON record.
_PLAIN = re.compile(r"(string|date|timestamp|timestamp_ntz|tinyint|smallint|int|bigint|float|double|array<string>)$")

Found = Article | Issue | PassedOver


def read_places(engine: SparkEngine, places: Places) -> SparkDataset:
    """All articles of some places, each once, and what is to be told of the rest.

    Kinds: `article` by its id (an Article), `issue` by its source (an Issue), `skipped` (how many sources no article
    came from; several records). JSON Lines are read line by line and cut into parts, Parquet files row by row, all
    other files as wholes, as `kg.read.articles.read_articles` reads them.
    """
    given = engine.dataset(_counted(places.issues))
    if not places.places:
        return given
    files = _files(engine, places, "path", "length")
    ends = [f.col("path").rlike(LINES), f.col("path").rlike(TABLES)]
    has_lines, has_tables = (bool(files.where(end).take(1)) for end in ends)
    frames = [
        files.mapInArrow(_Passed(places, places.named()), COLUMNS),
        _wholes(engine, places).mapInArrow(_Wholes(places), COLUMNS),
    ]
    if has_lines:
        lines = _lines(engine, places)
        frames.append(lines.mapInArrow(_Lines(places, _numbers(lines)), COLUMNS))
    if has_tables:
        frames.append(_rows(engine, places).mapInArrow(_Lines(places, {}), COLUMNS))
    return given.union(*(engine.of(frame) for frame in frames)).group(merge)


def _files(engine: SparkEngine, places: Places, *columns: str) -> DataFrame:
    reader = engine.session.read.format("binaryFile").option("recursiveFileLookup", True)
    return reader.load(places.patterns()).select(*columns)


def _wholes(engine: SparkEngine, places: Places) -> DataFrame:
    files = _files(engine, places, "path", "length", "content").where(f.col("length") <= MOST)
    by_parts = f.col("path").rlike(LINES) | f.col("path").rlike(TABLES)
    foreign = f.col("path").rlike(_PASSED) & ~f.col("path").isin(*places.named())
    return files.where(~by_parts & ~foreign).select("path", "content")


def _lines(engine: SparkEngine, places: Places) -> DataFrame:
    """Lines in their order within each part of a file: `path`, where the part starts, bytes."""
    reader = engine.session.read.option("recursiveFileLookup", True).option("pathGlobFilter", _LINES_GLOB)
    lines = reader.text(places.patterns(), lineSep="\n")
    return lines.select("_metadata.file_path", "_metadata.file_block_start", f.col("value").cast("binary"))


def _numbers(lines: DataFrame) -> Mapping[tuple[str, int], int]:
    """The number of the line before each part's first one. It costs reading everything once more, but in Java."""
    counts = lines.groupBy("file_path", "file_block_start").count().collect()
    before: dict[tuple[str, int], int] = {}
    path, number = "", 0
    for row in sorted(counts):
        if row[0] != path:
            path, number = row[0], 0
        before[row[0], row[1]] = number
        number += row[2]
    return before


def _rows(engine: SparkEngine, places: Places) -> DataFrame:
    """The rows of Parquet files as lines of JSON, with their numbers from 0."""
    reader = engine.session.read.option("recursiveFileLookup", True).option("pathGlobFilter", _TABLES_GLOB)
    rows = reader.option("mergeSchema", True).parquet(*places.patterns())
    columns = [name for name, kind in rows.dtypes if _PLAIN.match(kind)]
    record = f.to_json(f.struct(*(f.col(f"`{name}`") for name in columns)))
    return rows.select("_metadata.file_path", "_metadata.row_index", record.cast("binary"))


@dataclass(frozen=True, slots=True)
class _Passed:
    """What a listing alone tells of files: which are passed over."""

    places: Places
    named: tuple[str, ...]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return batches_of(_counted(self._found(batches)))

    def _found(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Found]:
        passed = re.compile(_PASSED)
        for path, length in _cells(batches):
            if passed.search(path) and path not in self.named:
                yield PassedOver()
            elif length > MOST and not re.search(f"{LINES}|{TABLES}", path):
                words = f"a file of more than {MOST} bytes does not pass through Spark as one"
                yield Issue("unreadable", words, self.places.label(path))


@dataclass(frozen=True, slots=True)
class _Wholes:
    places: Places

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return batches_of(_counted(self._found(batches)))

    def _found(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Found]:
        for path, content in _cells(batches):
            yield from read_stream(BytesIO(content), self.places.label(path))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines or rows: where `before` knows a part, the second column is its start, else the number of the row."""

    places: Places
    before: Mapping[tuple[str, int], int]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return batches_of(_counted(self._found(batches)))

    def _found(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Found]:
        part, number = ("", 0), 0
        for path, start, raw in _cells(batches):
            if not self.before:
                number = start
            elif (path, start) != part:
                part, number = (path, start), self.before[path, start]
            number += 1
            yield from read_line(raw, number, self.places.label(_plain(path)))


def _plain(address: str) -> str:
    """A path as Hadoop writes it, of the address that Spark makes of it: `file:///a%20b` → `file:/a b`."""
    scheme, _, rest = unquote(address).partition(":")
    return f"{scheme}:{'/' + rest.lstrip('/') if rest.startswith('///') else rest}"


def _cells(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        for at in range(batch.num_rows):  # one by one: a cell may hold a whole file
            yield tuple(column[at].as_py() for column in batch.columns)


def _counted(found: Iterable[Found]) -> Iterator[Record]:
    skipped = 0
    for one in found:
        if not isinstance(one, Article):
            skipped += is_lost(one)
        if not isinstance(one, PassedOver):
            yield _record(one)
    if skipped:
        yield Record("skipped", "", "", skipped)


def _record(found: Article | Issue) -> Record:
    if isinstance(found, Issue):
        return issue_record(found)
    day, path = rank(found)
    return Record("article", found.id, f"{day.isoformat()}|{path}", found)


def issue_record(issue: Issue) -> Record:
    """An issue by its source."""
    return Record("issue", issue.source, f"{issue.place}|{issue.kind}|{issue.message}", issue)


def merge(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """One article of all that have its text; all else as it is."""
    group: list[Article] = []
    for record in records:
        if record.kind == "article":
            group.append(record.value)
        else:
            yield record
    if group:
        article, issues = merged_article(group)
        yield Record("article", key, "", article)
        yield from map(issue_record, issues)

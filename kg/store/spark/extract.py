"""Articles to documents in Spark's workers, each of which loads its models once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import SparkSession

from kg.dataflow import Record
from kg.errors import UsageError
from kg.nlp.lexicon import Names
from kg.pipeline import Resources, essence, load_resources, process_article, sure


@dataclass(frozen=True, slots=True)
class Extraction:
    """`article` records to `document` ones, by the article's id; all else as it is.

    `patterns` are names of files that `ship` sent to all workers; an article may take `limit` seconds of processor
    time. One that an extractor fails on, or that takes longer, becomes a document with an issue and without claims.
    """

    names: Names = "all"
    patterns: tuple[str, ...] = ()
    limit: float | None = None

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        for record in records:
            if record.kind != "article":
                yield record
                continue
            document = process_article(record.value, _resources(self.names, self.patterns), limit=self.limit)
            yield Record("document", document.article.id, "", essence(document))


@dataclass(frozen=True, slots=True)
class Sure:
    """`document` records without claims below a threshold: see `kg.pipeline.sure`."""

    threshold: float | None

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        return (record._replace(value=sure(record.value, self.threshold)) for record in records)


def ship(session: SparkSession, patterns: Sequence[Path]) -> tuple[str, ...]:
    """Send pattern files to all workers; the names to give to `Extraction`. Raises UsageError where two have one."""
    names = tuple(path.name for path in patterns)
    if len(set(names)) < len(names):
        raise UsageError("--engine spark needs pattern files of different names")
    for path in patterns:
        session.sparkContext.addFile(str(path.resolve()))
    return names


@lru_cache(maxsize=1)
def _resources(names: Names, patterns: tuple[str, ...]) -> Resources:
    """Spark keeps its Python workers from task to task, so that loading (a second or two) is paid once by each."""
    return load_resources(names, patterns=[Path(SparkFiles.get(name)) for name in patterns])

"""A whole build on Spark: read, extract, resolve, add up, write. The steps are those of one machine, on DataFrames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from kg.dataflow import Dataset
from kg.errors import KgError, UsageError
from kg.graph.linking import LinkTable
from kg.graph.namespaces import Namespaces
from kg.model import Issue, Ruling
from kg.nlp.lexicon import Names, load_known_names
from kg.nlp.patterns import ClassRule, load_class_rules, load_rules
from kg.pipeline import Progress, check_rules, check_threshold
from kg.rdf.ontology import read_schema
from kg.rdf.terms import is_iri
from kg.read.articles import nothing_usable, ordered_issues
from kg.resolve.rounds import Resolved, resolve_rounds
from kg.resources import lexicon_dir
from kg.store.disk import Kinds
from kg.store.large.articles import CLAIM
from kg.store.large.blocks import prefix_lines
from kg.store.large.check import sorted_violations
from kg.store.large.entities import ENTITY, FACT
from kg.store.large.resolution import resolution_lines
from kg.store.large.write import Counts, GraphRecords, below, graph_records, told
from kg.store.outputs import manifest_of
from kg.store.records import json_file
from kg.store.spark.dataset import SparkDataset, SparkEngine
from kg.store.spark.extract import Extraction, Sure, ship
from kg.store.spark.outputs import BUILDING, Output, labelled
from kg.store.spark.places import find_places
from kg.store.spark.sources import read_places

# Issues that are shown where nothing could be read.
MOST_ISSUES = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build may be told, as for `kg.pipeline.run`; `limit` is in seconds of processor time for an article."""

    base_iri: str | None = None
    names: Names = "all"
    min_confidence: float | None = None
    rulings: tuple[Ruling, ...] = ()
    tables: tuple[LinkTable, ...] = ()
    ontology: Path | None = None
    patterns: tuple[Path, ...] = ()
    faults: tuple[Issue, ...] = ()
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: its counts, and the issues that its user is told at once (the first of them)."""

    counts: Counts
    namespaces: Namespaces
    grave: tuple[Issue, ...]


def build(
    session: SparkSession,
    paths: Sequence[str],
    out: str,
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    grave: Sequence[str] = (),
) -> Outcome:
    """Build the graph of `paths` (files, folders or patterns on any Hadoop path) into the folder `out` on another.

    Of issues of the kinds in `grave`, the first are handed back. In `out` come the folders of docs/cluster.md and
    `manifest.json`. What is there under their names is replaced once all is done.

    Raises:
        NothingUsableError: no article could be read.
        UsageError, ResourceError: settings that cannot work.
        KgError: Spark gave up, for whatever reason; the message has Spark's first words.
    """
    try:
        work = _Build(session, out, settings or Settings(), progress or (lambda stage, done, total: None))
        return work(paths, tuple(grave))
    except (Py4JError, PySparkException, ConnectionError) as error:
        raise KgError(f"Spark gave up: {_words(error)}") from error


def _words(error: Exception) -> str:
    """The first lines of what Java or a worker says. Java that has ended, most often for want of memory, says none."""
    try:
        lines = str(getattr(error, "java_exception", None) or error).splitlines()
    except (Py4JError, OSError):
        return "Java has ended; see what it says above, and give it more memory (spark.driver.memory)"
    return " ".join([line.strip() for line in lines if line.strip()][:3])[:600]


@dataclass(frozen=True, slots=True)
class _Build:
    session: SparkSession
    out: str
    settings: Settings
    tell: Progress

    def __call__(self, paths: Sequence[str], grave: tuple[str, ...]) -> Outcome:
        given = self.settings
        base = Namespaces(given.base_iri) if given.base_iri is not None else Namespaces()
        if not is_iri(base.base):
            raise UsageError(f"the base IRI {given.base_iri!r} is not an absolute IRI")
        check_threshold(given.min_confidence)
        schema = read_schema(given.ontology)
        classes = load_class_rules(given.patterns)
        check_rules(schema, load_rules(lexicon_dir() / "patterns", given.patterns), classes)
        scratch = f"{self.out.rstrip('/')}/{BUILDING}/scratch"
        with SparkEngine(self.session, scratch) as engine, Output(engine, self.out) as output:
            self.tell("read", 0, 0)
            documents, skipped = self._documents(engine, paths)
            output.tables(documents.only("document"))
            self.tell("resolve", 0, 0)
            resolved = self._resolved(engine, documents, classes)
            issues = resolved.issues.union(documents.only("issue")).keep()
            self.tell("graph", 0, 0)
            graph = graph_records(
                resolved.articles.union(resolved.entities, issues), engine, schema, base,
                issues=given.faults, tables=given.tables,
            )  # fmt: skip
            self.tell("write", 0, 0)
            counts = _written(output, graph, base)
            output.lines(
                "resolution",
                _own(resolved.members.union(resolved.decisions).map(resolution_lines).map(labelled)),
                once=False,
            )
            counts.skipped = skipped
            first = [i for i in given.faults if i.kind in grave]
            first += (record.value for record in islice(issues.map(Kinds(grave)).sorted(), MOST_ISSUES))
            output.publish(json_file(_manifest(base, counts, output)))
        return Outcome(counts, base, tuple(first))

    def _documents(self, engine: SparkEngine, paths: Sequence[str]) -> tuple[SparkDataset, int]:
        """All documents, the issues of reading, and how many sources no article came from."""
        given = self.settings
        extraction = Extraction(given.names, ship(self.session, given.patterns), given.limit)
        found = read_places(engine, find_places(self.session, paths)).map(extraction).keep()
        skipped = sum(record.value for record in found.only("skipped").sorted())
        if not found.only("document").frame.take(1):
            first = (record.value for record in islice(found.only("issue").sorted(), MOST_ISSUES))
            raise nothing_usable(paths, ordered_issues(first), skipped)
        return found, skipped

    def _resolved(self, engine: SparkEngine, documents: SparkDataset, classes: Sequence[ClassRule]) -> Resolved:
        sure = documents.only("document").map(Sure(self.settings.min_confidence))
        known = load_known_names(lexicon_dir(), self.settings.names)
        return resolve_rounds(sure, engine, self.settings.rulings, known=known, classes=classes)


def _written(output: Output, graph: GraphRecords, base: Namespaces) -> Counts:
    """Write the folders of a graph; how much is in them."""
    head = prefix_lines(base)
    counts = Counts()
    facts = output.lines("facts", _own(graph.facts), head)
    counts.entities, counts.facts = below(ENTITY, facts), below(FACT, facts)
    counts.claims = output.lines("evidence", _own(graph.evidence), head).get(CLAIM, 0)
    counts.conflicts = sum(output.lines("conflicts", _own(graph.conflicts), head).values())
    counts.articles = sum(output.lines("texts", _own(graph.articles.map(labelled)), once=False).values())
    counts.issues = dict(output.lines("issues", _own(graph.issues)))
    counts.violations = sorted_violations(graph.violations.sorted())
    return counts


def _own(dataset: Dataset) -> SparkDataset:
    """The dataset as one of this engine, which all of these are."""
    if not isinstance(dataset, SparkDataset):
        raise TypeError(f"not a dataset of Spark: {type(dataset).__name__}")
    return dataset


def _manifest(base: Namespaces, counts: Counts, output: Output) -> dict[str, Any]:
    """As that of one machine, but that it names folders instead of hashes, and no inputs: `facts` has them."""
    full = manifest_of(base.base, told(counts), (), {})
    del full["inputs"], full["files"]
    return {**full, "engine": "spark", "folders": list(output.made)}

"""All files of a graph that does not fit in memory, the same bytes as `kg.store.outputs` makes of one that does.

Every step is a map or a group over an engine's records, so the same code runs on one machine's disk and on a cluster.
In memory are at one time an article, or the facts of one entity; what an entity's claims say on one matter that
articles can contradict each other on; and the tables of links.
"""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from kg.dataflow import Dataset, Engine, Record
from kg.graph.linking import LinkTable
from kg.graph.namespaces import DEFAULT_BASE, Namespaces, well_formed
from kg.graph.schema import Schema
from kg.model import Issue
from kg.rdf.files import ARTICLES, CONFLICTS, EVIDENCE, FACTS, ONTOLOGY
from kg.rdf.violation import Violation
from kg.store.atomic import Write, write_streams
from kg.store.large.articles import CLAIM, PerArticle, issue_record
from kg.store.large.blocks import distinct, prefix_lines
from kg.store.large.check import Check, sorted_violations
from kg.store.large.disputes import conflict_records
from kg.store.large.entities import ENTITY, FACT, PerEntity, entity_records
from kg.store.large.links import link_records
from kg.store.large.resolution import resolution_lines
from kg.store.large.rows import joined
from kg.store.outputs import input_row, manifest_of
from kg.store.records import json_file
from kg.store.resolution import RESOLUTION

ISSUES, MANIFEST = "issues.jsonl", "manifest.json"
# Made only of graphs in memory; one that lies there from an earlier build is removed.
NETWORK = "graph.json"
_NO_INPUTS = '"inputs": []'


@dataclass(slots=True)
class Counts:
    """What a build came to; `entities`, `facts` and `issues` by class, property or kind of node, and kind.

    `violations` are the places where the graph breaks its shapes, sorted.
    """

    articles: int = 0
    skipped: int = 0
    entities: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    claims: int = 0
    issues: dict[str, int] = field(default_factory=dict)
    conflicts: int = 0
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphRecords:
    """What the files of a graph are made of, as records in the order of the files, in which some come twice.

    `facts`, `evidence` and `conflicts`: by subject, what is counted and lines of Turtle; `articles`: lines of JSON;
    `issues`: kind and line of JSON; `inputs`: paths, hashes and ids of an article's sources; `violations`: where the
    graph breaks its shapes.
    """

    facts: Dataset
    evidence: Dataset
    conflicts: Dataset
    articles: Dataset
    issues: Dataset
    inputs: Dataset
    violations: Dataset


def graph_records(
    resolved: Dataset,
    engine: Engine,
    schema: Schema,
    names: Namespaces,
    *,
    issues: Iterable[Issue] = (),
    tables: Sequence[LinkTable] = (),
) -> GraphRecords:
    """The graph of a resolution; see `write_graph` for what goes in."""
    made = resolved.only("resolved").map(PerArticle(schema, names)).keep()
    entities = resolved.only("entity").map(entity_records).union(made.only("name")).keep()
    links, ambiguous = link_records(entities, tables, schema)
    found = entities.union(made.only("said", "mirror"), engine.dataset(links)).group(PerEntity(schema, names)).keep()
    given = (issue_record(issue, "0", f"{number:09}") for number, issue in enumerate(issues))
    left = (issue_record(issue, "4", f"{number:09}") for number, issue in enumerate(ambiguous))
    every_issue = (
        resolved.only("issue")
        .map(_issue_records)
        .union(made.only("issue"), found.only("issue"), engine.dataset(chain(given, left)))
    )
    conflicts = conflict_records(made, found.only("named"), schema, names).keep()
    checked = found.only("check").union(conflicts.only("check")).map(Check(schema, names))
    return GraphRecords(
        made.only("facts").union(found.only("facts")),
        made.only("evidence").union(found.only("evidence")),
        conflicts.only("conflict"),
        made.only("article"),
        every_issue,
        made.only("input"),
        checked.union(made.only("violation")),
    )


def write_graph(
    resolved: Dataset,
    engine: Engine,
    directory: Path,
    schema: Schema,
    namespaces: Namespaces | None = None,
    *,
    issues: Iterable[Issue] = (),
    skipped: int = 0,
    tables: Sequence[LinkTable] = (),
) -> Counts:
    """Write the files of the graph of a resolution into `directory`, whole or not at all, but for `graph.json`.

    Args:
        resolved: records `resolved` (an article's `kg.resolve.resolved.ResolvedArticle`, by `article_key`), `entity`
            (each once), `issue`, `member` and `decision` (both by `order`).
        issues: what was met before resolving, in its order; it comes first in `issues.jsonl`.
        skipped: how many files could not be read.
        tables: names and IRIs to link the entities out with.

    An ontology with a property below `heldAt`: where an article names two events at one venue, and another article
    says the narrower property of one of them, figures about the venue are told of neither event.

    Raises:
        OutputError: the files cannot be written.
    """
    names = namespaces or Namespaces()
    graph = graph_records(resolved, engine, schema, names, issues=issues, tables=tables)
    files = _Files(names, schema, skipped)
    files.turtle(FACTS, graph.facts)
    files.turtle(EVIDENCE, graph.evidence)
    files.turtle(CONFLICTS, graph.conflicts)
    files.lines(ARTICLES, graph.articles)
    files.resolution(resolved)
    files.lines(ISSUES, graph.issues)
    files.ontology()
    files.manifest(graph.inputs)
    files.counts.violations = sorted_violations(graph.violations.sorted())
    write_streams(directory, files.writes, gone=[NETWORK])
    return files.counts


def _issue_records(records: Iterator[Record]) -> Iterator[Record]:
    for record in records:
        issue: Issue = record.value
        yield issue_record(issue, joined(["1" + issue.source]), joined([issue.place, issue.kind, issue.message]))


class _Files:
    """What writes each file, in the order of a build's; they count and hash what they write."""

    def __init__(self, names: Namespaces, schema: Schema, skipped: int) -> None:
        self.counts = Counts(skipped=skipped)
        self.writes: dict[str, Write] = {}
        self._names = names
        self._schema = schema
        self._hashes: dict[str, str] = {}

    def turtle(self, name: str, records: Dataset) -> None:
        """A file of records of lines of Turtle."""

        def content() -> Iterator[bytes]:
            counted: Counter[str] = Counter()
            head = prefix_lines(self._names)
            for record in distinct(records.sorted()):
                label, lines = record.value
                counted[label] += 1
                yield head + lines if head else lines
                head = b""
            self._count(name, counted)

        self._add(name, content)

    def lines(self, name: str, records: Dataset) -> None:
        """A file of records of lines, of articles or issues."""

        def content() -> Iterator[bytes]:
            counted: Counter[str] = Counter()
            found = records.sorted()
            for record in distinct(found) if name == ISSUES else found:
                label, line = record.value if name == ISSUES else ("", record.value)
                counted[label] += 1
                yield line
            if name == ISSUES:
                self.counts.issues = dict(sorted(counted.items()))
            else:
                self.counts.articles = counted.total()

        self._add(name, content)

    def resolution(self, resolved: Dataset) -> None:
        """The file of members and decisions."""

        def content() -> Iterator[bytes]:
            for kind in ("member", "decision"):
                for record in resolved.only(kind).map(resolution_lines).sorted():
                    yield record.value

        self._add(RESOLUTION, content)

    def ontology(self) -> None:
        """The user's own ontology, if that was used."""
        if self._schema.file is not None:
            own = self._schema.file.read_bytes().replace(DEFAULT_BASE.encode(), self._names.base.encode())
            self._add(ONTOLOGY, lambda: iter([own]))

    def manifest(self, inputs: Dataset) -> None:
        """The manifest, which comes last."""

        def content() -> Iterator[bytes]:
            rows = (input_row(*row) for record in inputs.sorted() for row in record.value)
            yield from _manifest(self._names.base, self.counts, rows, self._hashes)

        self._add(MANIFEST, content)

    def _add(self, name: str, content: Callable[[], Iterator[bytes]]) -> None:
        def write(file: BinaryIO) -> None:
            found = hashlib.sha256()
            for data in content():
                found.update(data)
                file.write(data)
            self._hashes[name] = found.hexdigest()

        self.writes[name] = write

    def _count(self, name: str, counted: Mapping[str, int]) -> None:
        if name == FACTS:
            self.counts.entities = below(ENTITY, counted)
            self.counts.facts = below(FACT, counted)
        elif name == EVIDENCE:
            self.counts.claims = counted.get(CLAIM, 0)
        else:
            self.counts.conflicts = sum(counted.values())


def told(counts: Counts) -> dict[str, Any]:
    """The counts as they stand in a manifest."""
    return {
        "articles": counts.articles,
        "skipped": counts.skipped,
        "entities": counts.entities,
        "facts": counts.facts,
        "claims": counts.claims,
        "issues": counts.issues,
    }


def below(start: str, counted: Mapping[str, int]) -> dict[str, int]:
    """The counts of the labels that begin so, by the rest of the label."""
    return {k.removeprefix(start): v for k, v in sorted(counted.items()) if k.startswith(start)}


def _manifest(
    base: str, counts: Counts, inputs: Iterable[Mapping[str, str]], hashes: Mapping[str, str]
) -> Iterator[bytes]:
    """The manifest as `json_file` writes it, but that the inputs, one or more an article, are written one by one."""
    before, _, after = json_file(manifest_of(base, told(counts), (), hashes)).decode().partition(_NO_INPUTS)
    yield f"{before}{_NO_INPUTS[:-1]}".encode()
    separator = "\n"
    for row in inputs:
        text = well_formed(json.dumps(row, ensure_ascii=False, indent=1))
        yield f"{separator}{textwrap.indent(text, '  ')}".encode()
        separator = ",\n"
    yield f"{']' if separator == chr(10) else chr(10) + ' ]'}{after}".encode()

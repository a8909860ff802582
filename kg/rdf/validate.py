"""Checks a graph against `ontology/shapes.ttl` (SHACL, by pySHACL)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyshacl import validate as shacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node as RdflibNode

from kg.errors import ResourceError
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.rdf.conflicts import conflict_triples
from kg.rdf.files import conflicts_file, graph_files, own_ontology, read_triples
from kg.rdf.ontology import read_schema
from kg.rdf.own_shapes import own_shapes
from kg.rdf.query import ontology_triples
from kg.rdf.triples import Writer

Node = URIRef | BNode | Literal
_TARGET = ox.NamedNode(str(SH.targetSubjectsOf))


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One place where a graph breaks a shape.

    `focus` is the subject's IRI, `path` the property's (empty where the whole subject is meant), `value` the value at
    fault (empty where one is missing), `shape` the shape's IRI; `messages` by language (`zh`, `en`).
    """

    focus: str
    path: str
    value: str
    shape: str
    messages: tuple[tuple[str, str], ...]

    def message(self, language: str = "en") -> str:
        """What is wrong, in `zh` or `en`."""
        found = dict(self.messages)
        return found.get(language) or found.get("en") or next(iter(found.values()), "")

    def __str__(self) -> str:
        value = f" ({self.value})" if self.value else ""
        return f"{self.focus}: {self.message('en')}{value} / {self.message('zh')}"


def validate(graph: KnowledgeGraph, *, evidence: bool = True) -> tuple[Violation, ...]:
    """Where the graph breaks its shapes, sorted; empty where it does not.

    `evidence=False` checks the facts alone, without claims and conflicts.
    """
    writer = Writer(graph)
    triples = writer.facts()
    if evidence:
        triples += writer.evidence() + conflict_triples(graph, graph.conflicts(), graph.namespaces)
    return validate_triples(triples, graph.namespaces, graph.schema)


def validate_files(path: str | Path) -> tuple[tuple[Violation, ...], Namespaces]:
    """Where the files of a graph break its shapes, and the files' namespaces; `path` is a folder or one Turtle file.

    Raises:
        GraphLoadError: there is no graph, or it is not Turtle; the message has file and line.
        ResourceError: its own ontology, which lies beside it, is malformed.
    """
    facts, evidence = graph_files(Path(path))
    triples: list[ox.Triple] = []
    namespaces: list[Namespaces] = []
    for file in (facts, evidence, conflicts_file(Path(path))):
        if file is not None:
            found, prefixes = read_triples(file)
            triples += found
            namespaces.append(prefixes)
    return validate_triples(triples, namespaces[0], read_schema(own_ontology(Path(path)))), namespaces[0]


def validate_triples(
    triples: Iterable[ox.Triple], namespaces: Namespaces, schema: Schema | None = None
) -> tuple[Violation, ...]:
    """Where triples break the shapes, whose `kg:` is that of `namespaces`.

    Properties that a user's own `schema` adds are checked by their domains and ranges. About 10 s for 100,000 triples.
    """
    given = list(ontology_triples(namespaces, "shapes.ttl"))
    if schema is not None and schema.file is not None:
        targets = {str(t.object.value) for t in given if t.predicate == _TARGET}  # type: ignore[union-attr]
        covered = (target.removeprefix(namespaces.kg) for target in targets)
        given += own_shapes(schema, covered, namespaces)
    shapes = _graph(given)
    _, report, _ = shacl(_graph(triples), shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(report, Graph):  # pySHACL hands its own failures back instead of raising them
        raise ResourceError(f"the shapes cannot be checked: {report}")
    return tuple(sorted({_violation(report, found) for found in report.subjects(RDF.type, SH.ValidationResult)}))


def _violation(report: Graph, found: RdflibNode) -> Violation:
    def one(predicate: URIRef) -> str:
        value = report.value(found, predicate)
        return "" if value is None or isinstance(value, BNode) else str(value)

    texts: dict[str, str] = {}
    for text in report.objects(found, SH.resultMessage):
        if isinstance(text, Literal):
            texts[text.language or ""] = str(text)
    return Violation(
        focus=one(SH.focusNode),
        path=one(SH.resultPath),
        value=one(SH.value),
        shape=one(SH.sourceShape),
        messages=tuple(sorted(texts.items())),
    )


def _graph(triples: Iterable[ox.Triple]) -> Graph:
    """The same triples for rdflib, term by term: ten times faster than writing and parsing Turtle."""
    graph = Graph()
    seen: Mapping[object, Node] = _Terms()
    graph.addN((seen[t.subject], seen[t.predicate], seen[t.object], graph) for t in triples)
    return graph


class _Terms(defaultdict[object, Node]):
    """pyoxigraph terms to rdflib's, each made once."""

    def __missing__(self, term: object) -> Node:
        node: Node
        if isinstance(term, ox.NamedNode):
            node = URIRef(term.value)
        elif isinstance(term, ox.Literal):
            datatype = None if term.language else URIRef(term.datatype.value)
            node = Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
        else:
            node = BNode(term.value)  # type: ignore[attr-defined]
        self[term] = node
        return node

"""Checks a graph, in memory or in files, against `ontology/shapes.ttl` (SHACL)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.collecting import uncollected
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.rdf.conflicts import conflict_lines
from kg.rdf.files import conflicts_file, each_triple, graph_files, own_ontology
from kg.rdf.ontology import read_schema
from kg.rdf.order import lines
from kg.rdf.shapes import Engine, Shapes
from kg.rdf.triples import Writer
from kg.rdf.violation import Violation
from kg.rdf.write import turtle


def validate(graph: KnowledgeGraph, *, evidence: bool = True, engine: Engine | None = None) -> tuple[Violation, ...]:
    """Where the graph breaks its shapes, sorted; empty where it does not.

    `evidence=False` checks the facts alone, without claims and conflicts. `engine` is `shacl` where it is installed,
    else `pyshacl`. Who has the graph's files checks these: `kg.rdf.shapes.Shapes.of_turtle` takes half the time.
    """
    with uncollected():
        turtle_too = "".join(_ntriples(graph, evidence)).encode()
        return Shapes(graph.namespaces, graph.schema, engine=engine).of_turtle(turtle_too)


def validate_files(path: str | Path, *, engine: Engine | None = None) -> tuple[tuple[Violation, ...], Namespaces]:
    """Where the files of a graph break its shapes, and the files' namespaces; `path` is a folder or one Turtle file.

    Raises:
        GraphLoadError: there is no graph, or it is not Turtle; the message has file and line.
        ResourceError: its own ontology, which lies beside it, is malformed.
    """
    facts, evidence = graph_files(Path(path))
    files = [file for file in (facts, evidence, conflicts_file(Path(path))) if file is not None]
    namespaces: list[Namespaces] = []

    def each() -> Iterator[ox.Triple]:
        for file in files:
            found = yield from each_triple(file)
            namespaces.append(found)

    text = turtle(each(), Namespaces())  # of all files, whose blank nodes and prefixes are their own
    shapes = Shapes(namespaces[0], read_schema(own_ontology(Path(path))), engine=engine)
    return shapes.of_turtle(text), namespaces[0]


def validate_triples(
    triples: Iterable[ox.Triple], namespaces: Namespaces, schema: Schema | None = None, *, engine: Engine | None = None
) -> tuple[Violation, ...]:
    """Where triples, in any order, break the shapes, whose `kg:` is that of `namespaces`.

    Properties that a user's own `schema` adds are checked by their domains and ranges.
    """
    return Shapes(namespaces, schema, engine=engine).of(triples)


def _ntriples(graph: KnowledgeGraph, evidence: bool) -> Iterator[str]:
    writer = Writer(graph)
    yield from map(lines, writer.each_fact())
    if evidence:
        yield from map(lines, writer.each_claim())
        yield from (text for _, text in conflict_lines(graph, graph.conflicts(), graph.namespaces))

"""A graph as Turtle, the same bytes for the same graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.graph.collecting import uncollected
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.rdf.order import in_order
from kg.rdf.terms import prefixes
from kg.rdf.triples import Writer


def facts_turtle(graph: KnowledgeGraph, namespaces: Namespaces | None = None) -> bytes:
    """`kg.ttl`: entities with classes, names and relations; Position, Observation and Quotation nodes; articles.

    `namespaces` are the graph's own where none are given.
    """
    writer = Writer(graph, namespaces)
    with uncollected():
        return turtle(in_order(writer.each_fact(), writer.names), writer.names)


def evidence_turtle(graph: KnowledgeGraph, namespaces: Namespaces | None = None) -> bytes:
    """`evidence.ttl`: one kg:Claim per claim, with its sentence, place, extractor, confidence and status."""
    writer = Writer(graph, namespaces)
    with uncollected():
        return turtle(in_order(writer.each_claim(), writer.names), writer.names)


def turtle(triples: Iterable[Triple], namespaces: Namespaces) -> bytes:
    """Turtle of triples in the order given, with the vocabulary's prefixes declared."""
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes(namespaces)) or b""


def write_turtle(triples: Iterable[Triple], out: Path | IO[bytes], namespaces: Namespaces) -> None:
    """The same bytes as `turtle`, written to `out` as the triples come: memory does not grow with their number.

    Triples that are equal and follow one another, as where sorted streams are merged, are written once. About 1.5
    million triples a second; making a `Triple` takes four times as long as writing it.

    Raises:
        OSError: `out` cannot be written.
    """
    serialize(distinct(triples), _place(out), RdfFormat.TURTLE, prefixes=prefixes(namespaces))


def write_lines_as_turtle(lines: IO[bytes], out: Path | IO[bytes], namespaces: Namespaces) -> None:
    """N-Triples that this package wrote (`line_of`), in the order wanted, as Turtle: read and written as a stream.

    For triples that are sorted outside of Python, where text is all there is: a million a second, without a `Triple`
    being made. Lines that are equal and follow one another are *not* made one.

    Raises:
        SyntaxError: a line is not N-Triples.
        OSError: `out` cannot be written.
    """
    quads = parse(lines, format=RdfFormat.N_TRIPLES, lenient=True)  # lenient: IRIs were checked when they were made
    serialize(quads, _place(out), RdfFormat.TURTLE, prefixes=prefixes(namespaces))


def line_of(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> str:
    """A triple as a line of N-Triples, with the line's end."""
    return f"{subject} {predicate} {value} .\n"


def distinct(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Sorted triples without repeats."""
    return (triple for triple, _ in groupby(triples))


def _place(out: Path | IO[bytes]) -> str | IO[bytes]:
    return str(out) if isinstance(out, Path) else out

"""A graph as Turtle, the same bytes for the same graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from kg.graph.collecting import uncollected
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.rdf.order import Lines, in_order
from kg.rdf.terms import prefixes
from kg.rdf.triples import Writer

# Subjects whose lines are put together to be read: some 100 KB.
_SUBJECTS = 128


def facts_turtle(graph: KnowledgeGraph, namespaces: Namespaces | None = None) -> bytes:
    """`kg.ttl`: entities with classes, names and relations; Position, Observation and Quotation nodes; articles.

    `namespaces` are the graph's own where none are given.
    """
    writer = Writer(graph, namespaces)
    with uncollected():
        return turtle_of_lines(in_order(writer.each_fact(), writer.names), writer.names)


def evidence_turtle(graph: KnowledgeGraph, namespaces: Namespaces | None = None) -> bytes:
    """`evidence.ttl`: one kg:Claim per claim, with its sentence, place, extractor, confidence and status."""
    writer = Writer(graph, namespaces)
    with uncollected():
        return turtle_of_lines(in_order(writer.each_claim(), writer.names), writer.names)


def turtle(triples: Iterable[Triple], namespaces: Namespaces) -> bytes:
    """Turtle of triples in the order given, with the vocabulary's prefixes declared."""
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes(namespaces)) or b""


def turtle_of_lines(lines: Iterable[Lines], namespaces: Namespaces) -> bytes:
    """The same of lines of N-Triples: read and written as a stream, about a million triples a second.

    Raises:
        SyntaxError: a line is not N-Triples.
    """
    return serialize(_quads(lines), format=RdfFormat.TURTLE, prefixes=prefixes(namespaces)) or b""


def triples_of_lines(lines: Iterable[Lines]) -> Iterator[Triple]:
    """The triples of lines of N-Triples. Raises SyntaxError."""
    return (quad.triple for quad in _quads(lines))


def _quads(lines: Iterable[Lines]) -> Iterator[Quad]:
    return iter(parse(cast("IO[bytes]", _Reader(lines)), format=RdfFormat.N_TRIPLES))


class _Reader:
    """Lines as a file to read from: they are made as they are wanted."""

    def __init__(self, lines: Iterable[Lines]) -> None:
        self._lines = iter(lines)
        self._some = b""
        self._at = 0

    def read(self, size: int) -> bytes:
        """Some bytes, at most `size`; none at the end."""
        if self._at >= len(self._some):
            self._some, self._at = "".join([text for _, text in islice(self._lines, _SUBJECTS)]).encode(), 0
        start, self._at = self._at, self._at + size
        return self._some[start : self._at]

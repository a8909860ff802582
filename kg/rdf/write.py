"""A graph as Turtle, the same bytes for the same graph."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, serialize

from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.rdf.terms import prefixes
from kg.rdf.triples import Writer


def facts_turtle(graph: KnowledgeGraph, namespaces: Namespaces | None = None) -> bytes:
    """`kg.ttl`: entities with classes, names and relations; Position, Observation and Quotation nodes; articles.

    `namespaces` are the graph's own where none are given.
    """
    return turtle(Writer(graph, namespaces).facts(), namespaces or graph.namespaces)


def evidence_turtle(graph: KnowledgeGraph, namespaces: Namespaces | None = None) -> bytes:
    """`evidence.ttl`: one kg:Claim per claim, with its sentence, place, extractor, confidence and status."""
    return turtle(Writer(graph, namespaces).evidence(), namespaces or graph.namespaces)


def turtle(triples: Iterable[Triple], namespaces: Namespaces) -> bytes:
    """Turtle of triples in the order given, with the vocabulary's prefixes declared."""
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes(namespaces)) or b""

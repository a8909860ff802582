"""Nodes and edges as graph tools want them, for GraphML, GEXF, Cytoscape, DOT and Neo4j.

Nodes are the entities and the facts that have a node of their own (positions, observations, quotations); edges are the
relations, and what leads from a fact's node to its entities. Articles are no nodes: nearly everything would hang on
them. Instead each fact carries how often, how and when it is reported and its best claim: the sentence and where it
stands. A date or theme of an entity is an attribute of its node, a list where articles give several.

An id is a name as in the Turtle files: `ent:首钢园`, `fact:position-…`; an edge's is made from its fact's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Literal

from kg.export.attributes import Value
from kg.graph.facts import Evidence, NodeFact, StatedFact, links, plain
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import escape
from kg.graph.network import node_label
from kg.graph.views import EntityView
from kg.model import Attribute, Observation, Position, Quotation, Relation

Type = Literal["string", "integer", "double", "boolean", "date", "list"]
ENTITY, FACT, DOC = "ent:", "fact:", "doc:"
ENTITY_KIND = "entity"


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute that nodes or edges may have."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `kind` is entity, position, observation or quotation, `type` the class; `first` to `last` is reported."""

    id: str
    label: str
    kind: str
    type: str
    first: date | None
    last: date | None
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from `source` to `target`, both ids of nodes; `weight` is the number of articles, at least 1."""

    id: str
    source: str
    target: str
    predicate: str
    label: str
    weight: int
    first: date | None
    last: date | None
    attributes: Mapping[str, Value]


_REPORTED = (
    Column("status", "string"),
    Column("support", "integer"),
    Column("confidence", "double"),
    Column("first", "date"),
    Column("last", "date"),
    Column("derived", "boolean"),
    Column("roles", "list"),
    Column("sentence", "string"),
    Column("article", "string"),
    Column("outlet", "string"),
    Column("published", "date"),
    Column("url", "string"),
    Column("file", "string"),
)
_FIELDS = (
    Column("title", "string"),
    Column("measure", "string"),
    Column("number", "double"),
    Column("exact", "string"),
    Column("unit", "string"),
    Column("comparator", "string"),
    Column("change", "string"),
    Column("period", "string"),
    Column("text", "string"),
    Column("mode", "string"),
)
# The fields of each kind of fact that has a node.
_OF_KIND = {
    "position": ("title",),
    "observation": ("measure", "number", "exact", "unit", "comparator", "change", "period"),
    "quotation": ("text", "mode"),
}
_NODE = (
    Column("kind", "string"),
    Column("class", "string"),
    Column("classes", "list"),
    Column("iri", "string"),
    Column("names", "list"),
    Column("exactMatch", "list"),
    Column("sameAs", "list"),
)
EDGE_COLUMNS = (Column("predicate", "string"), Column("fact", "string"), *_REPORTED)
# What forms use for themselves; a property of an ontology of one's own that is called so gets a prefix.
_TAKEN = {c.name for c in (*_NODE, *_FIELDS, *_REPORTED)} | {"id", "key", "label", "name", "value", "source", "target"}


def node_columns(graph: KnowledgeGraph, kind: str = "") -> tuple[Column, ...]:
    """The attributes that nodes of this graph (of one `kind`) may have; one for each date or theme of its facts."""
    if kind and kind != ENTITY_KIND:
        own = ("kind", "class", "iri", *_OF_KIND[kind])
        return (*(c for c in (*_NODE, *_FIELDS) if c.name in own), *_REPORTED)
    said = sorted({s.fact.predicate for s in graph.stated.values() if isinstance(s.fact, Attribute)})
    words = (*_NODE, *(Column(column(name), "list") for name in said))
    if kind:
        return (*words, *(c for c in _REPORTED if c.name in ("support", "first", "last")))
    return (*words, *_FIELDS, *_REPORTED)


def column(predicate: str) -> str:
    """The attribute's name for a date or theme: the property's, or `kg_…` where that name is taken."""
    return f"kg_{predicate}" if predicate in _TAKEN else predicate


def nodes(graph: KnowledgeGraph) -> Iterator[Node]:
    """The nodes: entities by id, then facts by key."""
    seen = _reports(graph)
    for view in graph.entities():
        yield _entity(graph, view, seen[view.id])
    labels = {view.id: view.name for view in graph.entities()}
    for stated in graph.stated.values():
        if isinstance(stated.fact, Position | Observation | Quotation):
            yield _fact_node(graph, stated, stated.fact, labels)


def _fact_node(graph: KnowledgeGraph, stated: StatedFact, fact: NodeFact, labels: Mapping[str, str]) -> Node:
    name = type(fact).__name__
    attributes: dict[str, Value] = {
        "kind": name.lower(),
        "class": name,
        "iri": graph.namespaces.fact + stated.key,
        **_own(fact),
        **reported(graph, stated),
    }
    return Node(FACT + stated.key, node_label(fact, labels), name.lower(), name, stated.first, stated.last, attributes)


def edges(graph: KnowledgeGraph) -> Iterator[Edge]:
    """The edges, by the key of their fact."""
    for stated in graph.stated.values():
        fact = stated.fact
        if isinstance(fact, Attribute):
            continue
        about = reported(graph, stated)
        if isinstance(fact, Relation):
            ends = (entity_id(fact.subject), entity_id(fact.object))
            yield _edge(graph, stated, stated.key, ends, fact.predicate, about)
            continue
        for predicate, other in links(fact):
            ends = (FACT + stated.key, entity_id(other))
            yield _edge(graph, stated, f"{stated.key}-{predicate}", ends, predicate, about)


def entity_id(identifier: str) -> str:
    """An entity's id as the Turtle files write it: `ent:首钢园`."""
    return ENTITY + escape(identifier)


def _edge(
    graph: KnowledgeGraph,
    stated: StatedFact,
    identifier: str,
    ends: tuple[str, str],
    predicate: str,
    about: Mapping[str, Value],
) -> Edge:
    known = graph.schema.properties.get(predicate)
    label = known.labels.get("zh", predicate) if known else predicate
    attributes: dict[str, Value] = {"predicate": predicate, "fact": stated.key, **about}
    return Edge(identifier, *ends, predicate, label, max(1, stated.support), stated.first, stated.last, attributes)


def _entity(graph: KnowledgeGraph, view: EntityView, seen: _Seen) -> Node:
    attributes: dict[str, Value] = {
        "kind": ENTITY_KIND,
        "class": view.type,
        "classes": graph.schema.ancestors(view.type),
        "iri": view.iri,
        "names": view.names,
        "support": len(seen.articles),
        "first": seen.first,
        "last": seen.last,
    }
    for name in ("exactMatch", "sameAs"):
        attributes[name] = tuple(graph.nx.nodes[view.id].get(name, ()))
    for predicate, values in sorted(seen.said.items()):
        attributes[column(predicate)] = tuple(sorted(values))
    return Node(entity_id(view.id), view.name, ENTITY_KIND, view.type, seen.first, seen.last, attributes)


class _Seen:
    """Where and when an entity is spoken of, and the dates and words said of it."""

    __slots__ = ("articles", "days", "said")

    def __init__(self) -> None:
        self.articles: set[str] = set()
        self.days: set[date] = set()
        self.said: dict[str, set[str]] = defaultdict(set)

    @property
    def first(self) -> date | None:
        return min(self.days, default=None)

    @property
    def last(self) -> date | None:
        return max(self.days, default=None)


def _reports(graph: KnowledgeGraph) -> Mapping[str, _Seen]:
    """By entity id: its articles and days (of facts and of names), and its attributes."""
    found: dict[str, _Seen] = defaultdict(_Seen)
    for item in graph.evidence.values():
        for _, entity in links(item.claim.fact):
            found[entity].articles.add(item.article.id)
            if item.date:
                found[entity].days.add(item.date)
    for stated in graph.stated.values():
        for _, entity in links(stated.fact):
            found[entity].days |= {day for day in (stated.first, stated.last) if day}
        if isinstance(stated.fact, Attribute):
            found[stated.fact.subject].said[stated.fact.predicate].add(stated.fact.value)
    return found


def _own(fact: NodeFact) -> dict[str, Value]:
    if isinstance(fact, Position):
        return {"title": fact.title}
    if isinstance(fact, Quotation):
        return {"text": fact.text, "mode": fact.mode}
    return {
        "measure": fact.measure, "number": number(fact.value), "exact": plain(fact.value), "unit": fact.unit,
        "comparator": fact.comparator, "change": fact.change, "period": fact.period,
    }  # fmt: skip


def number(value: Decimal) -> float | None:
    """The nearest floating-point number; nothing where that would be infinite."""
    found = float(value)
    return found if isfinite(found) else None


def reported(graph: KnowledgeGraph, stated: StatedFact) -> dict[str, Value]:
    """How a fact is reported, with the words and the article of its best claim, where the graph has its evidence."""
    claims = [graph.evidence[name] for name in stated.claims if name in graph.evidence]
    found: dict[str, Value] = {
        "status": stated.status,
        "support": stated.support,
        "confidence": round(stated.confidence, 4) if claims else None,
        "first": stated.first,
        "last": stated.last,
        "derived": stated.derived,
        "roles": tuple(sorted({e.claim.role for e in claims if e.claim.role})),
    }
    best = best_claim(claims)
    if best is None:
        return found
    return {
        **found,
        "sentence": best.sentence,
        "article": best.title,
        "outlet": best.article.outlet,
        "published": best.date,
        "url": web(best.article.url),
        "file": best.source,
    }


def best_claim(claims: list[Evidence]) -> Evidence | None:
    """The surest claim that does not negate, the first of several; None where there is none."""
    carrying = [e for e in claims if e.status != "negated"]
    return max(carrying, key=lambda e: e.confidence) if carrying else None


def web(url: str) -> str:
    """The URL where it is one of the web, else nothing: a click on `javascript:…` would run what an article says."""
    return url if url.lower().startswith(("http://", "https://")) else ""

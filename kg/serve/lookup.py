"""What a page shows of a graph, read straight from its store: by index, a few patterns at a time.

Nothing here grows with the graph: of an entity that thousands of facts speak of the first of each property are read,
and who asks for more gets more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg.graph.facts import key
from kg.graph.namespaces import Namespaces, escape, unescape
from kg.graph.schema import Schema
from kg.model import Attribute, Relation
from kg.rdf import terms
from kg.serve.index import Index, Known

# Facts of one property that are read and weighed against each other; beyond them the order is the store's.
MOST = 1000
FEW = 8
_NODES = {"holder": "Position", "organization": "Position", "about": "Observation", "speaker": "Quotation"}
_SIGNS = {"about": "约", "over": "超", "under": "不足"}
_CHANGES = {"increase": "增", "decrease": "减"}
_DATES = ("founded", "startDate", "endDate")
_NOT_SHOWN = {*_NODES, "conflictAbout", "alternative", "evidenceFor"}
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph to read: its store (facts in the default graph), index, namespaces and vocabulary. Safe for threads."""

    rdf: ox.Store
    index: Index
    names: Namespaces
    schema: Schema

    def kg(self, name: str) -> ox.NamedNode:
        """A class or property."""
        return ox.NamedNode(self.names.kg + name)

    def node(self, identifier: str) -> ox.NamedNode:
        """An entity."""
        return ox.NamedNode(self.names.entity(identifier))

    @property
    def evidence(self) -> ox.NamedNode:
        """The named graph of the claims."""
        return ox.NamedNode(self.names.graph + "evidence")


@dataclass(frozen=True, slots=True)
class Line:
    """A fact beside an entity: the `other` entity it leads to, or its `value` in words.

    `support` counts the articles that report it, between the days `first` and `last` (empty where unknown).
    """

    fact: str
    other: Known | None
    value: str
    status: str
    support: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Group:
    """An entity's facts of one property, `outward` where it is their subject: the first ones, of `total`.

    `capped`: there are `total` facts or more.
    """

    predicate: str
    outward: bool
    lines: tuple[Line, ...]
    total: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A position, figure or quotation: the values of its properties by local name, entities as ids."""

    key: str
    kind: str
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def names(graph: Graph, identifier: str) -> list[str]:
    """All names of an entity, the full one first."""
    node = graph.node(identifier)
    found = [value(q.object) for q in triples(graph, node, terms.PREF_LABEL)]
    others = sorted(value(q.object) for q in triples(graph, node, terms.ALT_LABEL))
    return list(dict.fromkeys([*found, *others]))


def links_out(graph: Graph, identifier: str) -> list[str]:
    """IRIs of the same thing in other data."""
    node = graph.node(identifier)
    return sorted({value(q.object) for p in terms.LINKS.values() for q in triples(graph, node, p)})


def groups(graph: Graph, identifier: str, *, few: int = FEW) -> list[Group]:
    """An entity's relations and dates by property and direction, those where it is the subject first."""
    found = [g for p in _outward(graph, identifier) if (g := group(graph, identifier, p, outward=True, limit=few))]
    inward = (group(graph, identifier, p, outward=False, limit=few) for p in relations(graph))
    return [*found, *(g for g in inward if g)]


def group(graph: Graph, identifier: str, predicate: str, *, outward: bool, limit: int = FEW) -> Group | None:
    """An entity's facts of one property in one direction, the weightiest first; None where it has none."""
    symmetric = graph.schema.symmetric(predicate)
    if symmetric and not outward:
        return None
    found = list(islice(_ends(graph, identifier, predicate, outward), MOST + 1))
    literal = [end.value for end in found if isinstance(end, ox.Literal)]
    known = graph.index.entities(e for end in found if (e := entity_id(graph, end)) is not None)
    ranked = sorted(known.values(), key=lambda e: (-e.weight, e.name))
    lines = [_line(graph, identifier, predicate, outward, other, "") for other in ranked[:limit]]
    lines += [_line(graph, identifier, predicate, outward, None, value) for value in sorted(literal)[:limit]]
    total = len(known) + len(literal)
    return Group(predicate, outward, tuple(lines), min(total, MOST), total > MOST) if lines else None


def _line(graph: Graph, identifier: str, predicate: str, outward: bool, other: Known | None, value: str) -> Line:
    if other is None:
        fact = key(Attribute(identifier, predicate, value))
    else:
        fact = relation_key(graph, *((identifier, other.id) if outward else (other.id, identifier)), predicate)
    said = values(graph, ox.NamedNode(graph.names.fact + escape(fact)))
    support = int(said.get("support") or 0)
    first, last = said.get("firstReported", ""), said.get("lastReported", "")
    return Line(fact, other, value, said.get("status", ""), support, first, last)


def relation_key(graph: Graph, subject: str, object_: str, predicate: str) -> str:
    """The key of the fact that a relation is; either way round where the property holds both ways."""
    if graph.schema.symmetric(predicate):
        subject, object_ = sorted((subject, object_))
    return key(Relation(subject, predicate, object_))


def nodes(graph: Graph, identifier: str, role: str, *, limit: int = MOST) -> list[Node]:
    """The positions (`holder`, `organization`), figures (`about`) or quotations (`speaker`) of an entity, by IRI."""
    quads = graph.rdf.quads_for_pattern(None, graph.kg(role), graph.node(identifier), ox.DefaultGraph())
    found = [q.subject for q in islice(quads, limit) if isinstance(q.subject, ox.NamedNode)]
    return [_node(graph, each, _NODES[role]) for each in sorted(found, key=lambda n: n.value)]


def _node(graph: Graph, node: ox.NamedNode, kind: str) -> Node:
    return Node(unescape(node.value.removeprefix(graph.names.fact)), kind, values(graph, node))


def fact(graph: Graph, name: str) -> Node | None:
    """A fact by its key: a node as it is, a relation or date as `subject`, `predicate` and `object`; else None."""
    node = ox.NamedNode(graph.names.fact + escape(name))
    kinds = {q.object for q in triples(graph, node, terms.TYPE)}
    kind = next((k for k in ("Position", "Observation", "Quotation", "Fact") if graph.kg(k) in kinds), None)
    return None if kind is None else _node(graph, node, kind)


def describe(graph: Graph, node: Node) -> str:
    """A fact's value in a few words: `507家`, `2031-09-05`, the other entity's name, a post, words that were said."""
    if node.kind == "Observation":
        return figure(node)
    if node.kind == "Position":
        organization = graph.index.entity(node["organization"])
        return f"{organization.name if organization else ''}{node['title']}"
    if node.kind == "Quotation":
        return node["text"]
    other = graph.index.entity(node["object"])
    return other.name if other else node["object"]


def _outward(graph: Graph, identifier: str) -> list[str]:
    found = {
        q.predicate.value.removeprefix(graph.names.kg)
        for q in triples(graph, graph.node(identifier), None)
        if q.predicate.value.startswith(graph.names.kg)
    }
    known = graph.schema.properties
    literal = sorted((p for p in found if p in known and known[p].literal), key=lambda p: ((*_DATES, p).index(p), p))
    return [*literal, *(p for p in relations(graph) if p in found)]


def figure(node: Node) -> str:
    """A figure as Chinese news write it: `约300家`, `增12.5%`."""
    return f"{_CHANGES.get(node['change'], '')}{_SIGNS.get(node['comparator'], '')}{node['value']}{node['unit']}"


def relations(graph: Graph) -> Sequence[str]:
    """Properties between entities, by name."""
    return [n for n, p in graph.schema.properties.items() if not p.literal and n not in _NOT_SHOWN]


def values(graph: Graph, node: ox.NamedNode) -> dict[str, str]:
    """What is said of a node in this vocabulary, and of what it states, by local name; entities as ids."""
    found: dict[str, str] = {}
    for quad in triples(graph, node, None):
        if quad.predicate.value.startswith((graph.names.kg, terms.RDF)):
            identifier = entity_id(graph, quad.object)
            found[quad.predicate.value.rpartition("#")[2]] = value(quad.object) if identifier is None else identifier
    return found


def ends(graph: Graph, identifier: str, predicate: str, outward: bool, limit: int) -> Iterator[str]:
    """The entities at the other end of an entity's relations, at most `limit`."""
    for end in islice(_ends(graph, identifier, predicate, outward), limit):
        other = entity_id(graph, end)
        if other is not None:
            yield other


def _ends(graph: Graph, identifier: str, predicate: str, outward: bool) -> Iterator[Term]:
    node, property_ = graph.node(identifier), graph.kg(predicate)
    if outward:
        return (q.object for q in graph.rdf.quads_for_pattern(node, property_, None, ox.DefaultGraph()))
    return (q.subject for q in graph.rdf.quads_for_pattern(None, property_, node, ox.DefaultGraph()))


def triples(graph: Graph, node: ox.NamedNode, predicate: ox.NamedNode | None) -> Iterator[ox.Quad]:
    """What the facts say of a node."""
    return graph.rdf.quads_for_pattern(node, predicate, None, ox.DefaultGraph())


def value(term: Term) -> str:
    """A literal's text, an IRI as it is."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def entity_id(graph: Graph, term: object) -> str | None:
    """The id of an entity's IRI; None for anything else."""
    return graph.names.entity_id(term.value) if isinstance(term, ox.NamedNode) else None

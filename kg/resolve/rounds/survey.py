"""Documents to nodes, and what must be known of all of them before any are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.dataflow import Dataset, Record
from kg.identity import fold
from kg.model import Attribute, Claim, Decision, Document, Ruling, Side, compact
from kg.resolve.canonical import bare
from kg.resolve.claims import NAMING
from kg.resolve.clusters import cluster
from kg.resolve.names import name_key
from kg.resolve.nodes import Node, group_of, known_apart, nodes_of
from kg.resolve.resolved import article_key
from kg.resolve.rulings import apply_rulings
from kg.resolve.things import area_names


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One article's nodes, and the pairs it tells apart. `prefix` is where the article stands among all."""

    prefix: str
    nodes: tuple[Node, ...]
    apart: tuple[Decision, ...]

    def orders(self) -> dict[str, str]:
        """Where each node stands among all nodes, by its key."""
        return {node.key: f"{self.prefix}|{at:06}" for at, node in enumerate(self.nodes)}


# By local id of an entity, what its article's claims say of it: names (as `bare` leaves them), and whether a class.
Said = Mapping[str, tuple[tuple[str, ...], bool]]


@dataclass(frozen=True, slots=True)
class Global:
    """What is known of a whole build: names of its areas, and a person's decisions.

    `hands` are these by group; `joined` gives the first key and the place of whom a person joined to a node, and `ties`
    the text that all nodes share which decisions by hand tie together.
    """

    areas: frozenset[str]
    hands: tuple[tuple[str, str, Decision], ...] = ()
    joined: dict[str, str] | None = None
    ties: dict[str, str] | None = None


def survey(records: Iterator[Record]) -> Iterator[Record]:
    """`document` records to `surveyed` and `said` ones by article (see `Said`), and `area` records by name."""
    for record in records:
        document: Document = record.value
        article = document.article
        nodes = tuple(nodes_of(document))
        apart = tuple(known_apart(document, {n.local: n for n in nodes}))
        yield Record("surveyed", article.id, "", Surveyed(article_key(article), nodes, apart))
        yield Record("said", article.id, "", said(document.claims, nodes))
        yield from (Record("area", name, "", None) for name in dict.fromkeys(area_names(nodes)))


def said(claims: Iterable[Claim], nodes: Iterable[Node]) -> Said:
    """What claims say of the names and classes of some nodes of their article, where they say something."""
    naming: dict[str, dict[str, None]] = {n.local: {} for n in nodes}
    typed = set()
    for claim in claims:
        fact = claim.fact
        if not isinstance(fact, Attribute) or fact.subject not in naming:
            continue
        if fact.predicate in NAMING:
            naming[fact.subject][bare(fact.value)] = None
        elif fact.predicate == "type":
            typed.add(fact.subject)
    return {local: (tuple(names), local in typed) for local, names in naming.items() if names or local in typed}


def survey_all(surveyed: Dataset, rulings: tuple[Ruling, ...]) -> tuple[Global, list[Record]]:
    """What is known of the whole build, and the issues of rulings that meet nothing, as records."""
    found = Global(frozenset(record.key for record in surveyed.only("area").group(first).sorted()))
    if not rulings:
        return found, []
    ruled = [(r.order, r.value) for r in surveyed.only("surveyed").map(_Named(_ruled_keys(rulings))).sorted()]
    ruled.sort(key=lambda row: row[0])
    decisions, unused = apply_rulings(rulings, [node for _, node in ruled])
    return _with_hands(found, ruled, decisions), [Record("issue", "", "", i) for i in unused]


def tails_of(node: Node) -> set[str]:
    """The last names, folded, of a person's foreign names."""
    return {fold(name.rpartition("·")[2]) for name in node.names if "·" in name}


def first(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """One record a key."""
    yield next(records)


def _ruled_keys(rulings: Iterable[Ruling]) -> frozenset[str]:
    def keys(side: Side) -> tuple[str, str]:
        return fold(side.name), name_key(side.name, group_of(side.type) if side.type else "Event")

    return frozenset(key for ruling in rulings for side in (ruling.left, ruling.right) for key in keys(side))


@dataclass(frozen=True, slots=True)
class _Named:
    """The nodes that bear one of these keys."""

    keys: frozenset[str]

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        for record in records:
            orders = record.value.orders()
            for node in record.value.nodes:
                if not self.keys.isdisjoint((*node.full, *node.short, *map(fold, node.names))):
                    yield Record("ruled", node.key, orders[node.key], node)


def _with_hands(found: Global, ruled: list[tuple[str, Node]], decisions: list[Decision]) -> Global:
    orders = {node.key: order for order, node in ruled}
    groups = {node.key: node.group for _, node in ruled}
    keys = [node.key for _, node in ruled]
    joined = {key: orders[root] for key, root in cluster(keys, decisions).items()}
    both = [Decision(d.left, d.right, "same", 1.0, d.reasons, hand=True) for d in decisions]
    touched = {key for d in decisions for key in (d.left, d.right)}
    ties = {key: f"hand|{root}" for key, root in cluster(keys, both).items() if key in touched}
    hands = tuple((groups[d.left], ties[d.left], d) for d in decisions)
    return Global(found.areas, hands, joined, ties)


compact(Surveyed)

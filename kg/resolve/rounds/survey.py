"""Documents to nodes, and what must be known of all of them before any are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.dataflow import Dataset, Record
from kg.identity import fold
from kg.model import Attribute, Claim, Decision, Document, Ruling, Side, compact
from kg.resolve.claims import NAMING
from kg.resolve.clusters import cluster
from kg.resolve.names import name_key
from kg.resolve.nodes import Node, group_of, known_apart, nodes_of
from kg.resolve.resolved import article_key
from kg.resolve.rulings import apply_rulings
from kg.resolve.things import area_names


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One article's nodes with what the later rounds need of it: pairs it tells apart, naming claims in order, and the
    local ids that have a class claim. `prefix` is where the article stands among all."""

    prefix: str
    nodes: tuple[Node, ...]
    apart: tuple[Decision, ...]
    naming: tuple[tuple[str, Claim], ...]
    typed: tuple[str, ...]

    def orders(self) -> dict[str, str]:
        """Where each node stands among all nodes, by its key."""
        return {node.key: f"{self.prefix}|{at:06}" for at, node in enumerate(self.nodes)}


@dataclass(frozen=True, slots=True)
class Global:
    """What is known of a whole build: names of its areas, last names of foreigners, and a person's decisions.

    `hands` are these by group; `joined` gives the first key and the place of whom a person joined to a node, and `ties`
    the text that all nodes share which decisions by hand tie together.
    """

    areas: frozenset[str]
    tails: frozenset[str]
    hands: tuple[tuple[str, str, Decision], ...] = ()
    joined: dict[str, str] | None = None
    ties: dict[str, str] | None = None


def survey(records: Iterator[Record]) -> Iterator[Record]:
    """`document` records to `surveyed` ones, by article."""
    for record in records:
        document: Document = record.value
        nodes = nodes_of(document)
        named, typed = [], set()
        known = {n.local for n in nodes}
        for claim in sorted(document.claims, key=lambda c: (c.start, c.end, c.id)):
            if isinstance(claim.fact, Attribute) and claim.fact.subject in known:
                if claim.fact.predicate in NAMING:
                    named.append((claim.fact.subject, claim))
                elif claim.fact.predicate == "type":
                    typed.add(claim.fact.subject)
        prefix = article_key(document.article)
        apart = tuple(known_apart(document, {n.local: n for n in nodes}))
        found = Surveyed(prefix, tuple(nodes), apart, tuple(named), tuple(sorted(typed)))
        yield Record("surveyed", document.article.id, "", found)


def survey_all(surveyed: Dataset, rulings: tuple[Ruling, ...]) -> tuple[Global, list[Record]]:
    """What is known of the whole build, and the issues of rulings that meet nothing, as records."""
    areas: set[str] = set()
    tails: set[str] = set()
    for record in surveyed.map(_words).group(first).sorted():
        (areas if record.kind == "area" else tails).add(record.key[1:])
    found = Global(frozenset(areas), frozenset(tails))
    if not rulings:
        return found, []
    ruled = [(r.order, r.value) for r in surveyed.map(_Named(_ruled_keys(rulings))).sorted()]
    ruled.sort(key=lambda row: row[0])
    decisions, unused = apply_rulings(rulings, [node for _, node in ruled])
    return _with_hands(found, ruled, decisions), [Record("issue", "", "", i) for i in unused]


def _words(records: Iterator[Record]) -> Iterator[Record]:
    for record in records:
        for name in area_names(record.value.nodes):
            yield Record("area", "a" + name, "", None)
        for node in record.value.nodes:
            if node.group == "Person":
                for tail in tails_of(node):
                    yield Record("tail", "t" + tail, "", None)


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
    return Global(found.areas, found.tails, hands, joined, ties)


compact(Surveyed)

"""Which nodes are one: each group of nodes matched component by component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.dataflow import Dataset, Engine, Record
from kg.identity import digest
from kg.model import Decision, compact
from kg.nlp.lexicon import KnownNames
from kg.resolve.blocking import Doubt, Match
from kg.resolve.clusters import cluster
from kg.resolve.events import match_events
from kg.resolve.merging import merge_decisions
from kg.resolve.nodes import ORGANIZATION, Node, Scene
from kg.resolve.people import Surroundings, match_people, sphere
from kg.resolve.rounds.survey import Global, Surveyed
from kg.resolve.rounds.tokens import (
    chain,
    event_ties,
    event_tokens,
    person_tokens,
    thing_ties,
    thing_tokens,
    tied,
)
from kg.resolve.rulings import unheeded
from kg.resolve.things import THINGS, match_things


@dataclass(frozen=True, slots=True)
class Root:
    """Where a node's cluster stands (the place of its first node): when things were first matched, and in the end."""

    key: str
    early: str
    final: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A node on its way to its component, with the settled nodes it refers to (and their places and roots).

    Of people: `roots` are those of the organizations of their posts; `around` says of each root what it is part of and
    its sphere; `bodies` are the roots of the organizations that the article of a person without a post names.
    """

    node: Node
    context: tuple[tuple[str, Node, str], ...] = ()
    roots: tuple[tuple[str, str], ...] = ()
    around: tuple[tuple[str, frozenset[str], str], ...] = ()
    bodies: frozenset[str] = frozenset()


def matched(engine: Engine, placed: Dataset, found: Global, group: Component) -> Dataset:
    """`root`, `decision`, `doubt` and `issue` records of `node`, `apart` and `pair` records keyed by token."""
    pairs = placed.only("pair").group(_distinct)
    labels = engine.components(pairs)
    hands = [
        Record("apart", tie, f"{at:06}", decision)
        for at, (of, tie, decision) in enumerate(found.hands)
        if of in group.groups
    ]
    nodes = placed.only("node", "apart").union(labels, engine.dataset(hands))
    return nodes.group(_labelled).group(group).keep()


def _distinct(key: str, records: Iterator[Record]) -> Iterator[Record]:
    last = key
    for record in records:
        if record.order != last:
            last = record.order
            yield record


def _labelled(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """The records keyed by their component, which comes first where there is one."""
    label = key
    for record in records:
        if record.kind == "component":
            label = record.value
        else:
            yield record._replace(key=label)


# --- things -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThingNodes:
    """`surveyed` records to `node`, `apart` and `pair` records of things, keyed by token."""

    known: KnownNames
    found: Global

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        for record in records:
            surveyed: Surveyed = record.value
            nodes = {n.key: n for n in surveyed.nodes}
            orders = surveyed.orders()
            tokens = {n.key: thing_tokens(n, self.known) for n in surveyed.nodes if n.group in THINGS}
            for key, own in tokens.items():
                node = nodes[key]
                context = []
                if node.parent and nodes[node.parent].group not in THINGS:
                    root = (self.found.joined or {}).get(node.parent, orders[node.parent])
                    context.append((orders[node.parent], nodes[node.parent], root))
                yield Record("node", own[0], orders[key], Placed(node, tuple(context)))
            yield from _ties(surveyed, tokens, thing_ties(nodes), self.found)


def _ties(
    surveyed: Surveyed, tokens: Mapping[str, list[str]], ties: Iterable[tuple[str, str]], found: Global
) -> Iterator[Record]:
    apart = [d for d in surveyed.apart if d.left in tokens]
    for at, decision in enumerate(apart):
        yield Record("apart", tokens[decision.left][0], f"{surveyed.prefix}|{at:06}", decision)
    yield from tied(tokens, ties, apart, found)


# --- events and people ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rooted:
    """By article: its `surveyed` record and the `root` records of its things.

    To `node`, `apart` and `pair` records of events, keyed by token (kinds `e-…`); to `person`, `tie` and `around`
    records of people, and of the organizations they may work for, keyed by root.
    """

    found: Global

    def __call__(self, article: str, records: Iterator[Record]) -> Iterator[Record]:
        early: dict[str, str] = {}
        surveyed: Surveyed | None = None
        for record in records:
            if record.kind == "surveyed":
                surveyed = record.value
            elif record.kind == "root":
                early[record.value.key] = record.value.early
        if surveyed is None:
            return
        orders = surveyed.orders()
        roots = {key: early.get(key) or (self.found.joined or {}).get(key, order) for key, order in orders.items()}
        nodes = {n.key: n for n in surveyed.nodes}
        yield from _events(surveyed, nodes, orders, roots, self.found)
        yield from _people(surveyed, orders, roots, self.found)


def _events(
    surveyed: Surveyed, nodes: Mapping[str, Node], orders: Mapping[str, str], roots: Mapping[str, str], found: Global
) -> Iterator[Record]:
    tokens = {n.key: event_tokens(n, nodes, roots) for n in surveyed.nodes if n.group == "Event"}
    for key, own in tokens.items():
        context = tuple((orders[n.key], n, roots[n.key]) for n in _referred(nodes[key], nodes))
        yield Record("e-node", own[0], orders[key], Placed(nodes[key], context))
    for record in _ties(surveyed, tokens, event_ties(nodes), found):
        yield Record("e-" + record.kind, record.key, record.order, record.value)


def _referred(node: Node, nodes: Mapping[str, Node]) -> Iterator[Node]:
    """The nodes that are no events among an event's series and its parents, as far up as these are looked at."""
    if node.series and nodes[node.series].group != "Event":
        yield nodes[node.series]
    yield from (above for above in chain(node, nodes) if above.group != "Event")


def _people(surveyed: Surveyed, orders: Mapping[str, str], roots: Mapping[str, str], found: Global) -> Iterator[Record]:
    for node in surveyed.nodes:
        root = roots[node.key]
        if node.parent and roots[node.parent] != root:
            yield Record("above", root, f"0|{roots[node.parent]}", roots[node.parent])
        if what := sphere(node):
            yield Record("sphere", root, f"1|{orders[node.key]}", what)
    bodies = frozenset(roots[n.key] for n in surveyed.nodes if n.group == ORGANIZATION)
    tokens = {}
    for node in surveyed.nodes:
        if node.group != "Person":
            continue
        posts = sorted({org for org, _ in node.posts if org})
        tokens[node.key] = person_tokens(node, (roots[org] for org in posts), found.tails)
        known = tuple((org, roots[org]) for org in posts)
        placed = Placed(node, (), known, (), frozenset() if any(map(any, node.posts)) else bodies)
        yield Record("person", node.key, "", (tokens[node.key][0], orders[node.key], placed))
        for root in sorted({roots[org] for org in posts}):
            yield Record("post", root, f"2|{node.key}", node.key)
    for record in _ties(surveyed, tokens, (), found):
        yield Record("p-" + record.kind, record.key, record.order, record.value)


def employers(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root of an organization, all that is said of it: to one `employer` record for each person in its posts."""
    above: set[str] = set()
    what = ""
    fixed: frozenset[str] | None = None
    for record in records:
        if record.kind == "above":
            above.add(record.value)
        elif record.kind == "sphere":
            what = record.value
        else:
            fixed = frozenset(above) if fixed is None else fixed
            yield Record("employer", record.value, root, (root, fixed, what))


def surround(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """By person, the `person` record and those of the employers: to a `node` record keyed by token."""
    person = next(records)
    token, order, placed = person.value
    yield Record("node", token, order, replace(placed, around=tuple(r.value for r in records)))


# --- a component ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """What came together in one component: nodes to match and settled ones, by key, with places and roots."""

    placed: dict[str, Placed] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    context: dict[str, Node] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    apart: list[Decision] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Take a `node` or an `apart` record."""
        if record.kind == "apart":
            self.apart.append(record.value)
            return
        placed: Placed = record.value
        self.placed[placed.node.key] = placed
        self.orders[placed.node.key] = record.order
        for order, node, root in placed.context:
            self.context[node.key] = node
            self.orders[node.key] = order
            self.roots[node.key] = root
        self.roots |= placed.roots

    def scene(self) -> Scene:
        """All nodes in the order of content."""
        nodes = {**self.context, **{key: p.node for key, p in self.placed.items()}}
        return Scene(tuple(nodes[key] for key in sorted(nodes, key=self.orders.__getitem__)), tuple(self.apart))


@dataclass(frozen=True, slots=True)
class Component:
    """Matches the nodes of a component; the subclasses are functions of `Dataset.group`."""

    found: Global

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of nodes it matches."""
        raise NotImplementedError

    def match(self, scene: Scene, part: _Part) -> Match:
        """The decisions about the part's nodes."""
        raise NotImplementedError

    def __call__(self, label: str, records: Iterator[Record]) -> Iterator[Record]:
        part = _Part()
        for record in records:
            part.add(record)
        if len(part.placed) < 2:  # most: a name that is said once
            for key, placed in part.placed.items():
                yield Record("root", placed.node.article, key, Root(key, part.orders[key], part.orders[key]))
            return
        scene = part.scene()
        order = [n.key for n in scene.nodes]
        found = self.match(scene, part)
        early = cluster(order, [*found.decisions, *scene.apart])
        decisions = merge_decisions(order, [*found.decisions, *scene.apart])
        final = cluster(order, decisions)
        for key, placed in part.placed.items():
            places = (part.orders[early[key]], part.orders[final[key]])
            yield Record("root", placed.node.article, key, Root(key, *places))
        for decision in decisions:
            yield Record("decision", "", f"{part.orders[decision.left]} {part.orders[decision.right]}", decision)
        for issue in unheeded(decisions, final):
            yield Record("issue", "", "", issue)
        yield from _doubts(found.doubts, [{part.orders[final[n]] for n in d.nodes} for d in found.doubts])


def _doubts(doubts: Sequence[Doubt], roots: Sequence[set[str]]) -> Iterator[Record]:
    for doubt, own in zip(doubts, roots, strict=True):
        if len(own) > 1:
            name = digest(doubt.kind, doubt.text, *sorted(own))
            yield Record("doubt", name, "", (doubt.kind, doubt.text, tuple(sorted(own))))


@dataclass(frozen=True, slots=True)
class Things(Component):
    """Organizations, areas, venues, series, works and products."""

    known: KnownNames

    @property
    def groups(self) -> tuple[str, ...]:
        """All but events and people."""
        return THINGS

    def match(self, scene: Scene, part: _Part) -> Match:
        """By names, likeness, and units by their parents."""
        return match_things(scene, self.known, areas=self.found.areas)


@dataclass(frozen=True, slots=True)
class Events(Component):
    """Events, after the things they refer to."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Events."""
        return ("Event",)

    def match(self, scene: Scene, part: _Part) -> Match:
        """Editions by series and year, others by name, parent and year."""
        roots = {key: (self.found.joined or {}).get(key, order) for key, order in part.orders.items()}
        return match_events(scene, {**roots, **part.roots})


@dataclass(frozen=True, slots=True)
class People(Component):
    """People, after the organizations they work for."""

    @property
    def groups(self) -> tuple[str, ...]:
        """People."""
        return ("Person",)

    def match(self, scene: Scene, part: _Part) -> Match:
        """By name, and what is known of the posts."""
        above: dict[str, frozenset[str]] = {}
        spheres: dict[str, str] = {}
        bodies: dict[str, frozenset[str]] = {}
        for placed in part.placed.values():
            if placed.bodies:
                bodies[placed.node.article] = placed.bodies
            for root, wider, what in placed.around:
                above[root] = wider
                if what:
                    spheres[root] = what
        return match_people(scene, part.roots, Surroundings(above, spheres, bodies))


compact(Root, Placed)

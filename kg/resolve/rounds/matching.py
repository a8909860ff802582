"""Which nodes are one: each group of nodes matched component by component."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.dataflow import Dataset, Engine, Record
from kg.identity import digest
from kg.model import Decision, compact
from kg.nlp.lexicon import KnownNames
from kg.resolve.bearing import on_comparing
from kg.resolve.blocking import Doubt, Match
from kg.resolve.clusters import cluster
from kg.resolve.events import match_events
from kg.resolve.merging import merge_decisions
from kg.resolve.nodes import ORGANIZATION, Node, Scene
from kg.resolve.people import Surroundings, match_people, sphere
from kg.resolve.rounds.survey import Global, Surveyed
from kg.resolve.rounds.tokens import (
    ThingTokens,
    chain,
    event_ties,
    event_tokens,
    person_tokens,
    thing_ties,
    tied,
)
from kg.resolve.rulings import unheeded
from kg.resolve.things import THINGS, match_things


@dataclass(frozen=True, slots=True)
class Placed:
    """A node on its way to its component, with the settled nodes it refers to (and their places and roots).

    Of people: `roots` are those of the organizations of their posts, `bodies` those of the organizations that the
    article of a person without a post names.
    """

    node: Node
    context: tuple[tuple[str, Node, str], ...] = ()
    roots: tuple[tuple[str, str], ...] = ()
    bodies: frozenset[str] = frozenset()


def matched(engine: Engine, placed: Dataset, found: Global, group: Component) -> Dataset:
    """`root`, `decision`, `doubt` and `issue` records of `node`, `apart`, `employer` and `pair` records keyed by token.

    The kinds of what is given begin with the group's `mark`. By article and node, the value of a `root` record is where
    the node's cluster stands (the place of its first node): when things were first matched, and in the end. There is
    none of a node that is the first in both.
    """
    pairs = placed.only(group.mark + "pair").group(_distinct)
    labels = engine.components(pairs)
    hands = [
        Record(group.mark + "apart", tie, f"{at:06}", decision)
        for at, (of, tie, decision) in enumerate(found.hands)
        if of in group.groups
    ]
    nodes = placed.only(*(group.mark + kind for kind in ("node", "apart", "employer")))
    return nodes.union(labels, engine.dataset(hands)).group(_labelled).group(group).keep()


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
    """`surveyed` records to `t-node`, `t-apart` and `t-pair` records of things, keyed by token."""

    known: KnownNames
    found: Global

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        tokens_of = ThingTokens(self.known)
        for record in records:
            surveyed: Surveyed = record.value
            nodes = {n.key: n for n in surveyed.nodes}
            orders = surveyed.orders()
            tokens = {n.key: tokens_of(n) for n in surveyed.nodes if n.group in THINGS}
            for key, own in tokens.items():
                node = nodes[key]
                context = []
                if node.parent and nodes[node.parent].group not in THINGS:
                    root = (self.found.joined or {}).get(node.parent, orders[node.parent])
                    context.append((orders[node.parent], nodes[node.parent], root))
                yield Record("t-node", own[0], orders[key], Placed(node, tuple(context)))
            yield from _ties("t-", surveyed, tokens, thing_ties(nodes), self.found)

    def unlike(self, other: ThingNodes) -> Callable[[Record], bool] | None:
        """The articles that name a thing which areas that only one of the two knows bear on."""
        if other.found != self.found or other.known.bodies != self.known.bodies:
            return None
        bears = on_comparing(self.known.areas ^ other.known.areas, self.known)
        return lambda record: any(bears(node.names) for node in record.value.nodes if node.group in THINGS)


def _ties(
    mark: str, surveyed: Surveyed, tokens: Mapping[str, list[str]], ties: Iterable[tuple[str, str]], found: Global
) -> Iterator[Record]:
    apart = [d for d in surveyed.apart if d.left in tokens]
    for at, decision in enumerate(apart):
        yield Record(mark + "apart", tokens[decision.left][0], f"{surveyed.prefix}|{at:06}", decision)
    for token, other in tied(tokens, ties, apart, found):
        yield Record(mark + "pair", token, other, other)


# --- events and people ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rooted:
    """By article: its `surveyed` record and the `root` records of its things.

    To `node`, `apart` and `pair` records of events (kinds `e-…`) and people (`p-…`), keyed by token; to `above`,
    `sphere` and `post` records of the organizations that people may work for, keyed by root; by article, to the
    `roots` of its nodes (things: in the end) and its `editions`, events of a series with their places.
    """

    found: Global

    def __call__(self, article: str, records: Iterator[Record]) -> Iterator[Record]:
        surveyed: Surveyed = next(records).value
        orders = surveyed.orders()
        joined = self.found.joined or {}
        nodes = {n.key: n for n in surveyed.nodes}
        roots = {key: order if nodes[key].group in THINGS else joined.get(key, order) for key, order in orders.items()}
        final = dict(orders)
        for record in records:
            roots[record.order], final[record.order] = record.value
        yield from _events(surveyed, nodes, orders, roots, self.found)
        yield from _people(surveyed, orders, roots, self.found)
        yield Record("roots", article, "", final)
        dated = tuple((orders[n.key], n) for n in surveyed.nodes if n.group == "Event" and n.series)
        if dated:
            yield Record("editions", article, "", dated)


def _events(
    surveyed: Surveyed, nodes: Mapping[str, Node], orders: Mapping[str, str], roots: Mapping[str, str], found: Global
) -> Iterator[Record]:
    tokens = {n.key: event_tokens(n, nodes, roots) for n in surveyed.nodes if n.group == "Event"}
    for key, own in tokens.items():
        context = tuple((orders[n.key], n, roots[n.key]) for n in _referred(nodes[key], nodes))
        yield Record("e-node", own[0], orders[key], Placed(nodes[key], context))
    yield from _ties("e-", surveyed, tokens, event_ties(nodes), found)


def _referred(node: Node, nodes: Mapping[str, Node]) -> Iterator[Node]:
    """The nodes that are no events among an event's series and its parents, as far up as these are looked at."""
    if node.series and nodes[node.series].group != "Event":
        yield nodes[node.series]
    yield from (above for above in chain(node, nodes) if above.group != "Event")


def _people(surveyed: Surveyed, orders: Mapping[str, str], roots: Mapping[str, str], found: Global) -> Iterator[Record]:
    yield from _bodies(surveyed, orders, roots)
    bodies = frozenset(roots[n.key] for n in surveyed.nodes if n.group == ORGANIZATION)
    tokens = {}
    for node in surveyed.nodes:
        if node.group != "Person":
            continue
        posts = sorted({org for org, _ in node.posts if org})
        tokens[node.key] = person_tokens(node, (roots[org] for org in posts))
        known = tuple((org, roots[org]) for org in posts)
        own = tokens[node.key][0]
        yield Record("p-node", own, orders[node.key], Placed(node, (), known, bodies if _bare(node) else frozenset()))
        for root in sorted({roots[org] for org in posts}):
            yield Record("post", root, "2" + own, None)
    yield from _ties("p-", surveyed, tokens, (), found)


def _bare(person: Node) -> bool:
    """Whether nothing is said of a person's posts."""
    return not any(map(any, person.posts))


def _bodies(surveyed: Surveyed, orders: Mapping[str, str], roots: Mapping[str, str]) -> Iterator[Record]:
    """What an article says of those whom people may work for: of each, the last sphere that it says."""
    spheres: dict[str, tuple[str, str]] = {}
    for node in surveyed.nodes:
        root = roots[node.key]
        if node.parent and roots[node.parent] != root:
            yield Record("above", root, "0" + roots[node.parent], roots[node.parent])
        if what := sphere(node):
            spheres[root] = orders[node.key], what
    for root, (order, what) in spheres.items():
        yield Record("sphere", root, "1" + order, what)


def employers(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root of an organization, all that is said of it: to one `p-employer` record by token of people in its posts,
    if there is something to say."""
    above: set[str] = set()
    what = ""
    last = ""
    for record in records:
        if record.kind == "above":
            above.add(record.value)
        elif record.kind == "sphere":
            what = record.value
        elif (above or what) and record.order != last:
            last = record.order
            yield Record("p-employer", last[1:], root, (frozenset(above), what))


# --- a component ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """What came together in one component: nodes to match and settled ones, by key, with places and roots."""

    placed: dict[str, Placed] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    context: dict[str, Node] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    employers: dict[str, tuple[frozenset[str], str]] = field(default_factory=dict)
    apart: list[Decision] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Take a `node`, an `employer` or an `apart` record."""
        kind = record.kind[2:]
        if kind == "apart":
            self.apart.append(record.value)
            return
        if kind == "employer":
            self.employers[record.order] = record.value
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
    def mark(self) -> str:
        """What the kinds of its records begin with."""
        raise NotImplementedError

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
            return
        scene = part.scene()
        order = [n.key for n in scene.nodes]
        found = self.match(scene, part)
        every = [*found.decisions, *scene.apart]
        early = cluster(order, every)
        decisions = merge_decisions(order, every)
        final = cluster(order, decisions) if len(decisions) < len(every) else early
        for key, placed in part.placed.items():
            if not key == early[key] == final[key]:
                yield Record("root", placed.node.article, key, (part.orders[early[key]], part.orders[final[key]]))
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
    def mark(self) -> str:
        """Things."""
        return "t-"

    @property
    def groups(self) -> tuple[str, ...]:
        """All but events and people."""
        return THINGS

    def match(self, scene: Scene, part: _Part) -> Match:
        """By names, likeness, and units by their parents."""
        return match_things(scene, self.known, areas=self.found.areas)

    def unlike(self, other: Things) -> Callable[[Record], bool] | None:
        """The components of a name that areas which only one of the two knows bear on."""
        if replace(other.found, areas=self.found.areas) != self.found or other.known.bodies != self.known.bodies:
            return None
        one, two = (matches.found.areas | matches.known.areas for matches in (self, other))
        bears = on_comparing(one ^ two, self.known)
        return lambda record: record.kind == "t-node" and bears(record.value.node.names)


@dataclass(frozen=True, slots=True)
class Events(Component):
    """Events, after the things they refer to."""

    @property
    def mark(self) -> str:
        """Events."""
        return "e-"

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
    def mark(self) -> str:
        """People."""
        return "p-"

    @property
    def groups(self) -> tuple[str, ...]:
        """People."""
        return ("Person",)

    def match(self, scene: Scene, part: _Part) -> Match:
        """By name, and what is known of the posts."""
        above = {root: wider for root, (wider, _) in part.employers.items()}
        spheres = {root: what for root, (_, what) in part.employers.items() if what}
        bodies = {placed.node.article: placed.bodies for placed in part.placed.values() if placed.bodies}
        return match_people(scene, part.roots, Surroundings(above, spheres, bodies))


compact(Placed)

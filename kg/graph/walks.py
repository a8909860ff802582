"""Ways between the entities of a graph, as users hold them."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.graph import arguments
from kg.graph.facts import Evidence, kind, links
from kg.graph.paths import Route, Step, find_paths
from kg.graph.shown import html_list, markup
from kg.graph.views import EntityView, FactView
from kg.model import Position

if TYPE_CHECKING:
    from kg.graph.knowledge_graph import KnowledgeGraph

Links = dict[str, tuple[Step, ...]]
# In memory a link is looked at in about 2 µs, so that the search ends within seconds whatever the graph.
MOST_LINKS = 1_000_000


@dataclass(frozen=True, slots=True, repr=False)
class Hop:
    """One step of a path: every fact that links `source` and `target`, a post before what follows from it.

    `forward` tells of the first fact whether `source` is its subject (holder, for a post).
    """

    source: EntityView
    target: EntityView
    facts: tuple[FactView, ...]
    forward: bool

    @property
    def predicate(self) -> str:
        """The first fact's property, or `Position`."""
        return self.facts[0].predicate

    def arrow(self) -> str:
        """The first fact between two names: `exhibitsAt→`, `←heldAt`, `局长→`, `←cooperatesWith→`."""
        fact = self.facts[0]
        word = fact.fact.title if isinstance(fact.fact, Position) else fact.predicate
        if fact.graph.schema.symmetric(fact.predicate):
            return f"←{word}→"
        return f"{word}→" if self.forward else f"←{word}"

    def __repr__(self) -> str:
        return f"<Hop {self.source.name} {self.arrow()} {self.target.name}>"


@dataclass(frozen=True, slots=True, repr=False)
class Path:
    """A way from one entity to another that visits none twice; `score` is in (0, 1], see `kg.graph.paths`."""

    hops: tuple[Hop, ...]
    score: float

    @property
    def entities(self) -> tuple[EntityView, ...]:
        """The entities on the way, both ends included."""
        return (self.hops[0].source, *(hop.target for hop in self.hops))

    @property
    def facts(self) -> tuple[FactView, ...]:
        """The facts on the way, those of each hop together."""
        return tuple(fact for hop in self.hops for fact in hop.facts)

    def evidence(self) -> list[Evidence]:
        """The claims behind all facts on the way."""
        return list({e.claim.id: e for fact in self.facts for e in fact.evidence()}.values())

    def __len__(self) -> int:
        """The number of hops."""
        return len(self.hops)

    def __str__(self) -> str:
        return self.hops[0].source.name + "".join(f" {hop.arrow()} {hop.target.name}" for hop in self.hops)

    def __repr__(self) -> str:
        return f"<Path: {self}>"

    def _repr_html_(self) -> str:
        said = [
            (f"{hop.source.name} {hop.arrow()} {hop.target.name}", [e.sentence for e in hop.facts[0].evidence()])
            for hop in self.hops
        ]
        return f"<b>{markup(str(self))}</b>{html_list(said)}"


def adjacency(graph: KnowledgeGraph) -> Links:
    """For each entity its links to others, by target: relations, and posts from holder to organization."""
    found: dict[str, list[Step]] = defaultdict(list)
    for stated in graph.stated.values():
        ends = [name for _, name in links(stated.fact)]
        if len(ends) == 2 and ends[0] != ends[1]:
            predicate = kind(stated.fact)
            found[ends[0]].append(Step(ends[1], predicate, True, stated.key))
            found[ends[1]].append(Step(ends[0], predicate, False, stated.key))
    return {name: tuple(sorted(steps)) for name, steps in found.items()}


def paths_between(graph: KnowledgeGraph, a: str, b: str, *, max_length: int, limit: int) -> list[Path]:
    """See `KnowledgeGraph.paths`; `a` and `b` are ids."""
    if a == b:
        raise UsageError("a path leads from one entity to another; both ends are the same")
    max_length, limit = arguments.whole(max_length, "max_length", 1), arguments.whole(limit, "limit", 1)
    known = graph.steps

    @cache
    def degree(name: str) -> int:
        return len({step.target for step in known.get(name, ())})

    found = find_paths(
        a, b, steps=lambda n: known.get(n, ()), degree=degree, max_length=max_length, limit=limit,
        most_links=MOST_LINKS,
    )  # fmt: skip
    if not found.complete:
        warnings.warn("paths through entities with very many links were not looked into", stacklevel=3)
    return [_path(graph, route) for route in found.routes]


def _path(graph: KnowledgeGraph, route: Route) -> Path:
    hops = []
    for (source, target), steps in zip(pairwise(route.nodes), route.hops, strict=True):
        facts = tuple(FactView(graph, graph.stated[s.fact], source) for s in steps)
        hops.append(Hop(graph.view(source), graph.view(target), facts, steps[0].forward))
    return Path(tuple(hops), route.score)


def around(graph: KnowledgeGraph, centres: Iterable[str], hops: int) -> set[str]:
    """The ids of all entities at most `hops` links from one of `centres`, these included."""
    seen = edge = set(centres)
    for _ in range(arguments.whole(hops, "hops", 0)):
        if not edge:
            break
        edge = {step.target for name in edge for step in graph.steps.get(name, ())} - seen
        seen = seen | edge
    return seen

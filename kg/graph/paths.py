"""Short and specific ways from one node to another, over whatever can name a node's links: a graph or a SPARQL store.

A way scores by its length and by how many links its inner nodes have. Two firms at one fair are near each other; that
both are in China says little, as everybody is. This is the degree-weighted path count of D. S. Himmelstein and
S. E. Baranzini ("Heterogeneous Network Edge Prediction", PLoS Computational Biology 11(7), 2015; used in Hetionet),
taken for single paths: the product of the inner nodes' degrees, each to the power of -0.4 as there, times a half for
each inner node, so that of equally specific ways the shorter one comes first.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

# The damping exponent that Himmelstein and Baranzini found best.
DAMPING = 0.4
# What each further inner node takes off.
LENGTH = 0.5
# Links looked at before giving up on the nodes with the most links: a way through these would come last anyway.
MOST_LINKS = 200_000
# Partial ways looked at; only a dense graph with a great `limit` has more.
MOST_PARTIAL = 100_000


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A link from a node to `target`: `fact` names what says so, `forward` whether the target is its object."""

    target: str
    predicate: str
    forward: bool
    fact: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way without cycles: `hops[i]` are all links from `nodes[i]` to `nodes[i + 1]`, sorted; `score` is in (0, 1]."""

    nodes: tuple[str, ...]
    hops: tuple[tuple[Step, ...], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The best ways, best first; not `complete` where nodes with very many links were not looked into."""

    routes: tuple[Route, ...]
    complete: bool


_Links = dict[str, dict[str, set[Step]]]


def find_paths(
    a: str,
    b: str,
    *,
    steps: Callable[[str], Iterable[Step]],
    degree: Callable[[str], int],
    max_length: int = 4,
    limit: int = 10,
    most_links: int = MOST_LINKS,
) -> Found:
    """The best `limit` ways of at most `max_length` links between two nodes; ties by the nodes' ids.

    Both ends are searched towards the middle, nodes with few links first, and never more than `most_links` links.

    Args:
        steps: a node's links, in both directions: where `a` has a step to `b`, `b` has one to `a` with the same fact.
        degree: how many other nodes a node is linked to.
    """
    if a == b or max_length < 1 or limit < 1:
        return Found((), True)
    links, complete = _gather(a, b, steps, degree, max_length, most_links)
    hops = _hops_to(b, links, max_length)
    if a not in hops:
        return Found((), complete)
    routes, all_tried = _best(a, b, links, hops, degree, max_length, limit)
    return Found(routes, complete and all_tried)


def _gather(
    a: str,
    b: str,
    steps: Callable[[str], Iterable[Step]],
    degree: Callable[[str], int],
    max_length: int,
    most_links: int,
) -> tuple[_Links, bool]:
    """All links that a way may use: both ends' surroundings, the smaller one widened first."""
    links: _Links = {}
    seen, edges, left = {a: {a}, b: {b}}, {a: [a], b: [b]}, most_links
    for _ in range(max_length):
        side = min((a, b), key=lambda end: (len(edges[end]), end == b))
        if not edges[side]:  # all that hangs together with this end is known
            break
        fresh: set[str] = set()
        for node in sorted(edges[side], key=lambda n: (degree(n), n)) if len(edges[side]) > 1 else edges[side]:
            if left <= 0:
                return links, False
            for step in steps(node):
                left -= 1
                if step.target != node:
                    fresh.add(step.target)
                    links.setdefault(node, {}).setdefault(step.target, set()).add(step)
                    back = Step(node, step.predicate, not step.forward, step.fact)
                    links.setdefault(step.target, {}).setdefault(node, set()).add(back)
        edges[side] = sorted(fresh - seen[side])
        seen[side] |= fresh
    return links, True


def _hops_to(b: str, links: _Links, most: int) -> dict[str, int]:
    """How many links each node is away from `b`, up to `most`."""
    found, edge = {b: 0}, [b]
    for distance in range(1, most + 1):
        if not edge:
            break
        edge = sorted({target for node in edge for target in links.get(node, ()) if target not in found})
        found |= dict.fromkeys(edge, distance)
    return found


def _best(
    a: str,
    b: str,
    links: _Links,
    hops: Mapping[str, int],
    degree: Callable[[str], int],
    max_length: int,
    limit: int,
) -> tuple[tuple[Route, ...], bool]:
    """Best-first: the partial way whose cost and least remaining cost is smallest is carried on first."""
    near = {n for n, d in _hops_to(a, links, max_length).items() if n in hops and d + hops[n] <= max_length}
    costs = {n: 0.0 if n in (a, b) else _cost(degree(n)) for n in sorted(near)}
    ahead = _least_cost(b, links, costs)
    queue: list[tuple[float, int, tuple[str, ...], float]] = [(round(ahead[a], 9), 1, (a,), 0.0)]
    routes: list[Route] = []
    for _ in range(MOST_PARTIAL):
        if not queue or len(routes) == limit:
            return tuple(routes), True
        _, length, nodes, cost = heapq.heappop(queue)
        if nodes[-1] == b:
            routes.append(Route(nodes, tuple(tuple(sorted(links[u][v])) for u, v in pairwise(nodes)), math.exp(-cost)))
            continue
        for target in links[nodes[-1]]:
            if target in near and target not in nodes and length + hops[target] <= max_length:
                so_far = cost + costs[target]
                heapq.heappush(queue, (round(so_far + ahead[target], 9), length + 1, (*nodes, target), so_far))
    return tuple(routes), False


def _cost(degree: int) -> float:
    """The negative logarithm of what an inner node multiplies a score by. It has two links at least."""
    return DAMPING * math.log(max(degree, 2)) - math.log(LENGTH)


def _least_cost(b: str, links: _Links, costs: Mapping[str, float]) -> dict[str, float]:
    """For each node the least cost of the nodes after it on a way to `b` (Dijkstra)."""
    found: dict[str, float] = {}
    queue = [(0.0, b)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node not in found:
            found[node] = cost
            for target in links.get(node, ()):
                if target in costs and target not in found:
                    heapq.heappush(queue, (cost + costs[node], target))
    return found

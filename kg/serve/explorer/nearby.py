"""Which entities an entity is linked to: for the picture that grows by clicking, and for ways between two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.graph.paths import Step
from kg.serve.lookup import MOST, Graph, ends, nodes, relation_key, relations

# Links read of one property before the best of them are chosen.
WIDE = 200


def steps(graph: Graph, identifier: str, *, limit: int = MOST) -> Iterator[Step]:
    """Links to other entities by relations and posts, at most `limit` a property and direction."""
    for predicate in relations(graph):
        for outward in (True, False):
            for other in ends(graph, identifier, predicate, outward, limit):
                pair = (identifier, other) if outward else (other, identifier)
                yield Step(other, predicate, outward, relation_key(graph, *pair, predicate))
    for mine, theirs in (("holder", "organization"), ("organization", "holder")):
        for node in nodes(graph, identifier, mine, limit=limit):
            if node[theirs]:
                yield Step(node[theirs], "Position", mine == "holder", node.key)


def neighbours(graph: Graph, identifier: str, *, limit: int = 12, without: Iterable[str] = ()) -> list[Step]:
    """The links of an entity to at most `limit` others: those that most facts speak of, taking turns among properties
    so that none crowds out the rest. `without` are ids left out."""
    left_out = {identifier, *without}
    found = [s for s in steps(graph, identifier, limit=WIDE) if s.target not in left_out]
    known = graph.index.entities(s.target for s in found)
    turns: Counter[tuple[str, bool]] = Counter()
    ranked: list[tuple[int, int, Step]] = []
    for step in sorted((s for s in found if s.target in known), key=lambda s: (-known[s.target].weight, s)):
        ranked.append((turns[step.predicate, step.forward], -known[step.target].weight, step))
        turns[step.predicate, step.forward] += 1
    ranked.sort()
    kept = set(list(dict.fromkeys(step.target for _, _, step in ranked))[:limit])
    return [step for _, _, step in ranked if step.target in kept]

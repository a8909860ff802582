"""Pairs that a person should look at, and how to name their sides so that a decision survives the next build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.model import Decision, Member, Side


def open_pairs(cast: Iterable[Member], decisions: Iterable[Decision]) -> list[Decision]:
    """The `unsure` decisions between different entities that nothing else decides: one a pair, the likeliest first."""
    entity = {m.key: m.entity for m in cast}
    doubtful: dict[frozenset[str], list[Decision]] = defaultdict(list)
    settled: set[frozenset[str]] = set()
    for d in decisions:
        pair = frozenset((entity[d.left], entity[d.right]))
        if len(pair) == 2 and d.verdict == "unsure":
            doubtful[pair].append(d)
        elif len(pair) == 2 and d.verdict == "different":
            settled.add(pair)
    found = [max(same, key=lambda d: d.score) for pair, same in doubtful.items() if pair not in settled]
    return sorted(found, key=lambda d: (-d.score, d.left, d.right))


def sides_of(decision: Decision, cast: Sequence[Member]) -> tuple[Side, Side]:
    """Both members as sides of a ruling: by name and class, and by article where others bear the name."""
    by_key = {m.key: m for m in cast}
    left, right = by_key[decision.left], by_key[decision.right]
    return _side(left, cast), _side(right, cast)


def _side(member: Member, cast: Sequence[Member]) -> Side:
    bearers = {m.entity for m in cast if member.name in m.names}
    return Side(member.name, member.type, member.article if len(bearers) > 1 else "")

"""Clusters as a pure function of decisions: `same` joins, `different` keeps whole clusters apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from kg.model import Decision

T = TypeVar("T")


def cluster(keys: Sequence[str], decisions: Iterable[Decision]) -> dict[str, str]:
    """Each key with the first key of its cluster.

    `keys` come in a fixed order (of content). Surest decisions join first (then in the order of keys); a join
    that would put two keys of a `different` decision into one cluster is not made. Near-linear.
    """
    rank = {key: i for i, key in enumerate(keys)}
    root = list(range(len(keys)))
    enemies: dict[int, set[int]] = defaultdict(set)
    joins = []
    for d in decisions:
        if d.left not in rank or d.right not in rank:
            continue
        a, b = sorted((rank[d.left], rank[d.right]))
        if d.verdict == "different":
            enemies[a].add(b)
            enemies[b].add(a)
        elif d.verdict == "same":
            joins.append((-d.score, a, b))
    for _, a, b in sorted(joins):
        a, b = sorted((_find(root, a), _find(root, b)))
        if a == b or b in enemies.get(a, ()):
            continue
        root[b] = a
        for enemy in enemies.pop(b, ()):
            enemies[enemy].discard(b)
            enemies[enemy].add(a)
            enemies[a].add(enemy)
    return {key: keys[_find(root, i)] for i, key in enumerate(keys)}


def _find(root: list[int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def gather(items: Iterable[T], roots: Iterable[str]) -> dict[str, list[T]]:
    """Items by root, both in order."""
    rows: dict[str, list[T]] = {}
    for item, root in zip(items, roots, strict=True):
        rows.setdefault(root, []).append(item)
    return rows

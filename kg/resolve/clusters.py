"""Clusters as a pure function of decisions: `same` joins, `different` keeps whole clusters apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from kg.model import Decision

T = TypeVar("T")


def cluster(keys: Sequence[str], decisions: Iterable[Decision]) -> dict[str, str]:
    """Each key with the first key of its cluster.

    `keys` come in a fixed order (of content). Decisions by hand come first and are never undone by others; then the
    surest join first (then in the order of keys). A join that would put two keys of a `different` decision into one
    cluster is not made. Near-linear.
    """
    rank = {key: i for i, key in enumerate(keys)}
    pairs: dict[tuple[bool, bool], list[tuple[float, int, int]]] = defaultdict(list)
    for d in decisions:
        if d.left in rank and d.right in rank and d.verdict in ("same", "different"):
            a, b = rank[d.left], rank[d.right]
            pairs[d.hand, d.verdict == "same"].append((-d.score, a, b) if a < b else (-d.score, b, a))
    clusters = _Clusters(len(keys))
    for hand in (True, False):
        for _, a, b in pairs[hand, False]:
            clusters.part(a, b)
        for _, a, b in sorted(pairs[hand, True]):
            clusters.join(a, b)
    return {key: keys[clusters.root(i)] for i, key in enumerate(keys)}


class _Clusters:
    """Disjoint sets that know which others they must not join."""

    def __init__(self, count: int) -> None:
        self._root = list(range(count))
        self._enemies: dict[int, set[int]] = defaultdict(set)

    def root(self, i: int) -> int:
        root = self._root
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    def part(self, a: int, b: int) -> None:
        """Keep the sets of two keys apart, unless they are one already."""
        a, b = self.root(a), self.root(b)
        if a != b:
            self._enemies[a].add(b)
            self._enemies[b].add(a)

    def join(self, a: int, b: int) -> None:
        """Make the sets of two keys one, unless they are kept apart."""
        a, b = self.root(a), self.root(b)
        if a == b or b in self._enemies.get(a, ()):
            return
        if a > b:
            a, b = b, a
        self._root[b] = a
        for enemy in self._enemies.pop(b, ()):
            self._enemies[enemy].discard(b)
            self._enemies[enemy].add(a)
            self._enemies[a].add(enemy)


def gather(items: Iterable[T], roots: Iterable[str]) -> dict[str, list[T]]:
    """Items by root, both in order."""
    rows: dict[str, list[T]] = {}
    for item, root in zip(items, roots, strict=True):
        rows.setdefault(root, []).append(item)
    return rows

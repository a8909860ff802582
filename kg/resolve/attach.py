"""Nodes that say too little join the one candidate there is; of several they join none, and are reported."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Decision
from kg.resolve.blocking import star
from kg.resolve.features import ONLY_CANDIDATE, SEVERAL_CANDIDATES, Feature, decide
from kg.resolve.nodes import Node

# Candidates that an undecided node is compared with in the record; a person who reviews needs no more.
MAX_CANDIDATES = 3


def attach(
    bare: Sequence[Node], candidates: Sequence[Sequence[Node]], words: str, *, feature: Feature | None = None
) -> tuple[list[Decision], list[list[Node]]]:
    """Decisions about `bare` nodes, and the clusters of candidates afterwards.

    No candidate: they are one thing among themselves. One: they are it. Several: `unsure`, each by itself.
    `feature` is the reason for joining (default: nothing contradicts).
    """
    if not bare:
        return [], [list(c) for c in candidates]
    reason = feature or (ONLY_CANDIDATE[0], ONLY_CANDIDATE[1], words)
    if not candidates:
        return star(bare, reason), [list(bare)]
    if len(candidates) == 1:
        head = candidates[0][0]
        return [decide(head.key, node.key, [reason]) for node in bare], [[*candidates[0], *bare]]
    doubtful = (SEVERAL_CANDIDATES[0], SEVERAL_CANDIDATES[1], words)
    unsure = [decide(c[0].key, node.key, [doubtful]) for node in bare for c in candidates[:MAX_CANDIDATES]]
    return unsure, [*(list(c) for c in candidates), *([node] for node in bare)]

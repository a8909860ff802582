"""A person's decisions over the nodes of a build: they win over the machine's, and say so where they say nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.identity import fold
from kg.model import Decision, Issue, Ruling, Side
from kg.resolve.names import name_key
from kg.resolve.nodes import Node, group_of

BY_HAND = "decided by hand"
# Pairs that one ruling may make; more come of names so common that they need an article.
MAX_PAIRS = 250_000
_PLACE = re.compile(rf"^{BY_HAND} \(([^)]+)\)")


def apply_rulings(rulings: Sequence[Ruling], nodes: Sequence[Node]) -> tuple[list[Decision], list[Issue]]:
    """The rulings as decisions about nodes, and an issue for each that meets nothing or contradicts a later one.

    `same` joins all nodes of either side; `different` keeps every node of one side from every node of the other. Of two
    rulings about one pair the later one holds.
    """
    by_name = _by_name(nodes)
    held: dict[frozenset[str], tuple[Decision, Ruling]] = {}
    issues: list[Issue] = []
    for ruling in rulings:
        sides = [_nodes(side, by_name) for side in (ruling.left, ruling.right)]
        if not (sides[0] and sides[1]):
            missing = ruling.left if not sides[0] else ruling.right
            issues.append(_issue("decision-unused", f"nothing is called {_words(missing)} in this build", ruling))
            continue
        if ruling.verdict == "different" and len(sides[0]) * len(sides[1]) > MAX_PAIRS:
            issues.append(
                _issue("decision-unused", f"{_words(ruling.left)} is said too often: name an article", ruling)
            )
            continue
        decisions = list(_decisions(ruling, *sides))
        if not decisions:
            words = f"{_words(ruling.left)} and {_words(ruling.right)} are one thing already, or two kinds"
            issues.append(_issue("decision-unused", words, ruling))
        for decision in decisions:
            pair = frozenset((decision.left, decision.right))
            if pair in held and held[pair][0].verdict != decision.verdict:
                words = f"{_words(ruling.left)} and {_words(ruling.right)} are decided otherwise at {ruling.place}"
                issues.append(_issue("decision-overruled", words, held[pair][1]))
            held[pair] = (decision, ruling)
    return [decision for decision, _ in held.values()], list(dict.fromkeys(issues))


def unheeded(decisions: Iterable[Decision], roots: Mapping[str, str]) -> list[Issue]:
    """An issue for each decision by hand that the clusters do not keep, since others by hand exclude it."""
    issues = []
    for d in decisions:
        if d.hand and (roots[d.left] == roots[d.right]) != (d.verdict == "same"):
            place = _PLACE.search(d.reasons[0])
            source, _, line = place[1].rpartition(":") if place else ("", "", "")
            words = "cannot be heeded: other decisions by hand exclude it"
            issues.append(Issue("decision-overruled", words, source, line))
    return list(dict.fromkeys(issues))


def _by_name(nodes: Iterable[Node]) -> Mapping[str, list[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for key in dict.fromkeys((*node.full, *node.short, *map(fold, node.names))):
            found[key].append(node)
    return found


def _nodes(side: Side, by_name: Mapping[str, list[Node]]) -> list[Node]:
    group = group_of(side.type) if side.type else ""
    keys = dict.fromkeys((fold(side.name), name_key(side.name, group or "Event")))
    found = {n.key: n for key in keys for n in by_name.get(key, ())}
    return [n for n in found.values() if group in ("", n.group) and side.article in ("", n.article)]


def _decisions(ruling: Ruling, left: Sequence[Node], right: Sequence[Node]) -> Iterable[Decision]:
    reason = f"{BY_HAND} ({ruling.place})" if ruling.place else BY_HAND
    reasons = (f"{reason}: {ruling.note}" if ruling.note else reason,)
    if ruling.verdict == "different":
        for a in left:
            for b in right:
                if a.key != b.key and a.group == b.group:
                    yield Decision(a.key, b.key, "different", 0.0, reasons, hand=True)
        return
    for group in sorted({n.group for n in left} & {n.group for n in right}):
        head, *others = [n for n in (*left, *right) if n.group == group]
        for node in others:
            if node.key != head.key:
                yield Decision(head.key, node.key, "same", 1.0, reasons, hand=True)


def _words(side: Side) -> str:
    more = ", ".join(part for part in (side.type, side.article and f"article {side.article}") if part)
    return f"{side.name} ({more})" if more else side.name


def _issue(kind: str, message: str, ruling: Ruling) -> Issue:
    source, _, place = ruling.place.rpartition(":")
    return Issue(kind, message, source, place)

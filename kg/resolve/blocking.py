"""Candidates by shared names: near-linear, since a block is linked as a star, never pair by pair.

A full name links outright. A short form links only where it names one thing in the whole build:
全球服务贸易联盟 [服贸联盟, GATIS] in one article, GATIS in another → one;
东山银行 [东行], 东海银行 [东行] and a bare 东行 → three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Decision
from kg.resolve.clusters import cluster
from kg.resolve.features import FULL_NAME, ONLY_THING, SEVERAL_THINGS, TRANSLATION, decide
from kg.resolve.names import has_han, is_generic, is_telling
from kg.resolve.nodes import Node

# Things of one short form that are compared with each other; more of them are ambiguous beyond doubt.
MAX_THINGS = 50
# A join can make another short form unambiguous; chains of such joins in news are one or two long.
MAX_PASSES = 10


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to tell the user about nodes; it becomes an Issue once these have their final ids."""

    kind: str
    text: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Decisions and doubts of one step."""

    decisions: tuple[Decision, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def __add__(self, other: Match) -> Match:
        return Match(self.decisions + other.decisions, self.doubts + other.doubts)


@dataclass(frozen=True, slots=True)
class _Thing:
    """A cluster that bears a short form: its first node that does, its full names and all its telling names."""

    root: str
    node: str
    full: frozenset[str]
    names: frozenset[str]


def star(nodes: Sequence[Node], *features: tuple[str, float, str]) -> list[Decision]:
    """`same` (or what the features say) between the first node and each of the others."""
    return [decide(nodes[0].key, other.key, features) for other in nodes[1:]]


def link_names(nodes: Sequence[Node], apart: Iterable[Decision] = (), *, short: bool = True) -> Match:
    """Link nodes of one group by name; `apart` are known differences. `short=False`: by full names only."""
    telling: dict[str, bool] = {}
    by_full: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for key in node.full:
            if key not in telling:
                telling[key] = identifies(key, node.group)
            if telling[key]:
                by_full[key].append(node)
    links = [d for key in sorted(by_full) for d in star(by_full[key], (FULL_NAME[0], FULL_NAME[1], key))]
    if not short:
        return Match(tuple(links))
    return _link_short(nodes, links, list(apart))


def identifies(key: str, group: str) -> bool:
    """Whether a full name tells a thing: no noun of a kind, and no single character but an area's."""
    return not is_generic(key) and (len(key) > 1 or group == "AdministrativeArea")


def _link_short(nodes: Sequence[Node], links: list[Decision], apart: list[Decision]) -> Match:
    """Repeat while a pass joins something, at most `MAX_PASSES` times."""
    pending = _short_forms(nodes)
    if not pending:
        return Match(tuple(links))
    order = [n.key for n in nodes]
    doubts: dict[str, list[_Thing]] = {}
    for _ in range(MAX_PASSES):
        roots = cluster(order, [*links, *apart])
        full, names = _names_by_root(nodes, roots)
        doubts, settled, before = {}, [], len(links)
        for key in sorted(pending):
            things = _things(pending[key], roots, full, names)
            feature = _judge(things, key)
            if feature is None:
                doubts[key] = things
                continue
            settled.append(key)
            links += [decide(things[0].node, t.node, [(*feature, key)]) for t in things[1:]]
        if len(links) == before:
            break
        for key in settled:
            del pending[key]
    unsure = [
        decide(things[0].node, t.node, [(*SEVERAL_THINGS, key)]) for key, things in doubts.items() for t in things[1:]
    ]
    found = tuple(Doubt("ambiguous-name", key, tuple(t.node for t in things)) for key, things in doubts.items())
    return Match(tuple(links + unsure), found)


def _short_forms(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """Telling short forms with every node that bears them, as a short form or as its full name."""
    bearers: dict[str, list[Node]] = {key: [] for key in {k for n in nodes for k in n.short} if is_telling(key)}
    for node in nodes:
        for key in (*node.full, *node.short):
            if key in bearers:
                bearers[key].append(node)
    return {key: found for key, found in bearers.items() if len(found) > 1}


def _names_by_root(
    nodes: Sequence[Node], roots: dict[str, str]
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    full: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    generic: dict[str, bool] = {}
    for node in nodes:
        root = roots[node.key]
        for key in (*node.full, *node.short):
            if key not in generic:
                generic[key] = is_generic(key)
            if not generic[key]:
                names[root].add(key)
                if key in node.full:
                    full[root].add(key)
        full[root] |= set()
    return {k: frozenset(v) for k, v in full.items()}, {k: frozenset(v) for k, v in names.items()}


def _things(
    bearers: Sequence[Node], roots: dict[str, str], full: dict[str, frozenset[str]], names: dict[str, frozenset[str]]
) -> list[_Thing]:
    first: dict[str, str] = {}
    for node in bearers:
        first.setdefault(roots[node.key], node.key)
    return [_Thing(root, node, full[root], names[root]) for root, node in first.items()]


def _judge(things: Sequence[_Thing], key: str) -> tuple[str, float] | None:
    """The feature by which all things that bear a short form are one, or None where they may be several."""
    tops = _tops(things)
    if len(tops) == 1:
        return ONLY_THING
    if len(tops) == 2 and not has_han(key):
        scripts = [{has_han(name) for name in t.full} for t in tops]
        if scripts in ([{True}, {False}], [{False}, {True}]):
            return TRANSLATION
    return None


def _tops(things: Sequence[_Thing]) -> list[_Thing]:
    """The things whose full names are not all among the names of another one."""
    tops: list[_Thing] = []
    for thing in sorted(things, key=lambda t: -len(t.names)):
        if any(thing.full <= top.names for top in tops):
            continue
        tops = [top for top in tops if not top.full <= thing.names]
        tops.append(thing)
        if len(tops) > MAX_THINGS:
            break
    return tops

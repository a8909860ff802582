"""Events: editions by series and year (or ordinal), all others by name, parent and year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from kg.model import Decision
from kg.resolve.attach import attach
from kg.resolve.blocking import Doubt, Match, link_names, star
from kg.resolve.clusters import cluster, gather
from kg.resolve.features import (
    FULL_NAME,
    LESS_A_WORD,
    NO_PARENT,
    OTHER_ORDINAL,
    OTHER_PARENT,
    OTHER_PLACE,
    OTHER_YEAR,
    SAME_EDITION,
    SAME_OCCASION,
    SAME_YEAR,
    SEVERAL_CANDIDATES,
    decide,
)
from kg.resolve.names import area_stem, drops_a_word, is_generic, is_numbered
from kg.resolve.nodes import Node, Scene

# A sub-event of a sub-event of an edition is as deep as articles go; more is a faulty chain.
MAX_DEPTH = 5
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d(?=\D{4})")


def match_events(scene: Scene, roots: Mapping[str, str]) -> Match:
    """Link events; `roots` are the clusters of everything but events and people."""
    nodes = [n for n in scene.nodes if n.group == "Event"]
    years = edition_years(nodes, roots)
    editions = [n for n in nodes if n.series and (n.key in years or n.ordinal is not None)]
    found = _match_editions(editions, years, roots)
    inside = {n.key for n in editions}
    others = [n for n in nodes if n.key not in inside]
    found += _named_editions(others, editions, cluster([n.key for n in editions], found.decisions))
    found += _named_as_series(others, editions, years, {n.key: n for n in scene.nodes})
    inside |= {d.right for d in found.decisions if d.verdict == "same"}
    order = [n.key for n in nodes if n.key in inside]
    clusters = {**roots, **cluster(order, [*found.decisions, *scene.apart])}
    return found + _match_others([n for n in others if n.key not in inside], scene, clusters, years)


# --- editions ---------------------------------------------------------------------------------------------------------


def edition_years(nodes: Iterable[Node], roots: Mapping[str, str]) -> dict[str, int]:
    """The year of each edition: stated, or by its ordinal where another article gives that ordinal one year."""
    stated: dict[tuple[str, int], set[int]] = defaultdict(set)
    editions = [n for n in nodes if n.series]
    for node in editions:
        if node.ordinal is not None and node.year is not None:
            stated[roots[node.series], node.ordinal].add(node.year)
    years = {}
    for node in editions:
        known = stated.get((roots[node.series], node.ordinal), set()) if node.ordinal is not None else set()
        if node.year is not None:
            years[node.key] = node.year
        elif len(known) == 1:
            years[node.key] = next(iter(known))
    return years


def _match_editions(nodes: Sequence[Node], years: Mapping[str, int], roots: Mapping[str, str]) -> Match:
    rows: dict[tuple[str, str, int], list[Node]] = defaultdict(list)
    for node in nodes:
        year = years.get(node.key)
        rows[
            roots[node.series], "ordinal" if year is None else "year", (node.ordinal or 0) if year is None else year
        ].append(node)
    found = Match()
    for (_, kind, value), same in rows.items():
        found += _match_edition(same, f"{kind} {value}")
    return found


def _match_edition(nodes: Sequence[Node], words: str) -> Match:
    """One series and year. Two ordinals in one year (spring and autumn) are two editions; who gives none, is unsure."""
    by_ordinal: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        by_ordinal[node.ordinal].append(node)
    bare = by_ordinal.pop(None, [])
    if len(by_ordinal) < 2:
        return Match(tuple(star(nodes, (*SAME_EDITION, words))))
    links = [d for same in by_ordinal.values() for d in star(same, (*SAME_EDITION, words))]
    heads = [same[0] for _, same in sorted(by_ordinal.items(), key=lambda row: row[0] or 0)]
    links += [decide(a.key, b.key, [(*OTHER_ORDINAL, f"{a.ordinal} / {b.ordinal}")]) for a, b in pairwise(heads)]
    if bare:
        links += star(bare, (*SAME_EDITION, words))
        links += [decide(bare[0].key, head.key, [(*SEVERAL_CANDIDATES, words)]) for head in heads]
        heads = [*heads, bare[0]]
    return Match(tuple(links), (Doubt("edition-ordinals", words, tuple(n.key for n in heads)),))


def _named_editions(others: Sequence[Node], editions: Sequence[Node], clusters: Mapping[str, str]) -> Match:
    """Events without a series whose name, with its year or number, is that of one edition: they are it."""
    owners: dict[str, set[str]] = defaultdict(set)
    for node in editions:
        for key in (*node.full, *node.short):
            owners[key].add(clusters[node.key])
    links = []
    for node in others:
        for key in node.full:
            found = owners.get(key, set())
            if len(found) == 1 and is_numbered(key) and not is_generic(key):
                links.append(decide(next(iter(found)), node.key, [(*FULL_NAME, key)]))
    return Match(tuple(links))


def _named_as_series(
    others: Sequence[Node], editions: Sequence[Node], years: Mapping[str, int], nodes: Mapping[str, Node]
) -> Match:
    """Events called by the bare name of a series, with the year that one edition of it has: 卡塔尔世界杯 of 2022."""
    heads: dict[tuple[str, int], Node] = {}
    for node in editions:
        if node.key in years:
            for key in nodes[node.series].full:
                heads.setdefault((key, years[node.key]), node)
    links = []
    for node in others:
        for key in node.full:
            head = heads.get((key, node.year or 0))
            if head is not None and not is_generic(key):
                links.append(decide(head.key, node.key, [(*SAME_YEAR, f"{key} {node.year}")]))
    return Match(tuple(links))


# --- all others -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Setting:
    """What places an event: its direct and topmost parent (cluster or name block and year), its year, what is said."""

    parent: str
    top: str
    year: int | None


def _match_others(nodes: Sequence[Node], scene: Scene, clusters: Mapping[str, str], years: Mapping[str, int]) -> Match:
    named = link_names(nodes, scene.apart)
    blocks = cluster([n.key for n in nodes], [*named.decisions, *_dated_names(nodes), *scene.apart])
    places = _Places({n.key: n for n in scene.nodes}, clusters, blocks, years)
    found = Match(doubts=named.doubts)
    for block in gather(nodes, (blocks[n.key] for n in nodes)).values():
        found += _match_block(block, places)
    return found + _match_general(nodes, places) + _less_a_word(nodes)


def _less_a_word(nodes: Sequence[Node]) -> Match:
    """Events of one article whose names differ by a word inside: 服务贸易发展成就展, 服务贸易成就展.

    Counter-example: 教师论坛 and 青年教师论坛 differ at the beginning, which tells events apart; so do two parents.
    """
    return Match(
        tuple(
            decide(a.key, b.key, [(*LESS_A_WORD, f"{a.name} / {b.name}")])
            for same in gather(nodes, (n.article for n in nodes)).values()
            for a, b in combinations(same, 2)
            if (a.parent == b.parent or not (a.parent and b.parent))
            and any(drops_a_word(x, y) for x in a.full for y in b.full)
        )
    )


def undated(key: str) -> str:
    """An event's key without the years in it."""
    return _NAMED_YEAR.sub("", key)


def _dated_names(nodes: Sequence[Node]) -> list[Decision]:
    """2024年巴黎奥运会 and 巴黎奥运会 share a block, where their years decide. Not 2024年年会: every body has one."""
    named: dict[str, list[Node]] = defaultdict(list)
    dated: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for key in node.full:
            rest = undated(key)
            (named if rest == key else dated)[rest].append(node)
    return [
        d for rest, same in dated.items() if rest in named and not is_generic(rest)
        for d in star([*named[rest], *same], (*FULL_NAME, rest))
    ]  # fmt: skip


class _Places:
    """Settings of events, worked out up the chain of parents."""

    def __init__(
        self,
        nodes: Mapping[str, Node],
        outer: Mapping[str, str],
        blocks: Mapping[str, str],
        years: Mapping[str, int],
    ) -> None:
        self._nodes = nodes
        self._outer = outer
        self._blocks = blocks
        self._years = years

    def setting(self, node: Node) -> _Setting:
        chain = self._chain(node)
        if not chain:
            return _Setting("", "", self._year(node, MAX_DEPTH))
        return _Setting(self._sign(chain[0]), self._sign(chain[-1]), self._year(node, MAX_DEPTH))

    def _chain(self, node: Node) -> list[Node]:
        chain: list[Node] = []
        while node.parent and len(chain) < MAX_DEPTH:
            node = self._nodes[node.parent]
            chain.append(node)
        return chain

    def _sign(self, node: Node) -> str:
        """One string for one event: its cluster, or (not an edition) its block of names and its year."""
        block = self._blocks.get(node.key)
        if block is None:
            return self._outer[node.key]
        return f"{block} {self._year(node, MAX_DEPTH)}"

    def _year(self, node: Node, depth: int) -> int | None:
        if node.key in self._years:
            return self._years[node.key]
        if node.year is not None:
            return node.year
        parent = self._nodes.get(node.parent)
        if parent is not None and parent.group == "Event" and depth:
            year = self._year(parent, depth - 1)
            if year is not None:
                return year
        said = next((found for key in node.full if (found := _NAMED_YEAR.match(key))), None)
        if said is not None:
            return int(said[0])
        return None if any(is_numbered(key) for key in node.full) else node.published


def _match_block(nodes: Sequence[Node], places: _Places) -> Match:
    """Nodes of one name: with a parent by parent and year; the rest join the only candidate of their year.

    Without a parent, what is held in one year at different places is two.
    """
    words = nodes[0].name
    settings = {n.key: places.setting(n) for n in nodes}
    clusters: dict[tuple[int | None, str], list[Node]] = defaultdict(list)
    for node in nodes:
        at = settings[node.key]
        if at.parent and at.year is not None:
            clusters[at.year, at.top].append(node)
    links = [d for same in clusters.values() for d in star(same, (*SAME_OCCASION, words))]
    by_year: dict[int, list[list[Node]]] = defaultdict(list)
    for (year, _), same in clusters.items():
        by_year[year or 0].append(same)
    dated: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        at = settings[node.key]
        if not at.parent and at.year is not None:
            dated[at.year].append(node)
    for year, bare in dated.items():
        reason = (SAME_YEAR[0], SAME_YEAR[1], f"{words} {year}")
        by_place = _by_place([n for n in bare if n.areas])
        if len(by_place) > 1 and not by_year[year]:
            links += [d for same in by_place for d in star(same, reason)]
            links += [decide(a[0].key, b[0].key, [(*OTHER_PLACE, words)]) for a, b in pairwise(by_place)]
            by_year[year], bare = by_place, [n for n in bare if not n.areas]
        decisions, by_year[year] = attach(bare, by_year[year], words, feature=reason)
        links += decisions
    undated, groups = _attach_undated(nodes, settings, list(by_year.items()), words)
    return Match((*links, *undated, *_contrast(by_year, words)), _doubts(by_year, groups, words))


def _by_place(nodes: Sequence[Node]) -> list[list[Node]]:
    """Nodes that may be held at one place together: 北京 and 北京市朝阳区 agree, 杭州 and 宁波 do not."""
    groups: list[list[Node]] = []
    for node in nodes:
        for group in groups:
            if any(_within(a, b) for other in group for a in other.areas for b in node.areas):
                group.append(node)
                break
        else:
            groups.append([node])
    return groups


def _within(one: str, other: str) -> bool:
    short, long = sorted((area_stem(one), area_stem(other)), key=len)
    return short in long


def _attach_undated(
    nodes: Sequence[Node], settings: Mapping[str, _Setting], by_year: list[tuple[int, list[list[Node]]]], words: str
) -> tuple[list[Decision], list[list[Node]]]:
    """Nodes without any year: by the same parent, or the only candidate at all."""
    groups = [same for _, rows in by_year for same in rows]
    links: list[Decision] = []
    placed: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if settings[node.key].year is None and settings[node.key].parent:
            placed[settings[node.key].top].append(node)
    for top, same in placed.items():
        candidates = [g for g in groups if settings[g[0].key].top == top]
        decisions, after = attach(same, candidates, words, feature=(*SAME_OCCASION, words))
        links += decisions
        groups = [g for g in groups if g not in candidates] + after
    bare = [n for n in nodes if settings[n.key].year is None and not settings[n.key].parent]
    decisions, groups = attach(bare, groups, words)
    return links + decisions, groups


def _contrast(by_year: Mapping[int, list[list[Node]]], words: str) -> list[Decision]:
    """What was told apart: neighbouring years, and clusters of one year that have other parents."""
    rows = sorted(by_year.items())
    links = [
        decide(a[0][0].key, b[0][0].key, [(*OTHER_YEAR, f"{year} / {other}")])
        for (year, a), (other, b) in pairwise(rows)
    ]
    for _, groups in rows:
        parented = [g for g in groups if g[0].parent]
        links += [decide(a[0].key, b[0].key, [(*OTHER_PARENT, words)]) for a, b in pairwise(parented)]
    return links


def _doubts(by_year: Mapping[int, list[list[Node]]], groups: Sequence[Sequence[Node]], words: str) -> tuple[Doubt, ...]:
    doubts = [
        Doubt("homonym", words, tuple(g[0].key for g in rows)) for _, rows in sorted(by_year.items()) if len(rows) > 1
    ]
    inside = {g[0].key for rows in by_year.values() for g in rows}
    loose = [g[0].key for g in groups if g[0].key not in inside]
    if loose and len(groups) > 1:
        doubts.append(Doubt("homonym", words, tuple(g[0].key for g in groups)))
    return tuple(doubts)


def _match_general(nodes: Sequence[Node], places: _Places) -> Match:
    """开幕式, 第一届会员大会: only by the same direct parent and year."""
    rows: dict[tuple[str, str, int | None], list[Node]] = defaultdict(list)
    loose: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        at = places.setting(node)
        for key in node.full:
            if is_generic(key) and at.parent:
                rows[key, at.parent, at.year].append(node)
            elif is_generic(key):
                loose[key].append(node)
    links = [d for (key, _, _), same in rows.items() for d in star(same, (*SAME_OCCASION, key))]
    unsure = [decide(a.key, b.key, [(*NO_PARENT, key)]) for key, same in loose.items() for a, b in pairwise(same)]
    return Match(tuple(links + unsure))

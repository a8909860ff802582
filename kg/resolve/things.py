"""Organizations, areas, venues, series, works and products: told by their names, and units by name and parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.nlp.lexicon import KnownNames
from kg.resolve.blocking import Match, link_names, star
from kg.resolve.clusters import cluster
from kg.resolve.features import SAME_UNIT
from kg.resolve.likeness import match_likeness
from kg.resolve.names import area_stem, is_generic
from kg.resolve.nodes import ORGANIZATION, Node, Scene

THINGS = ("AdministrativeArea", ORGANIZATION, "Venue", "EventSeries", "Work", "Product")


def match_things(scene: Scene, known: KnownNames | None = None, *, areas: frozenset[str] | None = None) -> Match:
    """Link every group but events and people; `known` are the lexicon's names of areas and bodies.

    `areas` are the names of the build's areas (see `area_names`), where the scene is but a part of it.

    秘书处 of 全球服务贸易联盟 in two articles → one; 秘书处 without a parent → one an article.
    A venue and an organization of one name are two: no article says which the other one meant.
    """
    by_group: dict[str, list[Node]] = defaultdict(list)
    for node in scene.nodes:
        by_group[node.group].append(node)
    found = Match()
    for group in THINGS:
        if group in by_group:
            found += link_names(by_group[group], scene.apart)
    listed = known or KnownNames()
    found += match_likeness(
        scene, found, replace(listed, areas=listed.areas | (area_names(scene.nodes) if areas is None else areas))
    )
    return found + _units(scene, found)


def _units(scene: Scene, found: Match) -> Match:
    """Nodes whose name says only a kind, by the parent that their article gives them."""
    units = [n for n in scene.nodes if n.parent and n.group in THINGS and any(map(is_generic, n.full))]
    if not units:
        return Match()
    roots = cluster([n.key for n in scene.nodes], [*found.decisions, *scene.apart])
    rows: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
    for node in units:
        for key in node.full:
            if is_generic(key):
                rows[node.group, key, roots[node.parent]].append(node)
    links = [d for (_, key, _), nodes in sorted(rows.items()) for d in star(nodes, (*SAME_UNIT, key))]
    return Match(tuple(links))


def area_names(nodes: Iterable[Node]) -> frozenset[str]:
    """The names of the administrative areas among a build's nodes, with and without 省, 市 …"""
    names = {name for n in nodes if n.group == "AdministrativeArea" for name in n.names}
    return frozenset(names | {area_stem(name) for name in names})

"""Clusters become entities: canonical name, class, id, and the issues that go with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Issue
from kg.nlp.patterns import ClassRule
from kg.resolve.blocking import Doubt
from kg.resolve.clusters import gather
from kg.resolve.events import edition_years
from kg.resolve.ids import Clash, assign_ids
from kg.resolve.nodes import Node, Scene
from kg.resolve.sheets import Sheet, candidate, entity_of, membership, name_of_edition, plain_name, sheet_of
from kg.resolve.things import THINGS, area_names

# Ids that one issue lists; the graph has the rest.
MAX_LISTED = 10


@dataclass(frozen=True, slots=True)
class Cast:
    """Entities by the root of their cluster, the members of each, which names were composed by rule, and issues."""

    entities: Mapping[str, Entity]
    members: Mapping[str, Sequence[Node]]
    composed: frozenset[str]
    issues: tuple[Issue, ...]


def build_entities(
    scene: Scene, roots: Mapping[str, str], doubts: Iterable[Doubt], classes: Sequence[ClassRule] = ()
) -> Cast:
    """Entities of clusters; `roots` maps every node's key to the first key of its cluster."""
    members = gather(scene.nodes, (roots[n.key] for n in scene.nodes))
    years = edition_years((n for n in scene.nodes if n.group == "Event"), roots)
    sheets = {root: sheet_of(membership(n, roots, years) for n in nodes) for root, nodes in members.items()}
    canonical, composed = _canonical_names(sheets, area_names(scene.nodes))
    ids, clashes = assign_ids([candidate(root, canonical[root], sheet, canonical) for root, sheet in sheets.items()])
    entities, issues = {}, []
    for root, sheet in sheets.items():
        entities[root], tied = entity_of(ids[root], canonical[root], sheet, classes)
        if tied:
            issues.append(tied)
    issues += clash_issues(clashes, ids)
    issues += _doubt_issues(doubts, roots, ids)
    return Cast(entities, members, composed, tuple(issues))


def _canonical_names(sheets: Mapping[str, Sheet], areas: frozenset[str]) -> tuple[dict[str, str], frozenset[str]]:
    canonical = {root: plain_name(sheet, areas) for root, sheet in sheets.items()}
    rivals = Counter(sheet.edition for sheet in sheets.values() if sheet.edition)
    composed = set()
    for root, sheet in sheets.items():
        if sheet.edition:
            series = canonical[sheet.edition[0]]
            canonical[root], made = name_of_edition(sheet, series, by_ordinal=rivals[sheet.edition] > 1)
            if made:
                composed.add(root)
    return canonical, frozenset(composed)


def clash_issues(clashes: Iterable[Clash], ids: Mapping[str, str]) -> list[Issue]:
    """Issues for several things of one name; people and events are reported by who compared them."""
    issues = []
    for clash in clashes:
        said = _listed(ids[root] for root in clash.roots)
        if len(set(clash.groups)) > 1:
            issues.append(Issue("same-name", f"{clash.name} names things of several classes: {said}"))
        elif clash.groups[0] in THINGS:
            issues.append(Issue("homonym", f"{clash.name} names several things that nothing joins: {said}"))
    return issues


def _listed(ids: Iterable[str]) -> str:
    every = sorted(ids)
    more = f" and {len(every) - MAX_LISTED} more" if len(every) > MAX_LISTED else ""
    return ", ".join(every[:MAX_LISTED]) + more


_DOUBTS = {
    "homonym": "{} is kept apart as {}",
    "ambiguous-name": "short form {} names several things: {}",
    "edition-ordinals": "editions of one series and {} have different ordinals: {}",
}


def doubt_issue(kind: str, text: str, ids: Iterable[str]) -> Issue | None:
    """The issue for a doubt about things of these ids; None where they have turned out to be one."""
    found = sorted(set(ids))
    return Issue(kind, _DOUBTS[kind].format(text, _listed(found))) if len(found) > 1 else None


def _doubt_issues(doubts: Iterable[Doubt], roots: Mapping[str, str], ids: Mapping[str, str]) -> list[Issue]:
    issues = (doubt_issue(d.kind, d.text, (ids[roots[node]] for node in d.nodes)) for d in doubts)
    return [issue for issue in issues if issue]

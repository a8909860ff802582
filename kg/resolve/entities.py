"""Clusters become entities: canonical name, class, id, and the issues that go with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Issue
from kg.nlp.patterns import ClassRule
from kg.resolve.blocking import Doubt
from kg.resolve.canonical import Names, bare, canonical_name, collect, edition_name, vote_type
from kg.resolve.clusters import gather
from kg.resolve.events import edition_years
from kg.resolve.ids import Candidate, Clash, assign_ids
from kg.resolve.nodes import Node, Scene, group_of
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
    names = {root: collect(nodes) for root, nodes in members.items()}
    canonical, composed = _canonical_names(scene, roots, members, names, years)
    candidates = [
        Candidate(root, canonical[root], nodes[0].group, _own_labels(nodes, roots, canonical, years), _fallback(nodes))
        for root, nodes in members.items()
    ]
    ids, clashes = assign_ids(candidates)
    entities, issues = {}, []
    for root, nodes in members.items():
        type_, tied = vote_type([n.type for n in nodes], nodes[0].group)
        if tied:
            issues.append(Issue("type-tied", f"{ids[root]} is {' and '.join(tied)} equally often: kept as {type_}"))
        type_ = _narrowed(type_, nodes, classes)
        known = {bare(name) for node in nodes for name in node.names} | {canonical[root]}
        entities[root] = Entity(ids[root], type_, canonical[root], tuple(sorted(known)))
    issues += _clash_issues(clashes, ids)
    issues += _doubt_issues(doubts, roots, ids)
    return Cast(entities, members, composed, tuple(issues))


def _narrowed(type_: str, nodes: Sequence[Node], classes: Sequence[ClassRule]) -> str:
    """The class that the last fitting rule gives: to things of the rule's wider class, or of their group's."""
    for rule in classes:
        fits = group_of(rule.of) == nodes[0].group and type_ in (rule.of, nodes[0].group)
        if fits and any(rule.names.search(name) for n in nodes for name in n.names):
            type_ = rule.type
    return type_


def _canonical_names(
    scene: Scene,
    roots: Mapping[str, str],
    members: Mapping[str, Sequence[Node]],
    names: Mapping[str, Names],
    years: Mapping[str, int],
) -> tuple[dict[str, str], frozenset[str]]:
    areas = area_names(scene)
    canonical = {root: canonical_name(nodes[0].group, names[root], areas) for root, nodes in members.items()}
    editions = {root: found for root, nodes in members.items() if (found := _edition(nodes, roots, years)) is not None}
    rivals = Counter(editions.values())
    composed = set()
    for root, (series, year) in editions.items():
        name = edition_name(members[root], canonical[series], year, by_ordinal=rivals[series, year] > 1)
        canonical[root] = name
        if name not in {bare(n) for node in members[root] for n in node.names}:
            composed.add(root)
    return canonical, frozenset(composed)


def _edition(
    nodes: Sequence[Node], roots: Mapping[str, str], years: Mapping[str, int]
) -> tuple[str, int | None] | None:
    """The series' root and the year, where the cluster is an edition with a year or an ordinal."""
    for node in nodes:
        if node.group == "Event" and node.series and (node.key in years or node.ordinal is not None):
            return roots[node.series], years.get(node.key)
    return None


def _own_labels(
    nodes: Sequence[Node], roots: Mapping[str, str], canonical: Mapping[str, str], years: Mapping[str, int]
) -> tuple[str, ...]:
    """What tells homonyms apart in words: a person's organization and title, an event's year and parent, a parent."""
    if nodes[0].group == "Person":
        organizations = Counter(canonical[roots[org]] for n in nodes for org, _ in n.posts if org)
        titles = Counter(title for n in nodes for _, title in n.posts if title)
        return (*_most(organizations), *_most(titles))
    parents = _most(Counter(canonical[roots[n.parent]] for n in nodes if n.parent))
    if nodes[0].group != "Event":
        return parents
    dated = [n.year if n.year is not None else years.get(n.parent, n.published) for n in nodes]
    return (*_most(Counter(str(year) for year in dated if year is not None)), *parents)


def _most(counts: Counter[str]) -> tuple[str, ...]:
    return (min(counts, key=lambda word: (-counts[word], word)),) if counts else ()


def _fallback(nodes: Sequence[Node]) -> tuple[str, ...]:
    return (*((nodes[0].published_on,) if nodes[0].published_on else ()), nodes[0].article)


def _clash_issues(clashes: Iterable[Clash], ids: Mapping[str, str]) -> list[Issue]:
    """People and events of one name are reported by who compared them; here the rest."""
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


def _doubt_issues(doubts: Iterable[Doubt], roots: Mapping[str, str], ids: Mapping[str, str]) -> list[Issue]:
    words = {
        "homonym": "{} is kept apart as {}",
        "ambiguous-name": "short form {} names several things: {}",
        "edition-ordinals": "editions of one series and {} have different ordinals: {}",
    }
    said: dict[str, list[str]] = defaultdict(list)
    for doubt in doubts:
        found = sorted({ids[roots[node]] for node in doubt.nodes})
        if len(found) > 1:
            said[doubt.kind].append(words[doubt.kind].format(doubt.text, _listed(found)))
    return [Issue(kind, message) for kind, messages in said.items() for message in sorted(set(messages))]

"""People: one name is one person only where posts agree or nothing contradicts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, pairwise

from kg.identity import fold
from kg.model import Decision
from kg.nlp.shortname import LEGAL_FORM
from kg.resolve.attach import attach
from kg.resolve.blocking import Doubt, Match, link_names, star
from kg.resolve.clusters import cluster, gather
from kg.resolve.features import (
    CO_MENTION,
    FOREIGN_NAME,
    KNOWN_PERSON,
    NOTHING_SHARED,
    OTHER_PERSON,
    SHARED_ORGANIZATION,
    SHARED_TITLE,
    SURNAME_AND_POST,
    Feature,
    decide,
)
from kg.resolve.nodes import ORGANIZATION, Node, Scene

# A foreign name in full: hardly two people in the news bear one.
_STATE = frozenset({"GovernmentBody", "AdministrativeArea"})
_AUTHORITY = re.compile(r"(?:国务院|中央|[部委局厅署]|政府|委员会|人大|政协|法院|检察院)$")
_FOREIGN = re.compile(r".[·•・].|[A-Za-z]{2,}[. ]+[A-Za-z]{2,}")
# Different profiles of one name that are compared pair by pair (2,016 pairs); a name with more of them is so common
# that only a shared organization says anything.
MAX_PROFILES = 64
# Namesakes of whom every pair is put to the user (28 questions); of more, neighbours only.
MAX_NAMESAKES = 8


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a bearer of a name: clusters of organizations, those these are parts of, titles.

    `sphere` is `firm` where all the organizations are firms, `state` where one is an authority.
    """

    organizations: frozenset[str]
    wider: frozenset[str]
    titles: frozenset[str]
    sphere: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds people: by cluster of an organization, what it is said to be part of (`above`) and whether it is
    a firm or an authority (`spheres`, see `sphere`); by article, the clusters of organizations it names (`bodies`).
    """

    above: Mapping[str, Set[str]]
    spheres: Mapping[str, str]
    bodies: Mapping[str, Set[str]]


def surroundings(scene: Scene, roots: Mapping[str, str]) -> Surroundings:
    """What surrounds the people of a whole build; `roots` are the clusters of its organizations."""
    spheres = {roots[n.key]: found for n in scene.nodes if (found := sphere(n))}
    return Surroundings(_parents(scene, roots), spheres, _named_bodies(scene, roots))


def match_people(scene: Scene, roots: Mapping[str, str], around: Surroundings | None = None) -> Match:
    """Link people; `roots` are the clusters of organizations, `around` what surrounds them (default: in the scene).

    王炳南 [商务部 副部长] twice → one. 王晓 [中国银行 总经理] and 王晓 [海岛大学 教授] → two, `unsure`.
    王晓 without a post → the one candidate, or by itself where there are two. Who the lexicon knows as one is one.
    """
    nodes = [n for n in scene.nodes if n.group == "Person"]
    named = link_names(nodes, scene.apart, short=False)
    blocks = cluster([n.key for n in nodes], [*named.decisions, *scene.apart])
    around = around or surroundings(scene, roots)
    found = Match()
    for block in gather(nodes, (blocks[n.key] for n in nodes)).values():
        if len(block) > 1:
            found += _match_block(block, {n.key: _profile(n, roots, around) for n in block}, around.bodies)
    return found + _match_last_names(nodes, roots)


def _match_last_names(nodes: Sequence[Node], roots: Mapping[str, str]) -> Match:
    """A bare last name joins the one full name that ends in it where both work for the same body.

    约翰·史密斯 [世界银行] and 史密斯 [世界银行] → one. Counter-example: 史密斯 without a post stays by itself.
    """
    bearers: dict[tuple[str, str], dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for node in nodes:
        for tail in {fold(name.rpartition("·")[2]) for name in node.names if "·" in name}:
            for organization in {roots[org] for org, _ in node.posts if org and node.full}:
                bearers[tail, organization][node.full[0]].append(node)
    links = []
    for node in (n for n in nodes if n.full):
        for organization in sorted({roots[org] for org, _ in node.posts if org}):
            found = bearers.get((node.full[0], organization), {})
            if len(found) == 1:
                head = next(iter(found.values()))[0]
                links.append(decide(head.key, node.key, [(*SURNAME_AND_POST, node.name)]))
    return Match(tuple(links))


def _named_bodies(scene: Scene, roots: Mapping[str, str]) -> dict[str, set[str]]:
    """The clusters of organizations that each article names."""
    named: dict[str, set[str]] = defaultdict(set)
    for node in scene.nodes:
        if node.group == ORGANIZATION:
            named[node.article].add(roots[node.key])
    return named


def _parents(scene: Scene, roots: Mapping[str, str]) -> dict[str, set[str]]:
    """Clusters of organizations with the clusters they are stated to be parts of."""
    above: dict[str, set[str]] = defaultdict(set)
    for node in scene.nodes:
        if node.parent and roots[node.parent] != roots[node.key]:
            above[roots[node.key]].add(roots[node.parent])
    return above


def _profile(node: Node, roots: Mapping[str, str], around: Surroundings) -> Profile:
    own = frozenset(roots[org] for org, _ in node.posts if org)
    wider = frozenset(p for org in own for p in around.above.get(org, ()))
    titles = frozenset(title for _, title in node.posts if title)
    met = {around.spheres.get(org, "") for org in own}
    return Profile(own, own | wider, titles, "state" if "state" in met else "firm" if met == {"firm"} else "")


def sphere(node: Node) -> str:
    """`firm`, `state`, or empty where an organization's class and name do not tell."""
    if node.type == "Company" or LEGAL_FORM.search(node.name):
        return "firm"
    return "state" if node.type in _STATE or _AUTHORITY.search(node.name) else ""


def compare(left: Profile, right: Profile, name: str) -> list[Feature]:
    """Features of two bearers of one name who both have posts.

    A shared title counts only where the organizations do not contradict it: the directors of two firms are two people.
    """
    if left.organizations & right.organizations:
        return [(*SHARED_ORGANIZATION, name)]
    titles = " ".join(sorted(left.titles & right.titles))
    related = left.wider & right.organizations or right.wider & left.organizations
    if titles and (related or not left.organizations or not right.organizations):
        return [(*SHARED_TITLE, f"{name} {titles}")]
    if _FOREIGN.search(name) and not (left.organizations and right.organizations):
        return [(*FOREIGN_NAME, name)]
    return [(*NOTHING_SHARED, name)]


def _match_block(nodes: Sequence[Node], profiles: Mapping[str, Profile], named: Mapping[str, Set[str]]) -> Match:
    name = nodes[0].name
    groups: dict[Profile, list[Node]] = defaultdict(list)
    for node in nodes:
        groups[profiles[node.key]].append(node)
    posted = [same for profile, same in groups.items() if profile.organizations]
    titled = [same for profile, same in groups.items() if profile.titles and not profile.organizations]
    bare = [same for profile, same in groups.items() if not profile.titles and not profile.organizations]
    links = _known(nodes, profiles)
    links += [d for same in posted for d in star(same, (*SHARED_ORGANIZATION, name))]
    links += [d for same in titled for d in star(same, (*SHARED_TITLE, name))]
    links += _compare_all([same[0] for same in posted], profiles, name)
    kept = _kept_apart(nodes, profiles)
    clusters = _clusters([n for same in posted for n in same], [*links, *kept])
    more, clusters = _attach_titled(titled, clusters, profiles, name)
    near, rest = _attach_near([n for same in bare for n in same], clusters, profiles, named)
    last, clusters = attach(rest, clusters, name)
    found = (*links, *more, *near, *last, *kept, *_between(clusters, profiles, name))
    if len(clusters) < 2:
        return Match(found)
    return Match(found, (Doubt("homonym", name, tuple(c[0].key for c in clusters)),))


def _known(nodes: Sequence[Node], profiles: Mapping[str, Profile]) -> list[Decision]:
    """Bearers of a name that the lexicon lists are one, but for those of a firm beside those of other bodies.

    李强 [国务院 总理] and 李强 [中共中央 政治局常委] → one. Counter-example: 李强 [某某装备公司 工程师].
    """
    entries: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.known:
            entries[node.known].append(node)
    links = []
    for known, same in entries.items():
        spheres = {profiles[n.key].sphere for n in same}
        kept = [n for n in same if not ("state" in spheres and profiles[n.key].sphere == "firm")]
        links += star(kept, (*KNOWN_PERSON, known))
    return links


def _compare_all(heads: Sequence[Node], profiles: Mapping[str, Profile], name: str) -> list[Decision]:
    if len(heads) <= MAX_PROFILES:
        pairs = combinations(heads, 2)
        found = [decide(a.key, b.key, compare(profiles[a.key], profiles[b.key], name)) for a, b in pairs]
        return [d for d in found if d.verdict == "same"]
    by_organization: dict[str, list[Node]] = defaultdict(list)
    for node in heads:
        for organization in sorted(profiles[node.key].organizations):
            by_organization[organization].append(node)
    return [d for same in by_organization.values() for d in star(same, (*SHARED_ORGANIZATION, name))]


def _kept_apart(nodes: Sequence[Node], profiles: Mapping[str, Profile]) -> list[Decision]:
    """Two bearers in one article with posts that have nothing in common: the article itself means two people."""
    by_article: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.posts:
            by_article[node.article].append(node)
    found = []
    for same in by_article.values():
        for a, b in pairwise(same):
            if decide(a.key, b.key, compare(profiles[a.key], profiles[b.key], a.name)).verdict != "same":
                found.append(decide(a.key, b.key, [(*OTHER_PERSON, a.name)]))
    return found


def _clusters(nodes: Sequence[Node], decisions: Sequence[Decision]) -> list[list[Node]]:
    roots = cluster([n.key for n in nodes], decisions)
    return list(gather(nodes, (roots[n.key] for n in nodes)).values())


def _attach_titled(
    titled: Sequence[Sequence[Node]], clusters: list[list[Node]], profiles: Mapping[str, Profile], name: str
) -> tuple[list[Decision], list[list[Node]]]:
    """Bearers with titles but no organization join the one cluster that has a title of theirs."""
    links: list[Decision] = []
    for same in titled:
        own = profiles[same[0].key].titles
        fits = [c for c in clusters if any(profiles[n.key].titles & own for n in c)]
        words = f"{name} {' '.join(sorted(own))}"
        if fits:
            decisions, after = attach(same, fits, words, feature=(*SHARED_TITLE, words))
            links += decisions
            clusters = [c for c in clusters if c not in fits] + after
        else:
            clusters = [*clusters, list(same)]
    return links, clusters


def _attach_near(
    bare: Sequence[Node],
    clusters: Sequence[Sequence[Node]],
    profiles: Mapping[str, Profile],
    named: Mapping[str, Set[str]],
) -> tuple[list[Decision], list[Node]]:
    """Of several candidates a bare name joins the one whose employer its article names, if there is one only.

    王晓, in an article on 中国银行, beside 王晓 [中国银行] and 王晓 [海岛大学] → the first. Returns who is left, too.
    """
    if len(clusters) < 2:
        return [], list(bare)
    links, rest = [], []
    employers = [frozenset(org for n in c for org in profiles[n.key].organizations) for c in clusters]
    for node in bare:
        near = [c for c, bodies in zip(clusters, employers, strict=True) if bodies & named.get(node.article, set())]
        if len(near) == 1:
            links.append(decide(near[0][0].key, node.key, [(*CO_MENTION, node.name)]))
        else:
            rest.append(node)
    return links, rest


def _between(clusters: Sequence[Sequence[Node]], profiles: Mapping[str, Profile], name: str) -> list[Decision]:
    heads = [c[0] for c in clusters if profiles[c[0].key].titles or profiles[c[0].key].organizations]
    pairs = combinations(heads, 2) if len(heads) <= MAX_NAMESAKES else pairwise(heads)
    found = [decide(a.key, b.key, compare(profiles[a.key], profiles[b.key], name)) for a, b in pairs]
    return [d for d in found if d.verdict != "same" or _FOREIGN.search(name)]

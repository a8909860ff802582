"""What the members of a cluster add up to: all that its name, class, id and labels are chosen from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.model import Entity, Issue, compact
from kg.nlp.patterns import ClassRule
from kg.resolve.canonical import bare, canonical_name, edition_name, names_of, vote_type
from kg.resolve.ids import Candidate
from kg.resolve.nodes import Node, group_of


@dataclass(frozen=True, slots=True)
class Membership:
    """What a node says of its cluster; the clusters it refers to are given by their roots.

    `edition` is the series and the year, where the node is an edition that a year or an ordinal tells apart. `dated` is
    the year that tells it from events of its name.
    """

    key: str
    type: str
    name: str
    names: tuple[str, ...]
    published_on: str
    ordinal: int | None
    posts: tuple[tuple[str, str], ...] = ()
    parent: str = ""
    edition: tuple[str, int | None] | None = None
    dated: int | None = None

    @property
    def article(self) -> str:
        """The article's id."""
        return self.key.partition(":")[0]

    @property
    def local(self) -> str:
        """The local id in the article."""
        return self.key.partition(":")[2]


@dataclass(slots=True)
class Sheet:
    """The sums over a cluster's members, which are added in the order of content."""

    group: str = ""
    names: dict[tuple[str, ...], int] = field(default_factory=dict)
    main: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    ordinal: int | None = None
    edition: tuple[str, int | None] | None = None
    organizations: dict[str, int] = field(default_factory=dict)
    titles: dict[str, int] = field(default_factory=dict)
    parents: dict[str, int] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    fallback: tuple[str, ...] = ()

    def add(self, member: Membership) -> None:
        """Count one more member."""
        if not self.group:
            self.group = group_of(member.type)
            self.fallback = (*((member.published_on,) if member.published_on else ()), member.article)
        _count(self.names, member.names)
        _count(self.main, member.name)
        _count(self.types, member.type)
        if self.ordinal is None:
            self.ordinal = member.ordinal
        if self.edition is None:
            self.edition = member.edition
        for organization, title in member.posts:
            if organization:
                _count(self.organizations, organization)
            if title:
                _count(self.titles, title)
        if member.parent:
            _count(self.parents, member.parent)
        if member.dated is not None:
            _count(self.years, str(member.dated))

    def refers_to(self) -> tuple[str, ...]:
        """The clusters whose names its labels are made of."""
        return tuple(self.organizations if self.group == "Person" else self.parents)


def _count(counts: dict[Any, int], what: Any) -> None:
    counts[what] = counts.get(what, 0) + 1


def membership(node: Node, roots: Mapping[str, str], years: Mapping[str, int]) -> Membership:
    """A node's membership; `roots` are of all nodes of its article, `years` of its editions (`edition_years`)."""
    event = node.group == "Event"
    edition = None
    if event and node.series and (node.key in years or node.ordinal is not None):
        edition = roots[node.series], years.get(node.key)
    return Membership(
        node.key,
        node.type,
        node.name,
        node.names,
        node.published_on,
        node.ordinal,
        tuple((roots[org] if org else "", title) for org, title in node.posts) if node.group == "Person" else (),
        roots[node.parent] if node.parent else "",
        edition,
        (node.year if node.year is not None else years.get(node.parent, node.published)) if event else None,
    )


def sheet_of(members: Iterable[Membership]) -> Sheet:
    """The sheet of a cluster's members, in the order of content."""
    sheet = Sheet()
    for member in members:
        sheet.add(member)
    return sheet


def plain_name(sheet: Sheet, areas: frozenset[str]) -> str:
    """The canonical name, but for editions; `areas` are the names of the build's areas."""
    return canonical_name(sheet.group, names_of(sheet.names, sheet.main), areas)


def name_of_edition(sheet: Sheet, series: str, *, by_ordinal: bool) -> tuple[str, bool]:
    """The name of an edition of `series`, and whether it is composed: no member is called so."""
    spellings: Counter[str] = Counter()
    for names, count in sheet.names.items():
        for name in names:
            spellings[bare(name)] += count
    year = sheet.edition[1] if sheet.edition else None
    name = edition_name(spellings, sheet.ordinal, series, year, by_ordinal=by_ordinal)
    return name, name not in spellings


def candidate(root: str, name: str, sheet: Sheet, canonical: Mapping[str, str]) -> Candidate:
    """The cluster as it asks for an id; `canonical` are the names of the clusters it refers to, by root."""
    return Candidate(root, name, sheet.group, _own_labels(sheet, canonical), sheet.fallback)


def _own_labels(sheet: Sheet, canonical: Mapping[str, str]) -> tuple[str, ...]:
    """What tells homonyms apart in words: a person's organization and title, an event's year and parent, a parent."""
    if sheet.group == "Person":
        return (*_most(_by_name(sheet.organizations, canonical)), *_most(sheet.titles))
    parents = _most(_by_name(sheet.parents, canonical))
    return (*_most(sheet.years), *parents) if sheet.group == "Event" else parents


def _by_name(roots: Mapping[str, int], canonical: Mapping[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for root, count in roots.items():
        counts[canonical[root]] += count
    return counts


def _most(counts: Mapping[str, int]) -> tuple[str, ...]:
    return (min(counts, key=lambda word: (-counts[word], word)),) if counts else ()


def entity_of(identifier: str, name: str, sheet: Sheet, classes: Iterable[ClassRule]) -> tuple[Entity, Issue | None]:
    """The cluster's entity, and an issue where its members' classes tie."""
    type_, tied = vote_type(sheet.types, sheet.group)
    words = f"{identifier} is {' and '.join(tied)} equally often: kept as {type_}"
    known = {bare(other) for names in sheet.names for other in names} | {name}
    entity = Entity(identifier, _narrowed(type_, sheet, classes), name, tuple(sorted(known)))
    return entity, Issue("type-tied", words) if tied else None


def _narrowed(type_: str, sheet: Sheet, classes: Iterable[ClassRule]) -> str:
    """The class that the last fitting rule gives: to things of the rule's wider class, or of their group's."""
    for rule in classes:
        fits = group_of(rule.of) == sheet.group and type_ in (rule.of, sheet.group)
        if fits and any(rule.names.search(name) for names in sheet.names for name in names):
            type_ = rule.type
    return type_


compact(Membership, Sheet)

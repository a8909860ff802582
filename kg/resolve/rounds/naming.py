"""Clusters to entities: names, classes and ids that depend on other clusters of the whole build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.dataflow import Dataset, Record
from kg.model import compact
from kg.resolve.bearing import on_naming
from kg.resolve.clusters import gather
from kg.resolve.entities import clash_issues, doubt_issue
from kg.resolve.events import edition_years
from kg.resolve.ids import assign_ids
from kg.resolve.nodes import Node
from kg.resolve.rounds.survey import Said, Surveyed
from kg.resolve.sheets import Membership, Sheet, candidate, membership, name_of_edition, plain_name


@dataclass(frozen=True, slots=True)
class Named:
    """A cluster with its canonical name, the names that naming claims give it, and whether its own is composed: no
    article says it so."""

    name: str
    sheet: Sheet
    said: frozenset[str]
    composed: bool = False


@dataclass(frozen=True, slots=True)
class Bearer:
    """An article's members of one cluster, with their places, and what the article says of the cluster.

    `names` are what its naming claims give, `typed` is whether a claim gives a class, `met` whether it mentions one.
    """

    members: tuple[tuple[str, Membership], ...]
    names: tuple[str, ...]
    typed: bool
    met: bool


# --- members ----------------------------------------------------------------------------------------------------------


def editions(article: str, records: Iterator[Record]) -> Iterator[Record]:
    """By article, its `editions` and all `root` and `roots` records: to `edition` records by root of the series, and to
    one `rooted` record of where all its nodes stand in the end."""
    roots: dict[str, str] = {}
    found: tuple[tuple[str, Node], ...] = ()
    for record in records:
        if record.kind == "editions":
            found = record.value
        elif record.kind == "roots":
            roots |= record.value
        else:
            roots[record.order] = record.value[1]
    for order, node in found:
        yield Record("edition", roots[node.series], order, node)
    yield Record("rooted", article, "", roots)


def years(series: str, records: Iterator[Record]) -> Iterator[Record]:
    """By series, the `edition` records: to a `year` record for each edition whose year is known, by article."""
    nodes: list[Node] = [record.value for record in records]
    found = edition_years(nodes, {n.series: series for n in nodes})
    for node in nodes:
        if node.key in found:
            yield Record("year", node.article, node.key, found[node.key])


def members(article: str, records: Iterator[Record]) -> Iterator[Record]:
    """By article, the `surveyed`, `said`, `rooted` and `year` records: to a `member` record by root of each cluster it
    speaks of."""
    dated: dict[str, int] = {}
    found: dict[str, Any] = {}
    for record in records:
        if record.kind == "year":
            dated[record.order] = record.value
        else:
            found[record.kind] = record.value
    surveyed: Surveyed = found["surveyed"]
    roots: Mapping[str, str] = found["rooted"]
    said: Said = found["said"]
    orders = surveyed.orders()
    for root, nodes in gather(surveyed.nodes, (roots[n.key] for n in surveyed.nodes)).items():
        own = tuple((orders[n.key], membership(n, roots, dated)) for n in nodes)
        yield Record("member", root, "1" + own[0][0], _bearer(own, nodes, said))


def _bearer(own: tuple[tuple[str, Membership], ...], nodes: Sequence[Node], said: Said) -> Bearer:
    rows = [said[n.local] for n in nodes if n.local in said]
    names = rows[0][0] if len(rows) == 1 else tuple(dict.fromkeys(name for names, _ in rows for name in names))
    return Bearer(own, names, any(typed for _, typed in rows), any(n.anchor for n in nodes))


# --- names ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlainNames:
    """By root, its `member` records: to what `_named` gives, and for an edition to a `draft` record and a `rival` one
    at its series."""

    areas: frozenset[str]

    def __call__(self, root: str, records: Iterator[Record]) -> Iterator[Record]:
        sheet = Sheet()
        said: set[str] = set()
        for record in records:
            bearer: Bearer = record.value
            said.update(bearer.names)
            for _, member in bearer.members:
                sheet.add(member)
        named = Named(plain_name(sheet, self.areas), sheet, frozenset(said))
        if sheet.edition:
            yield Record("rival", sheet.edition[0], "1" + root, (root, sheet.edition[1]))
            yield Record("draft", root, "", named)
        else:
            yield from _named(root, named)
            if sheet.group == "EventSeries":
                yield Record("series", root, "0", named.name)

    def unlike(self, other: PlainNames) -> Callable[[Record], bool]:
        """The members with a name that areas which only one of the two knows bear on."""
        bears = on_naming(self.areas ^ other.areas)
        return lambda record: any(bears(member.names) for _, member in record.value.members)


def _named(root: str, named: Named) -> Iterator[Record]:
    """A `named` record by root and a `name` one, which says the name alone; a `stem` record, keyed by the start of the
    name, up to the first `_`: only names of one start can have one id."""
    yield Record("named", root, "", named)
    yield Record("name", root, "0", named.name)
    yield Record("stem", named.name.partition("_")[0], root, named.name)


def rivals(series: str, records: Iterator[Record]) -> Iterator[Record]:
    """By series, its name and its editions: to the name and whether ordinals must tell them apart, by edition."""
    name = ""
    rows: list[tuple[str, int | None]] = []
    for record in records:
        if record.kind == "series":
            name = record.value
        else:
            rows.append(record.value)
    counts = Counter(year for _, year in rows)
    for root, year in rows:
        yield Record("series-name", root, "1", (name, counts[year] > 1))


def edition_names(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By edition, its draft and its series' name: to what `_named` gives."""
    draft: Named = next(records).value
    for record in records:
        name, by_ordinal = record.value
        name, composed = name_of_edition(draft.sheet, name, by_ordinal=by_ordinal)
        yield from _named(root, replace(draft, name=name, composed=composed))


# --- ids --------------------------------------------------------------------------------------------------------------


def unlike(stem: str, records: Iterator[Record]) -> Iterator[Record]:
    """By stem, its `stem` records: to `id` records by root where no name comes twice, else to `clash` ones."""
    rows = [(record.order, record.value) for record in records]
    alike = len({name for _, name in rows}) < len(rows)
    for root, name in rows:
        yield Record("clash", root, "1", stem) if alike else Record("id", root, "", name)


def asking(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root, its `named` record and its clash: to both in one, and to `wanted` records for the names that its labels
    are made of."""
    first = next(records)
    for record in records:
        named: Named = first.value
        yield Record("clash", root, "0", (record.value, named))
        for other in named.sheet.refers_to():
            yield Record("wanted", other, "1" + root, root)


def references(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root, its name and who wants it: to `reference` records by who wants it."""
    name = next(records).value
    for record in records:
        yield Record("reference", record.value, "1" + root, (root, name))


def labelled(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root, its clash and the names it refers to: to a `candidate` record by stem."""
    stem, named = next(records).value
    canonical = dict(record.value for record in records)
    yield Record("candidate", stem, root, candidate(root, named.name, named.sheet, canonical))


def told_apart(stem: str, records: Iterator[Record]) -> Iterator[Record]:
    """By stem, the `candidate` records: to `id` and `issue` records."""
    ids, clashes = assign_ids([record.value for record in records])
    for root, identifier in ids.items():
        yield Record("id", root, "", identifier)
    for issue in clash_issues(clashes, ids):
        yield Record("issue", "", "", issue)


@dataclass(frozen=True, slots=True)
class Naming:
    """What `named_entities` gives: `named` and `id` records by root, and issues."""

    named: Dataset
    issues: Dataset


def named_entities(members_: Dataset, areas: frozenset[str]) -> Naming:
    """Names and ids of the clusters of `member` records keyed by root."""
    plain = members_.group(PlainNames(areas)).keep()
    series_names = plain.only("series", "rival").group(rivals)
    dated = plain.only("draft").union(series_names).group(edition_names)
    named = plain.only("named", "name", "stem").union(dated).keep()
    first = named.only("stem").group(unlike).keep()
    asked = named.only("named").union(first.only("clash")).group(asking).keep()
    wanted = asked.only("wanted").union(named.only("name")).group(references)
    last = asked.only("clash").union(wanted).group(labelled).group(told_apart).keep()
    ids = first.only("id").union(last.only("id"))
    return Naming(named.only("named").union(ids), last.only("issue"))


# --- doubts -----------------------------------------------------------------------------------------------------------


def doubt_roots(records: Iterator[Record]) -> Iterator[Record]:
    """`doubt` records to one `doubted` record for each cluster that they are about, by root."""
    for record in records:
        kind, text, roots = record.value
        for root in roots:
            yield Record("doubted", root, "0" + record.key, (record.key, kind, text))


def doubt_issues(name: str, records: Iterator[Record]) -> Iterator[Record]:
    """By doubt, its `doubt` records, with the ids it is about: to an `issue` record."""
    rows = [record.value for record in records]
    issue = doubt_issue(rows[0][0], rows[0][1], (identifier for _, _, identifier in rows))
    if issue:
        yield Record("issue", "", "", issue)


compact(Named, Bearer)

"""Clusters to entities: names, classes and ids that depend on other clusters of the whole build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.dataflow import Dataset, Record
from kg.model import Entity, compact
from kg.nlp.patterns import ClassRule
from kg.resolve.entities import clash_issues, doubt_issue
from kg.resolve.events import edition_years
from kg.resolve.ids import assign_ids
from kg.resolve.nodes import Node
from kg.resolve.rounds.matching import Root
from kg.resolve.rounds.survey import Surveyed
from kg.resolve.sheets import Membership, Sheet, candidate, entity_of, membership, name_of_edition, plain_name


@dataclass(frozen=True, slots=True)
class Named:
    """A cluster with its canonical name, and whether no article says it so."""

    name: str
    sheet: Sheet
    composed: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """What a cluster became."""

    entity: Entity
    composed: bool


# --- members ----------------------------------------------------------------------------------------------------------


def editions(article: str, records: Iterator[Record]) -> Iterator[Record]:
    """By article, its `surveyed` and all `root` records: to `edition` records by root of the series, and to `rooted`
    ones that carry both on."""
    surveyed, roots = _gathered(records)
    if surveyed is None:
        return
    orders = surveyed.orders()
    for node in surveyed.nodes:
        if node.group == "Event" and node.series:
            yield Record("edition", roots[node.series], orders[node.key], (node, roots[node.series]))
    yield Record("rooted", article, "", (surveyed, roots))


def _gathered(records: Iterator[Record]) -> tuple[Surveyed | None, dict[str, str]]:
    surveyed: Surveyed | None = None
    roots: dict[str, str] = {}
    for record in records:
        if record.kind == "surveyed":
            surveyed = record.value
        else:
            root: Root = record.value
            roots[root.key] = root.final
    return surveyed, roots


def years(series: str, records: Iterator[Record]) -> Iterator[Record]:
    """By series, the `edition` records: to a `year` record for each edition whose year is known, by article."""
    nodes: list[Node] = [record.value[0] for record in records]
    found = edition_years(nodes, {n.series: series for n in nodes})
    for node in nodes:
        if node.key in found:
            yield Record("year", node.article, node.key, (node.key, found[node.key]))


def members(article: str, records: Iterator[Record]) -> Iterator[Record]:
    """By article, the `rooted` and `year` records: to `member`, `naming` and `typed` records, by root."""
    surveyed: Surveyed | None = None
    roots: Mapping[str, str] = {}
    dated: dict[str, int] = {}
    for record in records:
        if record.kind == "year":
            dated |= [record.value]
        else:
            surveyed, roots = record.value
    if surveyed is None:
        return
    orders = surveyed.orders()
    for node in surveyed.nodes:
        yield Record("member", roots[node.key], "3" + orders[node.key], membership(node, roots, dated))
    for at, (local, claim) in enumerate(surveyed.naming):
        yield Record("naming", roots[f"{article}:{local}"], f"2{surveyed.prefix}|{at:06}", claim)
    for local in surveyed.typed:
        yield Record("typed", roots[f"{article}:{local}"], "1" + surveyed.prefix + local, None)


# --- names ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlainNames:
    """By root, its `member` records: to a `named` record, and for an edition to a `rival` one at its series."""

    areas: frozenset[str]

    def __call__(self, root: str, records: Iterator[Record]) -> Iterator[Record]:
        sheet = Sheet()
        for record in records:
            member: Membership = record.value
            sheet.add(member)
        name = plain_name(sheet, self.areas)
        if sheet.edition:
            yield Record("rival", sheet.edition[0], "1" + root, (root, sheet.edition[1]))
            yield Record("draft", root, "", Named(name, sheet))
        else:
            yield Record("named", root, "", Named(name, sheet))
            if sheet.group == "EventSeries":
                yield Record("series", root, "0", name)


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
    """By edition, its draft and its series' name: to a `named` record."""
    draft: Named = next(records).value
    for record in records:
        name, by_ordinal = record.value
        yield Record("named", root, "", Named(*_edition(draft, name, by_ordinal)))


def _edition(draft: Named, series: str, by_ordinal: bool) -> tuple[str, Sheet, bool]:
    name, composed = name_of_edition(draft.sheet, series, by_ordinal=by_ordinal)
    return name, draft.sheet, composed


# --- ids --------------------------------------------------------------------------------------------------------------


def by_stem(records: Iterator[Record]) -> Iterator[Record]:
    """`named` records keyed by the start of the name, up to the first `_`: only names of one start can have one id."""
    for record in records:
        name = record.value.name
        yield Record("stem", name.partition("_")[0], record.key, name)


def unlike(stem: str, records: Iterator[Record]) -> Iterator[Record]:
    """By stem, its names: to `id` records by root where no name comes twice, else to `clash` ones."""
    rows = [(record.order, record.value) for record in records]
    alike = len({name for _, name in rows}) < len(rows)
    for root, name in rows:
        yield Record("clash", root, "1", stem) if alike else Record("id", root, "", name)


def asking(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root, its `named` record and its clash: to both in one, and to `wanted` records for the names that its labels
    are made of."""
    named: Named = next(records).value
    for record in records:
        yield Record("clash", root, "0", (record.value, named))
        for other in named.sheet.refers_to():
            yield Record("wanted", other, "1" + root, root)


def references(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root, its name and who wants it: to `reference` records by who wants it."""
    name = next(records).value
    for record in records:
        yield Record("reference", record.value, "1" + root, (root, name))


def names_by_root(records: Iterator[Record]) -> Iterator[Record]:
    """`named` records to `name` ones, which say the name alone."""
    for record in records:
        yield Record("name", record.key, "0", record.value.name)


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
class Entities:
    """By root, its `named` and `id` records: to `cast`, `entity` and `issue` records."""

    classes: tuple[ClassRule, ...]

    def __call__(self, root: str, records: Iterator[Record]) -> Iterator[Record]:
        found = {record.kind: record.value for record in records}
        named: Named = found["named"]
        entity, tied = entity_of(found["id"], named.name, named.sheet, self.classes)
        yield Record("cast", root, "0", Cast(entity, named.composed))
        yield Record("entity", entity.id, "", entity)
        if tied:
            yield Record("issue", "", "", tied)


@dataclass(frozen=True, slots=True)
class Naming:
    """What `named_entities` gives: `cast` and `entity` records, and issues."""

    casts: Dataset
    issues: Dataset


def named_entities(members_: Dataset, areas: frozenset[str], classes: tuple[ClassRule, ...]) -> Naming:
    """Entities of `member` records keyed by root."""
    plain = members_.only("member").group(PlainNames(areas)).keep()
    series_names = plain.only("series", "rival").group(rivals)
    dated = plain.only("draft").union(series_names).group(edition_names)
    named = plain.only("named").union(dated).keep()
    first = named.map(by_stem).group(unlike)
    asked = named.union(first.only("clash")).group(asking)
    wanted = asked.only("wanted").union(named.map(names_by_root)).group(references)
    last = asked.only("clash").union(wanted).group(labelled).group(told_apart)
    ids = first.only("id").union(last.only("id"))
    casts = named.union(ids).group(Entities(classes)).keep()
    return Naming(casts, last.only("issue").union(casts.only("issue")))


# --- doubts -----------------------------------------------------------------------------------------------------------


def doubt_roots(records: Iterator[Record]) -> Iterator[Record]:
    """`doubt` records to one record for each cluster that they are about, by root."""
    for record in records:
        kind, text, roots = record.value
        for root in roots:
            yield Record("doubted", root, "1" + record.key, (record.key, kind, text))


def doubt_ids(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root, its entity and the doubts about it: to the entity's id by doubt."""
    cast: Cast = next(records).value
    for record in records:
        name, kind, text = record.value
        yield Record("doubted", name, root, (kind, text, cast.entity.id))


def doubt_issues(name: str, records: Iterator[Record]) -> Iterator[Record]:
    """By doubt, the ids it is about: to an `issue` record."""
    rows = [record.value for record in records]
    issue = doubt_issue(rows[0][0], rows[0][1], (identifier for _, _, identifier in rows))
    if issue:
        yield Record("issue", "", "", issue)


compact(Named, Cast)

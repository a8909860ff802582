"""Links from entities to things that others named with an IRI (a Wikidata extract, a company register)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.graph.schema import Schema
from kg.identity import digest, fold
from kg.model import Entity, Issue

PROPERTIES = ("exactMatch", "sameAs")
# By its canonical name a thing is what the table says unless the table means a namesake; by another name less surely.
BY_CANONICAL_NAME, BY_OTHER_NAME = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A row of a table: `number` is its line from 1, `start` the offset of `raw`, the whole row, in the file's text.

    `type` is a class of the ontology or empty; `predicate` is `exactMatch` (of SKOS) or `sameAs` (of OWL).
    """

    number: int
    start: int
    raw: str
    name: str
    iri: str
    type: str
    predicate: str


@dataclass(frozen=True, slots=True)
class LinkTable:
    """A table by the name of its file."""

    name: str
    rows: tuple[LinkRow, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An entity is what `iri` names. `confidence` is in 0..1; the other fields say where that is written."""

    entity: str
    predicate: str
    iri: str
    confidence: float
    table: str
    row: int
    start: int
    name: str
    raw: str

    @property
    def id(self) -> str:
        """The id of the claim: a hash of what the table says."""
        return digest(self.table, self.name, self.predicate, self.iri, str(self.row))


def link_out(
    entities: Iterable[Entity], tables: Sequence[LinkTable], schema: Schema
) -> tuple[tuple[Link, ...], tuple[Issue, ...]]:
    """The links that tables give to entities, in the order of entities, an issue for each name that is ambiguous,
    and one for each table with rows that name nothing.

    A row is about the entities that bear its name and whose class is its class (or above or below it). One name with
    two entities, or one entity with two IRIs of one property in a table, gives no link: 王晓 is not linked where there
    are two of them.
    """
    by_name = _by_name(entities)
    links: list[Link] = []
    issues: list[Issue] = []
    for table in tables:
        found: dict[tuple[str, str], dict[str, Link]] = defaultdict(dict)
        unmet = 0
        for row in table.rows:
            if row.type and row.type not in schema.classes:
                issues.append(Issue("bad-link", f"no class {row.type!r} in the ontology", table.name, str(row.number)))
                continue
            bearers = [e for e in by_name.get(fold(row.name), ()) if _fits(e, row.type, schema)]
            unmet += not bearers
            if len(bearers) > 1:
                words = f"{row.name} may be {', '.join(e.id for e in bearers)}: not linked to {row.iri}"
                issues.append(Issue("ambiguous-link", words, table.name, str(row.number)))
            for entity in bearers if len(bearers) == 1 else ():
                link = _link(entity, row, table.name)
                held = found[entity.id, row.predicate].setdefault(row.iri, link)
                if link.confidence > held.confidence:
                    found[entity.id, row.predicate][row.iri] = link
        for (entity_id, _), by_iri in sorted(found.items()):
            if len(by_iri) == 1:
                links += by_iri.values()
                continue
            rows = ", ".join(str(link.row) for link in by_iri.values())
            words = f"{entity_id} may be {', '.join(sorted(by_iri))}: not linked"
            issues.append(Issue("ambiguous-link", words, table.name, rows))
        if unmet:
            words = f"{unmet} of {len(table.rows)} rows name nothing in the graph"
            issues.append(Issue("unused-links", words, table.name))
    return tuple(links), tuple(issues)


def _by_name(entities: Iterable[Entity]) -> Mapping[str, list[Entity]]:
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in sorted(entities, key=lambda e: e.id):
        for key in dict.fromkeys(fold(name) for name in (entity.name, *entity.names)):
            found[key].append(entity)
    return found


def _fits(entity: Entity, type_: str, schema: Schema) -> bool:
    return not type_ or schema.is_a(entity.type, (type_,)) or schema.is_a(type_, (entity.type,))


def _link(entity: Entity, row: LinkRow, table: str) -> Link:
    confidence = BY_CANONICAL_NAME if fold(row.name) == fold(entity.name) else BY_OTHER_NAME
    return Link(entity.id, row.predicate, row.iri, confidence, table, row.number, row.start, row.name, row.raw)

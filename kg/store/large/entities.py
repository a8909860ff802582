"""What is made of each entity: its facts, added up over all articles, and what disputes elsewhere ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from kg.dataflow import Record
from kg.graph.assemble import Sums, check_entities, with_names
from kg.graph.disputes.values import INSIDE
from kg.graph.facts import StatedFact, key, kind
from kg.graph.known import Portion
from kg.graph.linking import Link
from kg.graph.namespaces import Namespaces, escape
from kg.graph.schema import Schema
from kg.model import Attribute, Entity, Relation
from kg.rdf.order import in_order
from kg.rdf.triples import Writer
from kg.store.large.articles import issue_record
from kg.store.large.blocks import block_records
from kg.store.large.check import check_record
from kg.store.large.rows import day_of, entity_of, sortable

ENTITY, FACT = "entity ", "fact "
# The property whose values tell in which year an event is.
BEGINS = "startDate"


def entity_records(records: Iterator[Record]) -> Iterator[Record]:
    """Records `entity` under the key that articles send to."""
    for record in records:
        yield Record("entity", escape(record.value.id), "", record.value)


@dataclass(frozen=True, slots=True)
class PerEntity:
    """An entity's records `entity`, `name`, `link`, `said` and `mirror` to its part of the files:

    | kind | key | value |
    | --- | --- | --- |
    | `facts`, `evidence` | subject's IRI | what is counted, lines of Turtle |
    | `named` | entity | id, class, name, all names, dates on which it begins, what it lies in |
    | `check` | | its blocks of Turtle, and the entities that they point at |
    | `issue` | place in the file | line of JSON |
    """

    schema: Schema
    namespaces: Namespaces

    def __call__(self, key: str, records: Iterator[Record]) -> Iterator[Record]:
        found = _Gathered(self.schema)
        for record in records:
            found.take(record)
        for entity in found.entities:
            known, issues = check_entities([entity], self.schema)
            for issue in issues:
                yield issue_record(issue, f"2{sortable(entity.id)}", "")
            for whole in known.values():
                yield from self._entity(with_names(whole, found.names), found)

    def _entity(self, entity: Entity, found: _Gathered) -> Iterator[Record]:
        own, mirrored = found.said.stated(), found.mirrored.stated()
        portion = Portion(
            self.schema,
            self.namespaces,
            {entity.id: entity},
            {s.key: s for s in (*own, *mirrored)},
            links=tuple(found.links),
        )
        writer = Writer(portion)
        writer.labels.update((e.id, e.name) for e in found.around.values())
        subject = self.namespaces.entity(entity.id)
        labels = {self.namespaces.fact + s.key: f"{FACT}{kind(s.fact)}" for s in own}
        labels[subject] = f"{ENTITY}{entity.type}"
        # Of what holds both ways only one triple is of this entity; the node of the fact is written by the other one.
        facts = [each for each in in_order(writer.each_fact(), self.namespaces) if each[0] in labels]
        linked = Writer(Portion(self.schema, self.namespaces, links=tuple(found.links)))
        denied = (f for f in found.said.denied() if not isinstance(f, Relation | Attribute))
        nodes = map(writer.node_said, denied)
        evidence = (list(in_order(each, self.namespaces)) for each in (nodes, linked.each_claim()))
        made = [
            *block_records("facts", facts, self.namespaces, labels.__getitem__),
            *chain.from_iterable(block_records("evidence", lines, self.namespaces) for lines in evidence),
        ]
        yield from made
        yield check_record(made, found.around.values())
        yield Record("named", escape(entity.id), "", _named(entity, own))


class _Gathered:
    """What has come of one entity's records so far; its size depends on the number of facts, not on that of claims."""

    def __init__(self, schema: Schema) -> None:
        self.entities: list[Entity] = []
        self.names: set[str] = set()
        self.links: list[Link] = []
        self.around: dict[str, Entity] = {}
        self.said = Sums(schema, self.around, ids=False)
        self.mirrored = Sums(schema, self.around, ids=False)

    def take(self, record: Record) -> None:
        if record.kind == "entity":
            self.entities.append(record.value)
            self.around.setdefault(record.value.id, record.value)
        elif record.kind == "name":
            self.names.add(record.value)
        elif record.kind == "link":
            self.links.append(record.value)
        else:
            number, rows, around = record.value
            for row in around:
                if row[0] not in self.around:
                    self.around[row[0]] = entity_of(row)
            sums = self.said if record.kind == "said" else self.mirrored
            day = day_of(number)
            for fact, confidence, status in rows:
                sums.add(fact, "", record.order, day, confidence, status)


def _named(entity: Entity, own: tuple[StatedFact, ...]) -> tuple[Any, ...]:
    starts, inside = [], []
    for stated in own:
        fact = stated.fact
        if isinstance(fact, Attribute) and fact.predicate == BEGINS:
            starts.append(fact.value)
        elif isinstance(fact, Relation) and fact.predicate in INSIDE and fact.subject == entity.id:
            inside.append((fact.predicate, fact.object))
    return entity.id, entity.type, entity.name, entity.names, tuple(starts), tuple(inside)


def told_entity(row: tuple[Any, ...]) -> tuple[Entity, Mapping[str, StatedFact]]:
    """The entity of a record `named`, and what that says of it, as facts without claims."""
    identifier, kind_, name, names, starts, inside = row
    facts: list[Attribute | Relation] = [
        *(Attribute(identifier, BEGINS, value) for value in starts),
        *(Relation(identifier, predicate, other) for predicate, other in inside),
    ]
    return Entity(identifier, kind_, name, names), {s.key: s for s in map(_bare, facts)}


def _bare(fact: Attribute | Relation) -> StatedFact:
    """A fact without claims."""
    return StatedFact(key(fact), fact)

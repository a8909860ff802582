"""Conflicts among articles, found entity by entity.

First, what is said of an entity on one matter is looked through for what can be in dispute (`Candidates`). For that
little, names of other entities and what they lie in are looked up, step by step (`Tell`). Then `Judge` finds the
conflicts as in a graph that fits in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.dataflow import Dataset, Record
from kg.graph.assemble import Sums
from kg.graph.conflicts import find_conflicts
from kg.graph.disputes.candidates import in_question
from kg.graph.disputes.reports import MANY
from kg.graph.facts import Evidence, StatedFact, claim_order, key
from kg.graph.known import Portion
from kg.graph.namespaces import Namespaces, escape
from kg.graph.schema import Schema
from kg.model import Entity, Fact, Relation
from kg.rdf.conflicts import conflict_lines
from kg.store.large.blocks import block_records
from kg.store.large.check import check_record
from kg.store.large.entities import told_entity
from kg.store.large.rows import entity_of, evidence_of, evidence_row


def conflict_records(made: Dataset, named: Dataset, schema: Schema, namespaces: Namespaces) -> Dataset:
    """Records `conflict` (key: its IRI) from the records `matter` and `guest` of `PerArticle` and `named` of
    `PerEntity`."""
    cases = made.only("matter").group(Candidates(schema, namespaces)).keep()
    told: list[Dataset] = []
    asks = cases.only("ask")
    for _ in range(MANY + 1):  # a walk has no more steps: see kg.graph.disputes.values
        if not asks.count():
            break
        found = named.union(asks).group(tell).keep()
        told.append(found.only("told"))
        asks = found.only("ask")
    return cases.only("case").union(made.only("guest"), *told).group(Judge(schema, namespaces))


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is said of an entity on one matter to a record `case`, if it can be in dispute, and records `ask` for the
    entities that judging it needs to know."""

    schema: Schema
    namespaces: Namespaces

    def __call__(self, key_: str, records: Iterator[Record]) -> Iterator[Record]:
        first = next(records)
        second = next(records, None)
        if second is None:  # one article alone contradicts nobody
            return
        subject = entity_of(first.value[0][0])
        cast: dict[str, Entity] = {}
        evidence: dict[str, Evidence] = {}
        for record in (first, second, *records):
            cast.update((row[0], entity_of(row)) for row in record.value[0])
            evidence.update((item.claim.id, item) for item in map(evidence_of, record.value[1]))
        said = _added_up(evidence.values(), self.schema, cast)
        portion = Portion(self.schema, self.namespaces, cast, said, evidence)
        facts: dict[str, tuple[Fact, dict[str, Evidence]]] = {}
        for report in in_question(portion):
            _hold(facts, report.stated.fact, report.evidence)
        if not facts:
            return
        where, _, matter = key_.partition(" ")
        rows = tuple((fact, tuple(map(evidence_row, items.values()))) for fact, items in facts.values())
        yield Record("case", where, matter, (subject.id, matter, rows))
        yield _ask(subject.id, where, None)
        for other in sorted({fact.object for fact, _ in facts.values() if isinstance(fact, Relation)}):
            yield _ask(other, where, (other, (), ()))


def _added_up(items: Iterable[Evidence], schema: Schema, cast: Mapping[str, Entity]) -> dict[str, StatedFact]:
    sums = Sums(schema, cast)
    for item in sorted(items, key=lambda e: claim_order(e.claim)):
        c = item.claim
        sums.add(c.fact, c.id, c.article, item.date, c.confidence, c.status)
    return {s.key: s for s in sums.stated()}


# A walk from a place or body through all that it lies in: where it began, what was reached, and what is to be looked at
# yet, the last first, as `kg.graph.disputes.values` walks in memory.
_Walk = tuple[str, tuple[str, ...], tuple[str, ...]]


def _ask(entity: str, where: str, walk: _Walk | None) -> Record:
    """What the case `where` asks of an entity, on a walk or (None) for itself alone."""
    return Record("ask", escape(entity), f"{where} {'-' if walk is None else escape(walk[0])}", (where, walk))


def tell(key_: str, records: Iterator[Record]) -> Iterator[Record]:
    """An entity's record `named` to a record `told` for each case that asks, and an `ask` for the next step of each
    walk."""
    named: Record | None = None
    told: set[str] = set()
    for record in records:
        if record.kind == "named":
            named = record
            continue
        where, walk = record.value
        if named is not None and where not in told:
            told.add(where)
            yield Record("told", where, key_, named.value)
        if walk is not None:
            start, reached, ahead = walk
            new = sorted({other for _, other in named.value[-1]}.difference(reached)) if named is not None else []
            reached, ahead = (*reached, *new), (*ahead, *new)
            if ahead and len(reached) < MANY:
                yield _ask(ahead[-1], where, (start, reached, ahead[:-1]))


@dataclass(frozen=True, slots=True)
class Judge:
    """An entity's records `case`, `told` and `guest` to its conflicts, each a record of lines of Turtle."""

    schema: Schema
    namespaces: Namespaces

    def __call__(self, key_: str, records: Iterator[Record]) -> Iterator[Record]:
        about, matters = "", set()
        cast: dict[str, Entity] = {}
        stated: dict[str, StatedFact] = {}
        said: dict[str, tuple[Fact, dict[str, Evidence]]] = {}
        for record in records:
            if record.kind == "told":
                entity, facts = told_entity(record.value)
                cast[entity.id] = entity
                stated.update(facts)
            elif record.kind == "guest":
                for row in record.value[0]:
                    cast.setdefault(row[0], entity_of(row))
                for item in map(evidence_of, record.value[1]):
                    _hold(said, item.claim.fact, [item])
            else:
                about, matter, rows = record.value
                matters.add(matter)
                for fact, items in rows:
                    _hold(said, fact, map(evidence_of, items))
        if not about:
            return
        evidence: dict[str, Evidence] = {}
        for name, (fact, held) in said.items():
            ordered = sorted(held.values(), key=lambda e: claim_order(e.claim))
            stated[name] = StatedFact(name, fact, tuple(e.claim.id for e in ordered))
            evidence.update(held)
        portion = Portion(self.schema, self.namespaces, cast, stated, evidence)
        found = [
            c for c in find_conflicts(portion) if c.about == about and (c.kind == "figures" or c.on in matters)
        ]  # what guests say of other events is not all that is said of these
        made = list(block_records("conflict", conflict_lines(portion, found, self.namespaces), self.namespaces))
        yield from made
        if made:
            yield check_record(made, cast.values(), (s.fact for s in stated.values()))


def _hold(said: dict[str, tuple[Fact, dict[str, Evidence]]], fact: Fact, items: Iterable[Evidence]) -> None:
    said.setdefault(key(fact), (fact, {}))[1].update((e.claim.id, e) for e in items)

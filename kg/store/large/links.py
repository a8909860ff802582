"""Links out of a graph that does not fit in memory: its entities that bear a name of the tables do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.dataflow import Dataset, Record
from kg.graph.assemble import check_entities, with_names
from kg.graph.linking import LinkTable, link_out
from kg.graph.namespaces import escape
from kg.graph.schema import Schema
from kg.identity import fold
from kg.model import Entity, Issue


def link_records(
    entities: Dataset, tables: Sequence[LinkTable], schema: Schema
) -> tuple[list[Record], tuple[Issue, ...]]:
    """Records `link` for the entities of records `entity` and `name`, and the issues of `link_out`."""
    if not tables:
        return [], ()
    wanted = frozenset(fold(row.name) for table in tables for row in table.rows)
    bearers = [record.value for record in entities.group(_Bearers(schema, wanted)).sorted()]
    links, issues = link_out(bearers, tables, schema)
    order = sorted(links, key=lambda k: (k.entity, k.predicate, k.iri, k.table, k.row))
    return [Record("link", escape(k.entity), f"{number:09}", k) for number, k in enumerate(order)], issues


@dataclass(frozen=True, slots=True)
class _Bearers:
    """The entity of a key, with all its names, if one of them is wanted."""

    schema: Schema
    wanted: frozenset[str]

    def __call__(self, key: str, records: Iterator[Record]) -> Iterator[Record]:
        given: list[Entity] = []
        others: set[str] = set()
        for record in records:
            if record.kind == "entity":
                given.append(record.value)
            else:
                others.add(record.value)
        for entity in check_entities(given, self.schema)[0].values():
            named = with_names(entity, others)
            if any(fold(name) in self.wanted for name in (named.name, *named.names)):
                yield Record("bearer", key, "", named)

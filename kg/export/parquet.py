"""Parquet tables for pandas, DuckDB, Spark and the like.

`TABLES` is the schema. Days are `date32`, lists `list<string>`, confidences `float64`. A figure is there twice: `value`
as `float64`, which every tool sorts, sums and plots, and `exact`, its digits as a text; a decimal type would need a
width that no figure exceeds, and pandas would read it as objects. Dates that may be a year or a month alone
(`startDate`, a period) are texts. Ids are names as in the Turtle files (`ent:…`, `doc:…`); a `fact` is a key that the
tables of facts and the claims share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from kg.export.elements import DOC, entity_id, number
from kg.graph.facts import Evidence, StatedFact, key, kind, plain
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import escape, well_formed
from kg.model import Attribute, Fact, Observation, Position, Quotation, Relation

Write = Callable[[BinaryIO], None]
Row = Mapping[str, Any]
# Rows held in memory, and in one row group of a file.
BATCH = 65_536
_FACT = {
    "fact": "string", "status": "string", "support": "int32", "confidence": "double", "first": "date32",
    "last": "date32", "derived": "bool", "claims": "list<string>",
}  # fmt: skip
TABLES: dict[str, dict[str, str]] = {
    "entities": {"id": "string", "iri": "string", "name": "string", "class": "string", "classes": "list<string>"},
    "names": {"entity": "string", "name": "string", "canonical": "bool"},
    "links": {"entity": "string", "predicate": "string", "iri": "string", "confidence": "double", "table": "string"},
    "relations": {"subject": "string", "predicate": "string", "object": "string", **_FACT},
    "attributes": {"subject": "string", "predicate": "string", "value": "string", **_FACT},
    "positions": {"holder": "string", "organization": "string", "title": "string", **_FACT},
    "observations": {
        "about": "string", "measure": "string", "value": "double", "exact": "string", "unit": "string",
        "comparator": "string", "change": "string", "period": "string", **_FACT,
    },
    "quotations": {"speaker": "string", "text": "string", "mode": "string", **_FACT},
    "claims": {
        "claim": "string", "fact": "string", "kind": "string", "article": "string", "sentence": "string",
        "quote": "string", "sentence_number": "int32", "start": "int32", "end": "int32", "extractor": "string",
        "confidence": "double", "status": "string", "role": "string",
    },
    "articles": {
        "id": "string", "title": "string", "date": "date32", "outlet": "string", "url": "string",
        "files": "list<string>", "categories": "list<string>", "text": "string",
    },
}  # fmt: skip


def files(graph: KnowledgeGraph) -> Mapping[str, Write]:
    """What to write, by the name of the file."""
    return {f"{name}.parquet": partial(_write, name, graph) for name in TABLES}


def rows(name: str, graph: KnowledgeGraph) -> Iterator[Row]:
    """The rows of a table of `TABLES`, in the order of their ids."""
    simple: dict[str, Callable[[KnowledgeGraph], Iterator[Row]]] = {
        "entities": _entities, "names": _names, "links": _links, "claims": _claims, "articles": _articles,
    }  # fmt: skip
    if name in simple:
        yield from simple[name](graph)
        return
    for stated in graph.stated.values():
        if _table(stated.fact) == name:
            yield {**_fields(stated.fact), **_reported(stated)}


def _write(name: str, graph: KnowledgeGraph, out: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "string": pa.string(), "int32": pa.int32(), "double": pa.float64(), "date32": pa.date32(), "bool": pa.bool_(),
        "list<string>": pa.list_(pa.string()),
    }  # fmt: skip
    schema = pa.schema([(column, types[type_]) for column, type_ in TABLES[name].items()])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(rows(name, graph)):
            writer.write_table(pa.Table.from_pylist([_safe(row) for row in batch], schema=schema))


def _batches(found: Iterable[Row]) -> Iterator[list[Row]]:
    """Lists of at most `BATCH` rows; one without rows where there are none, so that the file has its schema."""
    items = iter(found)
    batch = list(islice(items, BATCH))
    yield batch
    while batch := list(islice(items, BATCH)):
        yield batch


def _safe(row: Row) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return well_formed(value) or None
    return [well_formed(item) for item in value] if isinstance(value, tuple) else value


def _table(fact: Fact) -> str:
    names = {
        Relation: "relations", Attribute: "attributes", Position: "positions", Observation: "observations",
        Quotation: "quotations",
    }  # fmt: skip
    return names[type(fact)]


def _fields(fact: Fact) -> Row:
    if isinstance(fact, Relation):
        return {
            "subject": entity_id(fact.subject), "predicate": fact.predicate, "object": entity_id(fact.object)
        }  # fmt: skip
    if isinstance(fact, Attribute):
        return {"subject": entity_id(fact.subject), "predicate": fact.predicate, "value": fact.value}
    if isinstance(fact, Position):
        organization = entity_id(fact.organization) if fact.organization else None
        return {"holder": entity_id(fact.holder), "organization": organization, "title": fact.title}
    if isinstance(fact, Quotation):
        return {"speaker": entity_id(fact.speaker), "text": fact.text, "mode": fact.mode}
    return {
        "about": entity_id(fact.about), "measure": fact.measure, "value": number(fact.value),
        "exact": plain(fact.value), "unit": fact.unit, "comparator": fact.comparator, "change": fact.change,
        "period": fact.period,
    }  # fmt: skip


def _reported(stated: StatedFact) -> Row:
    return {
        "fact": stated.key, "status": stated.status, "support": stated.support,
        "confidence": round(stated.confidence, 4) if stated.claims else None, "first": stated.first,
        "last": stated.last, "derived": stated.derived, "claims": stated.claims,
    }  # fmt: skip


def _entities(graph: KnowledgeGraph) -> Iterator[Row]:
    for view in graph.entities():
        above = graph.schema.ancestors(view.type)
        yield {"id": entity_id(view.id), "iri": view.iri, "name": view.name, "class": view.type, "classes": above}


def _names(graph: KnowledgeGraph) -> Iterator[Row]:
    for view in graph.entities():
        for name in view.names:
            yield {"entity": entity_id(view.id), "name": name, "canonical": name == view.name}


def _links(graph: KnowledgeGraph) -> Iterator[Row]:
    for link in graph.links:
        yield {
            "entity": entity_id(link.entity), "predicate": link.predicate, "iri": link.iri,
            "confidence": link.confidence, "table": link.table,
        }  # fmt: skip


def _claims(graph: KnowledgeGraph) -> Iterator[Row]:
    for item in graph.evidence.values():
        yield _claim(item)


def _claim(item: Evidence) -> Row:
    claim = item.claim
    return {
        "claim": claim.id, "fact": key(claim.fact), "kind": kind(claim.fact), "article": DOC + escape(claim.article),
        "sentence": item.sentence, "quote": item.quote, "sentence_number": claim.sentence, "start": claim.start,
        "end": claim.end, "extractor": claim.extractor, "confidence": round(claim.confidence, 4),
        "status": claim.status, "role": claim.role,
    }  # fmt: skip


def _articles(graph: KnowledgeGraph) -> Iterator[Row]:
    for article in graph.articles:
        yield {
            "id": DOC + escape(article.id), "title": article.title, "date": article.date, "outlet": article.outlet,
            "url": article.url, "files": tuple(s.path for s in article.sources), "categories": article.categories,
            "text": article.text,
        }  # fmt: skip

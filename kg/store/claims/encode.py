"""Documents to the rows of a segment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kg.model import Attribute, Claim, Document, Fact, Observation, Position, Quotation, Relation
from kg.store.claims.tables import ARTICLES, CLAIMS, ENTITY, ISSUE, MENTION, SENTENCE


@dataclass(frozen=True, slots=True)
class Row:
    """A document under its article's key; `source` is what its issues are told under in this build."""

    key: str
    source: str
    document: Document


def encode(rows: Sequence[Row]) -> tuple[pa.Table, pa.Table]:
    """The tables `articles` and `claims` of some documents.

    Raises ValueError (Arrow's own errors and those of encodings are such) or OverflowError where a value has no place
    in a column: lone surrogates, numbers of twenty digits.
    """
    documents = [row.document for row in rows]
    mentions = [d.mentions for d in documents]
    entities = [d.entities for d in documents]
    columns: dict[str, Any] = {
        "key": [row.key for row in rows],
        "article": [d.article.id for d in documents],
        "title": [d.article.title for d in documents],
        "date": [d.article.date for d in documents],
        "outlet": [d.article.outlet for d in documents],
        "url": [d.article.url for d in documents],
        "characters": [len(d.article.text) for d in documents],
        "claims": [len(d.claims) for d in documents],
        "focus": [d.focus for d in documents],
        "sentences": _nested(SENTENCE, [d.sentences for d in documents], ("index", "start", "end", "block")),
        "mentions": _nested(
            MENTION, mentions, ("start", "end", "text", "type", "origin", "confidence", "form", "entity")
        ),
        "entities": _nested(
            ENTITY,
            entities,
            ("id", "type", "name", "names", "series", "year", "ordinal", "parent", "known", "confidence"),
        ),
        "issues": _issues(rows),
    }
    arrays = [pa.array(c, ARTICLES.field(n).type) if isinstance(c, list) else c for n, c in columns.items()]
    return pa.table(arrays, schema=ARTICLES), _claims(rows)


def _nested(kind: pa.StructType, groups: Sequence[Sequence[Any]], names: Sequence[str]) -> pa.ListArray:
    """A list column: the attributes `names` of each group's members, in the order of the struct's fields."""
    flat = [member for group in groups for member in group]
    fields = [pa.array([getattr(member, name) for member in flat], kind[i].type) for i, name in enumerate(names)]
    return _lists(kind, fields, groups)


def _lists(kind: pa.StructType, fields: Sequence[pa.Array], groups: Iterable[Sequence[Any]]) -> pa.ListArray:
    offsets = [0]
    for group in groups:
        offsets.append(offsets[-1] + len(group))
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(fields, fields=list(kind))
    )


def _issues(rows: Sequence[Row]) -> pa.ListArray:
    """Their source is left empty where it is the article's own: another build may find the article elsewhere."""
    groups = [row.document.issues for row in rows]
    flat = [(issue, row.source) for row in rows for issue in row.document.issues]
    fields = [
        [issue.kind for issue, _ in flat],
        [issue.message for issue, _ in flat],
        ["" if issue.source == source else issue.source for issue, source in flat],
        [issue.place for issue, _ in flat],
    ]
    return _lists(ISSUE, [pa.array(field, pa.string()) for field in fields], groups)


def _claims(rows: Sequence[Row]) -> pa.Table:
    records = []
    for row in rows:
        document = row.document
        called = {e.id: e.name for e in document.entities}
        starts = [s.start for s in document.sentences]
        records += [_claim(row.key, document, claim, called, starts) for claim in document.claims]
    columns = zip(*records, strict=True) if records else ((),) * len(CLAIMS)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, CLAIMS, strict=True)], schema=CLAIMS)


def _claim(
    key: str, document: Document, claim: Claim, called: Mapping[str, str], starts: Sequence[int]
) -> tuple[Any, ...]:
    """One row, its cells in the order of CLAIMS."""
    kind, subject, predicate, other, value, *details = _fact(claim.fact)
    text = document.article.text
    at = bisect_right(starts, claim.start) - 1
    sentence = text[starts[at] : document.sentences[at].end].strip() if at >= 0 else ""
    return (
        key, claim.article, claim.id, kind,
        subject, called.get(subject or ""), predicate, other, None if other is None else called.get(other),
        value, *details,
        claim.sentence, sentence, claim.start, claim.end, text[claim.start : claim.end],
        claim.extractor, claim.confidence, claim.status, claim.role,
    )  # fmt: skip


def _fact(fact: Fact) -> tuple[str | None, ...]:
    """kind, subject, predicate, object, value, unit, comparator, change, period; None where it has no such thing."""
    match fact:
        case Relation():
            return "Relation", fact.subject, fact.predicate, fact.object, None, None, None, None, None
        case Attribute():
            return "Attribute", fact.subject, fact.predicate, None, fact.value, None, None, None, None
        case Position():
            return "Position", fact.holder, "position", fact.organization, fact.title, None, None, None, None
        case Quotation():
            return "Quotation", fact.speaker, fact.mode, None, fact.text, None, None, None, None
        case Observation():
            details = (fact.unit, fact.comparator, fact.change, fact.period)
            return "Observation", fact.about, fact.measure, None, str(fact.value), *details

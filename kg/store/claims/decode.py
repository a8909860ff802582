"""The rows of a segment back to Documents, equal to those that were stored."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

import pyarrow as pa

from kg.model import (
    Article,
    Attribute,
    Claim,
    Document,
    Fact,
    Issue,
    LocalEntity,
    Mention,
    Observation,
    Position,
    Quotation,
    Relation,
    Sentence,
)
from kg.store.claims.tables import ARTICLES, CLAIMS

# Few words, met in every row: one object each instead of millions.
_FEW = (
    "class", "origin", "form", "entity", "kind", "predicate", "unit", "comparator", "change", "extractor", "status",
    "role", "series", "parent", "subject", "object",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored of an article: everything of its Document but the article itself."""

    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[LocalEntity, ...]
    focus: str
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]

    def over(self, article: Article, source: str) -> Document:
        """The Document of `article`, whose issues are told under `source`."""
        issues = tuple(replace(issue, source=issue.source or source) for issue in self.issues)
        return Document(
            article, self.sentences, mentions=self.mentions, entities=self.entities, focus=self.focus,
            claims=self.claims, issues=issues,
        )  # fmt: skip


def decode(articles: pa.Table, claims: pa.Table) -> dict[str, Stored]:
    """By key, what two tables of one segment hold. Raises ValueError or KeyError where they are not such tables."""
    if not articles.schema.equals(ARTICLES) or not claims.schema.equals(CLAIMS):
        raise ValueError("its columns are not those of this version")
    counts = articles["claims"].to_pylist()
    if sum(counts) != claims.num_rows:
        raise ValueError("articles and claims do not belong together")
    said = _split(_all_claims(claims), counts)
    columns = zip(
        articles["key"].to_pylist(),
        _nested(articles["sentences"], Sentence),
        _nested(articles["mentions"], Mention),
        _nested(articles["entities"], _entity),
        articles["focus"].to_pylist(),
        said,
        _nested(articles["issues"], Issue),
        strict=True,
    )
    return {key: Stored(*rest) for key, *rest in columns}


def _entity(*cells: Any) -> LocalEntity:
    identifier, kind, name, names, *rest = cells
    return LocalEntity(identifier, kind, name, tuple(names), *rest)


def _nested(column: pa.ChunkedArray, made: Callable[..., Any]) -> Iterator[tuple[Any, ...]]:
    """Each row's list of structs as a tuple of `made` from their cells."""
    whole = column.combine_chunks()
    members = whole.flatten()
    cells = [_cells(members.field(i), field.name) for i, field in enumerate(members.type)]
    return _split(list(map(made, *cells)), whole.value_lengths().to_pylist())


def _split(flat: Sequence[Any], lengths: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    at = 0
    for length in lengths:
        yield tuple(flat[at : at + length])
        at += length


def _cells(column: pa.Array, name: str) -> list[Any]:
    found: list[Any] = column.to_pylist()
    return [None if cell is None else sys.intern(cell) for cell in found] if name in _FEW else found


def _all_claims(table: pa.Table) -> list[Claim]:
    columns = {name: _cells(table[name], name) for name in table.column_names}
    facts = map(
        _fact,
        *(
            columns[n]
            for n in ("kind", "subject", "predicate", "object", "value", "unit", "comparator", "change", "period")
        ),
    )
    names = ("sentence_number", "start", "end", "extractor", "confidence", "status", "role")
    return list(map(Claim, columns["claim"], columns["article"], facts, *(columns[n] for n in names)))


def _fact(kind: str, *cells: Any) -> Fact:
    return _FACTS[kind](*cells)


_FACTS: Mapping[str, Callable[..., Fact]] = {
    "Relation": lambda subject, predicate, other, *_: Relation(subject, predicate, other),
    "Attribute": lambda subject, predicate, _, value, *__: Attribute(subject, predicate, value),
    "Position": lambda holder, _, organization, title, *__: Position(holder, organization, title),
    "Quotation": lambda speaker, mode, _, text, *__: Quotation(speaker, text, cast(Any, mode)),
    "Observation": lambda about, measure, _, value, *rest: Observation(about, measure, Decimal(value), *rest),
}

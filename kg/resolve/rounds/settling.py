"""Claims over global ids, article by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.dataflow import Record
from kg.identity import fold
from kg.model import Attribute, Claim, Document, Entity, Fact, Member, compact
from kg.nlp.patterns import ClassRule
from kg.resolve.claims import (
    NAMING,
    anchor_claim,
    in_order,
    made_claims,
    over,
    rewrite_document,
    settle,
    unproved,
)
from kg.resolve.nodes import nodes_of
from kg.resolve.resolved import ResolvedArticle, article_key
from kg.resolve.rounds.naming import Bearer, Named
from kg.resolve.sheets import entity_of


@dataclass(frozen=True, slots=True)
class Part:
    """What some of an article's entities became; `exact`: some article writes its name just so."""

    locals: tuple[str, ...]
    entity: Entity
    exact: bool


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What no article says of an entity, so that a claim of it is made from what one says of these of its entities.

    `named` and `typed` are what is said already; `composed`: nobody calls it by its name, which is made by rule.
    """

    locals: tuple[str, ...]
    entity: Entity
    named: bool
    typed: bool
    composed: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """By root, its `named` and `id`, `doubted` and `member` records: to an `entity` record; `part` and `unsaid` ones by
    article; `member` ones by place; `doubt` ones by doubt; and issues where classes tie, or no words name it.
    """

    classes: tuple[ClassRule, ...]

    def __call__(self, root: str, records: Iterator[Record]) -> Iterator[Record]:
        identifier: str = next(records).value
        named: Named = next(records).value
        entity, tied = entity_of(identifier, named.name, named.sheet, self.classes)
        exact = entity.name in named.said
        spoken = exact or fold(entity.name) in map(fold, named.said)
        yield Record("entity", entity.id, "", entity)
        if tied:
            yield Record("issue", "", "", tied)
        evidence: list[tuple[str, tuple[str, ...]]] = []
        typed = False
        for record in records:
            if record.kind == "doubted":
                doubt, kind, text = record.value
                yield Record("doubt", doubt, root, (kind, text, entity.id))
                continue
            bearer: Bearer = record.value
            article = bearer.members[0][1].article
            locals_ = tuple(own.local for _, own in bearer.members)
            typed = typed or bearer.typed
            # the first article, or for a composed name each; of those with a naming claim, if there are any
            if (named.composed or not evidence) and (bearer.names if named.said else bearer.met):
                evidence.append((article, locals_))
            yield Record("part", article, "1" + root, Part(locals_, entity, exact))
            for place, own in bearer.members:
                yield Record("member", "", place, Member(own.key, entity.id, own.type, own.name, own.names))
        if not evidence:
            yield Record("issue", "", "", unproved(entity.id))
        for article, locals_ in evidence:
            if not (spoken and typed):
                yield Record("unsaid", article, "2" + root, Unsaid(locals_, entity, spoken, typed, named.composed))
            typed = True  # the first one says it


def rewritten(article: str, records: Iterator[Record]) -> Iterator[Record]:
    """By article, its `document`, `part` and `unsaid` records: to a `resolved` record and issues."""
    document: Document | None = None
    parts: list[Part] = []
    unsaid: list[Unsaid] = []
    for record in records:
        if record.kind == "document":
            document = record.value
        elif record.kind == "part":
            parts.append(record.value)
        else:
            unsaid.append(record.value)
    if document is None:
        return
    entities = {local: part.entity for part in parts for local in part.locals}
    own, issues = rewrite_document(document, entities, _Settle(parts))
    claims = in_order([*own, *_made(document, unsaid)])
    order = article_key(document.article)
    named = sorted((part.entity for part in parts), key=lambda entity: entity.id)
    found = ResolvedArticle(document.article, document.sentences, tuple(claims), tuple(named))
    yield Record("resolved", article, order, found)
    for issue in (*document.issues, *issues):
        yield Record("issue", "", "", issue)


def _made(document: Document, unsaid: Sequence[Unsaid]) -> Iterator[Claim]:
    """The claims by rule, each on the first naming claim, or where there is none on the first mention."""
    if not unsaid:
        return
    naming: dict[str, Claim] = {}
    for claim in sorted(document.claims, key=_place):
        if isinstance(claim.fact, Attribute) and claim.fact.predicate in NAMING:
            naming.setdefault(claim.fact.subject, claim)
    met = {n.local: found for n in nodes_of(document) if (found := anchor_claim(n))}
    for one in unsaid:
        said = [naming[local] for local in one.locals if local in naming]
        first = min(said, key=_place) if said else next(met[local] for local in one.locals if local in met)
        yield from made_claims(one.entity, [first], one.named, has_type=one.typed, composed=one.composed)


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.start, claim.end, claim.id


class _Settle:
    """Settles claims by what the article's entities became."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._by_id: dict[str, tuple[Entity, bool]] = {p.entity.id: (p.entity, p.exact) for p in parts}

    def __call__(self, claim: Claim, fact: Fact) -> Claim:
        if not isinstance(fact, Attribute):
            return over(claim, fact)
        entity, exact = self._by_id[fact.subject]
        return settle(claim, fact, entity, exact=exact)


compact(Part, Unsaid)

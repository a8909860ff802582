"""Claims over global ids, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.dataflow import Record
from kg.model import Attribute, Claim, Document, Entity, Fact, Member, compact
from kg.resolve.claims import (
    anchor_claim,
    in_order,
    made_claims,
    named_by,
    names,
    over,
    rewrite_document,
    settle,
    unproved,
)
from kg.resolve.resolved import ResolvedArticle, article_key
from kg.resolve.rounds.naming import Cast
from kg.resolve.sheets import Membership


@dataclass(frozen=True, slots=True)
class Part:
    """What an article's entity became; `exact`: some article writes its name just so."""

    local: str
    entity: Entity
    exact: bool


def settled(root: str, records: Iterator[Record]) -> Iterator[Record]:
    """By root, its `cast`, `typed`, `naming` and `member` records: to `part` and `made` records by article, `member`
    ones by place, and an issue where no words name it.
    """
    cast: Cast = next(records).value
    entity = cast.entity
    typed = named = exact = False
    evidence: list[Claim] = []
    anchored = False
    for record in records:
        if record.kind == "typed":
            typed = True
        elif record.kind == "naming":
            claim: Claim = record.value
            named = named or names(claim, entity)
            exact = exact or named_by(claim) == entity.name
            _keep(evidence, claim, cast.composed)
        else:
            member: Membership = record.value
            node = member.node
            if not evidence or anchored:
                anchor = anchor_claim(node)
                if anchor is not None:
                    anchored = True
                    _keep(evidence, anchor, cast.composed)
            yield Record("part", node.article, "1" + node.key, Part(node.local, entity, exact))
            yield Record("member", "", record.order[1:], Member(node.key, entity.id, node.type, node.name, node.names))
    for claim in made_claims(entity, evidence, named, has_type=typed, composed=cast.composed) if evidence else ():
        yield Record("made", claim.article, "2" + claim.id + root, claim)
    if not evidence:
        issue = unproved(entity.id)
        yield Record("issue", "", "", issue)


def _keep(evidence: list[Claim], claim: Claim, composed: bool) -> None:
    """The first claim, or for a composed name the first of every article, which come one after the other."""
    if not evidence or (composed and evidence[-1].article != claim.article):
        evidence.append(claim)


def rewritten(article: str, records: Iterator[Record]) -> Iterator[Record]:
    """By article, its `document`, `part` and `made` records: to a `resolved` record and issues."""
    document: Document | None = None
    parts: dict[str, Part] = {}
    made: list[Claim] = []
    for record in records:
        if record.kind == "document":
            document = record.value
        elif record.kind == "part":
            parts[record.value.local] = record.value
        else:
            made.append(record.value)
    if document is None:
        return
    own, issues = rewrite_document(document, {k: p.entity for k, p in parts.items()}, _Settle(parts))
    claims = in_order([*own, *made])
    # two local entities may have become one
    entities = {p.entity.id: p.entity for p in parts.values()}
    order = article_key(document.article)
    found = ResolvedArticle(
        document.article, document.sentences, tuple(claims), tuple(entities[k] for k in sorted(entities))
    )
    yield Record("resolved", article, order, found)
    for issue in (*document.issues, *issues):
        yield Record("issue", "", "", issue)


class _Settle:
    """Settles claims by what the article's entities became."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._by_id: dict[str, tuple[Entity, bool]] = {p.entity.id: (p.entity, p.exact) for p in parts.values()}

    def __call__(self, claim: Claim, fact: Fact) -> Claim:
        if not isinstance(fact, Attribute):
            return over(claim, fact)
        entity, exact = self._by_id[fact.subject]
        return settle(claim, fact, entity, exact=exact)


compact(Part)

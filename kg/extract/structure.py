"""What names and their neighbourhood say by themselves: editions, units of organizations, places next to names.

2022年服贸会 → editionOf 服贸会; 商务部服贸司 → subOrganizationOf 商务部; 北京国家会议中心 → locatedIn 北京.
Counter-example: 中国银行 stands for no unit of 中国.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.identity import claim_id
from kg.model import Claim, Document, LocalEntity, Mention, Relation
from kg.nlp.classes import ORGANIZATIONS
from kg.nlp.index import Index


def extract_structure(document: Document) -> Document:
    """The document with the relations that follow from how its names are built and placed."""
    index = Index(document)
    rows: dict[Relation, Claim] = {}
    for claim in (*_by_entity(index), *_by_place(index)):
        assert isinstance(claim.fact, Relation)
        rows.setdefault(claim.fact, claim)
    return replace(document, claims=(*document.claims, *rows.values()))


def _claim(index: Index, relation: Relation, start: int, end: int, extractor: str, confidence: float) -> Claim:
    article = index.document.article
    words = article.text[start:end]
    return Claim(
        id=claim_id(article.id, words, relation.predicate, words, start, end),
        article=article.id,
        fact=relation,
        sentence=index.sentence_at(start).index,
        start=start,
        end=end,
        extractor=f"structure:{extractor}",
        confidence=confidence,
    )


def _first(index: Index, entity: LocalEntity) -> Mention | None:
    mentions = [m for m in index.document.mentions if m.entity == entity.id]
    return next((m for m in mentions if m.form == "name"), mentions[0] if mentions else None)


def _by_entity(index: Index) -> Iterator[Claim]:
    """editionOf, and the parents that names carry."""
    for entity in index.document.entities:
        mention = _first(index, entity)
        if mention is None:
            continue
        if entity.series:
            relation = Relation(entity.id, "editionOf", entity.series)
            yield _claim(index, relation, mention.start, mention.end, "edition", 0.9)
        if entity.parent:
            kind = "subEventOf" if entity.type == "Event" else "subOrganizationOf"
            relation = Relation(entity.id, kind, entity.parent)
            yield _claim(index, relation, mention.start, mention.end, "name", 0.85)
        if entity.type == "Venue":
            yield from _venue_part(index, entity, mention)


def _venue_part(index: Index, entity: LocalEntity, mention: Mention) -> Iterator[Claim]:
    """国家会议中心二期 is part of 国家会议中心, if the article names both."""
    for other in index.document.entities:
        longer = other.type == "Venue" and other.id != entity.id and entity.name.startswith(other.name)
        if longer and len(entity.name) > len(other.name):
            relation = Relation(entity.id, "partOf", other.id)
            yield _claim(index, relation, mention.start, mention.end, "name", 0.85)


def _by_place(index: Index) -> Iterator[Claim]:
    """A place right before a venue, an organization or a smaller place (also 深圳的某公司)."""
    for _, mentions in index.each():
        for left, right in pairwise(mentions):
            between = index.text[left.end : right.start]
            if left.type != "AdministrativeArea" or between not in ("", "的") or not right.entity or not left.entity:
                continue
            inside = right.type == "Venue" or (right.type in ORGANIZATIONS and right.type != "GovernmentBody")
            area = right.type == "AdministrativeArea" and between == "" and _inner(index, left, right)
            if area and _SIDE_BY_SIDE.match(index.text, right.end):
                continue  # 烟台|巫山|两地: side by side
            if left.form != "pronoun" and (inside or area) and left.entity != right.entity:
                relation = Relation(right.entity, "locatedIn", left.entity)
                yield _claim(index, relation, left.start, right.end, "adjacent", 0.8)
                yield from _listed(index, mentions, left, right)


_SIDE_BY_SIDE = re.compile(r"[两二三][地市县省国区州城]")


def _listed(index: Index, mentions: Sequence[Mention], area: Mention, first: Mention) -> Iterator[Claim]:
    """The venues listed behind one that a place stands before: 福州市|西湖公园、左海公园、温泉公园.

    Counter-example: 甲市某馆、乙市某馆.
    """
    last = first
    for mention in mentions[mentions.index(first) + 1 :]:
        if first.type != "Venue" or mention.type != "Venue" or index.text[last.end : mention.start] not in ("、", "和"):
            return
        if mention.entity and mention.entity not in (area.entity, first.entity):
            relation = Relation(mention.entity, "locatedIn", area.entity)
            yield _claim(index, relation, area.start, mention.end, "listed", 0.65)
        last = mention


def _inner(index: Index, outer: Mention, inner: Mention) -> bool:
    one, other = index.entity(outer), index.entity(inner)
    return one is not None and other is not None and one.id != other.id

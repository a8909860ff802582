"""Documents by hand for the tests of resolve: entities with names, posts and relations, no text to extract from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.identity import article_id, claim_id
from kg.model import (
    Article,
    Attribute,
    Block,
    Claim,
    Document,
    Entity,
    Fact,
    LocalEntity,
    Mention,
    Position,
    Relation,
    Resolution,
    Sentence,
    Source,
)


def thing(
    local: str,
    type_: str,
    *names: str,
    series: str = "",
    year: int | None = None,
    ordinal: int | None = None,
    parent: str = "",
    known: str = "",
) -> LocalEntity:
    """A local entity; the first name is the full one."""
    return LocalEntity(local, type_, names[0], tuple(sorted(names)), series, year, ordinal, parent, known)


def document(
    topic: str,
    day: str,
    *things: LocalEntity,
    posts: Sequence[tuple[str, str, str]] = (),
    relations: Sequence[tuple[str, str, str]] = (),
    starts: Mapping[str, str] | None = None,
) -> Document:
    """An article of one sentence a name, with naming and class claims, posts (holder, organization, title), relations
    (subject, predicate, object) and start dates. `topic` makes its text, and so its id, its own."""
    lines = [f"{topic}。"]
    spans: list[tuple[LocalEntity, str, int, int]] = []
    at = len(lines[0])
    for entity in things:
        for name in sorted(entity.names, key=lambda n: n != entity.name):
            lines.append(f"{name}。")
            spans.append((entity, name, at, len(lines)))
            at += len(name) + 1
    text = "".join(lines)
    article = Article(
        article_id(text),
        text,
        (Block("paragraph", 0, len(text)),),
        date=date.fromisoformat(day) if day else None,
        sources=(Source(f"{topic}.txt", ""),),
    )
    mentions = tuple(
        Mention(start, start + len(name), name, e.type, "made", 1.0, "name" if name == e.name else "short", e.id)
        for e, name, start, _ in spans
    )
    base = Document(article, _sentences(lines), mentions=mentions, entities=things)
    facts: list[tuple[Fact, str, str, str, int, int]] = []
    for entity, name, start, _ in spans:
        facts.append((Attribute(entity.id, "altLabel", name), name, "altLabel", name, start, start + len(name)))
        if name == entity.name:
            fact = Attribute(entity.id, "type", entity.type)
            facts.append((fact, name, "type", entity.type, start, start + len(name)))
    name_of = {e.id: e.name for e in things}
    for holder, organization, title in posts:
        words = name_of[holder]
        facts.append((Position(holder, organization, title), words, "Position", f"{organization}{title}", 0, len(text)))
    for subject, predicate, obj in relations:
        facts.append((Relation(subject, predicate, obj), name_of[subject], predicate, name_of[obj], 0, len(text)))
    for subject, day_ in (starts or {}).items():
        facts.append((Attribute(subject, "startDate", day_), name_of[subject], "startDate", day_, 0, len(text)))
    claims = tuple(_claim(base, *row) for row in facts)
    return replace(base, claims=claims)


def _sentences(lines: Sequence[str]) -> tuple[Sentence, ...]:
    found, at = [], 0
    for index, line in enumerate(lines):
        found.append(Sentence(index, at, at + len(line), 0))
        at += len(line)
    return tuple(found)


def _claim(base: Document, fact: Fact, subject: str, predicate: str, obj: str, start: int, end: int) -> Claim:
    sentence = next(s.index for s in base.sentences if s.start <= start < s.end)
    made = claim_id(base.article.id, subject, predicate, obj, start, end)
    return Claim(made, base.article.id, fact, sentence, start, end, "made", 0.9)


def entity_of(resolution: Resolution, source: Document, local: str) -> Entity:
    """The entity that a local one became."""
    wanted = resolution.members[source.article.id, local]
    return next(e for e in resolution.entities if e.id == wanted)


def renumber(source: Document, new: Mapping[str, str]) -> Document:
    """The document with other local ids, its entities in the order of these."""
    own = {**new, "": ""}

    def fact(old: Fact) -> Fact:
        if isinstance(old, Relation):
            return replace(old, subject=own[old.subject], object=own[old.object])
        if isinstance(old, Attribute):
            return replace(old, subject=own[old.subject])
        if isinstance(old, Position):
            return replace(old, holder=own[old.holder], organization=own[old.organization])
        raise AssertionError(old)

    entities = [replace(e, id=own[e.id], series=own[e.series], parent=own[e.parent]) for e in source.entities]
    return replace(
        source,
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        mentions=tuple(replace(m, entity=own[m.entity]) for m in source.mentions),
        claims=tuple(replace(c, fact=fact(c.fact)) for c in reversed(source.claims)),
    )

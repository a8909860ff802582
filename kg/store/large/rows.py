"""Facts and evidence as plain tuples, which are pickled several times faster and smaller than dataclasses; keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from kg.graph.facts import Evidence
from kg.model import Article, Attribute, Claim, Entity, Fact, Observation, Position, Quotation, Relation

FactRow = tuple[Any, ...]
EvidenceRow = tuple[Any, ...]
EntityRow = tuple[str, str, str]
_CLASSES: tuple[type[Fact], ...] = (Relation, Attribute, Position, Observation, Quotation)
_FIELDS = {
    kind: (number, attrgetter(*kind.__dataclass_fields__)) for number, kind in enumerate(_CLASSES)
}  # the number stands first in a row
# What no text file can hold, and the character before, which stands for it: no character is assigned there.
_SURROGATES = re.compile("[\ud7ff-\udfff]")


def fact_row(fact: Fact) -> FactRow:
    """A fact as a tuple."""
    number, fields = _FIELDS[type(fact)]
    return (number, *fields(fact))


def fact_of(row: FactRow) -> Fact:
    """The fact of a tuple."""
    return _CLASSES[row[0]](*row[1:])


def evidence_row(item: Evidence) -> EvidenceRow:
    """A claim with its words, and of its article the id and date."""
    c = item.claim
    where = (c.id, c.article, c.sentence, c.start, c.end, c.extractor, c.confidence, c.status, c.role)
    return (fact_row(c.fact), *where, item.article.date, item.sentence, item.quote)


def evidence_of(row: EvidenceRow) -> Evidence:
    """The claim of a tuple; its article has no text."""
    fact, name, article, *where, day, sentence, quote = row
    return Evidence(Claim(name, article, fact_of(fact), *where), Article(article, "", (), date=day), sentence, quote)


def entity_row(entity: Entity) -> EntityRow:
    """An entity without its other names."""
    return entity.id, entity.type, entity.name


def entity_of(row: EntityRow) -> Entity:
    """The entity of a tuple."""
    identifier, kind, name = row
    return Entity(identifier, kind, name, (name,))


def day_number(day: date | None) -> int:
    """A day as a number from 1; 0 for none."""
    return 0 if day is None else day.toordinal()


def day_of(number: int) -> date | None:
    """The day of a number."""
    return date.fromordinal(number) if number else None


def sortable(text: str) -> str:
    """A text without lone surrogates, which no file of texts holds; such texts sort as the texts themselves do.

    >>> sortable("a"), sorted(map(sortable, ["一\\ue000", "一\\udc80", "一\\ud7ff"])) == [
    ...     sortable("一\\ud7ff"), sortable("一\\udc80"), sortable("一\\ue000")]
    ('a', True)
    """
    if text.isascii():
        return text
    return _SURROGATES.sub(lambda found: "\ud7ff" + chr(ord(found[0]) - 0xD7FE), text)


def joined(parts: Iterable[str]) -> str:
    """Texts as one that sorts as the tuple of them does, if none but the last holds U+0000 or U+0001."""
    return "\x01".join(map(sortable, parts))

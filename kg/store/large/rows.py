"""What is sent of evidence and entities from step to step, and the keys it is sent by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kg.graph.facts import Evidence
from kg.model import Article, Claim, Entity

EvidenceRow = tuple[Claim, date | None, str, str]
EntityRow = tuple[str, str, str]
# What no text file can hold, and the character before, which stands for it: no character is assigned there.
_SURROGATES = re.compile("[\ud7ff-\udfff]")


def evidence_row(item: Evidence) -> EvidenceRow:
    """A claim with its words, and of its article the id and date."""
    return item.claim, item.article.date, item.sentence, item.quote


def evidence_of(row: EvidenceRow) -> Evidence:
    """The claim of a tuple; its article has no text."""
    claim, day, sentence, quote = row
    return Evidence(claim, Article(claim.article, "", (), date=day), sentence, quote)


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

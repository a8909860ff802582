"""Sense checks on relations that neither a pattern nor a net makes: what cannot hold, and what says nothing new."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Claim, Relation
from kg.nlp.index import Index
from kg.nlp.occasions import is_meeting_about


def fits(index: Index, property_name: str, subject: str, obj: str, *, carried: bool = False) -> bool:
    """Sense checks that a pattern cannot make: an event is no part of its own series, a series exhibits nowhere."""
    one, other = index.entities.get(subject), index.entities.get(obj)
    if one is None or other is None:
        return False
    counted = one.series or one.year is not None or one.ordinal is not None
    if property_name == "subEventOf" and carried and (not other.series or counted):
        return False  # only a fair's edition gathers what is held meanwhile
    if property_name == "subEventOf" and is_meeting_about(other.name):
        return False  # what a press conference tells of is no part of it
    if property_name == "subEventOf":
        return other.series != one.id and one.series != other.id and not (one.series and one.series == other.series)
    if property_name == "partOf":
        return one.type == other.type == "Venue"
    return True


def most_specific(claims: Sequence[Claim]) -> list[Claim]:
    """Drop a general participation where the same article states the specific one (参展, 致辞)."""
    said = {
        (c.fact.subject, c.fact.object)
        for c in claims
        if isinstance(c.fact, Relation) and c.fact.predicate in ("exhibitsAt", "speaksAt", "organizer")
    }
    hosted = {
        (c.fact.object, c.fact.subject)
        for c in claims
        if isinstance(c.fact, Relation) and c.fact.predicate == "organizer"
    }
    return [
        c
        for c in claims
        if not (
            isinstance(c.fact, Relation)
            and c.fact.predicate == "participatesIn"
            and ((c.fact.subject, c.fact.object) in said | hosted)
        )
    ]

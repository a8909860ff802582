"""Whether a claim's fact can stand in the graph: it is complete, its entities are known and of the classes asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from kg.graph.facts import NAME_PREDICATES, kind, links
from kg.graph.schema import Schema
from kg.model import Attribute, Entity, Fact, Observation, Position, Quotation, Relation

_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def iso_precision(value: str) -> str:
    """`date`, `gYearMonth` or `gYear` for an ISO date of that precision that exists; else the empty string."""
    if not _ISO.fullmatch(value) or not value.isascii() or value.startswith("0000"):
        return ""
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return ""
    return {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]


def fault(fact: Fact, entities: Mapping[str, Entity], schema: Schema) -> tuple[str, str] | None:
    """The kind of issue and a message where the fact cannot stand; None where it can."""
    lacking = _incomplete(fact)
    if lacking:
        return "incomplete", f"{kind(fact)} without {lacking}"
    for _, name in links(fact):
        if name not in entities:
            return "dangling", f"{kind(fact)} speaks of an entity that is not in the graph: {name}"
    if isinstance(fact, Attribute) and fact.predicate in NAME_PREDICATES:
        return _bad_name(fact, schema)
    return _bad_class(fact, entities, schema) or _bad_value(fact, schema)


def _incomplete(fact: Fact) -> str:
    if isinstance(fact, Relation):
        needed = {"subject": fact.subject, "object": fact.object}
    elif isinstance(fact, Attribute):
        needed = {"subject": fact.subject, "value": fact.value}
    elif isinstance(fact, Position):
        needed = {"holder": fact.holder, "title": fact.title}
    elif isinstance(fact, Quotation):
        needed = {"speaker": fact.speaker, "text": fact.text}
    else:
        needed = {"about": fact.about}
    return ", ".join(name for name, value in needed.items() if not value.strip())


def _bad_name(fact: Attribute, schema: Schema) -> tuple[str, str] | None:
    if fact.predicate == "type" and fact.value not in schema.classes:
        return "class", f"{fact.subject}: no class {fact.value!r} in the ontology"
    return None


def _bad_class(fact: Fact, entities: Mapping[str, Entity], schema: Schema) -> tuple[str, str] | None:
    for predicate, role, name in _ends(fact):
        known = schema.properties.get(predicate)
        if known is None:
            return "property", f"no property {predicate!r} in the ontology"
        wanted = known.domain if role == "subject" else known.range
        found = entities[name].type
        if not schema.is_a(found, wanted):
            return "range", f"the {role} of {predicate} must be {' or '.join(wanted)}, but {name} is {found}"
    if isinstance(fact, Relation) and fact.subject == fact.object:
        return "self", f"{fact.subject} {fact.predicate} itself"
    return None


def _ends(fact: Fact) -> tuple[tuple[str, str, str], ...]:
    """(property, which end of it, entity id) for each entity of the fact."""
    if isinstance(fact, Relation | Attribute):
        return tuple((fact.predicate, role, name) for role, name in links(fact))
    return tuple((predicate, "object", name) for predicate, name in links(fact))


def _bad_value(fact: Fact, schema: Schema) -> tuple[str, str] | None:
    if isinstance(fact, Attribute):
        known = schema.properties[fact.predicate]
        if not known.literal:
            return "property", f"{fact.predicate} leads to an entity, not to the text {fact.value!r}"
        if "calendarDate" in known.range and not iso_precision(fact.value):
            return "date", f"{fact.predicate} of {fact.subject} is no date: {fact.value!r}"
    if isinstance(fact, Relation) and schema.properties[fact.predicate].literal:
        return "property", f"{fact.predicate} leads to a text, not to an entity"
    if isinstance(fact, Observation) and not fact.value.is_finite():
        return "value", f"an observation about {fact.about} has no finite value"
    return None

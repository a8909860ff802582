"""When things are and happen, as far as the graph says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Attribute, Observation, Relation

if TYPE_CHECKING:
    from kg.graph.knowledge_graph import KnowledgeGraph
    from kg.graph.schema import Schema

DATES = ("calendarDate", "date", "dateTime", "gYear", "gYearMonth")
_NAMED_YEAR = re.compile("(?<![0-9])([12][0-9]{3})年")
_YEAR = re.compile("(?<![0-9])([0-9]{4})(?![0-9])")


def is_date(schema: Schema, predicate: str) -> bool:
    """Whether a property's values are dates."""
    known = schema.properties.get(predicate)
    return known is not None and any(r in DATES for r in known.range)


def event_date(graph: KnowledgeGraph, identifier: str) -> str:
    """When an event begins, else ends, else the year in its name; as precisely as is known, empty where unknown."""
    data = graph.nx.nodes[identifier]
    for predicate in ("startDate", "endDate"):
        if predicate in data:
            return str(min(data[predicate]))
    named = _NAMED_YEAR.search(data["label"])
    return named[1] if named else ""


def years_of(graph: KnowledgeGraph, identifier: str) -> frozenset[int]:
    """The years that an entity is dated to.

    Of an event every year from its start to its end, or the year in its name where it has no date. Of others those of
    their dates (founded) and of the periods that figures about them are for; figures about an event compare it with
    other years. When articles speak of a thing does not count.
    """
    data = graph.nx.nodes[identifier]
    if graph.schema.is_a(data["type"], ("Event",)):
        own = {y for p in ("startDate", "endDate") for value in data.get(p, ()) for y in _years(value)}
        return frozenset(_span(own) if own else _years(event_date(graph, identifier)))
    years: set[int] = set()
    for view in graph.facts(identifier):
        fact = view.fact
        if isinstance(fact, Attribute) and is_date(graph.schema, fact.predicate):
            years |= _years(fact.value)
        elif isinstance(fact, Observation):
            years |= _span(_years(fact.period))
    return frozenset(years)


def _years(text: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(text)}


def _span(years: set[int]) -> set[int]:
    return set(range(min(years), max(years) + 1)) if years else years


def editions(graph: KnowledgeGraph, identifier: str) -> list[str]:
    """The ids of a series' editions, in the order of their dates; those without one last."""
    found = {
        view.fact.subject
        for view in graph.facts(identifier)
        if isinstance(view.fact, Relation) and view.predicate == "editionOf" and view.fact.object == identifier
    }
    return sorted(found, key=lambda name: (event_date(graph, name) or "9999", name))

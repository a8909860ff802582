"""The years of a fact: when articles say it, and when what it speaks of takes place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from kg.graph.facts import StatedFact, links
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Attribute, Fact, Observation

_START = re.compile(r"([12]\d{3})(?:-|$)")
_NAMED = re.compile(r"(?<!\d)([12]\d{3})年")


def stated_years(stated: StatedFact) -> list[int]:
    """The years of the first and the last report; empty where no article has a date."""
    return [stated.first.year, stated.last.year] if stated.first and stated.last else []


def event_years(graph: KnowledgeGraph) -> Callable[[Fact], list[int]]:
    """A function that gives the first and last year a fact speaks of, empty where nothing tells.

    A date and a figure's period tell it themselves; else the events of the fact do, by their start or end, or by the
    year in their name (2022年中国国际服务贸易交易会).
    """
    dated: dict[str, set[int]] = defaultdict(set)
    for view in graph.facts():
        fact = view.fact
        if isinstance(fact, Attribute) and fact.predicate in ("startDate", "endDate"):
            dated[fact.subject] |= _year(fact.value)
    for entity in graph.entities():
        if entity.id not in dated and graph.schema.is_a(entity.type, ("Event",)):
            dated[entity.id] |= {int(y) for y in _NAMED.findall(entity.name)}

    def years(fact: Fact) -> list[int]:
        found: set[int] = set()
        if isinstance(fact, Attribute):
            found = _year(fact.value)
        elif isinstance(fact, Observation):
            found = _year(fact.period)
        found = found or {year for _, entity in links(fact) for year in dated.get(entity, ())}
        return [min(found), max(found)] if found else []

    return years


def _year(value: str) -> set[int]:
    found = _START.match(value)
    return {int(found[1])} if found else set()

"""What happened to an entity when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

from kg.graph.dated import editions, event_date, is_date
from kg.graph.facts import links
from kg.graph.frames import frame
from kg.graph.shown import html_table, text_table
from kg.graph.views import EntityView, FactView
from kg.model import Attribute, Observation, Relation

if TYPE_CHECKING:
    from kg.graph.knowledge_graph import KnowledgeGraph

Basis = Literal["stated", "event", "reported"]
Precision = Literal["year", "month", "day"]
_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a date.

    `date` is ISO of the precision that is known (`2022`, `2022-08`, `2022-08-31`; of a period its beginning, with
    `until` its end, else empty). `basis`: the fact itself is a date or has one (`stated`), it is about an event of
    that date (`event`), or an article of that day is the first that says it (`reported`).
    """

    date: str
    until: str
    basis: Basis
    text: str
    fact: FactView

    @property
    def precision(self) -> Precision:
        """How precise the date is."""
        return _PRECISIONS.get(len(self.date), "day")

    @property
    def first_day(self) -> datetime.date:
        """The first day of the year or month, or the day itself."""
        return datetime.date.fromisoformat(self.date + {4: "-01-01", 7: "-01"}.get(len(self.date), ""))


@dataclass(frozen=True, slots=True, repr=False)
class Timeline(Sequence[Entry]):
    """The dated facts about an entity, in order; `undated` counts those left out, as nothing gives them a date."""

    entity: EntityView
    entries: tuple[Entry, ...]
    undated: int = 0

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        return self.entries[at]

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def to_pandas(self) -> Any:
        """A data frame: date and until (text), precision, first_day (datetime64), basis, fact's kind, text, support
        (Int64). An empty one has the same types.

        Raises:
            UsageError: pandas is not installed.
        """
        columns = ("date", "until", "precision", "first_day", "basis", "predicate", "text", "support")
        rows = [
            (e.date, e.until, e.precision, e.first_day, e.basis, e.fact.predicate, e.text, e.fact.support)
            for e in self.entries
        ]
        return frame(columns, rows, {"first_day": datetime.date, "support": int})

    def _rows(self) -> list[tuple[object, ...]]:
        return [(e.date + (f"/{e.until}" if e.until else ""), e.basis, e.text) for e in self.entries]

    def __repr__(self) -> str:
        entries = "1 entry" if len(self) == 1 else f"{len(self)} entries"
        left_out = f", {self.undated} undated left out" if self.undated else ""
        head = f"<Timeline of {self.entity.name}: {entries}{left_out}>"
        return head + ("\n" + text_table(("date", "basis", "text"), self._rows()) if self.entries else "")

    def _repr_html_(self) -> str:
        return html_table(("date", "basis", "text"), self._rows())


def timeline_of(graph: KnowledgeGraph, identifier: str) -> Timeline:
    """See `KnowledgeGraph.timeline`. Facts that only follow from others are left out, as the others are there."""
    views = [view for view in graph.facts(identifier) if not view.derived]
    dates = {name: _dates(graph, name) for name in editions(graph, identifier)}
    # An edition is told by its own dates where it has any.
    views = [v for v in views if not (v.predicate == "editionOf" and dates.get(links(v.fact)[0][1]))]
    found = [entry for v in (*views, *(d for own in dates.values() for d in own)) if (entry := _entry(graph, v))]
    undated = sum(1 for v in views if not _entry(graph, v))
    found.sort(key=lambda e: (e.date, e.until, e.fact.predicate, e.text, e.fact.key))
    return Timeline(graph.view(identifier), tuple(found), undated)


def _dates(graph: KnowledgeGraph, event: str) -> list[FactView]:
    return [v for v in graph.facts(event) if isinstance(v.fact, Attribute) and is_date(graph.schema, v.predicate)]


def _entry(graph: KnowledgeGraph, view: FactView) -> Entry | None:
    fact = view.fact
    if isinstance(fact, Attribute) and is_date(graph.schema, fact.predicate):
        return Entry(fact.value, "", "stated", str(view), view)
    if isinstance(fact, Observation) and fact.period:
        start, _, end = fact.period.partition("/")
        return Entry(start, end, "stated", str(view), view)
    for other in (name for _, name in links(fact) if isinstance(fact, Relation | Observation)):
        if graph.schema.is_a(graph.nx.nodes[other]["type"], ("Event",)) and (when := event_date(graph, other)):
            return Entry(when, "", "event", str(view), view)
    return Entry(view.first.isoformat(), "", "reported", str(view), view) if view.first else None

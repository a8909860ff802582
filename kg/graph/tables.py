"""Facts of one kind as a table: figures, posts, quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

from kg.graph.dated import editions, event_date
from kg.graph.frames import frame
from kg.graph.shown import html_table, text_table
from kg.graph.views import FactView
from kg.model import Observation, Position, Quotation

if TYPE_CHECKING:
    from kg.graph.knowledge_graph import KnowledgeGraph

# What every table ends with: first report (a date), number of articles, status, first sentence and its source.
SUPPORT = ("first", "support", "status", "sentence", "source")
# What is no text, also where a column is empty.
_KINDS: dict[str, type] = {"value": Decimal, "year": int, "support": int, "first": date}
# Columns that a terminal is too narrow for, and values that need no column where there is nothing else.
_HIDDEN = ("key", "first", "status", "sentence", "source", "mode")
_USUAL: dict[str, set[object]] = {"comparator": {"exactly"}, "change": {"none"}, "period": {None}}


@dataclass(frozen=True, slots=True, repr=False)
class Table(Sequence[FactView]):
    """A list of facts that is a table too: `rows[i]` holds what `facts[i]` says, one value a column, None if none.

    Names are texts, values `Decimal`, dates `datetime.date`, years and support whole numbers.
    """

    what: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    facts: tuple[FactView, ...]

    @overload
    def __getitem__(self, at: int) -> FactView: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[FactView, ...]: ...
    def __getitem__(self, at: int | slice) -> FactView | tuple[FactView, ...]:
        return self.facts[at]

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[FactView]:
        return iter(self.facts)

    def records(self) -> list[dict[str, object]]:
        """Each row as column → value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`: `value` is float64 (exact to about 15 digits; `records()` has it in full), `year` and
        `support` Int64, `first` datetime64, all else text; so are those of no rows.

        Raises:
            UsageError: pandas is not installed.
        """
        return frame(self.columns, self.rows, _KINDS)

    def _shown(self) -> tuple[list[str], list[list[object]]]:
        kept = [
            i
            for i, column in enumerate(self.columns)
            if column not in _HIDDEN and not {row[i] for row in self.rows} <= _USUAL.get(column, set())
        ]
        return [self.columns[i] for i in kept], [[row[i] for i in kept] for row in self.rows]

    def __repr__(self) -> str:
        head = f"<{len(self)} {self.what if len(self) != 1 else self.what.removesuffix('s')}>"
        return head + ("\n" + text_table(*self._shown()) if self.rows else "")

    def _repr_html_(self) -> str:
        return html_table(*self._shown())


def observations(graph: KnowledgeGraph, about: str | None, measure: str) -> Table:
    """See `KnowledgeGraph.observations`."""
    wanted = None if about is None else {about, *editions(graph, about)}

    def row(view: FactView) -> tuple[object, ...] | None:
        fact = view.fact
        if not isinstance(fact, Observation) or measure not in fact.measure or (wanted and fact.about not in wanted):
            return None
        edition = event_date(graph, fact.about)
        grown = edition and fact.change != "none"  # its period is then the one that it is compared with
        year = (edition if grown else fact.period or edition)[:4]
        return (
            graph.view(fact.about).name, fact.measure, fact.value, fact.unit, fact.comparator, fact.change,
            fact.period or None, int(year) if year else None,
        )  # fmt: skip

    columns = ("about", "measure", "value", "unit", "comparator", "change", "period", "year")
    return _table(graph, "observations", columns, row, about if wanted and len(wanted) == 1 else None)


def positions(graph: KnowledgeGraph, holder: str | None, organization: str | None) -> Table:
    """See `KnowledgeGraph.positions`."""

    def row(view: FactView) -> tuple[object, ...] | None:
        fact = view.fact
        if not isinstance(fact, Position) or holder not in (None, fact.holder):
            return None
        if organization not in (None, fact.organization):
            return None
        where = graph.view(fact.organization).name if fact.organization else None
        return graph.view(fact.holder).name, where, fact.title

    return _table(graph, "positions", ("holder", "organization", "title"), row, holder or organization)


def quotations(graph: KnowledgeGraph, speaker: str | None) -> Table:
    """See `KnowledgeGraph.quotations`."""

    def row(view: FactView) -> tuple[object, ...] | None:
        fact = view.fact
        if not isinstance(fact, Quotation) or speaker not in (None, fact.speaker):
            return None
        return graph.view(fact.speaker).name, fact.text, fact.mode

    return _table(graph, "quotations", ("speaker", "text", "mode"), row, speaker)


def _table(
    graph: KnowledgeGraph,
    what: str,
    columns: tuple[str, ...],
    row: Callable[[FactView], tuple[object, ...] | None],
    entity: str | None,
) -> Table:
    """The facts that `row` gives a row for, in the order of who is named first, then of first report."""
    made = [(said, view) for view in graph.facts(entity) if (said := row(view)) is not None]
    made.sort(key=lambda pair: (str(pair[0][0]), str(pair[0][1]), str(pair[1].first or "9999"), pair[1].key))
    rows = tuple((view.key, *said, *_support(view)) for said, view in made)
    return Table(what, ("key", *columns, *SUPPORT), rows, tuple(view for _, view in made))


def _support(view: FactView) -> tuple[object, ...]:
    said = next((e for e in view.evidence() if e.status != "negated"), None)
    return view.first, view.support, view.status, said.sentence if said else None, said.source if said else None

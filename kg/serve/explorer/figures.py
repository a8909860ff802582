"""Figures: of one thing as a small table; of a series, or of an edition among the others, edition by edition."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from nicegui import ui

from kg.serve.explorer.article import fact_words
from kg.serve.explorer.charts import INK, LINES, later
from kg.serve.explorer.frame import View, button, entity_path, tag, wide_table
from kg.serve.explorer.passages import open_panel, source_button
from kg.serve.index import Known
from kg.serve.lookup import Graph, Node, ends, figure, nodes

EDITIONS = 40
ROWS = 12
MOST_EACH = 200
_UNITS = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over the editions of a series: of each edition (by id) its figures, the best supported first."""

    measure: str
    unit: str
    cells: Mapping[str, tuple[Node, ...]]


def figures_section(view: View, entity: Known) -> None:
    """What is counted and measured about an entity; nothing where nothing is."""
    own = [node for node in nodes(view.graph, entity.id, "about", limit=MOST_EACH) if node["value"]]
    editions = editions_of(view.graph, entity.id)
    rows = over_editions(view.graph, editions) if len(editions) > 1 else []
    if rows:
        _editions(view, editions, rows)
    if own:
        with tag("section", "", "kg-card"):
            tag("h2", view.say("figures_other" if rows else "figures"))
            _table(view, own)


def editions_of(graph: Graph, identifier: str) -> list[Known]:
    """The editions of a series, or of the series that an event is one of, in their order."""
    series = [identifier, *ends(graph, identifier, "editionOf", True, 1)]
    found = {e for s in series for e in ends(graph, s, "editionOf", False, EDITIONS)}
    known = graph.index.entities(found)
    starts = {e: min(ends_of(graph, e, "startDate"), default="") for e in known}
    return [known[e] for e in sorted(known, key=lambda e: (starts[e] or year(e), number(e), e))]


def ends_of(graph: Graph, identifier: str, predicate: str) -> list[str]:
    """The values of a property in words."""
    quads = graph.rdf.quads_for_pattern(graph.node(identifier), graph.kg(predicate), None, None)
    return [str(q.object.value) for q in quads if hasattr(q.object, "value")]


def year(name: str) -> str:
    """The year in an edition's name; empty where it has none."""
    found = re.search(r"(?:19|20)\d\d", name)
    return found[0] if found else ""


def number(name: str) -> int:
    """The number in an edition's name (第134届), 0 where it has none in digits."""
    found = re.search(r"第(\d+)届", name)
    return int(found[1]) if found else 0


def over_editions(graph: Graph, editions: Sequence[Known]) -> list[Row]:
    """The measures that at least two editions have a figure of, those of most editions first."""
    cells: dict[tuple[str, str], dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for edition in editions:
        for node in nodes(graph, edition.id, "about", limit=MOST_EACH):
            if node["value"] and node["change"] in ("", "none"):
                cells[node["measure"], node["unit"]][edition.id].append(node)
    rows = [
        Row(measure, unit, {e: tuple(sorted(found, key=_support)) for e, found in each.items()})
        for (measure, unit), each in cells.items()
        if len(each) > 1
    ]
    return sorted(rows, key=lambda r: (-len(r.cells), r.measure, r.unit))


def _support(node: Node) -> tuple[int, str]:
    return -int(node["support"] or 0), node.key


def _editions(view: View, editions: Sequence[Known], rows: Sequence[Row]) -> None:
    shown = [e for e in editions if any(e.id in row.cells for row in rows)]
    with tag("section", "", "kg-card"):
        tag("h2", view.say("figures_over"))
        _chart(view, shown, rows)
        with wide_table(view.say("figures_over")):
            with tag("thead"), tag("tr"):
                tag("th", view.say("measure"), scope="col")
                for edition in shown:
                    with tag("th", "", scope="col"):
                        tag("a", edition_words(edition.name), href=entity_path(edition.id))
            with tag("tbody"):
                for row in rows[:ROWS]:
                    with tag("tr"):
                        tag("th", f"{row.measure}（{row.unit}）" if row.unit else row.measure, scope="row")
                        for edition in shown:
                            with tag("td"):
                                for node in row.cells.get(edition.id, ())[:3]:
                                    _number(view, node)


def _number(view: View, node: Node) -> None:
    what = fact_words(view, node.key)
    label = f"{words(node, unit=False)}: {view.say('evidence_of', what=what[:60])}"
    button(words(node, unit=False), "kg-number", lambda: open_panel(view, node.key, what), label=label)


def edition_words(name: str) -> str:
    """An edition's short name for the head of a column: its year or its number, else its name."""
    found = re.search(r"((?:19|20)\d\d)年?|(第[\d一二三四五六七八九十百]+届|首届)", name)
    return (found[1] or found[2]) if found else name


def words(node: Node, *, unit: bool = True) -> str:
    """A figure to read: `约300家`, large ones as 216.9亿."""
    sign = figure(node).partition(node["value"])[0]
    return f"{sign}{short(node['value'])}{node['unit'] if unit else ''}"


def short(value: str) -> str:
    """A number as news write it: 21690000000 → 216.9亿, 12000 → 1.2万, 507 → 507. Nothing is rounded away."""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return value
    for size, name in _UNITS:
        if abs(amount) >= size:
            scaled = (amount / size).normalize()
            if -(scaled.as_tuple().exponent) <= 4:  # type: ignore[operator]
                return f"{scaled:f}{name}"
            break
    return f"{amount:,f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:,f}"


def _chart(view: View, editions: Sequence[Known], rows: Sequence[Row]) -> None:
    names = [f"{row.measure}（{row.unit}）" if row.unit else row.measure for row in rows]
    with tag("label", "", "kg-choose"):
        tag("span", view.say("chart_of"), "kg-dim")
        with tag("select", "", "kg-select") as chooser:
            for at, name in enumerate(names):
                tag("option", name, value=str(at))
    place = tag("div", "", "kg-chart", role="img", aria_label=view.say("chart_label", measure=names[0]))

    def draw(at: int) -> None:
        place.clear()
        place.props["aria-label"] = view.say("chart_label", measure=names[at])
        place.update()
        with place:
            ui.echart(options(editions, rows[at])).classes("kg-fill")

    chooser.on(
        "change", lambda e: draw(min(max(int(e.args), 0), len(rows) - 1)), js_handler="(e) => emit(e.target.value)"
    )
    later(lambda: draw(0))


def options(editions: Sequence[Known], row: Row) -> dict[str, Any]:
    """ECharts' options for one measure. Words are drawn on a canvas (`richText`), never as HTML."""
    shown = [e for e in editions if e.id in row.cells]
    values = [float(row.cells[e.id][0]["value"]) for e in shown]
    bars = [{"value": v, "label": {"formatter": words(row.cells[e.id][0])}} for e, v in zip(shown, values, strict=True)]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 28, "bottom": 8, "containLabel": True},
        "tooltip": {"show": False},
        "xAxis": {"type": "category", "data": [edition_words(e.name) for e in shown], "axisLabel": {"color": INK}},
        "yAxis": {"type": "value", "axisLabel": {"show": False}, "splitLine": {"lineStyle": {"color": LINES}}},
        "series": [
            {
                "type": "bar",
                "data": bars,
                "barMaxWidth": 48,
                "itemStyle": {"color": "#3f7fb5"},
                "label": {"show": True, "position": "top", "color": INK},
            }
        ],
    }


def _table(view: View, found: Sequence[Node]) -> None:
    ordered = sorted(found, key=lambda n: (_support(n)[0], n["measure"], n.key))
    with wide_table(view.say("figures")):
        with tag("thead"), tag("tr"):
            for word in ("measure", "value", "period", "evidence"):
                tag("th", view.say(word), scope="col")
        body = tag("tbody")
    with body:
        for node in ordered[:ROWS]:
            _row(view, node)
    if len(ordered) > ROWS:

        def rest() -> None:
            with body:
                for node in ordered[ROWS:]:
                    _row(view, node)
            pressed.delete()

        pressed = button(view.say("more", n=len(ordered) - ROWS), "kg-more", rest)


def _row(view: View, node: Node) -> None:
    with tag("tr"):
        tag("th", node["measure"] or "–", scope="row")
        tag("td", words(node), "kg-value")
        tag("td", node["period"], "kg-dim")
        with tag("td"):
            source_button(view, node.key, int(node["support"] or 0), fact_words(view, node.key))

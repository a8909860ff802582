"""The graph around an entity: a picture that grows by clicking, and the same as a list for keyboards and readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nicegui import ui

from kg.graph.paths import Step
from kg.serve.explorer.charts import graph_options, is_dark, later
from kg.serve.explorer.frame import View, button, entity_link, tag
from kg.serve.explorer.nearby import neighbours
from kg.serve.explorer.passages import source_button
from kg.serve.index import Known

FIRST, NEXT = 14, 10
# Beyond so many nodes a picture tells nothing any more, and what is clicked is told instead.
MOST = 150


@dataclass(slots=True)
class Drawn:
    """What a picture shows so far: entities by id, links by fact, and which entities are expanded."""

    nodes: dict[str, Known] = field(default_factory=dict)
    links: dict[str, tuple[str, Step]] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)

    def add(self, view: View, centre: Known, *, limit: int) -> int:
        """Add an entity's best links to others that are not there yet; returns how many links came."""
        self.nodes.setdefault(centre.id, centre)
        self.expanded.add(centre.id)
        room = min(limit, MOST - len(self.nodes))
        found = neighbours(view.graph, centre.id, limit=room, without=self.nodes) if room > 0 else []
        known = view.graph.index.entities(s.target for s in found)
        for step in found:
            self.nodes.setdefault(step.target, known[step.target])
            self.links.setdefault(step.fact, (centre.id, step))
        return len(found)


def picture_section(view: View, entity: Known) -> None:
    """The picture and the list, filled once the browser is there."""
    say = view.say
    drawn = Drawn()
    with tag("section", "", "kg-card kg-picture"):
        tag("h2", say("picture"))
        place = tag("div", "", "kg-graph", role="img", aria_label=say("picture_label", name=entity.name))
        with place:
            tag("p", say("picture_wait"), "kg-dim kg-wait")
        tools = tag("div", "", "kg-tools")
        tag("p", say("picture_hint"), "kg-dim kg-small")
        status = tag("p", "", "kg-dim kg-small", role="status")
        with tag("details", "", "kg-details"):
            tag("summary", say("picture_list"))
            listed = tag("div", "", tabindex="-1")
    later(lambda: _fill(view, entity, drawn, place, tools, listed, status))


async def _fill(view: View, entity: Known, drawn: Drawn, place: Any, tools: Any, listed: Any, status: Any) -> None:
    drawn.add(view, entity, limit=FIRST)
    dark = await is_dark()
    if place.is_deleted:
        return
    place.clear()
    with place:
        chart = ui.echart(options(view, drawn, entity.id, dark=dark)).classes("kg-fill")

    def refresh() -> None:
        chart.options.update(options(view, drawn, entity.id, dark=dark))
        chart.update()
        listed.clear()
        with listed:
            _list(view, drawn, expand_listed)

    def expand_listed(identifier: str) -> None:
        expand(identifier)
        # the button that was pressed is gone: the keyboard goes on from the list
        chart.client.run_javascript(f"getHtmlElement({listed.id})?.focus()")

    def expand(identifier: str) -> None:
        centre = drawn.nodes.get(identifier)
        if centre is None:
            return
        status.text = "" if drawn.add(view, centre, limit=NEXT) else view.say("nothing_more", name=centre.name)
        refresh()
        fit(chart)

    def reset() -> None:
        drawn.nodes.clear()
        drawn.links.clear()
        drawn.expanded.clear()
        drawn.add(view, entity, limit=FIRST)
        refresh()
        fit(chart)

    chart.on_point_click(lambda e: expand(str(e.data.get("id", ""))) if e.data_type == "node" else None)
    with tools:
        for word, factor in (("zoom_in", 1.3), ("zoom_out", 1 / 1.3)):
            button(view.say(word), "kg-quiet", lambda f=factor: zoom(chart, f))  # type: ignore[misc]
        button(view.say("fit"), "kg-quiet", lambda: fit(chart))
        button(view.say("reset"), "kg-quiet", reset)
    with listed:
        _list(view, drawn, expand_listed)


def zoom(chart: ui.echart, factor: float) -> None:
    """Zoom about the middle of the picture."""
    middle = "originX: chart.getWidth() / 2, originY: chart.getHeight() / 2"
    chart.client.run_javascript(
        f"const chart = getElement({chart.id}).chart;"
        f"chart.dispatchAction({{type: 'graphRoam', seriesIndex: 0, zoom: {factor:.4f}, {middle}}})"
    )


def fit(chart: ui.echart) -> None:
    """Show all nodes: once they are laid out, zoom and centre by where they lie."""
    chart.client.run_javascript(f"kgFit(() => getElement({chart.id})?.chart)")


def _list(view: View, drawn: Drawn, expand: Any) -> None:
    with tag("ul", "", "kg-facts"):
        for fact, (start, step) in list(drawn.links.items()):
            one, two = drawn.nodes[start], drawn.nodes[step.target]
            label = view.property_label(step.predicate, outward=step.forward)
            with tag("li"):
                tag("span", one.name)
                tag("span", label, "kg-dim")
                entity_link(view, two)
                source_button(view, fact, 0, f"{one.name} · {label} · {two.name}")
                if two.id not in drawn.expanded:
                    button(view.say("expand"), "kg-quiet", lambda name=two.id: expand(name),  # type: ignore[misc]
                           label=f"{view.say('expand')}: {two.name}")  # fmt: skip


def options(view: View, drawn: Drawn, centre: str, *, dark: bool) -> dict[str, Any]:
    """ECharts' options. Nodes are named by id, so that they stay in place while others come; all words are drawn on a
    canvas (`richText`), never as HTML. Labels that would lie on others are left out."""
    points = [_point(view, each, centre, dark=dark) for each in drawn.nodes.values()]
    return graph_options(points, links(view, list(drawn.links.values())), dark=dark)


def _point(view: View, entity: Known, centre: str, *, dark: bool) -> dict[str, Any]:
    size = 26 if entity.id == centre else 12 + min(entity.weight, 40) / 5
    return {
        "id": entity.id,
        "name": entity.name,
        "symbolSize": size,
        "itemStyle": {"color": view.colours(entity.type)[dark]},
        "value": view.class_label(entity.type),
        "label": {"fontWeight": "bold"} if entity.id == centre else {},
    }


def links(view: View, found: Sequence[tuple[str, Step]]) -> list[dict[str, Any]]:
    """Links between nodes, each from its subject to its object, one for all facts of the same pair."""
    joined: dict[tuple[str, str], list[str]] = {}
    for start, step in found:
        pair = (start, step.target) if step.forward else (step.target, start)
        joined.setdefault(pair, []).append(view.property_label(step.predicate))
    return [
        {"source": source, "target": target, "value": "、".join(dict.fromkeys(labels)),
         "tooltip": {"formatter": "{c}"}}
        for (source, target), labels in joined.items()
    ]  # fmt: skip

"""The path finder: how two entities are connected, each step with a sentence that says so."""

from __future__ import annotations

from kg.graph.paths import Found, Route, Step, find_paths
from kg.serve.explorer.frame import View, entity_link, open_page, search_box, tag
from kg.serve.explorer.home import hits, near
from kg.serve.explorer.nearby import steps
from kg.serve.explorer.passages import source_button
from kg.serve.explorer.said import said
from kg.serve.index import Known
from kg.serve.lookup import Graph

LENGTH, ROUTES = 4, 10
# Links of one property read of each node, and links read in all: a page must not take seconds.
EACH, MOST_LINKS = 300, 20_000


def paths_page(view: View, start: str, end: str) -> None:
    """Two fields, and under them the ways between what they name."""
    say = view.say
    open_page(view, say("paths_title"))
    tag("h1", say("paths_title"))
    tag("p", say("paths_lead"), "kg-lead")
    with tag("form", "", "kg-form", action="/paths", method="get"):
        for name, value in (("from", start), ("to", end)):
            with tag("label", "", "kg-field"):
                tag("span", say(name))
                search_box(view, name, say(name), hint=say("search_hint"), value=value)
        tag("button", say("find_paths"), "kg-primary", type="submit")
    if not start or not end:
        return
    one, two = named(view.graph, start), named(view.graph, end)
    for text, known in ((start, one), (end, two)):
        if known is None:
            tag("p", say("paths_unknown", text=text), role="alert")
            hits(view, near(view, text, limit=5))
    if one is None or two is None:
        return
    if one.id == two.id:
        tag("p", say("paths_same"))
        return
    _show(view, ways(view.graph, one.id, two.id))


def named(graph: Graph, text: str) -> Known | None:
    """The entity with this id, else the weightiest whose name this is; None where there is none."""
    known = graph.index.entity(text)
    if known:
        return known
    found = graph.index.suggest(text, limit=1)
    return found[0].entity if found and found[0].hit.casefold() == text.strip().casefold() else None


def ways(graph: Graph, start: str, end: str) -> Found:
    """The shortest and most specific ways between two entities. Of a hub only some links are looked at."""
    known: dict[str, int] = {}

    def links(identifier: str) -> list[Step]:
        return list(steps(graph, identifier, limit=EACH))

    def degree(identifier: str) -> int:
        if identifier not in known:
            entity = graph.index.entity(identifier)
            known[identifier] = entity.weight if entity else 0
        return known[identifier]

    return find_paths(start, end, steps=links, degree=degree, max_length=LENGTH, limit=ROUTES, most_links=MOST_LINKS)


def _show(view: View, found: Found) -> None:
    if not found.routes:
        tag("p", view.say("paths_none", n=LENGTH))
    if not found.complete:
        tag("p", view.say("paths_partial"), "kg-dim")
    known = view.graph.index.entities(n for route in found.routes for n in route.nodes)
    with tag("ol", "", "kg-routes"):
        for route in found.routes:
            with tag("li", "", "kg-card"):
                _route(view, route, known)


def _route(view: View, route: Route, known: dict[str, Known]) -> None:
    tag("p", view.say.many(len(route.hops), "paths_step", "paths_steps"), "kg-dim kg-small")
    with tag("ol", "", "kg-route"):
        for at, node in enumerate(route.nodes):
            with tag("li"):
                if node in known:
                    entity_link(view, known[node])
                if at < len(route.hops):
                    for step in route.hops[at][:3]:
                        _hop(view, step, known[node], known[route.nodes[at + 1]])


def _hop(view: View, step: Step, one: Known, two: Known) -> None:
    label = view.property_label(step.predicate, outward=step.forward)
    with tag("div", "", "kg-hop"):
        tag("span", f"↓ {label}", "kg-hop-label")
        sentence = next((s.sentence for s in said(view.graph, step.fact, limit=1)), "")
        if sentence:
            tag("q", sentence, "kg-context")
        source_button(view, step.fact, 0, f"{one.name} · {label} · {two.name}")

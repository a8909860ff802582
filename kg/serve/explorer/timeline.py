"""What happened when: an entity's own dates, those of the events it is linked to, and what was first reported when."""

from __future__ import annotations

from dataclasses import dataclass

from kg.serve.explorer.figures import ends_of, words
from kg.serve.explorer.frame import View, entity_link, tag
from kg.serve.explorer.nearby import WIDE, steps
from kg.serve.explorer.passages import source_button
from kg.serve.index import Known
from kg.serve.lookup import describe, group, nodes

MOST = 200
_DATES = ("founded", "startDate", "endDate")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day (or month, or year), what is said of it, the entity it leads to, and the fact behind it."""

    when: str
    label: str
    what: str
    other: Known | None
    fact: str
    support: int


def timeline_section(view: View, entity: Known) -> None:
    """The timeline, made when someone opens it."""
    with tag("section", "", "kg-card"):
        tag("h2", view.say("timeline"))
        with tag("details", "", "kg-details") as details:
            tag("summary", view.say("timeline_open"))
            place = tag("div")
    done: list[bool] = []

    def fill() -> None:
        if done:
            return
        done.append(True)
        with place:
            _draw(view, entity, moments(view, entity))

    details.on("toggle", fill, args=[])


def moments(view: View, entity: Known) -> list[Moment]:
    """All that has a date, the earliest first, at most MOST."""
    found = [*_own(view, entity), *_events(view, entity), *_reported(view, entity)]
    return sorted(found, key=lambda m: (m.when, m.label, m.what, m.fact))[:MOST]


def _own(view: View, entity: Known) -> list[Moment]:
    found = []
    for predicate in _DATES:
        known = group(view.graph, entity.id, predicate, outward=True, limit=10)
        for line in known.lines if known else ():
            label = view.property_label(predicate)
            found.append(Moment(line.value, label, "", None, line.fact, line.support))
    return found


def _events(view: View, entity: Known) -> list[Moment]:
    linked = list(steps(view.graph, entity.id, limit=WIDE))
    known = view.graph.index.entities(s.target for s in linked)
    found: dict[tuple[str, str], Moment] = {}
    for step in linked:
        other = known.get(step.target)
        if other is None or other.type != "Event":
            continue
        for when in sorted(ends_of(view.graph, other.id, "startDate"))[:1]:
            label = view.property_label(step.predicate, outward=step.forward)
            found.setdefault((other.id, label), Moment(when, label, "", other, step.fact, 0))
    return list(found.values())


def _reported(view: View, entity: Known) -> list[Moment]:
    found = []
    for role in ("holder", "about", "speaker"):
        for node in nodes(view.graph, entity.id, role, limit=WIDE):
            if not node["firstReported"]:
                continue
            what = f"{node['measure']} {words(node)}" if node.kind == "Observation" else describe(view.graph, node)
            label = view.class_label(node.kind)
            found.append(Moment(node["firstReported"], label, what[:120], None, node.key, int(node["support"] or 0)))
    return found


def _draw(view: View, entity: Known, found: list[Moment]) -> None:
    if not found:
        tag("p", view.say("timeline_empty"), "kg-dim")
        return
    with tag("ol", "", "kg-timeline"):
        for each in found:
            with tag("li"):
                tag("time", each.when, datetime=each.when)
                with tag("div"):
                    tag("span", each.label, "kg-dim")
                    if each.other:
                        entity_link(view, each.other)
                    if each.what:
                        tag("span", each.what)
                    words_ = f"{entity.name} · {each.label} · {each.what or (each.other.name if each.other else '')}"
                    source_button(view, each.fact, each.support, words_)

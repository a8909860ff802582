"""The conflicts page: what articles disagree on, each side with its sentences."""

from __future__ import annotations

from kg.serve.explorer.frame import View, entity_link, open_page, tag
from kg.serve.explorer.passages import passages
from kg.serve.explorer.said import Disagreement, disagreements, said

EACH_PAGE, PASSAGES = 10, 3


def conflicts_page(view: View, page: int) -> None:
    """The conflicts, so many a page; pages count from 1."""
    say = view.say
    open_page(view, say("conflicts_title"))
    tag("h1", say("conflicts_title"))
    tag("p", say("conflicts_lead"), "kg-lead")
    found = disagreements(view.graph, offset=(page - 1) * EACH_PAGE, limit=EACH_PAGE)
    if not found:
        tag("p", say("conflicts_none"))
    for each in found:
        _conflict(view, each)
    with tag("nav", "", "kg-pages", aria_label=say("next")):
        if page > 1:
            tag("a", say("previous"), href=f"/conflicts?page={page - 1}", rel="prev")
        if page * EACH_PAGE < view.graph.index.counts().get("conflicts", 0):
            tag("a", say("next"), href=f"/conflicts?page={page + 1}", rel="next")


def _conflict(view: View, found: Disagreement) -> None:
    with tag("section", "", "kg-card"):
        with tag("h2"):
            entity_link(view, found.about)
            tag("span", f" · {view.property_label(found.on)}")
        with tag("div", "", "kg-sides"):
            for name, words in found.alternatives:
                with tag("div", "", "kg-one-side"):
                    tag("h3", words)
                    passages(view, said(view.graph, name, limit=PASSAGES + 1), most=PASSAGES)

"""The start page, the list of search results and the page for what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from kg.serve.explorer.frame import View, badge, entity_link, open_page, search_box, tag
from kg.serve.index import Known, Suggestion

ENTRIES = 8
RESULTS = 50
# Headings of the start page and the classes below them, with all their sub-classes.
_SHELVES = (("events", ("Event", "EventSeries")), ("bodies", ("Organization",)), ("people", ("Person",)),
            ("places", ("Venue",)))  # fmt: skip


def home(view: View) -> None:
    """Search, how much there is, and some ways in."""
    say, index = view.say, view.graph.index
    open_page(view, "", searching=False)
    with tag("div", "", "kg-home"):
        tag("h1", say("brand"))
        tag("p", say("lead"), "kg-lead")
        with tag(
            "form", "", "kg-search kg-big", action="/search", method="get", role="search", aria_label=say("search")
        ):
            search_box(view, "q", say("search_label"), hint=say("search_hint"), opens=True)
            tag("button", say("search"), "kg-primary", type="submit")
        counts = index.counts()
        with tag("ul", "", "kg-counts"):
            for word in ("entities", "facts", "claims", "articles", "conflicts"):
                with tag("li"):
                    tag("strong", f"{counts.get(word, 0):,}")
                    tag("span", say("conflict_count" if word == "conflicts" else word))
    with tag("div", "", "kg-shelves"):
        for word, tops in _SHELVES:
            classes = [c for c in view.graph.schema.classes if view.graph.schema.is_a(c, tops)]
            _shelf(view, say(word), index.heaviest(classes, ENTRIES))
        _latest(view)


def _shelf(view: View, heading: str, entities: Sequence[Known]) -> None:
    if not entities:
        return
    with tag("section", "", "kg-card"):
        tag("h2", heading)
        with tag("ul", "", "kg-list"):
            for each in entities:
                with tag("li"):
                    entity_link(view, each)
                    tag("span", view.say.many(each.weight, "fact_count_short_one", "fact_count_short"), "kg-dim")


def _latest(view: View) -> None:
    articles = view.graph.index.latest(ENTRIES)
    if not articles:
        return
    with tag("section", "", "kg-card"):
        tag("h2", view.say("latest"))
        with tag("ul", "", "kg-list"):
            for each in articles:
                with tag("li"):
                    tag("a", each.title or view.say("untitled"), href=f"/doc/{quote(each.id, safe='')}")
                    tag("span", f"{each.outlet} {each.date}".strip(), "kg-dim")


def results(view: View, text: str) -> None:
    """What a search finds."""
    say = view.say
    open_page(view, say("search_title", text=text) if text else say("search"), search=text)
    tag("h1", say("search_title", text=text) if text else say("search"))
    found = view.graph.index.suggest(text, limit=RESULTS)
    if text and not found:
        tag("p", say("nothing_found", text=text))
    hits(view, found)


def hits(view: View, found: Sequence[Suggestion]) -> None:
    """Entities that a search found, each with its class and the name that matched."""
    if not found:
        return
    with tag("ul", "", "kg-list kg-hits"):
        for each in found:
            with tag("li"):
                entity_link(view, each.entity)
                if each.hit != each.entity.name:
                    tag("span", each.hit, "kg-dim")
                badge(view, each.entity.type)


def missing(view: View, text: str = "") -> None:
    """The page for an address that leads nowhere: with what is nearest to an unknown name."""
    say = view.say
    title = say("missing_entity", text=text[:80]) if text else say("missing_title")
    open_page(view, title, status=404)
    tag("h1", title)
    found = near(view, text)
    if found:
        tag("p", say("missing_near"))
        hits(view, found)
    with tag("p"):
        tag("a", say("missing_home"), href="/")


def near(view: View, text: str, *, limit: int = 8) -> list[Suggestion]:
    """Entities whose names hold most of a text: the whole, else its beginning, else its end, ever shorter."""
    for size in range(len(text), 1, -1):
        for part in dict.fromkeys((text[:size], text[-size:])):
            if found := view.graph.index.suggest(part, limit=limit):
                return found
        if len(text) - size > 12:
            break
    return []

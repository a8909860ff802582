"""An entity's page: what it is called, what is reported of it, and how it hangs together with the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from kg.serve.explorer.article import fact_words
from kg.serve.explorer.figures import figures_section
from kg.serve.explorer.frame import View, badge, button, entity_link, open_page, outside_link, tag
from kg.serve.explorer.passages import passages, source_button
from kg.serve.explorer.picture import picture_section
from kg.serve.explorer.said import disagreements, said
from kg.serve.explorer.timeline import timeline_section
from kg.serve.index import Known
from kg.serve.lookup import Group, Line, Node, describe, group, groups, links_out, names, nodes

# Posts and quotations shown before "more".
POSTS, QUOTES = 8, 5
# Passages on a fact's own page.
PASSAGES = 100
STEP = 50


def entity_page(view: View, entity: Known) -> None:
    """The page of an entity: of each kind of fact the first few, each one click from its sentences."""
    open_page(view, entity.name)
    held = nodes(view.graph, entity.id, "holder")
    posts = held or nodes(view.graph, entity.id, "organization")
    _head(view, entity)
    with tag("div", "", "kg-columns"):
        with tag("div", "", "kg-main"):
            _disputed(view, entity)
            _relations(view, entity, without={"worksFor"} if posts else set())
            _posts(view, posts, "organization" if held else "holder")
            figures_section(view, entity)
            _quotations(view, nodes(view.graph, entity.id, "speaker"))
            timeline_section(view, entity)
        with tag("aside", "", "kg-side", aria_label=view.say("picture")):
            picture_section(view, entity)


def _head(view: View, entity: Known) -> None:
    others = [name for name in names(view.graph, entity.id) if name != entity.name]
    with tag("div", "", "kg-title"):
        tag("h1", entity.name)
        with tag("p", "", "kg-from"):
            badge(view, entity.type)
            tag("span", view.say.many(entity.weight, "fact_count_one", "fact_count"), "kg-dim")
            tag("a", view.say("paths_from"), "kg-quiet-link", href=f"/paths?from={quote(entity.id, safe='')}")
        if others:
            with tag("p", "", "kg-aliases"):
                tag("span", view.say("also_called"), "kg-dim")
                for name in others[:30]:
                    tag("span", name, "kg-alias")
        if links := links_out(view.graph, entity.id):
            with tag("p", "", "kg-aliases"):
                tag("span", view.say("linked"), "kg-dim")
                for link in links[:10]:
                    outside_link(link, link)


def _disputed(view: View, entity: Known) -> None:
    found = disagreements(view.graph, about=entity.id, limit=10)
    if not found:
        return
    with tag("section", "", "kg-card kg-alert"):
        tag("h2", view.say("disputed"))
        with tag("ul", "", "kg-list"):
            for each in found:
                with tag("li"):
                    tag("span", view.property_label(each.on))
                    for name, words in each.alternatives:
                        with tag("span", "", "kg-side-of"):
                            tag("strong", words)
                            source_button(view, name, 0, f"{each.about.name} · {words}")


def _relations(view: View, entity: Known, *, without: set[str]) -> None:
    found = [g for g in groups(view.graph, entity.id) if g.predicate not in without]
    if not found:
        return
    with tag("section", "", "kg-card"):
        tag("h2", view.say("relations"))
        for each in found:
            with tag("div", "", "kg-group"):
                with tag("h3"):
                    tag("span", view.property_label(each.predicate, outward=each.outward))
                    if each.total > 1:
                        tag("span", f"{each.total}{'+' if each.capped else ''}", "kg-count")
                _lines(view, entity, each)


def _lines(view: View, entity: Known, shown: Group) -> None:
    place = tag("ul", "", "kg-facts")
    with place:
        for line in shown.lines:
            _line(view, entity, shown, line)

    def more(count: int) -> int:
        wider = group(view.graph, entity.id, shown.predicate, outward=shown.outward, limit=count + STEP)
        lines = wider.lines if wider else ()
        with place:
            for line in lines[count:]:
                _line(view, entity, shown, line)
        return len(lines)

    _more(view, len(shown.lines), shown.total, more)


def _line(view: View, entity: Known, shown: Group, line: Line) -> None:
    words = line.other.name if line.other else line.value
    with tag("li"):
        if line.other:
            entity_link(view, line.other)
        else:
            tag("span", line.value, "kg-value")
        if line.status in ("planned", "reported"):
            tag("span", view.say(line.status), f"kg-note kg-{line.status}")
        tag("span", _span(line.first, line.last), "kg-dim kg-when")
        label = view.property_label(shown.predicate, outward=shown.outward)
        source_button(view, line.fact, line.support, f"{entity.name} · {label} · {words}")


def _span(first: str, last: str) -> str:
    return first if first == last or not last else f"{first} – {last}"


def _more(view: View, shown: int, total: int, fetch: Callable[[int], int]) -> None:
    """A button that shows the next ones, as long as there are some: `fetch` takes how many are there and says how many
    there are then."""
    if shown >= total:
        return
    state = [shown]

    def press() -> None:
        state[0] = fetch(state[0])
        left = total - state[0]
        if left <= 0:
            pressed.delete()
        else:
            pressed.text = view.say("more", n=min(STEP, left))

    pressed = button(view.say("more", n=min(STEP, total - shown)), "kg-more", press)


def _listed(view: View, items: Sequence[Node], few: int, draw: Callable[[Node], None]) -> None:
    place = tag("ul", "", "kg-facts")
    with place:
        for item in items[:few]:
            draw(item)

    def more(count: int) -> int:
        with place:
            for item in items[count : count + STEP]:
                draw(item)
        return min(len(items), count + STEP)

    _more(view, min(few, len(items)), len(items), more)


def _posts(view: View, posts: Sequence[Node], other_end: str) -> None:
    if not posts:
        return
    known = view.graph.index.entities(node[other_end] for node in posts)

    def draw(node: Node) -> None:
        with tag("li"):
            if other := known.get(node[other_end]):
                entity_link(view, other)
            tag("span", node["title"], "kg-value")
            tag("span", _span(node["firstReported"], node["lastReported"]), "kg-dim kg-when")
            source_button(view, node.key, int(node["support"] or 0), fact_words(view, node.key))

    with tag("section", "", "kg-card"):
        tag("h2", view.say("posts"))
        _listed(view, sorted(posts, key=lambda n: (-int(n["support"] or 0), n.key)), POSTS, draw)


def _quotations(view: View, quotes: Sequence[Node]) -> None:
    if not quotes:
        return

    def draw(node: Node) -> None:
        with tag("li", "", "kg-quote"):
            tag("q" if node["mode"] == "direct" else "span", describe(view.graph, node))
            with tag("span", "", "kg-from"):
                tag("span", node["firstReported"], "kg-dim kg-when")
                source_button(view, node.key, int(node["support"] or 0), describe(view.graph, node)[:40])

    with tag("section", "", "kg-card"):
        tag("h2", view.say("quotations"))
        _listed(view, sorted(quotes, key=lambda n: (n["firstReported"], n.key), reverse=True), QUOTES, draw)


def fact_page(view: View, name: str) -> bool:
    """A fact's page: its passages. False, and no page, where there is no such fact."""
    words = fact_words(view, name)
    if not words:
        return False
    open_page(view, words)
    tag("p", view.say("fact"), "kg-dim")
    tag("h1", words)
    passages(view, said(view.graph, name, limit=PASSAGES + 1), most=PASSAGES)
    return True

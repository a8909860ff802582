"""The sentences that a fact stands on, each in its article: a list, and a panel that opens beside the page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from nicegui import ui

from kg.serve.explorer.frame import View, button, outside_link, tag
from kg.serve.explorer.said import Said, said
from kg.serve.index import Text

# Characters of the article shown before and after the sentence, and passages shown of one fact.
AROUND = 60
MOST = 20


def source_button(view: View, fact: str, support: int, what: str) -> None:
    """A button that says how many articles report a fact and opens their sentences. `what` tells the fact in words."""
    text = view.say.many(support, "report", "reports") if support else view.say("evidence")
    label = f"{text}: {view.say('evidence_of', what=what[:60])}"
    button(text, "kg-source", lambda: open_panel(view, fact, what), label=label)


def open_panel(view: View, fact: str, what: str) -> None:
    """The panel with a fact's passages, over the page's side; Escape closes it."""
    with ui.dialog(value=True).props("position=right full-height") as panel, tag("div", "", "kg-panel"):
        panel.on("hide", panel.delete)
        panel.props["aria-label"] = view.say("evidence_of", what=what[:60])
        with tag("div", "", "kg-panel-head"):
            tag("h2", what)
            button("×", "kg-close", panel.close, label=view.say("close"))
        passages(view, said(view.graph, fact, limit=MOST + 1))


def passages(view: View, found: list[Said], *, most: int = MOST) -> None:
    """Passages one below the other, at most `most`."""
    if not found:
        tag("p", view.say("evidence_none"), "kg-dim")
        return
    with tag("ol", "", "kg-passages"):
        for item in found[:most]:
            with tag("li"):
                passage(view, item)
    if len(found) > most:
        tag("p", view.say("evidence_more", n=most), "kg-dim")


def passage(view: View, item: Said) -> None:
    """A sentence with its quote marked, in a little of its article's text, and where it is from."""
    article = view.graph.index.article(item.article)
    with tag("blockquote", "", "kg-passage"):
        before, inside, after, marked = _around(item, article)
        tag("span", before, "kg-context")
        for text, is_quote in marked_parts(inside, marked):
            tag("mark" if is_quote else "span", text)
        tag("span", after, "kg-context")
    with tag("p", "", "kg-from"):
        notes = [view.say(item.status)] if item.status in ("planned", "reported", "negated") else []
        if item.role:
            notes.append(item.role)
        for note in notes:
            tag("span", note, f"kg-note kg-{item.status}")
        tag("a", title_of(view, article), href=claim_path(item))
        header(view, article)


def header(view: View, article: Text | None) -> None:
    """Outlet, date and the link to the source, as small print."""
    if article is None:
        return
    for part in (article.outlet, article.date):
        if part:
            tag("span", part, "kg-dim")
    if article.url:
        outside_link(article.url, view.say("source_page"))


def title_of(view: View, article: Text | None) -> str:
    """An article's title, or what stands for it."""
    return (article.title if article else "") or view.say("untitled")


def claim_path(item: Said) -> str:
    """The address of a claim's article, opened where the claim is."""
    return f"/doc/{quote(item.article, safe='')}?claim={quote(item.id, safe='')}#claim"


def _around(item: Said, article: Text | None) -> tuple[str, str, str, tuple[int, int]]:
    """Text before, the sentence, text after, and the quote's place in the sentence ((0, 0): not there)."""
    inner = item.sentence.find(item.quote) if item.quote else -1
    text = article.text if article else ""
    if text and item.start < item.end <= len(text) and text[item.start : item.end] == item.quote:
        begins = _sentence_at(text, item)
        if begins is not None:
            ends = begins + len(item.sentence)
            before = text[max(0, begins - AROUND) : begins].rpartition("\n")[2]
            after = text[ends : ends + AROUND].partition("\n")[0]
            return before, item.sentence, after, (item.start - begins, item.end - begins)
    return "", item.sentence or item.quote, "", (max(inner, 0), max(inner, 0) + len(item.quote) if inner >= 0 else 0)


def _sentence_at(text: str, item: Said) -> int | None:
    """Where the sentence that the quote stands in begins."""
    at = text.find(item.sentence, max(0, item.end - len(item.sentence)), item.start + len(item.sentence))
    return at if item.sentence and 0 <= at <= item.start else None


def marked_parts(text: str, marked: tuple[int, int]) -> Iterable[tuple[str, bool]]:
    """The parts of a text before, in and after a stretch, empty ones left out; whether each is the stretch."""
    start, end = max(0, marked[0]), max(0, min(marked[1], len(text)))
    if start >= end:
        return [(text, False)] if text else []
    parts = ((text[:start], False), (text[start:end], True), (text[end:], False))
    return [(part, inside) for part, inside in parts if part]

"""An article's page: its text with a claim's stretch marked, and all it says."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from nicegui import ui

from kg.serve.explorer.charts import later
from kg.serve.explorer.frame import View, open_page, tag
from kg.serve.explorer.passages import claim_path, header, marked_parts
from kg.serve.explorer.said import Said, claims_in
from kg.serve.index import Text
from kg.serve.lookup import Graph, describe, fact

# Claims of one article that are listed.
MOST = 200


def article_page(view: View, article: Text, chosen: Said | None) -> None:
    """The article, with the stretch of `chosen` marked."""
    say = view.say
    title = article.title or say("untitled")
    open_page(view, title)
    claims = claims_in(view.graph, article.id)
    with tag("div", "", "kg-columns"):
        with tag("article", "", "kg-text", lang="zh"):
            tag("h1", title)
            with tag("p", "", "kg-from"):
                header(view, article)
                if article.sources:
                    tag("span", "、".join(article.sources), "kg-dim")
            if article.text:
                marked = (chosen.start, chosen.end) if chosen else (0, 0)
                for paragraph, place in _paragraphs(article.text, marked):
                    _paragraph(paragraph, place)
            else:
                tag("p", say("article_no_text"), "kg-dim", lang=say.code)
                _sentences(claims, chosen)
        with tag("aside", "", "kg-side", aria_label=say("article_says", n=len(claims))):
            _claims(view, claims, chosen)
    if chosen:
        later(_scroll)


def _scroll() -> None:
    """Bring the marked stretch into view, also where the address does not name it."""
    ui.run_javascript("document.getElementById('claim')?.scrollIntoView({block: 'center'})")


def _paragraphs(text: str, marked: tuple[int, int]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each paragraph, and the part of the stretch that is in it, as offsets in the paragraph."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield line, (max(marked[0] - at, 0), min(marked[1] - at, len(line)))
        at += len(line) + 1


def _paragraph(text: str, place: tuple[int, int]) -> None:
    with tag("p"):
        for part, inside in marked_parts(text, place):
            if inside:
                tag("mark", part, id="claim", tabindex="-1")
            else:
                tag("span", part)


def _sentences(claims: list[Said], chosen: Said | None) -> None:
    seen: set[str] = set()
    for claim in claims:
        if claim.sentence and claim.sentence not in seen:
            seen.add(claim.sentence)
            mine = chosen is not None and chosen.sentence == claim.sentence
            at = claim.sentence.find(chosen.quote) if mine and chosen else -1
            _paragraph(claim.sentence, (at, at + len(chosen.quote)) if mine and chosen and at >= 0 else (0, 0))


def _claims(view: View, claims: list[Said], chosen: Said | None) -> None:
    stated = [claim for claim in claims if claim.fact]
    tag("h2", view.say("article_says", n=len(stated)))
    with tag("ul", "", "kg-claims"):
        for claim in stated[:MOST]:
            with tag("li"):
                current = "true" if chosen and chosen.id == claim.id else ""
                tag("a", claim_words(view, claim), href=claim_path(claim), aria_current=current)
                if claim.status in ("planned", "reported", "negated"):
                    tag("span", view.say(claim.status), f"kg-note kg-{claim.status}")
    if len(claims) > len(stated):
        tag("p", view.say("article_names", n=len(claims) - len(stated)), "kg-dim")


def claim_words(view: View, claim: Said) -> str:
    """A claim in one line: its fact, or its words where nothing but denials speak of that."""
    return fact_words(view, claim.fact) or claim.quote or claim.sentence


def fact_words(view: View, name: str) -> str:
    """A fact in one line: `某展会 · 举办地 · 某会展中心`; empty where there is no such fact."""
    node = fact(view.graph, name)
    if node is None:
        return ""
    subject, predicate = node["subject"], node["predicate"].removeprefix(view.graph.names.kg)
    if node.kind == "Fact":
        parts = (_name(view.graph, subject), view.property_label(predicate), describe(view.graph, node))
    elif node.kind == "Observation":
        parts = (_name(view.graph, node["about"]), node["measure"], describe(view.graph, node))
    elif node.kind == "Position":
        parts = (_name(view.graph, node["holder"]), view.class_label("Position"), describe(view.graph, node))
    else:
        parts = (_name(view.graph, node["speaker"]), view.class_label("Quotation"), node["text"][:60])
    return " · ".join(part for part in parts if part)


def _name(graph: Graph, identifier: str) -> str:
    known = graph.index.entity(identifier)
    return known.name if known else identifier


def article_path(identifier: str) -> str:
    """The address of an article's page."""
    return "/doc/" + quote(identifier, safe="")

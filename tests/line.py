"""The real line on a text of one's own: read off, names found and joined, facts extracted."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.identity import article_id
from kg.model import Article, Block, Document
from kg.pipeline import ARTICLE_STAGES, Resources, load_resources


@cache
def resources() -> Resources:
    """The shipped lexicons and models, loaded once for the test run."""
    return load_resources()


def article(text: str, *, published: str = "2022-09-05", outlet: str = "") -> Article:
    """An article whose paragraphs are the lines of `text`."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    return Article(
        article_id(text), text, tuple(blocks), date=date.fromisoformat(published) if published else None, outlet=outlet
    )


def run(text: str, *, until: str = "", published: str = "2022-09-05", outlet: str = "") -> Document:
    """The text after the article stages, up to and with the stage named `until` (all of them without it)."""
    document = Document(article(text, published=published, outlet=outlet))
    for stage in ARTICLE_STAGES:
        document = stage.run(document, resources())
        if stage.name == until:
            break
    return document


def names(document: Document) -> set[tuple[str, str]]:
    """(text, class) of the mentions that are names."""
    return {(m.text, m.type) for m in document.mentions if m.form in ("name", "short")}


def relations(document: Document) -> set[tuple[str, str, str]]:
    """(subject's name, predicate, object's name or value) of the claims that are not negated, names aside."""
    called = {e.id: e.name for e in document.entities}
    rows = set()
    for claim in document.claims:
        fact = claim.fact
        predicate = getattr(fact, "predicate", "")
        if not predicate or predicate in ("altLabel", "type") or claim.status == "negated":
            continue
        other = getattr(fact, "object", None) or getattr(fact, "value", "")
        rows.add((called[fact.subject], predicate, called.get(other, other)))
    return rows

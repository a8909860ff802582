"""Where the article is on a page whose text is scattered over several parts: by mark-up, else by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from kg.model import Issue
from kg.read.extras import MissingExtraError, load
from kg.read.page import is_marked, main_element, running_text, with_twins
from kg.read.typography import ideographs

# On 14 layouts (tests/read/layouts.py) the rules of `main_element` alone let foreign text in on 10 pages, with this
# on 5. trafilatura alone does on 9, mostly notices and tables, which the rules handle; so it is asked only where they
# find no container.
_LEAST = 0.25  # share of a page's running text below which an answer is not believed
_MOST = 0.9  # of what was recognized must lie in the element chosen
_GRAM = 10  # characters by which a stretch of text is recognized
_LONGEST = 2_000_000  # characters of a page that trafilatura is given; it reads some 4 million a second
_SPACE = re.compile(r"\s+")


def article_element(soup: BeautifulSoup, html: str, source: str) -> tuple[Tag, tuple[Issue, ...]]:
    """The element that holds a page's article, and an issue where that could not be decided.

    `html` is what `soup` was made from. A page without any container is taken whole, as is one whose paragraphs stand
    in the body itself.
    """
    found = main_element(soup)
    totals = running_text(found)
    whole = totals.get(id(found), 0)
    if found.name != "body" or not whole or not _is_scattered(found, totals, whole):
        return found, ()
    marked = [tag for tag in found.find_all(is_marked) if totals.get(id(tag), 0) >= _LEAST * whole]
    if len(marked) == 1:
        return marked[0], ()
    if len(html) > _LONGEST:
        return found, ()
    try:
        text = load("trafilatura").extract(html, fast=True, include_comments=False) or ""
    except MissingExtraError as error:
        message = f"the mark-up does not say where the article is, all of the page was read: {error}"
        return found, (Issue("whole-page", message, source),)
    chosen = _holder(found, text)
    if chosen is found or totals.get(id(chosen), 0) < _LEAST * whole:
        return found, ()
    return with_twins(chosen, totals), ()


def _is_scattered(body: Tag, totals: dict[int, int], whole: int) -> bool:
    """Whether most of the running text stands in parts of the page, and in more than one."""
    parts = [tag for tag in body.find_all(True, recursive=False) if tag.name != "p" and totals.get(id(tag), 0)]
    return len(parts) > 1 and sum(totals[id(tag)] for tag in parts) * 2 > whole


def _holder(body: Tag, text: str) -> Tag:
    """The smallest element below `body` with nearly all of `text`; `body` where there is none."""
    squeezed = _SPACE.sub("", text)
    known = {squeezed[at : at + _GRAM] for at in range(len(squeezed) - _GRAM + 1)}
    totals = _held(body, lambda words: ideographs(words) if _SPACE.sub("", words)[:_GRAM] in known else 0)
    whole, best = totals.get(id(body), 0), body
    for tag in body.find_all(True):
        if whole and totals.get(id(tag), 0) >= _MOST * whole and tag.name not in ("p", "span", "font"):
            best = tag
    return best


def _held(body: Tag, weight: Callable[[str], int]) -> dict[int, int]:
    """For each element, by its `id()`, the weight of all text in it: one pass, so that depth costs nothing."""
    totals: dict[int, int] = {}
    for tag in reversed([body, *body.find_all(True)]):
        own = sum(weight(str(child)) for child in tag.children if type(child) is NavigableString)
        totals[id(tag)] = totals.get(id(tag), 0) + own
        if tag is not body and tag.parent is not None:
            totals[id(tag.parent)] = totals.get(id(tag.parent), 0) + totals[id(tag)]
    return totals

"""Quotations to be: a stretch of text, who said it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Mode
from kg.nlp.attribution import find_quotes
from kg.nlp.index import Index

# Characters in quotation marks without a verb of saying or a colon before them: shorter ones are names, scare quotes.
SHORTEST = 4
TRIM = " \t\n\u3000，,、。；;：:"


@dataclass(frozen=True, slots=True)
class Draft:
    """A quotation to be: `speakers` are local ids, each of whom said it."""

    speakers: tuple[str, ...]
    start: int
    end: int
    mode: Mode
    rule: str
    factor: float = 1.0


def trimmed_end(text: str, start: int, end: int) -> int:
    """`end` moved before the stops, and the （完） of an agency, that close `text[start:end]`."""
    words = text[start:end].rstrip(TRIM)
    for tail in ("（完）", "(完)"):
        words = words.removesuffix(tail).rstrip(TRIM)
    return start + len(words)


def make_drafts(
    index: Index, speakers: tuple[str, ...], start: int, end: int, mode: Mode, rule: str, factor: float = 1.0
) -> list[Draft]:
    """A draft of the stretch without the marks and stops around it; none where nothing is left."""
    text = index.text
    while start < end and text[start] in TRIM:
        start += 1
    end = trimmed_end(text, start, end)
    quotes = find_quotes(text, start, end)
    if len(quotes) == 1 and (quotes[0].start, quotes[0].end) == (start, end) and quotes[0].inner_end < end:
        return make_drafts(index, speakers, quotes[0].inner_start, quotes[0].inner_end, "direct", rule, factor)
    named = tuple(s for s in speakers if s in index.entities)
    long = end - start >= (SHORTEST if rule == "near" else 2)
    return [Draft(named, start, end, mode, rule, factor)] if named and long else []

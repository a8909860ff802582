"""Quotations to be: a stretch of text, who said it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Mode
from kg.nlp.attribution import find_quotes
from kg.nlp.index import Index

SHORTEST = (
    4  # characters in quotation marks without a verb of saying or a colon: shorter ones are names and scare quotes
)
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


def make_drafts(
    index: Index, speakers: tuple[str, ...], start: int, end: int, mode: Mode, rule: str, factor: float = 1.0
) -> list[Draft]:
    """A draft of the stretch without the marks and stops around it; none where nothing is left."""
    text = index.text
    while start < end and text[start] in TRIM:
        start += 1
    for tail in ("（完）", "(完)"):
        if text[start:end].rstrip(TRIM).endswith(tail):
            end = start + text[start:end].rindex(tail)
    while end > start and text[end - 1] in TRIM:
        end -= 1
    quotes = find_quotes(text, start, end)
    if len(quotes) == 1 and (quotes[0].start, quotes[0].end) == (start, end) and quotes[0].inner_end < end:
        return make_drafts(index, speakers, quotes[0].inner_start, quotes[0].inner_end, "direct", rule, factor)
    named = tuple(s for s in speakers if s in index.entities)
    long = end - start >= (SHORTEST if rule == "near" else 2)
    return [Draft(named, start, end, mode, rule, factor)] if named and long else []

"""Rows of figures that answer a row of names or of measures: 甲、乙的涨幅分别为3%、5%; 营收、净利润分别为5亿元、1亿元.

Counter-examples: 甲、乙的涨幅分别超过3% (one figure for both); 甲公司在两地分别投资3亿元、5亿元 (no row stands before).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Mention, Quantity, Sentence

_EACH = "分别"
_LEADS = re.compile(r"(?:[\u4e00-\u9fff]{0,6}?)")
_NEXT = re.compile(r"(?:、|，|和|与|及|以及)")
_BORDER = re.compile(r"[，。；：！？\n]")
_AND = re.compile(r"、|以及|和|与|及")
# What may stand before the first member of a row without being part of it.
_BEFORE_ROW = re.compile(r"^(?:其中|目前|今年|去年|同期|此外|而|当日|截至收盘)+")
_MOST = 24  # characters of a member: longer ones are clauses


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of a row's figures one is: its place, how many there are, and where the word 分别 stands."""

    place: int
    count: int
    at: int


def turn_of(text: str, sentence: Sentence, quantities: Sequence[Quantity], quantity: Quantity) -> Turn | None:
    """The place of a figure in its row behind 分别, None where it stands in none of two or more."""
    at = text.rfind(_EACH, sentence.start, quantity.start)
    if at < 0:
        return None
    row: list[Quantity] = []
    for q in quantities:
        if q.start < at:
            continue
        between = text[row[-1].end if row else at + len(_EACH) : q.start]
        if not (_NEXT if row else _LEADS).fullmatch(between):
            break
        row.append(q)
    return Turn(row.index(quantity), len(row), at) if quantity in row and len(row) > 1 else None


def members(text: str, sentence: Sentence, turn: Turn) -> list[tuple[int, int]]:
    """The row that the figures answer, one stretch of text each; empty where no such row stands before 分别."""
    left = max([sentence.start, *(m.end() for m in _BORDER.finditer(text, sentence.start, turn.at))])
    lead = _BEFORE_ROW.match(text[left : turn.at])
    left += lead.end() if lead else 0
    cuts = list(_AND.finditer(text, left, turn.at))
    if len(cuts) + 1 != turn.count:
        return []
    starts, ends = [left, *(m.end() for m in cuts)], [*(m.start() for m in cuts), turn.at]
    spans = list(zip(starts, ends, strict=True))
    return spans if all(0 < end - start <= _MOST for start, end in spans[:-1]) else []


def answered(text: str, spans: Sequence[tuple[int, int]], place: int, names: Sequence[Mention]) -> str | None:
    """The local id of the entity that a figure answers in a row of names, empty where that one was not recognized.

    None where the row is none of names: its members are names where one is and the first ends in one.
    """
    inside = [[m for m in names if start <= m.start and m.end <= end] for start, end in spans]
    closed = [bool(row) and row[-1].end == end for row, (_, end) in zip(inside[:-1], spans[:-1], strict=True)]
    last = inside[-1]
    torn = any(row and not close for row, close in zip(inside[:-1], closed, strict=True))
    if not last or text[last[0].end : last[0].end + 1] != "的" or torn:
        return None
    found = inside[place]
    return found[0].entity if found else ""


def measured(
    text: str, spans: Sequence[tuple[int, int]], place: int, names: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """The stretch of a row of measures that a figure answers, without the names, dates and 的 before the first.

    (0, 0) where the row holds names or dates (`names`, as stretches) behind its first member.
    """
    start, end = spans[0]
    first = max([start, *(b for a, b in names if start <= a and b <= end)])
    first += text[first : first + 1] == "的"
    if any(s <= a and b <= e for s, e in spans[1:] for a, b in names) or first >= end:
        return 0, 0
    return (first, end) if place == 0 else spans[place]

"""Which of two readings of a name stands: the head's where it is sure, the net's where only that is."""

from __future__ import annotations

import pytest

from kg.model import NameSpan, Tag
from kg.nlp.agreed import agreed

TEXT = "甲乙丙丁戊己庚辛"


def _span(start: int, end: int, label: str, score: float) -> NameSpan:
    return NameSpan(start, end, TEXT[start:end], label, score)


def _tag(start: int, end: int, label: str, score: float) -> Tag:
    return Tag(start, end, TEXT[start:end], label, score)


@pytest.mark.parametrize(
    ("spans", "tags", "expected"),
    [
        ([_span(0, 2, "PER", 0.9)], [_tag(0, 3, "ORG", 0.95)], [(0, 2, "PER")]),
        ([_span(0, 2, "PER", 0.5)], [_tag(0, 3, "ORG", 0.95)], [(0, 3, "ORG")]),
        ([_span(0, 2, "PER", 0.5)], [_tag(0, 3, "ORG", 0.6)], [(0, 2, "PER")]),
        ([_span(0, 2, "PER", 0.3)], [], []),
        ([_span(0, 2, "EVENT", 0.3)], [_tag(0, 2, "ORG", 0.9)], [(0, 2, "EVENT")]),
        ([], [_tag(2, 4, "LOC", 0.9)], [(2, 4, "GPE")]),
        ([_span(2, 5, "VENUE", 0.6)], [_tag(2, 4, "LOC", 0.9)], [(2, 4, "VENUE")]),
        ([_span(2, 5, "PER", 0.6)], [_tag(2, 4, "LOC", 0.9)], [(2, 4, "GPE")]),
        ([], [_tag(2, 4, "nr", 0.99), _tag(5, 6, "n", 0.99)], []),
        (
            [_span(0, 1, "TITLE", 0.9), _span(6, 8, "ORG", 0.9)],
            [_tag(1, 3, "PER", 0.9), _tag(4, 7, "ORG", 0.9)],
            [(0, 1, "TITLE"), (1, 3, "PER"), (6, 8, "ORG")],
        ),
    ],
)
def test_the_surer_reading_stands(spans: list[NameSpan], tags: list[Tag], expected: list[tuple[int, int, str]]) -> None:
    assert [(s.start, s.end, s.label) for s in agreed(spans, tags)] == expected

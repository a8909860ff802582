"""Which figure of a row behind 分别 answers which member of the row before it."""

from __future__ import annotations

import pytest

from kg.model import Mention, Sentence
from kg.nlp.quantities import find_quantities
from kg.nlp.respective import answered, measured, members, turn_of


def row(text: str, *names: str) -> list[tuple[str | None, str]]:
    """For each figure of the text, whom and what it answers."""
    sentence = Sentence(0, 0, len(text), 0)
    quantities = find_quantities(text, (sentence,))
    mentions = [
        Mention(text.index(n), text.index(n) + len(n), n, "Organization", "test", 1.0, "name", n) for n in names
    ]
    found = []
    for quantity in quantities:
        turn = turn_of(text, sentence, quantities, quantity)
        spans = members(text, sentence, turn) if turn else []
        if turn is None or not spans:
            found.append((None, ""))
            continue
        start, end = measured(text, spans, turn.place, [(m.start, m.end) for m in mentions])
        found.append((answered(text, spans, turn.place, mentions), text[start:end]))
    return found


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("甲、乙和丙的涨幅分别为3%、5%和7%。", ("甲", "乙", "丙"), [("甲", ""), ("乙", ""), ("丙", "")]),
        ("其中，甲、未名和丙的涨幅分别为3%、5%、7%。", ("甲", "丙"), [("甲", ""), ("", ""), ("丙", "")]),
        ("甲公司营收、净利润分别为5亿元、1亿元。", ("甲公司",), [(None, "营收"), (None, "净利润")]),
        ("甲公司的营收和利润率分别增长12%和8%。", ("甲公司",), [(None, "营收"), (None, "利润率")]),
        ("甲、乙的涨幅分别超过3%。", ("甲", "乙"), [(None, "")]),
        ("甲公司在当地分别投资3亿元、5亿元。", ("甲公司",), [(None, ""), (None, "")]),
        ("甲、乙的涨幅分别为3%、5%，丙为7%。", ("甲", "乙", "丙"), [("甲", ""), ("乙", ""), (None, "")]),
    ],
)
def test_each_figure_answers_its_member(text: str, names: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert row(text, *names) == expected

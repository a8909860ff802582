"""Asserted, planned, negated or reported."""

from __future__ import annotations

import pytest

from kg.nlp.modality import clause_bounds, status

CASES = [
    ("展会在北京闭幕", "闭幕", "asserted"),
    ("展会将于8月举行", "举行", "planned"),
    ("公司计划于明年参展", "参展", "planned"),
    ("公司未参加展会", "参加", "negated"),
    ("公司没有参加展会", "参加", "negated"),
    ("公司否认收购对手", "收购", "negated"),
    ("原定5月举行的展会取消", "举行", "negated"),
    ("原定22日在甲地开幕的峰会改至5月6日", "开幕", "negated"),
    ("峰会改至5月6日，改在乙馆举行", "举行", "asserted"),
    ("据传公司将收购对手", "收购", "reported"),
    ("通过技术，将工体搬进元宇宙", "搬进", "asserted"),
    ("公司来自未来城，参加展会", "参加", "asserted"),
    ("展会吸引中央企业参展", "参展", "asserted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "expected"), CASES)
def test_the_status_of_a_statement(text: str, word: str, expected: str) -> None:
    assert status(text, 0, len(text), text.index(word)) == expected


def test_a_clause_lies_between_commas() -> None:
    text = "甲来了，乙走了，丙在。"
    assert text[slice(*clause_bounds(text, 0, len(text), text.index("乙")))] == "乙走了"

"""Short names that a text gives in a parenthesis."""

from __future__ import annotations

import pytest

from kg.nlp.abbreviation import find_aliases

CASES = [
    ("服贸交易会（以下简称服贸会）闭幕", ["服贸会"]),
    ("服贸交易会（简称“服贸会”）闭幕", ["服贸会"]),
    ("世界茶叶组织（WTAO）宣布", ["WTAO"]),
    ("茶叶联盟（Global Tea Alliance，缩写GTA）成立", ["GTA", "Global Tea Alliance"]),
    ("乙公司（下称“乙”）称", ["乙"]),
    ("（记者陈某 李某）大会开幕", []),
    ("展区（约2000平方米）开放", []),
    ("大会（以下内容略）", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), CASES)
def test_names_given_in_brackets(text: str, names: list[str]) -> None:
    found = list(find_aliases(text))
    assert sorted(a.text for a in found) == sorted(names)
    assert all(text[a.start : a.end] == a.text and text[a.opens] == "（" for a in found)

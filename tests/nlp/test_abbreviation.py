"""Short names that a text gives in a parenthesis."""

from __future__ import annotations

import pytest

from kg.model import Mention
from kg.nlp.abbreviation import alias_owner, find_aliases

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


@pytest.mark.parametrize(
    ("text", "names", "owner"),
    [
        ("2022大数据博览会暨创新峰会（下称数博会）", ("2022大数据博览会", "创新峰会"), "2022大数据博览会"),
        ("2022大数据博览会暨创新峰会（下称创峰会）", ("2022大数据博览会", "创新峰会"), "创新峰会"),
        ("2022大数据博览会在创新峰会（下称数博会）", ("2022大数据博览会", "创新峰会"), "创新峰会"),
    ],
)
def test_whose_short_name_it_is(text: str, names: tuple[str, ...], owner: str) -> None:
    ending = {
        text.index(n) + len(n): Mention(text.index(n), text.index(n) + len(n), n, "Event", "test", 1.0) for n in names
    }
    (alias,) = find_aliases(text)
    found = alias_owner(text, alias, ending)
    assert found is not None
    assert found.text == owner

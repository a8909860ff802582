from __future__ import annotations

from datetime import date

import pytest

from kg.read.front_matter import clean_title, header_of, split_front_matter


def test_a_header_and_its_body() -> None:
    front = split_front_matter("\n---\ntitle: 甲\n---\n正文", "a")
    assert (front.present, dict(front.values), front.body.strip(), front.issues) == (True, {"title": "甲"}, "正文", ())


def test_a_text_without_a_header_is_all_body() -> None:
    front = split_front_matter("正文\n---\n其余", "a")
    assert (front.present, front.body) == (False, "正文\n---\n其余")


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("author: 某报\ntitle: 'it's'\n", "line 3"),
        ("title: 甲\na: [1, 2\nauthor: 某报\n", "line 4"),
        ("author: 某报\ntitle: 甲\na: &x [1]\n", "line 4"),
        ("author: 某报\ntitle: 甲\na: !!python/object:os.system x\n", "line 4"),
        ("author: 某报\ntitle: 甲\na: " + "[" * 5000 + "\n", "line 4"),
    ],
)
def test_what_is_broken_is_named_and_the_rest_is_read(header: str, line: str) -> None:
    front = split_front_matter(f"---\n{header}---\n正文", "a.txt")
    (issue,) = front.issues
    assert (issue.kind, issue.source, issue.place) == ("front-matter", "a.txt", line)
    assert front.values["author"] == "某报"
    assert "title" in front.values
    assert front.body.strip() == "正文"


def test_a_date_that_cannot_be_is_no_crash() -> None:
    front = split_front_matter("---\ntitle: 甲\ndate: 2022-13-45\n---\n正文", "a")
    assert front.issues[0].kind == "front-matter"
    header = header_of(front.values)
    assert (header.title, header.published, header.date_text) == ("甲", None, "2022-13-45")


def test_a_header_that_is_not_closed() -> None:
    front = split_front_matter("---\ntitle: 甲\ncategories:\n - 乙\n\n正文的第一段。\n第二段：好。", "a")
    assert (front.issues[0].kind, front.issues[0].place) == ("front-matter", "line 1")
    assert front.values == {"title": "甲", "categories": ["乙"]}
    assert front.body == "正文的第一段。\n第二段：好。"


@pytest.mark.parametrize(
    ("values", "outlet"),
    [
        ({"author": "某报"}, "某报"),
        ({"source": "https://a.example", "author": "某报"}, "某报"),
        ({"author": {"name": "某报"}}, "某报"),
        ({"author": ["甲", "乙"]}, "甲"),
        ({"来源": "某报"}, "某报"),
        ({"author": True}, ""),
    ],
)
def test_the_outlet(values: dict[str, object], outlet: str) -> None:
    assert header_of(values).outlet == outlet


def test_a_header_of_all_fields() -> None:
    header = header_of({"Title": "甲", "pubDate": "2022-09-05", "link": "http://a/", "tags": "乙，丙"})
    assert (header.title, header.published, header.url, header.categories) == (
        "甲",
        date(2022, 9, 5),
        "http://a/",
        ("乙", "丙"),
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("'甲乙'", "甲乙"),
        ('"甲乙"', "甲乙"),
        ("“甲”与“乙”", "“甲”与“乙”"),
        ("绿色创新  贡献力量", "绿色创新 贡献力量"),
        ("甲&amp;乙<em>丙</em>", "甲&乙丙"),
    ],
)
def test_clean_title(title: str, expected: str) -> None:
    assert clean_title(title) == expected

"""The shapes of input, each to the same article."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article
from kg.read import ReadResult, read_articles

FIRST = "本届茶博会5日在海州会展中心闭幕。组委会介绍，共有320家企业参展，成交额超过上届水平。"
SECOND = "“茶产业连着千家万户。”海州市农业农村局局长陆文清说，今后将继续办好茶博会，让更多茶农受益。"
THIRD = "展会期间还举办了12场专题论坛，来自9个国家和地区的嘉宾围绕绿色种植、品牌建设等话题交流。"
TEXT = f"{FIRST}\n{SECOND}\n{THIRD}"

Read = Callable[..., ReadResult]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Write one file and read it by its bare name."""
    monkeypatch.chdir(tmp_path)

    def write_and_read(content: str | bytes, name: str = "a.txt") -> ReadResult:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_articles([name])

    return write_and_read


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def front(body: str) -> str:
    return (
        "\n---\ntitle: '海州茶博会闭幕'\ncategories: \n - 财经\n - 会展\nauthor: 海州新闻网\n"
        f"date: Mon, 05 Sep 2022 11:29:55 GMT\n---\n\n{body}"
    )


PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>海州茶博会闭幕_产业_海州新闻网</title></head><body>
<nav><a href="/">首页</a></nav><div class="top">今天是2023年1月1日</div><div class="wrap"><h1>海州茶博会闭幕</h1>
<div class="info">2022-09-05 19:29　来源：海州新闻网　字号：大 中 小</div><div class="body">
<p>　　{FIRST}</p><p>　　{SECOND}</p>
<p>{THIRD}</p></div><div class="share-box">分享到：某信</div></div>
<div><ul><li><a href="1">某市召开会议部署重点任务</a></li><li><a href="2">某县举行运动会开幕仪式</a></li></ul></div>
<footer>海州新闻网版权所有，未经授权不得转载。</footer><script>var a = "脚本里的话。";</script></body></html>"""

SHAPES = {
    "front matter and HTML": ("a.txt", front(f"<div><p>　　{FIRST}</p>\n<p>{SECOND}</p><p>{THIRD}</p></div>")),
    "front matter and text": ("a.txt", front(f"　　{FIRST}\n　　{SECOND}\n\n　　{THIRD}\n")),
    "front matter and Markdown": ("a.md", front(f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n")),
    "page": ("a.html", PAGE),
    "page by content": ("a.dat", PAGE),
    "text": ("a.txt", f"海州茶博会闭幕\n2022年9月5日 19:29\n\n{FIRST}\n{SECOND}\n{THIRD}\n"),
    "Markdown": ("a.md", f"# 海州茶博会闭幕\n\n2022-09-05\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n"),
    "JSON Lines": (
        "a.jsonl",
        json.dumps({"title": "海州茶博会闭幕", "date": "2022-09-05", "text": TEXT, "author": "海州新闻网"}),
    ),
    "JSON by content": ("a.txt", json.dumps({"title": "海州茶博会闭幕", "date": "2022/9/5", "text": TEXT}, indent=1)),
    "JSON of HTML": (
        "a.json",
        json.dumps([{"title": "海州茶博会闭幕", "date": "20220905", "html": f"<p>{FIRST}<p>{SECOND}<br>{THIRD}"}]),
    ),
}


@pytest.mark.parametrize(("name", "content"), SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_gives_the_same_article(read: Read, name: str, content: str) -> None:
    (article,) = read(content, name).articles
    assert article.text == TEXT
    assert [block.kind for block in article.blocks] == ["paragraph"] * 3
    assert (article.title, article.date) == ("海州茶博会闭幕", date(2022, 9, 5))


@pytest.mark.parametrize("shape", ["front matter and HTML", "page", "JSON Lines"])
def test_the_outlet_is_read(read: Read, shape: str) -> None:
    name, content = SHAPES[shape]
    (article,) = read(content, name).articles
    assert article.outlet == "海州新闻网"


def test_front_matter_gives_categories(read: Read) -> None:
    (article,) = read(front(f"<p>{FIRST}</p>")).articles
    assert article.categories == ("财经", "会展")


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("gb18030", "<meta charset=gb2312>"),
        ("gbk", "<meta http-equiv=Content-Type content='text/html; charset=GBK'>"),
        ("gbk", ""),
    ],
)
def test_encodings_of_simplified_text(read: Read, encoding: str, declaration: str) -> None:
    head = f"<head>{declaration}<title>海州茶博会闭幕</title></head>"
    page = f"<html>{head}<body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    result = read(page.encode(encoding), "a.html")
    assert result.articles[0].text == f"{FIRST}\n{SECOND}"
    assert "encoding" not in {issue.kind for issue in result.issues}


@pytest.mark.parametrize("declaration", ["", "charset: big5\n"])
def test_big5(read: Read, declaration: str) -> None:
    text = "第十二屆影視展昨日在世貿中心開幕，共有三百二十家企業參展，主辦單位表示，展覽面積較上屆增加兩成。"
    result = read(f"---\ntitle: 影視展開幕\n{declaration}---\n{text}\n".encode("big5"))
    assert (result.articles[0].title, result.articles[0].text) == ("影視展開幕", text)


def test_a_wrong_declaration_is_told_and_the_text_is_whole(read: Read) -> None:
    page = f"<html><head><meta charset=gb2312><title>海州茶博会闭幕</title></head><body><p>{FIRST}</p></body></html>"
    result = read(page.encode(), "a.html")
    assert result.articles[0].text == FIRST
    assert "encoding" in {issue.kind for issue in result.issues}


def test_standard_input_is_a_source_named_by_a_dash() -> None:
    result = read_articles(["-"], stdin=f"海州茶博会闭幕\n{FIRST}".encode("gbk"))
    assert result.articles[0].sources[0].path == "-"
    assert result.articles[0].text == FIRST


def test_a_table_keeps_rows_and_cells_and_a_layout_table_is_none(read: Read) -> None:
    table = "<table><tr><th>年份</th><th>企业</th></tr><tr><td>2021</td><td>300</td></tr></table>"
    layout = f"<table><tr><td><p>{SECOND}</p></td></tr></table>"
    (article,) = read(front(f"<div><p>{FIRST}</p>{table}{layout}</div>")).articles
    assert blocks(article) == [("paragraph", FIRST), ("table", "年份\t企业\n2021\t300"), ("paragraph", SECOND)]


def test_sections_without_a_mark_are_one_article(read: Read) -> None:
    sections = f"<section><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></section><section><p>{SECOND[::-1]}</p></section>"
    beside = "<div class=x><p>旁边的一条短消息，与正文没有任何关系。</p></div>"
    page = f"<html><body><div>{sections}</div>{beside}</body></html>"
    (article,) = read(page, "a.html").articles
    assert article.text == f"{TEXT}\n{SECOND[::-1]}"


def test_json_lines_pass_over_a_bad_line(read: Read) -> None:
    lines = [json.dumps({"title": "甲", "date": "2022-09-05", "text": FIRST}), "{bad", '{"title": "乙"}', "[1]", ""]
    lines.append(json.dumps({"title": "丙", "date": "2022-09-06", "text": SECOND}))
    result = read("\n".join(lines), "a.jsonl")
    assert [article.sources[0].path for article in result.articles] == ["a.jsonl:1", "a.jsonl:6"]
    assert [(issue.kind, issue.place) for issue in result.issues] == [
        ("bad-json", "line 2"),
        ("bad-record", "line 3"),
        ("bad-record", "line 4"),
    ]
    assert result.skipped == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (front(f"<p>{FIRST}</p>"), set()),
        (f"<p>{FIRST}</p>", {"missing-title", "missing-date", "no-front-matter"}),
        (f"---\ntitle: 甲乙\n---\n<p>{FIRST}</p>", {"missing-date"}),
        (f"---\ndate: 2022-09-05\n---\n<p>{FIRST}</p>", {"missing-title"}),
        (f"---\ntitle: 甲乙\ndate: 前天\n---\n<p>{FIRST}</p>", {"missing-date"}),
    ],
)
def test_what_is_missing_is_an_issue(read: Read, content: str, expected: set[str]) -> None:
    result = read(content)
    assert {issue.kind for issue in result.issues} == expected
    assert all(issue.source == "a.txt" for issue in result.issues)


def test_offsets_cover_the_text(read: Read) -> None:
    (article,) = read(front(f"<p>{FIRST}</p><p>{SECOND}</p>")).articles
    assert "\n".join(text for _, text in blocks(article)) == article.text

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from kg.read.draft import Header
from kg.read.markup import blocks_of, parse
from kg.read.page import main_element, page_header

TEXT = "本届茶博会在海州会展中心闭幕，共有多家企业参展。组委会负责人介绍了有关情况，并宣布下届会期。"


def header(head: str, body: str = f"<p>{TEXT}</p>") -> Header:
    soup = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return page_header(soup, blocks_of(soup))


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>茶博会今日闭幕_产业频道_海州网</title>", "", "茶博会今日闭幕"),
        ("<title>茶博会今日闭幕 - 海州网</title>", "", "茶博会今日闭幕"),
        ("<title>海州网 | 茶博会今日圆满闭幕</title>", "", "茶博会今日圆满闭幕"),
        ("<title>茶博会今日闭幕</title>", "<h1>海州网</h1><h1>茶博会今日闭幕</h1>", "茶博会今日闭幕"),
        ("<title>海州网</title><meta property=og:title content='茶博会闭幕&amp;颁奖'>", "", "茶博会闭幕&颁奖"),
        ("", "<h1>茶博会今日闭幕</h1>", "茶博会今日闭幕"),
        ("", "<h1>茶博会今日闭幕<a href=#x>¶</a></h1>", "茶博会今日闭幕"),
        ("<title>海州茶博会闭幕-海州网</title>", "", "海州茶博会闭幕"),
        ("<title>海州茶厂联合5G-A上网</title>", "", "海州茶厂联合5G-A上网"),
        ("", "", ""),
    ],
)
def test_title(head: str, body: str, title: str) -> None:
    assert header(head, body + f"<p>{TEXT}</p>").title == title


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("<meta property='article:published_time' content='2022-09-05T23:30:00Z'>", "", date(2022, 9, 6)),
        ("<meta name=publishdate content=2022-09-05>", "<p>2021-01-01</p>", date(2022, 9, 5)),
        ('<script type=\'application/ld+json\'>{"datePublished": "2022-09-05T10:00"}</script>', "", date(2022, 9, 5)),
        ("<meta name='apub:time' content='2022-9-5 21:30:50'>", "", date(2022, 9, 5)),
        ("<meta name='buildtime' content='2022-09-05'>", "", None),
        ("", "<footer>发布日期：<!-- d -->2022-09-05 责编：王雨</footer>", date(2022, 9, 5)),
        ("", "<script>var a = '发布日期：2022-09-05'</script><footer>建站日期：2022-09-05</footer>", None),
        ("", "<time datetime='2022-09-05'>昨日</time>", date(2022, 9, 5)),
        ("", "<p>今天是2023年1月1日</p><p>发布时间：2022-09-05 10:30</p>", date(2022, 9, 5)),
        ("<link rel=canonical href='http://a.example/2022-09/05/c.htm'>", "", date(2022, 9, 5)),
        ("", "", None),
    ],
)
def test_date(head: str, body: str, day: date | None) -> None:
    assert header(head, f"{body}<p>{TEXT * 3}</p><p>版权所有 2010年1月1日</p>").published == day


@pytest.mark.parametrize(
    ("head", "body", "outlet"),
    [
        ("<meta name=source content=海州日报><meta property=og:site_name content=海州网>", "", "海州日报"),
        ("<meta property=og:site_name content=海州网>", "<p>2022-09-05 来源：海州日报 作者：王雨</p>", "海州日报"),
        ("<meta property=og:site_name content=海州网>", "", "海州网"),
        ("<meta name=source content=来源：海州日报>", "", "海州日报"),
        ("", "<p>来源：<b>海州日报</b><a href=#>举报</a></p>", "海州日报"),
        ("", "<p>2022-09-05来源：海州日报作者：王雨</p>", "海州日报"),
        ("", "<p>来源：海州作者报 浏览：12次</p>", "海州作者报"),
        ("<meta name=author content='https://a.example/u/1'>", "", ""),
    ],
)
def test_outlet(head: str, body: str, outlet: str) -> None:
    assert header(head, body + f"<p>{TEXT}</p>").outlet == outlet


@pytest.mark.parametrize(
    "page",
    [
        "<div id=x><p>{0}</p><p>{0}</p></div><div><a href=1>{0}</a><a href=2>{0}</a><a href=3>{0}</a></div>",
        "<article><div><p>{0}</p><p>{0}</p></div></article><div class=comments><p>{0}{0}{0}</p></div>",
        "<table><tr><td>菜单</td><td>{0}<br>{0}</td></tr></table><div><p>{0}</p></div>".replace("<p>{0}", "<p>一句话"),
        "<main><section><p>{0}</p></section><section><p>{0}</p></section></main><aside><p>{0}</p></aside>",
    ],
)
def test_the_main_element_holds_the_text_and_no_more(page: str) -> None:
    soup = parse(f"<html><body>{page.format(TEXT)}</body></html>")
    words = [block.text for block in blocks_of(main_element(soup)) if block.text != "菜单"]
    assert words == [TEXT, TEXT]


def words_of(page: str) -> list[str]:
    soup = parse(f"<html><body>{page}</body></html>")
    return [block.text for block in blocks_of(main_element(soup))]


def test_a_box_around_the_article_is_no_furniture_whatever_its_name() -> None:
    links = f"<ul>{f'<li><a href=1>{TEXT}</a></li>' * 9}</ul>"
    assert words_of(f"{links}<div class=js_share_area><p>{TEXT}</p><p>{TEXT}</p></div>") == [TEXT, TEXT]


def test_comments_longer_than_the_article_are_furniture() -> None:
    links = f"<ul>{f'<li><a href=1>{TEXT}</a></li>' * 9}</ul>"
    page = f"{links}<div class=text><p>{TEXT}</p></div><div class=comments>{f'<p>{TEXT}</p>' * 4}</div>"
    assert words_of(page) == [TEXT]


def test_text_after_an_end_tag_of_the_page_is_read() -> None:
    assert words_of(f"<p>首页</p></body></html><div><p>{TEXT}</p><p>{TEXT}</p></div></body>") == [TEXT, TEXT]


def test_importing_the_package_loads_no_parser() -> None:
    code = "import kg.read, sys; sys.exit(any(name in sys.modules for name in ('bs4', 'lxml', 'yaml')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

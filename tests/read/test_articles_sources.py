"""One article however often it is met, and the same result in any order."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from kg.identity import article_id
from kg.read import read_articles

TEXT = "本届茶博会在海州会展中心开幕，共有三百家企业参展，主办方介绍了有关情况。"
OTHER = "第二条消息说的是另一件事，海州港新开通了两条航线，首航船舶已经靠泊。"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, title: str, day: str, text: str = TEXT, outlet: str = "某报") -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(f"---\ntitle: {title}\ndate: {day}\nauthor: {outlet}\n---\n{text}", encoding="utf-8")
    return name


def test_a_repost_counts_once_and_the_earliest_gives_the_header() -> None:
    late = write("a.txt", "转载的题目", "2022-09-07", f"<p>{TEXT}</p><div class='share'>分享</div>", "转载网")
    early = write("b.txt", "原来的题目", "2022-09-05", f"<div>　　{TEXT}</div>")
    result = read_articles([late, early])
    (article,) = result.articles
    assert (article.title, article.date, article.outlet) == ("原来的题目", date(2022, 9, 5), "某报")
    assert [source.path for source in article.sources] == ["a.txt", "b.txt"]
    assert [(issue.kind, issue.source) for issue in result.issues] == [("duplicate", "a.txt")]
    assert article.id == article_id(TEXT)


def test_the_smallest_path_gives_the_header_on_one_day_and_the_undated_comes_last() -> None:
    for name, day in (("c.txt", "2022-09-05"), ("b.txt", "2022-09-05"), ("a.txt", "")):
        write(name, f"题目在{name[0]}", day)
    (article,) = read_articles(["."]).articles
    assert article.title == "题目在b"


def test_the_order_of_paths_makes_no_difference() -> None:
    write("d/x/1.txt", "甲", "2022-09-05")
    write("d/2.txt", "乙", "2022-09-06")
    write("3.txt", "丙", "2022-09-07", OTHER)
    results = {read_articles(order) for order in permutations(["d", "3.txt", "d/x", "none.txt"])}
    (result,) = results
    assert [[source.path for source in article.sources] for article in result.articles] == [
        ["3.txt"],
        ["d/2.txt", "d/x/1.txt"],
    ]


def test_a_file_reached_by_two_paths_is_read_once() -> None:
    write("d/a.txt", "甲", "2022-09-05")
    result = read_articles(["d", "./d/a.txt", "d/", "d/a.txt"])
    assert len(result.articles[0].sources) == 1
    assert result.issues == ()


def test_paths_stay_as_given(tmp_path: Path) -> None:
    write("d/sub/a.txt", "甲", "2022-09-05")
    assert read_articles(["d"]).articles[0].sources[0].path == "d/sub/a.txt"
    whole = read_articles([str(tmp_path / "d")]).articles[0].sources[0].path
    assert whole == (tmp_path / "d" / "sub" / "a.txt").as_posix()


def test_a_source_has_the_hash_of_its_bytes() -> None:
    name = write("a.txt", "甲", "2022-09-05")
    source = read_articles([name]).articles[0].sources[0]
    assert source.sha256 == hashlib.sha256(Path(name).read_bytes()).hexdigest()

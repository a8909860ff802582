"""Searching names: by any part, by pinyin, in either script; the weightiest first."""

from __future__ import annotations

import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
import sample_graph as sample
from command import ROOT

from kg.errors import GraphLoadError
from kg.graph.namespaces import Namespaces
from kg.rdf.query import open_source, source_of
from kg.serve.index import Index, write_index


def made(folder: Path, graph: Path = ROOT / "exports") -> Index:
    source = open_source(graph)
    write_index(folder / "index.sqlite", source.store, graph / "articles.jsonl", source.namespaces)
    return Index(folder / "index.sqlite")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return made(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("text", "name", "hit", "how"),
    [
        ("首钢园", "首钢园", "首钢园", "name"),
        ("首钢", "首钢集团", "首钢", "name"),  # a whole name goes before the beginning of a weightier one
        ("GATIS", "全球服务贸易联盟", "GATIS", "name"),
        ("gatis", "全球服务贸易联盟", "GATIS", "name"),
        ("服贸会", "中国国际服务贸易交易会", "服贸会", "name"),
        ("钢园", "首钢园", "首钢园", "name"),  # two characters inside a name
        ("sgy", "首钢园", "首钢园", "pinyin"),
        ("shougangyuan", "首钢园", "首钢园", "pinyin"),
        ("國家會議中心", "国家会议中心", "国家会议中心", "name"),
        ("ups", "UPS", "UPS", "name"),
        ("国家会展中心（上海）", "国家会展中心（上海）", "国家会展中心（上海）", "name"),
        ("国家会展中心(上海", "国家会展中心（上海）", "国家会展中心（上海）", "name"),
    ],
)
def test_a_name_is_found(index: Index, text: str, name: str, hit: str, how: str) -> None:
    first = index.suggest(text)[0]
    assert (first.entity.name, first.hit, first.how) == (name, hit, how)


@pytest.mark.parametrize(
    "text", ["", "  ", "？！", "不存在的名字", 'x" OR "y', "钢首", "*", "\ue000", "\ud800", "甲\x00乙"]
)
def test_nothing_is_found_and_nothing_breaks(index: Index, text: str) -> None:
    assert index.suggest(text) == []


def test_one_character_finds_beginnings_before_insides(index: Index) -> None:
    found = [s.hit for s in index.suggest("国", limit=30)]
    starts = [name.startswith("国") for name in found]
    assert starts[0]
    assert not starts[-1]
    assert starts == sorted(starts, reverse=True)


def test_the_limit_holds_and_each_entity_comes_once(index: Index) -> None:
    found = index.suggest("中国", limit=7)
    assert len(found) == 7
    assert len({s.entity.id for s in found}) == 7


def test_of_equal_hits_the_weightiest_comes_first(index: Index) -> None:
    weights = [s.entity.weight for s in index.suggest("20", limit=4)]
    assert weights == sorted(weights, reverse=True)


def test_the_most_specific_class_is_kept(index: Index) -> None:
    entity = index.entity("首钢集团")
    assert entity is not None
    assert entity.type == "Company"
    assert index.entity("没有") is None


def test_counts_and_entry_points(index: Index) -> None:
    counts = index.counts()
    assert counts["entities"] == sum(index.classes().values())
    assert counts["articles"] == len((ROOT / "exports" / "articles.jsonl").read_text("utf-8").splitlines())
    assert index.heaviest(["Event"], 3)[0].type == "Event"
    dates = [a.date for a in index.latest(5)]
    assert dates == sorted(dates, reverse=True)


def test_articles_have_their_texts_and_sources(index: Index) -> None:
    latest = index.latest(1)[0]
    article = index.article(latest.id)
    assert article is not None
    assert len(article.text) > 100
    assert all(source.startswith("seeds/articles/") for source in article.sources)
    assert latest.text == ""
    assert index.article("none") is None


def test_without_texts_articles_come_from_the_graph(tmp_path: Path) -> None:
    source = source_of(sample.graph())
    write_index(tmp_path / "i.sqlite", source.store, None, source.namespaces)
    article = Index(tmp_path / "i.sqlite").article("a1")
    assert article is not None
    assert (article.title, article.date, article.text) == ("茶博会开幕", "2031-05-06", "")
    assert article.sources == ("news/one.txt",)


@pytest.mark.parametrize("line", ["not json", "[]", '{"id": "a", "sources": [1, {}]}'])
def test_a_broken_articles_file_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "articles.jsonl").write_text('{"id": "a"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(GraphLoadError, match=r"articles\.jsonl:2"):
        write_index(tmp_path / "i.sqlite", ox.Store(), tmp_path / "articles.jsonl", Namespaces())


def test_many_threads_may_ask_at_once(index: Index) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(index.suggest("中国")))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [10] * 16


def test_the_same_graph_gives_the_same_rows(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = made(tmp_path / "one"), made(tmp_path / "two")
    query = "SELECT * FROM name ORDER BY number"
    assert one._rows(query) == two._rows(query)

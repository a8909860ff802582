"""How the page of `kg view` finds entities, tells namesakes apart, and keeps in sight what was chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import conflict_graph
import pytest
import sample_graph as sample
from browser import open_page
from command import ROOT, kg, no_traceback

from kg.errors import UsageError
from kg.export.view.data import tables
from kg.export.view.names import traditional
from kg.export.view.page import page
from kg.graph.assemble import assemble
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Entity, Position, Resolution
from kg.rdf.load import load
from kg.rdf.ontology import read_schema

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AT = """(name) => {
  const series = echarts.getInstanceByDom(document.getElementById("chart")).getModel().getSeriesByIndex(0);
  const at = series.getData().getItemGraphicEl(series.getData().indexOfName(name)).getComputedTransform();
  const box = document.getElementById("chart").getBoundingClientRect();
  return [at[4] + box.x, at[5] + box.y, series.get("zoom") ?? 1];
}"""
# Name, left and right of every label that is drawn, of points inside the window.
LABELS = """() => {
  const chart = echarts.getInstanceByDom(document.getElementById("chart"));
  const data = chart.getModel().getSeriesByIndex(0).getData(), found = [];
  data.eachItemGraphicEl((element, index) => {
    const label = element.getSymbolPath().getTextContent();
    if (!label || label.ignore || !label.style.text || !/^\\d+$/.test(data.getId(index))) return;
    const box = label.getBoundingRect().clone(), moved = label.getComputedTransform();
    if (moved) box.applyTransform(moved);
    found.push([data.getName(index), box.x, box.x + box.width]);
  });
  return found;
}"""


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    return chromium


def namesakes() -> KnowledgeGraph:
    """Three of one name: by the id's end, by a post, and one of whom nothing more is known; and a venue."""
    more = (
        Entity("王晓_海岛大学", "Person", "王晓", ("王晓",)),
        Entity("王晓", "Person", "王晓", ("王晓",)),
        Entity("王晓_Venue", "Venue", "王晓", ("王晓",)),
    )
    post = sample.say(sample.FIRST, 1, Position("王晓", sample.OFFICE, "处长"))
    return sample.graph(sample.with_claims(post, more=more))


def traditionally() -> KnowledgeGraph:
    """The sample and an entity whose name is in traditional characters."""
    return sample.graph(sample.with_claims(more=(Entity("臺灣茶葉館", "Venue", "臺灣茶葉館", ("臺灣茶葉館",)),)))


def written(folder: Path, graph: KnowledgeGraph, lang: str = "zh") -> str:
    path = folder / "graph.html"
    path.write_text(page(graph, lang=lang), encoding="utf-8")
    return path.as_uri()


def drawn(shown: Page) -> Page:
    shown.wait_for_selector("html[data-drawn]", timeout=20_000)
    return shown


def found(shown: Page, typed: str) -> list[str]:
    """The names that a text finds, from the suggestions (without class and alias)."""
    shown.fill("#search", typed)
    names: list[str] = shown.evaluate(
        "[...document.querySelectorAll('#hits li:not([aria-disabled])')].map((e) => e.childNodes[1].textContent.trim())"
    )
    return names


def test_namesakes_have_what_tells_them_apart() -> None:
    rows = {row[0]: row[-1] for row in tables(namesakes())["nodes"]}
    assert rows["王晓_海岛大学"] == "海岛大学"
    assert rows["王晓"] == f"{sample.OFFICE} 处长"
    assert rows["王晓_Venue"] == ""  # its class is shown anyhow
    assert {rows[name] for name in (sample.PERSON, sample.FAIR)} == {""}


def test_suggestions_list_and_panel_tell_namesakes_apart(browser: Browser, tmp_path: Path) -> None:
    with open_page(browser, written(tmp_path, namesakes())) as watched:
        shown = drawn(watched.page)
        shown.fill("#search", "王晓")
        notes = [each.inner_text() for each in shown.locator("#hits small").all()]
        assert sorted(notes) == sorted(["人物 · 海岛大学", f"人物 · {sample.OFFICE} 处长", "场馆"])
        shown.click("#hits li:has-text('海岛大学')")
        assert shown.inner_text("#panel .kind") == "人物 · 海岛大学"
        shown.click("#tab-entities")
        shown.fill("#narrow", "王晓")
        assert sorted(each.inner_text() for each in shown.locator("#listed small").all()) == sorted(notes)


def test_only_characters_in_use_are_embedded() -> None:
    complex_ones, simple_ones = traditional(["国会", "abc"])
    assert dict(zip(complex_ones, simple_ones, strict=True)) == {"國": "国", "會": "会"}
    assert traditional(["乾", ""]) == ["", ""]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("海灣會展中心", sample.HALL),  # traditional for simplified
        ("台湾茶叶馆", "臺灣茶葉館"),  # and the other way round
        ("中心 海湾 二期", sample.ANNEX),  # words in any order
        ("ymc", ""),
        ("zzx", sample.HALL),  # initials inside a name
        ("huizhan", sample.HALL),  # pinyin inside a name
        ("xqzj", ""),  # letters that no name has
        ("CBH", sample.FAIR),
    ],
)
def test_search_finds_as_the_graph_does(browser: Browser, tmp_path: Path, typed: str, first: str) -> None:
    graph = traditionally()
    with open_page(browser, written(tmp_path, graph)) as watched:
        names = found(drawn(watched.page), typed)
    assert (names[:1] or [""])[0] == first
    assert set(names) == {graph.view(e.id).name for e in graph.search(typed)}


@pytest.mark.parametrize("typed", ["北京", "zgfwmy", "fwmy", "服务 2022", "國際", "jingji", "z", "吕", "2023"])
def test_search_finds_the_same_set_in_a_real_graph(browser: Browser, tmp_path: Path, typed: str) -> None:
    graph = load(ROOT / "exports")
    with open_page(browser, written(tmp_path, graph)) as watched:
        shown = drawn(watched.page)
        shown.click("#tab-entities")
        shown.fill("#narrow", typed)
        counted = int(shown.inner_text("#counted").split()[0])
    assert counted == len(graph.search(typed, limit=1000))


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_node_under_the_panel_moves_into_sight(browser: Browser, tmp_path: Path, phone: bool) -> None:
    with open_page(browser, written(tmp_path, load(ROOT / "exports")), phone=phone) as watched:
        shown = drawn(watched.page)
        shown.click("#nearer")
        shown.click("#nearer")
        shown.wait_for_timeout(300)
        places = {name: shown.evaluate(AT, name) for name, *_ in shown.evaluate(LABELS)}
        low, high = ((20, 650), (330, 820)) if phone else ((950, 90), (1200, 300))  # where the panel comes to stand
        inside = {n: p for n, p in places.items() if low[0] < p[0] < high[0] and low[1] < p[1] < high[1]}
        covered, (x, y, zoom) = max(inside.items(), key=lambda item: item[1][1 if phone else 0])
        (shown.touchscreen.tap if phone else shown.mouse.click)(x, y)
        assert shown.inner_text("#panel h2") == covered
        panel = shown.locator("#panel").bounding_box()
        assert panel is not None
        edge = panel["y"] if phone else panel["x"]
        assert (y if phone else x) > edge, "it stood where the panel is"
        now = shown.evaluate(AT, covered)
        assert (now[1] if phone else now[0]) < edge, (covered, x, y, edge, now)
        assert now[2] == zoom


def test_a_node_in_sight_stays_where_it_is(browser: Browser, tmp_path: Path) -> None:
    with open_page(browser, written(tmp_path, load(ROOT / "exports"))) as watched:
        shown = drawn(watched.page)
        places = {name: shown.evaluate(AT, name) for name, *_ in shown.evaluate(LABELS)}
        name = min((n for n in places if places[n][0] > 320), key=lambda n: places[n][0])
        shown.mouse.click(*places[name][:2])
        assert shown.inner_text("#panel h2") == name
        assert shown.evaluate(AT, name) == pytest.approx(places[name], abs=0.5)


def test_what_filters_leave_is_brought_into_sight(browser: Browser, tmp_path: Path) -> None:
    with open_page(browser, written(tmp_path, load(ROOT / "exports"))) as watched:
        shown = drawn(watched.page)
        for _ in range(6):
            shown.click("#nearer")
        before = shown.evaluate(AT, "商务部")[2]
        shown.click("#classes legend button")  # none
        shown.check("#classes [data-name=Person]")
        after: list[Any] = shown.evaluate(LABELS)
        assert len(after) > 5
        assert shown.evaluate(AT, after[0][0])[2] < before


def test_filters_leave_the_view_alone_while_most_is_in_sight(browser: Browser, tmp_path: Path) -> None:
    with open_page(browser, written(tmp_path, sample.graph())) as watched:
        shown = drawn(watched.page)
        before = shown.evaluate(AT, sample.FAIR)
        shown.uncheck("#classes [data-name=Person]")
        assert shown.evaluate(AT, sample.FAIR) == before


@pytest.mark.parametrize("nearer", [0, 2])
def test_no_label_is_cut_off_at_a_phones_edge(browser: Browser, tmp_path: Path, nearer: int) -> None:
    with open_page(browser, written(tmp_path, load(ROOT / "exports")), phone=True) as watched:
        shown = drawn(watched.page)
        for _ in range(nearer):
            shown.click("#nearer")
        shown.wait_for_timeout(400)
        found_labels: list[Any] = shown.evaluate(LABELS)
        seen = [each for each in found_labels if 0 <= shown.evaluate(AT, each[0])[0] <= 390]
        assert len(seen) > 10
        assert [name for name, left, right in seen if left < 0 or right > 390] == []


def test_a_conflict_says_each_value_once_and_in_its_language(browser: Browser, tmp_path: Path) -> None:
    graph = conflict_graph.graph()
    with open_page(browser, f"{written(tmp_path, graph, 'en')}#{sample.FAIR}") as watched:
        box = drawn(watched.page).locator("#panel .conflict", has_text="446家")
        assert box.inner_text().split("\n") == [
            "Articles disagree: 参展企业 · 家",
            "446家 (1 article)",
            "507家 (1 article)",
        ]
        watched.page.click("#language")
        assert box.inner_text().split("\n") == ["说法不一：参展企业 · 家", "446家（1 篇）", "507家（1 篇）"]


def test_equal_values_of_a_conflict_are_one_answer(browser: Browser, tmp_path: Path) -> None:
    text = page(conflict_graph.graph(), lang="en")
    sides = tables(conflict_graph.graph())["conflicts"]
    figures = next(row for row in sides if row[1] == "figures")
    old, new = (f'["446家",{figures[4][0][1]}],["{value}",{figures[4][1][1]}]' for value in ("507家", "446家"))
    assert text.count(old) == 1
    path = tmp_path / "graph.html"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with open_page(browser, f"{path.as_uri()}#{sample.FAIR}") as watched:
        box = drawn(watched.page).locator("#panel .conflict", has_text="446家")
        assert box.inner_text().split("\n")[1:] == ["446家 (2 articles)"]
        box.locator("button").click()
        assert watched.page.locator("#panel blockquote").count() == 2


def test_one_is_singular_and_an_empty_graph_says_so(browser: Browser, tmp_path: Path) -> None:
    base = replace(sample.resolution(), entities=sample.entities()[:1], claims=())
    alone = assemble(base, read_schema(), sentences={})
    with open_page(browser, written(tmp_path, alone, "en")) as watched:
        shown = drawn(watched.page)
        assert shown.inner_text("#summary").startswith("1 entity · 0 facts")
        assert str(shown.get_attribute("#chart", "aria-label")).startswith("Picture of 1 entity and 0 lines")
        shown.click("#classes legend button")
        assert shown.inner_text("#nothing") == "No entity passes the filters"
        assert shown.inner_text("#summary") == "0 of 1 entity shown"
    empty = assemble(Resolution((), (), ()), read_schema(), sentences={})
    with open_page(browser, written(tmp_path, empty, "en")) as watched:
        assert drawn(watched.page).inner_text("#nothing") == "This graph is empty: it has no entities"


def test_a_page_in_another_language_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="zh or en"):
        page(sample.graph(), lang="fr")


def test_standard_output_is_no_place_for_a_page(tmp_path: Path) -> None:
    ran = kg("view", ROOT / "exports", "-o", "-", cwd=tmp_path)
    assert ran.code == 2
    assert no_traceback(ran)
    assert "needs a file's name" in ran.err
    assert list(tmp_path.iterdir()) == []

"""The page of `kg view` in a real browser: what people do with it, and what it must never do."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import conflict_graph
import pytest
import sample_graph as sample
from browser import Watched, open_page, violations
from command import ROOT
from view_graphs import replicated

from kg.export.view.page import page
from kg.graph.assemble import assemble
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Entity, Relation, Resolution
from kg.rdf.load import load
from kg.rdf.ontology import read_schema

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MARKUP = "</script><script>window.hacked=1</script>"
IMAGE = "<img src=x onerror=window.hacked=2>"
BREAK = "<!--<script>"


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    return chromium


def hostile() -> KnowledgeGraph:
    """Names, sentences, titles and addresses that would like to be run."""
    made = sample.make_article("x1", (MARKUP, IMAGE), title=IMAGE)
    article = replace(made.article, url="javascript:window.hacked=3", outlet=MARKUP)
    named = (Entity(MARKUP, "Company", MARKUP, (MARKUP, IMAGE)), Entity(BREAK, "Event", BREAK, (BREAK,)))
    claims = (
        sample.say(made, 0, Relation(MARKUP, "exhibitsAt", BREAK)),
        sample.say(made, 1, Relation(BREAK, "heldAt", "城")),
    )
    city = Entity("城", "AdministrativeArea", "城", ("城",))
    return assemble(
        Resolution((article,), (*named, city), claims), read_schema(), sentences={article.id: made.sentences}
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("view")
    graphs = {
        "sample": sample.graph(),
        "conflicts": conflict_graph.graph(),
        "hostile": hostile(),
        "exports": load(ROOT / "exports"),
        "empty": assemble(Resolution((), (), ()), read_schema(), sentences={}),
    }
    return {name: written(folder, name, graph) for name, graph in graphs.items()}


def written(folder: Path, name: str, graph: KnowledgeGraph, lang: str = "zh") -> str:
    path = folder / f"{name}.html"
    path.write_text(page(graph, lang=lang), encoding="utf-8")
    return path.as_uri()


def drawn(watched: Watched) -> Page:
    watched.page.wait_for_selector("html[data-drawn]", timeout=20_000)
    return watched.page


def series(shown: Page) -> dict[str, Any]:
    """What ECharts draws: names of points (captions of lines and corners left out) and the number of lines."""
    found: dict[str, Any] = shown.evaluate(
        """() => {
          const { data, links } = echarts.getInstanceByDom(document.getElementById("chart")).getOption().series[0];
          return { names: data.filter((d) => /^\\d+$/.test(d.id)).map((d) => d.name), links: links.length };
        }"""
    )
    return found


def labels(shown: Page) -> list[tuple[str, list[float]]]:
    """The labels that are drawn, as texts with left, top, right and bottom in pixels."""
    found: list[tuple[str, list[float]]] = shown.evaluate(
        """() => {
          const chart = echarts.getInstanceByDom(document.getElementById("chart"));
          const data = chart.getModel().getSeriesByIndex(0).getData(), found = [];
          data.eachItemGraphicEl((element, index) => {
            const text = element.getSymbolPath().getTextContent();
            if (!text || text.ignore || !text.style.text) return;
            const box = text.getBoundingRect().clone();
            const moved = text.getComputedTransform();
            if (moved) box.applyTransform(moved);
            found.push([data.getName(index), [box.x, box.y, box.x + box.width, box.y + box.height]]);
          });
          return found;
        }"""
    )
    return found


def click_node(shown: Page, name: str) -> None:
    """Click where the point of that name is drawn."""
    x, y = shown.evaluate(
        """(name) => {
          const chart = echarts.getInstanceByDom(document.getElementById("chart"));
          const data = chart.getModel().getSeriesByIndex(0).getData();
          const element = data.getItemGraphicEl(data.indexOfName(name));
          const at = element.getComputedTransform(), box = document.getElementById("chart").getBoundingClientRect();
          return [at[4] + box.x, at[5] + box.y];
        }""",
        name,
    )
    shown.mouse.click(x, y)


@pytest.mark.parametrize("name", ["sample", "conflicts", "hostile", "exports", "empty"])
def test_it_opens_without_a_request_or_an_error(browser: Browser, pages: dict[str, str], name: str) -> None:
    with open_page(browser, pages[name]) as watched:
        drawn(watched)
        assert (watched.requests, watched.errors, watched.dialogs) == ([], [], [])


def test_the_policy_stops_what_is_not_its_own(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["sample"], offline=False) as watched:
        shown = drawn(watched)
        shown.evaluate("fetch('https://example.org/').catch(() => 0)")
        shown.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 'window.hacked=1'}))"
        )
        assert shown.evaluate("window.hacked") is None
        assert any("Content Security Policy" in error for error in watched.errors)


def test_search_finds_by_alias_and_initials_and_opens_the_panel(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["sample"]) as watched:
        shown = drawn(watched)
        for typed in ("茶博会", "hwhzzx", "HTA", "会展中心二"):
            shown.fill("#search", typed)
            shown.press("#search", "Enter")
            expected = {"茶博会": sample.FAIR, "hwhzzx": sample.HALL, "HTA": sample.ALLIANCE}.get(typed, sample.ANNEX)
            assert shown.inner_text("#panel h2") == expected
        shown.fill("#search", "没有这个")
        assert shown.inner_text("#hits") == "没有找到"


def test_a_click_on_a_node_shows_its_facts_and_a_click_on_a_fact_its_sentence(
    browser: Browser, pages: dict[str, str]
) -> None:
    with open_page(browser, pages["sample"]) as watched:
        shown = drawn(watched)
        click_node(shown, sample.PERSON)
        assert shown.inner_text("#panel h2") == sample.PERSON
        assert shown.locator("#panel blockquote").count() == 0
        shown.click("#panel .say >> text=我们欢迎各地客商")
        assert shown.inner_text("#panel blockquote p") == sample.TWO[0]
        assert shown.inner_text("#panel blockquote mark") == sample.TWO[0]
        link = shown.locator("#panel blockquote a")
        assert link.get_attribute("href") == "https://news.example/1?a=b&c=d"
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert "海湾日报 · 2031-05-08" in shown.inner_text("#panel cite")


def test_the_quote_is_marked_inside_its_sentence(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, f"{pages['exports']}#{'全球服务贸易联盟'}") as watched:
        shown = drawn(watched)
        shown.click("#panel h3:has-text('总部所在地') + ul .say")
        assert shown.inner_text("#panel mark") == "联盟总部设在北京"
        assert shown.inner_text("#panel blockquote p").startswith("联盟总部设在北京，现有会员180家")


def test_a_line_shows_all_its_facts(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["sample"]) as watched:
        shown = drawn(watched)
        shown.evaluate(
            """(ends) => {
              const chart = echarts.getInstanceByDom(document.getElementById("chart"));
              const graph = chart.getModel().getSeriesByIndex(0).getGraph();
              const edge = graph.edges.find((e) => ends.every((name) => [e.node1, e.node2].some(
                (n) => graph.data.getName(n.dataIndex) === name)));
              const [a, b] = edge.getLayout(), at = [a, b].map((p) => chart.convertToPixel({ seriesIndex: 0 }, p));
              window.middle = [(at[0][0] + at[1][0]) / 2, (at[0][1] + at[1][1]) / 2];
            }""",
            [sample.PERSON, sample.OFFICE],
        )
        x, y = shown.evaluate("middle")
        top = shown.evaluate("document.getElementById('chart').getBoundingClientRect().y")
        shown.mouse.click(x, y + top)
        assert shown.inner_text("#panel h2") in (
            f"{sample.PERSON} – {sample.OFFICE}",
            f"{sample.OFFICE} – {sample.PERSON}",
        )
        assert [h.inner_text() for h in shown.locator("#panel h3").all()] == ["任职于", "任职", "实体"]
        assert shown.locator("#panel blockquote").count() == 4


def test_conflicts_are_marked_and_lead_to_their_sentences(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, f"{pages['conflicts']}#{sample.FAIR}") as watched:
        shown = drawn(watched)
        assert shown.locator("#panel .conflict").count() == 2
        shown.click("#panel .conflict button >> text=446家")
        assert shown.inner_text("#panel blockquote p") == "参展企业446家。"


def test_filters_change_what_is_drawn(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["exports"]) as watched:
        shown = drawn(watched)
        whole = series(shown)
        assert len(whole["names"]) == 231
        shown.uncheck("#classes [data-name=Person]")
        fewer = series(shown)
        assert len(fewer["names"]) == 231 - 43
        assert fewer["links"] < whole["links"]
        shown.check("#classes [data-name=Person]")
        assert series(shown)["links"] == whole["links"]

        shown.click("#properties legend button")  # none
        assert series(shown) == {"names": [], "links": 0}
        assert shown.is_visible("#nothing")
        shown.check("#properties [data-name=organizer]")
        assert 0 < series(shown)["links"] <= 38
        shown.click("#properties legend button")  # all

        shown.select_option("#until", "2021")
        early = series(shown)
        assert 0 < len(early["names"]) < 231
        assert "首届中国国际供应链促进博览会" not in early["names"]
        shown.select_option("#mode", "event")
        assert len(series(shown)["names"]) == 231
        shown.select_option("#from", "2024")
        assert "第七届中国国际进口博览会" in series(shown)["names"]
        assert "2022年中国国际服务贸易交易会" not in series(shown)["names"]


def test_what_search_opens_is_shown_even_if_filters_hid_it(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["sample"]) as watched:
        shown = drawn(watched)
        shown.uncheck("#classes [data-name=Person]")
        assert sample.PERSON not in series(shown)["names"]
        shown.fill("#search", sample.PERSON)
        shown.press("#search", "Enter")
        assert sample.PERSON in series(shown)["names"]


def test_hostile_texts_are_shown_and_not_run(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["hostile"]) as watched:
        shown = drawn(watched)
        shown.fill("#search", "windowhacked1")
        shown.press("#search", "Enter")
        shown.click("#language")
        shown.click("#tab-entities")
        for button in shown.locator("#panel .say").all():
            button.click()
        assert shown.inner_text("#panel h2") == MARKUP
        assert IMAGE in shown.inner_text("#panel .names")
        assert shown.inner_text("#panel blockquote p") == MARKUP
        assert IMAGE in shown.inner_text("#panel cite")
        assert shown.locator("#panel a").count() == 0
        assert shown.locator("main img").count() == 0
        assert shown.evaluate("window.hacked") is None
        assert (watched.requests, watched.errors, watched.dialogs) == ([], [], [])


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_labels_do_not_overlap_and_more_show_as_one_zooms_in(
    browser: Browser, pages: dict[str, str], phone: bool
) -> None:
    with open_page(browser, pages["exports"], phone=phone) as watched:
        shown = drawn(watched)
        told = []
        for _ in range(3):
            found = labels(shown)
            told.append(len(found))
            for at, (name, a) in enumerate(found):
                for other, b in found[at + 1 :]:
                    assert min(a[2], b[2]) - max(a[0], b[0]) < 1 or min(a[3], b[3]) - max(a[1], b[1]) < 1, (name, other)
            shown.click("#nearer")
            shown.click("#nearer")
            shown.wait_for_timeout(400)
        assert 20 < told[0] < told[1] < told[2]


def test_important_entities_are_named_first(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["exports"], phone=True) as watched:
        named = {name for name, _ in labels(drawn(watched))}
    nx = load(ROOT / "exports").nx
    linked = sorted(nx.nodes, key=lambda n: (-nx.degree(n), n))
    first = [str(nx.nodes[n]["label"]) for n in linked[:8]]
    assert first[0] in named
    # a name that would cover another is left out, so not all of them are shown
    assert len(named.intersection(first)) >= 3
    shown = [nx.degree(n) for n in linked if nx.nodes[n]["label"] in named]
    assert sum(shown) / len(shown) > 1.5 * sum(nx.degree(n) for n in linked) / len(linked)


def test_the_keyboard_reaches_everything(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["sample"]) as watched:
        shown = drawn(watched)
        shown.keyboard.press("/")
        shown.keyboard.type("茶业")
        first = shown.get_attribute("#search", "aria-activedescendant")
        shown.keyboard.press("ArrowDown")
        assert shown.get_attribute("#search", "aria-activedescendant") != first
        shown.keyboard.press("Escape")
        assert shown.is_hidden("#hits")
        shown.focus("#tab-filters")
        shown.keyboard.press("ArrowRight")
        shown.keyboard.press("Tab")
        while shown.evaluate("document.activeElement.id") != "narrow":
            shown.keyboard.press("Tab")
        shown.keyboard.type("陈")
        shown.keyboard.press("Tab")
        shown.keyboard.press("Enter")
        assert shown.inner_text("#panel h2") == sample.PERSON
        shown.keyboard.press("Escape")
        assert shown.is_hidden("#panel")


def test_the_page_speaks_both_languages(browser: Browser, pages: dict[str, str], tmp_path: Path) -> None:
    with open_page(browser, pages["sample"]) as watched:
        shown = drawn(watched)
        assert shown.inner_text("#summary") == "14 个实体 · 24 条事实 · 2 篇文章"
        shown.click("#language")
        assert shown.inner_text("#summary") == "14 entities · 24 facts · 2 articles"
        assert shown.get_attribute("html", "lang") == "en"
    with open_page(browser, written(tmp_path, "en", sample.graph(), "en")) as watched:
        assert "government body" in drawn(watched).inner_text("#classes")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, pages: dict[str, str], dark: bool, phone: bool) -> None:
    with open_page(browser, f"{pages['conflicts']}#{sample.FAIR}", dark=dark, phone=phone) as watched:
        shown = drawn(watched)
        for button in shown.locator("#panel .say").all():
            button.click()
        assert violations(shown) == []
        shown.click("#panel .close")
        if phone:
            shown.click("#open-sidebar")
        assert violations(shown) == []
        shown.click("#tab-entities")
        assert violations(shown) == []
        shown.fill("#search", "海湾")
        assert violations(shown) == []


def test_a_phone_has_the_panel_as_a_sheet_below(browser: Browser, pages: dict[str, str]) -> None:
    with open_page(browser, pages["sample"], phone=True) as watched:
        shown = drawn(watched)
        assert shown.is_hidden("#sidebar")
        shown.fill("#search", "陈远山")
        shown.tap("#hits li")
        sheet = shown.locator("#panel").bounding_box()
        assert sheet is not None
        assert (sheet["x"], sheet["width"]) == (0, 390)
        assert sheet["y"] > 844 * 0.3
        assert shown.evaluate("document.documentElement.scrollWidth") == 390


def test_five_thousand_entities_open_in_seconds(browser: Browser, tmp_path: Path) -> None:
    many = replicated(load(ROOT / "exports"), 24)
    assert len(many.entities()) > 4_900
    address = written(tmp_path, "many", many)
    assert (tmp_path / "many.html").stat().st_size < 10_000_000
    started = time.perf_counter()
    with open_page(browser, address) as watched:
        shown = drawn(watched)
        took = time.perf_counter() - started
        assert len(series(shown)["names"]) == len(many.entities())
        assert len(labels(shown)) > 40
        assert watched.errors == []
    assert took < 10, f"{took:.1f} s (1.7 to 2.5 s on two quiet cores)"

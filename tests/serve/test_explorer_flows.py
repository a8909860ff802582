"""What a reader does, in a real browser: search, read, look at the sentence, follow a link, compare, ask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import conflict_graph
import hostile_graph as attack
import pytest
from live import Live, live
from reading import opened, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FAIR = "/id/" + quote("2022年中国国际服务贸易交易会")
SERIES = "/id/" + quote("中国国际服务贸易交易会")
PARK = "/id/" + quote("首钢园")


def test_search_by_keyboard(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/") as seen:
        page = seen.page
        page.keyboard.press("/")
        page.keyboard.type("sgy")
        page.locator("[role=option]").first.wait_for()
        assert page.locator("main input").get_attribute("aria-expanded") == "true"
        page.keyboard.press("Escape")
        assert page.locator("[role=option]").first.is_hidden()
        page.keyboard.press("ArrowDown")
        page.locator("[role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert page.locator("[role=option][aria-selected=true]").inner_text().startswith("首钢园")
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/*")
        assert unquote(page.url).endswith("/id/首钢园")


def test_an_alias_is_found_and_told(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/") as seen:
        seen.page.locator("main input").fill("GATIS")
        option = seen.page.locator("[role=option]").first
        option.wait_for()
        assert option.inner_text().split() == ["全球服务贸易联盟", "GATIS", "社会团体"]


def test_search_without_a_choice_lists_all(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/") as seen:
        seen.page.locator("main input").fill("服贸")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/search**")
        seen.page.locator(".kg-hits li").first.wait_for()
        assert seen.page.locator(".kg-hits li").count() > 5


def test_a_fact_is_one_click_from_its_sentence(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, PARK) as seen:
        page = seen.page
        button = page.locator(".kg-source").first
        button.click()
        panel = page.locator(".kg-panel")
        panel.wait_for()
        assert "首钢园位于北京市石景山区" in panel.locator("mark").first.inner_text()
        assert "京西新闻网" in panel.inner_text()
        assert "2021-09-03" in panel.inner_text()
        page.keyboard.press("Escape")
        panel.wait_for(state="detached")
        button.click()
        panel.locator("a").first.click()
        page.wait_for_url("**/doc/**")
        settle(page)
        assert "首钢园位于北京市石景山区" in page.locator("mark#claim").inner_text()
        assert page.locator("a[aria-current=true]").count() == 1
        assert page.locator("mark#claim").evaluate(
            "(e) => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().bottom <= innerHeight"
        )


def test_figures_over_the_editions(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, SERIES) as seen:
        page = seen.page
        page.locator(".kg-chart canvas").wait_for()
        assert page.locator(".kg-table thead th").all_inner_texts()[1:] == ["2020", "2021", "2022", "2023"]
        assert "12.6万" in page.locator(".kg-table tbody tr").first.inner_text()
        page.locator(".kg-choose select").select_option("1")
        page.wait_for_function("() => document.querySelector('.kg-chart').ariaLabel.includes('500强')")
        page.locator(".kg-number").first.click()
        page.locator(".kg-panel mark").first.wait_for()


def test_the_timeline_opens_on_demand(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, PARK) as seen:
        assert seen.page.locator(".kg-timeline").count() == 0
        seen.page.locator("summary", has_text="时间线").click()
        seen.page.locator(".kg-timeline li").first.wait_for()
        dates = seen.page.locator(".kg-timeline time").all_inner_texts()
        assert dates == sorted(dates)
        assert len(dates) > 5


def test_the_graph_grows_by_clicking(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, PARK) as seen:
        page = seen.page
        page.locator(".kg-graph canvas").wait_for()
        names = "() => window.kgChart().getOption().series[0].data.map((d) => d.name)"
        page.evaluate("window.kgChart = () => getElement(+document.querySelector('.kg-graph > div').id.slice(1)).chart")
        before = page.evaluate(names)
        assert before[0] == "首钢园"
        place = page.evaluate(
            """() => { const chart = window.kgChart(), series = chart.getModel().getSeriesByIndex(0);
                const at = series.coordinateSystem.dataToPoint(series.getData().getItemLayout(1));
                const box = chart.getDom().getBoundingClientRect();
                return [box.left + at[0], box.top + at[1]] }"""
        )
        page.mouse.click(*place)
        page.wait_for_function(f"(n) => ({names})().length > n", arg=len(before))
        grown = page.evaluate(names)
        assert grown[: len(before)] == before
        assert len(set(grown)) == len(grown)
        page.locator("button", has_text="复原").click()
        page.wait_for_function(f"(n) => ({names})().length === n", arg=len(before))
        assert page.evaluate("window.kgChart().getOption().tooltip[0].renderMode") == "richText"


def test_the_list_beside_the_graph_grows_by_keyboard(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, PARK) as seen:
        page = seen.page
        page.locator("summary", has_text="以列表查看").press("Enter")
        items = page.locator(".kg-picture .kg-facts li")
        items.first.wait_for()
        before = items.count()
        items.locator("button", has_text="展开").first.press("Enter")
        page.wait_for_function("(n) => document.querySelectorAll('.kg-picture .kg-facts li').length > n", arg=before)


def test_zoom_and_fit(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, FAIR) as seen:
        page = seen.page
        page.locator(".kg-graph canvas").wait_for()
        zoom = (
            "() => getElement(+document.querySelector('.kg-graph > div').id.slice(1)).chart.getOption().series[0].zoom"
        )
        page.locator("button", has_text="放大").click()
        page.wait_for_function(f"() => ({zoom})() > 1.2")
        page.locator("button", has_text="适应窗口").click()
        page.wait_for_function(f"() => ({zoom})() <= 1.2")


def test_more_shows_the_rest_a_part_at_a_time(hostile: Live, chromium: Browser) -> None:
    with opened(hostile, chromium, "/id/" + quote(attack.FAIR, safe="")) as seen:
        page = seen.page
        group = page.locator(".kg-group", has_text="参展者有")
        total = int(group.locator(".kg-count").inner_text())
        assert total == len(attack.CROWD) + 2
        assert group.locator("li").count() == 8
        group.locator(".kg-more").click()
        page.locator(".kg-more", has_text="14").click()
        group.locator(".kg-more").wait_for(state="detached")
        names = group.locator("li .kg-entity").all_inner_texts()
        assert len(names) == len(set(names)) == total


def test_paths_from_one_entity_to_another(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, PARK) as seen:
        page = seen.page
        page.locator("a", has_text="从这里查找路径").click()
        page.wait_for_url("**/paths**")
        settle(page)
        assert page.locator("input[name=from]").input_value() == "首钢园"
        page.locator("input[name=to]").fill("gatis")
        page.locator("[role=option]").first.click()
        assert page.locator("input[name=to]").input_value() == "全球服务贸易联盟"
        page.locator("main button[type=submit]").click()
        page.locator(".kg-route").first.wait_for()
        assert page.locator(".kg-route").first.locator("q").count() >= 1
        page.locator(".kg-route .kg-source").first.click()
        page.locator(".kg-panel mark").first.wait_for()


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("首钢园", "没有的", "没有叫“没有的”的条目"),
        ("GATIS", "服贸联盟", "同一个实体"),
        ("Model Y", "UPS", "没有找到联系"),
    ],
)
def test_paths_that_are_not_there_are_told(site: Live, chromium: Browser, start: str, end: str, words: str) -> None:
    with opened(site, chromium, f"/paths?from={quote(start)}&to={quote(end)}") as seen:
        assert words in seen.page.locator("main").inner_text()


def test_conflicts_show_each_side_with_its_sentence(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/conflicts") as seen:
        sides = seen.page.locator(".kg-one-side")
        assert [side.locator("h3").inner_text() for side in sides.all()] == ["446家", "507家"]
        assert [side.locator("mark").first.inner_text() for side in sides.all()] == ["446家", "507家"]


def test_a_query_by_its_address(site: Live, chromium: Browser) -> None:
    query = quote("SELECT ?who ?event { ?who kg:exhibitsAt ?event } ORDER BY ?who LIMIT 7")
    with opened(site, chromium, f"/query?query={query}") as seen:
        page = seen.page
        page.locator(".kg-table tbody tr").first.wait_for()
        assert page.locator(".kg-table tbody tr").count() == 7
        assert page.locator(".kg-table a").first.get_attribute("href", timeout=1000).startswith("/id/")  # type: ignore
        page.locator("button", has_text="关系图").click()
        page.locator(".kg-graph canvas").wait_for()
        with page.expect_download() as downloading:
            page.locator("a", has_text="CSV").click()
        text = downloading.value.path().read_text("utf-8")
        assert text.splitlines()[0].strip() == "who,event"
        assert len(text.splitlines()) == 8


def test_a_query_typed_and_run_by_keyboard(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/query") as seen:
        page = seen.page
        page.locator('.cm-content[aria-label="SPARQL 查询语句"]').click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("ASK { ent:首钢园 a kg:Venue }")
        page.locator(".cm-content span[class]").first.wait_for()
        page.keyboard.press("Control+Enter")
        page.locator(".kg-verdict").wait_for()
        assert page.locator(".kg-verdict").inner_text() == "是"
        assert "query=ASK" in page.url


def test_a_mistake_is_shown_where_it_is(site: Live, chromium: Browser) -> None:
    query = quote("SELECT ?x {\n  ?x kg:heldAt\n}")
    with opened(site, chromium, f"/query?query={query}") as seen:
        seen.page.locator(".kg-error").wait_for()
        assert "line 3" in seen.page.locator(".kg-error").inner_text()
        assert seen.page.locator(".kg-error-line").inner_text() == "}"


def test_an_example_is_one_choice_away(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/query") as seen:
        page = seen.page
        options = page.locator(".kg-choose option")
        assert options.count() >= 3
        page.locator(".kg-choose select").select_option("1")
        page.locator(".kg-answer .kg-table").wait_for()
        page.reload()
        page.locator(".kg-answer .kg-table").wait_for()


def test_language_and_shade_are_chosen_and_remembered(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, PARK) as seen:
        page = seen.page
        page.locator("button", has_text="English").click()
        page.locator("h2", has_text="Relations and dates").wait_for()
        assert page.evaluate("document.documentElement.lang") == "en-US"
        page.locator("button:visible", has_text="Dark").click()
        page.wait_for_function("() => document.body?.classList.contains('body--dark')")
        page.goto(site.url + "/conflicts")
        page.wait_for_function("() => document.body?.classList.contains('body--dark')")
        page.locator("h1", has_text="Where articles disagree").wait_for()


def test_the_skip_link_comes_first_and_leads_to_the_content(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, PARK) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "跳到正文"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_fact_has_a_page_of_its_own(site: Live, chromium: Browser) -> None:
    with site.client() as client:
        query = "SELECT ?f { ?f rdf:predicate kg:headquarters } LIMIT 1"
        found = client.get("/sparql", params={"query": query, "format": "json"}).json()
        fact = found["results"]["bindings"][0]["f"]["value"].rpartition("/")[2]
    with opened(site, chromium, f"/fact/{fact}") as seen:
        assert seen.page.locator("h1").inner_text() == "全球服务贸易联盟 · 总部所在地 · 北京"
        assert "联盟总部设在北京" in seen.page.locator("mark").first.inner_text()


def test_a_name_that_is_not_there(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/id/" + quote("首钢园展区")) as seen:
        seen.page.locator(".kg-hits a", has_text="首钢园").first.click()
        seen.page.wait_for_url("**/id/*")


@pytest.mark.parametrize(
    "path", ["/", FAIR, SERIES, "/conflicts", "/query", "/paths?from=GATIS&to=%E9%A6%96%E9%92%A2%E5%9B%AD"]
)
def test_a_phone_needs_no_scrolling_sideways(site: Live, chromium: Browser, path: str) -> None:
    with opened(site, chromium, path, phone=True) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_graph_without_its_texts_shows_the_sentences(tmp_path: Path, chromium: Browser) -> None:
    folder = attack.write(conflict_graph.graph(), tmp_path / "graph")
    (folder / "articles.jsonl").unlink()
    with live(folder) as served, opened(served, chromium, "/conflicts") as seen:
        page = seen.page
        assert sorted(page.locator("mark").all_inner_texts())[-1] == "参展企业507家。"
        page.locator(".kg-passages a").first.click()
        page.wait_for_url("**/doc/**")
        settle(page)
        assert "图谱未附文章全文" in page.locator("article").inner_text()
        assert page.locator("mark#claim").count() == 1

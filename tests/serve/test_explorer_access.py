"""axe-core finds nothing serious or critical, on any page, in light and dark, with what opens on it open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browser import violations
from live import Live
from reading import opened, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATHS = {
    "home": "/",
    "edition": "/id/" + quote("2022年中国国际服务贸易交易会"),
    "series": "/id/" + quote("中国国际服务贸易交易会"),
    "person": "/id/" + quote("丁勇"),
    "search": "/search?q=" + quote("服贸"),
    "paths": "/paths?from=GATIS&to=" + quote("首钢园"),
    "conflicts": "/conflicts",
    "answer": "/query?query=" + quote("SELECT ?a ?b { ?a kg:heldAt ?b } LIMIT 9"),
    "mistake": "/query?query=" + quote("SELECT ?a {\n?a kg:heldAt\n}"),
    "missing": "/id/" + quote("首钢园展区"),
}


@pytest.mark.parametrize(("dark", "language"), [(False, "zh-CN"), (True, "en-GB")], ids=["light", "dark"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_page_has_no_serious_violation(site: Live, chromium: Browser, path: str, dark: bool, language: str) -> None:
    with opened(site, chromium, path, dark=dark, language=language) as seen:
        for summary in seen.page.locator("summary").all():
            summary.click()
        if "query=" in path:
            seen.page.locator(".kg-table, .kg-error").first.wait_for()
        seen.page.wait_for_timeout(600)
        assert violations(seen.page) == []


@pytest.mark.parametrize(("dark", "language"), [(False, "zh-CN"), (True, "en-GB")], ids=["light", "dark"])
def test_an_article_with_a_marked_claim(site: Live, chromium: Browser, dark: bool, language: str) -> None:
    with opened(site, chromium, PATHS["person"], dark=dark, language=language) as seen:
        seen.page.locator(".kg-source").first.click()
        seen.page.locator(".kg-panel a").first.wait_for()
        seen.page.wait_for_timeout(500)
        assert violations(seen.page) == []
        seen.page.locator(".kg-panel a").first.click()
        seen.page.wait_for_url("**/doc/**")
        settle(seen.page)
        assert violations(seen.page) == []


def test_open_suggestions(site: Live, chromium: Browser) -> None:
    with opened(site, chromium, "/") as seen:
        seen.page.locator("main input").fill("服贸")
        seen.page.locator("[role=option]").first.wait_for()
        seen.page.keyboard.press("ArrowDown")
        assert violations(seen.page) == []

"""Articles, names and links that try to run something, in a real browser: all of it is shown as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import hostile_graph as attack
import pytest
from live import Live
from reading import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATHS = [
    "/",
    "/doc/x1",
    "/doc/x2",
    "/conflicts",
    "/search?q=" + quote(attack.SCRIPT),
    "/paths?from=" + quote(attack.COMPANY) + "&to=" + quote(attack.HALL),
    "/query?query=" + quote("SELECT * { ?s ?p ?o }"),
    "/query?query=" + quote("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"),
    "/query?query=" + quote(f"SELECT * {{ ?s ?p {attack.SCRIPT} {attack.TEMPLATE}"),
    "/id/" + quote(attack.TEMPLATE),
    *("/id/" + quote(name, safe="") for name in attack.NAMES),
]
# What any of the attacks would leave behind: elements and attributes that no page of ours has.
FOUND = r"""() => [
    document.querySelectorAll('main img, svg[onload], [onerror], [onload]').length,
    [...document.querySelectorAll('a')].filter((a) => !/^https?:$/.test(a.protocol)).length,
    [...document.scripts].filter((s) => /alert\(1\)/.test(s.textContent) && !/createApp/.test(s.textContent)).length,
]"""


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs(hostile: Live, chromium: Browser, path: str) -> None:
    with opened(hostile, chromium, path) as seen:
        for button in seen.page.locator(".kg-source:visible").all()[:3]:
            button.click()
            seen.page.locator(".kg-panel").first.wait_for()
            seen.page.keyboard.press("Escape")
            seen.page.locator(".kg-panel").wait_for(state="detached")
        for summary in seen.page.locator("summary").all():
            summary.click()
        seen.page.wait_for_timeout(300)
        assert seen.dialogs == []
        assert seen.page.evaluate(FOUND) == [0, 0, 0]


@pytest.mark.parametrize("name", [attack.COMPANY, attack.OTHER, attack.FAIR])
def test_names_are_shown_as_they_are(hostile: Live, chromium: Browser, name: str) -> None:
    with opened(hostile, chromium, "/id/" + quote(name, safe="")) as seen:
        assert seen.page.locator("h1").inner_text() == name
        assert seen.page.title().startswith(name)


def test_the_text_of_an_article_is_shown_as_it_is(hostile: Live, chromium: Browser) -> None:
    with opened(hostile, chromium, "/doc/x1") as seen:
        text = seen.page.locator("article").inner_text()
        assert all(part in text for part in (attack.SCRIPT, attack.IMAGE, attack.TEMPLATE, attack.QUOTES))
        assert "49" not in text


def test_an_unsafe_address_is_text_and_a_safe_one_a_link(hostile: Live, chromium: Browser) -> None:
    with opened(hostile, chromium, "/doc/x1") as seen:
        assert attack.URL in seen.page.locator("article").inner_text()
        assert seen.page.locator(".kg-out").count() == 0
    with opened(hostile, chromium, "/doc/x2") as seen:
        link = seen.page.locator(".kg-out").first
        assert link.get_attribute("href") == "https://news.example/?a=<b>&c"
        assert "noopener" in (link.get_attribute("rel") or "")


def test_suggestions_are_text(hostile: Live, chromium: Browser) -> None:
    with opened(hostile, chromium, "/") as seen:
        seen.page.locator("main input[type=search]").fill("公司")
        seen.page.locator("[role=option]").first.wait_for()
        texts = seen.page.locator(".kg-suggested").all_inner_texts()
        assert {attack.COMPANY, attack.OTHER} <= set(texts)
        assert seen.dialogs == []

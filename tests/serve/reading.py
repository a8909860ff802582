"""Opens pages of a running server as a reader of one language does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from browser import DESKTOP, PHONE, Watched, watch
from live import Live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@contextmanager
def opened(
    site: Live, chromium: Browser, path: str, *, dark: bool = False, phone: bool = False, language: str = "zh-CN"
) -> Iterator[Watched]:
    """A page that is drawn. At the end no other host was asked for anything, and no message of an error was shown."""
    more: dict[str, Any] = {"has_touch": True, "is_mobile": True} if phone else {}
    context = chromium.new_context(
        color_scheme="dark" if dark else "light",
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        locale=language,
        **more,
    )
    context.set_default_timeout(15_000)
    try:
        seen = Watched(context.new_page())
        watch(seen)
        answer = seen.page.goto(site.url + path)
        settle(seen.page)
        yield seen
        assert [r for r in seen.requests if not r.startswith((site.url, "data:", "blob:"))] == []
        missing = answer is not None and answer.status == 404  # which the browser itself tells of
        assert [e for e in seen.errors if not (missing and "404" in e)] == []
    finally:
        context.close()


def settle(page: Page) -> None:
    """Wait until the page is drawn and what comes after its connection has come."""
    page.locator("h1").first.wait_for()
    page.wait_for_function("() => !document.querySelector('.kg-wait')")
    page.wait_for_timeout(200)

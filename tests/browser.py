"""A headless Chromium for tests of pages: offline unless told, and watched for requests and errors.

Tests that use it skip, with the reason, where playwright or Chromium is absent.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = ("--no-sandbox", "--disable-gpu")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@dataclass(slots=True)
class Watched:
    """A page and what it did: URLs it asked for beyond its own, messages of errors, texts of dialogs."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser with a user data folder of its own, closed at the end; for a fixture of a module or session."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(
    browser: Browser, url: str, *, dark: bool = False, phone: bool = False, offline: bool = True, wait: str = "load"
) -> Iterator[Watched]:
    """A page of its own context at `url`, watched from before it loads. `phone` has touch and a narrow window."""
    more: dict[str, Any] = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2} if phone else {}
    context = browser.new_context(
        color_scheme="dark" if dark else "light",
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        offline=offline,
        **more,
    )
    try:
        watched = Watched(context.new_page())
        watch(watched, url)
        watched.page.goto(url, wait_until=wait)  # type: ignore[arg-type]
        yield watched
    finally:
        context.close()


def watch(watched: Watched, url: str = "") -> None:
    """Note all that the page asks for (other than `url` itself), complains of, or asks the user."""
    page = watched.page
    page.on("request", lambda r: None if r.url.partition("#")[0] == url else watched.requests.append(r.url))
    page.on("pageerror", lambda e: watched.errors.append(str(e)))
    page.on("console", lambda m: watched.errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("dialog", lambda d: (watched.dialogs.append(d.message), d.dismiss()))


def violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical, one line each: rule, help and the elements; empty where all is well."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['help']}: {'; '.join(n['html'][:120] for n in v['nodes'][:5])}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]

"""What tests of all parts share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser import open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser, started once a process (playwright allows no second); the test skips where there is none."""
    with open_browser() as browser:
        yield browser

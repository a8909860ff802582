"""Servers and a browser that tests of the explorer share: each started once, when the first test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import hostile_graph
import pytest
from browser import open_browser
from live import EXPORTS, Live, live

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def site() -> Iterator[Live]:
    """The sample graph, served."""
    with live(EXPORTS) as served:
        yield served


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The hostile graph, served."""
    with live(hostile_graph.write(hostile_graph.graph(), tmp_path_factory.mktemp("hostile") / "graph")) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser; the test skips where there is none."""
    with open_browser() as browser:
        yield browser

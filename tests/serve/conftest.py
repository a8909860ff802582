"""Servers that tests of the explorer share: each started once, when the first test needs it."""

from __future__ import annotations

from collections.abc import Iterator

import hostile_graph
import pytest
from live import EXPORTS, Live, live


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

"""The examples in the docstrings of the API are so, on the committed graph."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest
from command import ROOT

# "kg" is the page that users read first.
MODULES = sorted(
    {"kg", "kg.identity", "kg.store.build"}
    | {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "kg" / "graph").rglob("*.py")
        if ">>> " in path.read_text(encoding="utf-8")
    }
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def test_the_modules_of_the_api_have_examples() -> None:
    assert {"kg.graph.knowledge_graph", "kg.graph.views", "kg.graph.pinyin"} <= set(MODULES)

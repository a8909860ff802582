"""The notebooks run from the first cell to the last and show what they say they show."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from notebooks import NOTEBOOKS, executed, texts

RENEW = "renew the outputs with: python tests/notebooks.py --write"


def test_there_are_three() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["1-first-graph", "2-who-met-whom", "3-figures-over-the-years"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_shows_what_is_committed(path: Path) -> None:
    committed = texts(nbformat.read(path, as_version=4))
    fresh = executed(path)
    assert texts(fresh) == committed, RENEW
    assert all(committed), "a cell shows nothing"


def test_the_figures_are_plotted() -> None:
    notebook = nbformat.read(NOTEBOOKS[2], as_version=4)
    shown = [kind for cell in notebook.cells for out in cell.get("outputs", []) for kind in out.get("data", {})]
    assert "image/png" in shown

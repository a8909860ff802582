"""The ten example queries: questions of a newsroom, each with an answer in exports/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import ROOT
from live import EXPORTS

from kg.graph.results import Rows
from kg.rdf.query import Source, open_source, select

QUERIES = sorted((ROOT / "docs" / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def source() -> Source:
    return open_source(EXPORTS)


def test_there_are_ten() -> None:
    assert len(QUERIES) == 10


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_it_has_an_answer(source: Source, path: Path) -> None:
    found = select(source, path.read_text(encoding="utf-8"))
    assert isinstance(found, Rows)
    assert found.rows
    optional = "".join(re.findall(r"OPTIONAL \{.*?\}", path.read_text(encoding="utf-8")))
    for name, column in zip(found.variables, zip(*found.rows, strict=True), strict=True):
        assert any(column) or f"?{name} " in optional, f"?{name} is never bound"


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_its_first_line_asks_in_both_languages(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"# [^·]*[\u4e00-\u9fff][^·]*？ · [A-Z][^·\u4e00-\u9fff]*\?", first), first


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_its_rows_have_an_order(path: Path) -> None:
    assert "ORDER BY" in path.read_text(encoding="utf-8")

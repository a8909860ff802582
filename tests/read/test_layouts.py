"""How much of the article, and how little else, is read from pages in the layouts of Chinese news sites."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from layouts import LAYOUTS, Layout

from kg.read import ReadResult, read_articles

# Where the text around the article is no teaser, comment or notice but running text like the article's own.
STILL_READ = {
    "sections with headings", "spans of a chat program", "flash with a long notice", "interview in a list",
    "teasers between the parts",
}  # fmt: skip
CLEAN = [layout for layout in LAYOUTS if layout.name not in STILL_READ]


def read(layout: Layout, tmp_path: Path) -> ReadResult:
    path = tmp_path / "a.html"
    path.write_text(layout.html, encoding="utf-8")
    return read_articles([str(path)])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_nothing_of_the_article_is_lost(layout: Layout, tmp_path: Path) -> None:
    (article,) = read(layout, tmp_path).articles
    assert [line for line in layout.wanted if line not in article.text] == []


@pytest.mark.parametrize("layout", CLEAN, ids=lambda layout: layout.name)
def test_nothing_else_is_read(layout: Layout, tmp_path: Path) -> None:
    (article,) = read(layout, tmp_path).articles
    assert [line for line in layout.unwanted if line[-20:] in article.text] == []


def test_without_the_extra_all_of_the_page_is_read_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (layout,) = [layout for layout in LAYOUTS if layout.name == "more teasers than article"]
    result = read(layout, tmp_path)
    assert all(line in result.articles[0].text for line in layout.wanted)
    (issue,) = result.issues
    assert issue.kind == "whole-page"
    assert "pip install 'kg[inputs]'" in issue.message


def test_a_page_with_a_container_does_not_ask_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    for name in ("table of the nineties", "article element", "paragraphs right in the body"):
        (layout,) = [layout for layout in LAYOUTS if layout.name == name]
        assert read(layout, tmp_path).issues == ()

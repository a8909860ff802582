"""The real articles beside the repository come out clean; nothing of their text is kept here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.model import Article
from kg.read import read_articles

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared articles are not beside this checkout")


@pytest.fixture(scope="module")
def articles() -> tuple[Article, ...]:
    result = read_articles([str(SEEDS)])
    assert result.issues == ()
    return result.articles


def test_all_are_read_with_their_headers(articles: tuple[Article, ...]) -> None:
    assert len(articles) == len(list(SEEDS.glob("*.txt")))
    assert all(article.title and article.date and article.outlet and article.categories for article in articles)


@pytest.mark.parametrize(
    "rest", ["海量资讯", "APP$", "原标题", "[<>{}]", "&[a-z#]", "\u3000", "  ", '"', "[\u4e00-\u9fff] [0-9]"]
)
def test_no_trace_of_the_page_is_left(articles: tuple[Article, ...], rest: str) -> None:
    assert [article.sources[0].path for article in articles if re.search(rest, article.text, re.M)] == []


def test_nothing_of_the_running_text_is_lost(articles: tuple[Article, ...]) -> None:
    """Every Chinese sentence of a paragraph in the file is in the text, whatever the mark-up inside it."""
    for article in articles:
        raw = Path(article.sources[0].path).read_text("utf-8")
        raw = re.sub(r"<!--.*?-->|<style.*?</style>|<div class=\"appendQr.*", "", raw.split("---", 2)[2], flags=re.S)
        words = re.findall("[\u4e00-\u9fff]", re.sub(r"<[^>]*>|原标题：[^<]*", "", raw.split("责任编辑")[0]))
        kept = re.findall("[\u4e00-\u9fff]", article.text.split("责任编辑")[0])
        assert "".join(words).removesuffix("完") == "".join(kept)

"""The sample articles: many shapes, own texts, and what the README's examples need stands in them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from kg.model import Article
from kg.read.articles import read_articles

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "seeds" / "articles"
REAL = ROOT.parent / "shared" / "seeds"
FRONT_MATTER = sorted(p for p in ARTICLES.glob("*.txt") if p.read_bytes().lstrip().startswith(b"---"))
# Ideographs. Names and themes repeat in any two reports of one fair; whole clauses do not.
LONGEST_SHARED_RUN = 30


@cache
def articles() -> tuple[Article, ...]:
    return read_articles([str(ARTICLES)]).articles


def text_of(stem: str) -> str:
    """The text of the article whose (first) file begins with `stem`."""
    return next(a.text for a in articles() if any(Path(s.path).name.startswith(stem) for s in a.sources))


def test_there_are_at_least_fourteen_articles_of_realistic_length() -> None:
    assert len(articles()) >= 14
    assert [(a.title, len(a.text)) for a in articles() if not 400 <= len(a.text) <= 1200] == []


@pytest.mark.parametrize("path", FRONT_MATTER, ids=lambda path: path.stem)
def test_text_files_open_with_the_usual_header(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    fields = re.findall(r"^(\w+):", text.split("---")[1], re.M)
    assert fields == ["title", "categories", "headimg", "author", "comments", "date", "thumbnail"]
    assert text.split("---", 2)[2].lstrip().startswith("<div>")


def test_every_shape_occurs() -> None:
    assert {path.suffix for path in ARTICLES.iterdir()} == {".txt", ".md", ".html", ".jsonl"}
    assert len(FRONT_MATTER) >= 10
    assert any(p not in FRONT_MATTER for p in ARTICLES.glob("*.txt"))


def test_json_lines_hold_two_items() -> None:
    lines = next(ARTICLES.glob("*.jsonl")).read_text(encoding="utf-8").splitlines()
    assert [sorted(json.loads(line)) for line in lines] == [
        ["author", "date", "text", "title", "url"],
        ["author", "date", "html", "title", "url"],
    ]


def test_one_file_is_declared_gbk_and_is_read() -> None:
    raw = (ARTICLES / "2022-11-05-ciie-opens.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert b"charset=gbk" in raw
    assert "中国国际进口博览会（简称“进博会”）" in text_of("2022-11-05-ciie-opens")


def test_the_cut_file_is_read_up_to_the_cut() -> None:
    assert not (ARTICLES / "2023-09-06-ciftis-closing-cut.txt").read_text(encoding="utf-8").rstrip().endswith("</div>")
    assert "近28万人入场" in text_of("2023-09-06-ciftis-closing-cut")


def test_the_repost_counts_once_with_both_sources() -> None:
    (article,) = [a for a in articles() if len(a.sources) > 1]
    assert [s.outlet for s in article.sources] == ["展贸观察", "海河早读"]


def test_every_article_has_title_date_and_outlet() -> None:
    assert [a.sources[0].path for a in articles() if not (a.title and a.date and a.outlet)] == []


@pytest.mark.parametrize("word", ["海量资讯", "分享到", "APP", "版权所有", "相关阅读", "document.write", "dataLayer"])
def test_page_furniture_is_in_the_files_but_not_in_the_texts(word: str) -> None:
    files = "".join(path.read_text(encoding="utf-8", errors="replace") for path in ARTICLES.iterdir())
    assert word in files
    assert [a.title for a in articles() if word in a.text] == []


@pytest.mark.parametrize(
    ("stem", "phrases"),
    [
        ("2022-09-01", ["中国银行在国家会议中心和首钢园都设了展台", "联想集团的展台有240平方米"]),
        ("2022-08-17", ["缩写GATIS", "与中国人民对外友好协会签署合作谅解备忘录", "英利集团、UPS等会员企业将参展"]),
        ("2022-03-12", ["首钢园位于北京市石景山区"]),
        ("2021-09-03", ["首都会展集团的前身是2015年成立的北辰会展集团"]),
    ],
)
def test_facts_of_the_readme_examples_are_stated(stem: str, phrases: list[str]) -> None:
    text = text_of(stem)
    assert [phrase for phrase in phrases if phrase not in text] == []


def test_two_articles_agree_and_two_disagree_on_a_figure() -> None:
    opening, closing, numbers = (text_of(s) for s in ("2022-09-01", "2022-09-05", "2022-09-06"))
    assert "15.2万平方米" in closing
    assert "15.2万平方米" in numbers
    assert "446家世界500强及行业龙头企业" in opening
    assert "507家世界500强及行业龙头企业" in closing


def test_images_and_links_point_to_the_example_domain() -> None:
    files = "".join(path.read_text(encoding="utf-8", errors="replace") for path in ARTICLES.iterdir())
    assert set(re.findall(r"https?://([^/'\"\s]+)", files)) <= {
        "img.example.org",
        "quote.example.org",
        "news.example.org",
    }


@pytest.mark.skipif(not REAL.is_dir(), reason="no folder shared/ beside the repository")
def test_the_texts_are_our_own() -> None:
    real = [re.sub(r"[^\u4e00-\u9fff]", "", a.text) for a in read_articles([str(REAL)]).articles]
    assert real
    for article in articles():
        text = re.sub(r"[^\u4e00-\u9fff]", "", article.text)
        runs = (text[i : i + LONGEST_SHARED_RUN] for i in range(len(text) - LONGEST_SHARED_RUN + 1))
        assert [run for run in runs if any(run in other for other in real)] == []

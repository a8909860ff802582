"""Traditional characters: read as simplified ones, told as they stand."""

from __future__ import annotations

import pytest
from line import article, resources

from kg.identity import simplified
from kg.model import Attribute, Position, Quotation
from kg.nlp.script import read_as
from kg.pipeline import process_article

TEXT = (
    "第五屆臨江國際茶葉博覽會5月8日在臨江國際會展中心閉幕，共有520家企業參展。"
    "雲嶺會展集團有限公司董事長陳立群表示：“明年我們將擴大規模。”"
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (TEXT, simplified(TEXT)),
        ("第五届茶博会闭幕。", "第五届茶博会闭幕。"),
        ("第五届茶博会在东海闭幕，朱镕基、王曉出席并讲话。", "第五届茶博会在东海闭幕，朱镕基、王曉出席并讲话。"),
        ("茶博会,5日(星期三)开幕:主题“茶”!", "茶博会，5日（星期三）开幕：主题“茶”！"),
        ("5日10:30起,3,000人到场;A(B),C.", "5日10:30起，3,000人到场；A(B),C."),
        ("", ""),
        ("No Chinese here.", "No Chinese here."),
    ],
)  # fmt: skip
def test_what_is_read(text: str, read: str) -> None:
    assert read_as(article(text)).text == read


def test_the_same_is_found_as_in_simplified_characters() -> None:
    there, here = (process_article(article(t), resources()) for t in (TEXT, simplified(TEXT)))
    assert [(e.type, e.name) for e in there.entities] == [(e.type, e.name) for e in here.entities]
    assert [(c.start, c.end, c.extractor) for c in there.claims] == [(c.start, c.end, c.extractor) for c in here.claims]
    posts = [c.fact.title for c in there.claims if isinstance(c.fact, Position)]
    assert posts == ["董事长"]


def test_the_same_is_found_where_marks_are_half_width() -> None:
    text = "第五届临江茶博会5日在临江会展中心开幕,云岭会展(集团)有限公司董事长陈立群致辞。"
    there, here = (process_article(article(t), resources()) for t in (text, text.replace(",", "，")))
    assert [(e.type, e.name) for e in there.entities] == [(e.type, e.name) for e in here.entities]
    assert {"云岭会展(集团)有限公司", "云岭会展（集团）有限公司"} <= {n for e in there.entities for n in e.names}
    assert [(c.start, c.end, c.extractor) for c in there.claims] == [(c.start, c.end, c.extractor) for c in here.claims]


def test_spans_and_quotations_are_the_article_s_own_words() -> None:
    document = process_article(article(TEXT), resources())
    assert document.article.text == TEXT
    spans = (
        *document.tokens,
        *document.tags,
        *document.spans,
        *document.dates,
        *document.quantities,
        *document.mentions,
    )
    assert all(TEXT[s.start : s.end] == s.text for s in spans)
    assert [c.fact.text for c in document.claims if isinstance(c.fact, Quotation)] == ["明年我們將擴大規模"]
    names = {c.fact.value for c in document.claims if isinstance(c.fact, Attribute) and c.fact.predicate == "altLabel"}
    assert "陳立群" in names
    person = next(e for e in document.entities if e.type == "Person")
    assert person.names == ("陈立群", "陳立群")

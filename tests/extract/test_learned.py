"""Which of the name tagger's spans become candidates, and how its word counts for the rules' candidates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from line import article, resources

from kg.extract.names.agreement import agreeing
from kg.extract.names.learned import find_learned, weighed
from kg.model import Mention, NameSpan, Tag
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import tag
from kg.pipeline import load_resources


def _tags(text: str) -> tuple[Tag, ...]:
    return tag(resources().tagger, text, split_sentences(article(text)))


def _learned(text: str, name: str, label: str, score: float) -> list[tuple[str, str]]:
    start = text.index(name)
    span = NameSpan(start, start + len(name), name, label, score)
    return [(m.text, m.type) for m in find_learned(text, [span], _tags(text), resources().lexicon)]


TAKEN = [
    ("锐甲宣布完成融资。", "锐甲", "ORG", 0.9, "Organization"),
    ("浔江智能科技有限公司参展。", "浔江智能科技有限公司", "ORG", 0.6, "Company"),
    ("他在浔江大剧院演出。", "浔江大剧院", "VENUE", 0.7, "Venue"),
    ("昨日，浔江读书夜举行。", "浔江读书夜", "EVENT", 0.8, "Event"),
    ("第三届浔江论坛举行。", "第三届浔江论坛", "EVENT", 0.5, "Event"),
    ("浔博会明年举行。", "浔博会", "EVENT", 0.9, "EventSeries"),
    ("新款手机Nova 8首发。", "Nova 8", "PRODUCT", 0.8, "Product"),
    ("记者陈琳报道。", "陈琳", "PER", 0.6, "Person"),
    ("腾讯（00700.HK）参展。", "腾讯", "ORG", 0.99, "Company"),
    ("新增全球贸易联盟作为合作机构。", "全球贸易联盟", "ORG", 0.92, "Association"),
    ("多瑙河国际银行宣布参展。", "多瑙河国际银行", "ORG", 0.98, "Company"),
    ("五个一戏剧节开幕。", "五个一戏剧节", "EVENT", 0.98, "Event"),
    ("演出在百家湖体育中心举行。", "百家湖体育中心", "VENUE", 0.98, "Venue"),
    ("南沙港口局参展。", "南沙", "GPE", 0.99, "AdministrativeArea"),
]  # fmt: skip
LEFT = [
    ("我们将推进数字科技发展。", "推进数字科技", "ORG", 0.8),
    ("她走进国家会议中心展览。", "国家会议中心展览", "VENUE", 0.99),
    ("主题是服务合作促发展。", "服务合作促发展", "EVENT", 0.8),
    ("行业协会参加。", "行业协会", "ORG", 0.96),
    ("这是一场盛大的活动。", "盛大", "ORG", 0.8),
    ("北京时间8点开幕。", "北京", "GPE", 0.99),
    ("锐甲宣布完成融资。", "锐甲", "ORG", 0.4),
    ("“锐甲”杯开赛。", "甲”杯", "EVENT", 0.9),
    ("很多AI企业参展。", "AI", "ORG", 0.6),
    ("首个展览日人不多。", "首个展览日", "EVENT", 0.95),
    ("NOVA随锐甲品牌联盟参展。", "NOVA随锐甲品牌联盟", "ORG", 0.6),
    ("新增全球贸易联盟作为合作机构。", "全球贸易联盟", "ORG", 0.85),
    ("页面支持H5和小程序。", "H5", "PRODUCT", 0.95),
    ("企业在云上服贸会设展。", "云上服贸会", "ORG", 0.9),
    ("论坛与国内外重要商协会交流。", "国内外重要商协会", "ORG", 0.99),
    ("相关会议论坛将在这里举行。", "相关会议论坛", "EVENT", 0.99),
    ("各大展览中心都已客满。", "各大展览中心", "VENUE", 0.98),
    ("会上有8个专题展。", "8个专题展", "EVENT", 0.95),
    ("服贸会8个专题展和相关论坛将举行。", "服贸会8个专题展和相关论坛", "EVENT", 0.9),
    ("十余家科研院所参加。", "余家科研院所", "ORG", 0.9),
    ("南沙港正在扩建。", "南沙", "GPE", 0.99),
    ("展会闭幕。\n责任编辑：林若谷 SF014", "SF014", "PRODUCT", 0.95),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "label", "score", "kind"), TAKEN)
def test_a_span_that_reads_like_a_name_is_a_candidate(
    text: str, name: str, label: str, score: float, kind: str
) -> None:
    assert _learned(text, name, label, score) == [(name, kind)]


@pytest.mark.parametrize(("text", "name", "label", "score"), LEFT)
def test_a_span_that_only_looks_like_a_name_is_left_out(text: str, name: str, label: str, score: float) -> None:
    assert _learned(text, name, label, score) == []


def test_a_report_s_head_is_no_part_of_the_outlet_s_name() -> None:
    assert [n for n, _ in _learned("浔江观察讯（记者 陈琳）", "浔江观察讯", "ORG", 0.8)] == ["浔江观察"]


def test_a_part_of_a_venue_leads_to_the_venue() -> None:
    assert _learned("人们来到浔江大剧院展区。", "浔江大剧院展区", "VENUE", 0.9) == [("浔江大剧院", "Venue")]


def test_a_known_fair_in_front_is_apart() -> None:
    assert _learned("在服贸会浔江峰会上。", "服贸会浔江峰会", "EVENT", 0.9) == [("浔江峰会", "Event")]


@pytest.mark.parametrize(
    ("text", "name", "read"),
    [
        ("锐甲云所提供的架构很稳。", "锐甲云所", "锐甲云"),
        ("锐甲研究所提供的数据显示。", "锐甲研究所", "锐甲研究所"),
        ("锐甲律师事务所负责的案件。", "锐甲律师事务所", "锐甲律师事务所"),
    ],
)
def test_a_particle_closes_no_name(text: str, name: str, read: str) -> None:
    assert [n for n, _ in _learned(text, name, "ORG", 0.95)] == [read]


def test_what_both_nets_read_is_surer() -> None:
    text = "会上，高通携手中国移动参展。"
    span = NameSpan(3, 5, "高通", "ORG", 0.6)
    for score, expected in ((0.97, ["高通"]), (0.5, [])):
        found = find_learned(text, [span], [Tag(3, 5, "高通", "ORG", score)], load_resources("none").lexicon)
        assert [m.text for m in found] == expected


def _mention(name: str, kind: str, origin: str = "rule:formed", at: int = 0, confidence: float = 0.8) -> Mention:
    return Mention(at, at + len(name), name, kind, origin, confidence)


def test_a_first_name_joined_to_a_rules_candidate_is_apart() -> None:
    span = NameSpan(0, 4, "甲乙科技", "ORG", 0.95)
    (mention,) = weighed([replace(_mention("甲乙科技及丙丁集团", "Company"), confidence=0.95)], [span])
    assert (mention.start, mention.text) == (5, "丙丁集团")


def test_the_other_nets_border_inside_a_name_counts_for_nothing() -> None:
    span = NameSpan(0, 7, "联合国贸发会议", "ORG", 0.55)
    assert list(weighed([_mention("联合国贸", "Organization", "tagger")], [span])) == []


@pytest.mark.parametrize(
    ("span", "kept"),
    [
        (NameSpan(0, 3, "甲公司", "ORG", 0.9), 0.8),
        (NameSpan(1, 3, "公司", "ORG", 0.7), 0.8),
        (NameSpan(1, 3, "公司", "ORG", 0.9), None),
        (NameSpan(0, 3, "甲公司", "PER", 0.9), None),
        (NameSpan(9, 11, "乙丙", "ORG", 0.9), None),
    ],
)
def test_the_taggers_word_counts_for_a_rules_candidate(span: NameSpan, kept: float | None) -> None:
    found = [m.confidence for m in weighed([_mention("甲公司", "Company")], [span])]
    assert found == ([] if kept is None else [pytest.approx(kept)])


def test_a_sure_candidate_that_the_tagger_did_not_see_is_less_sure() -> None:
    sure = replace(_mention("甲公司", "Company"), confidence=0.9)
    (mention,) = weighed([sure], [NameSpan(9, 11, "乙丙", "ORG", 0.9)])
    assert mention.confidence == pytest.approx(0.54)


@pytest.mark.parametrize(
    ("name", "kind", "first", "label", "second", "kept"),
    [
        ("甲市乙丙有限公司", "Company", "甲市", "GPE", "ORG", 0.8),
        ("甲市乙丙卫生院", "Institution", "甲市", "GPE", "ORG", None),
        ("施工方乙丙有限公司", "Company", "", "", "ORG", None),
        ("甲省乙城丙中心", "Venue", "甲省", "GPE", "VENUE", None),
    ],
)
def test_what_the_tagger_sees_before_a_name_is_not_part_of_it_but_for_a_companys_place(
    name: str, kind: str, first: str, label: str, second: str, kept: float | None
) -> None:
    start = len(first) or 3
    spans = [NameSpan(0, start, first, label, 0.95)] if first else []
    spans.append(NameSpan(start, len(name), name[start:], second, 0.95))
    found = [m.confidence for m in weighed([_mention(name, kind)], spans)]
    assert found == ([] if kept is None else [pytest.approx(kept)])


def test_the_lexicon_is_not_doubted_nor_anything_without_a_tagger() -> None:
    known = _mention("甲公司", "Company", "lexicon")
    ruled = _mention("甲公司", "Company")
    assert list(weighed([known], [NameSpan(0, 3, "甲公司", "PER", 0.9)])) == [known]
    assert list(weighed([ruled], [])) == [ruled]


def test_a_name_is_read_as_most_of_the_article_reads_it() -> None:
    firm, person = _mention("锐甲", "Company", confidence=0.9), _mention("锐甲", "Person", at=20)
    assert [m.type for m in agreeing([firm, person], [firm, firm, person])] == ["Company", "Company"]


def test_a_museum_may_be_a_body_and_a_venue() -> None:
    body, venue = _mention("市博物馆", "Institution"), _mention("市博物馆", "Venue", at=20)
    assert [m.type for m in agreeing([body, venue], [body, body, venue])] == ["Institution", "Venue"]

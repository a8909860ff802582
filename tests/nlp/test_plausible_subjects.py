"""What a figure cannot be about, by the words around it."""

from __future__ import annotations

import pytest

from kg.model import Article, Document, LocalEntity, Mention
from kg.nlp.index import Index
from kg.nlp.plausible_subjects import plausible_subjects

ENTITIES = (
    LocalEntity("fair", "Event", "第三届海湾茶博会", ("第三届海湾茶博会",), series="series", ordinal=3),
    LocalEntity("series", "EventSeries", "海湾茶博会", ("海湾茶博会",)),
    LocalEntity("forum", "Event", "茶商论坛", ("茶商论坛",)),
    LocalEntity("town", "AdministrativeArea", "海湾市", ("海湾市",)),
    LocalEntity("press", "Event", "茶商活动新闻发布会", ("茶商活动新闻发布会",)),
    LocalEntity("park", "Venue", "西湖公园", ("西湖公园",)),
    LocalEntity("hall", "Venue", "海湾会展中心", ("海湾会展中心",)),
)
FEATURES = frozenset({"made"})


def left(sentence: str, measure: str, *candidates: str, focus: str = "fair", clause: str = "") -> set[str]:
    index = Index(Document(Article("a", sentence, ()), entities=ENTITIES, focus=focus))
    given = dict.fromkeys(candidates, FEATURES)
    return set(plausible_subjects(index, sentence, measure, clause or sentence, given))


@pytest.mark.parametrize(
    ("sentence", "measure", "candidates", "kept"),
    [
        ("展览面积比上届增长6%。", "展览面积", ("fair", "forum"), {"fair"}),
        ("展览面积增长6%。", "展览面积", ("fair", "forum"), {"fair", "forum"}),
        ("比上届增长6%。", "展览面积", ("forum",), {"forum"}),
        ("参展的企业超400家。", "企业", ("fair", "hall"), {"fair"}),
        ("参展的企业超400家。", "企业", ("hall",), {"fair"}),
        ("共设展览场馆15个。", "展览场馆", ("fair", "hall"), {"fair", "hall"}),
        ("茶博会创办以来，累计举办活动1000场。", "活动", ("fair",), {"series"}),
        ("举办活动1000场，参会人数创历届新高。", "活动", ("fair",), {"fair"}),
        ("今年举办活动100场。", "活动", ("fair",), {"fair"}),
        ("参展企业400家。", "企业", (), set()),
        ("1—5月，全市举办展览83场。", "展览", ("fair", "hall"), {"hall"}),
        ("海湾某某营收4亿元。", "营收", ("town",), set()),
        ("海湾市投资4亿元。", "投资", ("town",), {"town"}),
        ("一季度地区生产总值增长8.5%。", "地区生产总值", ("fair", "town"), {"town"}),
        ("一季度地区生产总值增长8.5%。", "地区生产总值", ("fair",), set()),
        ("据了解，国内展馆超过150个。", "展馆", ("fair", "town"), {"town"}),
        ("其中，国内约100家参展。", "参展", ("fair", "town"), {"fair", "town"}),
        ("带动全市消费3亿元。", "消费", ("fair",), {"fair"}),
        ("共设7个项目。", "项目", ("forum", "press"), {"forum"}),
        ("共设7个项目。", "项目", ("press",), {"press"}),
        ("受茶商论坛召开影响，海湾会展中心接待3万人次。", "游客", ("forum", "hall"), {"hall"}),
        ("享受茶商论坛的优惠，游客有3万人次。", "游客", ("forum", "hall"), {"forum", "hall"}),
        ("西湖公园、左海公园五大公园共接待游客3万人次。", "游客", ("park", "town"), {"town"}),
        ("西湖公园、左海公园很美，共接待游客3万人次。", "游客", ("park", "town"), {"park", "town"}),
        ("2022年双边贸易额达122亿美元。", "双边贸易额", ("fair", "town"), {"town"}),
    ],
)
def test_candidates_that_the_words_leave(
    sentence: str, measure: str, candidates: tuple[str, ...], kept: set[str]
) -> None:
    assert left(sentence, measure, *candidates) == kept


def test_without_a_focus_a_hall_stays() -> None:
    assert left("参展的企业超400家。", "企业", "hall", focus="") == {"hall"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("海湾在线消息（记者 张某）项目共382个。", set()),
        ("海湾在线9月5日电 项目共382个。", set()),
        ("海湾在线现有用户382万户。", {"o"}),
        ("海湾在线讯 项目共382个。海湾在线是主办方。", {"o"}),
    ],
)
def test_who_only_reports_is_counted_in_nothing(text: str, kept: set[str]) -> None:
    name, found = "海湾在线", []
    at = text.find(name)
    while at >= 0:
        found.append(Mention(at, at + len(name), name, "MediaOutlet", "test", 1.0, "name", "o"))
        at = text.find(name, at + 1)
    outlet = LocalEntity("o", "MediaOutlet", name, (name,))
    index = Index(Document(Article("a", text, ()), entities=(outlet,), mentions=tuple(found)))
    assert set(plausible_subjects(index, text, "项目", text, {"o": FEATURES})) == kept

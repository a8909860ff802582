"""Names of one thing spelled differently: what a name implies, and when that joins."""

from __future__ import annotations

import pytest
from made import document, entity_of, thing

from kg.model import Decision
from kg.nlp.lexicon import KnownNames
from kg.resolve import resolve
from kg.resolve.likeness import implied
from kg.resolve.names import drops_a_word
from kg.resolve.spelling import spelling

KNOWN = KnownNames(
    frozenset({"北京", "北京市", "深圳", "深圳市", "上海", "天津", "吉林", "吉林省", "吉林市", "浙江", "浙江省"}),
    {"中科院": "中国科学院"},
)


@pytest.mark.parametrize(
    ("left", "right", "group"),
    [
        ("北京市第一〇一中学", "北京一〇一中学", "Organization"),
        ("中科院自动化所", "中国科学院自动化研究所", "Organization"),
        ("深圳市禾穗装备有限公司", "深圳禾穗装备有限公司", "Organization"),
        ("浙江省人力资源和社会保障厅", "浙江省人社厅", "Organization"),
        ("中华人民共和国商务部", "商务部", "Organization"),
        ("东海行业协会（DHA）", "东海行业协会", "Organization"),
        ("国家体育场（鸟巢）", "国家体育场", "Venue"),
        ("滨海会展中心五号馆", "滨海会展中心5号馆", "Venue"),
        ("电影《东海之夜》", "《东海之夜》", "Work"),
        ("東海會展中心", "东海会展中心", "Venue"),
    ],
)
def test_habits_of_writing_make_no_other_name(left: str, right: str, group: str) -> None:
    assert spelling(left, group, KNOWN) == spelling(right, group, KNOWN)


@pytest.mark.parametrize(
    ("left", "right", "group"),
    [
        ("吉林省文旅集团", "吉林市文旅集团", "Organization"),
        ("北京市商务局", "上海市商务局", "Organization"),
        ("国家会展中心（上海）", "国家会展中心（天津）", "Venue"),
        ("东海会展中心（一期）", "东海会展中心（二期）", "Venue"),
        ("李乾", "李干", "Person"),
        ("中国银行", "银行", "Organization"),
        ("第一中学", "第二中学", "Organization"),
    ],
)
def test_words_that_tell_apart_stay(left: str, right: str, group: str) -> None:
    assert spelling(left, group, KNOWN) != spelling(right, group, KNOWN)


@pytest.mark.parametrize(
    ("name", "group", "forms"),
    [
        ("首都会展（集团）有限公司", "Organization", {"首都会展集团", "首都会展"}),
        ("北京甲乙丙信息技术股份有限公司", "Organization", {"北京甲乙丙信息技术", "甲乙丙信息技术", "甲乙丙"}),
        ("中国银行", "Organization", set()),
        ("北京会展集团", "Organization", set()),
        ("北京国家会议中心", "Venue", {"国家会议中心"}),
        ("北京会议中心", "Venue", set()),
        ("东海园区", "Venue", {"东海园"}),
        ("国产大飞机C919", "Product", {"c919"}),
        ("东海H7采摘机器人", "Product", {"东海h7"}),
        ("蛟龙号载人潜水器", "Product", {"蛟龙号"}),
        ("中国（北京）东海贸易会", "EventSeries", {"中国东海贸易会", "北京中国东海贸易会"}),
    ],
)
def test_forms_that_a_name_implies(name: str, group: str, forms: set[str]) -> None:
    found = set(implied(name, group, KNOWN))
    assert forms <= found if forms else not found


def decisions(*names: tuple[str, str], known: str = "") -> list[Decision]:
    """The decisions between things of these classes and names, each in an article of its own."""
    documents = [
        document(f"文{i}", f"2024-01-0{i + 1}", thing("e1", type_, name, known=name if known else ""))
        for i, (type_, name) in enumerate(names)
    ]
    return list(resolve(documents, known=KNOWN).decisions)


@pytest.mark.parametrize(
    ("names", "verdicts"),
    [
        ([("Company", "首都会展（集团）有限公司"), ("Company", "首都会展集团")], ["same"]),
        ([("Company", "北京甲乙丙技术有限公司"), ("Company", "甲乙丙")], ["same"]),
        ([("Company", "北京东方技术有限公司"), ("Company", "东方")], ["unsure"]),
        ([("Company", "甲乙丙（北京）有限公司"), ("Company", "甲乙丙")], ["unsure"]),
        ([("Company", "甲乙丙技术有限公司"), ("GovernmentBody", "甲乙丙")], ["unsure"]),
        ([("Company", "甲乙丙技术有限公司"), ("Company", "甲乙丙食品有限公司"), ("Company", "甲乙丙")], ["unsure"] * 2),
        ([("Company", "平安银行"), ("Company", "平安证券")], []),
        ([("Venue", "上海国际会展中心"), ("Venue", "天津国际会展中心")], []),
    ],
)
def test_what_implied_forms_join(names: list[tuple[str, str]], verdicts: list[str]) -> None:
    assert [d.verdict for d in decisions(*names)] == verdicts


def test_two_entries_of_the_lexicon_are_two() -> None:
    found = decisions(("Company", "北京甲乙丙技术有限公司"), ("Company", "甲乙丙"), known="yes")
    assert [d.verdict for d in found] == ["different"]


def test_a_last_name_joins_where_the_employer_is_the_same() -> None:
    def post(topic: str, name: str, employer: str) -> object:
        return document(
            topic,
            "2024-01-01",
            thing("e1", "Person", name),
            thing("o", "Organization", employer),
            posts=[("e1", "o", "")],
        )

    full, bare, other = (
        post("甲", "约翰·史密斯", "世界银行"),
        post("乙", "史密斯", "世界银行"),
        post("丙", "史密斯", "东海队"),
    )
    found = resolve([full, bare, other])  # type: ignore[list-item]
    assert entity_of(found, full, "e1") == entity_of(found, bare, "e1")  # type: ignore[arg-type]
    assert entity_of(found, full, "e1") != entity_of(found, other, "e1")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("中国服务贸易发展成就展", "中国服务贸易成就展", True),
        ("青年教师论坛", "教师论坛", False),
        ("东海贸易论坛2023", "东海贸易论坛", False),
        ("东海贸易论坛", "西海贸易论坛", False),
    ],
)
def test_a_word_less(a: str, b: str, said: bool) -> None:
    assert drops_a_word(a, b) is drops_a_word(b, a) is said

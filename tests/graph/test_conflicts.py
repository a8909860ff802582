"""Where articles contradict each other, and the many ways in which they only seem to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
import sample_graph as sample

from kg.graph.assemble import assemble
from kg.graph.conflicts import Conflict, find_conflicts
from kg.graph.disputes.amounts import compatible, shown
from kg.graph.disputes.measures import matter
from kg.graph.disputes.values import dates_agree, words_agree
from kg.graph.facts import key
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.identity import claim_id
from kg.model import Attribute, Claim, Entity, Fact, Observation, Relation, Resolution, Status
from kg.rdf.ontology import read_schema

FAIR = "2031年海湾国际茶叶博览会"
FORUM = "海湾茶业论坛"
FIRM = "青岭茶业有限公司"
HALL = "海湾会展中心二期"
SCHEMA = read_schema()
ENTITIES = (
    Entity(FAIR, "Event", FAIR, (FAIR,)),
    Entity(FORUM, "Event", FORUM, (FORUM,)),
    Entity(FIRM, "Company", FIRM, (FIRM,)),
    Entity(HALL, "Venue", HALL, (HALL,)),
    *(Entity(n, "GovernmentBody", n, (n,)) for n in ("海湾市人民政府", "海湾市政府", "海湾市商务局", "农业部")),
    Entity("茶业协会", "Association", "茶业协会", ("茶业协会",)),
    *(Entity(n, "AdministrativeArea", n, (n,)) for n in ("北京", "北京市海淀区", "海淀区", "南津市")),
)


@dataclass(frozen=True)
class Says:
    """One article: its sentence, the stretch of it that says the fact, and how."""

    fact: Fact
    sentence: str = ""
    quote: str = ""
    status: Status = "asserted"
    role: str = ""
    day: date | None = date(2031, 9, 5)


def graph(*articles: Says | Sequence[Says]) -> KnowledgeGraph:
    """A graph of one article for each argument; several facts of one article come as a list."""
    made, claims, spans = [], list[Claim](), {}
    for number, said in enumerate(articles):
        facts = [said] if isinstance(said, Says) else list(said)
        sentences = tuple(f.sentence or f"第{number}篇说。" for f in facts)
        article = sample.make_article(f"a{number}", sentences, published=facts[0].day, path=f"{number}.txt")
        made.append(article.article)
        spans[article.article.id] = article.sentences
        for index, fact in enumerate(facts):
            span = article.sentences[index]
            at = span.start + (sentences[index].index(fact.quote) if fact.quote else 0)
            end = at + len(fact.quote) if fact.quote else span.end
            name = claim_id(article.article.id, "", "", str(fact.fact), at, end)
            claims.append(
                Claim(name, article.article.id, fact.fact, index, at, end, "test", 0.9, fact.status, fact.role)
            )
    return assemble(Resolution(tuple(made), ENTITIES, tuple(claims)), SCHEMA, sentences=spans)


def values(found: Sequence[Conflict]) -> list[set[str]]:
    return [{a.value for a in conflict.alternatives} for conflict in found]


def figure(
    value: str, measure: str = "参展企业", unit: str = "家", comparator: str = "exactly", *, about: str = FAIR,
    change: str = "none", period: str = "",
) -> Observation:  # fmt: skip
    return Observation(about, measure, Decimal(value), unit, comparator, change, period)  # type: ignore[arg-type]


def counted(value: str, measure: str = "参展企业", unit: str = "家", comparator: str = "exactly") -> Says:
    """An article that says 参展企业507家 and nothing else."""
    words = f"{measure}{value}{unit}"
    return Says(figure(value, measure, unit, comparator), words + "。", words)


# figures


def test_three_figures_of_one_fair_are_one_conflict() -> None:
    leading, others = "世界500强及行业龙头企业", "参展的世界500强以及行业龙头企业"
    found = find_conflicts(
        graph(
            Says(figure("507", leading), f"吸引507家{leading}线下参展。", "507家"),
            Says(figure("446", leading, period="2031"), f"446家{leading}参展。", "446家"),
            Says(figure("400", others, comparator="over"), f"{others}超400家。", f"{others}超400家"),
        )
    )
    assert [(c.kind, c.about, c.on, c.detail) for c in found] == [("figures", FAIR, leading, "家")]
    assert values(found) == [{"507家", "446家", "超过400家"}]
    assert [len(a.claims) for a in found[0].alternatives] == [1, 1, 1]


HOSTED = Says(figure("400", "参展企业", comparator="over", about=HALL), "参展企业超400家。", "参展企业超400家")
HELD = Says(Relation(FAIR, "heldAt", HALL), "博览会在会展中心二期举行。")


def test_the_exhibitors_of_a_hall_are_those_of_the_event_that_the_article_places_there() -> None:
    assert values(find_conflicts(graph(counted("507"), counted("446"), [HELD, HOSTED]))) == [
        {"507家", "446家", "超过400家"}
    ]


@pytest.mark.parametrize(
    "articles",
    [
        pytest.param((counted("507"), counted("446"), HOSTED), id="the article names no event there"),
        pytest.param((counted("507"), counted("446"), HELD, HOSTED), id="another article does"),
    ],
)
def test_a_hall_s_figures_are_its_own(articles: tuple[Says, ...]) -> None:
    assert values(find_conflicts(graph(*articles))) == [{"507家", "446家"}]


def test_a_hall_s_figures_open_no_conflict() -> None:
    hall = Says(figure("30", about=HALL), "二期有参展企业30家。", "参展企业30家")
    assert find_conflicts(graph(counted("507"), [HELD, hall])) == ()


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        ("507", "446", False),
        ("507", "507", True),
        ("507", "over 400", True),
        ("446", "over 507", False),
        ("507", "over 507", True),
        ("446", "under 500", True),
        ("507", "under 500", False),
        ("over 400", "over 500", True),
        ("over 500", "under 400", False),
        ("148", "about 150", True),
        ("130", "about 150", False),
        ("about 150", "about 160", True),
        ("about 150", "about 200", False),
        ("about 380", "over 400", True),
        ("about 300", "over 400", False),
        ("5300000000000", "5320000000000", True),
        ("5300000000000", "5360000000000", True),
        ("5300000000000", "5400000000000", False),
        ("5320000000000", "5340000000000", False),
        ("152000", "153000", False),
        ("152000", "150000", True),
        ("400", "446", False),
        ("500", "507", True),
        ("20", "21", False),
        ("98.4", "98", True),
        ("98.4", "98.5", False),
        ("100", "140", False),
        ("0", "5", False),
    ],
)
def test_two_figures(a: str, b: str, both: bool) -> None:
    one, two = (figure(x.split()[-1], comparator=x.split()[0] if " " in x else "exactly") for x in (a, b))
    assert compatible(one, two) is both
    assert compatible(two, one) is both


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("参展企业", "家", ""), ("参展企业数量", "家", "")),
        (("参展企业", "家", ""), ("参展企业总数", "个", "")),
        (("参展企业", "家", ""), ("参展的企业", "家", "")),
        (("参展企业", "家", ""), ("企业", "家", "参展。")),
        (("参展企业", "家", ""), ("累计参展企业", "家", "")),
        (("线下参展企业", "家", ""), ("企业", "家", "线下参展")),
        (("世界500强及行业龙头企业", "家", ""), ("行业龙头企业和世界500强", "家", "")),
        (("世界500强企业及行业龙头企业", "家", ""), ("世界500强以及行业龙头企业", "家", "")),
        (("参展国家和地区", "个", ""), ("地区和国家", "个", "参展")),
        (("服务进出口总额", "元", ""), ("服务进出口额", "元", "")),
        (("展览总面积", "平方米", ""), ("展览面积", "平米", "")),
        (("观众人数", "人", ""), ("观众", "名", "")),
        (("签约项目共", "个", ""), ("签约项目", "个", "")),
    ],
)
def test_one_matter_said_in_two_ways(a: tuple[str, str, str], b: tuple[str, str, str]) -> None:
    assert matter(*a) == matter(*b) is not None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("参展企业", "家", ""), ("境外参展企业", "家", "")),
        (("参展企业", "家", ""), ("签约企业", "家", "")),
        (("参展企业", "家", ""), ("参展企业家", "人", "")),
        (("线下参展企业", "家", ""), ("线上参展企业", "家", "")),
        (("只在线上参展的企业", "家", ""), ("线上参展企业", "家", "")),
        (("世界500强企业", "家", ""), ("世界500强及行业龙头企业", "家", "")),
        (("展览面积", "平方米", ""), ("展览场馆面积", "平方米", "")),
        (("参展国家", "个", ""), ("参展国家和地区", "个", "")),
        (("共享单车", "辆", ""), ("单车", "辆", "")),
        (("指数", "", ""), ("指", "", "")),
        (("总部企业", "家", ""), ("部企业", "家", "")),
    ],
)
def test_two_matters(a: tuple[str, str, str], b: tuple[str, str, str]) -> None:
    assert matter(*a) != matter(*b)


@pytest.mark.parametrize(
    ("measure", "unit"), [("企业", "家"), ("展区", "个"), ("企业和机构", "家"), ("人", "名"), ("线下参展企业", "%")]
)
def test_what_leaves_open_which_are_meant_is_no_matter(measure: str, unit: str) -> None:
    assert matter(measure, unit) is None


A, B = "参展企业507家", "参展企业446家"
PART = "线下参展企业446家"


def area(value: str) -> Says:
    return counted(value, "展区面积", "平方米")


@pytest.mark.parametrize(
    ("articles", "why"),
    [
        ((counted("507"), counted("507")), "they agree"),
        ((counted("507"),), "one article"),
        (([counted("507"), counted("446")],), "one article says both"),
        ((counted("507"), counted("446", unit="类")), "another unit"),
        ((counted("507"), counted("446", "签约企业")), "another measure"),
        ((counted("507", "企业"), counted("446", "企业")), "nobody knows which"),
        ((counted("507"), Says(figure("446"), B, B, status="planned")), "a plan"),
        ((counted("507"), Says(figure("446"), B, B, status="negated")), "denied"),
        ((counted("507"), Says(figure("446", change="increase"), "企业增加446家", "企业增加446家")), "a change"),
        ((counted("507"), Says(figure("446"), f"截至3日，{B}。", B)), "so far"),
        ((counted("507"), Says(figure("446"), f"目前，{B}。", B)), "so far"),
        ((counted("507"), Says(figure("446", "企业"), "其中446家企业参展。", "446家")), "a part of them"),
        ((counted("507"), Says(figure("446"), f"首日{B}。", B)), "on the first day"),
        ((counted("507"), Says(figure("446"), f"上届{B}。", B)), "the edition before"),
        ((counted("507"), Says(figure("446"), "参展企业由446家增至507家。", "参展企业由446家")), "before it grew"),
        ((counted("507"), Says(figure("446"), "参展企业从446家到507家。", "参展企业从446家")), "before it grew"),
        ((counted("507"), Says(figure("446"), f"茶具展区{B}。", B)), "in one hall"),
        ((counted("507"), Says(figure("446", "企业"), "446家企业在一号馆参展。", "446家")), "in one hall"),
        ((counted("507"), Says(figure("446", period="2030"), B, B)), "of another year"),
        ((counted("507"), Says(figure("446", "线下参展企业"), PART, PART)), "a part, and smaller"),
        (([area("50000"), area("30000")], area("90000")), "two halls"),
    ],
)
def test_figures_that_do_not_contradict(articles: tuple[Says | Sequence[Says], ...], why: str) -> None:
    assert find_conflicts(graph(*articles)) == (), why


def test_a_part_cannot_be_larger_than_the_whole() -> None:
    part = Says(figure("507", "线下参展企业"), "线下参展企业507家", "线下参展企业507家")
    assert values(find_conflicts(graph(part, counted("446")))) == [{"507家", "446家"}]


def test_a_named_part_is_compared() -> None:
    names = "境外参展企业"
    said = [Says(figure(v, names), f"参展企业507家，其中{names}{v}家。", f"{names}{v}家") for v in ("120", "98")]
    assert values(find_conflicts(graph(*said))) == [{"120家", "98家"}]


def test_an_article_that_contradicts_itself_is_left_out_and_the_others_are_not() -> None:
    torn = [counted("300"), counted("30")]
    found = find_conflicts(graph(torn, counted("507"), counted("446")))
    assert values(found) == [{"507家", "446家"}]


def test_two_plans_may_contradict_each_other() -> None:
    plans = (Says(figure(v), f"参展企业将达{v}家。", f"参展企业将达{v}家", status="planned") for v in ("507", "446"))
    found = find_conflicts(graph(*plans))
    assert values(found) == [{"507家", "446家"}]
    assert found[0].detail == "家，计划"


def test_changes_are_compared_on_one_base() -> None:
    def change(value: str, against: str) -> Says:
        words = f"参展企业{against}增加{value}%"
        return Says(figure(value, "参展企业占比", "%", change="increase"), words, words)

    assert find_conflicts(graph(change("8", "同比"), change("12", "比上届"))) == ()
    assert values(find_conflicts(graph(change("8", "同比"), change("12", "比上年")))) == [{"8%", "12%"}]


def staff(value: str, day: date | None, *, measure: str = "员工", period: str = "") -> Says:
    words = f"{measure}{value}人"
    return Says(figure(value, measure, "人", about=FIRM, period=period), words, words, day=day)


@pytest.mark.parametrize(
    ("a", "b", "conflict"),
    [
        (staff("1200", date(2031, 9, 3)), staff("1500", date(2031, 9, 4)), True),
        (staff("1200", date(2031, 3, 3)), staff("1500", date(2031, 9, 4)), False),
        (staff("1200", None), staff("1500", date(2031, 9, 4)), False),
        (staff("1200", date(2031, 3, 3), period="2030"), staff("1500", date(2031, 9, 4), period="2030"), True),
        (staff("1200", date(2031, 9, 3), period="2030"), staff("1500", date(2031, 9, 4), period="2029"), False),
        (staff("12", date(2031, 9, 3), measure="接待旅客"), staff("15", date(2031, 9, 3), measure="接待旅客"), False),
    ],
)
def test_what_lasts_may_change(a: Says, b: Says, conflict: bool) -> None:
    assert bool(find_conflicts(graph(a, b))) is conflict


def test_so_many_different_figures_are_of_many_things() -> None:
    assert find_conflicts(graph(*(counted(str(100 + 37 * n)) for n in range(20)))) == ()


def test_an_event_without_year_or_number_may_be_two_editions() -> None:
    said = [
        Says(figure(v, about=FORUM), f"参展企业{v}家", f"参展企业{v}家", day=day)
        for v, day in (("507", date(2030, 9, 5)), ("446", date(2031, 9, 5)))
    ]
    assert find_conflicts(graph(*said)) == ()


@pytest.mark.parametrize(
    ("value", "comparator", "unit", "text"),
    [
        ("507", "exactly", "家", "507家"),
        ("400", "over", "家", "超过400家"),
        ("152000", "about", "平方米", "约15.2万平方米"),
        ("5300000000000", "exactly", "元", "5.3万亿元"),
        ("129006", "exactly", "名", "129006名"),
        ("98.4", "under", "%", "不足98.4%"),
        ("0", "exactly", "元", "0元"),
    ],
)
def test_a_figure_as_people_write_it(value: str, comparator: str, unit: str, text: str) -> None:
    assert shown(figure(value, unit=unit, comparator=comparator)) == text


# dates and values


def attribute(predicate: str, value: str, subject: str = FAIR, **how: object) -> Says:
    return Says(Attribute(subject, predicate, value), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("articles", "kinds"),
    [
        ((attribute("endDate", "2031-09-05"), attribute("endDate", "2031-09-06")), ["dates"]),
        ((attribute("endDate", "2031-09"), attribute("endDate", "2031-09-05")), []),
        ((attribute("endDate", "2031-09-05"), attribute("endDate", "2031-09-06", status="planned")), []),
        ((attribute("endDate", "2031-09-05"), attribute("endDate", "2031-09-06", status="negated")), []),
        ((attribute("endDate", "2031-09-05"), attribute("endDate", "2031-09-06", status="reported")), ["dates"]),
        (([attribute("endDate", "2031-09-05"), attribute("endDate", "2031-09-06")],), []),
        ((attribute("startDate", "2031-05-05"), attribute("startDate", "2030-05-06")), []),
        ((attribute("startDate", "2031-05-05", sentence="原定5日。"), attribute("startDate", "2031-05-06")), []),
        ((attribute("founded", "1998", FIRM), attribute("founded", "2001", FIRM)), ["dates"]),
        ((attribute("founded", "1998", FIRM), attribute("founded", "1998-05", FIRM)), []),
        ((attribute("theme", "一叶通天下"), attribute("theme", "茶和世界")), ["values"]),
        ((attribute("theme", "一叶通天下"), attribute("theme", "以茶为媒，“一叶通天下”")), []),
        ((attribute("altLabel", "茶博会"), attribute("altLabel", "海湾茶博会")), []),
    ],
)
def test_dates_and_words(articles: tuple[Says | Sequence[Says], ...], kinds: list[str]) -> None:
    assert [c.kind for c in find_conflicts(graph(*articles))] == kinds


def test_dates_agree_by_their_precision() -> None:
    assert dates_agree("2022", "2022-09-05")
    assert not dates_agree("2022-08", "2022-09-05")
    assert words_agree("绿色创新迎未来", "服务合作促发展，绿色创新迎未来")


def seat(place: str) -> Says:
    return Says(Relation(FIRM, "headquarters", place))


@pytest.mark.parametrize(
    ("articles", "conflict"),
    [
        ((seat("北京"), seat("南津市")), True),
        ((seat("北京"), seat("北京市海淀区")), False),
        ((seat("北京"), seat("海淀区")), True),
        ((seat("北京"), [seat("海淀区"), Says(Relation("海淀区", "locatedIn", "北京"))]), False),
    ],
)
def test_headquarters(articles: tuple[Says | Sequence[Says], ...], conflict: bool) -> None:
    assert bool(find_conflicts(graph(*articles))) is conflict


# organizers


def host(name: str, role: str = "主办", status: Status = "asserted") -> Says:
    return Says(Relation(FAIR, "organizer", name), f"由{name}{role}。", role=role, status=status)


@pytest.mark.parametrize(
    ("articles", "conflict"),
    [
        ((host("农业部"), host("茶业协会")), True),
        ((host("农业部"), host("茶业协会", "主办单位")), True),
        ((host("农业部"), host("茶业协会", "承办")), False),
        ((host("农业部"), host("茶业协会", "")), False),
        ((host("农业部", "举办"), host("茶业协会", "举办")), False),
        ((host("农业部"), [host("农业部"), host("茶业协会")]), False),
        ((host("农业部"), host("茶业协会"), [host("农业部"), host("茶业协会")]), False),
        (([host("农业部"), host("海湾市商务局")], [host("茶业协会"), host("海湾市商务局")]), False),
        ((host("海湾市人民政府"), host("海湾市政府")), False),
        ((host("农业部"), host("茶业协会", status="planned")), False),
        ((host("农业部"), host("茶业协会", status="negated")), False),
    ],
)
def test_organizers(articles: tuple[Says | Sequence[Says], ...], conflict: bool) -> None:
    found = find_conflicts(graph(*articles))
    assert [(c.kind, c.on, c.detail) for c in found] == ([("roles", "organizer", "主办")] if conflict else [])


# the whole


def test_conflicts_come_in_one_order_with_ids_of_what_is_said() -> None:
    articles = (
        counted("507"),
        counted("446"),
        attribute("endDate", "2031-09-05"),
        attribute("endDate", "2031-09-06"),
        host("农业部"),
        host("茶业协会"),
    )
    found = find_conflicts(graph(*articles))
    assert [c.kind for c in found] == ["dates", "roles", "figures"]
    assert found == find_conflicts(graph(*articles))
    assert {a.fact for a in found[2].alternatives} == {key(figure("507")), key(figure("446"))}
    again = find_conflicts(graph(*reversed(articles)))
    assert [c.id for c in again] == [c.id for c in found]


def test_the_answer_of_most_articles_comes_first() -> None:
    found = find_conflicts(graph(counted("446"), counted("507"), counted("507")))
    assert [a.value for a in found[0].alternatives] == ["507家", "446家"]
    assert [len(a.claims) for a in found[0].alternatives] == [2, 1]


def test_an_empty_graph_and_the_sample_have_none() -> None:
    assert find_conflicts(graph()) == ()
    assert find_conflicts(sample.graph()) == ()

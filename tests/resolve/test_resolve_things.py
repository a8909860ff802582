"""Organizations, areas, venues, series, works and products across articles."""

from __future__ import annotations

import pytest
from made import document, entity_of, thing

from kg.resolve import resolve


@pytest.mark.parametrize(
    ("type_", "left", "right"),
    [
        ("Organization", ("全球服务贸易联盟", "GATIS", "服贸联盟"), ("GATIS",)),
        ("Organization", ("全球服务贸易联盟", "GATIS", "服贸联盟"), ("服贸联盟", "GATIS")),
        ("Company", ("首都会展（集团）有限公司",), ("首都会展(集团)有限公司",)),
        ("Company", ("ＡＢＣ科技",), ("ABC科技",)),
        ("Venue", ("首钢园区", "首钢园"), ("首钢园",)),
        ("Venue", ("首钢园区", "首钢园"), ("首钢园", "首钢园区")),
        ("AdministrativeArea", ("北京市",), ("北京",)),
        ("AdministrativeArea", ("北京", "京"), ("北京市", "京")),
        ("EventSeries", ("中国国际服务贸易交易会", "服贸会"), ("服贸会",)),
        ("Work", ("《东海贸易报告》",), ("东海贸易报告",)),
        ("Product", ("国产大飞机C919", "C919"), ("C919",)),
        ("Organization", ("世界海岛组织", "WIO"), ("World Island Organization", "WIO")),
    ],
)
def test_one_thing(type_: str, left: tuple[str, ...], right: tuple[str, ...]) -> None:
    a = document("a", "2022-09-01", thing("e1", type_, *left))
    b = document("b", "2022-09-02", thing("e1", type_, *right))
    assert len(resolve([a, b]).entities) == 1


@pytest.mark.parametrize(
    ("type_", "left", "right"),
    [
        ("Company", ("中国银行",), ("中国建设银行",)),
        ("Company", ("中国银行信贷部", "中国银行"), ("中国银行",)),
        ("Organization", ("东海联盟", "联盟"), ("西山联盟", "联盟")),
        ("Organization", ("东海联盟", "联盟"), ("联盟",)),
        ("Organization", ("执委会",), ("执委会",)),
        ("GovernmentBody", ("商务局",), ("商务局",)),
        ("AdministrativeArea", ("吉林省",), ("吉林市",)),
        ("Venue", ("海岛中心一期",), ("海岛中心二期",)),
        ("Organization", ("东山银行", "东行"), ("东海银行", "东行")),
        ("Product", ("海岛5G", "5G"), ("5G",)),
    ],
)
def test_two_things(type_: str, left: tuple[str, ...], right: tuple[str, ...]) -> None:
    a = document("a", "2022-09-01", thing("e1", type_, *left))
    b = document("b", "2022-09-02", thing("e1", type_, *right))
    assert len(resolve([a, b]).entities) == 2


def test_kinds_of_organization_are_one_group() -> None:
    a = document("a", "2022-09-01", thing("e1", "Association", "海岛联盟"))
    b = document("b", "2022-09-02", thing("e1", "Organization", "海岛联盟"))
    (entity,) = resolve([a, b]).entities
    assert entity.type == "Association"


def test_a_venue_and_an_organization_of_one_name_stay_two_with_an_issue() -> None:
    a = document("a", "2022-09-01", thing("e1", "Institution", "天水市博物馆"))
    b = document("b", "2022-09-02", thing("e1", "Venue", "天水市博物馆"))
    found = resolve([a, b])
    assert [(e.id, e.type, e.name) for e in found.entities] == [
        ("天水市博物馆", "Institution", "天水市博物馆"),
        ("天水市博物馆_Venue", "Venue", "天水市博物馆"),
    ]
    assert [i.kind for i in found.issues] == ["same-name"]


def test_what_the_lexicon_knows_as_one_is_one_under_a_name_of_the_texts() -> None:
    a = document("a", "2022-09-01", thing("e1", "EventSeries", "广交会", known="中国进出口商品交易会"))
    b = document("b", "2022-09-02", thing("e1", "EventSeries", "中国广交会", known="中国进出口商品交易会"))
    (entity,) = resolve([a, b]).entities
    assert (entity.id, entity.names) == ("中国广交会", ("中国广交会", "广交会"))


def test_an_ambiguous_short_form_joins_nothing_and_is_reported() -> None:
    a = document("a", "2022-09-01", thing("e1", "Company", "东山银行", "东行"))
    b = document("b", "2022-09-02", thing("e1", "Company", "东海银行", "东行"))
    c = document("c", "2022-09-03", thing("e1", "Company", "东行"))
    found = resolve([a, b, c])
    assert {e.id for e in found.entities} == {"东山银行", "东海银行", "东行"}
    assert [i.message for i in found.issues if i.kind == "ambiguous-name"] == [
        "short form 东行 names several things: 东山银行, 东海银行, 东行"
    ]
    assert {d.verdict for d in found.decisions} == {"unsure"}


def test_short_forms_that_abbreviate_each_other_lead_to_the_one_full_name() -> None:
    a = document("a", "2022-09-01", thing("e1", "Organization", "全球海岛联盟", "GAI", "岛盟"))
    b = document("b", "2022-09-02", thing("e1", "Organization", "岛盟", "GAI"))
    c = document("c", "2022-09-03", thing("e1", "Organization", "GAI", "岛盟"))
    (entity,) = resolve([a, b, c]).entities
    assert (entity.id, entity.names) == ("全球海岛联盟", ("GAI", "全球海岛联盟", "岛盟"))


def test_a_name_that_one_article_gives_to_two_things_tells_neither() -> None:
    a = document(
        "a", "2022-09-01", thing("e1", "Company", "东山控股", "东山"), thing("e2", "Company", "东山矿业", "东山")
    )
    b = document("b", "2022-09-02", thing("e1", "Company", "东山"))
    assert len(resolve([a, b]).entities) == 3


def test_what_an_article_calls_part_of_another_is_not_that_other() -> None:
    a = document(
        "a", "2022-09-01",
        thing("e1", "Venue", "海岛展览城", "海展"), thing("e2", "Venue", "海岛展览城东馆"),
        relations=[("e2", "partOf", "e1")],
    )  # fmt: skip
    b = document("b", "2022-09-02", thing("e1", "Venue", "海岛展览城东馆", "海展"))
    found = resolve([a, b])
    assert entity_of(found, a, "e1") != entity_of(found, a, "e2")


def test_units_are_told_by_name_and_parent() -> None:
    def with_office(topic: str, parent: str) -> object:
        return document(
            topic, "2022-09-01", thing("e1", "Organization", parent), thing("e2", "Organization", "秘书处", parent="e1")
        )

    documents = [with_office("a", "海岛联盟"), with_office("b", "海岛联盟"), with_office("c", "群山联盟")]
    found = resolve(documents)  # type: ignore[arg-type]
    assert {e.id for e in found.entities} == {"海岛联盟", "群山联盟", "秘书处_海岛联盟", "秘书处_群山联盟"}


def test_bodies_without_a_parent_stay_apart_under_ids_of_their_own() -> None:
    documents = [
        document(t, day, thing("e1", "Organization", "组委会"))
        for t, day in (("a", "2022-09-01"), ("b", "2022-09-01"), ("c", "2023-01-02"))
    ]
    ids = [e.id for e in resolve(documents).entities]
    assert len(ids) == len(set(ids)) == 3
    assert "组委会_2023-01-02" in ids

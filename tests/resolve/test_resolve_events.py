"""Editions, sub-events and other events."""

from __future__ import annotations

import pytest
from made import document, entity_of, thing

from kg.model import Document
from kg.resolve import resolve


def edition(topic: str, *names: str, year: int | None = None, ordinal: int | None = None, day: str = "") -> Document:
    return document(
        topic, day or f"{year or 2022}-09-01", thing("s", "EventSeries", "海岛国际博览会", "岛博会"),
        thing("e", "Event", *names, series="s", year=year, ordinal=ordinal),
    )  # fmt: skip


def events(*documents: Document) -> list[str]:
    return [e.id for e in resolve(documents).entities if e.type == "Event"]


def test_an_edition_is_its_series_and_year_whatever_it_is_called() -> None:
    a, b = edition("a", "2022年岛博会", year=2022), edition("b", "2022海岛国际博览会", year=2022)
    assert events(a, b) == ["2022海岛国际博览会"]


def test_an_editions_name_is_composed_with_its_series() -> None:
    found = resolve([edition("a", "2022年岛博会", year=2022), edition("b", "2021年岛博会", year=2021)])
    assert [e.id for e in found.entities] == ["2021年海岛国际博览会", "2022年海岛国际博览会", "海岛国际博览会"]


def test_an_ordinal_stands_for_the_year_that_another_article_gives_it() -> None:
    a = edition("a", "第三届岛博会", year=2022, ordinal=3)
    b = edition("b", "第三届岛博会", ordinal=3, day="2023-05-01")
    c = edition("c", "2022年岛博会", year=2022)
    assert events(a, b, c) == ["2022年海岛国际博览会"]


def test_an_edition_known_by_its_ordinal_alone_is_named_by_it() -> None:
    assert events(edition("a", "第三届岛博会", ordinal=3), edition("b", "第四届岛博会", ordinal=4)) == [
        "第三届海岛国际博览会",
        "第四届海岛国际博览会",
    ]


def test_where_the_text_uses_only_the_ordinal_so_does_the_name() -> None:
    assert events(edition("a", "第三届岛博会", year=2022, ordinal=3)) == ["第三届海岛国际博览会"]


def test_two_ordinals_in_one_year_are_two_editions() -> None:
    a = edition("a", "第131届岛博会", year=2022, ordinal=131)
    b = edition("b", "第132届岛博会", year=2022, ordinal=132)
    c = edition("c", "2022年岛博会", year=2022)
    found = resolve([a, b, c])
    assert {e.id for e in found.entities if e.type == "Event"} == {
        "第131届海岛国际博览会", "第132届海岛国际博览会", "2022年海岛国际博览会",
    }  # fmt: skip
    assert [i.kind for i in found.issues] == ["edition-ordinals"]


def test_an_event_without_series_that_bears_an_editions_name_is_that_edition() -> None:
    a = edition("a", "2022年岛博会", year=2022)
    b = document("b", "2022-09-03", thing("e", "Event", "2022年岛博会", year=2022))
    assert events(a, b) == ["2022年海岛国际博览会"]


def summit(topic: str, day: str, *, name: str = "全球海岛峰会", parent_year: int | None = None) -> Document:
    if parent_year is None:
        return document(topic, day, thing("m", "Event", name))
    return document(
        topic, day, thing("s", "EventSeries", "海岛国际博览会"),
        thing("e", "Event", f"{parent_year}年海岛国际博览会", series="s", year=parent_year),
        thing("m", "Event", name, parent="e"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        (summit("a", "2022-09-01"), summit("b", "2022-10-01"), True),
        (summit("a", "2022-09-01"), summit("b", "2021-09-01"), False),
        (summit("a", "2022-09-01", parent_year=2022), summit("b", "2022-10-01"), True),
        (summit("a", "2022-09-01", parent_year=2022), summit("b", "2023-01-01", parent_year=2022), True),
        (summit("a", "2022-09-01", parent_year=2022), summit("b", "2022-09-01", parent_year=2021), False),
        (summit("a", "2022-09-01"), summit("b", ""), True),
        (summit("a", "2022-09-01", name="第三届海岛峰会"), summit("b", "2023-09-01", name="第3届海岛峰会"), True),
        (summit("a", "2022-09-01", name="第三届海岛峰会"), summit("b", "2022-09-01", name="第四届海岛峰会"), False),
        (summit("a", "2022-09-01", name="开幕式"), summit("b", "2022-09-01", name="开幕式"), False),
        (summit("a", "2022-09-01", name="开幕式", parent_year=2022), summit("b", "2022-09-01", name="开幕式"), False),
        (
            summit("a", "2022-09-01", name="开幕式", parent_year=2022),
            summit("b", "2022-09-02", name="开幕式", parent_year=2022),
            True,
        ),
        (
            summit("a", "2022-09-01", name="第一届会员大会", parent_year=2022),
            summit("b", "2022-09-02", name="第一届会员大会", parent_year=2021),
            False,
        ),
    ],
)
def test_other_events_are_told_by_name_parent_and_year(left: Document, right: Document, one: bool) -> None:
    found = resolve([left, right])
    assert (entity_of(found, left, "m") == entity_of(found, right, "m")) is one


def test_events_of_one_name_get_their_year() -> None:
    assert events(summit("a", "2022-09-01"), summit("b", "2021-09-01")) == ["全球海岛峰会_2021", "全球海岛峰会_2022"]


def test_other_years_are_no_doubt_to_report() -> None:
    assert resolve([summit("a", "2022-09-01"), summit("b", "2021-09-01")]).issues == ()


def test_a_start_date_gives_the_year_before_the_articles_date_does() -> None:
    a = document("a", "2022-01-03", thing("m", "Event", "全球海岛峰会"), starts={"m": "2021-12-20"})
    assert events(a, summit("b", "2021-12-22")) == ["全球海岛峰会"]


def under(topic: str, parent: str) -> Document:
    return document(topic, "2022-09-01", thing("e", "Event", parent), thing("m", "Event", "海岛峰会", parent="e"))


def test_other_parents_in_one_year_are_unsure_and_reported() -> None:
    found = resolve([under("a", "东海文化节"), under("b", "西山科技周")])
    assert {"海岛峰会_2022_东海文化节", "海岛峰会_2022_西山科技周"} <= {e.id for e in found.entities}
    assert "unsure" in {d.verdict for d in found.decisions}
    assert [i.kind for i in found.issues] == ["homonym"]


def test_without_a_parent_it_joins_neither_of_two() -> None:
    c = summit("c", "2022-09-05", name="海岛峰会")
    found = resolve([under("a", "东海文化节"), under("b", "西山科技周"), c])
    assert entity_of(found, c, "m").id == "海岛峰会_2022"


def test_a_circle_of_parents_does_no_harm() -> None:
    a = document(
        "a", "2022-09-01", thing("e", "Event", "东海文化节", parent="m"), thing("m", "Event", "海岛峰会", parent="e")
    )
    assert events(a) == ["东海文化节", "海岛峰会"]


def test_one_name_and_year_at_two_places_is_two_events() -> None:
    def race(topic: str, city: str) -> Document:
        things = [thing("e1", "Event", "山海越野赛", year=2024)]
        return document(
            topic, "2024-05-01", *things, thing("a", "AdministrativeArea", city), relations=[("e1", "heldAt", "a")]
        )

    one, same, other = race("甲", "杭州"), race("乙", "杭州市西湖区"), race("丙", "宁波")
    found = resolve([one, same, other])
    assert entity_of(found, one, "e1") == entity_of(found, same, "e1") != entity_of(found, other, "e1")
    assert [d.reasons for d in found.decisions if d.verdict == "unsure"] == [
        ("same name and year, other place: 山海越野赛",)
    ]

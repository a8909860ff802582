"""Entities by what people type."""

import pytest
import sample_graph as sample

from kg.errors import UsageError
from kg.model import Entity

S = sample
GRAPH = S.graph()


@pytest.mark.parametrize(
    ("text", "first", "matched"),
    [
        (S.HALL, S.HALL, S.HALL),
        ("茶博会", S.FAIR, "茶博会"),
        ("茶博", S.FAIR, "茶博会"),
        ("hta", S.ALLIANCE, "HTA"),
        ("ＨＴＡ", S.ALLIANCE, "HTA"),
        ("leaf", S.PARTNER, S.PARTNER),
        ("會展中心", S.HALL, S.HALL),
        ("2031 博览会", S.FAIR, S.FAIR),
        ("cyyj", None, ""),
        ("cys", S.PERSON, S.PERSON),
        ("chenyuanshan", S.PERSON, S.PERSON),
        ("chen yuan", S.PERSON, S.PERSON),
        ("hwhzzx", S.HALL, S.HALL),
        ("hzzx", S.HALL, S.HALL),
        ("huizhanzhongxin", S.HALL, S.HALL),
        ("cbh", S.FAIR, "茶博会"),
        ("", None, ""),
        ("……", None, ""),
        ("完全无关", None, ""),
    ],
)
def test_search(text: str, first: str | None, matched: str) -> None:
    found = GRAPH.search(text)
    assert (found[0].id if found else None) == first
    assert (found[0].matched if found else "") == matched


def test_whole_names_come_before_beginnings_and_these_before_parts() -> None:
    more = (
        Entity("茶博会", "Product", "茶博会", ("茶博会",)),
        Entity("茶博会网", "Product", "茶博会网", ("茶博会网",)),
        Entity("云茶博会", "Product", "云茶博会", ("云茶博会",)),
    )
    found = S.graph(S.with_claims(more=more)).search("茶博会")
    assert [e.id for e in found] == ["茶博会", S.FAIR, "茶博会网", "云茶博会", S.PLATFORM]


def test_of_equal_matches_the_better_known_comes_first() -> None:
    more = (Entity("海湾甲", "Venue", "海湾甲", ()), Entity("海湾乙", "Venue", "海湾乙", ()))
    graph = S.graph(S.with_claims(more=more))
    assert [e.id for e in graph.search("海湾")][:3] == [S.CITY, "海湾乙", "海湾甲"]


def test_a_class_and_a_limit() -> None:
    assert {e.type for e in GRAPH.search("海湾", kind="Venue")} == {"Venue"}
    assert {e.id for e in GRAPH.search("海湾", kind="kg:Organization")} == {S.OFFICE, S.ALLIANCE}
    assert len(GRAPH.search("海湾", limit=2)) == 2


@pytest.mark.parametrize("wrong", [{"kind": "Hall"}, {"limit": 0}])
def test_wrong_use(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        GRAPH.search("海湾", **wrong)  # type: ignore[arg-type]


def test_namesakes_are_told_apart_among_hits() -> None:
    twin = Entity("陈远山_青岭茶业", "Person", S.PERSON, (S.PERSON, "陈博士"))
    graph = S.graph(S.with_claims(more=(twin,)))
    shown = [repr(hit) for hit in graph.search(S.PERSON)]
    assert shown == [f"<Person {S.PERSON} (ent:{S.PERSON})>", f"<Person {S.PERSON} (陈远山_青岭茶业)>"]
    assert repr(graph.search("陈博士")[0]) == f"<Person {S.PERSON} (陈远山_青岭茶业; 陈博士)>"


def test_what_matched_shows_but_makes_no_other_entity() -> None:
    (found,) = GRAPH.search("hta")
    assert repr(found) == f"<Association {S.ALLIANCE} (HTA)>"
    assert found == GRAPH.entity(S.ALLIANCE)
    assert repr(GRAPH.search(S.ALLIANCE)[0]) == f"<Association {S.ALLIANCE}>"

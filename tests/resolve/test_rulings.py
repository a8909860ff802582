"""A person's decisions: they win over the machine's, and say so where they have no effect."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import document, entity_of, thing

from kg.model import Document, Ruling, Side
from kg.resolve import resolve

BANK = document(
    "甲", "2024-01-01", thing("e1", "Person", "王晓"), thing("o", "Company", "中国银行"), posts=[("e1", "o", "总经理")]
)
SCHOOL = document(
    "乙",
    "2024-01-02",
    thing("e1", "Person", "王晓"),
    thing("o", "Institution", "海岛大学"),
    posts=[("e1", "o", "教授")],
)
AGAIN = document(
    "丙", "2024-01-03", thing("e1", "Person", "王晓"), thing("o", "Company", "中国银行"), posts=[("e1", "o", "总经理")]
)


def ids(*rulings: Ruling, documents: tuple[Document, ...] = (BANK, SCHOOL, AGAIN)) -> list[str]:
    """The entity of e1 in each document."""
    found = resolve(documents, rulings)
    return [entity_of(found, d, "e1").id for d in documents]


def ruling(verdict: str, left: Document | str, right: Document | str) -> Ruling:
    sides = [Side("王晓", "Person", d.article.id) if isinstance(d, Document) else Side(d) for d in (left, right)]
    return Ruling(verdict, *sides, place="decisions.jsonl:1")  # type: ignore[arg-type]


def test_without_rulings_the_machine_decides() -> None:
    bank, school, again = ids()
    assert bank == again != school


def test_same_joins_what_the_machine_keeps_apart() -> None:
    assert len(set(ids(ruling("same", BANK, SCHOOL)))) == 1


def test_different_parts_what_the_machine_joins() -> None:
    bank, school, again = ids(ruling("different", BANK, AGAIN))
    assert len({bank, school, again}) == 3


def test_different_holds_through_clusters() -> None:
    """One bad pair cannot fuse: what is joined to either side stays on its side."""
    fourth = document(
        "丁",
        "2024-01-04",
        thing("e1", "Person", "王晓"),
        thing("o", "Company", "中国银行"),
        posts=[("e1", "o", "行长")],
    )
    bank, _, again, other = ids(ruling("different", BANK, AGAIN), documents=(BANK, SCHOOL, AGAIN, fourth))
    assert bank != again
    assert other in (bank, again)


def test_a_ruling_outweighs_an_article_that_keeps_two_apart() -> None:
    one = document(
        "戊", "2024-01-01", thing("a", "Person", "王晓"), thing("b", "Person", "王小晓"),
        thing("o", "Company", "中国银行"), thing("p", "Institution", "海岛大学"),
        posts=[("a", "o", "总经理"), ("b", "p", "教授")],
    )  # fmt: skip
    found = resolve([one], [Ruling("same", Side("王晓"), Side("王小晓"))])
    assert entity_of(found, one, "a") == entity_of(found, one, "b")


def test_without_an_article_everything_of_a_name_is_meant() -> None:
    short = document("己", "2024-01-01", thing("e1", "Company", "甲乙丙"))
    long = document("庚", "2024-01-02", thing("e1", "Company", "甲乙丙丁集团"))
    assert len(set(ids(Ruling("same", Side("甲乙丙"), Side("甲乙丙丁集团")), documents=(short, long)))) == 1


def test_the_later_of_two_rulings_about_a_pair_holds() -> None:
    rulings = [ruling("same", BANK, SCHOOL), replace(ruling("different", BANK, SCHOOL), place="decisions.jsonl:2")]
    found = resolve([BANK, SCHOOL], rulings)
    assert entity_of(found, BANK, "e1") != entity_of(found, SCHOOL, "e1")
    told = [(i.kind, i.place) for i in found.issues if i.kind.startswith("decision")]
    assert told == [("decision-overruled", "1")]


def test_rulings_that_exclude_each_other_are_told() -> None:
    sides = [Side(n) for n in ("甲乙丙", "甲乙丙丁", "甲乙丙戊")]
    rulings = [
        Ruling("same", sides[0], sides[1], place="d.jsonl:1"),
        Ruling("same", sides[1], sides[2], place="d.jsonl:2"),
        Ruling("different", sides[0], sides[2], place="d.jsonl:3"),
    ]
    documents = [document(s.name, "2024-01-01", thing("e1", "Company", s.name)) for s in sides]
    found = resolve(documents, rulings)
    assert [(i.kind, i.source) for i in found.issues if i.kind.startswith("decision")] == [
        ("decision-overruled", "d.jsonl")
    ]


@pytest.mark.parametrize(
    "given",
    [
        Ruling("same", Side("无人"), Side("王晓"), place="decisions.jsonl:7"),
        Ruling("different", Side("王晓", "Venue"), Side("王晓"), place="decisions.jsonl:7"),
        Ruling("same", Side("王晓"), Side("中国银行"), place="decisions.jsonl:7"),
    ],
)
def test_a_ruling_without_effect_is_an_issue_with_its_place(given: Ruling) -> None:
    found = resolve([BANK], [given])
    assert [(i.kind, i.source, i.place) for i in found.issues] == [("decision-unused", "decisions.jsonl", "7")]


def test_decisions_by_hand_are_marked_in_the_record() -> None:
    found = resolve([BANK, SCHOOL], [ruling("same", BANK, SCHOOL)])
    assert [d.reasons for d in found.decisions if d.hand] == [("decided by hand (decisions.jsonl:1)",)]

"""People of one name."""

from __future__ import annotations

import pytest
from made import document, entity_of, thing

from kg.model import Document
from kg.resolve import resolve


def person(topic: str, *posts: tuple[str, str], name: str = "王晓", day: str = "2022-09-01") -> Document:
    """An article with one person and posts (organization, title); an empty organization is not stated."""
    organizations = [thing(f"o{i}", "Company", org) for i, (org, _) in enumerate(posts) if org]
    held = [("p", f"o{i}" if org else "", title) for i, (org, title) in enumerate(posts)]
    return document(topic, day, thing("p", "Person", name), *organizations, posts=held)


def people(*documents: Document) -> set[str]:
    return {e.id for e in resolve(documents).entities if e.type == "Person"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([("海岛银行", "总经理")], [("海岛银行", "总经理")]),
        ([("海岛银行", "总经理")], [("海岛银行", "董事长")]),
        ([("海岛银行", "总经理")], [("群山大学", "教授"), ("海岛银行", "顾问")]),
        ([("海岛银行", "总经理")], []),
        ([("海岛银行", "总经理")], [("", "总经理")]),
        ([("", "总经理")], [("", "总经理"), ("", "书记")]),
        ([], []),
    ],
)
def test_one_person(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> None:
    assert people(person("a", *left), person("b", *right)) == {"王晓"}


@pytest.mark.parametrize(
    ("left", "right", "ids"),
    [
        ([("海岛银行", "总经理")], [("群山大学", "教授")], {"王晓_海岛银行", "王晓_群山大学"}),
        ([("海岛银行", "总经理")], [("群山银行", "总经理")], {"王晓_海岛银行", "王晓_群山银行"}),
        ([("海岛银行", "总经理")], [("", "教授")], {"王晓_海岛银行", "王晓_教授"}),
    ],
)
def test_homonyms(left: list[tuple[str, str]], right: list[tuple[str, str]], ids: set[str]) -> None:
    assert people(person("a", *left), person("b", *right)) == ids


def test_homonyms_are_unsure_and_reported() -> None:
    found = resolve([person("a", ("海岛银行", "总经理")), person("b", ("群山大学", "教授"))])
    assert [d.verdict for d in found.decisions] == ["unsure"]
    assert [(i.kind, i.message) for i in found.issues] == [
        ("homonym", "王晓 is kept apart as 王晓_海岛银行, 王晓_群山大学")
    ]


def test_the_lexicon_knows_a_person_whatever_posts_articles_state() -> None:
    def known(topic: str, organization: str) -> Document:
        return document(
            topic, "2022-09-01", thing("p", "Person", "王晓", known="王晓"), thing("o", "Company", organization),
            posts=[("p", "o", "主席")],
        )  # fmt: skip

    assert people(known("a", "海岛银行"), known("b", "群山大学")) == {"王晓"}


def test_who_has_no_post_joins_no_one_where_there_are_two() -> None:
    found = resolve([person("a", ("海岛银行", "总经理")), person("b", ("群山大学", "教授")), person("c")])
    assert {e.id for e in found.entities if e.type == "Person"} == {"王晓", "王晓_海岛银行", "王晓_群山大学"}
    assert sum(d.verdict == "same" for d in found.decisions) == 0


def test_a_title_without_organization_joins_no_one_where_two_have_it() -> None:
    found = people(person("a", ("海岛银行", "经理")), person("b", ("群山银行", "经理")), person("c", ("", "经理")))
    assert found == {"王晓_海岛银行", "王晓_群山银行", "王晓_经理"}


def test_organizations_are_compared_after_they_are_resolved() -> None:
    a = document(
        "a",
        "2022-09-01",
        thing("p", "Person", "王晓"),
        thing("o", "Organization", "全球海岛联盟", "GAI"),
        posts=[("p", "o", "主席")],
    )
    b = document(
        "b", "2022-09-02", thing("p", "Person", "王晓"), thing("o", "Organization", "GAI"), posts=[("p", "o", "会长")]
    )
    assert people(a, b) == {"王晓"}


def test_a_title_in_a_unit_and_in_its_parent_is_one_post() -> None:
    a = document(
        "a", "2022-09-01", thing("p", "Person", "王晓"), thing("u", "Company", "海岛银行信贷部", parent="o"),
        thing("o", "Company", "海岛银行"), posts=[("p", "u", "总经理")],
    )  # fmt: skip
    assert people(a, person("b", ("海岛银行", "总经理"))) == {"王晓"}
    assert len(people(a, person("b", ("海岛银行", "行长")))) == 2


def test_two_bearers_of_a_name_in_one_article_are_two() -> None:
    a = document(
        "a", "2022-09-01", thing("p", "Person", "王晓"), thing("q", "Person", "王晓"),
        thing("o", "Company", "海岛银行"), thing("u", "Institution", "群山大学"),
        posts=[("p", "o", "总经理"), ("q", "u", "教授")],
    )  # fmt: skip
    found = resolve([a])
    assert {e.id for e in found.entities if e.type == "Person"} == {"王晓_海岛银行", "王晓_群山大学"}
    assert [d.verdict for d in found.decisions] == ["different"]


def test_different_names_are_never_compared() -> None:
    assert people(person("a", ("海岛银行", "总经理")), person("b", ("海岛银行", "总经理"), name="王晓明")) == {
        "王晓",
        "王晓明",
    }


def test_a_name_with_very_many_posts_is_joined_by_organization_only() -> None:
    many = [person(f"t{i}", (f"海岛{i}银行", "经理")) for i in range(70)]
    again = [person(f"u{i}", (f"海岛{i}银行", "董事")) for i in range(70)]
    assert people(*many, *again) == {f"王晓_海岛{i}银行" for i in range(70)}


def test_a_bare_name_joins_the_candidate_whose_employer_the_article_names() -> None:
    bank = document(
        "甲",
        "2024-01-01",
        thing("e1", "Person", "王晓"),
        thing("o", "Company", "中国银行"),
        posts=[("e1", "o", "总经理")],
    )
    school = document(
        "乙",
        "2024-01-02",
        thing("e1", "Person", "王晓"),
        thing("o", "Institution", "海岛大学"),
        posts=[("e1", "o", "教授")],
    )
    near = document("丙", "2024-01-03", thing("e1", "Person", "王晓"), thing("o", "Company", "中国银行"))
    both = document(
        "丁",
        "2024-01-04",
        thing("e1", "Person", "王晓"),
        thing("o", "Company", "中国银行"),
        thing("p", "Institution", "海岛大学"),
    )
    found = resolve([bank, school, near, both])
    assert entity_of(found, near, "e1") == entity_of(found, bank, "e1") != entity_of(found, school, "e1")
    assert entity_of(found, both, "e1") not in (entity_of(found, bank, "e1"), entity_of(found, school, "e1"))

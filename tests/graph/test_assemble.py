"""From claims to facts."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sample_graph as sample

from kg.graph.check import iso_precision
from kg.graph.facts import key
from kg.model import (
    Attribute,
    Claim,
    Entity,
    Fact,
    Observation,
    Position,
    Quotation,
    Relation,
)

S = sample


def kinds(*extra: Claim) -> list[str]:
    """The kinds of issue that further claims bring."""
    graph = S.graph(S.with_claims(*extra))
    return [i.kind for i in graph.issues if i.kind != "doubt"]


def test_the_sample_has_no_fault() -> None:
    assert kinds() == []


def test_issues_of_the_resolution_are_kept() -> None:
    assert [i.kind for i in S.graph().issues] == ["doubt"]


def test_the_same_fact_of_two_articles_is_one() -> None:
    stated = S.graph().stated[key(Position(S.PERSON, S.OFFICE, "副局长"))]
    assert stated.support == 2
    assert (stated.first, stated.last) == (date(2031, 5, 6), date(2031, 5, 8))
    assert stated.confidence == 0.95


def test_works_for_follows_from_a_position_with_its_claims() -> None:
    graph = S.graph()
    derived = graph.stated[key(Relation(S.PERSON, "worksFor", S.OFFICE))]
    assert derived.derived
    assert derived.claims == graph.stated[key(Position(S.PERSON, S.OFFICE, "副局长"))].claims


@pytest.mark.parametrize("organization", [S.CITY, ""])
def test_works_for_does_not_follow_where_no_organization_is_named(organization: str) -> None:
    graph = S.graph()
    assert any(isinstance(f.fact, Position) and f.fact.organization == organization for f in graph.stated.values())
    assert key(Relation(S.OTHER, "worksFor", organization)) not in graph.stated


def test_a_negated_position_gives_no_fact_but_stays_in_the_evidence() -> None:
    graph = S.graph()
    fact = Position(S.OTHER, S.OFFICE, "局长")
    assert key(fact) not in graph.stated
    assert key(Relation(S.OTHER, "worksFor", S.OFFICE)) not in graph.stated
    assert [c.status for c in graph.claims if c.fact == fact] == ["negated"]


def test_a_symmetric_relation_is_one_fact_whichever_way_it_is_said() -> None:
    graph = S.graph(S.with_claims(S.say(S.FIRST, 1, Relation(S.COMPANY, "cooperatesWith", S.PARTNER))))
    found = [f for f in graph.stated.values() if isinstance(f.fact, Relation) and f.fact.predicate == "cooperatesWith"]
    assert len(found) == 1
    assert found[0].status == "asserted"
    assert len(found[0].claims) == 2


def test_a_general_relation_is_not_repeated_beside_its_own_specific_one() -> None:
    graph = S.graph()
    assert key(Relation(S.COMPANY, "exhibitsAt", S.FAIR)) in graph.stated
    assert key(Relation(S.COMPANY, "participatesIn", S.FAIR)) not in graph.stated
    assert any(c.fact == Relation(S.COMPANY, "participatesIn", S.FAIR) for c in graph.claims)


def test_a_general_relation_alone_stays() -> None:
    graph = S.graph(S.with_claims(S.say(S.FIRST, 1, Relation(S.PARTNER, "participatesIn", S.FAIR))))
    assert key(Relation(S.PARTNER, "participatesIn", S.FAIR)) in graph.stated


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        (Relation(S.HALL, "heldAt", S.CITY), "range"),
        (Relation(S.FAIR, "heldAt", S.COMPANY), "range"),
        (Relation(S.COMPANY, "speaksAt", S.FORUM), "range"),
        (Attribute(S.SERIES, "startDate", "2031-05-06"), "range"),
        (Position(S.COMPANY, S.OFFICE, "局长"), "range"),
        (Position(S.PERSON, S.HALL, "馆长"), "range"),
        (Observation(S.PERSON, "粉丝", Decimal(3), "个"), "range"),
        (Quotation(S.FAIR, "你好", "direct"), "range"),
        (Relation(S.FAIR, "heldAt", "无名之地"), "dangling"),
        (Position("无名氏", S.OFFICE, "局长"), "dangling"),
        (Relation(S.FAIR, "inventedProperty", S.CITY), "property"),
        (Attribute(S.FAIR, "heldAt", "某地"), "property"),
        (Attribute(S.FAIR, "startDate", "2031-02-30"), "date"),
        (Attribute(S.FAIR, "startDate", "五月"), "date"),
        (Attribute(S.FAIR, "type", "Festival"), "class"),
        (Relation(S.COMPANY, "cooperatesWith", S.COMPANY), "self"),
        (Position(S.PERSON, S.OFFICE, " "), "incomplete"),
        (Quotation("", "你好", "direct"), "incomplete"),
        (Observation("", "企业", Decimal(3), "家"), "incomplete"),
        (Observation(S.FAIR, "企业", Decimal("NaN"), "家"), "value"),
    ],
)
def test_a_fact_that_cannot_stand_is_told_and_left_out(fact: Fact, kind: str) -> None:
    claim = S.say(S.SECOND, 0, fact, extractor="test:bad")
    graph = S.graph(S.with_claims(claim))
    (issue,) = (i for i in graph.issues if i.kind != "doubt")
    assert issue.kind == kind
    assert "test:bad" in issue.message
    assert (issue.source, issue.place) == ("news/two.txt", f"{claim.start}-{claim.end}")
    assert claim.id not in graph.evidence
    assert key(fact) not in graph.stated


@pytest.mark.parametrize(
    "fact",
    [
        Relation(S.SERIES, "heldAt", S.CITY),
        Relation(S.FAIR, "organizer", S.PERSON),
        Relation(S.FAIR, "organizer", S.CITY),
        Relation(S.CITY, "participatesIn", S.FAIR),
        Relation(S.CITY, "exhibits", S.PLATFORM),
        Position(S.PERSON, S.FAIR, "主席"),
        Observation(S.SERIES, "届数", Decimal(10), "届"),
        Observation(S.PLATFORM, "用户", Decimal(10), "人"),
    ],
)
def test_what_the_ontology_widens_is_accepted(fact: Fact) -> None:
    assert kinds(S.say(S.SECOND, 0, fact)) == []


def test_a_claim_of_an_unknown_article_is_told() -> None:
    claim = replace(S.say(S.FIRST, 0, Relation(S.FORUM, "heldAt", S.HALL)), article="gone", id="x")
    assert kinds(claim) == ["dangling"]


def test_an_entity_of_no_class_is_told_with_all_that_speaks_of_it() -> None:
    base = S.with_claims(
        S.say(S.FIRST, 0, Relation(S.FORUM, "heldAt", "某处")), more=(Entity("某处", "Title", "某处", ()),)
    )
    assert [i.kind for i in S.graph(base).issues] == ["doubt", "class", "dangling"]


def test_a_name_said_only_by_a_claim_becomes_a_name() -> None:
    graph = S.graph(S.with_claims(S.say(S.FIRST, 0, Attribute(S.FAIR, "prefLabel", "海湾茶博会"))))
    assert graph.entity("海湾茶博会").id == S.FAIR
    assert any(c.fact == Attribute(S.FAIR, "altLabel", "海湾茶博会") for c in graph.claims)


def test_the_same_claim_twice_counts_once_the_surest() -> None:
    claim = S.say(S.SECOND, 0, Relation(S.FORUM, "heldAt", S.HALL), confidence=0.5)
    graph = S.graph(S.with_claims(claim, replace(claim, confidence=0.8, extractor="test:other")))
    assert [e.confidence for e in graph.evidence.values() if e.claim.fact == claim.fact] == [0.8]


def test_one_claim_id_on_two_facts_keeps_both() -> None:
    claim = S.say(S.SECOND, 0, Relation(S.FORUM, "heldAt", S.HALL))
    other = replace(claim, fact=Relation(S.FORUM, "heldAt", S.CITY))
    graph = S.graph(S.with_claims(claim, other))
    assert {c.id for c in graph.claims if c.fact in (claim.fact, other.fact)} == {claim.id, f"{claim.id}-2"}


def test_order_of_claims_and_entities_does_not_matter() -> None:
    base = S.resolution()
    shuffled = list(base.claims), list(base.entities), list(base.articles)
    for part in shuffled:
        random.Random(7).shuffle(part)
    other = replace(base, claims=tuple(shuffled[0]), entities=tuple(shuffled[1]), articles=tuple(shuffled[2]))
    one, two = S.graph(base), S.graph(other)
    assert list(one.stated.items()) == list(two.stated.items())
    assert list(one.evidence.items()) == list(two.evidence.items())
    assert one.articles == two.articles


def test_evidence_has_the_sentence_and_the_exact_stretch() -> None:
    claim = replace(S.say(S.FIRST, 1, Relation(S.FORUM, "heldAt", S.HALL)), start=44, end=47)
    evidence = S.graph(S.with_claims(claim)).evidence[claim.id]
    assert evidence.sentence == S.ONE[1]
    assert evidence.quote == S.FIRST.article.text[44:47]
    assert (evidence.title, evidence.date, evidence.source) == ("茶博会开幕", date(2031, 5, 6), "news/one.txt")


def test_evidence_that_runs_on_has_all_its_sentences() -> None:
    span = S.FIRST.sentences
    claim = replace(S.say(S.FIRST, 1, Quotation(S.PERSON, "约三百家", "indirect")), end=span[2].start + 3)
    assert S.graph(S.with_claims(claim)).evidence[claim.id].sentence == S.ONE[1] + S.ONE[2]


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2022", "gYear"),
        ("2022-09", "gYearMonth"),
        ("2022-09-05", "date"),
        ("2024-02-29", "date"),
        ("2022-02-29", ""),
        ("2022-13", ""),
        ("0000", ""),
        ("２０２２", ""),
        ("2022-9", ""),
        ("2022-09-05T00:00", ""),
        ("", ""),
    ],
)
def test_iso_precision(value: str, precision: str) -> None:
    assert iso_precision(value) == precision

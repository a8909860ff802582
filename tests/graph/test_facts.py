"""Keys, plain numbers, and what claims add up to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sample_graph as sample

from kg.graph.assemble import add_up
from kg.graph.facts import StatedFact, key, plain
from kg.model import Attribute, Claim, Observation, Position, Relation
from kg.rdf.ontology import read_schema

FACT = Relation("甲", "heldAt", "乙")
ARTICLES = {m.article.id: m.article for m in (sample.FIRST, sample.SECOND)}


def summed(*claims: Claim) -> tuple[StatedFact, ...]:
    return add_up(claims, {}, ARTICLES, read_schema())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5.3E+12", "5300000000000"),
        ("98.40", "98.4"),
        ("300", "300"),
        ("0.00", "0"),
        ("-0", "0"),
        ("-1.50", "-1.5"),
        ("1E-7", "0.0000001"),
    ],
)
def test_plain_numbers(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_equal_facts_have_equal_keys() -> None:
    one = Observation("甲", "面积", Decimal("100"), "平方米")
    two = Observation("甲", "面积", Decimal("1E+2"), "平方米")
    assert one == two
    assert key(one) == key(two)


def test_different_facts_have_different_keys() -> None:
    facts = [
        FACT,
        Relation("乙", "heldAt", "甲"),
        Relation("甲", "locatedIn", "乙"),
        Attribute("甲", "heldAt", "丙"),
        Position("甲", "乙", "局长"),
        Position("甲", "", "乙局长"),
        Observation("甲", "乙", Decimal(1), "家"),
        Observation("甲", "乙", Decimal(1), "家", "about"),
    ]
    assert len({key(f) for f in facts}) == len(facts)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("asserted", "planned", "reported"), "asserted"),
        (("planned", "reported", "negated"), "planned"),
        (("reported",), "reported"),
        (("asserted", "negated"), "asserted"),
    ],
)
def test_the_strongest_status_wins(statuses: tuple[str, ...], expected: str) -> None:
    claims = [replace(sample.say(sample.FIRST, 0, FACT), id=s, status=s) for s in statuses]  # type: ignore[arg-type]
    (stated,) = summed(*claims)
    assert stated.status == expected
    assert set(stated.claims) == set(statuses)


def test_a_fact_that_is_only_negated_is_none() -> None:
    assert summed(sample.say(sample.FIRST, 0, FACT, status="negated")) == ()


def test_support_counts_articles_and_not_claims_or_denials() -> None:
    claims = [
        sample.say(sample.FIRST, 0, FACT, confidence=0.4),
        sample.say(sample.FIRST, 1, FACT, confidence=0.7),
        sample.say(sample.SECOND, 1, FACT, status="negated", confidence=0.99),
    ]
    (stated,) = summed(*claims)
    assert (stated.support, stated.confidence) == (1, 0.7)
    assert (stated.first, stated.last) == (date(2031, 5, 6), date(2031, 5, 6))
    assert len(stated.claims) == 3

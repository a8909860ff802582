"""Every relation rule states its own examples, and nothing of its property in its counter-examples.

Examples stand beside the rules in `seeds/lexicons/patterns/*.yaml`, in the notation `[[name|LABEL]]`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate.patterns import failures, verb_failures
from kg.nlp.attribution import Saying, load_saying
from kg.nlp.holding import Holding, load_holding
from kg.nlp.patterns import Example, Rule, load_rules
from kg.nlp.verbs import VerbExample
from kg.rdf.ontology import read_schema

DIRECTORY = Path(__file__).resolve().parents[1] / "seeds" / "lexicons" / "patterns"
RULES = load_rules(DIRECTORY)
CASES = [pytest.param(r, e, id=f"{r.property}-{n}") for r in RULES for n, e in enumerate(r.examples, 1)]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_states_its_example(rule: Rule, example: Example) -> None:
    symmetric = [name for name in read_schema().properties if read_schema().symmetric(name)]
    assert list(failures([replace(rule, examples=(example,))], symmetric)) == []


HOLDING, SAYING = load_holding(DIRECTORY / "positions.yaml"), load_saying(DIRECTORY / "attribution.yaml")


@pytest.mark.parametrize("verbs", [HOLDING, SAYING], ids=["positions", "attribution"])
def test_verbs_do_what_their_examples_say(verbs: Holding | Saying) -> None:
    assert list(verb_failures(verbs)) == []
    assert {bool(e.facts) for e in verbs.examples} == {True, False}


def test_a_verbs_example_that_does_not_hold_is_told() -> None:
    example = VerbExample("[[丁明|PER]]任[[甲公司|ORG]][[总经理|TITLE]]。", (("丁明", "甲公司", "总裁"),))
    (failure,) = verb_failures(replace(HOLDING, examples=(example,)))
    assert (failure.false, failure.missed) == ((("丁明", "甲公司", "总经理"),), (("丁明", "甲公司", "总裁"),))


@pytest.mark.parametrize(
    ("facts", "false", "missed"),
    [
        ((("甲展", "乙局"),), (), ()),
        ((), (("甲展", "乙局"),), ()),
        ((("甲展", "乙局"), ("甲展", "丙厅")), (), (("甲展", "丙厅"),)),
    ],
)
def test_an_example_that_does_not_hold_is_told(
    facts: tuple[tuple[str, str], ...], false: tuple[tuple[str, str], ...], missed: tuple[tuple[str, str], ...]
) -> None:
    rule = next(r for r in RULES if r.property == "organizer")
    example = Example("[[甲展|EVENT]]由[[乙局|ORG]]主办，[[丙厅|ORG]]没有参加。", facts)
    found = [(f.false, f.missed) for f in failures([replace(rule, examples=(example,))])]
    assert found == ([(false, missed)] if false or missed else [])


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.property)
def test_a_rule_has_an_example_and_a_counter_example(rule: Rule) -> None:
    assert any(e.facts for e in rule.examples), "no example with a fact"
    assert any(not e.facts for e in rule.examples), "no example without a fact"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.property)
def test_a_rule_s_property_is_in_the_ontology_and_its_confidence_a_share(rule: Rule) -> None:
    assert rule.property in read_schema().properties
    assert 0 < rule.confidence <= 1

"""What counts as right, false and missed."""

from __future__ import annotations

from typing import Any

import pytest
import sample_graph as sample

from kg.evaluate.compare import Outcome, compare
from kg.evaluate.gold import Gold, gold_of

ENTITIES = [
    {"id": "fair", "type": "Event", "name": sample.FAIR, "aliases": ["茶博会"]},
    {"id": "office", "type": "Organization", "name": sample.OFFICE},
    {"id": "person", "type": "Person", "name": sample.PERSON},
    {"id": "hall", "type": "Venue", "name": sample.HALL, "alt_types": ["Organization"]},
    {"id": "company", "type": "Organization", "name": sample.COMPANY},
    {"id": "partner", "type": "Organization", "name": "Leaf&Co"},
]


def gold(**more: Any) -> Gold:
    return gold_of({"doc": "a.txt", "entities": ENTITIES, **more}, "a")


def outcomes(kind: str, verdict: str = "", **more: Any) -> list[Outcome]:
    found = compare(gold(**more), sample.graph(), (*sample.ONE, *sample.TWO))
    return [o for o in found if o.kind == kind and verdict in ("", o.verdict)]


def lines(kind: str, verdict: str, **more: Any) -> set[str]:
    return {o.what for o in outcomes(kind, verdict, **more)}


def test_an_entity_is_right_by_class_and_a_shared_name_however_it_is_spelt() -> None:
    assert lines("entities", "right") == {str(e["name"]) for e in ENTITIES}
    assert sample.OTHER in lines("entities", "false")


@pytest.mark.parametrize(
    ("entity", "missed"),
    [
        ({"id": "x", "type": "Organization", "name": "无名社"}, True),
        ({"id": "x", "type": "Organization", "name": sample.CITY}, True),
        ({"id": "x", "type": "Organization", "alt_types": ["AdministrativeArea"], "name": sample.CITY}, False),
        ({"id": "x", "type": "Organization", "name": "无名社", "opt": True}, False),
    ],
)
def test_another_class_or_name_is_missed_unless_it_is_allowed(entity: dict[str, Any], missed: bool) -> None:
    found = compare(gold_of({"doc": "a.txt", "entities": [entity]}, "a"), sample.graph())
    assert any(o.kind == "entities" and o.verdict == "missed" for o in found) == missed


def test_a_relation_is_right_if_both_ends_are() -> None:
    asked = [{"s": "fair", "p": "heldAt", "o": "hall"}, {"s": "fair", "p": "heldAt", "o": "office"}]
    assert lines("relations", "right", relations=asked) >= {f"{sample.FAIR} heldAt {sample.HALL}"}
    missed = outcomes("relations", "missed", relations=asked)
    assert [(o.group, o.what) for o in missed] == [("heldAt", f"{sample.FAIR} heldAt {sample.OFFICE}")]


def test_what_was_missed_comes_with_the_sentence_that_holds_most_of_it() -> None:
    asked = [{"s": "fair", "p": "heldAt", "o": "company"}, {"s": "office", "p": "memberOf", "o": "person"}]
    assert {o.sentence for o in outcomes("relations", "missed", relations=asked)} == {sample.ONE[0], sample.ONE[1]}


def test_a_mutual_relation_is_right_either_way_round() -> None:
    asked = [{"s": "partner", "p": "cooperatesWith", "o": "company"}]
    assert not lines("relations", "missed", relations=asked)


def test_a_specific_relation_is_right_where_the_general_one_is_asked_for() -> None:
    asked = [{"s": "company", "p": "participatesIn", "o": "fair"}]
    exhibits = [o for o in outcomes("relations", "right", relations=asked) if o.group == "participatesIn"]
    assert len(exhibits) == 1


def test_an_optional_relation_is_neither_asked_for_nor_false() -> None:
    said = f"{sample.FAIR} heldAt {sample.HALL}"
    assert said in lines("relations", "false")
    asked = [{"s": "fair", "p": "heldAt", "o": "hall", "opt": True}]
    assert not any(said == o.what for o in outcomes("relations", relations=asked))


def test_a_position_needs_holder_organization_and_title() -> None:
    right = {"holder": "person", "organization": "office", "title": "副局长"}
    assert outcomes("positions", "right", positions=[right])
    said = f"{sample.PERSON} {sample.OFFICE}副局长"
    assert said not in lines("positions", "false", positions=[right])
    other = [{**right, "title": "局长"}]
    assert said in lines("positions", "false", positions=other)
    assert outcomes("positions", "missed", positions=other)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True), ({"value": 301}, False), ({"unit": "个"}, False), ({"about": "office"}, False),
        ({"measure": "参展企业"}, True), ({"measure": "观众"}, False),
    ],
)  # fmt: skip
def test_an_observation_needs_number_unit_and_entity_and_half_of_the_measure(
    change: dict[str, Any], right: bool
) -> None:
    asked = {"about": "fair", "measure": "企业", "value": 300, "unit": "家", **change}
    assert bool(outcomes("observations", "right", observations=[asked])) == right


@pytest.mark.parametrize(
    ("head", "tail", "speaker", "right"),
    [
        ("我们欢迎各地客商", "我们欢迎各地客商", "person", True),
        ("我们欢迎", "各地客商。", "person", True),
        ("我们不欢迎", "各地客商", "person", False),
        ("我们欢迎", "各地客商", "office", False),
    ],
)
def test_a_quotation_needs_its_speaker_and_its_ends(head: str, tail: str, speaker: str, right: bool) -> None:
    asked = {"speaker": speaker, "head": head, "tail": tail}
    assert bool(outcomes("quotations", "right", quotations=[asked])) == right

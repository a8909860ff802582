from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.attributes import Value, flat, joined, safe, split, text

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("首钢园", "首钢园"),
        (date(2022, 8, 31), "2022-08-31"),
        (Decimal("5.3E+12"), "5300000000000"),
        (Decimal("0.50"), "0.5"),
        (True, True),
        (0, 0),
        (0.25, 0.25),
        (("甲", "乙\x00"), ["甲", "乙\ufffd"]),
        ("孤\ud800", "孤\ufffd"),
        ("一\r\n二\r三\n四\t", "一\n二\n三\n四\t"),
        ("\ufffe\uffff\x85\x1b", "\ufffd" * 4),
    ],
)
def test_values_become_what_every_form_can_hold(value: Value, wanted: object) -> None:
    found = safe({"x": value})["x"]
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize("value", [None, "", ()])
def test_what_is_nothing_is_left_out(value: Value) -> None:
    assert safe({"x": value, "y": "z"}) == {"y": "z"}


def test_lists_become_one_text_where_there_are_none() -> None:
    assert flat({"names": ("服贸会", "A|B", "C\\"), "n": 1}) == {"names": "服贸会|A\\|B|C\\\\", "n": 1}


@given(st.lists(ANY_TEXT, min_size=1))
def test_a_joined_list_can_be_split_again(items: list[str]) -> None:
    assert split(joined(items)) == items


@given(ANY_TEXT)
def test_a_safe_text_survives_xml_and_json(value: str) -> None:
    shown = text(value)
    element = ElementTree.Element("x")
    element.text = shown
    assert (ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8")).text or "") == shown
    assert json.loads(json.dumps(shown).encode("utf-8")) == shown
    assert text(shown) == shown


def test_a_text_that_nothing_is_wrong_with_stays_as_it_is() -> None:
    assert text("2022年服贸会 “开幕” &<>\"'\\|;\u3000😀") == "2022年服贸会 “开幕” &<>\"'\\|;\u3000😀"

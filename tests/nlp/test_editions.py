"""Series, year and ordinal in an event's name."""

from __future__ import annotations

import pytest

from kg.nlp.editions import parse_edition

CASES = [
    ("2022年服贸会", "服贸会", 2022, None),
    ("第六届进博会", "进博会", None, 6),
    ("第十一届全国研讨会", "全国研讨会", None, 11),
    ("首届咖啡论坛", "咖啡论坛", None, 1),
    ("2024滨海峰会", "滨海峰会", 2024, None),
    ("2023年第三届咖啡节", "咖啡节", 2023, 3),
    ("2024年会暨换届大会", "年会暨换届大会", 2024, None),
    ("2022年（第十届）茶博会", "茶博会", 2022, 10),
    ("第四届（2023）会长大会", "会长大会", 2023, 4),
    ("服贸会", "服贸会", None, None),
    ("十八大", "十八大", None, None),
    ("第一财经论坛", "第一财经论坛", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "base", "year", "ordinal"), CASES)
def test_an_events_name_is_taken_apart(name: str, base: str, year: int | None, ordinal: int | None) -> None:
    edition = parse_edition(name)
    assert (edition.base, edition.year, edition.ordinal) == (base, year, ordinal)
    assert edition.numbered == (year is not None or ordinal is not None)

"""What a figure cannot be about, by the words around it."""

from __future__ import annotations

import pytest

from kg.model import Article, Document, LocalEntity
from kg.nlp.index import Index
from kg.nlp.plausible_subjects import plausible_subjects

ENTITIES = (
    LocalEntity("fair", "Event", "第三届海湾茶博会", ("第三届海湾茶博会",), series="series", ordinal=3),
    LocalEntity("series", "EventSeries", "海湾茶博会", ("海湾茶博会",)),
    LocalEntity("forum", "Event", "茶商论坛", ("茶商论坛",)),
    LocalEntity("hall", "Venue", "海湾会展中心", ("海湾会展中心",)),
)
FEATURES = frozenset({"made"})


def left(sentence: str, measure: str, *candidates: str, focus: str = "fair", clause: str = "") -> set[str]:
    index = Index(Document(Article("a", sentence, ()), entities=ENTITIES, focus=focus))
    given = dict.fromkeys(candidates, FEATURES)
    return set(plausible_subjects(index, sentence, measure, clause or sentence, given))


@pytest.mark.parametrize(
    ("sentence", "measure", "candidates", "kept"),
    [
        ("展览面积比上届增长6%。", "展览面积", ("fair", "forum"), {"fair"}),
        ("展览面积增长6%。", "展览面积", ("fair", "forum"), {"fair", "forum"}),
        ("比上届增长6%。", "展览面积", ("forum",), {"forum"}),
        ("参展的企业超400家。", "企业", ("fair", "hall"), {"fair"}),
        ("参展的企业超400家。", "企业", ("hall",), {"fair"}),
        ("共设展览场馆15个。", "展览场馆", ("fair", "hall"), {"fair", "hall"}),
        ("茶博会创办以来，累计举办活动1000场。", "活动", ("fair",), {"series"}),
        ("今年举办活动100场。", "活动", ("fair",), {"fair"}),
        ("参展企业400家。", "企业", (), set()),
    ],
)
def test_candidates_that_the_words_leave(
    sentence: str, measure: str, candidates: tuple[str, ...], kept: set[str]
) -> None:
    assert left(sentence, measure, *candidates) == kept


def test_without_a_focus_a_hall_stays() -> None:
    assert left("参展的企业超400家。", "企业", "hall", focus="") == {"hall"}

"""What the net's reading does to the entity of a figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from line import relations, run
from test_observations import doc

from kg.extract.figures.weighed import KEEP, weigh_figures
from kg.model import Claim, Document, Observation

TEXT = "[甲馆|V]由[乙集团|O]运营，去年收入5.1亿元。"
END = len("甲馆由乙集团运营，去年收入5.1亿元")


def document(confidence: float, about: str = "e1", marked: str = TEXT) -> Document:
    """One figure about `about`: e1 is 甲馆, e2 乙集团."""
    return with_claims(doc(marked), figure("收入", confidence, about))


def figure(measure: str, confidence: float, about: str = "e1", end: int = END) -> Claim:
    fact = Observation(about, measure, Decimal("510000000"), "元", "exactly", "none", "")
    return Claim(f"c{measure}{end}", "a", fact, 0, end - 8, end, "observations:noun", confidence, "asserted")


def with_claims(before: Document, *claims: Claim) -> Document:
    return replace(before, claims=claims)


def weighed(before: Document, chances: dict[str, float]) -> list[tuple[str, float]]:
    """(entity, confidence) of the figures that are left."""
    found = weigh_figures(before, {END: chances} if chances else {})
    return [(c.fact.about, c.confidence) for c in found if isinstance(c.fact, Observation)]


@pytest.mark.parametrize(
    ("confidence", "chances", "left"),
    [
        (0.8, {"e1": 0.9}, [("e1", 0.85)]),  # both say so
        (0.8, {"e1": 0.2, "e2": 0.9}, [("e2", 0.9)]),  # the net reads another far more clearly
        (0.8, {"e1": 0.5, "e2": 0.9}, [("e1", 0.65)]),  # not by enough
        (0.3, {"e2": 0.9}, [("e2", 0.9)]),
        (0.9, {}, [("e1", 0.72)]),  # they stand too far apart for the net
        (0.6, {"e1": 0.02}, []),  # the net reads no such thing
        (0.3, {"e1": 0.3}, []),
        (0.4, {}, []),
    ],
)
def test_a_figure_goes_to_the_entity_that_both_readings_give(
    confidence: float, chances: dict[str, float], left: list[tuple[str, float]]
) -> None:
    assert weighed(document(confidence), chances) == left


def test_nothing_is_counted_of_a_work() -> None:
    marked = "[甲馆|V]发布[乙报告|W]，去年收入5.1亿元。"
    before = document(0.8, marked=marked)
    work = next(e.id for e in before.entities if e.type == "Work")
    end = before.article.text.index("。")
    before = with_claims(before, figure("收入", 0.8, end=end))
    (claim,) = weigh_figures(before, {end: {"e1": 0.1, work: 0.95}})
    assert isinstance(claim.fact, Observation)
    assert claim.fact.about == "e1"


def test_a_figure_that_comes_to_another_says_what_that_says() -> None:
    """A heading and the text are one fact, though the extractor had given them to two entities."""
    twice = with_claims(doc(TEXT), figure("营业收入", 0.9, "e2", END - 1), figure("收入", 0.3))
    one, other = weigh_figures(twice, {END - 1: {"e2": 0.9}, END: {"e2": 0.9}})
    assert one.fact == other.fact


def test_claims_of_other_kinds_stay_as_they_are() -> None:
    before = run("由浔江省商务厅主办的第三届浔江咖啡博览会4月10日在海口开幕。", until="observations")
    assert weigh_figures(before, {}) == before.claims
    assert relations(before)


def test_the_line_drops_what_nobody_is_sure_of() -> None:
    after = run("浔江咖啡有限公司去年营业收入5.1亿元，同比增长8.7%。", until="weighing")
    figures = [c for c in after.claims if isinstance(c.fact, Observation)]
    assert figures
    assert min(c.confidence for c in figures) >= KEEP

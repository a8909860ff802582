"""Confidence as a share of right claims: one rising curve for each kind of fact."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from kg.extract.calibration import CURVES, calibrate, share
from kg.model import Article, Attribute, Claim, Document, Fact, Observation, Position, Quotation, Relation

POST = Position("e1", "e2", "局长")
FIGURE = Observation("e1", "企业", Decimal(5), "家")


def confidence(fact: Fact, given: float) -> float:
    claim = Claim("c", "a", fact, 0, 0, 1, "made", given)
    return calibrate(Document(Article("a", "文", ()), claims=(claim,))).claims[0].confidence


@pytest.mark.parametrize("kind", CURVES)
def test_curves_rise_within_bounds(kind: str) -> None:
    curve = CURVES[kind]
    assert curve[0][0] == 0
    assert curve[-1][0] == 1
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(curve))
    assert all(0 <= y <= 1 for _, y in curve)


@pytest.mark.parametrize(("figure", "said"), [(0.0, 0.1), (0.5, 0.2), (0.75, 0.5), (1.0, 0.8), (-1.0, 0.1), (2.0, 0.8)])
def test_between_its_points_a_curve_is_straight(figure: float, said: float) -> None:
    assert share(figure, ((0.0, 0.1), (0.5, 0.2), (1.0, 0.8))) == pytest.approx(said)


@pytest.mark.parametrize(
    ("fact", "given", "said"),
    [
        (POST, 0.56, 0.2),
        (POST, 1.0, 0.94),
        (FIGURE, 0.55, 0.52),
        (Relation("e1", "heldAt", "e2"), 1.0, 0.88),
        (Attribute("e1", "startDate", "2022"), 1.0, 0.88),
        (Attribute("e1", "altLabel", "甲"), 0.9, 0.9),
        (Attribute("e1", "type", "Event"), 0.9, 0.9),
        (Quotation("e1", "好", "direct"), 0.9, 0.9),
    ],
)
def test_each_kind_has_its_curve_and_names_have_none(fact: Fact, given: float, said: float) -> None:
    assert confidence(fact, given) == said

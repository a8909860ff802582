"""How sure a claim is, in figures that mean something: of the claims at 0.8, some eight of ten are right.

The extractors' own figures only order their claims. They are mapped to the share that was right in the written corpus,
one curve for each kind of fact: a post read at 0.56 was right in one case of five, a quotation at 0.9 in nine of ten.
Counter-example: what a claim's names and class are is not measured so, and stays as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

from kg.model import Attribute, Claim, Document, Fact, Observation, Position, Relation

Curve = tuple[tuple[float, float], ...]

# (the extractors' figure, share that was right), rising; `python -m training.calibration` measures them.
# Posts: parts 1 and 2 of three of the written corpus, 1,181 facts. Relations and figures: half of part 0 (0 of 6), 567
# and 341 facts, since the relation reader has learned from the others.
CURVES: Mapping[str, Curve] = {
    "Position": (
        (0.0, 0.0), (0.47, 0.01), (0.56, 0.2), (0.65, 0.33), (0.74, 0.62), (0.85, 0.62), (0.92, 0.85), (1.0, 0.94),
    ),
    "Observation": (
        (0.0, 0.1), (0.43, 0.4), (0.55, 0.52), (0.65, 0.55), (0.75, 0.65), (0.85, 0.8), (0.92, 0.88), (1.0, 0.97),
    ),
    "Relation": ((0.0, 0.0), (0.5, 0.5), (0.65, 0.67), (0.75, 0.68), (0.85, 0.8), (0.92, 0.86), (1.0, 0.88)),
}  # fmt: skip
_NAMING = frozenset({"type", "prefLabel", "altLabel"})


def calibrate(document: Document) -> Document:
    """The document with each claim's confidence as the share of such claims that is right."""
    return replace(document, claims=tuple(map(_calibrated, document.claims)))


def _calibrated(claim: Claim) -> Claim:
    curve = CURVES.get(_kind(claim.fact))
    return claim if curve is None else replace(claim, confidence=round(share(claim.confidence, curve), 2))


def _kind(fact: Fact) -> str:
    if isinstance(fact, Position | Observation):
        return type(fact).__name__
    stated = isinstance(fact, Relation) or (isinstance(fact, Attribute) and fact.predicate not in _NAMING)
    return "Relation" if stated else ""


def share(figure: float, curve: Curve) -> float:
    """The curve at a figure in 0..1, straight between its points."""
    at = bisect_right(curve, (figure, 2.0))
    if at == 0:
        return curve[0][1]
    if at == len(curve):
        return curve[-1][1]
    (x, y), (u, v) = curve[at - 1], curve[at]
    return y + (v - y) * (figure - x) / (u - x)

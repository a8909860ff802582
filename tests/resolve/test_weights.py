"""The table of weights: how scores become verdicts, and that the documentation shows the same table."""

from __future__ import annotations

import pytest
from readme_blocks import ROOT

from kg.model import Verdict
from kg.resolve import features
from kg.resolve.features import Feature, decide, verdict

WEIGHTS = {name: value for name, value in vars(features).items() if name.isupper() and isinstance(value, tuple)}


@pytest.mark.parametrize("path", ["docs/identity.md", "docs/identity.zh.md"])
def test_the_documentation_shows_every_weight(path: str) -> None:
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split(" | ")]
        for line in (ROOT / path).read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ][2:]
    assert {(row[0], float(row[-2])) for row in rows} == set(WEIGHTS.values())


@pytest.mark.parametrize(
    ("scores", "said", "score"),
    [
        ([1.0], "same", 1.0),
        ([0.75], "same", 0.75),
        ([0.74], "unsure", 0.74),
        ([0.11], "unsure", 0.11),
        ([0.1], "different", 0.1),
        ([0.9, 0.8], "same", 0.9),
        ([0.9, 0.3], "unsure", 0.6),
        ([0.9, 0.05], "different", 0.05),
    ],
)
def test_scores_become_verdicts(scores: list[float], said: Verdict, score: float) -> None:
    given: list[Feature] = [("made", s, "") for s in scores]
    found = decide("a", "b", given)
    assert (found.verdict, found.score) == (said, score)
    assert verdict(found.score) == said

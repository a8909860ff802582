"""Convolutions over many rows are those over each row alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kg.nlp import convolution
from kg.nlp.convolution import Layer, convolve
from kg.nlp.lac import Floats


def layer(step: int, width: int, rng: np.random.Generator) -> Layer:
    weights = rng.standard_normal((3, width, width)).astype(np.float32) / width
    return Layer(step, weights, rng.standard_normal(width).astype(np.float32))


def alone(row: Floats, layers: Sequence[Layer]) -> Floats:
    """One row, place by place, as the formula says."""
    states = row
    for layer in layers:
        fresh = np.zeros_like(states)
        for place in range(len(states)):
            seen = [(k, place + (k - 1) * layer.step) for k in range(3)]
            told = sum(states[at] @ layer.weights[k] for k, at in seen if 0 <= at < len(states))
            fresh[place] = told + layer.bias
        states = states + np.maximum(fresh, 0)
    return states


@pytest.mark.parametrize("block", [2, 3, 7, 1024])
@pytest.mark.parametrize("lengths", [[1], [2], [1, 1], [5, 1, 9], [3, 4, 2, 1, 1], [7, 8, 6]])
def test_each_row_sees_itself_alone(
    monkeypatch: pytest.MonkeyPatch,
    lengths: list[int],
    block: int,
) -> None:
    monkeypatch.setattr(convolution, "_BLOCK", block)
    rows = [
        np.random.default_rng(n).standard_normal((length, 8)).astype(np.float32) for n, length in enumerate(lengths)
    ]
    rng = np.random.default_rng(7)
    steps = [layer(step, 8, rng) for step in (1, 2, 4)]
    found = convolve(np.concatenate(rows), np.array(lengths), steps)
    assert found == pytest.approx(np.concatenate([alone(row, steps) for row in rows]), abs=1e-5)

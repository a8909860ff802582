"""Convolutions over many rows are those over each row alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from kg.nlp import convolution
from kg.nlp.convolution import Full, Separable, convolve
from kg.nlp.lac import Floats


def full(step: int, width: int, rng: np.random.Generator) -> Full:
    weights = rng.standard_normal((3, width, width)).astype(np.float32) / width
    return Full(step, weights, rng.standard_normal(width).astype(np.float32))


def separable(step: int, width: int, rng: np.random.Generator) -> Separable:
    near, weights = rng.standard_normal((3, width)), rng.standard_normal((width, width)) / width
    bias = rng.standard_normal(width)
    return Separable(step, *(each.astype(np.float32) for each in (near, weights, bias)))


def weights_of(layer: Full | Separable) -> Floats:
    """The weights (3, width, width) of all three places."""
    return layer.weights if isinstance(layer, Full) else layer.near[:, :, None] * layer.weights


def alone(row: Floats, layers: Sequence[Full | Separable]) -> Floats:
    """One row, place by place, as the formula says."""
    states = row
    for layer in layers:
        fresh = np.zeros_like(states)
        for place in range(len(states)):
            seen = [(k, place + (k - 1) * layer.step) for k in range(3)]
            told = sum(states[at] @ weights_of(layer)[k] for k, at in seen if 0 <= at < len(states))
            fresh[place] = told + layer.bias
        states = states + np.maximum(fresh, 0)
    return states


@pytest.mark.parametrize("kind", [full, separable])
@pytest.mark.parametrize("block", [2, 3, 7, 1024])
@pytest.mark.parametrize("lengths", [[1], [2], [1, 1], [5, 1, 9], [3, 4, 2, 1, 1], [7, 8, 6]])
def test_each_row_sees_itself_alone(
    monkeypatch: pytest.MonkeyPatch,
    lengths: list[int],
    block: int,
    kind: Callable[[int, int, np.random.Generator], Full | Separable],
) -> None:
    monkeypatch.setattr(convolution, "_BLOCK", block)
    rows = [
        np.random.default_rng(n).standard_normal((length, 8)).astype(np.float32) for n, length in enumerate(lengths)
    ]
    rng = np.random.default_rng(7)
    steps = [kind(step, 8, rng) for step in (1, 2, 4)]
    found = convolve(np.concatenate(rows), np.array(lengths), steps)
    assert found == pytest.approx(np.concatenate([alone(row, steps) for row in rows]), abs=1e-5)

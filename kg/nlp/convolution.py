"""Residual dilated convolutions over three places, for many rows at once, parted by gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kg.nlp.lac import Floats, Ints

Convolutions: TypeAlias = Sequence[tuple[int, Floats, Floats]]
"""For each layer: how far the places lie apart, weights (3, width, width), bias (width)."""

# Places worked on together: larger arrays leave the processor's caches, smaller products are slower.
_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Spread:
    """Rows one behind the other: where each position stands, which places are gaps, how many places there are.

    `reach` places are empty before, between and behind the rows, and one more at the end.
    """

    at: Ints
    gaps: Ints
    size: int
    reach: int


def convolve(mixed: Floats, spread: Spread, layers: Convolutions) -> Floats:
    """The states (positions, width) after all layers, for what goes into the first."""
    width = mixed.shape[1]
    states = np.zeros((spread.size, width), dtype=np.float32)
    states[spread.at] = mixed
    after = np.zeros_like(states)
    buffers = np.empty((2, _BLOCK + 1, width), dtype=np.float32)
    for layer in layers:
        _layer(states, after, spread, layer, buffers)
        states, after = after, states
    found: Floats = states[spread.at]
    return found


def _layer(states: Floats, after: Floats, spread: Spread, layer: tuple[int, Floats, Floats], buffers: Floats) -> None:
    """`after` = `states` and what the layer adds to them, 0 in the gaps."""
    step, weights, bias = layer
    end = spread.size - spread.reach
    at = spread.reach
    while at < end:
        # Never a single place at the end: its product is made in another way.
        stop = end if end - at <= _BLOCK + 1 else at + _BLOCK
        fresh, part = buffers[0, : stop - at], buffers[1, : stop - at]
        np.matmul(states[at:stop], weights[1], out=fresh)
        fresh += np.matmul(states[at - step : stop - step], weights[0], out=part)
        fresh += np.matmul(states[at + step : stop + step], weights[2], out=part)
        fresh += bias
        np.maximum(fresh, 0, out=fresh)
        np.add(states[at:stop], fresh, out=after[at:stop])
        at = stop
    after[spread.gaps] = 0


def spread_packed(active: Ints, reach: int) -> Spread:
    """Where packed positions (see `kg.nlp.lac.pack`) stand when row follows row.

    >>> spread = spread_packed(np.array([2, 1]), 1)
    >>> spread.at.tolist(), spread.gaps.tolist()
    ([1, 4, 2], [0, 3, 5, 6])
    """
    lengths = (active[:, None] > np.arange(active[0])).sum(axis=0)
    begins = np.cumsum(lengths + reach) - lengths
    step = np.repeat(np.arange(len(active)), active)
    row = np.arange(len(step)) - (np.cumsum(active) - active)[step]
    return _spread(begins[row] + step, int(lengths.sum()) + reach * (len(lengths) + 1) + 1, reach)


def spread_rows(lengths: Ints, reach: int) -> Spread:
    """Where the positions of rows that follow each other stand.

    >>> spread_rows(np.array([2, 1]), 1).at.tolist()
    [1, 2, 4]
    """
    row = np.repeat(np.arange(len(lengths)), lengths)
    size = int(lengths.sum()) + reach * (len(lengths) + 1) + 1
    return _spread(np.arange(len(row)) + reach * (row + 1), size, reach)


def _spread(at: Ints, size: int, reach: int) -> Spread:
    gaps = np.ones(size, dtype=bool)
    gaps[at] = False
    return Spread(at, np.flatnonzero(gaps), size, reach)

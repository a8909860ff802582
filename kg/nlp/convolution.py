"""Residual dilated convolutions over three places, for many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from kg.nlp.lac import Floats, Ints

Layer: TypeAlias = tuple[int, Floats, Floats]
"""How far the places lie apart, weights (3, width, width), bias (width)."""

# Places worked on together: larger arrays leave the processor's caches, smaller products are slower.
_BLOCK = 1024


def convolve(mixed: Floats, lengths: Ints, layers: Sequence[Layer]) -> Floats:
    """The states (positions, width) after all layers, for what goes into the first.

    Row stands behind row; beyond its ends each row sees nothing. Some rows go through all layers, then the next: so
    little memory is touched that it stays in the processor's caches.
    """
    ends = np.cumsum(lengths)
    states = np.empty_like(mixed)
    row = at = 0
    while row < len(lengths):
        behind = max(row + 1, int(np.searchsorted(ends, at + _BLOCK, side="right")))
        end = int(ends[behind - 1])
        states[at:end] = _through(mixed[at:end], lengths[row:behind], layers)
        row, at = behind, end
    return states


def _through(mixed: Floats, lengths: Ints, layers: Sequence[Layer]) -> Floats:
    reach = max(step for step, _, _ in layers)
    end = reach + max(len(mixed), 2)  # the product of a single place is made in another way
    states = np.zeros((end + reach, mixed.shape[1]), dtype=np.float32)
    states[reach : reach + len(mixed)] = mixed
    after = np.zeros_like(states)
    buffers = np.empty((2, _BLOCK + 1, mixed.shape[1]), dtype=np.float32)
    place = np.arange(len(mixed)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    left = np.repeat(lengths, lengths) - place
    for step, weights, bias in layers:
        first, last = (np.flatnonzero(far) + reach for far in (place < step, left <= step))
        for at in range(reach, end, _BLOCK):
            stop = end if end - at <= _BLOCK + 1 else at + _BLOCK
            if stop - at == 1:
                break  # it was done with those before it
            fresh, part = buffers[0, : stop - at], buffers[1, : stop - at]
            np.matmul(states[at:stop], weights[1], out=fresh)
            for shift, weight, edge in ((-step, weights[0], first), (step, weights[2], last)):
                np.matmul(states[at + shift : stop + shift], weight, out=part)
                low, high = np.searchsorted(edge, (at, stop))
                part[edge[low:high] - at] = 0
                fresh += part
            fresh += bias
            np.maximum(fresh, 0, out=fresh)
            np.add(states[at:stop], fresh, out=after[at:stop])
        states, after = after, states
    return states[reach : reach + len(mixed)]

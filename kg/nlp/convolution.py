"""Residual dilated convolutions over three places, for many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.nlp.lac import Floats, Ints

# Places worked on together: larger arrays leave the processor's caches, smaller products are slower.
_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Layer:
    """A weight from every number of the three places to every number: `weights` (3, width, width), `bias` (width)."""

    step: int
    weights: Floats
    bias: Floats

    def add(self, around: tuple[Floats, Floats, Floats], edges: tuple[Ints, Ints], fresh: Floats, part: Floats) -> None:
        """Write into `fresh` what the places become, before the rest is added.

        `around` are the states before, at and behind each place (places, width). `edges` are the places that have none
        before, and none behind, in their own row: what `around` holds there is another row's. `part` is room.
        """
        np.matmul(around[1], self.weights[1], out=fresh)
        for side, edge in ((0, edges[0]), (2, edges[1])):
            np.matmul(around[side], self.weights[side], out=part)
            part[edge] = 0
            fresh += part
        fresh += self.bias


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
    reach = max(layer.step for layer in layers)
    end = reach + max(len(mixed), 2)  # the product of a single place is made in another way
    states = np.zeros((end + reach, mixed.shape[1]), dtype=np.float32)
    states[reach : reach + len(mixed)] = mixed
    after = np.zeros_like(states)
    buffers = np.empty((2, _BLOCK + 1, mixed.shape[1]), dtype=np.float32)
    place = np.arange(len(mixed)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    left = np.repeat(lengths, lengths) - place
    for layer in layers:
        first, last = (np.flatnonzero(far) + reach for far in (place < layer.step, left <= layer.step))
        for at in range(reach, end, _BLOCK):
            stop = end if end - at <= _BLOCK + 1 else at + _BLOCK
            if stop - at == 1:
                break  # it was done with those before it
            fresh, part = buffers[0, : stop - at], buffers[1, : stop - at]
            before, here, behind = (states[at + by : stop + by] for by in (-layer.step, 0, layer.step))
            layer.add((before, here, behind), (_within(first, at, stop), _within(last, at, stop)), fresh, part)
            np.maximum(fresh, 0, out=fresh)
            np.add(here, fresh, out=after[at:stop])
        states, after = after, states
    return states[reach : reach + len(mixed)]


def _within(places: Ints, start: int, stop: int) -> Ints:
    """Those of the places, which are in order, from `start` to `stop`, counted from `start`."""
    low, high = np.searchsorted(places, (start, stop))
    found: Ints = places[low:high] - start
    return found

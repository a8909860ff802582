"""Decoding against the sum over all paths."""

from __future__ import annotations

import itertools
from math import exp

import numpy as np
import pytest

from kg.nlp.crf import decode
from kg.nlp.lac import Floats, Layer, Net, pack, unpack

_LABELS = 5  # two kinds (0 1, 2 3) and a label that stands alone
_NONE = np.zeros((0, 0), dtype=np.float32)


def _net(seed: int) -> Net:
    random = np.random.default_rng(seed)
    moves = random.normal(size=(_LABELS, _LABELS)).astype(np.float32) * 2
    start = random.normal(size=_LABELS).astype(np.float32)
    moves[[2, 3, 4], 1] = moves[[0, 1, 4], 3] = start[[1, 3]] = -1e4
    layer = Layer(_NONE, _NONE, _NONE, _NONE)
    stop = random.normal(size=_LABELS).astype(np.float32)
    return Net(_NONE, (layer, layer), _NONE, _NONE, start, stop, moves)


def _weights(net: Net, scores: Floats) -> dict[tuple[int, ...], float]:
    """Every path's weight."""
    found = {}
    for path in itertools.product(range(_LABELS), repeat=len(scores)):
        total = float(net.start[path[0]] + net.stop[path[-1]] + sum(scores[t, k] for t, k in enumerate(path)))
        found[path] = exp(total + sum(float(net.moves[a, b]) for a, b in itertools.pairwise(path)))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_labels_and_probabilities_are_those_of_all_paths(seed: int) -> None:
    net = _net(seed)
    random = np.random.default_rng(seed + 100)
    rows = [random.normal(size=(length, _LABELS)).astype(np.float32) * 2 for length in (5, 4, 4, 1)]
    order, active = pack([np.arange(len(row)) + 10 * k for k, row in enumerate(rows)])
    scores = np.stack([rows[number // 10][number % 10] for number in order])
    decoded = decode(net, scores, active)
    back = unpack(active)
    at = 0
    for row in rows:
        mine = back[at : at + len(row)]
        at += len(row)
        weights = _weights(net, row)
        total = sum(weights.values())
        best = max(weights, key=weights.__getitem__)
        assert tuple(decoded.labels[mine]) == best
        for t, label in enumerate(best):
            here = sum(w for path, w in weights.items() if path[t] == label)
            assert decoded.marginal[mine[t]] == pytest.approx(here / total, abs=1e-4)
            if t + 1 == len(best):
                assert decoded.onward[mine[t]] == decoded.continued[mine[t]] == 0
                continue
            for goal, chance in ((best[t + 1], decoded.onward), (min(label | 1, 4), decoded.continued)):
                both = sum(w for path, w in weights.items() if path[t : t + 2] == (label, goal))
                assert chance[mine[t]] == pytest.approx(both / here, abs=1e-4)

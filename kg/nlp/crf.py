"""The best labels of a linear-chain CRF, for a batch of rows at once, and how probable each is.

Labels come in pairs: 2k begins a kind and 2k + 1 continues it, and may only follow its own kind (`Chain.moves` says
so); the last label, which is even too, stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kg.nlp.lac import Floats, Ints, product

_TINY = np.float32(1e-30)


class Chain(Protocol):
    """The weights of a linear chain, as logarithms: `start`, `stop` (labels) and `moves` (from, to)."""

    @property
    def start(self) -> Floats: ...
    @property
    def stop(self) -> Floats: ...
    @property
    def moves(self) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best path of each row; the arrays are packed as the scores were (see `kg.nlp.lac.pack`).

    `labels` are label numbers; `marginal` is P(label here); `onward` is P(the next label of the path | the one here);
    `continued` is P(the next label is the inner label of the same kind | the one here). The last two are 0 at the end
    of a row.
    """

    labels: Ints
    marginal: Floats
    onward: Floats
    continued: Floats


def decode(net: Chain, scores: Floats, active: Ints) -> Decoded:
    """Decode packed emission scores (positions, labels); `active` is how many rows reach each step.

    Viterbi gives the labels, the forward-backward algorithm their probabilities (both exact).
    """
    labels = _best_paths(net, scores, active)
    return Decoded(labels, *_probabilities(net, scores, active, labels))


def _steps(active: Ints) -> list[tuple[int, int, int]]:
    """For each step: where it begins, how many rows reach it, how many reach the next one."""
    counts = [int(n) for n in active]
    starts = [int(at) for at in np.cumsum(active) - active]
    return list(zip(starts, counts, [*counts[1:], 0], strict=True))


def _best_paths(net: Chain, scores: Floats, active: Ints) -> Ints:
    best = scores.copy()
    best[: active[0]] += net.start
    steps = _steps(active)
    outward = np.ascontiguousarray(net.moves[:, ::2])[:, :, None]
    begun, kept = (np.diagonal(net.moves[k::2, 1::2]) for k in (0, 1))
    for at, n, on in steps:
        now, new = best[at : at + on], best[at + n : at + n + on]
        new[:, ::2] += (np.ascontiguousarray(now.T)[:, None, :] + outward).max(axis=0).T
        new[:, 1::2] += np.maximum(now[:, :-1:2] + begun, now[:, 1::2] + kept)
    into = np.ascontiguousarray(net.moves.T)
    labels = np.zeros(len(scores), dtype=np.intp)
    for at, n, on in reversed(steps):
        after = labels[at + n : at + n + on]
        labels[at : at + on] = (best[at : at + on] + into[after]).argmax(axis=1)
        labels[at + on : at + n] = (best[at + on : at + n] + net.stop).argmax(axis=1)
    return labels


def _probabilities(net: Chain, scores: Floats, active: Ints, labels: Ints) -> tuple[Floats, Floats, Floats]:
    """`marginal`, `onward` and `continued` of the paths `labels`, by forward and backward sums scaled at each step."""
    moves: Floats = np.exp(net.moves - net.moves.max())
    weights: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    ahead, back = _backward(net, moves, weights, active)
    product = _forward(net, moves, weights, active) * back
    every = np.arange(len(labels))
    marginal = product[every, labels] / np.maximum(product.sum(axis=1), _TINY)
    here, following = _neighbours(active)
    onward, continued = np.zeros_like(marginal), np.zeros_like(marginal)
    inner = np.minimum(labels | 1, scores.shape[1] - 1)
    for goal, chance in ((labels[following], onward), (inner[here], continued)):
        step = moves[labels[here], goal] * ahead[following, goal]
        chance[here] = step / np.maximum(back[here, labels[here]], _TINY)
    return marginal, onward, continued


def _neighbours(active: Ints) -> tuple[Ints, Ints]:
    """All positions that have one behind them in their row, and those."""
    here = [np.arange(at, at + on) for at, _, on in _steps(active)]
    following = [np.arange(at + n, at + n + on) for at, n, on in _steps(active)]
    return np.concatenate(here), np.concatenate(following)


def _forward(net: Chain, moves: Floats, weights: Floats, active: Ints) -> Floats:
    sums = weights.copy()
    sums[: active[0]] *= np.exp(net.start - net.start.max())
    for at, n, on in _steps(active):
        now = sums[at : at + on]
        sums[at + n : at + n + on] *= product(now / now.sum(axis=1, keepdims=True), moves)
    return sums


def _backward(net: Chain, moves: Floats, weights: Floats, active: Ints) -> tuple[Floats, Floats]:
    """What comes after each label: `ahead` = weight here times what follows, scaled; `back` = what follows."""
    ahead, back = np.empty_like(weights), np.empty_like(weights)
    from_to = np.ascontiguousarray(moves.T)
    stop: Floats = np.exp(net.stop - net.stop.max())
    for at, n, on in reversed(_steps(active)):
        back[at : at + on] = product(ahead[at + n : at + n + on], from_to)
        back[at + on : at + n] = stop
        here = weights[at : at + n] * back[at : at + n]
        ahead[at : at + n] = here / here.sum(axis=1, keepdims=True)
    return ahead, back

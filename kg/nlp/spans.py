"""Labelled spans as arrays, over several texts at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kg.nlp.crf import Decoded
from kg.nlp.lac import Ints

Scores: TypeAlias = npt.NDArray[np.float64]
Spans: TypeAlias = tuple[Ints, Ints, Ints, Scores]
"""Start, end (exclusive), label number and probability of each."""
Lists: TypeAlias = tuple[list[int], list[int], list[int], list[float]]


def spans_of(offsets: Ints, decoded: Decoded, order: Ints, outside: int) -> Spans:
    """The spans of a packed batch whose label is below `outside`; `order` are its positions row by row (`unpack`).

    A span begins wherever a label is no inner one. It is as probable as its first label is, times each step inside
    it, times no further inner label behind it.
    """
    labels = decoded.labels[order]
    firsts = np.flatnonzero(labels % 2 == 0)
    lasts = np.append(firsts[1:], len(labels)) - 1
    chances = np.append(1, decoded.onward[order][:-1])
    chances[firsts] = decoded.marginal[order][firsts]
    chances = np.multiply.reduceat(chances, firsts) * (1 - decoded.continued[order][lasts])
    scores = np.round(np.clip(chances, 0, 1), 3)
    told = np.flatnonzero(labels[firsts] < outside)
    firsts, lasts = firsts[told], lasts[told]
    places = offsets[order]
    return places[firsts], places[lasts] + 1, labels[firsts], scores[told]


@dataclass(slots=True)
class Collected:
    """The spans of several texts that are read as one, whose first characters stand at `begins`."""

    begins: Ints
    batches: list[Spans] = field(default_factory=list)

    def parts(self) -> Iterator[Lists]:
        """Each text's spans in order, with its own offsets."""
        starts, ends, labels, scores = (
            np.concatenate(columns) for columns in zip(_none(), *self.batches, strict=True)
        )  # fmt: skip
        order = np.argsort(starts, kind="stable")
        starts, ends, labels, scores = starts[order], ends[order], labels[order], scores[order]
        borders = [*np.searchsorted(starts, self.begins).tolist(), len(starts)]
        for begin, low, high in zip(self.begins.tolist(), borders, borders[1:], strict=False):
            yield (
                (starts[low:high] - begin).tolist(),
                (ends[low:high] - begin).tolist(),
                labels[low:high].tolist(),
                scores[low:high].tolist(),
            )


def _none() -> Spans:
    return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)


def collected(texts: Sequence[str]) -> Collected:
    """A place to put the spans of texts that are joined without anything between them."""
    lengths = np.array([len(text) for text in texts], dtype=np.intp)
    return Collected(np.cumsum(lengths) - lengths)

"""The relation reader in torch: the same arithmetic as `kg.nlp.relation_model`, with gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from kg.nlp.relation_features import SIZES
from training.encode import readers
from training.relation_data import RELATIONS, Case

NEVER = -30.0
PLACE, PAIR = ("kind", "detail", "focus", "often"), ("distance", "sentences", "between", "order", "alike", "types")
DILATIONS = (1, 2, 4, 8, 16)
_GAP = 2 * max(DILATIONS)


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the net and how it is fitted. `unknown` is the share of words hidden from a batch, `unheard` that of the
    pairs of which it is not told what the rules say."""

    width: int = 160
    hidden: int = 128
    inner: int = 64
    dropout: float = 0.4
    unknown: float = 0.15
    unheard: float = 0.15
    epochs: int = 10
    rate: float = 2e-3
    decay: float = 0.05
    batch: int = 12
    averaged: float = 0.998
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Some cases as one row with gaps between, and their pairs."""

    words: Tensor
    firsts: Tensor
    lasts: Tensor
    numbers: Tensor
    present: Tensor
    first: Tensor
    second: Tensor
    pairs: Tensor
    said: Tensor
    group: Tensor
    labels: Tensor


class Net(nn.Module):
    """Row and pairs → scores (pairs, relations); `allowed` (types, relations) says which are scored."""

    def __init__(self, shape: Shape, words: int, allowed: np.ndarray) -> None:
        super().__init__()
        width, hidden = shape.width, shape.hidden
        self.shape = shape
        self.register_buffer("allowed", torch.from_numpy(allowed))
        self.register_buffer("embedding", torch.from_numpy(readers()[1].net.embedding), persistent=False)
        self.word = nn.Embedding(words + 1, width, padding_idx=0)
        self.places = nn.ModuleList(nn.Embedding(SIZES[name], width) for name in PLACE)
        self.letters = nn.Linear(2 * self.embedding.shape[1], width)
        self.convolutions = nn.ModuleList(nn.Linear(3 * width, width) for _ in DILATIONS)
        self.first, self.second = nn.Linear(width, hidden), nn.Linear(width, hidden, bias=False)
        self.inner, self.between = nn.Linear(width, shape.inner), nn.Linear(shape.inner, hidden, bias=False)
        self.pairs = nn.ModuleList(nn.Embedding(SIZES[name], hidden) for name in PAIR)
        self.rules = nn.Linear(len(RELATIONS), hidden, bias=False)
        self.gain = nn.Parameter(torch.full((len(RELATIONS),), 2.0))
        self.output = nn.Linear(hidden, len(RELATIONS))
        for table in (self.word, *self.places, *self.pairs):
            nn.init.normal_(table.weight, std=0.1)
        nn.init.zeros_(self.word.weight[0].detach())
        nn.init.constant_(self.output.bias, -3.0)
        self.drop = nn.Dropout(shape.dropout)

    def states(self, batch: Batch) -> Tensor:
        """One state for each place of the row."""
        x = self.word(batch.words) + self.letters(
            torch.cat((self.embedding[batch.firsts], self.embedding[batch.lasts]), dim=1)
        )
        for table, column in zip(self.places, batch.numbers.T, strict=True):
            x = x + table(column)
        x = self.drop(torch.relu(x)) * batch.present
        for step, layer in zip(DILATIONS, self.convolutions, strict=True):
            none = x.new_zeros(step, x.shape[1])
            near = torch.cat((torch.cat((none, x[:-step])), x, torch.cat((x[step:], none))), dim=1)
            x = (x + self.drop(torch.relu(layer(near)))) * batch.present
        return x

    def forward(self, batch: Batch) -> Tensor:
        """Scores (pairs, relations), NEVER where a relation cannot be."""
        x = self.states(batch)
        low = torch.minimum(batch.first, batch.second) + 1
        high = torch.maximum(batch.first, batch.second)
        hidden = self.first(x)[batch.first] + self.second(x)[batch.second]
        hidden = hidden + self.between(torch.relu(_greatest(self.inner(x), low, high)))
        for table, column in zip(self.pairs, batch.pairs.T, strict=True):
            hidden = hidden + table(column)
        hidden = hidden + self.rules(batch.said)
        scores = self.output(self.drop(torch.relu(hidden))) + self.gain * batch.said
        return scores.masked_fill(~self.allowed[batch.pairs[:, -1]], NEVER)


def _greatest(values: Tensor, low: Tensor, high: Tensor) -> Tensor:
    """The greatest value of each column in the rows `low..high` of each pair, 0 where there is none."""
    length = (high - low).clamp_min(1)
    level = torch.from_numpy(np.frexp(length.numpy().astype(np.float64))[1] - 1).long()
    tables = [values]
    for n in range(int(level.max())):
        last, reach = tables[-1], 1 << n
        shifted = torch.cat((last[reach:], last[-1:].expand(min(reach, len(last)), -1)))
        tables.append(torch.maximum(last, shifted))
    found = values.new_zeros(len(low), values.shape[1])
    for n, table in enumerate(tables):
        here = torch.nonzero((level == n) & (high > low))[:, 0]
        found = found.index_copy(0, here, torch.maximum(table[low[here]], table[high[here] - (1 << n)]))
    return found


def grouped(batch: Batch, scores: Tensor) -> Tensor:
    """The greatest score of each group: two entities are related if any two of their names are."""
    where = batch.group[:, None].expand(-1, scores.shape[1])
    start = scores.new_full((len(batch.labels), scores.shape[1]), NEVER)
    return start.scatter_reduce(0, where, scores, "amax", include_self=True)


def batch_of(cases: Sequence[Case], words: Mapping[str, int], *, hide: np.random.Generator | None = None) -> Batch:
    """The cases joined, with so many empty places between that none sees another."""
    tagger = readers()[1]
    number, unknown = tagger.vocabulary.get, tagger.unknown
    parts: dict[str, list[np.ndarray]] = {name: [] for name in Batch.__slots__}
    at = groups = 0
    for case in cases:
        row, size = case.row, len(case.row.words)
        ids = np.array([words.get(word, 0) for word in row.words])
        said = case.said
        if hide is not None:
            ids[hide.random(size) < Shape().unknown] = 0
            deaf = hide.random(len(case.labels)) < Shape().unheard
            said = np.where(deaf[case.group][:, None], np.float32(0), said)
        letters = [np.array([number(sign, unknown) for sign in signs]) for signs in (row.firsts, row.lasts)]
        columns = {"words": ids, "firsts": letters[0], "lasts": letters[1], "numbers": row.numbers}
        for name, column in columns.items():
            parts[name] += [column, np.zeros((_GAP, *column.shape[1:]), dtype=np.int64)]
        parts["present"] += [np.ones((size, 1), dtype=np.float32), np.zeros((_GAP, 1), dtype=np.float32)]
        parts["first"].append(row.at[case.pairs.first] + at)
        parts["second"].append(row.at[case.pairs.second] + at)
        parts["pairs"].append(case.pairs.numbers)
        parts["said"].append(said)
        parts["group"].append(case.group + groups)
        parts["labels"].append(case.labels.astype(np.float32))
        at += size + _GAP
        groups += len(case.labels)
    return Batch(**{name: torch.from_numpy(np.concatenate(columns)) for name, columns in parts.items()})

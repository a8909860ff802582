"""Fit one head, with everything random drawn from one seed."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor

from training.encode import OUTSIDE, Encoded, readers
from training.net import Head, Shape

KNOWN = 2
"""The column of lexicon matches."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit. `hidden_names` is the share of pieces whose lexicon matches are hidden."""

    shape: Shape = field(default_factory=Shape)
    epochs: int = 12
    rate: float = 2e-3
    batch: int = 32
    decay: float = 0.01
    dropout: float = 0.3
    hidden_names: float = 0.4
    averaged: float = 0.999
    source_hidden: float = 0.0
    seed: int = 1


Part: TypeAlias = tuple[Encoded, "np.ndarray"]
"""Texts and the numbers of the pieces of them that an epoch reads."""


def batches(part: Part, size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Numbers of pieces of like length, batch by batch, in random order."""
    data, pieces = part
    lengths = np.diff(data.starts)[pieces]
    order = pieces[np.argsort(lengths + rng.random(len(lengths)) * 8, kind="stable")]
    cut = [order[at : at + size] for at in range(0, len(order), size)]
    rng.shuffle(cut)
    return cut


def tensors(data: Encoded, which: np.ndarray, embedding: Tensor, bigrams: int = 0) -> tuple[Tensor, ...]:
    """states, signs, words, columns, source, pairs, lengths, allowed of some pieces, the longest first, padded."""
    lengths = np.diff(data.starts)[which]
    order = np.argsort(-lengths, kind="stable")
    which, lengths = which[order], lengths[order]
    steps = np.arange(lengths[0])
    at = np.minimum(data.starts[which][:, None] + steps, (data.starts[which + 1] - 1)[:, None])
    ids = torch.from_numpy(data.ids[at]).long()
    pairs = torch.zeros((*ids.shape, 1), dtype=torch.long)
    if bigrams:
        nxt = torch.cat((ids[:, 1:], ids[:, -1:]), dim=1)
        pairs = ((ids * 31337 + nxt * 7919) % bigrams)[..., None]
    return (
        torch.from_numpy(data.states[at]).float(), embedding[ids], torch.from_numpy(data.words[at]).long(),
        torch.from_numpy(data.columns[at]).long(),
        torch.from_numpy(data.source[which].astype(np.int64) * 0 + data.source[data.starts[which]])[:, None].long(),
        pairs, torch.from_numpy(lengths), torch.from_numpy(data.allowed[at]),
    )  # fmt: skip


def fit(
    recipe: Recipe,
    epoch_data: Callable[[int], Sequence[Part]],
    *,
    report: Callable[[str], None] = print,
    watch: Callable[[Head, int], None] | None = None,
) -> Head:
    """A head fitted on `epoch_data(epoch)`; its weights are the running average of those met."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    embedding = torch.from_numpy(readers()[1].net.embedding)
    head = Head(recipe.shape, recipe.dropout)
    mean = copy.deepcopy(head)
    optimizer = torch.optim.AdamW(head.parameters(), lr=recipe.rate, weight_decay=recipe.decay, betas=(0.9, 0.98))
    step = 0
    for epoch in range(recipe.epochs):
        began, total = time.time(), 0.0
        parts = epoch_data(epoch)
        todo = [(part[0], which) for part in parts for which in batches(part, recipe.batch, rng)]
        rng.shuffle(todo)  # type: ignore[arg-type]
        head.train()
        for number, (part, which) in enumerate(todo):
            done = (epoch + number / len(todo)) / recipe.epochs
            warm = min(1, (step + 1) / 100)
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate * warm * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)
            made = tensors(part, which, embedding, recipe.shape.bigrams)
            states, signs, words, columns, source, pairs, lengths, allowed = made
            if recipe.source_hidden:
                gone = torch.from_numpy(rng.random(len(which)) < recipe.source_hidden)
                source[gone] = 0
            hide = torch.from_numpy(rng.random(len(which)) < recipe.hidden_names)
            columns[hide, :, KNOWN] = 0
            scores = head(states, signs, words, columns, source, pairs, lengths)
            loss = head.loss(scores, allowed, lengths)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 5.0)
            optimizer.step()
            step += 1
            total += float(loss.detach())
            keep = min(recipe.averaged, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(mean.parameters(), head.parameters(), strict=True):
                    a.lerp_(b, 1 - keep)
        report(f"epoch {epoch} loss {total / len(todo):.3f} {time.time() - began:.0f} s")
        if watch:
            watch(mean, epoch)
    return mean.eval()


def predict(head: Head, data: Encoded, *, source: int | None = None) -> list[tuple[int, int, int]]:
    """Spans (place, end, label number) of the best paths."""
    head.eval()
    embedding = torch.from_numpy(readers()[1].net.embedding)
    found: list[tuple[int, int, int]] = []
    lengths = np.diff(data.starts)
    order = np.argsort(-lengths, kind="stable")
    with torch.no_grad():
        for at in range(0, len(order), 64):
            which = order[at : at + 64]
            states, signs, words, columns, src, pairs, n, _ = tensors(data, which, embedding, head.shape.bigrams)
            if source is not None:
                src = torch.full_like(src, source)
            scores = head(states, signs, words, columns, src, pairs, n)
            for row, path in zip(which, _paths(head, scores, n), strict=True):
                base = data.place[data.starts[row]]
                found.extend((base + s, base + e, k) for s, e, k in spans(path))
    return found


def _paths(head: Head, scores: Tensor, lengths: Tensor) -> Iterator[list[int]]:
    start, moves = head.laws()
    alpha = start + scores[:, 0]
    back = []
    history = [alpha]
    for t in range(1, scores.shape[1]):
        best, arg = (alpha[:, :, None] + moves).max(dim=1)
        alpha = best + scores[:, t]
        back.append(arg)
        history.append(alpha)
    for row, n in enumerate(lengths.tolist()):
        label = int((history[n - 1][row] + head.stop).argmax())
        path = [label]
        for t in range(n - 2, -1, -1):
            label = int(back[t][row, label])
            path.append(label)
        yield path[::-1]


def spans(path: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Begin, end and kind of each name in a path of labels."""
    begin = -1
    for at, label in enumerate([*path, OUTSIDE]):
        if label % 2 == 0:
            if begin >= 0:
                yield begin, at, path[begin] // 2
            begin = at if label != OUTSIDE else -1

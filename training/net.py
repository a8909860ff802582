"""The head in torch: the same arithmetic as `kg.nlp.names`, with gradients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from kg.nlp.name_features import SIZES
from training.encode import OUTSIDE, vectors

LAC_LABELS = 57
NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the head. `kind` is "gru" or "cnn"; `sources` is the number of conventions it is told apart."""

    width: int = 192
    hidden: int = 128
    kind: str = "cnn"
    sources: int = 3
    layers: int = 3
    dense: int = 512
    bigrams: int = 0


class Head(nn.Module):
    """Features → labels of a linear-chain CRF."""

    def __init__(self, shape: Shape, dropout: float = 0.3) -> None:
        super().__init__()
        self.shape = shape
        sizes = [*SIZES.values(), LAC_LABELS]
        offsets = torch.tensor([0, *sizes[:-1]]).cumsum(0)
        self.register_buffer("offsets", offsets)
        self.table = nn.Embedding(sum(sizes), shape.width)
        self.source = nn.Embedding(shape.sources, shape.width)
        self.dense = nn.Linear(shape.dense, shape.width)
        self.signs = nn.Linear(128, shape.width, bias=False)
        meant = vectors()
        self.register_buffer("vectors", torch.from_numpy(meant.of(np.arange(len(meant.rows)))), persistent=False)
        self.words = nn.Linear(meant.rows.shape[1], shape.width, bias=False)
        nn.init.normal_(self.words.weight, std=0.03)
        self.bigram = nn.Embedding(max(shape.bigrams, 1), shape.width)
        for table in (self.table, self.source, self.bigram):
            nn.init.normal_(table.weight, std=0.1 if table is not self.bigram else 0.02)
        self.drop = nn.Dropout(dropout)
        self.drop_words = nn.Dropout(0.33)
        self.drop_in = nn.Dropout(0.15)  # of whole features of a piece: a mask for each character is slow to draw
        if shape.kind == "gru":
            self.gru = nn.GRU(shape.width, shape.hidden, batch_first=True, bidirectional=True)
            last = 2 * shape.hidden
        else:
            self.convs = nn.ModuleList(
                nn.Conv1d(shape.width, shape.width, 3, padding=2 ** (k % 3), dilation=2 ** (k % 3))
                for k in range(shape.layers)
            )
            last = shape.width
        self.output = nn.Linear(last, OUTSIDE + 1)
        self.start = nn.Parameter(torch.zeros(OUTSIDE + 1))
        self.stop = nn.Parameter(torch.zeros(OUTSIDE + 1))
        self.moves = nn.Parameter(torch.zeros(OUTSIDE + 1, OUTSIDE + 1))
        inner = torch.arange(OUTSIDE + 1) % 2 == 1
        kinds = torch.arange(OUTSIDE + 1) // 2
        self.register_buffer("inner", inner)
        self.register_buffer("forbidden", (kinds[:, None] != kinds) & inner)

    def forward(
        self,
        states: Tensor,
        signs: Tensor,
        words: Tensor,
        columns: Tensor,
        source: Tensor,
        pairs: Tensor | None,
        lengths: Tensor,
    ) -> Tensor:
        """Label scores (rows, steps, labels)."""
        meant = self.words(self.vectors[words])
        x = (
            self.dense(states * self.drop_in(torch.ones_like(states[:, :1])))
            + meant * self.drop_words(torch.ones_like(meant[:, :1]))
            + self.signs(signs)
            + self.table(columns + self.offsets).sum(dim=2)
        )
        x = x + self.source(source)
        if self.shape.bigrams and pairs is not None:
            x = x + self.bigram(pairs[..., 0])
        x = self.drop(torch.relu(x))
        if self.shape.kind == "gru":
            packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True)
            x, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        else:
            mask = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
            for conv in self.convs:
                x = x + torch.relu(_convolved(x * mask, conv))
        return self.output(self.drop(x))

    def laws(self) -> tuple[Tensor, Tensor]:
        """Start and move scores, NEVER where an inner label would follow what it cannot."""
        return self.start.masked_fill(self.inner, NEVER), self.moves.masked_fill(self.forbidden, NEVER)

    def loss(self, scores: Tensor, allowed: Tensor, lengths: Tensor) -> Tensor:
        """Mean over pieces of −log P(the allowed labels)."""
        start, moves = self.laws()
        both = torch.cat((scores, scores.masked_fill(~allowed, NEVER)))
        long = torch.cat((lengths, lengths))
        weights = moves.exp()
        alpha = start + both[:, 0]
        for t in range(1, both.shape[1]):
            top = alpha.max(dim=1, keepdim=True).values.detach()
            new = ((alpha - top).exp() @ weights).clamp_min(1e-30).log() + top + both[:, t]
            alpha = torch.where((t < long)[:, None], new, alpha)
        total = torch.logsumexp(alpha + self.stop, dim=1)
        n = len(scores)
        return (total[:n] - total[n:]).sum() / n


def _convolved(x: Tensor, conv: nn.Conv1d) -> Tensor:
    """The convolution as one product, which is several times faster on a processor than torch's own."""
    step = conv.dilation[0]
    padded = nn.functional.pad(x, (0, 0, step, step))
    size = x.shape[1]
    near = torch.cat([padded[:, k * step : k * step + size] for k in range(3)], dim=2)
    return near @ conv.weight.permute(2, 1, 0).reshape(3 * x.shape[2], -1) + conv.bias

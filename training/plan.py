"""What the shipped tagger is fitted with: the recipe, and the texts of each epoch."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import numpy as np

from training.augment import pool, varied
from training.data import AISHELL, UNER, Item, public
from training.encode import Encoded, encode, readers
from training.fit import Part, Recipe, fit
from training.net import Head, Shape

RECIPE = Recipe(shape=Shape(width=192, layers=3), epochs=13)

VARIED = 0.6
"""The share of the written items whose names are changed, drawn anew in each epoch (see `training.augment`)."""

SHARES = {UNER: 1.0, AISHELL: 0.25}
"""The share of each public source that the first epoch reads."""

LEFT = 0.6
"""What is left of these shares in the last epoch; they fall evenly. At a tenth of 0.6 and 0.12 instead, F1 on sentences
of both sources left out was 0.03 and 0.05 lower, and no higher on the written corpus."""

PROSE, MORE_PROSE = ("d-", "k-"), 1
"""Items whose ids begin so are running prose with few names (`corpus/d-prose.txt`, `corpus/k-*`), read this many times
more: the other items are denser in names than newspapers are, and without these the head takes slogans and kinds for
names."""

OURS = re.compile("[a-z]-")
"""How the ids of `training/corpus` begin. The shared corpus, whose conventions the package keeps to, is read twice:
there are more items of ours than of it, and each of their writers has habits of his own."""

FILES = {UNER: "uner-gsdsimp-train.jsonl", AISHELL: "aishell-ner-dev.jsonl"}


def epoch_texts(
    items: Sequence[Item], recipe: Recipe, sources: Sequence[int] = (UNER, AISHELL)
) -> Callable[[int], list[Part]]:
    """The texts of an epoch: all written items, some varied, and samples of the public sources."""
    names = pool(items, readers()[2].lexicon)
    tokenizer = readers()[0]
    plain = encode(items)
    others = {source: encode(public(FILES[source], source)) for source in sources}

    def texts(epoch: int) -> list[Part]:
        rng = random.Random(1000 * recipe.seed + epoch)
        changed = [rng.random() < VARIED for _ in items]
        made = encode([varied(i, names, tokenizer, rng) for i, change in zip(items, changed, strict=True) if change])
        left = 1 - (1 - LEFT) * epoch / recipe.epochs
        found = [_all(made), (plain, np.flatnonzero(~np.array(changed)[plain.item]))]
        for source, data in others.items():
            size = len(data.starts) - 1
            sample = rng.sample(range(size), int(size * SHARES[source] * left))
            found.append((data, np.array(sorted(sample), dtype=np.intp)))
        return found

    return texts


def _all(data: Encoded) -> Part:
    return data, np.arange(len(data.starts) - 1)


def fitted(items: Sequence[Item], *, recipe: Recipe = RECIPE, sources: Sequence[int] = (UNER, AISHELL)) -> Head:
    """The head fitted on the items, prose and shared corpus among them weighted, and on the public sources."""
    prose = [item for item in items if item.id.startswith(PROSE)]
    shared = [item for item in items if not OURS.match(item.id)]
    return fit(recipe, epoch_texts([*items, *prose * MORE_PROSE, *shared], recipe, sources))

"""Fit the shipped relation reader and write it: `python -m training.relation_train [--out DIR] [--teachers DIR]`.

Three nets (the teachers) learn from all items but a third of the shared corpus. One more net, the one that is written,
learns from what the items state and from what the teachers say, of these items and of texts that nobody has marked
(knowledge distillation: Hinton, Vinyals, Dean 2015, arXiv:1503.02531). So it reads as the three do, in a third of the
time. The figures printed are of the third left out (`relation_data`).
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import io
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

from kg.nlp.model_files import read_model
from kg.nlp.relation_features import FAMILIES, SIZES
from training.data import corpus_files
from training.relation_data import RELATIONS, Case, case, documents, families_of, held_out, unmarked
from training.relation_net import DILATIONS, PAIR, PLACE, Net, Shape, batch_of, grouped

SEEDS = (1, 2, 3)
"""One net for each; of two, the mean of their scores had F1 0.638 where they had 0.625 and 0.629 alone."""

STUDENT = Shape(seed=11, epochs=11)
"""The shipped net: best F1 on marked names 0.723 as the three together, where one of them alone had 0.720."""

TRUST = 0.5
"""How much of what a marked item teaches the student is the teachers' word, the rest being the item's own facts."""

FREQUENT = 6
"""How often a word must occur in what is learned from to have a row of its own."""


def fit(shape: Shape, cases: Sequence[Case], words: Mapping[str, int], allowed: np.ndarray) -> Net:
    """A net fitted on the cases; its weights are the running average of those met."""
    torch.manual_seed(shape.seed)
    rng, noise = random.Random(shape.seed), np.random.default_rng(shape.seed)
    net = Net(shape, len(words), allowed)
    mean = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), lr=shape.rate, weight_decay=shape.decay, betas=(0.9, 0.98))
    taught = [c for c in cases if len(c.labels)]
    steps, step = shape.epochs * math.ceil(len(taught) / shape.batch), 0
    for epoch in range(shape.epochs):
        net.train()
        total = 0.0
        for which in _batches(taught, shape.batch, rng):
            for group in optimizer.param_groups:
                warm = min(1, (step + 1) / 100)
                group["lr"] = shape.rate * warm * (0.02 + 0.98 * (1 + math.cos(math.pi * step / steps)) / 2)
            batch = batch_of(which, words, hide=noise)
            scores = grouped(batch, net(batch))
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, batch.labels, reduction="sum")
            optimizer.zero_grad()
            (loss / len(which)).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            step += 1
            total += float(loss.detach())
            keep = min(shape.averaged, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(mean.parameters(), net.parameters(), strict=True):
                    a.lerp_(b, 1 - keep)
        print(f"epoch {epoch} loss {total / len(taught):.3f}", flush=True)
    return mean.eval()


def _batches(cases: Sequence[Case], size: int, rng: random.Random) -> list[list[Case]]:
    """Cases of like length together, in random order."""
    order = sorted(cases, key=lambda c: len(c.row.words) + rng.random() * 60)
    cut = [order[at : at + size] for at in range(0, len(order), size)]
    rng.shuffle(cut)
    return cut


def vocabulary(cases: Sequence[Case]) -> dict[str, int]:
    """The frequent words, numbered from 1."""
    counts = Counter(word for c in cases for word in c.row.words if word)
    frequent = sorted((word for word, n in counts.items() if n >= FREQUENT), key=lambda w: (-counts[w], w))
    return {word: number for number, word in enumerate(frequent, start=1)}


def table_of(families: Mapping[str, set[tuple[str, str]]]) -> np.ndarray:
    """Which relations a pair of families may have (types, relations)."""
    table = np.zeros((len(FAMILIES) ** 2, len(RELATIONS)), dtype=bool)
    for relation, pairs in families.items():
        for one, other in pairs:
            table[FAMILIES.index(one) * len(FAMILIES) + FAMILIES.index(other), RELATIONS.index(relation)] = True
    return table


def read_teachers(directory: Path) -> tuple[list[Net], dict[str, int]]:
    """The nets of a `relations.npz` in the folder, and their words. Raises ResourceError where it is malformed."""
    card, found, _ = read_model("relations", directory)
    words = {str(word): number for number, word in enumerate(card["words"], start=1)}
    nets = []
    for number in range(int(card["nets"])):
        net = Net(Shape(), len(words), found["allowed"] > 0)
        with torch.no_grad():
            for name, value in arrays(net).items():
                value.copy_(torch.from_numpy(found[f"{number}.{name}"].astype(np.float32)))
        nets.append(net.eval())
    return nets, words


def taught_by(nets: Sequence[Net], words: Mapping[str, int], cases: Sequence[Case], trust: float) -> list[Case]:
    """The cases with labels of which the share `trust` (0..1) is what the nets say, the rest what they were."""
    found = chances(nets, cases, words)
    return [replace(c, labels=(1 - trust) * c.labels + trust * f) for c, f in zip(cases, found, strict=True)]


def write(nets: Sequence[Net], words: Mapping[str, int], directory: Path, facts: Mapping[str, object]) -> None:
    """`relations.npz` and `relations.json`, as `kg.nlp.relation_model` reads them."""
    buffer = io.BytesIO()
    found = {"allowed": nets[0].allowed}
    found |= {f"{number}.{name}": value for number, net in enumerate(nets) for name, value in arrays(net).items()}
    halved = {name: value.detach().numpy().astype(np.float16) for name, value in found.items()}
    np.savez_compressed(buffer, allow_pickle=False, **halved)
    card = {
        "relations": list(RELATIONS), "families": list(FAMILIES), "features": dict(SIZES),
        "dilations": list(DILATIONS), "nets": len(nets), **facts, "words": list(words),
        "sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
    }  # fmt: skip
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "relations.npz").write_bytes(buffer.getvalue())
    (directory / "relations.json").write_text(json.dumps(card, ensure_ascii=False) + "\n", encoding="utf-8")


def arrays(net: Net) -> dict[str, torch.Tensor]:
    """A net's weights under the names that `kg.nlp.relation_model` knows."""
    width = net.shape.width
    found = {
        "word": net.word.weight, "letters": net.letters.weight.T,
        "letters_bias": net.letters.bias, "first": net.first.weight.T, "first_bias": net.first.bias,
        "second": net.second.weight.T, "inner": net.inner.weight.T, "inner_bias": net.inner.bias,
        "between_weights": net.between.weight.T, "rules": net.rules.weight.T, "gain": net.gain,
        "output": net.output.weight.T, "output_bias": net.output.bias,
    }  # fmt: skip
    found |= {name: table.weight for name, table in zip(PLACE, net.places, strict=True)}
    found |= {name: table.weight for name, table in zip(PAIR, net.pairs, strict=True)}
    for number, layer in enumerate(net.convolutions):
        found[f"conv{number}"] = layer.weight.T.reshape(3, width, width)
        found[f"conv{number}_bias"] = layer.bias
    return found


def chances(nets: Sequence[Net], cases: Sequence[Case], words: Mapping[str, int]) -> list[np.ndarray]:
    """The probability of each relation of each group of each case: the nets' mean score, the likeliest pair's."""
    found = []
    with torch.no_grad():
        for one in cases:
            batch = batch_of([one], words)
            none = np.zeros((0, len(RELATIONS)), dtype=np.float32)
            mean = torch.stack([net(batch) for net in nets]).mean(dim=0) if len(one.labels) else None
            found.append(none if mean is None else torch.sigmoid(grouped(batch, mean)).numpy())
    return found


def figures(cases: Sequence[Case], found: Sequence[np.ndarray], least: float = 0.5) -> Iterator[str]:
    """Precision, recall and F1 of each relation where a probability of `least` counts as said."""
    for number, relation in enumerate(RELATIONS):
        says = [f[:, number] >= least for f in found]
        said = sum(int(s.sum()) for s in says)
        right = sum(int((s & c.labels[:, number]).sum()) for s, c in zip(says, cases, strict=True))
        twice = 2 if relation == "cooperatesWith" else 1
        stated = sum(c.stated[relation] for c in cases) * twice
        yield (
            f"  {relation:18} P {right / max(said, 1):.3f} R {right / max(stated, 1):.3f} "
            f"F1 {2 * right / max(said + stated, 1):.3f}  {stated // twice} stated"
        )


def reliability(cases: Sequence[Case], found: Sequence[np.ndarray]) -> Iterator[str]:
    """How often what is said with a probability is right."""
    edges = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
    p = np.concatenate([f.ravel() for f in found])
    right = np.concatenate([c.labels.ravel() for c in cases])
    for low, high in pairwise(edges):
        here = (p >= low) & (p < high)
        yield f"  {low:.2f}–{min(high, 1):.2f}: {right[here].mean():.2f} of {here.sum()}"


def main() -> None:
    """Fit, write, and print the figures of the items left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "kg" / "nlp" / "models")
    parser.add_argument(
        "--teachers", type=Path, help="a folder with relations.npz whose nets teach; else they are fitted"
    )
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    rows = documents()
    families = families_of([(d, f) for i, marked, d, f in rows if marked and not held_out(i)])
    pairs = frozenset(pair for kinds in families.values() for pair in kinds)
    cases = [case(*row, pairs) for row in rows]
    taught = [c for c in cases if not held_out(c.id)]
    words = vocabulary(taught)
    table = table_of(families)
    if given.teachers is None:
        teachers, known = [fit(Shape(seed=seed), taught, words, table) for seed in SEEDS], words
    else:
        teachers, known = read_teachers(given.teachers)
    more = [case(item, False, document, [], pairs) for item, document in unmarked()]
    lessons = [*taught_by(teachers, known, taught, TRUST), *taught_by(teachers, known, more, 1)]
    nets = [fit(STUDENT, lessons, words, table)]
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in corpus_files()}
    write(
        nets,
        words,
        given.out,
        {"trained_on": hashes, "items": len({c.id for c in taught}), "unmarked": len(more), "seeds": [STUDENT.seed]},
    )
    for marked in (True, False):
        left = [c for c in cases if held_out(c.id) and c.marked == marked]
        found = chances(nets, left, words)
        print("marked names" if marked else "names found by the package")
        print("\n".join((*figures(left, found), *reliability(left, found))))


if __name__ == "__main__":
    main()

"""Fits the weights of `kg.nlp.aboutness` on part 0 of 2 of the written corpus and rewrites `kg/nlp/about_weights.py`.

    .venv/bin/python tests/extract/fit_observations.py [--write]

A conditional log-linear model (softmax over a quantity's candidates and none), L2 penalty `PENALTY`, full-batch Adam.
Prints F1 of a four-fold cross-validation by item at several thresholds. Run twice after features change: the feature
`quantity:last` depends on the choices made with the weights before.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from written_corpus import document, items  # noqa: E402

from kg.extract.observations import Reading, read  # noqa: E402
from kg.identity import squeeze  # noqa: E402
from kg.nlp.index import Index  # noqa: E402

PENALTY = 2.0  # of 0.5, 1, 2 and 3 the one with the best cross-validated F1
RAREST = 3  # features seen less often are left out
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
Row = tuple[str, Reading, str, bool]


def overlap(a: str, b: str) -> float:
    """Share of the shorter text's characters that the longer one has too."""
    small, large = sorted((squeeze(a), squeeze(b)), key=len)
    return sum(c in large for c in small) / len(small) if small else 0.0


def rows(k: int, n: int) -> tuple[list[Row], Counter[str]]:
    """Each reading with the entity the item's facts give it ("" for none) and whether its measure is right; the number
    of facts by item."""
    out: list[Row] = []
    totals: Counter[str] = Counter()
    for item in items(k, n):
        doc = document(item)
        names = {name: e.id for e in doc.entities for name in e.names}
        left = [f for f in item["facts"] if f[0] == "observation"]
        totals[item["id"]] = len(left)
        for _, reading in read(Index(doc)):
            key = (reading.quantity.value, reading.quantity.unit)
            same = [f for f in left if (Decimal(f[3]), f[4]) == key]
            good = [f for f in same if overlap(f[2], reading.measure) >= 0.5]
            fact = (good or same or [None])[0]
            if fact is not None:
                left.remove(fact)
            out.append((item["id"], reading, names.get(fact[1], "") if fact else "", bool(good)))
    return out, totals


def fit(data: list[Row]) -> dict[str, float]:
    counts = Counter(f for _, r, _, _ in data for fs in (*r.candidates.values(), r.none) for f in fs)
    names = sorted(f for f, c in counts.items() if c >= RAREST)
    column = {f: i for i, f in enumerate(names)}
    lines = [(i, fs) for i, (_, r, _, _) in enumerate(data) for fs in (*r.candidates.values(), r.none)]
    matrix = np.zeros((len(lines), len(names)))
    for at, (_, features) in enumerate(lines):
        matrix[at, [column[f] for f in features if f in column]] = 1
    group = np.array([i for i, _ in lines])
    starts = np.searchsorted(group, np.arange(len(data)))
    chosen = [[*r.candidates].index(g) if g in r.candidates else len(r.candidates) for _, r, g, _ in data]
    gold = starts + np.array(chosen)
    weights, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, 401):
        scores = matrix @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        chance = odds / np.add.reduceat(odds, starts)[group]
        slope = matrix.T @ chance - matrix[gold].sum(0) + PENALTY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        rate = 0.05 if step < 250 else 0.015
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {f: round(float(w), 2) for f, w in zip(names, weights, strict=True) if abs(w) >= 0.05}


def scores(data: list[Row], weights: dict[str, float], total: int) -> list[float]:
    """F1 at each of THRESHOLDS."""
    picks = []
    for _, reading, gold, good in data:
        if not reading.candidates:
            continue
        value = {e: sum(weights.get(f, 0) for f in sorted(fs)) for e, fs in reading.candidates.items()}
        best = max(value, key=lambda e: value[e])
        everything = [sum(weights.get(f, 0) for f in sorted(reading.none)), *value.values()]
        picks.append((float(np.exp(value[best]) / np.exp(everything).sum()), good and best == gold))
    out = []
    for threshold in THRESHOLDS:
        said = [ok for p, ok in picks if p >= threshold]
        out.append(2 * sum(said) / (len(said) + total) if said or total else 0.0)
    return out


def fold(item: str) -> int:
    return int(hashlib.sha256(b"fold" + item.encode()).hexdigest(), 16) % 4


def main() -> None:
    data, totals = rows(0, 2)
    folds = []
    for k in range(4):
        weights = fit([r for r in data if fold(r[0]) != k])
        total = sum(c for item, c in totals.items() if fold(item) == k)
        folds.append(scores([r for r in data if fold(r[0]) == k], weights, total))
    for threshold, row in zip(THRESHOLDS, np.mean(folds, axis=0), strict=True):
        print(f"threshold {threshold}: cross-validated F1 {row:.4f}")
    if "--write" in sys.argv:
        write(fit(data))


def write(weights: dict[str, float]) -> None:
    lines, line = [], "   "
    for name, weight in sorted(weights.items()):
        entry = f' "{name}": {weight},'
        if len((line + entry).encode("gb18030")) > 118:
            lines.append(line)
            line = "   "
        line += entry
    text = (
        '"""Weights of `kg.nlp.aboutness`, fitted by tests/extract/fit_observations.py on half of the '
        'written corpus."""\n\n'
        "WEIGHTS: dict[str, float] = {\n" + "\n".join([*lines, line]) + "\n}  # fmt: skip\n"
    )
    (ROOT / "kg/nlp/about_weights.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""How often claims are right, by the extractors' own figure: the curves of `kg/extract/calibration.py`.

    python -m training.calibration DIR…      folders that `../shared/tools/corpus_gold.py` wrote

Each article is built without the last stage; of each kind of fact it prints the mean figure, the share that is right
and the number of facts, in ranges of the figure. Take the curve from one part of the corpus and look at it on another.
"""

from __future__ import annotations

import itertools
import sys
from collections import defaultdict
from pathlib import Path

import kg.extract.calibration as shipped
from kg.evaluate.gold import read_gold
from kg.evaluate.run import judge_builds

BORDERS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def main(directories: list[str]) -> None:
    """Print the ranges of every kind."""
    shipped.CURVES = {}  # the extractors' own figures
    rows: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for directory in map(Path, directories):
        for judged in judge_builds(read_gold(directory / "gold"), directory / "docs", min_confidence=0):
            for o in judged.outcomes:
                if o.confidence is not None:
                    rows[o.kind].append((o.confidence, o.verdict == "right"))
    for kind, said in rows.items():
        print(kind)
        for low, high in itertools.pairwise(BORDERS):
            found = [(c, right) for c, right in said if low <= c < high]
            if found:
                mean = sum(c for c, _ in found) / len(found)
                print(f"  {mean:.3f}  {sum(right for _, right in found) / len(found):.3f}  {len(found)}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Many decisions about one pair to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.model import Decision

# A difference outweighs a likeness, which outweighs a doubt.
_WEIGHT = {"different": 0, "same": 1, "unsure": 2, "none": 3}


def merge_decisions(order: Sequence[str], decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """One decision a pair, in the order of keys: the weightiest verdict's, with all reasons given for it.

    A decision by hand outweighs all others.
    """
    rank: Mapping[str, int] = {key: i for i, key in enumerate(order)}
    pairs: dict[tuple[int, int], list[Decision]] = {}
    for d in decisions:
        left, right = rank[d.left], rank[d.right]
        if left > right:
            left, right = right, left
        if left != right:
            pairs.setdefault((left, right), []).append(d)
    merged = []
    for (left, right), same in sorted(pairs.items()):
        if len(same) == 1 and len(same[0].reasons) == 1 and same[0].left == order[left]:  # most: nothing to merge
            merged.append(same[0])
            continue
        hand = any(d.hand for d in same)
        verdict = min((d.verdict for d in same if d.hand or not hand), key=_WEIGHT.__getitem__)
        kept = [d for d in same if d.verdict == verdict and d.hand == hand]
        reasons = tuple(dict.fromkeys(r for d in sorted(kept, key=lambda d: (-d.score, d.reasons)) for r in d.reasons))
        score = (min if verdict == "different" else max)(d.score for d in kept)
        merged.append(Decision(order[left], order[right], verdict, score, reasons, hand))
    return tuple(merged)

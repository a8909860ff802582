"""Why two entities are, or are not, one: the chain of decisions that joins them, or what stands between them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from kg.model import Decision, Member, Verdict
from kg.nlp.lexicon import KnownNames
from kg.resolve.features import FULL_NAME, SPELLING, Feature
from kg.resolve.likeness import implied
from kg.resolve.names import abbreviates, area_stem, is_generic, is_unit_of, name_key
from kg.resolve.nodes import group_of
from kg.resolve.spelling import spelling

# Names that are compared where nothing was decided.
MAX_NAMES = 12


@dataclass(frozen=True, slots=True)
class Explanation:
    """`verdict` about two sets of members; `chain` joins them or keeps them apart, `remarks` compare their names."""

    verdict: Verdict
    chain: tuple[Decision, ...]
    remarks: tuple[str, ...]


def explain(
    left: Sequence[Member], right: Sequence[Member], decisions: Iterable[Decision], known: KnownNames | None = None
) -> Explanation:
    """Why the members `left` and `right`, each of one entity, are one or are not.

    `same` with the shortest chain of joins; `different` or `unsure` with the decisions between them; `none` where they
    were never compared, with what their names say.
    """
    every = list(decisions)
    if left[0].entity == right[0].entity:
        return Explanation("same", _path(left, right, every), ())
    ours, theirs = {m.key for m in left}, {m.key for m in right}
    between = [d for d in every if (d.left in ours and d.right in theirs) or (d.left in theirs and d.right in ours)]
    remarks = compare_names(left, right, known)
    verdicts: tuple[Verdict, ...] = ("different", "unsure")
    for verdict in verdicts:
        found = sorted((d for d in between if d.verdict == verdict), key=lambda d: (not d.hand, d.left, d.right))
        if found:
            return Explanation(verdict, tuple(found), remarks)
    kept = [d for d in between if d.verdict == "same"]
    return Explanation("different" if kept else "none", tuple(kept), remarks)


def _path(left: Sequence[Member], right: Sequence[Member], decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The shortest chain of joins from one of `left` to one of `right`, which are members of one entity."""
    edges: Mapping[str, list[Decision]] = defaultdict(list)
    for d in decisions:
        if d.verdict == "same":
            edges[d.left].append(d)
            edges[d.right].append(d)
    goal = {m.key for m in right}
    came: dict[str, tuple[str, Decision] | None] = {m.key: None for m in left}
    queue = deque(came)
    while queue:
        here = queue.popleft()
        if here in goal:
            chain = []
            while (step := came[here]) is not None:
                here, decision = step
                chain.append(decision)
            return tuple(reversed(chain))
        for d in edges[here]:
            there = d.right if d.left == here else d.left
            if there not in came:
                came[there] = (here, d)
                queue.append(there)
    return ()


def compare_names(left: Sequence[Member], right: Sequence[Member], known: KnownNames | None = None) -> tuple[str, ...]:
    """What the names and classes of two entities have to say about their being one, in words."""
    groups = group_of(left[0].type), group_of(right[0].type)
    if groups[0] != groups[1]:
        return (f"their classes are compared apart: {left[0].type} and {right[0].type}",)
    group = groups[0]
    ours, theirs = (sorted({n for m in side for n in m.names}) for side in (left, right))
    words = []
    for a, b in islice(product(ours[:MAX_NAMES], theirs[:MAX_NAMES]), MAX_NAMES * MAX_NAMES):
        words += [f"{what} ({score:g}): {said}" for what, score, said in _features(a, b, group, known or KnownNames())]
    return tuple(dict.fromkeys(words)) or ("no name of the one is, implies or abbreviates a name of the other",)


def _features(a: str, b: str, group: str, known: KnownNames) -> Iterable[Feature]:
    left, right = name_key(a, group), name_key(b, group)
    if left == right:
        if is_generic(left):
            yield "same noun of a kind, which names nothing by itself", 0.5, a
        else:
            yield FULL_NAME[0], FULL_NAME[1], a
        return
    if group == "AdministrativeArea" and area_stem(left) == area_stem(right):
        yield "same area but for 省, 市 …", 0.8, f"{a} / {b}"
    if spelling(a, group, known) == spelling(b, group, known):
        yield SPELLING[0], SPELLING[1], f"{a} / {b}"
    for one, key, other, raw in ((a, right, b, b), (b, left, a, a)):
        weight = implied(one, group, known).get(name_key(raw, group))
        if weight and key:
            yield weight[0], weight[1], f"{one} → {other}"
    short, long = sorted((left, right), key=len)
    if is_unit_of(long, short):
        yield "one names a part of the other", 0.05, f"{a} / {b}"
    elif abbreviates(short, long) and len(short) > 1:
        yield "could abbreviate it, which by itself joins nothing", 0.5, f"{a} / {b}"

"""What claims of figures have in common, whoever weighs them.

展会吸引960家企业 and 共有960家参展企业到会 are one fact; 960家企业 and 960名观众 are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Claim, Observation

# A figure about a report or a law competes with the others, but the ontology has no observations about works.
_UNMEASURED = frozenset({"Work"})


def unmeasured(kind: str) -> bool:
    """Whether nothing is counted or measured about entities of this class."""
    return kind in _UNMEASURED


def same_fact(claim: Claim, earlier: Sequence[Claim]) -> Claim:
    """The claim, its fact put in the words of an earlier claim that says the same: a heading repeats the figures."""
    for other in earlier:
        old, new = other.fact, claim.fact
        assert isinstance(old, Observation)
        assert isinstance(new, Observation)
        if old.period and new.period and old.period != new.period:
            continue  # 去年增长10.2%, 1—2月增长10.2%
        if (old.about, old.value, old.unit, old.change) == (new.about, new.value, new.unit, new.change):
            short, long = sorted((old.measure, new.measure), key=len)
            if 2 * sum(c in long for c in short) >= len(short):
                return replace(claim, fact=old)
    return claim

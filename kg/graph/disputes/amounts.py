"""Whether two figures can both be true, and a figure as people write it."""

from __future__ import annotations

from decimal import Decimal

from kg.graph.facts import plain
from kg.model import Observation

# 近150 and 148 agree: about leaves a tenth to both sides.
ABOUT = Decimal("0.1")
# 5.3万亿 is 5.32万亿 rounded; yet what is off by more than a twentieth (400 for 446) is another figure, and counts
# below a hundred are not rounded.
ROUNDED, ROUND_FROM = Decimal("0.05"), Decimal(100)
_SIGNS = {"exactly": "", "about": "约", "over": "超过", "under": "不足"}
_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))


def compatible(a: Observation, b: Observation) -> bool:
    """Whether two figures of the same thing can both be true.

    >>> from decimal import Decimal as D
    >>> def figure(value, comparator="exactly"): return Observation("会", "参展企业", D(value), "家", comparator)
    >>> compatible(figure(507), figure(400, "over")), compatible(figure(446), figure(507, "over"))
    (True, False)
    """
    if a.comparator == b.comparator == "exactly":
        return a.value == b.value or _rounds(a.value, b.value) or _rounds(b.value, a.value)
    if a.comparator == b.comparator == "about":
        return abs(a.value - b.value) <= ABOUT * max(abs(a.value), abs(b.value))
    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    return low_a <= high_b and low_b <= high_a


def bounds(fact: Observation) -> tuple[Decimal, Decimal]:
    """The least and the greatest that the figure allows: over 400 → 400 and infinity."""
    value, infinite = fact.value, Decimal("Infinity")
    if fact.comparator == "about":
        return value - ABOUT * abs(value), value + ABOUT * abs(value)
    return (value if fact.comparator != "under" else -infinite), (value if fact.comparator != "over" else infinite)


def _rounds(rough: Decimal, fine: Decimal) -> bool:
    """Whether `rough` is `fine` rounded or cut off to the digits `rough` has: 5.3万亿 for 5.32万亿 or 5.36万亿."""
    step = _step(rough)
    if (rough < ROUND_FROM and _step(fine) >= 1) or step <= _step(fine) or abs(rough - fine) > ROUNDED * abs(rough):
        return False
    return abs(rough - fine) <= step / 2 or 0 <= fine - rough < step


def _step(value: Decimal) -> Decimal:
    """The value of a number's last digit that is not a final zero: 152000 → 1000, 98.4 → 0.1."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)


def shown(fact: Observation) -> str:
    """A figure as people write it: 507家, 超过400家, 约15.2万平方米."""
    return f"{_SIGNS[fact.comparator]}{_number(fact.value)}{fact.unit}"


def _number(value: Decimal) -> str:
    for size, word in _SCALES:
        scaled = value / size
        if abs(scaled) >= 1 and scaled == round(scaled, 2):
            return plain(scaled) + word
    return plain(value)

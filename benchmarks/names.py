"""Names by number: the same number is always the same company, person or venue, with its full and short forms.

How many there are grows with the articles by Heaps' law, V(n) = K * n ** growth; how often each is named falls with its
number as 1/number (Zipf), so that low numbers are hubs and most are named once or twice.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from benchmarks import words

Item = TypeVar("Item")
KEPT = 1 << 16  # names kept at hand

# K of Heaps' law, by kind: how many are named in the first article.
FIRST = {"company": 2.0, "person": 3.0, "series": 0.8, "venue": 0.8, "school": 0.6, "product": 1.5, "work": 1.0}
NAMESAKES = 40  # one person in so many has the name of another


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called at first, and afterwards."""

    full: str
    short: str


def mixed(*numbers: int | str) -> int:
    """64 bits that depend on all of the arguments."""
    return int.from_bytes(blake2b(repr(numbers).encode(), digest_size=8).digest())


def vocabulary(kind: str, articles: int, growth: float) -> int:
    """How many of `kind` the first `articles` articles name."""
    return max(1, int(FIRST[kind] * articles**growth)) if articles else 0


def drawn(many: int, rng: random.Random) -> int:
    """A number from 0 to `many` - 1, small ones more often: the k-th with a probability of about 1 / k."""
    return min(many - 1, int((many + 1) ** rng.random()) - 1)


def zipf(items: Sequence[Item], rng: random.Random) -> Item:
    """One of `items`, the first most often."""
    return items[drawn(len(items), rng)]


class Parts:
    """Choices that follow from a kind, a number and a seed."""

    def __init__(self, kind: str, number: int, seed: int) -> None:
        self._state = mixed(kind, number, seed)

    def one(self, items: Sequence[Item]) -> Item:
        """One of them."""
        self._state = mixed(self._state)
        return items[self._state % len(items)]

    def below(self, many: int) -> int:
        """A number from 0 to `many` - 1."""
        return self.one(range(many))

    def letters(self, many: int) -> str:
        """So many characters that only names have."""
        return "".join(self.one(words.PARTS) for _ in range(many))

    def early(self, items: Sequence[Item]) -> Item:
        """One of them, the first most often."""
        self._state = mixed(self._state)
        return items[min(len(items) - 1, int((len(items) + 1) ** (self._state / 2**64)) - 1)]


@lru_cache(KEPT)
def company(number: int, seed: int) -> Name:
    """A company, from 杭州砺澄数字科技有限公司 (砺澄数科) to 岚屿集团."""
    parts = Parts("company", number, seed)
    city, brand = parts.early(words.CITIES), parts.letters(parts.one((2, 2, 2, 3)))
    long, short = parts.one(tuple(words.TRADES.items()))
    form = parts.below(8)
    if form < 4:
        return Name(f"{city}{brand}{long}有限公司", parts.one((brand + short, brand + short, f"{brand}公司")))
    if form == 4:
        return Name(f"{brand}{long}股份有限公司", brand + short)
    if form == 5:
        return Name(f"{brand}集团", f"{brand}集团")
    if form == 6:
        return Name(f"{city}{brand}{long}集团有限公司", f"{brand}集团")
    return Name(f"{brand}{long}（{city}）有限公司", brand + short)


@lru_cache(KEPT)
def person(kind: str, number: int, seed: int) -> str:
    """A person's name; some are namesakes."""
    parts = Parts(f"person {kind}", number, seed)
    if number and parts.below(NAMESAKES) == 0:
        return person(kind, number // 2, seed)
    return parts.early(words.SURNAMES) + parts.letters(parts.one((1, 2, 2, 2)))


def staff(kind: str, number: int, seat: int, year: int, seed: int) -> tuple[str, str]:
    """Name and title of who has a seat in an organization; every few years another person has it."""
    term = (year + number) // 5
    titles = words.TITLES[kind]
    return person(kind, number * 64 + seat * 8 + term % 8, seed), titles[(number + seat) % len(titles)]


@lru_cache(KEPT)
def series(number: int, kind: str, seed: int) -> Name:
    """What is held again and again: a fair, a tournament (`kind` sport) or a festival (`kind` culture)."""
    parts = Parts(f"series {kind}", number, seed)
    city, own = parts.early(words.CITIES), parts.letters(2)
    if kind == "sport":
        what = parts.one(words.TOURNAMENTS)
        return Name(parts.one((f"{city}{what}", f"“{own}杯”{what}", f"{own}湖{what}")), what)
    if kind == "culture":
        what = parts.one(words.FESTIVALS)
        return Name(parts.one((f"{own}{what}", f"{city}{own}{what}", f"{city}{what}")), what)
    if number < len(words.SERIES):
        return Name(*tuple(words.SERIES.items())[number])
    (industry, brief), (what, ending) = (
        parts.one(tuple(words.INDUSTRIES.items())),
        parts.one(tuple(words.SERIES_KINDS.items())),
    )
    short = f"{brief}{ending}会" if len(ending) == 1 else brief + ending
    first = parts.one((f"中国（{city}）国际", f"{city}国际", own, f"{city}{own}", "全国"))
    return Name(first + industry + what, short)


@lru_cache(KEPT)
def venue(number: int, kind: str, city: str, seed: int) -> Name:
    """A hall, a stadium, a park."""
    parts = Parts(f"venue {kind} {city}", number, seed)
    if kind == "fair" and number < len(words.VENUES):
        return Name(words.VENUES[number], words.VENUES[number])
    what, own = parts.one(words.VENUE_KINDS[kind]), parts.letters(2)
    return Name(parts.one((f"{city}{own}{what}", f"{own}{what}", f"{city}{what}")), f"{own}{what}")


@lru_cache(KEPT)
def school(number: int, seed: int) -> Name:
    """A university."""
    parts = Parts("school", number, seed)
    own, what = parts.letters(2), parts.one(words.SCHOOLS)
    return Name(parts.one((f"{own}{what}", f"{parts.early(words.CITIES)}{own}{what}")), f"{own}{what}")


@lru_cache(KEPT)
def institute(number: int, seed: int) -> Name:
    """A research institute."""
    parts = Parts("institute", number, seed)
    own, field = parts.letters(2), parts.one(tuple(words.INDUSTRIES))
    name = f"{own}{field}{parts.one(words.INSTITUTES)}"
    return Name(parts.one((name, f"{parts.early(words.CITIES)}{name}")), name)


@lru_cache(KEPT)
def association(number: int, seed: int) -> Name:
    """An association, of a city or of the whole country."""
    parts = Parts("association", number, seed)
    if number < len(words.ASSOCIATIONS):
        return Name(words.ASSOCIATIONS[number], words.ASSOCIATIONS[number])
    industry, brief = parts.one(tuple(words.INDUSTRIES.items()))
    place = parts.one(("中国", f"{parts.early(words.CITIES)}市", f"{parts.early(words.CITIES)}市"))
    return Name(f"{place}{industry}{parts.one(('行业协会', '协会', '商会', '学会', '产业联盟'))}", f"{brief}协会")


@lru_cache(KEPT)
def team(number: int, seed: int) -> Name:
    """A team, such as 成都岚屿足球俱乐部 (成都岚屿队)."""
    parts = Parts("team", number, seed)
    city, own, sport = parts.early(words.CITIES), parts.letters(2), parts.one(tuple(words.TEAM_SPORTS))
    return Name(f"{city}{own}{sport}俱乐部", f"{city}{own}队")


@lru_cache(KEPT)
def product(number: int, seed: int) -> Name:
    """A product, with its brand."""
    parts = Parts("product", number, seed)
    brand, what = parts.letters(2), parts.one(words.PRODUCT_NOUNS)
    full = parts.one((f"“{brand}”{what}", f"“{brand}{parts.below(9) + 1}号”{what}", f"“{brand}”系列{what}"))
    return Name(full, f"“{brand}”")


@lru_cache(KEPT)
def work(number: int, seed: int) -> str:
    """A book, a play, a report, in its marks."""
    parts = Parts("work", number, seed)
    if parts.below(3) == 0:
        return f"《{parts.one(tuple(words.INDUSTRIES))}{parts.one(words.REPORT_NOUNS)}》"
    return f"《{parts.letters(2)}{parts.one(words.WORK_NOUNS)}》"

"""Stories: what happened, when, where, and who took part. Several articles tell the same one."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from benchmarks import names, words
from benchmarks.names import Name, drawn, mixed, vocabulary, zipf

# How often each field is written about, in parts.
FIELDS = {
    "fair": 18, "company": 20, "government": 14, "sport": 9, "culture": 11, "science": 9, "local": 9, "world": 6,
    "product": 4,
}  # fmt: skip
BEGIN, DAYS = date(2014, 1, 1), 4000
NEWEST = 6  # at most so many new names of a kind in a story
EVENTS = {"sport": "sport", "culture": "culture"}
HALLS = {"sport": "sport", "culture": "culture", "local": "local"}


class Story:
    """A story by the number of its first article; all that it names is drawn when it is first asked for."""

    def __init__(self, number: int, seed: int, growth: float) -> None:
        self.number, self.seed, self.growth = number, seed, growth
        rng = random.Random(mixed("story", number, seed))
        self.field = rng.choices(tuple(FIELDS), tuple(FIELDS.values()))[0]
        self.date = BEGIN + timedelta(days=rng.randrange(DAYS))
        self.city, self.city2 = zipf(words.CITIES, rng), rng.choice(words.CITIES)
        self.countries = tuple(zipf(words.COUNTRIES, rng) for _ in range(6))
        self.ministry, self.body = zipf(words.MINISTRIES, rng), zipf(words.INTERNATIONAL, rng)
        self.bureaus = tuple(rng.sample(words.BUREAUS, 3))
        self.industries = tuple(rng.sample(tuple(words.INDUSTRIES), 4))
        self.theme_number, self.reporters = rng.randrange(100), self._reporters(rng)
        self.companies = self._numbers("company", 5, rng)
        self.schools = self._numbers("school", 2, rng)
        self.people = self._numbers("person", 6, rng)
        self.works, self.products = self._numbers("work", 2, rng), self._numbers("product", 3, rng)
        self.event = self._event(rng)
        self.figures = Figures.of(self.event, seed)
        hall = self._numbers("venue", 1, rng)[0]
        self.venue_number = hall
        self.venue = names.venue(hall, HALLS.get(self.field, "fair"), self.city, seed)

    def _numbers(self, kind: str, many: int, rng: random.Random) -> tuple[int, ...]:
        """Numbers of `kind`: those that are new with this story, then hubs and tail, and some of the newest."""
        there = max(2 * many, vocabulary(kind, self.number + 1, self.growth))
        new = list(range(vocabulary(kind, max(0, self.number - 1), self.growth), there))[-min(many, NEWEST) :]
        while len(new) < many:
            recent = there - 1 - drawn(min(there, 60), rng)
            number = recent if rng.random() < 0.3 else drawn(there, rng)
            if number not in new:
                new.append(number)
        return tuple(new)

    def _reporters(self, rng: random.Random) -> tuple[str, ...]:
        return tuple(names.person("reporter", drawn(400, rng), self.seed) for _ in range(3))

    def _event(self, rng: random.Random) -> Edition:
        number, kind = self._numbers("series", 1, rng)[0], EVENTS.get(self.field, "fair")
        held = names.series(number, kind, self.seed)
        return Edition(number, held, self.date.year, 1985 + mixed("founded", number, kind, self.seed) % 28)

    def editor(self, rng: random.Random) -> str:
        """Who edited an article."""
        return names.person("editor", drawn(200, rng), self.seed)

    @cached_property
    def begins(self) -> date:
        """The first day of its event."""
        return self.date - timedelta(days=self.number % 3)

    @cached_property
    def days(self) -> int:
        """How many days its event lasts."""
        return 2 + mixed("days", self.event.number, self.seed) % 6


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a series."""

    number: int
    series: Name
    year: int
    founded: int

    @property
    def ordinal(self) -> int:
        """Its number: one a year."""
        return self.year - self.founded + 1

    def full(self, way: int) -> str:
        """Its full name, written in one of three ways."""
        year, whole = self.year, self.series.full
        if whole[0] == "“" or way == 0:
            return f"第{numeral(self.ordinal)}届{whole}"
        return f"{year}年{whole}" if way == 1 else f"{year}{whole}"


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of an event: the same in all articles about it."""

    exhibitors: int
    area: float
    visitors: int
    amount: float
    countries: int

    @classmethod
    def of(cls, event: Edition, seed: int) -> Figures:
        """The figures of an edition."""
        rng = random.Random(mixed("figures", event.series.full, event.year, seed))
        return cls(
            int(10 ** rng.uniform(1.6, 4)), round(10 ** rng.uniform(0, 1.8), 1), int(10 ** rng.uniform(3.5, 5.8)),
            round(10 ** rng.uniform(0, 3), 1), rng.randrange(8, 170),
        )  # fmt: skip


_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number below 100 in Chinese, as editions are counted: 六, 十二, 三十; others in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


@lru_cache(2048)
def story(number: int, seed: int, growth: float) -> Story:
    """The story that begins with article `number`."""
    return Story(number, seed, growth)

"""Fills the slots of sentences with what a story names."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from benchmarks import names, words
from benchmarks.names import Name
from benchmarks.sentences import QUOTES, THEMES
from benchmarks.story import Story, numeral

_CHOICE = re.compile(r"\[([^\]]*)\]")
SHORT = 0.7  # of the names that were written in full before are written short
OTHERWISE = 0.04  # of the articles give figures of their own


@lru_cache(4096)
def _parts(template: str) -> tuple[tuple[str, ...], ...]:
    """Its parts in order, each with its wordings."""
    parts = _CHOICE.split(template)
    return tuple(tuple(part.split("|")) if i % 2 else (part,) for i, part in enumerate(parts))


def worded(template: str, rng: random.Random) -> str:
    """The template with one of the wordings at each place that has several."""
    return "".join(wordings[0] if len(wordings) == 1 else rng.choice(wordings) for wordings in _parts(template))


class Filler(dict[str, str]):
    """The slots of one article. A sentence's slots are kept until the next; full names come before short ones."""

    def __init__(self, story: Story, day: date, outlet: str, rng: random.Random) -> None:
        super().__init__()
        self.story, self.day, self.outlet, self.rng = story, day, outlet, rng
        self.turn = 0
        self.way = rng.randrange(3)
        self.other = 1.0 if rng.random() > OTHERWISE else rng.choice((0.9, 1.1, 1.5))
        self._called: set[str] = set()

    def fill(self, template: str, shapes: list[str]) -> str:
        """The sentence; its wording with empty slots is added to `shapes`."""
        self.clear()
        self.turn = self.rng.randrange(60)
        shape = worded(template, self.rng)
        if "{q}" in shape:
            shape = shape.replace("{q}", worded(self.rng.choice(QUOTES), self.rng))
        shapes.append(shape)
        return shape.format_map(self)

    def forget(self) -> None:
        """Write full names again: the title's were not read yet."""
        self._called.clear()

    def __missing__(self, slot: str) -> str:
        found = SLOTS[slot](self) if slot in SLOTS else self._number(slot)
        self[slot] = found
        return found

    def call(self, name: Name) -> str:
        """The name in full where the article has not had it yet, else mostly its short form."""
        if name.full not in self._called:
            self._called.add(name.full)
            return name.full
        return name.short if self.rng.random() < SHORT else name.full

    def _number(self, slot: str) -> str:
        """`n_3_90` is a whole number, `f_1_9` one with a decimal; small ones are as likely as large ones."""
        kind, low, high = slot.split("_")
        least = max(0.5, float(low))
        found = least * (float(high) / least) ** self.rng.random()
        return f"{found:.1f}" if kind == "f" else str(max(int(low), int(found)))

    def company(self, at: int) -> tuple[int, Name]:
        """The story's company number `at`, counted from this sentence's turn."""
        numbers = self.story.companies
        number = numbers[(self.turn // 7 + at) % len(numbers)]
        return number, names.company(number, self.story.seed)

    def staff(self, kind: str, number: int) -> tuple[str, str]:
        """Name and title of one of an organization's people."""
        seat = self.story.number % 3 if self.turn % 8 else self.turn // 8 % 3  # mostly one who speaks for it
        return names.staff(kind, number, seat, self.day.year, self.story.seed)

    def bureau(self, at: int) -> str:
        """A bureau of the city."""
        return f"{self.story.city}市{self.story.bureaus[(self.turn + at) % 3]}"

    def someone(self, at: int) -> str:
        """One of the story's people who belong to no organization."""
        people = self.story.people
        return names.person("anyone", people[(self.turn + at) % len(people)], self.story.seed)

    def team(self, at: int) -> tuple[int, Name]:
        """A team: one of the first few hundred, or of the tail."""
        number = self.story.companies[at % len(self.story.companies)] // 4 + at
        return number, names.team(number, self.story.seed)


def _of(kind: str, found: Callable[[Filler], int]) -> tuple[Callable[[Filler], str], Callable[[Filler], str]]:
    """The slots for the name and the title of one of an organization's people."""
    return (lambda f: f.staff(kind, found(f))[0]), (lambda f: f.staff(kind, found(f))[1])


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _bureau_number(f: Filler) -> int:
    return words.CITIES.index(f.story.city) * 100 + words.BUREAUS.index(f.story.bureaus[f.turn % 3])


def _school(f: Filler) -> int:
    return f.story.schools[f.turn % len(f.story.schools)]


def _association(f: Filler) -> int:
    return f.story.schools[0] * 3 + f.turn % 2


def _institute(f: Filler) -> int:
    return f.story.schools[-1] * 2


def _hospital(f: Filler) -> str:
    return f"{f.story.city}市{words.HOSPITALS[f.story.number % len(words.HOSPITALS)]}"


def _product(f: Filler, at: int) -> str:
    products = f.story.products
    return f.call(names.product(products[(f.turn + at) % len(products)], f.story.seed))


def _event(f: Filler) -> Name:
    event = f.story.event
    return Name(event.full(f.way), event.series.short if f.turn % 3 else f"{event.year}年{event.series.short}")


def _introduced(f: Filler) -> str:
    event, full = f.story.event, f.call(_event(f))
    return full if event.series.short == event.series.full else f"{full}（简称“{event.series.short}”）"


DISTRICTS = (
    "东城区",
    "西城区",
    "江北区",
    "城南新区",
    "高新区",
    "经开区",
    "老城街道",
    "河东镇",
    "滨湖街道",
    "石桥镇",
    "南门街道",
    "北关村",
)

_CP, _CT = _of("company", lambda f: f.company(0)[0])
_BP, _BT = _of("bureau", _bureau_number)
_AP, _AT = _of("association", _association)
_SP, _ST = _of("school", _school)
_IP, _IT = _of("institute", _institute)
_HP, _HT = _of("hospital", lambda f: words.CITIES.index(f.story.city))
_TP, _TT = _of("team", lambda f: f.team(0)[0])
_VP, _VT = _of("venue", lambda f: f.story.venue_number)

SLOTS: Mapping[str, Callable[[Filler], str]] = {
    "co": lambda f: f.call(f.company(0)[1]),
    "co2": lambda f: f.call(f.company(1)[1]),
    "co3": lambda f: f.call(f.company(2)[1]),
    "cp": _CP, "ct": _CT, "ct2": lambda f: f.staff("company", f.company(1)[0])[1],
    "bu": lambda f: f.bureau(0), "bu2": lambda f: f.bureau(1), "bp": _BP, "bt": _BT,
    "as": lambda f: f.call(names.association(_association(f), f.story.seed)), "ap": _AP, "at": _AT,
    "sc": lambda f: f.call(names.school(_school(f), f.story.seed)), "sp": _SP, "st": _ST,
    "ins": lambda f: f.call(names.institute(_institute(f), f.story.seed)), "ip": _IP, "it": _IT,
    "hos": _hospital, "hp": _HP, "ht": _HT,
    "team": lambda f: f.call(f.team(0)[1]), "team2": lambda f: f.call(f.team(1)[1]), "tp": _TP, "tt": _TT,
    "ath": lambda f: names.staff("team", f.team(0)[0], 4 + f.turn % 3, f.day.year, f.story.seed)[0],
    "auth": lambda f: names.person("author", f.story.people[0], f.story.seed),
    "who": lambda f: f.someone(0), "who2": lambda f: f.someone(1),
    "job": lambda f: words.JOBS[(f.turn + f.story.people[f.turn % len(f.story.people)]) % len(words.JOBS)],
    "venue": lambda f: f.call(f.story.venue), "vp": _VP, "vt": _VT,
    "city": lambda f: f.story.city, "city2": lambda f: f.story.city2,
    "prov": lambda f: words.PROVINCES.get(f.story.city, "当地"),
    "dist": lambda f: DISTRICTS[f.story.number % len(DISTRICTS)],
    "dist2": lambda f: DISTRICTS[(f.story.number + 1 + f.turn % 5) % len(DISTRICTS)],
    "country": lambda f: f.story.countries[f.turn % 3],
    "country2": lambda f: f.story.countries[3 + f.turn % 2],
    "country3": lambda f: f.story.countries[5],
    "min": lambda f: f.story.ministry, "intl": lambda f: f.story.body,
    "ind": lambda f: f.story.industries[f.turn % 2], "ind2": lambda f: f.story.industries[2 + f.turn % 2],
    "prod": lambda f: _product(f, 0), "prod2": lambda f: _product(f, 1),
    "work": lambda f: names.work(f.story.works[f.turn % len(f.story.works)], f.story.seed),
    "report": lambda f: f"《{f.story.industries[0]}{words.REPORT_NOUNS[f.story.number % len(words.REPORT_NOUNS)]}》",
    "ev": lambda f: f.call(_event(f)), "ev_intro": _introduced,
    "ed": lambda f: str(f.story.event.ordinal), "last_ed": lambda f: numeral(f.story.event.ordinal - 1),
    "founded": lambda f: str(f.story.event.founded),
    "theme": lambda f: THEMES[f.story.theme_number % len(THEMES)],
    "ex": lambda f: str(int(f.story.figures.exhibitors * f.other)),
    "area": lambda f: f"{f.story.figures.area * f.other:.1f}",
    "vis": lambda f: _many(f.story.figures.visitors * f.other),
    "amt": lambda f: f"{f.story.figures.amount * f.other:.1f}",
    "cn": lambda f: str(f.story.figures.countries), "days": lambda f: str(f.story.days),
    "pct": lambda f: f._number("f_1_40"), "pct90": lambda f: f._number("f_50_99"),
    "media": lambda f: f.outlet, "rep": lambda f: f.story.reporters[len(f.outlet + f.story.city) % 3],
    "d": lambda f: f"{f.day.day}日", "md": lambda f: _day(f.day), "month": lambda f: str(f.day.month),
    "md_start": lambda f: _day(f.story.begins),
    "md_end": lambda f: _day(f.story.begins + timedelta(days=f.story.days - 1)),
    "next_md": lambda f: _day(f.day + timedelta(days=9 + f.story.number % 40)),
    "year": lambda f: str(f.day.year), "next_year": lambda f: str(f.day.year + 1),
    "last_year": lambda f: str(f.day.year - 1),
    "year_ago": lambda f: str(f.day.year - 1 - (f.turn * 7 + f.story.number) % 30),
}  # fmt: skip


def _many(number: float) -> str:
    """A large number as newspapers write it: 8600, 12.3万."""
    return str(int(number)) if number < 10_000 else f"{number / 10_000:.1f}万"

"""Dates and periods in a text, completed through the article's date and the dates before them.

8月31日-9月5日, 2日至7日, 今年上半年, 去年同期, 8日晚, 二〇二二年九月一日, 上周五, 2021年至2023年.
Counter-examples: 为期5日, 第5日, 3个月, 500年.

How a missing year is chosen: the year of an earlier date in the same sentence that gives year and month, else the
article's year, unless that puts the date more than `FAR` days away against the words: 将于1月3日 in December is next
year, 12月28日 in January without such words is last year. A bare day takes the month of the nearest date before it in
the paragraph (or before it, within `RECENT` days of the article's date), else whichever of the article's month and its
neighbours puts it nearest to the article's date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import DateSpan, Sentence
from kg.nlp.date_words import PLAN, POINT, RANGE, SHORT, TAIL
from kg.nlp.numerals import parse_number

RECENT = 40  # days: a date this near to the article's date is part of what it reports
FAR = 183  # days: half a year, the point where the neighbouring year's date is the nearer one


@dataclass(frozen=True, slots=True)
class _Day:
    """What a date says: month or day are 0 where it does not say them; year is 0 where it cannot be known."""

    year: int
    month: int = 0
    day: int = 0

    def iso(self) -> str:
        if not self.year or (self.day and not self.valid()):
            return ""
        return "-".join(f"{n:0{w}d}" for n, w in ((self.year, 4), (self.month, 2), (self.day, 2)) if n)

    def valid(self) -> bool:
        return 1 <= self.day <= calendar.monthrange(self.year, self.month)[1] if self.day else bool(self.year)


@dataclass(frozen=True, slots=True)
class _Context:
    """What completes a date: the article's date, the nearest date before, whether the clause speaks of the future, and
    whether the sentence has spoken of this year (今年已定的展会有4月的甲展、9月的乙展).
    """

    published: date | None
    before: _Day | None
    planned: bool
    stated_year: int
    this_year: bool = False


def find_dates(text: str, sentences: Sequence[Sentence], published: date | None) -> tuple[DateSpan, ...]:
    """The date expressions of the article in order, none overlapping; `published` is the article's date.

    Expressions that cannot be resolved (当日 with no date before, 9月1日 without `published`) have empty
    `first` and `last`.
    """
    found: list[DateSpan] = []
    before: _Day | None = None
    block = -1
    for sentence in sentences:
        if sentence.block != block:
            before, block = (before if _near(before, published) else None), sentence.block
        stated, at, this_year = 0, sentence.start, False
        planned = bool(PLAN.search(text, sentence.start, sentence.end))
        while match := POINT.search(text, at, sentence.end):
            context = _Context(published, before, planned, stated, this_year)
            span, last, explicit = _span(text, match, context, at, sentence.end)
            at = max(span.end, match.end())
            found.append(span)
            before = last if last.year and last.month else before
            stated = explicit if explicit and last.month else stated
            this_year = this_year or match["yearw"] in {"今年", "本年"}
    return tuple(found)


_DATELINE = re.compile(r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日\s*(?:专|快)?[电讯](?![影视子话台网])")
_HEAD, _LATE = 80, 7


def written(text: str, published: date | None) -> date | None:
    """The day on which a report was written, by which its 今天 and 昨日 count: the one at its head, if it is at most a
    week before the day of publishing, else that day.

    新华社北京9月2日电 … in a paper of September 3 → September 2. Counter-example: 9月2日电视台播出 is no head.
    """
    match = _DATELINE.search(text, 0, _HEAD)
    if match is None or published is None:
        return published
    for back in range(_LATE + 1):
        day = published - timedelta(days=back)
        if day.day == int(match["day"]) and match["month"] in (None, str(day.month), f"{day.month:02}"):
            return day
    return published


def _near(day: _Day | None, published: date | None) -> bool:
    """Whether a date named paragraphs ago still tells the month of a bare day: it is news, not history."""
    if day is None or published is None or not day.month:
        return False
    return abs((date(day.year, day.month, min(day.day or 15, 28)) - published).days) <= RECENT


def _span(text: str, match: re.Match[str], context: _Context, floor: int, end: int) -> tuple[DateSpan, _Day, int]:
    """The expression that starts with `match`: its span, its last day, and the year its words state (or 0)."""
    first, last = _resolve(match, context)
    explicit = first.year if match["year"] or match["yearw"] else 0
    stop = _tail(text, match.end(), end, match)
    start = match.start()
    if short := _short_start(text, floor, start, match):
        start, first = _short_first(short, last)
    separator = RANGE.match(text, stop, end)
    following = POINT.match(text, separator.end(), end) if separator else None
    if following and not (following["w"] or following["p"]):
        inner = _Context(context.published, last if last.year else context.before, context.planned, explicit)
        _, last = _resolve(following, inner, after=last)
        stop = _tail(text, following.end(), end, following)
    return DateSpan(start, stop, text[start:stop], first.iso(), last.iso()), last, explicit


def _tail(text: str, at: int, end: int, match: re.Match[str]) -> int:
    if not any(match[g] for g in ("ymd", "wmd", "md", "mwd", "d", "dw", "wd", "yearw", "year")):
        return at
    tail = TAIL.match(text, at, end)
    return tail.end() if tail else at


def _short_start(text: str, floor: int, start: int, match: re.Match[str]) -> re.Match[str] | None:
    """1— before 6月份, 2至 before 7日: the bare number in front, where one stands there."""
    for short in SHORT.finditer(text, max(floor, start - 16), min(len(text), start + 6)):
        if short.end() == start:
            return short
    return None


def _short_first(short: re.Match[str], last: _Day) -> tuple[int, _Day]:
    number = int(short["n"])
    if short["unit"] == "年":
        return short.start("n"), _Day(number)
    if short["unit"] == "月":
        return short.start("n"), _Day(last.year, number)
    return short.start("n"), _Day(last.year, last.month, number)


def _number(words: str) -> int:
    value = parse_number(re.sub(r"\s?[年月日号份]+$", "", words.strip()))
    return int(value) if value is not None else 0


def _resolve(match: re.Match[str], context: _Context, *, after: _Day | None = None) -> tuple[_Day, _Day]:
    """First and last day of one point in time (a month part stays at the month, 上半年 spans six months)."""
    year = 0
    if match["year"] or match["yearw"]:
        year = _year_of(match, context)
        month = match["ym"] or match["wm"]
        day = match["ymd"] or match["wmd"]
        part = match["yp"] or match["wp"]
        if month:
            point = _Day(year, _number(month), _number(day) if day else 0)
            return point, point
        return _year_part(part or "", year)
    if match["m"]:
        point = _month_day(_number(match["m"]), _number(match["md"]) if match["md"] else 0, context, after)
        return point, point
    if match["mw"]:
        point = _month_word(match["mw"], _number(match["mwd"]) if match["mwd"] else 0, context)
        return point, point
    if match["d"]:
        point = _bare_day(_number(match["d"]), context, after)
        return point, point
    if match["dw"]:
        point = _day_word(match["dw"], context)
        return point, point
    if match["wd"] or match["w"]:
        return _week(match["wd"] or match["w"], context)
    if match["ago"]:
        span = _number(match["ago"]) * (-1 if match["side"] == "前" else 1)
        point = _Day(context.published.year + span if context.published else 0)
        return point, point
    anchor = context.stated_year or (context.published.year if context.published else 0)
    return _year_part(match["p"], anchor)


def _year_of(match: re.Match[str], context: _Context) -> int:
    if match["year"]:
        return _number(match["year"])
    word = match["yearw"]
    if word in {"当年", "同年", "次年", "翌年"}:
        base = context.stated_year or (context.before.year if context.before else 0)
        return base + (word in {"次年", "翌年"}) if base else 0
    shift = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}[word]
    return context.published.year + shift if context.published else 0


def _year_part(part: str, year: int) -> tuple[_Day, _Day]:
    whole = _Day(year)
    if not part or not year or part in {"全年", "年内"}:
        return whole, whole
    if part in {"年初", "年底", "年末", "年中", "底", "末", "初"}:
        return whole, whole
    if part in {"上半年", "下半年"}:
        low = 1 if part == "上半年" else 7
        return _Day(year, low), _Day(year, low + 5)
    number = _number(re.sub(r"[前第个季度末月]", "", part))
    if "季度" in part:
        low, high = (1, 3 * number) if part.startswith("前") else (3 * number - 2, 3 * number)
        return _Day(year, low), _Day(year, high)
    return _Day(year, 1), _Day(year, min(number, 12))


def _month_day(month: int, day: int, context: _Context, after: _Day | None) -> _Day:
    if after is not None and after.year:  # the second half of a range
        return _Day(after.year + (month < after.month), month, day)
    if context.stated_year:
        return _Day(context.stated_year, month, day)
    if context.published is None:
        return _Day(context.before.year if context.before else 0, month, day)
    year = context.published.year
    distance = (date(year, month, min(day or 15, 28)) - context.published).days
    if distance > FAR and not (context.planned or context.this_year):
        year -= 1
    elif distance < -FAR and context.planned:
        year += 1
    return _Day(year, month, day)


def _shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    return (year * 12 + month - 1 + by) // 12, (month - 1 + by) % 12 + 1


def _month_word(word: str, day: int, context: _Context) -> _Day:
    if word[0] in "当同次":
        if context.before is None or not context.before.month:
            return _Day(0)
        return _Day(*_shift_month(context.before.year, context.before.month, int(word[0] == "次")), day)
    if context.published is None:
        return _Day(0)
    by = {"上": -1, "本": 0, "下": 1}[word[0]]
    return _Day(*_shift_month(context.published.year, context.published.month, by), day)


def _bare_day(day: int, context: _Context, after: _Day | None) -> _Day:
    anchor = after or context.before
    if anchor is not None and anchor.year and anchor.month:
        by = int(after is not None and bool(after.day) and day < after.day)
        return _Day(*_shift_month(anchor.year, anchor.month, by), day)
    if context.published is None:
        return _Day(0)
    return _nearest(day, context.published, planned=context.planned)


def _nearest(day: int, published: date, *, planned: bool) -> _Day:
    """The day of the month before, this or the next month that is nearest to the article's date."""
    days = [_Day(*_shift_month(published.year, published.month, by), day) for by in (0, -1, 1)]
    valid = [d for d in days if d.valid()]
    return min(valid, key=lambda d: abs((date(d.year, d.month, d.day) - published).days)) if valid else _Day(0)


def _day_word(word: str, context: _Context) -> _Day:
    if word[0] in "当同次翌":
        before = context.before
        if before is None or not before.day or not before.valid():
            return _Day(0)
        return _of(date(before.year, before.month, before.day) + timedelta(days=int(word[0] in "次翌")))
    if context.published is None:
        return _Day(0)
    by = {"今": 0, "即": 0, "昨": -1, "明": 1, "前": -2, "后": 2}[word[0]]
    return _of(context.published + timedelta(days=by))


def _week(words: str, context: _Context) -> tuple[_Day, _Day]:
    if context.published is None:
        return _Day(0), _Day(0)
    by = {"上": -7, "下": 7}.get(words[0], 0)
    monday = context.published - timedelta(days=context.published.weekday() - by)
    if words[-1] == "周":
        return _of(monday), _of(monday + timedelta(days=6))
    day = _of(monday + timedelta(days="一二三四五六日".index(words[-1].replace("天", "日"))))
    return day, day


def _of(day: date) -> _Day:
    return _Day(day.year, day.month, day.day)

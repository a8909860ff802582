"""The day of publication from the many ways feeds, pages and people write it, in China time."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

CHINA = timezone(timedelta(hours=8))
_YEARS = range(1900, 2101)

_CLOCK = re.compile(r"(?:T|\b)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_NUMERIC = re.compile(
    r"(?<!\d)(\d{4})(?:\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"
    r"|([-/.．])(\d{1,2})\4(\d{1,2})(?!\d)|(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d))"
)
_HANZI = re.compile(
    r"([〇零一二三四五六七八九○]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_HANZI_DIGITS = {char: str(value % 10) for value, char in enumerate("零一二三四五六七八九〇")} | {"○": "0"}
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])[-/]?([0-2]\d|3[01])(?!\d)")
_STAMP = re.compile(r"\d{10}(?:\d{3})?")


def published_on(value: object) -> date | None:
    """The China-time day that a header's date field means, or None where it gives no full date.

    Read: `datetime` and `date`; RFC 2822 (Wed, 17 Aug 2022 23:02 GMT → 18 August); ISO 8601; 2022年8月17日 14:02,
    2022/8/17, 2022.8.17, 20220817, 二〇二二年八月十七日; Unix time in s or ms. A time without a zone is China time.
    Not read: 8月17日 (no year), 2022-08, 3小时前, years outside 1900..2100.
    """
    if isinstance(value, datetime):
        return _day(value)
    if isinstance(value, date):
        return value if value.year in _YEARS else None
    text = unicodedata.normalize("NFKC", str(value)).strip() if isinstance(value, str | int | float) else ""
    if _STAMP.fullmatch(text):
        return _day(datetime.fromtimestamp(int(text[:10]), tz=CHINA))
    return _zoned(text) or date_in(text)


def _zoned(text: str) -> date | None:
    """RFC 2822 and ISO forms, which may carry a zone."""
    try:
        return _day(datetime.fromisoformat(text)) if not text.isdigit() else None
    except ValueError:
        pass
    try:
        # The RFC takes CST for Chicago; on a Chinese page it is China Standard Time.
        return _day(parsedate_to_datetime(re.sub(r"\bCST\b", "+0800", text)))
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def _day(moment: datetime) -> date | None:
    if moment.year not in _YEARS:
        return None
    return (moment.astimezone(CHINA) if moment.tzinfo else moment).date()


def date_in(text: str) -> date | None:
    """The first full date written in `text` (digits or Chinese numerals), or None."""
    text = unicodedata.normalize("NFKC", text)
    for match in _NUMERIC.finditer(text):
        parts = [part for part in match.groups() if part is not None and part.isdigit()]
        if found := _date(*parts):
            return found
    for match in _HANZI.finditer(text):
        year = "".join(_HANZI_DIGITS[char] for char in match[1])
        if found := _date(year, _small(match[2]), _small(match[3])):
            return found
    return None


def date_in_url(url: str) -> date | None:
    """The day many sites put into an address (/2022-09/05/, /20220905/), or None."""
    match = _URL_DATE.search(url)
    return _date(*match.groups()) if match else None


def without_dates(text: str) -> str:
    """`text` without its full dates and clock times: what else a line of a header says."""
    text = unicodedata.normalize("NFKC", text)
    return _CLOCK.sub("", _HANZI.sub("", _NUMERIC.sub("", text)))


def _small(numeral: str) -> str:
    """八 → 8, 十七 → 17, 二十 → 20, 三十一 → 31."""
    tens, ten, units = numeral.rpartition("十")
    value = int(_HANZI_DIGITS.get(units, "0"))
    return str(value + 10 * int(_HANZI_DIGITS.get(tens, "1")) if ten else value)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in _YEARS else None

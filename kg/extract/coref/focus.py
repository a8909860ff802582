"""The event an article reports on, and which edition a bare series name means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.coref.entities import Key, Records
from kg.extract.coref.grouping import Grouping
from kg.model import Article, Mention
from kg.nlp.classes import family

_THIS = re.compile(r"(?:本届|该届|这届|此届|本次|此次|这次|今年的?|当届)$")
_LAST = re.compile(r"(?:上一届|上届|前一届|去年的?)$")
_NEXT = re.compile(r"(?:下一届|下届|明年的?)$")
_ALL = re.compile(r"(?:往届|历届|每届|各届|往年的?|历年|每年的?|历次)$")
# Words in the same clause that make a statement one about the series as such.
_SERIES_WORDS = re.compile(
    r"创办|创立于|自\d{4}年|以来|历届|往届|永久|每年|每届|每两年|永不落幕|前身|更名|是专门|是全球.{0,8}(?:展会|平台)"
)


_DAY = r"(?<![年\d])(?:\d{1,2}月)?\d{1,2}(?:[日号]|[-—–~至]\d{1,2}[日号])"
_TAKES_PLACE = r"(?:举[行办]|开幕|闭幕|召开|启幕|落幕|揭幕|开赛|收官)(?!式|[地权])"
_HELD_ON = re.compile(
    rf"[”》]?(?:将|定|已)*[于在]?{_DAY}[^。；！？\n，]{{0,24}}?{_TAKES_PLACE}|[”》]?[^，。；的]{{0,12}}?将?于{_DAY}[^。；！？\n，]{{0,24}}?{_TAKES_PLACE}"
)
_DAY_BEFORE = re.compile(rf"(?:^|[，。；：\n）]|[电讯]){_DAY}(?:上午|下午|晚|晚间|当天)?，?[“《]?\Z", re.M)
_HELD = re.compile(rf"[”》]?(?:正式)?(?:在[^，。；]{{1,16}}?)?(?:正式|隆重|盛大|圆满)?{_TAKES_PLACE}")


def lead_of(text: str, start: int) -> tuple[str, int]:
    """The deictic word right before a series name: ("this" | "last" | "next" | "all" | "", where it starts)."""
    window = text[max(0, start - 5) : start]
    for word, pattern in (("this", _THIS), ("last", _LAST), ("next", _NEXT), ("all", _ALL)):
        found = pattern.search(window)
        if found:
            return word, start - len(found[0])
    return "", start


def _clause(text: str, start: int, end: int) -> str:
    left = max(text.rfind(c, max(0, start - 40), start) for c in "，。；！？\n“")
    stops = [p for c in "。；！？\n" if (p := text.find(c, end, end + 40)) >= 0]
    return text[left + 1 : min(stops, default=min(len(text), end + 40))]


def says_series(text: str, start: int, end: int) -> bool:
    """Whether the clause around a bare series name speaks of the series, not of an edition.

    服贸会自2012年创办以来 → yes; 服贸会5日闭幕 → no.
    """
    return bool(_SERIES_WORDS.search(_clause(text, start, end)))


def focus_series(text: str, mentions: Sequence[tuple[Mention, Key]], grouping: Grouping) -> str:
    """The series of which the article says 本届/今年… or which it names most, if it names one at least twice."""
    counts: dict[str, float] = {}
    for mention, key in mentions:
        if family(mention.type) != "Event":
            continue
        name = key[1].split("#")[0]
        if key[0] == "EventSeries" or (key[0] == "Event" and "#" in key[1]):
            lead, _ = lead_of(text, mention.start)
            counts[name] = (
                counts.get(name, 0.0) + 1.0 + (2.0 if lead == "this" else 0.0) + (1.0 if mention.start < 300 else 0.0)
            )
    best = max(sorted(counts), key=lambda n: counts[n], default="")
    return best if best and counts[best] >= 2 else ""


def focus_key(
    article: Article, named: Sequence[tuple[Mention, Key]], records: Records, grouping: Grouping
) -> Key | None:
    """The edition or event the article reports on.

    An edition of the leading series: the one named most, else the one of the article's year where the text says 本届 or
    今年; without a series the event named most (at least twice, or in the first 200 characters).
    """
    series = focus_series(article.text, named, grouping)
    held = _held_first(article.text, named, series)
    if held is not None:
        return held
    editions: dict[Key, float] = {}
    events: dict[Key, float] = {}
    for mention, key in named:
        if key[0] != "Event" or _PURPOSE.search(article.text, max(0, mention.start - 16), mention.start):
            continue
        score = 1.0 + (1.0 if mention.start < 200 else 0.0)
        events[key] = events.get(key, 0.0) + score
        if series and key[1].startswith(f"{series}#"):
            editions[key] = editions.get(key, 0.0) + score
    if editions:
        year = article.date.year if article.date else None
        current = {k: v + (1.5 if records_year(records, k) == year else 0.0) for k, v in editions.items()}
        return max(sorted(current), key=lambda k: current[k])
    if series and article.date and _speaks_of_this(article.text, named, series):
        return ("Event", f"{series}#{article.date.year}")
    best = max(sorted(events), key=lambda k: events[k], default=None)
    if best is not None and events[best] >= 2:
        return best
    return None


# What an event is named for that is not reported on: 为迎接党的|某大|胜利召开, 贯彻|某全会|精神.
_PURPOSE = re.compile(r"(?:迎接|喜迎|庆祝|贯彻|落实|学习|宣传|纪念)[^，。；]{0,8}\Z")
_HEAD = 400  # characters in which a report says what it reports on
_OPENING = 120  # and those in which it says so of what somebody has held


def _held_first(text: str, named: Sequence[tuple[Mention, Key]], series: str) -> Key | None:
    """The event that the report's head says is held, where no edition of the series it tells of is named before."""
    for mention, key in named:
        if key[0] != "Event" or mention.start >= _HEAD or mention.form == "nominal":
            continue
        if series and key[1].startswith(f"{series}#"):
            return None
        if mention.origin == "rule:leading" or (mention.origin == "rule:leading:object" and mention.start < _OPENING):
            return key
    return None


def records_year(records: Records, key: Key) -> int | None:
    record = records.get(key)
    return record.year if record else None


def _speaks_of_this(text: str, named: Sequence[tuple[Mention, Key]], series: str) -> bool:
    return any(
        key == ("EventSeries", series)
        and (lead_of(text, mention.start)[0] == "this" or _is_dated(text, mention.start, mention.end))
        for mention, key in named
    )


def _is_dated(text: str, start: int, end: int) -> bool:
    """Whether a bare series name is said to take place on a day of this year: 甲会将于5月18日至19日在乙市举行.

    Counter-examples: 1930年7月13日，甲会在乙市开幕; 甲会自2012年创办以来; 出席甲会的客商5日到访.
    """
    if lead_of(text, start)[0] or says_series(text, start, end):
        return False
    before = _DAY_BEFORE.search(text, max(0, start - 24), start)
    return _HELD_ON.match(text, end) is not None or (before is not None and _HELD.match(text, end) is not None)

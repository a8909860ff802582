"""Names the lexicon lists, grown by the edition in front of them (2022年 + 服贸会)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.extract.names.events import EDITION_PREFIX, TRAILING_YEAR
from kg.extract.names.formed import VENUE_PART
from kg.model import Form, Mention, Tag
from kg.nlp.lexicon import Found

# A known name inside a longer word is not that name: 中国风, 人大附中, 北京时间, 京东方, 南沙港.
INSIDE_WORD = re.compile(
    r"(?:时间|方言|菜|式|人民(?!政府|大会|法院|检察院)|语|画院|烤鸭|话剧|史|风|梦|红|共产党|特色社会主义|速度|智造|制造业?(?!有限)|港(?![口人澳商币股元珠资企城]))"
)
_MINISTERS_MEET = re.compile(r"长(?:级|们|会议|会晤|论坛|峰会|理事会|对话)")  # 上合组织文化部|长会晤
NO_PARTY = re.compile(r"中共(?:[说有计收吸签展设举出谈聊推接达]|\d)")  # 发布会中|共说了
_NORTH_ROAD = re.compile(r"[街路道门桥楼荒港湖营]")  # 北|大街夜市
_LATIN = re.compile("[A-Za-z0-9]")
_EVERYDAY = frozenset(("v", "vd", "vn", "a", "ad", "an", "d", "r", "c", "p", "u"))
_SINGLE_AREA = re.compile(r"(?<=[在来赴抵离返驻入进])[京沪津渝穗蓉杭](?=[举召开闭落启会发揭亮成签正拉圆参，。与同开])")


def _whole(
    found: Found, cuts: frozenset[int], names: frozenset[int], text: str, words: Iterable[tuple[int, int]]
) -> bool:
    """Whether a known name stands as words of its own; two-character names must agree with the tagger's cuts.

    `names` are where known names of other kinds begin: a place right before one is whole (科技及法国|智奥会展集团).
    """
    if found.entry.type == "AdministrativeArea" and INSIDE_WORD.match(text, found.end):
        return False
    if text[found.start : found.end] == "北大" and _NORTH_ROAD.match(text, found.end):
        return False
    if found.entry.name == "中国共产党" and NO_PARTY.match(text, found.start):
        return False
    if text[found.end - 1] == "部" and _MINISTERS_MEET.match(text, found.end):
        return False
    if found.start and _LATIN.match(text, found.start) and _LATIN.match(text, found.start - 1):
        return False
    if _LATIN.match(text, found.end) and _LATIN.match(text, found.end - 1):
        return False
    if found.end - found.start > 3:
        return True
    if found.entry.type == "AdministrativeArea":
        return found.start in cuts or found.end in names
    if any(found.start < start < found.end < end for start, end in words):
        return False  # 中国|网球, 展中|通气会
    return found.start in cuts or found.end in cuts


def find_known(text: str, tags: Sequence[Tag], found: Sequence[Found]) -> Iterator[Mention]:
    """Candidates from the lexicon. 2022年服贸会 is one candidate beside 服贸会; 北京时间 holds no place."""
    cuts = frozenset(t.start for t in tags) | frozenset(t.end for t in tags)
    names = frozenset(hit.start for hit in found if hit.entry.type != "AdministrativeArea")
    words = {(t.start, t.end): t.label for t in tags}
    for hit in found:
        everyday = hit.end - hit.start <= 2 and words.get((hit.start, hit.end)) in _EVERYDAY
        if not _whole(hit, cuts, names, text, words) or (everyday and hit.entry.type != "AdministrativeArea"):
            continue
        form: Form = "name" if text[hit.start : hit.end] == hit.entry.name else "short"
        confidence = 0.95 if hit.end - hit.start > 2 or hit.entry.type == "AdministrativeArea" else 0.85
        yield Mention(hit.start, hit.end, text[hit.start : hit.end], hit.entry.type, "lexicon", confidence, form)
        if hit.entry.type == "Venue" and (part := VENUE_PART.match(text, hit.end)):
            yield Mention(hit.start, part.end(), text[hit.start : part.end()], "Venue", "lexicon:part", 0.9)
        if hit.entry.type in ("EventSeries", "Event"):
            year = TRAILING_YEAR.match(text, hit.end)
            if year and hit.entry.type == "EventSeries":
                yield Mention(hit.start, year.end(), text[hit.start : year.end()], "Event", "lexicon:edition", 0.95)
            prefix = EDITION_PREFIX.search(text, max(0, hit.start - 24), hit.start)
            if prefix and "\n" not in prefix[0]:
                start = prefix.start()
                yield Mention(start, hit.end, text[start : hit.end], "Event", "lexicon:edition", 0.95)
    for match in _SINGLE_AREA.finditer(text):
        yield Mention(match.start(), match.end(), match[0], "AdministrativeArea", "rule:single", 0.8, "short")

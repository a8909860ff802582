"""What a figure cannot be about, by the words around it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.model import LocalEntity
from kg.nlp.index import Index
from kg.nlp.occasions import is_meeting_about

_EARLIER = re.compile(r"[上往前历]届")
_PART = re.compile(r"参展|参会|与会|到会|展商|布展|设展(?!览)")
_DATELINE = re.compile(
    r"[》”]?\s*(?:[^，。；：]{0,12}\d{1,2}日[电讯]|[讯电]|消息|报道|[全融特见实][媒约习]\S{0,2}|记者|通讯员|编辑|评论员|获悉|了解到|独家)"
)
# Behind the place of a dateline: 新华社北京|9月16日电.
_LINE = re.compile(r"(?:[\d一二三四五六七八九十]{1,3}月)?[\d一二三四五六七八九十]{1,3}日[电讯]")
# What a whole country or town does: 一季度，境内专业展馆…; not 带动全市消费, nor who comes from it: 国内|约一百家.
_WHOLE = re.compile(
    r"(?:^|[，。；：])(?:据了解，?|据统计，?)?(?:其中|目前|今年|去年|当前|此外)?"
    r"(?:全[国省市县区州](?!政协|[^，。；]{0,5}(?:委|会|联|院|局|人大))|[境国]内(?!外|[约近超有共达\d])|我[省市县区州](?![委政人]))(?=[^，。；]{2,})"
)
# What firms have and places have not: 苏州双祺营收 is not of 苏州, whatever 双祺 is.
_OF_FIRMS = re.compile(r"营收|营业收入|净利|毛利率|归母|净亏损|股价|市值|总股本|每股|^转让$|研发费用")
# What places have and nobody else: 地区生产总值 is of no bureau of statistics.
_OF_PLACES = re.compile(
    r"双边贸易|第[一二三]产业|生产总值|GDP|规上工业|规模以上工业|固定资产投资|社会消费品零售|公共预算收入|居民人均|人均可支配|居民消费价格|常住人口|城镇化率"
)
_CAUSE = re.compile(r"受[^，。；]{2,40}影响")
_SUMMED = re.compile(
    r"[^，。；]*、[^，。；、]{2,16}(?:等)?(?:[两三四五六七八九十]大|等?\d+[个家座处])[\u4e00-\u9fff]{1,4}(?=当日|共|累计|合计|总)"
)
_EVER = re.compile(r"创办以来|举办以来|(?<!创)历届(?!之最|最|新高|[^，。；]{0,6}(?:之最|新高))|自首届|开办以来")


def plausible_subjects(
    index: Index, sentence: str, measure: str, clause: str, candidates: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """The candidates (entity → features) that the words around a figure leave.

    - 比上届增长6%: about an edition, not about a forum that is held once.
    - 参展的企业超400家: about a fair, not about the hall where it is held.
    - 甲在线消息（记者张某）…项目共382个: not about who reports it.
    - 1—5月，全市举办展览83场: about a place, not about the fair or the bureau that the article tells of.
    - 苏州双祺营收4亿元: about no town.
    - 一季度地区生产总值增长8.5%: about a place, not about the bureau that counts.
    - 甲公园、乙公园五大公园共接待游客3万人次: about none of them.
    - 昨日，甲活动新闻发布会举行。甲活动7项赛事…: about what the press was told of.
    - 受甲峰会影响，某岛接待游客4.9万人次: about the island.
    - 服贸会创办以来，累计举办1000场活动: about the series, not about this year's edition.

    Counter-example: 首钢园比去年多接待两成游客 may be about the park. Where nothing else would stay, all do but the
    reporters.
    """
    entities = index.entities
    if _OF_FIRMS.search(measure):
        candidates = {e: f for e, f in candidates.items() if not _is_area(index, e)}
    elif _OF_PLACES.search(measure):
        candidates = {e: f for e, f in candidates.items() if _is_area(index, e)}
    candidates = {e: f for e, f in candidates.items() if not _only_reports(index, e)}
    if _WHOLE.search(sentence):
        candidates = {e: f for e, f in candidates.items() if _is_place(index, e)}
    candidates = {e: f for e, f in candidates.items() if not _summed(index, e, sentence)}
    candidates = _not_of_meetings(index, candidates, sentence)
    kept = dict(candidates)
    focus = entities.get(index.document.focus)
    edition = focus is not None and bool(focus.series)
    if _EVER.search(sentence):
        kept = _series_of(kept, entities)
    elif _EARLIER.search(sentence) and edition:
        kept = {e: f for e, f in kept.items() if not _held_once(entities.get(e))}
    if _PART.search(measure) or _PART.search(clause):
        kept = {e: f for e, f in kept.items() if e not in entities or entities[e].type != "Venue"}
        if not kept and focus is not None:
            kept = {focus.id: frozenset().union(*candidates.values())} if candidates else {}
    return kept or dict(candidates)


def _is_place(index: Index, entity: str) -> bool:
    found = index.entities.get(entity)
    return found is not None and found.type in ("AdministrativeArea", "Venue")


def _is_area(index: Index, entity: str) -> bool:
    found = index.entities.get(entity)
    return found is not None and found.type == "AdministrativeArea"


def _only_reports(index: Index, entity: str) -> bool:
    """Whether an outlet is named nowhere but in datelines and beside its reporters, or a place only in datelines."""
    found = index.entities.get(entity)
    line = {"MediaOutlet": _DATELINE, "AdministrativeArea": _LINE}.get(found.type) if found is not None else None
    if line is None:
        return False
    ends = [m.end for m in index.document.mentions if m.entity == entity]
    return bool(ends) and all(line.match(index.text, end) for end in ends)


def _summed(index: Index, entity: str, sentence: str) -> bool:
    """Whether an entity is named in the sentence in a list that is summed up: 甲公园、乙公园|五大公园共…."""
    found = index.entities.get(entity)
    if found is None or found.type not in ("Venue", "Company"):
        return False
    lists = [m[0] for m in _SUMMED.finditer(sentence)]
    return any(name in row and (f"{name}、" in row or f"、{name}" in row) for row in lists for name in found.names)


def _not_of_meetings(
    index: Index, candidates: Mapping[str, frozenset[str]], sentence: str
) -> dict[str, frozenset[str]]:
    """Without meetings with the press, and causes (受甲会影响), where something else is left."""
    kept = {}
    for entity, features in candidates.items():
        found = index.entities.get(entity)
        names = found.names if found is not None and found.type in ("Event", "EventSeries") else ()
        cause = any(
            _CAUSE.search(sentence[m.start() :]) for n in names for m in re.finditer(re.escape(f"受{n}"), sentence)
        )
        if not cause and not any(is_meeting_about(n) for n in names):
            kept[entity] = features
    return kept or dict(candidates)


def _held_once(entity: LocalEntity | None) -> bool:
    return entity is not None and entity.type == "Event" and not entity.series


def _series_of(
    candidates: Mapping[str, frozenset[str]], entities: Mapping[str, LocalEntity]
) -> dict[str, frozenset[str]]:
    """The candidates with each edition's series in its place."""
    found: dict[str, frozenset[str]] = {}
    for name, features in candidates.items():
        entity = entities.get(name)
        key = entity.series if entity is not None and entity.series in entities else name
        found[key] = found.get(key, frozenset()) | features
    return found

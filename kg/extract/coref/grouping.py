"""Which names of an article are one thing: known entries, equal names, given and formed short names, editions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.extract.coref.entities import Key
from kg.extract.coref.short_names import short_names
from kg.identity import squeeze
from kg.model import Mention, Token
from kg.nlp.abbreviation import alias_owner, find_aliases, in_order
from kg.nlp.classes import family
from kg.nlp.editions import Edition, is_short_series, parse_edition
from kg.nlp.lexicon import Lexicon
from kg.nlp.shortname import short_forms

# Fairs and the like come again; a conference or a press meeting with a year may not.
_RECURRING = re.compile(
    r"(?:博览会|交易会|展览会|洽谈会|交流会|服贸会|论坛|峰会|节|周|展|大赛|联赛|锦标赛|马拉松|运动会|杯|奖|年会|大会|车展|书展|博会|交会|赛|春晚)$"
)
# Towns by one letter, as news writes them behind 在: 在京, 赴沪.
_ONE_LETTER = {
    "京": "北京",
    "沪": "上海",
    "津": "天津",
    "渝": "重庆",
    "穗": "广州",
    "蓉": "成都",
    "杭": "杭州",
    "宁": "南京",
}
_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司|集团)$")
# A sitting of a body that was elected for the n-th time: 第六届|董事会第二十次会议 is no edition of a series.
_SITTING = re.compile(
    r"(?:董事会|监事会|理事会|(?:常务|中央|执行)?委员会|.{0,6}人大|.{0,8}人民代表大会|.{0,4}政协).{0,8}第"
)


@dataclass(slots=True)
class Grouping:
    """Keys of names: `alias` maps a squeezed short name (with its family) to the key it stands for."""

    lexicon: Lexicon
    alias: dict[tuple[str, str], Key] = field(default_factory=dict)
    series_known: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)  # of which edition a known series' short name was given
    joined: dict[Key, Key] = field(default_factory=dict)  # editions by their ordinal, where a year is told of them

    def key(self, mention: Mention) -> Key:
        """The key of a name mention (for events: of the edition it names, else of the event or series)."""
        if family(mention.type) == "Event":
            return self.event_key(mention.text)
        return self.plain_key(family(mention.type), mention.text)

    def plain_key(self, kind: str, name: str) -> Key:
        bare = re.sub(r"\s", "", name) if kind == "Person" else name
        held = self.alias.get((kind, squeeze(bare)))
        if held is not None:
            return held
        for form in _forms(kind, bare, self.lexicon):
            entry = self.lexicon.get(form)
            if entry is not None and family(entry.type) == kind:
                return (kind, entry.name)
        return (kind, squeeze(_forms(kind, bare, self.lexicon)[-1]))

    def series_of(self, base: str) -> str:
        """The identifying name of the series that `base` names: the lexicon's, else the alias's, else its own."""
        held = self.alias.get(("EventSeries", squeeze(base)))
        if held is not None:
            return held[1]
        entry = self.lexicon.get(base)
        if entry is not None and entry.type == "EventSeries":
            return entry.name
        return self._behind_country(base) or squeeze(base)

    def _behind_country(self, base: str) -> str:
        """The known series that a country's name stands before: 德国|柏林国际电影节; not 卡塔尔|世界杯."""
        country = self.lexicon.opening(base, 0, len(base) - 4, "AdministrativeArea")
        if country is None or self.lexicon.opening(base, country[1], len(base) - 2, "AdministrativeArea") is None:
            return ""
        entry = self.lexicon.get(base[country[1] :])
        return entry.name if entry is not None and entry.type == "EventSeries" else ""

    def event_key(self, name: str) -> Key:
        held = self.alias.get(("Event", squeeze(name)))
        if held is not None:
            return held
        entry = self.lexicon.get(name)
        if entry is not None and entry.type == "Event":
            return ("Event", entry.name)
        edition = parse_edition(name)
        series = self.series_of(edition.base)
        if edition.numbered:
            key = edition_key(series, edition)
            return self.joined.get(key, key)
        return ("EventSeries", series) if self.is_series(edition.base) else ("Event", squeeze(name))

    def is_series(self, base: str) -> bool:
        """Whether a name without year or ordinal is known to be a series."""
        entry = self.lexicon.get(base)
        return (
            (entry is not None and entry.type == "EventSeries")
            or ("EventSeries", squeeze(base)) in self.alias
            or squeeze(base) in self.series_known
        )


def _forms(kind: str, name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A name as it stands and as it may be known: 国家商务部 as 商务部, 印尼队 as 印度尼西亚队."""
    if kind == "AdministrativeArea":
        return (name, _ONE_LETTER.get(name, name))
    if kind != "Organization":
        return (name,)
    if name.startswith("中共") and name.endswith("委"):
        return name, name[2:]
    bare = _LEGAL.sub("", name)
    if bare != name and (entry := lexicon.get(bare)) is not None and family(entry.type) == kind:
        return name, bare
    if name.startswith("国家") and name.endswith(("部", "委")) and lexicon.get(name[2:]) is not None:
        return name, name[2:]
    area = lexicon.get(name[:-1]) if name.endswith("队") else None
    if area is not None and area.type == "AdministrativeArea":
        return name, f"{area.name}队"
    return (name,)


def edition_key(series: str, edition: Edition) -> Key:
    """The key of one edition of a series: by year where it is given, else by ordinal."""
    which = str(edition.year) if edition.year is not None else f"第{edition.ordinal}届"
    return ("Event", f"{series}#{which}")


# What crowns an edition is none: 第十五届某艺术节|颁奖晚会.
_CEREMONY = re.compile(r"(?:会|节|赛|杯|展|坛)(?:颁奖|开幕|闭幕|启动|签约|揭幕)(?:典礼|晚会|仪式|式|音乐会|演出)$")


def has_series(edition: Edition, lexicon: Lexicon) -> bool:
    """Whether an edition's name tells of a series worth a node of its own: known, or recurring by its numbering."""
    entry = lexicon.get(edition.base)
    if entry is not None and entry.type == "EventSeries":
        return True
    if _SITTING.match(edition.base) or _CEREMONY.search(edition.base):
        return False
    if edition.ordinal is not None and edition.ordinal >= 2:
        return True
    return edition.year is not None and bool(_RECURRING.search(edition.base)) and len(edition.base) >= 4


def group_names(text: str, mentions: Sequence[Mention], lexicon: Lexicon, tokens: Sequence[Token] = ()) -> Grouping:
    """Learn the article's own short names before keys are asked for."""
    grouping = Grouping(lexicon)
    for mention in mentions:
        if family(mention.type) == "Event":
            edition = parse_edition(mention.text)
            recurring = edition.numbered and has_series(edition, lexicon)
            if recurring or (mention.type == "EventSeries" and is_short_series(edition.base)):
                grouping.series_known.add(squeeze(edition.base))
    ending = {m.end: m for m in mentions if m.type != "Title"}
    for alias in find_aliases(text):
        full = alias_owner(text, alias, ending)
        if full is None or len(alias.text) < 2 or family(full.type) == "AdministrativeArea":
            continue
        if full.type != "Person" or " " in alias.text:  # 穆瑞澜（Alan Murray）
            _learn(grouping, full, re.sub(r"\s", "", alias.text) if full.type == "Person" else alias.text)
    for body, bracketed in _bracketed(text, mentions):
        _learn(grouping, body, bracketed.text)
    _learn_short_forms(grouping, mentions)
    for kind, short, fulls in short_names(mentions, tokens, lexicon):
        if kind == "Event":  # 进口博览会: of names that hold it, those that end in it, no meeting at the fair
            fulls = [m for m in fulls if parse_edition(m.text).base.endswith(short)] or fulls
        if (kind, squeeze(short)) not in grouping.alias and len({grouping.key(m) for m in fulls}) == 1:
            _learn(grouping, fulls[0], short)
    return grouping


def _bracketed(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """A body and its short name in brackets right behind it, whose letters it has: 某大学附属第一医院（某一医院）.

    Counter-example: 某渔业推广总站（某水产学会), two names of one house.
    """
    for full, short in pairwise(mentions):
        opened = (
            short.start == full.end + 1 and text[full.end] in "（(" and text[short.end : short.end + 1] in ("）", ")")
        )
        bodies = family(full.type) == family(short.type) == "Organization"
        if opened and bodies and len(short.text) < len(full.text) and in_order(short.text, full.text):
            yield full, short


def _learn(grouping: Grouping, full: Mention, short: str) -> None:
    kind = family(full.type)
    if kind != "Event":
        grouping.alias.setdefault((kind, squeeze(short)), grouping.plain_key(kind, full.text))
        return
    edition = parse_edition(full.text)
    given = parse_edition(short)
    if given.numbered and edition.numbered:
        if given.year is not None and edition.year is None:  # 第二十届某展览会（简称：2023某车展）
            same = edition_key(grouping.series_of(edition.base), given)
            grouping.joined[grouping.event_key(full.text)] = same
        grouping.alias.setdefault(("Event", squeeze(short)), grouping.event_key(full.text))
        short = given.base
    entry = grouping.lexicon.get(edition.base)
    known = entry is not None and entry.type == "EventSeries"
    # 2022年某交易会（简称“某会”）: a fair of which many editions are told of; the short name is the fair's.
    recurring = edition.year is not None and has_series(edition, grouping.lexicon)
    series = grouping.series_of(edition.base)
    if known and edition.numbered and grouping.given.setdefault(series, full.text) != full.text:
        # 2022年甲会（简称“甲会”）… 首届甲会（简称“乙会”）: the second short name is of that edition
        grouping.alias.setdefault(("Event", squeeze(short)), grouping.event_key(full.text))
    elif recurring or (known and edition.numbered):
        grouping.alias.setdefault(("EventSeries", squeeze(short)), ("EventSeries", series))
        grouping.series_known.add(series)
    else:
        grouping.alias.setdefault(("Event", squeeze(short)), grouping.event_key(full.text))
        if has_series(edition, grouping.lexicon):  # 第二届甲博览会 where 第二届中国国际甲博览会 is named
            series = grouping.series_of(edition.base)
            grouping.alias.setdefault(("EventSeries", squeeze(short)), ("EventSeries", series))


def _venue_forms(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What else a venue is called: 首钢园区 → 首钢园; 北京国家会议中心 → 国家会议中心."""
    forms = [name[:-1]] if name.endswith("园区") else []
    found = lexicon.opening(name, 0, len(name) - 3, "AdministrativeArea")
    return (*forms, name[found[1] :]) if found is not None else tuple(forms)


_ABBREVIATED = re.compile(r"[\u4e00-\u9fff]{2,3}[会节展赛奖周]")


def _event_abbreviations(grouping: Grouping, met: set[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], set[Key]]]:
    """Short names of events that are read off a full one: 服贸会 off 中国国际服务贸易交易会."""
    bases = {parse_edition(name).base for kind, name in met if kind == "Event"}
    fulls = sorted(b for b in bases if len(b) >= 7)
    for short in sorted(b for b in bases if _ABBREVIATED.fullmatch(b) and grouping.lexicon.get(b) is None):
        fits = {("EventSeries", grouping.series_of(full)) for full in fulls if _abbreviates(short, full)}
        known = {key for key in fits if key[1] in grouping.series_known}
        if known:
            yield ("EventSeries", squeeze(short)), known


def _abbreviates(short: str, full: str) -> bool:
    """Whether `short` is made of characters of `full` in order, ending on its last."""
    at = 0
    for char in short[:-1]:
        at = full.find(char, at) + 1
        if at == 0:
            return False
    return full.endswith(short[-1]) and short not in full


def _learn_short_forms(grouping: Grouping, mentions: Sequence[Mention]) -> None:
    """Rule-formed short names, where exactly one full name of the article gives them."""
    met = {(family(m.type), m.text) for m in mentions}
    owners: dict[tuple[str, str], set[Key]] = {}
    for kind, name in sorted(met):
        shorts: tuple[str, ...] = ()
        if kind == "Organization":
            shorts = short_forms(name, grouping.lexicon)
        elif kind == "Person" and re.search(r"[·•‧]|(?<=[A-Za-zÀ-ɏ]) (?=[A-Z])", name):
            last = re.split(r"[·•‧ ]", name)[-1]
            shorts = (last,) if len(last) >= 2 else ()
        elif kind == "Venue":
            shorts = _venue_forms(name, grouping.lexicon)
        for short in shorts:
            if (kind, short) in met:
                owners.setdefault((kind, squeeze(short)), set()).add(grouping.plain_key(kind, name))
    for where, keys in _event_abbreviations(grouping, met):
        owners.setdefault(where, set()).update(keys)
    for where, keys in sorted(owners.items()):
        if len(keys) == 1 and where not in grouping.alias:
            grouping.alias[where] = next(iter(keys))

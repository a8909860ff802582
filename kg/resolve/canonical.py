"""The canonical name and class of a cluster: one choice from its members' names, the same in any order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.identity import fold, simplified
from kg.resolve.names import area_stem, has_han, is_generic
from kg.resolve.nodes import ORGANIZATION, Node

_WRAPPED = re.compile(r"^[《〈「『“\"'‘【\[（(](.+)[》〉」』”\"'’】\]）)]$")
_OPENING = re.compile(r"[《〈「『“\"'‘【\[（(]")
_HONORIFIC = re.compile(r"(?:先生|女士|小姐|同志|阁下|老师)$")
_FORMAL = re.compile(
    r"(?:公司|集团|银行|大学|学院|学校|中学|小学|医院|协会|学会|商会|联合会|联盟|基金会|委员会|理事会|秘书处|办公室|研究院|研究所|实验室|"
    r"中心|出版社|通讯社|日报|晚报|电视台|剧院|剧团|博物馆|法院|检察院|政府|组织|机构|会议|总局|[部局司厅处署院社会馆队])$"
)
_LEGAL = re.compile(r"公司$")
_OFFICE = re.compile(r"(?:[局厅委办署]|委员会|政府|法院|检察院)$")
_FULL_WIDTH = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
# A place in brackets inside a fair's name: 中国（北京）国际服务贸易交易会.
_PLACED = re.compile(r"(?<=.)[（(][^（）()]{1,6}[）)]")
_COUNT = re.compile(r"第[零〇一二两三四五六七八九十百\d]+届|首届")
# The country's own name begins formal names (中国银行); a foreign one before a firm only describes it.
_HOME = "中国"


@dataclass(frozen=True, slots=True)
class Names:
    """A cluster's names: folded form → the spelling to show, and in how many articles it is the main one."""

    spelling: Mapping[str, str]
    main: Mapping[str, int]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and fold(name) in self.spelling


def bare(name: str) -> str:
    """A name without the brackets or quotes that enclose all of it: 《某报告》 → 某报告; “甲日”暨“乙日” stays."""
    inner = _WRAPPED.match(name.strip())
    if inner and not _OPENING.search(inner[1]):
        return inner[1].strip()
    return name.strip()


def collect(nodes: Iterable[Node]) -> Names:
    """The names of a cluster's members."""
    names: Counter[tuple[str, ...]] = Counter()
    main: Counter[str] = Counter()
    for node in nodes:
        names[node.names] += 1
        main[node.name] += 1
    return names_of(names, main)


def names_of(names: Mapping[tuple[str, ...], int], main: Mapping[str, int]) -> Names:
    """The names of a cluster whose members' tuples of names, and main names, come so many times.

    Of several spellings the one in most articles is shown; plain width and simplified characters come first.
    """
    spellings: dict[str, Counter[str]] = {}
    for alike, count in names.items():
        for name in {bare(n) for n in alike}:
            spellings.setdefault(fold(name), Counter())[name] += count
    shown = {key: min(found, key=lambda n, c=found: (_unusual(n), -c[n], n)) for key, found in spellings.items()}  # type: ignore[misc]
    usual: Counter[str] = Counter()
    for name, count in main.items():
        usual[fold(bare(name))] += count
    return Names({k: unicodedata.normalize("NFC", v) for k, v in shown.items()}, usual)


def _unusual(name: str) -> bool:
    return bool(_FULL_WIDTH.search(name)) or simplified(name) != name


def canonical_name(group: str, names: Names, areas: frozenset[str]) -> str:
    """The canonical name. `areas` are the names of the build's administrative areas.

    首都会展（集团）有限公司 over 首都会展集团; 国家会议中心 over 北京国家会议中心; 首钢园 over 首钢园区;
    北京 over 北京市; 全球服务贸易联盟 over Global Alliance for Trade in Services.
    """
    every = sorted(names.spelling.values())
    kept = [n for n in every if not _extends(n, group, names, areas)] or every
    return min(kept, key=lambda n: _rank(n, group, names))


def _rank(name: str, group: str, names: Names) -> tuple[bool, int, int, int, str]:
    """Chinese first; then an area's usual name, an organization's formal one, the longest; the text breaks ties."""
    key = fold(name)
    usual = -names.main[key] if group == "AdministrativeArea" else 0
    formal = 0
    if group == ORGANIZATION:
        formal = 0 if _FORMAL.search(name) else 1
    return not has_han(name), usual, formal, -len(key), name


def _extends(name: str, group: str, names: Names, areas: frozenset[str]) -> bool:
    """Whether the name is another of the cluster's names and an addition that does not belong to it."""
    if group == "Person":
        return _HONORIFIC.sub("", name) != name and _HONORIFIC.sub("", name) in names
    if group == "AdministrativeArea":
        return area_stem(name) != name and area_stem(name) in names
    if group in ("Event", "EventSeries") and _PLACED.sub("", name) != name and _PLACED.sub("", name) in names:
        return True
    if group == "Venue" and name.endswith("区") and name[:-1] in names:
        return True
    return group in ("Venue", ORGANIZATION) and _prefixed(name, group, names, areas)


def _prefixed(name: str, group: str, names: Names, areas: frozenset[str]) -> bool:
    """Whether only an area's name stands before another of the names, and is no part of the formal name."""
    for cut in range(2, len(name) - 1):
        area, rest = name[:cut], name[cut:]
        if area not in areas or rest not in names or is_generic(fold(rest)):
            continue
        if group == "Venue":
            return True
        return area != _HOME and not _LEGAL.search(name) and not _OFFICE.search(name)
    return False


def edition_name(
    spellings: Mapping[str, int], ordinal: int | None, series: str, year: int | None, *, by_ordinal: bool = False
) -> str:
    """`<year>年<series>`; 第N届<series> where the texts use only that, no year is known, or `by_ordinal` asks for it.

    `spellings` are its names, as `bare` leaves them, with their counts. One that is just that (2024海岛论坛) is kept as
    it is.
    """
    counted = Counter({m[0]: c for name, c in spellings.items() if (m := _COUNT.search(name))})
    dated = any(year is not None and str(year) in fold(name) for name in spellings)
    if counted and (by_ordinal or year is None or not dated):
        prefix = min(counted, key=lambda p: (-counted[p], p))
    elif ordinal is not None and (by_ordinal or year is None):
        prefix = f"第{ordinal}届"
    else:
        prefix = f"{year}年"
    composed = prefix + series
    said = [n for n in spellings if fold(n).replace("年", "", 1) == fold(composed).replace("年", "", 1)]
    if composed in said or not said:
        return composed
    return min(said, key=lambda n: (-spellings[n], n))


def vote_type(types: Mapping[str, int], group: str) -> tuple[str, tuple[str, ...]]:
    """The most frequent class below the group's own; where several tie, the group's class and those that tie."""
    votes = {t: count for t, count in types.items() if t != group}
    if not votes:
        return group, ()
    top = max(votes.values())
    best = tuple(sorted(t for t, count in votes.items() if count == top))
    return (best[0], ()) if len(best) == 1 else (group, best)

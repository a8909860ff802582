"""What the sentence of a figure says about it: is it said of the whole, and what is a change measured against?"""

from __future__ import annotations

import re

from kg.graph.facts import Evidence
from kg.model import Observation

_STOPS = "，,；;。！？!?：:\n"
# What a sentence, and what the figure's own clause, says where it does not speak of the whole as it was in the end.
_SO_FAR = re.compile(r"其中|截至|截止|目前|分别")
_PART_OF = re.compile(
    r"首日|首周|当[日天]|[今昨]日|前[一二三四五六七八九十\d]+[天日]|每|平均|[日人年月户]均|单日|之一|最初|原来|开始时|成立时|开业时"
    r"|计划|目标|力争|新增(?!长)|再增|占"
)
_EARLIER = re.compile(r"上届|上一届|去年|往届|历届|历年|上年|此前|往年|前年")
# Only a part of the event or of the body is spoken of, in the figure's own clause.
_SCOPE = re.compile(
    r"展区|展馆|号馆|[A-Za-z\d]馆|馆内|专区|专题展|板块|分会场|分论坛|代表团|组团|本市|我[省市国县]|全[省市县国]|该[省市县国]|园区|街道"
)
_PLACED = re.compile(r"在[^，。；]{2,16}$")
# 由30家|增至50家, 从30家|到50家: the first figure is an earlier one.
_RISES = re.compile(
    r"\s*(?:(?:[增升扩降减提发缩涨跌回上下][^，。]{0,3}|攀升|调整|变)[至到为成]|[至到](?=[\d一二两三四五六七八九十百近约超]))"
)
_BASES = re.compile(
    r"(?P<year>同比|[比较](?:上一?年|去年))|(?P<edition>[比较]上一?届)|(?P<chain>环比|[比较]上[月周季])"
    r"|(?P<mean>年均|平均)|(?P<other>[比较与同][^，]{2,12}(?:相比)?)"
)
_NUMBER = re.compile(r"(?<![\d.,，])\d|(?<![一二两三四五六七八九十百千万亿])[一二两三四五六七八九十百千半]")


def around(item: Evidence) -> tuple[str, str]:
    """The sentence up to the figure's number, and what follows the quote, which ends with the unit."""
    before, quote, after = item.sentence.partition(item.quote)
    at = max((match.start() for match in _NUMBER.finditer(quote)), default=0)
    return before + quote[:at], after


def behind(after: str, measure: str) -> str:
    """What follows the noun where the noun follows the figure: 507家|世界500强企业|线下参展 → 线下参展."""
    text = re.sub(r"\s", "", after)
    return text.removeprefix("的").removeprefix(re.sub(r"\s", "", measure))


def whole(fact: Observation, before: str, after: str) -> bool:
    """Whether the figure is said of the whole, as it was in the end."""
    own = re.split(f"[{_STOPS}]", before)[-1].replace(fact.measure, "")
    if own.endswith("其中") and fact.measure in before:  # 其中境外参展企业120家: the measure itself names the part
        own, before = own.removesuffix("其中"), before.rpartition("其中")[0]
    if _SO_FAR.search(before) or _PART_OF.search(own) or _SCOPE.search(own):
        return False
    rest = re.split(f"[{_STOPS}]", behind(after, fact.measure))[0]
    if _PLACED.search(rest) or _RISES.match(after):
        return False
    return fact.change != "none" or bool(fact.period) or not _EARLIER.search(before)


def base(before: str) -> str:
    """What a change is measured against: the year before, the edition before, the month before."""
    found = list(_BASES.finditer(re.split("[。；;]", before)[-1]))
    if not found:
        return ""
    kind = found[-1].lastgroup or ""
    return found[-1][0] if kind == "other" else kind

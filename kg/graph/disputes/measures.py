"""Whether two ways of saying what is counted mean the same.

参展企业, 参展的企业数量 and 企业 (in 507家企业参展) do; 境外参展企业 and 参展企业 do not, since one is a part of the
other. 世界500强及行业龙头企业 and 参展的行业龙头企业、世界500强 do: an order of coordinated parts says nothing.
Where it is open what is meant (两个展区, 三十家企业), there is no matter: doubt is no sameness.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.identity import fold

# Ways of taking part: 与会 and 到会 say what 参会 says.
_PART = {
    "参展": "参展", "设展": "参展", "办展": "参展", "参会": "参会", "与会": "参会", "到会": "参会", "出席": "参会",
    "参加": "参加", "参与": "参加", "参赛": "参赛", "参评": "参评", "签约": "签约", "签署": "签约", "签订": "签约",
    "报名": "报名", "入驻": "入驻", "入围": "入围", "入选": "入选", "获奖": "获奖", "亮相": "亮相", "受邀": "受邀",
    "达成": "达成", "发布": "发布",
}  # fmt: skip
_VERB = "|".join(_PART)
_MODE = r"(?P<mode>(?:纯|只在?|仅在?)?(?:线上线下|线上|线下))?"
_BEFORE = re.compile(rf"{_MODE}(?P<verb>{_VERB})?的?(?=..)")
# What follows figure and noun: 507家世界500强企业|线下参展, 1212家企业|通过线上方式参展.
_AFTER = re.compile(rf"(?:[共均都也已]|共同|同时|同步|通过|以|现场)*{_MODE}(?:方式|形式|同步|共同)*(?P<verb>{_VERB})?")
_CONNECTIVE = re.compile(r"以及|[和与及暨或、,，/]")
_LEAD = re.compile(r"(?:各类|各|全部|所有|一共|总共|共计|总计|合计|累计|共有|本届|共(?![享产建同和识通])|已|约)+(?=..)")
_TAIL = re.compile(r"(?<=..)(?:的?(?:总数量|数量|总数|数目|总人数|人数|(?<![指系基分参倍函])数)|[共达为有超约])+$")
_TOTAL = re.compile(r"总(?=(?:人数|人次|人口|额|量|数|面积|建筑面积|规模|金额|值|产值|投资|收入|里程|装机)$)")
_COUNTERS = frozenset("个家名位项场")
_HEADS = ("企业", "公司", "机构", "组织", "国家", "单位", "产品", "活动", "论坛", "会议", "项目", "协会")
# Nouns that by themselves do not say which of many are meant.
_VAGUE = frozenset({
    "企业", "公司", "单位", "机构", "组织", "国家", "地区", "国际组织", "协会", "城市", "省份", "省区市", "品牌",
    "商户", "活动", "项目", "产品", "新产品", "新技术", "新成果", "成果", "技术", "作品", "展品", "展区", "展台",
    "展位", "展馆", "展览", "展厅", "专区", "论坛", "会议", "人", "人员", "嘉宾", "代表", "客商", "采购商", "专家",
    "市场", "资源", "投资", "金额", "面积", "规模", "数量", "内容", "方面", "领域", "队伍", "选手", "运动员",
    "学生", "协议", "奖项", "场馆", "设备", "环节", "方式", "突出", "收购", "订单", "车辆", "会议活动", "专家学者",
    "合作协议", "国家地区", "企业机构", "合同", "比例", "占比", "比重", "份额", "中外企业", "知名企业", "境外企业",
    "中国企业", "外国企业", "服务", "内", "展商",
})  # fmt: skip
_SHARES = re.compile(r"率|占比|比重|比例|份额|覆盖|程度")
_FLOWS = re.compile(
    r"营收|收入|利润|亏损|销售|产值|产量|销量|进口|出口|总值|成交|交易|零售|增加值|税|游客|旅客|客流|接待|吞吐|门诊|票房"
)
_UNITS = {
    "家": "个", "所": "个", "名": "人", "位": "人", "个人": "人", "场次": "场", "平米": "平方米", "㎡": "平方米",
    "m²": "平方米", "m2": "平方米", "平方千米": "平方公里", "km²": "平方公里", "千米": "公里", "km": "公里",
    "千克": "公斤", "kg": "公斤", "元人民币": "元", "人民币元": "元", "人民币": "元", "块钱": "元", "％": "%",
    "百分点": "个百分点", "标准箱": "标箱", "港币": "港元",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matter:
    """What is counted: `noun` in a form to compare, how it takes part, and whether on line or on the spot."""

    noun: tuple[str, ...]
    verb: str = ""
    mode: str = ""
    vague: bool = False


def matter(measure: str, unit: str, after: str = "") -> Matter | None:
    """What a measure means, with the words that follow it in its sentence; None where it does not say enough.

    >>> matter("参展企业", "家") == matter("企业数量", "家", "线上线下参展。")
    True
    >>> matter("参展企业", "家") == matter("境外参展企业", "家"), matter("展区", "个")
    (False, None)
    """
    words = measure.strip().removeprefix(unit) if unit in _COUNTERS and len(measure) > 2 else measure.strip()
    words = _LEAD.sub("", words, count=1) if _LEAD.match(words) else words
    before = _BEFORE.match(words)
    parts = _parts(words[before.end() :] if before else words)
    following = _AFTER.match(after)
    verb, mode = (before["verb"] or "", before["mode"] or "") if before else ("", "")
    if following and following["verb"]:
        verb, mode = verb or following["verb"], mode or following["mode"] or ""
    mode = "" if "线上线下" in mode else re.sub("^[纯只仅]在?", "纯", mode)
    vague = all(part in _VAGUE or len(part) < 2 for part in parts)
    if vague and not verb:
        return None
    if unit_of(unit) == "%" and not _SHARES.search(measure):
        return None
    return Matter(_noun(parts), _PART.get(verb, ""), mode, vague)


def unit_of(unit: str) -> str:
    """A unit in the form to compare: 平米 → 平方米, 名 → 人, 家 → 个 (of one noun, both count the same)."""
    return _UNITS.get(unit, unit)


def is_flow(measure: str) -> bool:
    """Whether the measure adds up over a time, so that a figure means nothing without it: 营收, 旅客吞吐量."""
    return _FLOWS.search(measure) is not None


def _parts(words: str) -> list[str]:
    """The parts of a coordination, each without words that only say that something is counted."""
    return [part for part in map(_plain, _CONNECTIVE.split(words)) if part]


def _noun(parts: list[str]) -> tuple[str, ...]:
    """The parts in one order; a noun that ends several, or stands for all, apart from them.

    世界500强企业及行业龙头企业 → 世界500强, 行业龙头 and 企业, as 行业龙头企业、世界500强 does.
    """
    heads = {head for part in parts for head in _HEADS if part.endswith(head) and len(part) > len(head) + 1}
    if len(parts) < 2 or len(heads) != 1:
        return tuple(sorted(set(parts)))
    head = heads.pop()
    stripped = {part.removesuffix(head) if len(part) > len(head) + 1 else part for part in parts}
    return (*sorted(stripped), f"-{head}")


def _plain(part: str) -> str:
    part = _LEAD.sub("", part, count=1) if _LEAD.match(part) else part
    part = _TOTAL.sub("", _TAIL.sub("", part))
    return fold(part.replace("的", ""))

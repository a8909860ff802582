"""Numbers with units: 近150辆 → 150 辆 about; 15.2万平方米 → 152000 平方米; 三成五 → 35 %; 翻一番 → 1 倍.

Counter-examples: 第三届, 2021年, 500强, C919, 5G, 2比1, 一系列, 数十种 (no exact value).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kg.model import Comparator, Quantity, Sentence
from kg.nlp.numerals import NUMBER, parse_number

# Units as they are written, longest first in the pattern. Money keeps its currency; 元人民币 is 元.
_MONEY = ("元人民币", "美元", "欧元", "港元", "港币", "日元", "英镑", "韩元", "加元", "澳元", "卢布", "瑞士法郎",
          "瑞典克朗", "新西兰元", "新加坡元", "迪拉姆", "泰铢", "卢比", "法郎", "克朗", "元/平方米", "元")  # fmt: skip
_MEASURES = (
    "平方公里", "平方千米", "平方米", "平米", "立方米", "公顷", "亩", "公里", "千米", "海里", "厘米", "毫米", "纳米",
    "微米", "米", "万吨级", "吨级", "吨", "公斤", "千克", "毫克", "微克/立方米", "克拉", "克", "毫升", "升",
    "千瓦时", "兆瓦时", "兆瓦", "千瓦", "千伏", "度电", "标准箱", "标箱", "摄氏度", "℃", "赫兹", "毫秒",
    "小时", "分钟", "秒", "个工作日", "个月", "天", "周年", "岁", "Gbps", "TB", "GB", "MB", "EFLOPS",
    "个百分点", "百分点", "个基点", "基点", "%", "％", "倍",
)  # fmt: skip
_COUNTS = (
    "人次", "人", "名", "位", "家", "个", "座", "场次", "场", "项", "类", "大", "条", "间", "处", "款", "台套", "台",
    "套", "件（套）", "件（组）", "件套", "件", "辆", "架", "艘次", "艘", "列", "节", "趟", "班次", "航次", "部",
    "户", "支", "张", "国", "所", "种", "次", "笔", "幅", "篇", "枝", "股", "匹", "例", "起", "轮", "单", "份", "箱",
    "票", "对", "顶", "头", "只", "章", "方", "册", "块", "批", "胜", "宗", "样", "届", "片", "盒", "桶", "栋", "幢",
    "颗", "剂", "羽", "本", "枚", "尊", "道", "尾", "株", "棵", "根", "瓶", "袋", "盏", "扇", "面", "口", "眼", "门",
    "层", "首", "集", "期", "桩", "幕", "组", "队", "代", "版", "柜", "罐", "串", "束", "级", "环", "站", "线", "路",
    "点", "城", "市", "省", "区", "县", "镇", "村", "校", "院", "馆", "店", "社", "厂",
)  # fmt: skip
_UNITS = tuple(sorted({*_MONEY, *_MEASURES, *_COUNTS}, key=lambda u: (-len(u), u)))
_UNIT = "|".join(map(re.escape, _UNITS))
_CANONICAL = {"元人民币": "元", "％": "%", "标准箱": "标箱", "港币": "港元", "百分点": "个百分点"}

_OVER = "不低于|不少于|至少|超过|超出|突破|多达|逾|超|过|高于|多于"
_UNDER = "不超过|不到|不足|低于|少于|未满|不满"
_ABOUT = "大约|约为|约|近|将近|接近|上下|左右"
_EXACT = "高达|达到了|达到|达"
_BEFORE = rf"(?P<before>(?:{_UNDER}|{_OVER}|{_ABOUT}|{_EXACT})\s?)?"
_AFTER = r"(?P<after>以上|以下|以内|左右|上下|之多)?"
_SPAN = re.compile(
    rf"{_BEFORE}(?P<pct>百分之)?(?P<number>(?<![\dA-Za-z.．第数几]){NUMBER})(?P<more>\s?[余多](?P<scale>[万亿]+)?)?"
    rf"\s?(?P<unit>成(?P<tenth>[一二三四五六七八九])?多?|{_UNIT})?{_AFTER}"
)
_DOUBLE = re.compile(r"翻(?:了)?(?P<n>[一两二三])番|(?:翻|增)(?:了)?(?:一)?倍|成倍")
_NOT_BEFORE = re.compile(r"[第A-Za-z\-－./·]$|星期$|周$|礼拜$")
_NOT_AFTER = re.compile(r"^(?:强|比\d|[A-Za-z]|年|月|日|号|时\d|[:：]\d|度(?!电)|世纪|后|维)")
# 一 + measure word is mostly no count: 一个, 一种, 一批; 一家、一起、一系列
_IDIOM_UNITS = frozenset(_COUNTS) - {"人次"}


def find_quantities(text: str, sentences: Sequence[Sentence]) -> tuple[Quantity, ...]:
    """All quantities of the article in order, none overlapping another; each lies inside one sentence."""
    found: list[Quantity] = []
    for sentence in sentences:
        at = sentence.start
        while match := _SPAN.search(text, at, sentence.end):
            quantity = _quantity(text, match)
            at = match.end() if match.end() > match.start() else match.start() + 1
            if quantity is not None:
                found.append(quantity)
        found += (_doubled(m) for m in _DOUBLE.finditer(text, sentence.start, sentence.end))
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


def _doubled(match: re.Match[str]) -> Quantity:
    """翻番, 翻一番, 翻倍 → 1 倍 (more); 翻两番 → 3 倍."""
    times = {"一": 1, "二": 3, "两": 3, "三": 7}.get(match["n"] or "一", 1)
    return Quantity(match.start(), match.end(), match[0], Decimal(times), "倍", "exactly")


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    unit, number = match["unit"] or "", match["number"]
    value = parse_number(number)
    if value is None or not (unit or match["pct"]):
        return None
    before, after = text[max(0, match.start("number") - 2) : match.start("number")], text[match.end() : match.end() + 3]
    if match["pct"]:
        unit = "%"
    elif _NOT_BEFORE.search(before) or (not unit and _NOT_AFTER.match(after)):
        return None
    if number == "一" and unit in _IDIOM_UNITS:
        return None
    if match["scale"]:
        value *= Decimal(10) ** (4 * match["scale"].count("万") + 8 * match["scale"].count("亿"))
    if unit.startswith("成") and unit != "成":
        unit, value = "成", value + (parse_number(match["tenth"] or "零") or Decimal(0)) / 10
    if unit == "成":
        unit, value = "%", value * 10
    start, end = match.start(), match.end()
    return Quantity(start, end, text[start:end], value, _CANONICAL.get(unit, unit), _comparator(match))


def _comparator(match: re.Match[str]) -> Comparator:
    before, after = (match["before"] or "").strip(), match["after"] or ""
    if (before and re.fullmatch(_UNDER, before)) or after in {"以下", "以内"}:
        return "under"
    if (before and re.fullmatch(_OVER, before)) or match["more"] or after in {"以上", "之多"}:
        return "over"
    if (before and re.fullmatch(_ABOUT, before)) or after in {"左右", "上下"}:
        return "about"
    return "exactly"

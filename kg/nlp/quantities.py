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
_MONEY = (
    "元人民币", "人民币", "美元", "欧元", "港元", "港币", "日元", "英镑", "韩元", "加元", "澳元", "卢布", "瑞士法郎",
    "瑞典克朗", "新西兰元", "新加坡元", "迪拉姆", "泰铢", "卢比", "法郎", "克朗", "元/平方米", "元", "澳门元",
    "新元", "新台币", "人民币元", "丹麦克朗", "挪威克朗", "越南盾", "里亚尔", "雷亚尔", "兰特", "里拉", "比索",
    "坚戈", "兹罗提", "福林", "第纳尔", "图格里克", "纳克法", "林吉特", "印尼盾", "块钱", "元/股", "元/吨",
    "元/公斤", "美元/桶",
)  # fmt: skip
_MEASURES = (
    "平方公里", "平方千米", "平方米", "平米", "方米", "立方米", "公顷", "亩", "公里", "千米", "海里", "厘米", "毫米",
    "纳米", "微米", "米", "万吨级", "吨级", "吨", "公斤", "千克", "毫克", "微克/立方米", "克拉", "克", "斤",
    "毫升", "千升", "升", "牛", "千瓦时", "兆瓦时", "吉瓦时", "太瓦时", "兆瓦",
    "千瓦", "千伏", "标准箱", "标箱", "摄氏度", "℃", "赫兹",
    "毫秒", "度", "小时", "分钟", "秒", "个工作日", "个月", "天", "年", "周年", "周", "岁", "Gbps", "TB", "GB",
    "MB", "个百分点", "百分点", "个基点", "基点", "%", "％", "倍", "英里", "英尺", "英寸", "英亩", "盎司",
    "加仑", "平方英尺", "光年", "纳克", "微秒", "皮秒", "分贝", "兆赫", "吉瓦", "瓦", "千伏安", "兆帕", "像素",
    "学时", "课时", "学分", "大卡", "个小时", "个季度", "个赛季", "个学期", "立方", "万标箱", "PB", "kg", "km",
    "cm", "mm", "mg", "nm", "MW", "GW", "GWh", "kW", "毫安时", "个单位",
)  # fmt: skip
_COUNTS = (
    "人次", "人", "名", "位", "家", "个", "座", "场次", "场", "项", "类", "大", "条", "间", "处", "款", "台套",
    "台", "套", "件（套）", "件（组）", "件套", "件", "辆", "架", "艘次", "艘", "列", "节", "趟", "班次",
    "航次", "部", "户", "支", "张", "国", "所", "种", "次", "笔", "幅", "篇", "枝", "股", "匹", "例", "起",
    "轮", "单", "份", "箱", "票", "对", "顶", "头", "只", "章", "方", "册", "块", "批", "胜", "宗", "样", "届",
    "片", "盒", "桶", "栋", "幢", "颗", "剂", "羽", "本", "枚", "尊", "道", "尾", "株", "棵", "根", "瓶", "袋",
    "盏", "扇", "门", "层", "首", "集", "幕", "组", "队", "柜", "罐", "串", "束", "城", "市", "省", "地", "县",
    "镇", "村", "校", "店", "社", "个班", "字", "架次", "辆次", "车次", "列次", "人份", "份次", "床", "张床位",
    "回", "遍", "峰", "车", "管", "个人", "单元", "席", "驾", "艇", "只次", "通", "行", "桌", "席位", "班",
    "箱次", "帧", "页", "包", "捆", "筐", "担", "则", "课", "篮", "炉", "缸", "亩次", "万件套", "套次",
)  # fmt: skip
_UNITS = tuple(sorted({*_MONEY, *_MEASURES, *_COUNTS}, key=lambda u: (-len(u), u)))
_UNIT = "|".join(map(re.escape, _UNITS))
# what would make another word of the unit: 国际, 大型, 人民, 名单, 位于, 场馆, 元宇宙, 天津, 年代, 个人
_UNIT_END = (
    r"(?:(?<!国)|(?![际家内产务民资企外力庆]))(?:(?<!大)|(?![型学会连豆陆力])) (?:(?<!元)|(?![宇旦素件器]))"
    r"(?:(?<!年)|(?![度代级报龄轻底初末中同前]))(?:(?<!市)|(?![场民委值政区]))(?:(?<!地)|(?![区方铁下产点带球位]))"
    r"(?:(?<!天)|(?![津然下气文]))(?:(?<!周)|(?![年边围末期岁]))(?:(?<!村)|(?![民委庄]))(?:(?<!省)|(?![级份委]))"
    r"(?:(?<!县)|(?![级城委]))(?:(?<!校)|(?![长园区友企])) (?:(?<!个人)|(?!工智能))(?:(?<!位)|(?!一体))"
    r"(?:(?<!社)|(?![会区交]))(?:(?<!字)|(?![节母]))"
    r"(?:(?<!米)|(?![其兰林粉粮饭面栏跑板台]|[自仰蛙蝶混]|气[手步]|接力|短跑|障碍|跳[台板]|速滑))(?:(?<![斤克])|(?!级))(?:(?<!克)|(?![服隆里罗]))(?:(?<!方)|(?![面案式法向便形言]))(?:(?<!门)|(?![票店诊市类口]))"
).replace(" ", "")
_CANONICAL = {
    "元人民币": "元",
    "人民币元": "元",
    "人民币": "元",
    "块钱": "元",
    "个人": "人",
    "个小时": "小时",
    "％": "%",
    "标准箱": "标箱",
    "港币": "港元",
    "百分点": "个百分点",
}

# Of these 千 is a part of the unit behind figures: 500千米, 3千升.
_THOUSANDS = frozenset(("升", "米", "克", "伏", "伏安", "瓦", "瓦时"))
_OVER = "不低于|不少于|至少|超过|超出|突破|多达|逾|超|过(?=[百千万亿])|高于|多于"
_UNDER = "不超过|不到|不足|低于|少于|未满|不满"
_ABOUT = "大约|约为|(?<![签预合履邀特制条公盟违缔誓践])约|(?<![附最临靠新])近|将近|接近|上下|左右"
_EXACT = "高达|达到了|达到|达"
# no number starts inside another one, after 第 or after the 数 and 几 that make it vague
_EDGE = (
    r"(?<![\d.．第])(?<![第〇○零一二两三四五六七八九十百千万亿])(?:(?<![数几])|(?<=[人次量额费]数)|(?=\d))"
    r"(?:(?<![A-Za-z])|(?=[\d.]+\s?[%％]))"
)
_BEFORE = rf"(?P<before>(?:{_UNDER}|{_OVER}|{_ABOUT}|{_EXACT})\s?)?"
_AFTER = r"(?P<after>以上|以下|以内|左右|上下|之多)?"
_SPAN = re.compile(
    rf"{_BEFORE}(?P<pct>百分之)?(?P<number>{_EDGE}{NUMBER})(?P<more>\s?[余多](?P<scale>[万亿]+)?)?"
    rf"\s?(?P<unit>成(?P<tenth>[一二三四五六七八九半])?(?![立都果功员品本人交长绩就熟份])多?|(?:{_UNIT}){_UNIT_END})?{_AFTER}"
)
_DOUBLE = re.compile(r"翻(?:了)?(?P<n>[一两二三])番|(?:翻|增)(?:了)?(?:一)?倍|翻番")
_HALF = re.compile(
    r"(?P<before>近|约|超过|超|逾|不到|不足)?(?:过|一|(?<=[近约超逾足到占达])|(?=半数))半(?P<after>以上)?(?![小天年个月数场决程导径岛夜山])"
)
_HEADS = re.compile(r"(?:人数|人口|用户数?|粉丝|观众|游客|读者|旅客)(?:已?[达超破为约近]|达到|超过|突破|逼近)?$")
_NOT_BEFORE = re.compile(r"(?:第\s?|(?<!—)[\-－—–]|\d\s?[:：比]|[./·]|星期|周|礼拜)$")
_MINUS = re.compile(r"[为是、，：:（(达至][-－−]$")  # 净利润为|-320万元; not 3-5万元
_YEAR = re.compile(r"(?:1[89]|20)\d\d|9\d")  # 2024届, 2021年, 98年
_BARE = frozenset("十百千万亿")
# 一 + measure word is mostly no count: 一个, 一种, 一批; 一家、一起、一系列
_IDIOM_UNITS = frozenset(_COUNTS) - {"人次"}


def find_quantities(text: str, sentences: Sequence[Sentence]) -> tuple[Quantity, ...]:
    """All quantities of the article in order, none overlapping another; each lies inside one sentence."""
    found: list[Quantity] = []
    for sentence in sentences:
        at = sentence.start
        while match := _SPAN.search(text, at, sentence.end):
            quantity = _quantity(text, match)
            at = max(quantity.end if quantity else match.end("number"), match.start() + 1)
            if quantity is not None:
                found.append(quantity)
        taken = [(q.start, q.end) for q in found if q.start >= sentence.start]
        for match in (m for p in (_DOUBLE, _HALF) for m in p.finditer(text, sentence.start, sentence.end)):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                found.append(_doubled(match) if match.re is _DOUBLE else _half(match))
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


def _doubled(match: re.Match[str]) -> Quantity:
    """翻番, 翻一番, 翻倍 → 1 倍 (more); 翻两番 → 3 倍."""
    times = {"一": 1, "二": 3, "两": 3, "三": 7}.get(match["n"] or "一", 1)
    return Quantity(match.start(), match.end(), match[0], Decimal(times), "倍", "exactly")


def _half(match: re.Match[str]) -> Quantity:
    """一半, 近半, 过半 → 50 %."""
    over = "过半" in match[0]
    comparator: Comparator = "over" if over else _comparator(match["before"] or match[0][0], match["after"] or "")
    return Quantity(match.start(), match.end(), match[0], Decimal(50), "%", comparator)


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    unit, number = match["unit"] or "", match["number"]
    if number.endswith("千") and number[0].isdigit() and unit in _THOUSANDS:
        unit, number = f"千{unit}", number[:-1].rstrip()  # 2,297,000 千升
    value = parse_number(number)
    before = text[max(0, match.start("number") - 8) : match.start("number")]
    negative = not match["before"] and _MINUS.search(before) is not None
    if value is None or (_NOT_BEFORE.search(before) and not negative) or len(match["scale"] or "") > 2:
        return None
    if match["scale"]:
        value *= Decimal(10) ** (4 * match["scale"].count("万") + 8 * match["scale"].count("亿"))
    end = match.end()
    if match["pct"]:
        unit, end = "%", match.end("more") if match["more"] else match.end("number")
    elif not unit and value >= 1000 and _HEADS.search(text[max(0, match.start() - 8) : match.start()]):
        unit = "人"  # 观展人数128万
    elif not unit or not _counts(number, unit, before, compared=bool(match["before"] or match["more"])):
        return None
    if unit.startswith("成"):
        value = value * 10 + (
            Decimal(5) if match["tenth"] == "半" else parse_number(match["tenth"] or "零") or Decimal(0)
        )
        unit = "%"
    comparator = _comparator((match["before"] or "").strip(), match["after"] or "")
    if comparator == "exactly" and (match["more"] or (unit == "%" and "多" in text[match.end("number") : end])):
        comparator = "over"
    start = match.start("number") - 1 if negative else match.start()
    return Quantity(start, end, text[start:end], -value if negative else value, _CANONICAL.get(unit, unit), comparator)


def _counts(number: str, unit: str, before: str, *, compared: bool) -> bool:
    """Whether number and unit are a count: not 一个, 二级, 2021年, 百公里, 三成 written with digits."""
    if unit.startswith("成"):
        return not number[0].isdigit() and number not in _BARE
    if number == "一":
        return unit not in _IDIOM_UNITS
    if number in _BARE - {"十"}:
        return compared
    if number in {"二", "零", "〇"}:
        return False
    if unit in {"国", "届", "年", "款"} and _YEAR.fullmatch(number):
        return False
    return not (unit == "个月" and before.endswith("前"))


def _comparator(before: str, after: str) -> Comparator:
    if re.fullmatch(_UNDER, before) or after in {"以下", "以内"}:
        return "under"
    if re.fullmatch(_OVER, before) or after in {"以上", "之多"}:
        return "over"
    if re.fullmatch(_ABOUT, before) or after in {"左右", "上下"}:
        return "about"
    return "exactly"

"""How dates and periods are written in Chinese news: the patterns that `kg.nlp.dates` resolves."""

from __future__ import annotations

import re

_YEAR = r"(?:(?<!\d)(?:1[89]|20)\d\d|[一二][〇○零九八][〇○零一二三四五六七八九]{2})\s?年"
_YEAR_WORD = r"(?:今年|去年|前年|明年|后年|本年|上年|当年|同年|次年|翌年)"
_MONTH_NUMBER = r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|(?<![一二三四五六七八九十第])(?:十[一二]?|[一二三四五六七八九]))"
_MONTH = rf"\s?{_MONTH_NUMBER}\s?月(?:份)?"
_MONTH_WORD = r"(?:上个?月|本月|当月|下个?月|同月|次月)(?:份)?"
_DAY_NUMBER = r"(?:(?<!\d)(?:3[01]|[12]\d|0?[1-9])|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY = rf"\s?{_DAY_NUMBER}\s?[日号]"
_BARE_DAY = r"(?<![\d第续.])(?<!为期)(?<!历时)(?<!工期)(?:3[01]|[12]\d|0?[1-9])\s?日(?![内后游元均报程圆间龄])"
_DAY_WORD = r"(?:今[日天晨早晚]|昨[日天晚晨]|明[日天晚晨]|[前后]天|(?<!幕)[当同次翌即]日|(?<!幕)当[天晚]|同一天)"
_WEEKDAY = r"(?:上周|本周|这周|下周)[一二三四五六日天]|(?<![上本这下每])周[一二三四五六日](?=[，、在将上下晚宣发举表])"
_WEEK = r"(?:上周|本周|下周)"
_CLOCK = (
    r"(?:\s?(?:凌晨|清晨|早晨|早上|上午|中午|正午|午后|下午|傍晚|晚间|晚上|深夜|夜间|夜里|晚|晨)?"
    r"(?:\s?\d{1,2}\s?(?:[:：]\d{2}|[时点](?:\d{1,2}分|半|许|整)?)|[零一二三四五六七八九十]{1,2}[时点](?!以)(?:半)?)?)"
)
_MONTH_PART = r"(?:上旬|中旬|下旬|初|底|末)"
_YEAR_PART = (
    r"(?:上半年|下半年|[底末初](?![线层])|全年(?=度?[^各])|年初|年底|年末|年内|年中(?=[，、将时])"
    r"|前[一二三四五六七八九十\d]{1,2}个月|前[二三两]个?季度|第?[一二三四1-4]季度末?)"
)
_SEP = r"\s?(?:[-—–－~～]+|至|到)\s?"

POINT = re.compile(
    rf"(?P<year>{_YEAR}(?!代))(?:度)?(?:的?(?:(?P<ym>{_MONTH})(?:(?P<ymd>{_DAY})|(?P<ymp>{_MONTH_PART}))?|(?P<yp>{_YEAR_PART})))?"
    rf"|(?P<yearw>{_YEAR_WORD})(?:的?(?:(?P<wm>{_MONTH})(?:(?P<wmd>{_DAY})|(?P<wmp>{_MONTH_PART}))?|(?P<wp>{_YEAR_PART})))?"
    rf"|(?P<m>{_MONTH})(?:(?P<md>{_DAY})(?!线|楼|馆|门)|(?P<mp>{_MONTH_PART}))?"
    rf"|(?P<mw>{_MONTH_WORD})(?:(?P<mwd>{_DAY})|(?P<mwp>{_MONTH_PART}))?"
    rf"|(?P<d>{_BARE_DAY})"
    rf"|(?P<dw>{_DAY_WORD})"
    rf"|(?P<wd>{_WEEKDAY})"
    rf"|(?P<w>{_WEEK})"
    r"|(?P<ago>(?<![\d.])\d{1,2}|[一二两三四五六七八九]?十?[一二两三四五六七八九十])年(?P<side>[前后])(?![后沿往])"
    rf"|(?P<p>(?![底末初]){_YEAR_PART})"
)
TAIL = re.compile(rf"{_CLOCK}(?:同期)?")
RANGE = re.compile(_SEP)
# 1—6月份, 2日至7日, 2021—2023年: the first part leaves its unit to the second
SHORT = re.compile(
    rf"(?P<head>(?:{_YEAR}|{_YEAR_WORD})?(?:{_MONTH})?)(?P<n>(?<![\d.第])\d{{1,4}}){_SEP}(?=(?P<m>\d{{1,4}})\s?(?P<unit>年|月|日))"
)
PLAN = re.compile(r"将|拟|计划|预计|即将|定于|截止|届时|有望|明年")

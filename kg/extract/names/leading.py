"""Events that have no number, by the clause that tells where they are held: what is held is the event.

7月8日，甲研究所建所50周年纪念活动在乙市举行 → the anniversary; “甲文学奖”颁奖典礼暨诗歌朗诵会在… → the ceremony;
乙县旅游发展大会开幕式暨首届丙杯颁奖晚会在… → two. Counter-examples: 座谈会在乙市举行; 当天的颁奖典礼在乙市举行.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.model import Mention
from kg.nlp.lexicon import Lexicon

_YEARS = r"[\d一二三四五六七八九十百两〇]{1,4}"
_GATHERING = (
    r"(?:大会|年会|论坛|峰会|研讨会|座谈会|交流会|推介会|推进会|发布会|报告会|朗诵会|音乐会|演唱会|茶话会|联谊会|分享会|对接会|洽谈会|招聘会|招商会"
    r"|博览会|展览会|文化节|旅游节|艺术节|典礼|仪式|晚会|盛典|庆典|展演|活动|年度盛典|[画书特联艺]展|作品展|主题展|大赛|比赛|邀请赛)"
)
# Where a name may begin, and what does not belong to one.
_OPENS = (
    r"(?:^|(?<=[，。；：、\n])|(?<=[上下中]午)|(?<=[昨今当]晚)|(?<=日晚)|(?<=[今昨]天)|(?<=日)|(?<=[电讯] )|(?<=随着)"
    r"|(?<=举[行办]))"
)
_NOT_IN_NAME = (
    r"(?!当天|当日|此次|本次|本届|该|这|一场|首场|近日|日前|随后|会上|据悉|记者|由|在|于|为|的|了|将|是|有|举行|举办|召开|出席|参加|参与|开幕(?!式)|闭幕(?!式)"
    r"|表示|介绍|获悉|宣布)"
)
_WORD = rf"(?:“[^”，。\n]{{2,24}}”|{_NOT_IN_NAME}[\u4e00-\u9fffA-Za-z0-9·（）\-—])"
_HELD = (
    r"(?=(?:于?(?:\d{1,4}[年日月]|[昨今][日天晚]|近日|日前)[^，。；]{0,10})?(?:在[^，。；]{2,30})?(?:隆重|顺利|成功|正式|如期|盛大|圆满|火热)?"
    r"(?:举行|举办|召开|开幕|启幕|落幕|启动|拉开|上演))"
)
_ANNIVERSARY = re.compile(
    rf"{_OPENS}(?P<name>{_WORD}{{2,24}}?(?:建[所校院馆厂社台会局行市县]|成立|创刊|创办|创建|诞辰|建交|开馆|开园|通车)"
    rf"{_YEARS}周年(?:暨{_WORD}{{2,20}}?)?(?:纪念|庆祝|系列|主题|文艺|表彰)*{_GATHERING}){_HELD}",
    re.M,
)
# 绍兴市举行|纪念甲藏书楼创建120周年活动。
_HELD_ANNIVERSARY = re.compile(
    rf"(?<=举[行办])(?P<name>(?:纪念|庆祝){_WORD}{{2,24}}?(?:建[所校院馆厂社台会局行市县]|成立|创刊|创办|创建|诞辰|建交|开馆|开园|通车)"
    rf"{_YEARS}周年(?:纪念|庆祝|系列|主题|文艺)*{_GATHERING})(?=[，。；])"
)
_JOINT = re.compile(
    rf"{_OPENS}(?P<name>(?P<first>{_WORD}{{3,36}}?(?:{_GATHERING}|[会节展赛](?:开幕式|闭幕式)))暨(?P<second>{_WORD}{{2,36}}?{_GATHERING}))"
    rf"{_HELD}",
    re.M,
)
_AWARD = re.compile(
    rf"{_OPENS}(?P<name>“[^”，。\n]{{2,24}}”(?:[\u4e00-\u9fff]{{0,8}})(?:颁奖|授奖|揭晓|首映|首发|入会|开营|开学|毕业)(?:典礼|仪式|晚会|盛典|大会))"
    rf"{_HELD}",
    re.M,
)
_CEREMONY = re.compile(r"(?<=[会节展赛坛周])(?:开幕式|闭幕式|启动仪式)$")
_CONFIDENCE = 0.85
_SHORTEST = 6


def find_leading_events(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """The events of such clauses, without the larger places in front of their own (河北省邢台市|威县旅游大会)."""
    for match in _JOINT.finditer(text):
        first, end = match["first"], match.end()
        start = _behind_areas(text, match.start("name"), end, lexicon)
        opened = _CEREMONY.search(first)
        if opened is None:
            yield _event(text, start, end)
        else:
            yield _event(text, start, match.start("first") + opened.start())
            yield _event(text, match.start("second"), end)
    for pattern in (_ANNIVERSARY, _HELD_ANNIVERSARY, _AWARD):
        for match in pattern.finditer(text):
            start = _behind_areas(text, match.start("name"), match.end("name"), lexicon)
            if match.end("name") - start >= _SHORTEST:
                yield _event(text, start, match.end("name"))


def _event(text: str, start: int, end: int) -> Mention:
    return Mention(start, end, text[start:end], "Event", "rule:leading", _CONFIDENCE)


def own_part(mention: Mention, text: str, lexicon: Lexicon) -> Mention:
    """An event without the larger places in front of its own: 河北省邢台市|威县旅游大会; others as they are."""
    if mention.type != "Event":
        return mention
    start = _behind_areas(text, mention.start, mention.end, lexicon)
    return replace(mention, start=start, text=text[start : mention.end]) if start > mention.start else mention


_TOWN = re.compile(r"[\u4e00-\u9fff]{1,3}[市县区州旗镇乡]")
_WITHIN = "省市州盟区"


def _behind_areas(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the last of the places begins that a name opens with."""
    while (outer := lexicon.opening(text, start, min(end, start + 8), "AdministrativeArea")) is not None:
        stop = outer[1]
        inner = lexicon.opening(text, stop, min(end, stop + 8), "AdministrativeArea")
        town = inner is not None or (text[stop - 1] in _WITHIN and _TOWN.match(text, stop, end) is not None)
        if not town or end - stop < _SHORTEST:
            break
        start = stop
    return start

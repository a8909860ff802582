"""Events that have no number, by the clause that says that they are held: what is held is the event.

7月8日，甲研究所建所50周年纪念活动在乙市举行 → the anniversary; 由甲局主办的乙产业高端对话活动在丙馆召开 → the dialogue;
乙县旅游发展大会开幕式暨首届丙杯颁奖晚会在… → two. Counter-examples: 座谈会在乙市举行; 当天的颁奖典礼在乙市举行.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.names.chains import is_telling
from kg.extract.names.events import EDITION
from kg.model import Mention, Sentence
from kg.nlp.lexicon import Lexicon

_GATHERING = re.compile(
    r"(?:仪式|典礼|首映式|首映礼|首发式|揭幕式|大会|年会|论坛|峰会|研讨会|座谈会|交流会|推介会|推进会|说明会|对接会|洽谈会|招聘会|招商会|发布会|报告会"
    r"|分享会|朗诵会|音乐会|演唱会|茶话会|联谊会|对话会|恳谈会|博览会|展览会|展销会|交易会|订货会|庙会|灯会|晚会|盛典|庆典|展演|巡演|嘉年华|沙龙"
    r"|(?:文化|旅游|艺术|美食|音乐|电影|戏剧|购物|丰收|采摘|啤酒|龙舟|风筝|体育|科技|读书|动漫|民俗|[茶花梅桃荷菊樱])节"
    r"|(?:作品|书画|摄影|美术|国画|油画|名家|精品|成果|文物|[特联巡]|主题|邀请|图片|艺术|文献)展|展览"
    r"|邀请赛|大赛|挑战赛|公开赛|锦标赛|友谊赛|对抗赛|争霸赛|马拉松|运动会|(?:宣传|活动|文化|设计|艺术|推广)[周月]|活动)"
    r"(?:[\u4e00-\u9fff]{2,4}站)?(?![周月区馆厅]|中心|举办地)"
)
# That the words before are held: (于16日)(在某地)隆重举行, 上，.
_WHEN = r"(?:将|拟|已|正式|日前|近日|昨[日天晚]|今[日天晚]|(?:于|将于)?\d{1,4}[年月日][^，。；在]{0,10})"
_MANNER = r"(?:隆重|胜利|成功|顺利|盛大|圆满|正式|如期|火热|热烈|成功地)"
_HELD = re.compile(
    rf"[”」]?(?:（[^（）]{{1,12}}）)?{_WHEN}{{0,2}}(?:在[^，。；：\n]{{2,40}}?)?{_MANNER}?"
    r"(?:举行|举办|召开|开幕|启幕|揭幕|拉开|落幕|闭幕|启动|开赛|上演|开馆|开打)(?!方|地|权|时间|的[^，。]{0,6}(?:会|展|活动|仪式))"
)
# A name stands behind these in its clause: a dateline, a time, who holds it, what is told of it.
_LEAD = re.compile(
    r"(?:[^，。“”]{0,24}?\d日[电讯]|[^，。“”]{0,12}?讯)?\s*(?:（[^（）]{0,30}）)?\s*(?:报道[：:]?)?"
    r"(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:[至到—-](?:\d{1,2}月)?\d{1,2}日)?|昨[日天晚]|今[日天晚]|当[日天晚]|同日|近日|日前|当地时间|北京时间|[上下中]午"
    r"|[早晚]上?|傍晚|随着|据悉|期间|同时|此外|其中|随后|，|、|\s)*"
)
_HOLDS = re.compile(r"(?:举行|举办|召开)了?")
_ENDS = re.compile(r"[”]?[，。；]")
_HELD_BY = re.compile(r"(?:主办|承办|协办|举办|发起|组织|指导|支持|策划|推出|组成)的")
_OUR = re.compile(r"(?:我|全|本)[省市县区州镇村校院](?!运会|科|级)")
_AMONG = re.compile(r"[^，。；]{2,40}之一(?:的|——|—)")
_DEICTIC = re.compile(
    r"[与和同及]|[上下]一?届|[往历]届|[明去前后]年|该|这|此次|本次|本届|上述|当[天日晚]|一场|首场|两场|多场|第[一二三]场|各|每|有关|相关"
)
_NO_NAME = re.compile(
    r"[了是将被把让给从]|由(?!来)|对(?![话接口抗])|向(?![日阳导])|为(?![民农了])|在(?![线京华校])|于(?![都田])|举行|举办|召开|出席|参加|记者|介绍|表示|获悉"
    r"|开幕(?!式)|闭幕(?![式会])|宣布|，|。|（|来自|吸引|展开|完成|通过|(?:相关|有关)(?:会议|论坛|活动|仪式|赛事)"
    r"|\d+[个场项家]|[两二三四五六七八九十]+[个场大项](?!体)|首个|首场"
)
# A kind behind a motto in quotation marks, which is the name itself: “新世纪”|研讨会, 某馆“遗珍”|特展.
_KIND_BEHIND = re.compile(r"”[^”暨]*$")
_OCCASION = re.compile(r"(?:仪式|典礼|首映式|首映礼|首发式|盛典)$")
# What tells what a meeting is for and not which one it is.
_PLAIN = re.compile(
    r"(?:项目|集中|战略|合作|框架|协议|开幕|闭幕|颁奖|签约|启动|揭牌|揭幕|授牌|开工|竣工|新闻|表彰|总结|动员|部署|推进|工作|座谈|交流|主题|专题|系列|现场|媒体"
    r"|见面|通气|专家|研讨|评审|论证|培训|党日|调研|慰问|志愿|服务|公益|宣传|体验|参观|观摩|全体|常委|常委会|理事|会员|代表|学术|年度|经验|情况|重大|重点|暨|及|和|与"
    r"|庆祝|庆功|捐赠|发布|招商|推介|对接|文艺|体育|联欢|迎新|新春|春节|国庆|中秋|教育|主题教育|第一|第二|分|子|平行|高端|高峰)*"
)
_BRACKETED = re.compile("（(?!以下|简称|下称)[^（）]{1,8}）")
_QUOTED = re.compile("“[^“”]*”|《[^《》]*》")
_YEARS = r"[\d一二三四五六七八九十百两〇]{1,4}"
_HELD_ANNIVERSARY = re.compile(
    rf"(?<=举[行办])(?P<name>(?:纪念|庆祝)[\u4e00-\u9fffA-Za-z0-9·“”]{{2,24}}?(?:建[所校院馆厂社台会局行市县]|成立|创刊|创办|创建|诞辰|建交|开馆"
    rf"|开园|通车){_YEARS}周年(?:纪念|庆祝|系列|主题|文艺)*(?:活动|大会|仪式|庆典|座谈会|晚会|展览|研讨会|论坛))(?=[，。；])"
)
_CEREMONY = re.compile(r"(?<=[会节展赛坛周])(?:开幕式|闭幕式|启动仪式)$")
_OF_FAIR = re.compile(r"[会展节赛坛](?:集中)?(?:签约|揭幕|启动|发布|推介|招商|表彰|颁奖)")
_FAIR_OR_GAME = re.compile(r"(?:节|赛|展|展览|博览会|展销会|交易会|论坛|峰会|马拉松|运动会)$")
_JOINT = re.compile(r"(?:开幕式|闭幕式|仪式|典礼|大会|[会节展赛坛])暨")
# Where something is held, behind the places it lies in: 在某省某市|南苑会议中心|举行.
_HALL = re.compile(
    r"在(?P<where>[\u4e00-\u9fffA-Za-z0-9·]{3,24}?(?:会议中心|会展中心|展览中心|国际中心|文化中心|体育中心|活动中心|酒店|宾馆|饭店|体育馆|体育场|剧院|剧场"
    r"|礼堂|报告厅|会堂|美术馆|博物馆|图书馆|文化馆|科技馆|影城|影院|音乐厅|文化广场|体育公园))"
    rf"{_MANNER}?(?:举行|举办|召开|开幕|启幕|开展|启动|拉开|首映|开赛)"
)
_KIND_OF_HALL = re.compile(
    r"(?:国际|市民|人民|文化|体育|会议|会展|展览|活动|科技|艺术)*(?:中心|酒店|宾馆|体育馆|体育场|大?剧院|礼堂|博物馆|图书馆|文化馆|科技馆|美术馆|广场)"
)
_OF = re.compile("[的了和与及、]")
_CONFIDENCE = 0.85
_SHORTEST, _LONGEST = 6, 60
_SHORTEST_HALL = 4
_LONGEST_CLAUSE = 400  # characters; what is longer is no clause of news


def find_leading_events(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> Iterator[Mention]:
    """The events of such clauses, without the larger places in front of their own (河北省邢台市|威县旅游大会)."""
    for sentence in sentences:
        for start, end in _clauses(text, sentence.start, sentence.end):
            if end - start <= _LONGEST_CLAUSE:
                yield from _held(text, start, end, lexicon)
    for match in _HELD_ANNIVERSARY.finditer(text):
        yield _event(text, match.start("name"), match.end("name"))
    for hall in _HALL.finditer(text):
        start, end = _behind_all_areas(text, hall.start("where"), hall.end("where"), lexicon), hall.end("where")
        if start > hall.start("where") and end - start >= _SHORTEST_HALL and not _OF.search(text, start, end):
            yield Mention(start, end, text[start:end], "Venue", "rule:leading", _CONFIDENCE)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between commas and stops outside quotation marks and brackets."""
    depth, begin = 0, start
    for at in range(start, end):
        char = text[at]
        if char in "“《（(":
            depth += 1
        elif char in "”》）)":
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，。；：！？\n":
            yield begin, at + 1
            begin = at + 1
    if begin < end:
        yield begin, end


def _held(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    """What the clause says is held; where two are joined and the first is one's opening, both."""
    quoted = [m.span() for m in _QUOTED.finditer(text, start, end)]
    for found in _GATHERING.finditer(text, start, end):
        stop = found.end()
        if any(a < stop < b for a, b in quoted):
            continue
        holds = None if _HELD.match(text, stop, end) else _holds(text, start, stop, lexicon)
        if holds is None and _HELD.match(text, stop, end) is None:
            continue
        begin = _own_start(text, start if holds is None else holds, stop, quoted, lexicon)
        if begin is not None:
            held = "" if holds is None else ":object"
            yield from (replace(m, origin=m.origin + held) for m in _parts(text, begin, stop, lexicon))
        return


def _holds(text: str, start: int, stop: int, lexicon: Lexicon) -> int | None:
    """Where what is held begins behind the verb, if a motto or a place tells which it is: 举行了|甲市“乙”捐赠仪式。"""
    verbs = list(_HOLDS.finditer(text, start, stop))
    if not verbs or _ENDS.match(text, stop) is None:
        return None
    begin = verbs[-1].end()
    placed = lexicon.opening(text, begin, min(stop, begin + 8), "AdministrativeArea") is not None
    return begin if placed or _QUOTED.search(text, begin, stop) else None


def _own_start(text: str, start: int, stop: int, quoted: Sequence[tuple[int, int]], lexicon: Lexicon) -> int | None:
    """Where the name that ends at `stop` begins in its clause; None where it is no name."""
    begin = _LEAD.match(text, start, stop).end()  # type: ignore[union-attr]
    for particle in re.finditer("的", text[begin:stop]):
        at = begin + particle.start()
        if not any(a < at < b for a, b in quoted):
            last = at + 1
            start = max(start, last)
    begin = max(begin, start)
    among = _AMONG.match(text, begin, stop)  # 甲周系列活动之一——|乙座谈会
    begin = among.end() if among else begin
    our = _OUR.match(text, begin, stop)
    begin = our.end() if our else begin
    begin = _behind_areas(text, begin, stop, lexicon)
    name = text[begin:stop]
    bare = _BRACKETED.sub("", _QUOTED.sub("", name))
    kind = _KIND_BEHIND.search(name)
    if kind and not _OCCASION.search(name) and _PLAIN.fullmatch(_GATHERING.sub("", kind[0][1:])):
        return None
    plain = _PLAIN.fullmatch(_GATHERING.sub("", bare)) is not None and not _QUOTED.search(name)
    rows = _GATHERING.search(bare) if re.search("[、和与及]", bare) else None
    if rows is not None and bare[rows.end() : rows.end() + 1] in tuple("、和与及"):
        return None  # 甲大会、第三届乙博览会: two names
    if (EDITION.search(bare) and _OF_FAIR.search(bare)) or (EDITION.match(bare) and "暨" in bare):
        return None  # 第三届甲展|签约仪式, 2022甲博览会|暨乙峰会: of an edition, which is told by its number
    if not _SHORTEST <= len(name) <= _LONGEST or plain or _DEICTIC.match(name) or _NO_NAME.search(bare):
        return None
    return begin if _QUOTED.search(name) or is_telling(_GATHERING.sub("", name), lexicon) else None


def _parts(text: str, begin: int, stop: int, lexicon: Lexicon) -> Iterator[Mention]:
    joint = _JOINT.search(text, begin, stop)
    first = text[begin : joint.end() - 1] if joint else ""
    opened = _CEREMONY.search(first) if joint else None
    if joint is None or opened is None:
        yield _event(text, begin, stop)
        return
    yield _event(text, begin, begin + opened.start())
    if stop - joint.end() >= _SHORTEST:
        yield _event(text, joint.end(), stop)


def _stands_alone(text: str, start: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether what is joined to an event is called by a name of its own, which a place opens."""
    placed = lexicon.opening(text, start, min(stop, start + 8), "AdministrativeArea") is not None
    return placed and stop - start >= _SHORTEST and _FAIR_OR_GAME.search(text[start:stop]) is not None


def _event(text: str, start: int, end: int) -> Mention:
    return Mention(start, end, text[start:end], "Event", "rule:leading", _CONFIDENCE)


def own_parts(mention: Mention, text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """An event without the larger places in front of its own (河北省邢台市|威县旅游大会), two that are joined as two.

    Names of other kinds stay as they are.
    """
    if mention.type != "Event":
        yield mention
        return
    our = _OUR.match(text, mention.start, mention.end)
    start = _behind_areas(text, our.end() if our else mention.start, mention.end, lexicon)
    joint = _JOINT.search(text, start, mention.end)
    two = joint is not None and _FAIR_OR_GAME.search(text[start : joint.end() - 1]) is not None
    edition = joint is not None and EDITION.match(text, joint.end(), mention.end) is not None
    if joint is not None and (edition or (two and _stands_alone(text, joint.end(), mention.end, lexicon))):
        yield _cut(mention, text, start, joint.end() - 1)
        yield _cut(mention, text, joint.end(), mention.end)
    else:
        yield _cut(mention, text, start, mention.end)


def _cut(mention: Mention, text: str, start: int, end: int) -> Mention:
    return replace(mention, start=start, end=end, text=text[start:end])


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


def _behind_all_areas(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a name begins behind all the places in front of it, towns nobody has listed among them."""
    while True:
        found = lexicon.opening(text, start, min(end, start + 8), "AdministrativeArea")
        town = _TOWN.match(text, start, end) if found is None and text[start - 1] in _WITHIN else None
        stop = found[1] if found is not None else town.end() if town else start
        if stop == start or end - stop < _SHORTEST_HALL or _KIND_OF_HALL.fullmatch(text, stop, end):
            return start  # 东京|中国文化中心: what is left would be no name
        start = stop

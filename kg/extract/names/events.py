"""Names of events: by their number (第十一届…研讨会, 2024…峰会), or by their ending with a sign that it is a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.extract.names.chains import FALSE_END, SCOPE, Chains, is_telling, suffix_at
from kg.model import Mention, NameSpan, Tag
from kg.nlp.classes import ORGANIZATIONS
from kg.nlp.editions import is_short_series
from kg.nlp.lexicon import Found, Lexicon, Suffix

_NUMBER = r"[〇零一二三四五六七八九十百\d]{1,4}"
_YEAR = r"\d{4}(?:[-—–/]\d{2,4})?(?:年度?|赛季)?"
EDITION_PREFIX = re.compile(rf"(?:{_YEAR}(?:（?(?:第{_NUMBER}[届次]|首届)）?)?|第{_NUMBER}[届次]|首届)(?:[·\s])?$")
EDITION = re.compile(rf"(?:{_YEAR}|第{_NUMBER}[届次]|首届)")
TRAILING_YEAR = re.compile(r"\s?(?:19|20)\d{2}(?![\d年月.])")
# Parts of an event that have no name of their own (进博会开幕式, 服贸会专题展).
_CEREMONY = re.compile(r"(?:开幕式|闭幕式|新闻发布会|发布会|专题展|综合展|开幕|闭幕)$")
_DEICTIC = re.compile(r"(?:下一?届|上一?届|本届|本次|此次|这次|历届|往届)")
# Between an edition's number and the noun that closes its name nearly everything belongs to the name.
_NUMBERED = re.compile(
    rf"(?:(?:19|20)\d{{2}}(?:[-—–/]\d{{2,4}})?(?:年度?|赛季)?(?:第{_NUMBER}[届次])?|第{_NUMBER}届|首届)"
    r"(?:“[^“”\n]{1,16}”)?(?P<rest>[^，。、；：！？“”《》\s第]{2,30})"
)
_NO_NAME = re.compile(
    r"（(?![^（）]{1,4}）)|更名|改名|改称|升级|成为|增设|新增|首次|办(?!事|公|学)|\+|开幕式|闭幕式|今日|今天|昨日|昨天|日前|分论坛|平行论坛|获奖|参赛|设展|拿过|[金银铜一二三]等?奖|[金银铜]奖|云上"
    r"|参[加展会赛与]|举[办行]|出席|召开|亮相|[主承协]办|入选|[获荣]得|来到|走进|登陆|落户|闭幕|开幕|落下|拉开|启幕|将|于|在|的"
    r"|是|由|被|了|起|以来|至|到|期间|上半年|下半年|[前上下一二三四]季度|我国|全年|同比|增长|\d+月"
)


def find_numbered(text: str, tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    """Editions by their number: everything from it to a closing noun of events, whatever words stand between.

    第二届秦岭蜂产品博览会 → Event. Counter-example: 2022年公司参加博览会 (a verb stands between).
    """
    ends = frozenset(t.end for t in tags)
    for match in _NUMBERED.finditer(text):
        begin = match.start("rest")
        stop = _NO_NAME.search(match["rest"])
        limit = begin + stop.start() if stop else match.end()
        start = _area_before(text, match.start(), lexicon)
        for end in range(limit, begin + 1, -1):
            if _closes(text, begin, end, ends, lexicon):
                yield Mention(start, end, text[start:end], "Event", "rule:numbered", 0.85)
                tail = TRAILING_YEAR.match(text, end)
                if tail:
                    yield Mention(start, tail.end(), text[start : tail.end()], "Event", "rule:numbered", 0.85)


# A meeting of a body, which is called after it: 中国沙漠学会|2022年学术年会, 联合国人权理事会|第55届会议.
_MEETING = re.compile(
    rf"(?:(?:19|20)\d{{2}}(?:年度?)?(?:第{_NUMBER}[届次])?|第{_NUMBER}[届次]"
    r"|[一二三四五六七八九十]{1,3}届[一二三四五六七八九十]{1,3}次)"
    r"(?:全国|学术|科学|会员|全体|常务|理事|院士|成员国|春季|秋季)*(?:年会|大会|代表大会|会议|理事会)(?![室员厅程场的])"
)


# Sessions named the other way round: 十四届全国人大二次会议, 省政协十三届二次会议.
_SESSION = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}届)?(?:全国|[\u4e00-\u9fff]{2,4}[省市县区](?=[人政])|[省市县区](?=[人政]))(?:人大|政协)(?:常委会)?"
    r"(?:第?[一二三四五六七八九十]{1,3}届)?第?[一二三四五六七八九十]{1,3}次(?:全体)?会议"
)


def find_meetings(text: str, spans: Sequence[NameSpan], known: Sequence[Found]) -> Iterator[Mention]:
    """Annual and numbered meetings with the name of the body before them, if tagger or lexicon (`known`) see one.

    中国沙漠学会2022年学术年会 → Event. Counter-examples: 甲公司2022年参加大会 (a verb stands between);
    甲协会|第三次会员大会 where the tagger reads two names, or the body elects somebody and is named nowhere else.
    """
    elects = _ELECTS.search(text) is not None
    bodies = {(s.start, s.end) for s in spans if s.label == "ORG" and s.score >= _BODY}
    bodies |= {(f.start, f.end) for f in known if f.entry.type in ORGANIZATIONS}
    apart = {s.start for s in spans if s.label == "EVENT" and s.score >= _BODY}
    for session in _SESSION.finditer(text):
        if "届" in session[0]:
            yield Mention(session.start(), session.end(), session[0], "Event", "rule:meeting:session", 0.9)
    for start, end in sorted(bodies):
        if end in apart or (elects and text.count(text[start:end]) == 1):
            continue
        if found := _MEETING.match(text, end):
            yield Mention(start, found.end(), text[start : found.end()], "Event", "rule:meeting", 0.9)


# What is signed, begun or unveiled in a ceremony, and that it takes place: 某园区产业项目集中签约活动在某馆举行.
_CEREMONIES = re.compile(
    r"(?:^|(?<=[，。；：、\n日])|(?<=[上下中]午)|(?<=[昨今当]晚)|(?<=[今昨]天)|(?P<led>(?<=举[行办])|(?<=召开)|(?<=举[行办]了)))(?P<name>(?:(?!当天|当日|此次|本次|该|这|一场|首场|近日|日前|随后|会上|由|在|为|的|了|将|和|与|是|有|举行|出席|参加)"
    r"(?:[\u4e00-\u9fffA-Za-z0-9·“”]|(?<=[签动开竣奠][约工基])、(?=开工|竣工|投产|签约|动工))){6,40}?(?:签约|开工|动工|奠基|竣工|投产|通车|启动|启用|揭牌|授牌|揭幕|发布|推介|招商|表彰|颁奖|交付|首发|下线)"
    r"(?:活动|仪式|大会))(?(led)(?=[，。；])|(?=(?:于?(?:\d{1,4}[年日月]|[昨今][日天]|近日|日前)[^，。；]{0,8})?(?:在[^，。；]{2,24})?(?:隆重|顺利|成功|正式|如期)?(?:举行|举办|召开)))",
    re.M,
)


_TESTS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4})?(?:冬奥会|奥运会|亚运会|大运会|全运会|冬残奥会|世界杯)[\u4e00-\u9fff]{2,8}(?:测试活动|测试赛)"
)
_OF_FAIR = re.compile(
    r"[会展节赛坛](?:集中)?(?:签约|揭幕|启动|发布|推介|招商|表彰|颁奖)"
)  # 某博览会|签约仪式: a part of it


def find_ceremonies(text: str) -> Iterator[Mention]:
    """Ceremonies by what is done in them, where they are said to take place.

    甲园区产业项目集中签约活动在某馆举行 → Event. Counter-examples: 当天的签约仪式在某馆举行; 出席甲项目签约仪式.
    """
    for match in _TESTS.finditer(text):
        yield Mention(match.start(), match.end(), match[0], "Event", "rule:meeting:tests", 0.85)
    for match in _CEREMONIES.finditer(text):
        if _OF_FAIR.search(match["name"]):
            continue
        yield Mention(match.start("name"), match.end("name"), match["name"], "Event", "rule:meeting:ceremony", 0.85)


_ELECTS = re.compile(r"当选|选举|换届|推选")
_BODY = 0.5  # the least probability of a body that a meeting is called after
# A fair's or the games' short name in running text: one letter before 博会, 交会, 贸会, 洽会, 奥会, 运会.
_SHORT = re.compile(
    r"(?:[东西南北中]部博会|(?<![\u4e00-\u9fff]际)(?!部博)[\u4e00-\u9fff]博会|[^外社成提递移转上相结一-]交会|[\u4e00-\u9fff](?:贸|洽|运)会|[冬残青夏]奥会)"
    r"(?![议谈晤面员客见合计])"
)


def find_short_series(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Short names of fairs and games, and their editions: 进博会 → EventSeries, 2023年进博会 → Event.

    Counter-examples: 外交会议, 成交会, 国际博会; a known name is the lexicon's. One met twice in the article is surer.
    """
    found = [m for m in _SHORT.finditer(text) if is_short_series(m[0]) and lexicon.get(m[0]) is None]
    count = Counter(m[0] for m in found)
    for match in found:
        start, end, name = match.start(), match.end(), match[0]
        confidence = 0.9 if count[name] > 1 else 0.8
        yield Mention(start, end, name, "EventSeries", "rule:short-series", confidence, "short")
        begin = _with_edition(text, start, text.rfind("\n", 0, start) + 1)
        if begin < start:
            yield Mention(begin, end, text[begin:end], "Event", "rule:short-series", confidence)


def _closes(text: str, begin: int, end: int, ends: frozenset[int], lexicon: Lexicon) -> bool:
    """Whether a numbered name may end at `end`: at a noun of events, with something before it, holding no known fair
    with another event behind (2020年服贸会|全球服务贸易峰会)."""
    suffix = suffix_at(text, end, lexicon, begin)
    if suffix is None or suffix.type != "Event":
        return False
    bare = end - len(suffix.text) <= begin and len(suffix.text) < 4
    cut = end not in ends and len(suffix.text) < 2
    if bare or cut or FALSE_END.search(text, max(begin, end - 2), end):
        return False
    return lexicon.opening(text, begin, end - 1, "EventSeries") is None


def _area_before(text: str, start: int, lexicon: Lexicon) -> int:
    """A place in front of an ordinal opens the name (江苏省第二十二届运动会)."""
    if not text.startswith("第", start):
        return start
    for length in range(6, 1, -1):
        entry = lexicon.get(text[max(0, start - length) : start])
        if entry is not None and entry.type == "AdministrativeArea":
            return start - length
    return start


def _with_edition(text: str, start: int, floor: int) -> int:
    found = EDITION_PREFIX.search(text, max(floor, start - 24), start)
    return found.start() if found else start


def _own_start(chains: Chains, start: int, end: int, floor: int) -> int:
    """Where the event's own name begins: with its edition, without 下届, and behind a known fair it belongs to."""
    text = chains.text
    start = _with_edition(text, start, floor)
    deictic = _DEICTIC.match(text, start, end)
    start = chains.opening(deictic.end() if deictic else start, end - 4, "EventSeries")
    edition = EDITION.match(text, start)
    if edition is None:
        return start
    behind = chains.opening(edition.end(), end - 4, "EventSeries")
    return behind if behind > edition.end() else start


# How many there are: 120多场|分论坛, 八个|平行分论坛.
_COUNTED = re.compile(r"(?:\d|[两二三四五六七八九十百千])[余多]?[场个](?!体|人|性)")


def form_event(chains: Chains, suffix: Suffix, start: int, end: int, floor: int) -> Mention | None:
    """The event that ends in `suffix` at `end`, if something says that it is a name: an edition, a place, a reach, or
    a telling stem of some length.

    第三届海岛咖啡博览会, 亚太翻译论坛 → Event. Counter-examples: 多场高峰论坛, 减贫实践四场分论坛, 有关会议.
    """
    if chains.opening(start, end, "EventSeries", "Event") > start and _CEREMONY.search(chains.text, start, end):
        return None
    start = _own_start(chains, start, end, floor)
    body = chains.text[start : end - len(suffix.text)]
    numbered = bool(EDITION.search(body))
    stem = EDITION.sub("", body).strip(" ·（）()")
    if _COUNTED.search(body):
        return None
    if not stem or (len(stem) < 2 and not numbered):
        return None
    confidence = _confidence(chains, suffix, stem, start, floor, numbered=numbered)
    if confidence == 0:
        return None
    return Mention(start, end, chains.text[start:end], "Event", f"rule:formed:{suffix.text}", confidence)


def _confidence(chains: Chains, suffix: Suffix, stem: str, start: int, floor: int, *, numbered: bool) -> float:
    """How sure an event's name is, 0 if it is none."""
    if numbered:
        return 0.9
    telling = is_telling(stem, chains.lexicon) or len(_without_form(stem, chains.lexicon)) >= 4
    before = chains.word_at(start) if start > floor else None
    counted = before is not None and before.end == start and before.label in ("m", "q")
    if counted or not telling:
        return 0.0
    if chains.opening(start, start + 12) > start or SCOPE.match(stem):
        return 0.8
    if len(suffix.text) == 1 or len(stem) < 4:
        return 0.0
    return 0.65 if suffix.weak else 0.75


def _without_form(stem: str, lexicon: Lexicon) -> str:
    """A stem without the words that tell the form of a meeting (数字贸易高峰 → 数字贸易)."""
    forms = lexicon.words("form-words")
    kept, at = "", 0
    while at < len(stem):
        piece = next((stem[at : at + n] for n in (3, 2, 1) if stem[at : at + n] in forms), "")
        kept += "" if piece else stem[at]
        at += len(piece) or 1
    return kept

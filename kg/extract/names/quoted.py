"""Names that punctuation marks: 《…》 works, “…” events, products, plans and venues by the noun beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Mention
from kg.nlp.lexicon import Lexicon

_BOOK = re.compile(r"《([^《》\n]{1,60})》")
_QUOTE = re.compile(r"“([^“”\n]{1,40})”")
_PAPER = re.compile(r"(?:日报|晚报|时报|早报|周刊|周报|商报|晨报|青年报|电视报)$")
# An exhibition in the marks of a book: 《甲博物馆建馆70周年特展》登陆….
_SHOWN_IN_MARKS = re.compile(r"(?:[特大联巡题]展|展览|作品展|艺术节|音乐会|晚会)$")
_SHOWS = re.compile(
    r"(?:将|正式|昨日|今日|于)*(?:登陆|开展|开幕|亮相|举行|展出|启幕|在[^，。；]{2,16}(?:开展|开幕|举行|展出|启幕))"
)
_EVENT = re.compile(
    r"(?:主题|特|文物特?|艺术|摄影|书画|图片|油画|作品|回顾|个|专题|公益|系列|文艺|草坪)*"
    r"(?:论坛|峰会|大会|沙龙|展览|展(?![区台厅馆位示商品期开现])|活动|音乐会|演唱会|展演|诗会|灯会|读书会|夜市|挑战赛|邀请赛|音乐节|晚会|大赛|比赛|杯|研讨会|对话会|发布会|拍卖(?!行|公司|师)|行动月|文化周|艺术节|嘉年华|市集|庆典|盛典|巡演|夜话|开放日|公开课|训练营)"
)
# A name that closes like an event's, where one opens, closes or is told of: “合作·共赢版画展”开幕式.
_CLOSES_LIKE = re.compile(
    r".{2,}(?:论坛|峰会|展览|博览会|[览画影像品报顾题年回巡特物艺术宝器史瓷]展|音乐会|演唱会|展演|艺术节|音乐节|电影节|文化节|嘉年华|大赛|邀请赛|锦标赛|研讨会|对话会|交流会|推介会|洽谈会|座谈会|说明会|分享会|报告会|宣讲会)"
)
_OCCURS = re.compile(
    r"(?:近日|日前|昨[日天晚]|今[日天晚]|正式)*(?:将?于?(?:\d{1,2}月)?\d{1,2}日[^，。；]{0,3})?(?:上[，,、]|举[行办]|开幕|闭幕|启动|开展|落幕|启幕|揭幕|颁奖|新闻发布|在[^，。；]{2,30}(?:举行|举办|开幕|召开|启动|开展|启幕|展出|亮相))"
)
_SHOW = re.compile(r"[^，。！？；]{5,}[^发开进拓扩施参布设观]展")  # 由甲主办的“乙出版物展”
_HELD_BEFORE = re.compile(r"(?:举办|主办|承办|举行|推出|策划|带来)的?$")
# The kind of exhibition that a quoted title names: 特展“长歌开元：身体与语言的交响”.
_SHOW_BEFORE = re.compile(
    r"(?:[展会](?:览|出)?(?:取名|名为|题为|定名为|命名为)|[特大个画联新]展|开馆展|双年展|三年展|主题展|[展][览演]|音乐会|专场)$"
)
# A motto and what it is the motto of: “星光筑梦”青年电影短片展映系列活动.
_LED_EVENT = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）·]{2,30}?(?:系列活动|主题活动|测试活动|推介活动|展映活动|文化活动|惠民活动|活动新闻发布会)"
    r"(?=[，。；]|[中上][，]|(?:将?于[^，。；]{1,12})?(?:在[^，。；]{2,20})?(?:举行|举办|启动|开幕|拉开))"
)
_LEADS_TO = re.compile(r"(?:开展|举办|举行|启动|推出|组织|策划|参加|出席|在|[，。；、]|^)了?$", re.M)
_JOINED_EVENT = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}活动)?暨[“”\u4e00-\u9fff]{2,20}?(?:主题活动|活动|仪式|大会|论坛|晚会|庆典)"
)
_PRODUCT = re.compile(
    r"(?:\d{1,3})?(?:号|型)?(?:系统|平台|小程序|APP|App|客户端|大模型|模型|机器人|机器狗|卫星|火箭|飞船|列车|轮(?!值)|号(?!召|称|码)|疫苗|芯片|智能体|助手|一体机|无人机|操作系统|软件|手机|车型|产品)"
)
_PRODUCT_BEFORE = re.compile(
    r"(?:系统|平台|小程序|模型|机器人|卫星|火箭|飞船|列车|邮轮|客户端|软件|芯片|疫苗|产品|型号|品牌|飞机|助手|无人机|名为|命名为|取名|叫做?|自主化成果|新品|装备|新车)$"
)
_WORK = re.compile(r"(?:计划|倡议|战略|规划|行动|方案|宣言|报告|指数|白皮书|蓝皮书|榜单|条例|办法|指南|公约|协定|协议)")
_VENUE = re.compile(r"(?:广场|公园|剧场|剧院|酒店|大厦|中心|基地|产业园|园区|书店|体育场|体育馆|展馆|馆(?!长))")
_BODY = re.compile(r"[\u4e00-\u9fff]{2,16}(?:工作站|研究院|研究所|实验室|研究中心|科技小院|联盟|基金会|协会|工作室)")
# 在某市某街道“红茶时间”|举行
_AT = re.compile(r"在[\u4e00-\u9fff]{0,10}$")
_HELD = re.compile(r"(?:隆重|顺利|成功|正式)?(?:举行|举办|召开)")
# A quoted run with a stop, a comma or a pronoun in it is speech or a slogan, not a name.
_SPEECH = re.compile(r"[，。！？；：]|我|你|他们|不|了$|的$")


_SENTENCE = re.compile(r"[，。！？；]|我|你|他们|不|了$|的$")


def _typed(text: str, match: re.Match[str]) -> tuple[str, float] | None:
    after, before = match.end(), text[max(0, match.start() - 8) : match.start()]
    if found := _EVENT.match(text, after):
        return ("Event", 0.7 if found[0] != "活动" else 0.6)
    held = _OCCURS.match(text, after) or _HELD_BEFORE.search(before)
    if held and (_CLOSES_LIKE.fullmatch(match[1]) or (_HELD_BEFORE.search(before) and _SHOW.fullmatch(match[1]))):
        return ("Event", 0.75)
    if _PRODUCT.match(text, after) or _PRODUCT_BEFORE.search(before):
        return ("Product", 0.7)
    if _BODY.fullmatch(match[1]):
        return ("Organization", 0.7)
    if _WORK.match(text, after):
        return ("Work", 0.7)
    if _VENUE.match(text, after) or (
        _HELD.match(text, after) and _AT.search(text, max(0, match.start() - 12), match.start())
    ):
        return ("Venue", 0.6)
    return None


def find_quoted(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Candidates inside 《》 and “”; the span is what stands between the marks.

    《趋势报告2022》 → Work; “国和一号”系统 → Product; “春风影像展”开幕式, 特展“春风：新作” → Event. Counter-example:
    “黑科技” with no such noun beside it is nothing.
    """
    for match in _BOOK.finditer(text):
        entry = lexicon.get(match[1])
        media = (entry is not None and entry.type == "MediaOutlet") or _PAPER.search(match[1])
        shown = _SHOWN_IN_MARKS.search(match[1]) and _SHOWS.match(text, match.end())
        kind = "MediaOutlet" if media else "Event" if shown else "Work"
        sure = 1.0 if shown else 0.95  # the tagger takes whatever stands in such marks for a work
        yield Mention(match.start(1), match.end(1), match[1], kind, "rule:book-marks", sure)
    for match in _QUOTE.finditer(text):
        if _SHOW_BEFORE.search(text, max(0, match.start() - 8), match.start()) and not _SENTENCE.search(match[1]):
            yield Mention(match.start(1), match.end(1), match[1], "Event", "rule:quoted", 0.7)
            continue
        titled = _EVENT.match(text, match.end()) is not None and not _SENTENCE.search(match[1])
        if _SPEECH.search(match[1]) and not titled:
            continue
        joined = _JOINED_EVENT.match(text, match.end())
        if joined:
            span = text[match.start() : joined.end()]
            yield Mention(match.start(), joined.end(), span, "Event", "rule:quoted-joined", 0.8)
            continue
        led = _LED_EVENT.match(text, match.end())
        if led and _LEADS_TO.search(text, max(0, match.start() - 4), match.start()):
            span = text[match.start() : led.end()]
            yield Mention(match.start(), led.end(), span, "Event", "rule:quoted-joined", 0.8)
            continue
        typed = _typed(text, match)
        if typed is not None:
            kind, score = typed
            yield Mention(match.start(1), match.end(1), match[1], kind, "rule:quoted", score)

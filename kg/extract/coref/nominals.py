"""Noun phrases and pronouns that stand for a named thing: 本届服贸会, 该联盟, 峰会, 他, 我国."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.extract.coref.entities import Key, Record, Records
from kg.extract.coref.grouping import Grouping
from kg.model import Article, Mention
from kg.nlp.abbreviation import in_order
from kg.nlp.classes import family

Nominal = tuple[Mention, Key]

_THIS = r"本(?=论坛|峰会|大会|年会|展会|展览|赛事|大赛|博览会)|本届|该届|这届|此届|本次|此次|这次|今年的?|当届|本年度"
_LAST = r"上一届|上届|前一届|去年的?|上年度"
_ALL = r"往届|历届|每届|各届|往年的?|历年|每年的?"
_EVENT_NOUNS = (
    "博览会|交易会|展览会|展销会|洽谈会|交流会|研讨会|推介会|发布会|座谈会|论坛|峰会|大会|年会|会议|展会|盛会|展览|活动|赛事|比赛|大赛|联赛|锦标赛"
    "|音乐节|电影节|艺术节|文化节|旅游节|戏剧节|戏曲节|舞蹈节|动漫节|美食节|啤酒节|读书节|嘉年华|灯会|庙会|双年展|艺博会|书市"
    "|影展|航展|画展|签约仪式|启动仪式|揭牌仪式|开工仪式|成立仪式|颁奖典礼|颁奖仪式|仪式|典礼|说明会|艺术周|电影周|时装周|设计周|文化周|音乐会|演唱会|晚会|运动会|马拉松|车展|书展|沙龙|对话会|会展|评选"
)
_EVENT_DEICTIC = re.compile(rf"(?:(?P<this>{_THIS})|(?P<last>{_LAST})|(?P<all>{_ALL}))(?P<noun>{_EVENT_NOUNS})")
# 本次|旅发大会, of which the full name was met: 某县旅游产业发展大会.
_EVENT_SHORT = re.compile(
    rf"(?:{_THIS})(?P<noun>[\u4e00-\u9fff]{{1,4}}(?:博会|贸会|大会|论坛|峰会|展会|[^过]节|[^决]赛|[^发]展))"
)
_EVENT_BARE = re.compile(
    r"(?:博览会|交易会|展览会|洽谈会|研讨会|论坛|峰会|大会|年会|展会|音乐节|电影节|艺术节|文化节|戏剧节|戏曲节|舞蹈节|动漫节"
    r"|美食节|啤酒节|读书节|嘉年华|双年展|艺博会|运动会|马拉松|车展|书展)(?![员厅堂场馆区])"
)
# A contest or a show at the head of a clause that goes on to tell of it: 大赛由…发起, 赛事吸引…; not 比赛中, 活动板房.
_EVENT_HEAD = re.compile(
    r"(?<=[，。；\n])(?P<noun>大赛|赛事|比赛|联赛|锦标赛|展览|会展|会议|活动|灯会|庙会|音乐会)"
    r"(?=由|以|将|为期|历时|持续|设有?|共|吸引|邀请|分为|主题|聚焦|旨在|期间|现场|是由)"
)
_SHOWS = ("博览会", "展览会")
_LEAD_THIS = re.compile(rf"(?:{_THIS}|该|这一|这个)$")
_LEAD_LAST = re.compile(rf"(?:{_LAST})$")
_LEAD_ALL = re.compile(rf"(?:{_ALL})$")
_ORG_DEICTIC = re.compile(
    r"(?:该|本|这家|此)(?P<house>(?!))?(?P<noun>公司|集团|企业|机构|联盟|协会|商会|学会|联合会|基金会|银行|大学|学院|学校|校|医院|院|研究院|研究所|所|局|部|厅|委|委员会|组织|平台|俱乐部|剧院|博物馆|品牌|报|社|行)(?![长员业区告道面托程情务]|(?<=部)[门分队]|(?<=院)[校系线]|(?<=校)园|(?<=行)[动为政]|(?<=社)会)"
)
_ORG_BARE = re.compile(
    r"(?<=[，。；：“\n])(?P<noun>公司|集团|联盟|协会|商会|学会|学校|医院|俱乐部|基金会)(?=[将已还也在现于自计拟称表宣从为与和董总副目方今去成介宣]|，)"
    r"|(?<=[，。；：“\n])(?P<house>研究院|研究所|学院|大学|博物馆|美术馆|图书馆|出版社|剧院|乐团|联合会|银行)"
    r"(?=[将已还也现拟]|与|负责|计划|宣布|党委|副?[院所校馆社团行会]长|相关负责人|有关负责人)"
)
_OBJECT, _STOP = (
    re.compile(r"(?:对|向|给|请|把|被|感谢|会见|邀请|欢迎|祝贺|拜访|看望|慰问)\Z"),
    re.compile(r"[。；！？\n]"),
)
_PRONOUN = re.compile(r"(?<![其吉排])[他她](?!们|人|国|乡|日|处)")
_SURNAME_TITLE = re.compile(
    r"(?P<surname>[\u4e00-\u9fff])(?P<title>总(?![部体共结统]|[经裁理监])|董(?!事)|司长|局长|部长|主任|院长|校长|教授|会长|行长|书记|市长|处长|厅长|主席|老师|女士|先生|博士|大使|总领事|参赞)"
)
# How often an organization must be named for an article to be about it; what stands before one that is only joined.
_OFTEN, _JOINED = 3, "与和同跟对向"
# Our own country, or the whole of one where what is counted is a country's.
_OUR_COUNTRY = re.compile(
    r"我国|全国(?=(?:规模以上|固定资产|服务业|社会|城镇|居民|铁路|高铁|高速|工业|农业|夏粮|秋粮|粮食|早稻|商品房|国内生产|进出口|货物|一般公共|财政|税收"
    r"|票房|快递|网民|新增|就业|机动车|发电|用电|原煤|原油))|国内(?=生产总值)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a noun phrase can refer to: the article, its records, keys and the event it reports on."""

    article: Article
    records: Records
    grouping: Grouping
    focus: Key | None
    named: tuple[tuple[Mention, Key], ...]

    def before(self, offset: int, kind: str, *, block_start: int = 0) -> Iterator[tuple[Mention, Key]]:
        """Named mentions of a family before `offset`, nearest first."""
        for mention, key in reversed(self.named):
            if mention.end <= offset and mention.start >= block_start and family(mention.type) == kind:
                yield mention, key


def _block_start(article: Article, offset: int) -> int:
    return next((b.start for b in article.blocks if b.start <= offset < b.end), 0)


def _free(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return not any(s < end and start < e for s, e in spans)


def _ends_with(record: Record | None, noun: str) -> bool:
    return record is not None and any(n.endswith(noun) for n in [*record.surfaces, record.name()])


def _event_for(context: Context, noun: str, offset: int) -> Key | None:
    """The event a bare noun means: the nearest one before it whose name ends so, else the article's for 展会/盛会."""
    for _, key in context.before(offset, "Event"):
        record = context.records.get(key)
        if key[0] == "Event" and _ends_with(record, noun):
            return key
    focus = context.records.get(context.focus) if context.focus else None
    fits = (
        _ends_with(focus, noun)
        or _shows(focus, noun)
        or noun in ("展会", "盛会", "展览", "活动", "会议", "赛事", "比赛", "大会")
    )
    return context.focus if focus is not None and fits and _met(context, focus, offset) else None


def _event_by_letters(context: Context, noun: str, offset: int) -> Key | None:
    """The one event before `offset` in whose name the letters of a short one stand in order, the last as its last."""
    fits = dict.fromkeys(
        key
        for _, key in context.before(offset, "Event")
        if key[0] == "Event"
        and (record := context.records.get(key)) is not None
        and any(name.endswith(noun[-1]) and in_order(noun, name) for name in record.surfaces)
    )
    return next(iter(fits)) if len(fits) == 1 else None


def _shows(record: Record | None, noun: str) -> bool:
    """Whether 航展 or 车展 may mean an event by its longer name: a 博览会 or 展览会 that comes again."""
    show = noun in ("航展", "车展", "影展", "画展", "书展", "艺博会")
    return show and record is not None and record.series is not None and any(_ends_with(record, n) for n in _SHOWS)


def _met(context: Context, record: Record, offset: int) -> bool:
    """Whether the article's event has been named by then, in the title at least; 展会 before that means any fair."""
    named = any(key == context.focus and mention.start < offset for mention, key in context.named)
    return named or any(name in context.article.title for name in record.surfaces)


def _neighbour_edition(context: Context, step: int) -> Key | None:
    """The key of the edition `step` years from the focus, if the article names it."""
    focus = context.records.get(context.focus) if context.focus else None
    if focus is None or focus.year is None or focus.series is None:
        return None
    key = ("Event", f"{focus.series[1]}#{focus.year + step}")
    return key if context.records.get(key) else None


def _deictic_events(context: Context, spans: Sequence[tuple[int, int]]) -> Iterator[Nominal]:
    text = context.article.text
    for match in _EVENT_DEICTIC.finditer(text):
        if not _free(spans, match.start(), match.end()):
            continue
        if match["this"]:
            key = _event_for(context, match["noun"], match.start())
        elif match["last"]:
            key = _neighbour_edition(context, -1)
        else:
            focus = context.records.get(context.focus) if context.focus else None
            key = focus.series if focus else None
        if key is not None:
            kind = "EventSeries" if key[0] == "EventSeries" else "Event"
            yield Mention(match.start(), match.end(), match[0], kind, "rule:deictic", 0.85, "nominal"), key
    for match in _EVENT_SHORT.finditer(text):
        key = _event_by_letters(context, match["noun"], match.start())
        if key is not None and _free(spans, match.start(), match.end()):
            yield Mention(match.start(), match.end(), match[0], "Event", "rule:deictic", 0.8, "nominal"), key
    for match in _EVENT_BARE.finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        if not _free(spans, match.start(), match.end()) or (
            before
            and re.match(r"[\u4e00-\u9fff\w]", before)
            and before not in "该在的于对为是将让从由与和及因但而使向给了到"
        ):
            continue
        key = _event_for(context, match[0], match.start())
        if key is not None:
            yield Mention(match.start(), match.end(), match[0], "Event", "rule:bare-noun", 0.7, "nominal"), key
    for match in _EVENT_HEAD.finditer(text):
        key = _event_for(context, match["noun"], match.start())
        if key is not None and _free(spans, match.start(), match.end()):
            yield Mention(match.start(), match.end(), match[0], "Event", "rule:bare-noun", 0.7, "nominal"), key


_FIRM = ("Company", "Organization")
_SCHOOL = ("大学", "学院", "中学", "小学", "学校")
_KINDS = {"公司": _FIRM, "企业": _FIRM, "集团": ("Company",), "品牌": _FIRM,
          "机构": ("Organization", "Institution", "Association"), "平台": ("Company", "Organization")}  # fmt: skip
_TAILS = {"校": _SCHOOL, "院": ("医院", "学院", "研究院", "法院", "剧院"), "行": ("银行",), "学校": _SCHOOL,
          "所": ("研究所", "事务所"), "委": ("委员会", "委"), "报": ("报",), "社": ("社",)}  # fmt: skip


def _org_for(context: Context, noun: str, offset: int, *, bare: bool) -> Key | None:
    """The organization a noun means: the nearest one before it that is such a thing.

    A bare noun (公司财务总监介绍) means the one that the article is about, if it is about one, and not whom that one
    has just been named with (甲公司与乙公司签约。公司…).
    """
    tails = _TAILS.get(noun, (noun,))
    fits: list[tuple[Mention, Key]] = []
    for mention, key in context.before(offset, "Organization"):
        record = context.records.get(key)
        if record is not None and (
            any(_ends_with(record, tail) for tail in tails) or record.type in _KINDS.get(noun, ())
        ):
            fits.append((mention, key))
    if fits and bare:
        return _main(context, fits) or fits[0][1]
    if fits:
        return fits[0][1]
    only = [r.key for r in context.records.of_family("Organization") if any(_ends_with(r, t) for t in tails)]
    return only[0] if len(only) == 1 else None


def _main(context: Context, fits: Sequence[tuple[Mention, Key]]) -> Key | None:
    """The one named at least twice as often as the nearest, else the nearest that is not only joined to another."""
    counts = Counter(key for _, key in fits)
    key, count = max(counts.items(), key=lambda row: row[1])
    if count >= _OFTEN and count >= 2 * counts[fits[0][1]]:
        return key
    text = context.article.text
    return next((k for m, k in fits if text[max(0, m.start - 1) : m.start] not in tuple(_JOINED)), None)


def _organizations(context: Context, spans: Sequence[tuple[int, int]]) -> Iterator[Nominal]:
    text = context.article.text
    for pattern, confidence in ((_ORG_DEICTIC, 0.85), (_ORG_BARE, 0.7)):
        for match in pattern.finditer(text):
            if not _free(spans, match.start(), match.end()):
                continue
            noun = match["noun"] or match["house"]
            key = _org_for(context, noun, match.start(), bare=pattern is _ORG_BARE)
            record = context.records.get(key) if key else None
            if key is not None and record is not None:
                yield (
                    Mention(match.start(), match.end(), match[0], record.type, "rule:deictic", confidence, "nominal"),
                    key,
                )


# 产业园总面积2000亩: the one that was just named.
_PLACE_BARE = re.compile(
    r"(?<=[，。；\n])(?P<noun>产业园|园区|场馆|展馆|体育馆|博物馆|美术馆|图书馆|科技馆|机场|码头|景区|公园|酒店|航站楼|大桥|隧道|电站|基地|车站)"
    r"(?=总|占地|面积|投资|建成|建筑|位于|设计|规划|全长)"
)
# 该馆, 这座场馆: a place that was just named. 中心 and 馆 may be organizations too, and are what their name ends in.
_PLACE_DEICTIC = re.compile(
    r"(?:该|此|这[座家处片个])(?P<noun>展馆|场馆|展览馆|体育馆|博物馆|美术馆|图书馆|纪念馆|科技馆|文化馆|馆|中心|剧院|剧场|书店|电站|机场|码头"
    r"|港口|园区|产业园|公园|景区|酒店|体育场|球场|广场|大厦|大楼|建筑|基地|街区|市场|商场|综合体|营地|农场|车站|隧道|大桥)(?![长员])"
)
_PLACES = {"展馆": ("馆", "会展中心", "展览中心", "博览中心"), "馆": ("馆",), "体育场": ("体育场", "球场"),
           "场馆": ("馆", "中心", "体育场", "球场", "剧院"), "园区": ("园", "园区", "基地"),
           "景区": ("景区", "公园", "古镇"), "建筑": ("楼", "大厦", "馆", "塔")}  # fmt: skip


def _places(context: Context, spans: Sequence[tuple[int, int]]) -> Iterator[Nominal]:
    """A place by its kind: the one before it in the paragraph whose name ends so; where there are two, none."""
    text = context.article.text
    found = sorted((*_PLACE_DEICTIC.finditer(text), *_PLACE_BARE.finditer(text)), key=lambda m: m.start())
    for match in found:
        if not _free(spans, match.start(), match.end()):
            continue
        tails = _PLACES.get(match["noun"], (match["noun"],))
        start = _block_start(context.article, match.start())
        fits = {}
        for mention, key in context.named:
            record = context.records.get(key)
            if (
                start <= mention.start < mention.end <= match.start()
                and family(mention.type) in ("Venue", "Organization")
                and record is not None
                and any(_ends_with(record, tail) for tail in tails)
            ):
                fits[key] = record.type
        if len(fits) == 1:
            key, kind = fits.popitem()
            yield Mention(match.start(), match.end(), match[0], kind, "rule:deictic", 0.8, "nominal"), key


def _people(context: Context, spans: Sequence[tuple[int, int]]) -> Iterator[Nominal]:
    text = context.article.text
    people = context.records.of_family("Person")
    for match in _PRONOUN.finditer(text):
        if not _free(spans, match.start(), match.end()):
            continue
        start = _block_start(context.article, match.start())
        named_later = _named_behind(context, match.end())
        before = context.before(match.start(), "Person", block_start=start)
        nearest = _nearest(text, (row for row in before if row[1] not in named_later))
        if nearest is None and len(people) == 1 and not named_later:
            nearest = next(context.before(match.start(), "Person"), None)
        if nearest is not None:
            yield Mention(match.start(), match.end(), match[0], "Person", "rule:pronoun", 0.7, "pronoun"), nearest[1]
    for match in _SURNAME_TITLE.finditer(text):
        if not _free(spans, match.start(), match.start() + 1):
            continue
        fits = {r.key for r in people if r.name().startswith(match["surname"])}
        if len(fits) == 1:
            start, end = match.start(), match.end()
            yield Mention(start, end, match[0], "Person", "rule:surname-title", 0.75, "nominal"), next(iter(fits))


def _named_behind(context: Context, offset: int) -> frozenset[Key]:
    """The people named behind a pronoun in its sentence, who are not meant by it: 他表示，|蔡某是知名乡贤."""
    stop = _STOP.search(context.article.text, offset)
    end = stop.start() if stop else len(context.article.text)
    return frozenset(k for m, k in context.named if offset <= m.start < end and family(m.type) == "Person")


def _nearest(text: str, before: Iterable[tuple[Mention, Key]]) -> tuple[Mention, Key] | None:
    """The last person named, or who did something to that one in the same sentence: 甲|对乙的到访表示欢迎。他…."""
    found = list(islice(before, 2))
    if len(found) == 2 and _OBJECT.search(text, max(0, found[0][0].start - 2), found[0][0].start):
        between = text[found[1][0].end : found[0][0].start]
        if not _STOP.search(between):
            return found[1]
    return found[0] if found else None


def _is_foreign(record: Record, grouping: Grouping) -> bool:
    """Whether a record is another country."""
    entry = grouping.lexicon.get(record.name()) if record.type == "AdministrativeArea" else None
    return entry is not None and not entry.part_of and entry.name != "中国"


def find_nominals(context: Context, spans: Sequence[tuple[int, int]]) -> list[Nominal]:
    """Noun phrases and pronouns with what they stand for; those that stay ambiguous are left out.

    甲联盟…。该联盟将… → 甲联盟. Counter-example: 该联盟 where no alliance was named before.
    """
    rows = [
        *_deictic_events(context, spans),
        *_organizations(context, spans),
        *_places(context, spans),
        *_people(context, spans),
    ]
    abroad = any(_is_foreign(record, context.grouping) for record in context.records)
    for match in _OUR_COUNTRY.finditer(context.article.text):
        if _free(spans, match.start(), match.end()) and (match[0] == "我国" or not abroad):
            key = ("AdministrativeArea", "中国")
            rows.append(
                (
                    Mention(
                        match.start(), match.end(), match[0], "AdministrativeArea", "rule:our-country", 0.9, "pronoun"
                    ),
                    key,
                )
            )
    kept: list[Nominal] = []
    for row in sorted(rows, key=lambda r: (r[0].start, -r[0].end, r[0].origin)):
        if not kept or row[0].start >= kept[-1][0].end:
            kept.append(row)
    return kept

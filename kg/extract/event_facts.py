"""When an event starts and ends, and under which words it stands.

某展将于[8月31日-9月5日]在北京举行 → startDate, endDate; 5日在京闭幕 → endDate; 以“X”为主题 → theme.
Counter-example: 截至8月29日，参展企业… is no date of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kg.identity import claim_id
from kg.model import Attribute, Claim, DateSpan, Document, Mention, Sentence
from kg.nlp.classes import family
from kg.nlp.index import Index
from kg.nlp.modality import status
from kg.nlp.numerals import parse_number
from kg.nlp.occasions import elsewhere, only_setting

_OPENS = (
    r"开幕|启幕|揭幕|开展|开赛|开馆|拉开|启动|开讲|开桶|开市|开机|鸣枪|发车|打响|开门迎客|开锣|亮灯|点亮|首演|首映|开打"
    r"|开战|起"
)
_CLOSES = r"举[行办][^，。；]{0,4}闭幕|闭幕|落幕|收官|闭馆|闭展|结束|落下|闭会|收帆|画上句号|降下"
_HAPPENS = r"举行|举办|召开|亮相|上演|登场|进行|办展|如约而至|如期而至|开幕并|落地|举起"
_SINCE = r"(?!以来|之?后|之?前|至今)"  # 开幕|以来最多的一天
_VERB = re.compile(rf"(?:(?P<opens>{_OPENS})|(?P<closes>{_CLOSES})|(?P<happens>{_HAPPENS})){_SINCE}")
_BREAK = re.compile(r"[。；！？\n]")
_LASTS = re.compile(r"(?:为期|历时|会期|展期|持续|连办)(?P<days>[一二两三四五六七八九十\d]{1,3})(?:天|日)(?!半)")
_NOT_EVENT_DATE = re.compile(
    r"截至|截止|自(?!今)|从(?!今)|创办|创立|始于|去年|上届|以来|发布|消息|表示|获悉|电$|讯$|报道"
)
_THEME = (
    re.compile(
        r"(?:以|围绕|聚焦|秉承|秉持|紧扣)(?:着)?[“\"](?P<words>[^”\"\n]{2,40})[”\"](?:这一|的)?(?:为)?(?:年度)?主题"
    ),
    re.compile(r"主题(?:定)?(?:为|是|：|:)[“\"](?P<words>[^”\"\n]{2,40})[”\"]"),
    re.compile(r"[“\"](?P<words>[^”\"\n]{2,40})[”\"](?:这一|为)主题"),
    re.compile(r"以(?P<words>[\u4e00-\u9fff、，]{6,24})为主题"),
)
# 今起至[7月3日]: the day is the last one, and the first is told otherwise.
_UNTIL = re.compile(r"(?:起|持续|延续|即日)[^，。]{0,4}[至到]$")
_LASTING = re.compile(
    r"(?:展期|会期|展览|展出|开放|活动|展会)?(?:将|仍将)?(?:一直)?(?:持续|延续)[到至]$|(?:展[期出]|会期)(?:将)?[到至]$"
)
_GIVEN = re.compile(r"[（(](?:以下)?(?:简称|下称|又称)[为作]?[：:]?[“\"‘「]?$")  # 2017甲博览会（下称|甲博会|）于…举行
# 赛期为|9月9日至15日
_RUNS = re.compile(r"(?:赛期|展期|会期|档期|活动时间|举办时间|展览时间)(?:是|为|：|定于|定为|从)$")
# Before a date that the start is set to: 定档[4月28日], 开幕日后移至[8月17日].
_SET_TO = re.compile(
    r"(?:定档|改期[至到]|(?:推迟|延期|提前|顺延)[至到]|开幕(?:日期?|时间)?(?:已|将)*(?:后移|前移|推迟|提前|顺延|改|定)?[至到为在])$"
)
# What opens is a part of the event: 某世运会|壁球项目|开赛.
_PART_OPENS = re.compile(
    r"[^，]{1,8}(?:项目|小组赛|预赛|淘汰赛|资格赛|正赛|单元|板块|赛区|展区)(?:的?(?:比赛|争夺))?(?:[昨今]天|正式|全面)?"
)
_PHASE = re.compile(r"第[一二三四五\d]{1,2}(?:期|阶段|场|站|轮|赛段)|首期|首轮|首站")  # 第二期10月27日闭幕
# Behind an event that only gives the setting: 在服贸会期间举行.
_SETTING = re.compile(r"”?(?:期间|同期|上|现场)")
_AND = re.compile(r"[”》]?(?:[、和与及暨]|以及)[“《]?")
# How far a verb may stand from its date, in characters, with a place and a subject between.
_REACH = 60
# And how far behind an event named between the two.
_NEAR = 16


def extract_event_facts(document: Document) -> Document:
    """The document with startDate, endDate and theme claims of its events."""
    index = Index(document)
    claims: dict[Attribute, Claim] = {}
    for sentence in document.sentences:
        for claim in (*_dates(index, sentence), *_themes(index, sentence)):
            assert isinstance(claim.fact, Attribute)
            held = claims.get(claim.fact)
            if held is None or held.confidence < claim.confidence:
                claims[claim.fact] = claim
    kept = _consistent(list(claims.values()))
    return replace(document, claims=(*document.claims, *sorted(kept, key=lambda c: (c.start, c.id))))


def _consistent(claims: list[Claim]) -> list[Claim]:
    """One start and one end an event: of several, the surest, then the first said."""
    best: dict[tuple[str, str], Claim] = {}
    for claim in sorted(claims, key=lambda c: (-c.confidence, c.start, c.id)):
        assert isinstance(claim.fact, Attribute)
        best.setdefault((claim.fact.subject, claim.fact.predicate), claim)
    return list(best.values())


def _claim(
    index: Index, sentence: Sentence, fact: Attribute, span: tuple[int, int], extractor: str, sure: float
) -> Claim:
    article = index.document.article
    start, end = span
    return Claim(
        id=claim_id(article.id, fact.subject, fact.predicate, fact.value, start, end),
        article=article.id,
        fact=fact,
        sentence=sentence.index,
        start=start,
        end=end,
        extractor=f"event_facts:{extractor}",
        confidence=sure,
        status=status(article.text, sentence.start, sentence.end, end),
    )


def _verb_after(index: Index, sentence: Sentence, at: int) -> re.Match[str] | None:
    stop = _BREAK.search(index.text, at, sentence.end)
    limit = min(stop.start() if stop else sentence.end, at + _REACH)
    found = next((m for m in _VERB.finditer(index.text, at, limit) if m[0] != "起" or m.start() == at), None)
    if found is not None or limit - at < _REACH:
        return found
    # Organizers may stand between the date and the event: [28日]，由甲主办、乙承办的[某年会]在海州闭幕.
    event = next((m for m in _subjects(index, sentence) if m.start > at), None)
    if event is None or (stop is not None and stop.start() < event.end):
        return None
    end = stop.start() if stop else sentence.end
    comma = index.text.find("，", event.end, end)
    near = min(comma, event.end + _REACH) if comma >= 0 else event.end + _REACH
    return _VERB.search(index.text, event.end, min(end, max(near, event.end + _NEAR)))


def _event_of(index: Index, sentence: Sentence, span: DateSpan, verb_end: int) -> tuple[Mention, float] | None:
    """The event a date belongs to: the one before it in the sentence, the verb's own (开幕的某展), else carried."""
    text = index.text
    events = _subjects(index, sentence)
    after = [m for m in events if m.start >= verb_end and m.start - verb_end <= 14 and not text.startswith("的", m.end)]
    if after and re.match(r"的|了", text[verb_end : verb_end + 1]) and "，" not in text[verb_end : after[0].start]:
        return after[0], 0.85
    before = [m for m in events if m.end <= span.start and not _BREAK.search(text, m.end, span.start)]
    between = [m for m in events if span.end <= m.start and m.end <= verb_end]
    own = between and before and "，" in text[before[-1].end : span.start]  # 甲会4日开幕，|5日乙会|开幕
    if before and not own:
        return before[-1], 0.9
    if between:
        return between[0], 0.85
    if after and "，" not in text[verb_end : after[0].start]:
        return after[0], 0.8
    return _carried(index, sentence)


def _carried(index: Index, sentence: Sentence) -> tuple[Mention, float] | None:
    for back in range(sentence.index - 1, max(-1, sentence.index - 3), -1):
        previous = index.sentences[back]
        if previous.block != sentence.block:
            return None
        events = _subjects(index, previous)
        if events:
            return events[-1], 0.65
    return None


def _subjects(index: Index, sentence: Sentence) -> list[Mention]:
    """The events that a sentence names, but for those that are only the frame of another."""
    named = [
        m
        for m in index.mentions(sentence)
        if family(m.type) == "Event" and m.entity and not _GIVEN.search(index.text, max(0, m.start - 6), m.start)
    ]
    return [m for m in named if not only_setting(index.text, m.start, m.end)]


def _dates(index: Index, sentence: Sentence) -> Iterator[Claim]:
    named = index.mentions(sentence)
    dates = [d for d in index.dates(sentence) if d.first and not any(_in_name(index, d, m) for m in named)]
    for number, span in enumerate(dates):
        before = index.text[max(sentence.start, span.start - 6) : span.start]
        yield from _lasting(index, sentence, span)
        yield from _running(index, sentence, span)
        if (_NOT_EVENT_DATE.search(before) and not _spans_days(before, span)) or _UNTIL.search(
            index.text, max(sentence.start, span.start - 8), span.start
        ):
            continue
        if (set_to := _set_to(index, sentence, span)) is not None:
            yield set_to
            continue
        verb = _verb_after(index, sentence, span.end)
        if verb is None or (number + 1 < len(dates) and dates[number + 1].end <= verb.start()):
            continue
        if re.search(
            r"记者|获悉|介绍|表示|消息|发布|签署|企业|论坛会议|出席|参加|访问|前往|率团|[^奔]赴",
            index.text[span.end : verb.start()],
        ):
            continue
        found = _event_of(index, sentence, span, verb.end())
        if found is None or found[0].type == "EventSeries":
            continue
        event, trust = found
        if verb[0] == "起" and "，" in index.text[event.end : span.start] and not _goes_on(index, verb.end()):
            continue  # 甲会迈入第五年，由乙主办的活动[1日]起征集
        if _PART_OPENS.fullmatch(index.text, event.end, verb.start()) or _PHASE.search(
            index.text, event.end, span.start
        ):
            continue
        said = (sentence.start, sentence.end)
        if elsewhere(index.text, (event.start, event.end), verb.end(), said, "startDate"):
            continue
        for predicate, value in _read(index, sentence, span, verb):
            for one in _joined(index, sentence, event):
                fact = Attribute(one.entity, predicate, value)
                yield _claim(index, sentence, fact, (span.start, verb.end()), predicate, round(0.95 * trust, 2))


def _goes_on(index: Index, at: int) -> bool:
    """Whether the words behind 起 say that something takes place: 9月3日起|在海口举行."""
    stop = re.compile(r"[，。；！？\n]").search(index.text, at)
    return _VERB.search(index.text, at, stop.start() if stop else len(index.text)) is not None


def _in_name(index: Index, span: DateSpan, name: Mention) -> bool:
    """Whether a date belongs to a name: one within it, or the year of an edition: [2013年]“中国旅游日”."""
    if name.start <= span.start and span.end <= name.end:
        return True
    gap = index.text[span.end : name.start] if span.end <= name.start else None
    return gap in ("", "“", "《") and len(span.first) == 4 and family(name.type) == "Event"


def _spans_days(before: str, span: DateSpan) -> bool:
    """Whether 从 leads in a first and a last day: 从|10月15日至11月4日举办."""
    return before.endswith(("从", "自")) and span.first != span.last and len(span.last) == 10


def _lasting(index: Index, sentence: Sentence, span: DateSpan) -> Iterator[Claim]:
    """The end of the event that the sentence, or the one before, is about: 展览将持续至[7月14日]."""
    words = _LASTING.search(index.text, max(sentence.start, span.start - 10), span.start)
    if words is None or len(span.last) != 10:
        return
    here = [m for m in _subjects(index, sentence) if m.end <= words.start()]
    clause = index.text.rfind("，", sentence.start, words.start())
    own = [m for m in here if m.start > clause]  # 本届甲会举办乙峰会等活动，将持续至9月5日: the fair
    found = (own[-1], 0.9) if own else (here[0], 0.85) if here else _carried(index, sentence)
    if found is not None and found[0].type != "EventSeries":
        fact = Attribute(found[0].entity, "endDate", span.last)
        yield _claim(index, sentence, fact, (words.start(), span.end), "endDate", round(0.9 * found[1], 2))


def _running(index: Index, sentence: Sentence, span: DateSpan) -> Iterator[Claim]:
    """Both ends of the event that the sentence is about: [某公开赛]的赛期为[9月9日至15日]."""
    words = _RUNS.search(index.text, max(sentence.start, span.start - 8), span.start)
    here = [m for m in _subjects(index, sentence) if words and m.end <= words.start()]
    found = (here[0], 0.9) if here else _carried(index, sentence)
    if words is None or len(span.last) != 10 or span.first == span.last or not found or found[0].type == "EventSeries":
        return
    for predicate, value in (("startDate", span.first), ("endDate", span.last)):
        fact = Attribute(found[0].entity, predicate, value)
        yield _claim(index, sentence, fact, (words.start(), span.end), predicate, round(0.95 * found[1], 2))


def _joined(index: Index, sentence: Sentence, event: Mention) -> list[Mention]:
    """The event and those joined to it: [第10届甲展]、[乙峰会]开幕; what is told is of all of them."""
    row = _subjects(index, sentence)
    if event not in row:  # carried from the sentence before
        return [event]
    at = first = last = row.index(event)
    while first and _AND.fullmatch(index.text, row[first - 1].end, row[first].start):
        first -= 1
    while last + 1 < len(row) and _AND.fullmatch(index.text, row[last].end, row[last + 1].start):
        last += 1
    return [event, *(m for m in row[first : last + 1] if m is not row[at] and m.type != "EventSeries")]


def _set_to(index: Index, sentence: Sentence, span: DateSpan) -> Claim | None:
    """The start of the event before a date that it is set to: [某展]定档[4月28日]; not 某展的门票推迟至…."""
    start = max(sentence.start, span.start - 12)
    words = _SET_TO.search(index.text, start, span.start)
    events = [m for m in _subjects(index, sentence) if m.end <= start or m.end <= (words.start() if words else start)]
    if words is None or not events or events[-1].type == "EventSeries" or len(span.first) != 10:
        return None
    event = events[-1]
    between = index.text[event.end : words.start()]
    if (
        "的" in between
        or _BREAK.search(between)
        or elsewhere(index.text, (event.start, event.end), span.end, (sentence.start, sentence.end), "startDate")
    ):
        return None
    fact = Attribute(event.entity, "startDate", span.first)
    return _claim(index, sentence, fact, (words.start(), span.end), "startDate", 0.8)


def _read(index: Index, sentence: Sentence, span: DateSpan, verb: re.Match[str]) -> Iterator[tuple[str, str]]:
    """What a date and its verb say; a stated length (为期三天) gives the other end."""
    lasts = _LASTS.search(index.text, sentence.start, sentence.end)
    days = int(parse_number(lasts["days"]) or 0) if lasts else 0
    if span.first != span.last and len(span.last) == 10 and not verb["closes"]:
        yield "startDate", span.first
        yield "endDate", span.last
    elif verb["closes"]:
        yield "endDate", span.last
        if days and len(span.last) == 10:
            yield "startDate", _shift(span.last, 1 - days)
    elif len(span.first) >= 7:
        yield "startDate", span.first
        if days and len(span.first) == 10:
            yield "endDate", _shift(span.first, days - 1)


def _shift(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _themes(index: Index, sentence: Sentence) -> Iterator[Claim]:
    for pattern in _THEME:
        for match in pattern.finditer(index.text, sentence.start, sentence.end):
            event = _themed(index, sentence, match.start(), match.end())
            if event is not None:
                fact = Attribute(event.entity, "theme", match["words"])
                yield _claim(index, sentence, fact, (match.start(), match.end()), "theme", 0.85)


def _themed(index: Index, sentence: Sentence, start: int, end: int) -> Mention | None:
    """The event a theme belongs to: right after it (以…为主题的某展), else the last before, carried, or the focus."""
    events = [m for m in index.mentions(sentence) if family(m.type) == "Event" and m.entity]
    following = [m for m in events if 0 <= m.start - end <= 4 and index.text[end : end + 1] in "的“"]
    earlier = [m for m in events if m.end <= start]
    if following:
        return following[0]
    if earlier:
        around = [m for m in earlier if not _SETTING.match(index.text, m.end)]
        return (around or earlier)[-1]
    carried = _carried(index, sentence)
    if carried is not None:
        return carried[0]
    focus = index.document.focus
    return next((m for m in index.document.mentions if focus and m.entity == focus), None)

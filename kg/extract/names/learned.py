"""What the name tagger proposes: its spans as candidates, and its word on what the rules propose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.names.apart import JOINT
from kg.extract.names.chains import FALSE_END, SCOPE, before_particle, ends_in_fair, is_telling, suffix_at
from kg.extract.names.events import EDITION
from kg.extract.names.formed import HOLDS, PARTS
from kg.extract.names.known import INSIDE_WORD, NO_PARTY
from kg.extract.names.tagged import only_placed, organization_class
from kg.model import Mention, NameSpan, Tag
from kg.nlp.classes import family
from kg.nlp.editions import is_short_series
from kg.nlp.lexicon import Lexicon

_CLASSES = {
    "PER": "Person",
    "ORG": "Organization",
    "GPE": "AdministrativeArea",
    "VENUE": "Venue",
    "EVENT": "Event",
    "WORK": "Work",
    "PRODUCT": "Product",
    "TITLE": "Title",
}
# Spans less probable than this are no candidates; without an ending of their kind they must be clear.
_LEAST, _CLEAR, _WEAK_END, _FIRM_SPAN, _CERTAIN = 0.5, 0.7, 0.8, 0.9, 0.97
# A span with half a pair of marks, or with a stop in it, was cut wrongly.
_TORN = re.compile(r"^[^“]*”|“[^”]*$|[、，。；！？\n+]|^[的了在是与]|^首个")
# Words that say which things are meant, or how many, open no name: 相关|会议论坛, 国内外|重要商协会 (on 4,000 written
# items none but a title, 主要研究者); 8个|专题展.
_VAGUE = re.compile(
    r"(?:\d+|[二两三四五六七八九十几百千余多]+)(?:个(?!一)|场)|(?:\d+|[几余多])[家项款]|相关|有关|国内外|海内外|其[他它]|众多|多[家个场项]|这[些类]|那[些类]|各[类种大地国级]|同类|类似|若干|部分|重要|上述"
)
# An outlet's name with the word for a report behind it, at a report's head (展贸观察|讯（记者).
_REPORT = re.compile(r"讯\s*[（(](?:通讯员|(?:本报|特约)?记者)")
# A line that tells who edited a report names people, and no work or product (责任编辑：林若谷 SF014).
_EDITED = re.compile(r"(?:责任编辑|责编|编辑|校对|审核)\s*[：:][^\n]*")
_PART_END = re.compile(r"(?:展区|展厅|展台|展位|会场|场馆|餐饮区|休息区)$")
# What is built to meet in is a place, whoever meets there (出席广西人民会堂的开幕式).
_HALL = re.compile(r"(?:会堂|礼堂|体育场|广场)$")
# How people are addressed, behind their names.
_ADDRESS = re.compile(r"(?:博士|教授|院士|先生|女士|研究员|老师|同志)$")
# A listed firm's number, as stock exchanges give it.
_CODE = re.compile(r"\d{4,6}(?:\.[A-Z]{2})?")
# Letters in a Chinese text are a sign of a name, but for abbreviations (AI, 5G, H5, ESG).
_ABBREVIATION = re.compile(r"[A-Za-z0-9]{1,3}")
_LATIN = re.compile(r"[A-Za-z]")
# Kinds whose names stand in quotation marks with a noun of kind behind them.
_QUOTED = frozenset(("Event", "Product", "Venue"))
_THIS_BODY = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:由于该|目前的|推选)(?:目前的)?(?:公司|集团|企业)(?=董|总|常务|副|监事)|(?:由|经)?(?:[\u4e00-\u9fff]{0,4}(?:授权|委托|聘任|选举|推举))?公司(?=董|总|常务|副|财务|监事|职工)"
    r"|[该本](?:公司|集团|企业|机构|协会|学会|学校|医院|银行|大学|中心|[校院厂局馆行所社会厅委])(?!长)"
)
# A region of responsibility, a team or an origin is part of the post: 中国区总裁, 北京队队长.
_OF_AREA = re.compile(r"[区队籍省市县州]|地区|业务|市场|事业部|公司|分公司|总部|办事处")
_EVERYDAY = frozenset(("v", "vd", "vn", "a", "ad", "an", "d", "r", "c", "p", "u"))
# A rule's candidate that the tagger saw no part of, and one whose span or kind it read otherwise, count for less. Of
# the pairs tried on items the tagger had not learned from (0.8 and 0.85 to 0.4 and 0.4), this gave the best F1.
_UNSEEN, _CONTRADICTED, _CROSSED = 0.6, 0.4, 0.1
# What is then less sure than this is left out (专家|门诊, 参展商|占两成: no people). On written items a quarter of the
# false entities and one in 250 of the right ones went with it, on five real articles one false and none that was right.
_LEFT = 0.5
_JOINER = re.compile(r"以及|及|和|与|、")
# Labels of the frozen net that are names; what it is sure of too is surer.
_NAME_TAGS = frozenset(("PER", "ORG", "LOC"))
# Rules that rest on more than looks (the lexicon, brackets, the header) are not doubted.
_FIRM = (
    "lexicon",
    "rule:addressed",
    "rule:alias",
    "rule:book-marks",
    "rule:byline",
    "header:",
    "rule:branch",
    "rule:committee",
    "rule:leading",
    "rule:meeting",
    "rule:quoted",
    "rule:short-series",
    "rule:single",
    "rule:team",
    "rule:unit",
)


def find_learned(text: str, spans: Sequence[NameSpan], tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    """The tagger's names as candidates, organizations with the class that their ending tells.

    What only looks like a name is left out: 推进数字科技 (a verb and its object), 国家会议中心展厅 (a part of a venue),
    服务合作促发展 (a slogan), 行业协会 (a kind), 相关会议论坛 (some of a kind).
    """
    labels = {(t.start, t.end): t.label for t in tags}
    agreed = {(t.start, t.end) for t in tags if t.label in _NAME_TAGS and t.score >= _FIRM_SPAN}
    first_words = {t.start: t for t in tags}
    people = {s.text for s in spans if s.label == "PER"}
    for span in spans:
        kind = _CLASSES.get(span.label)
        if kind == "AdministrativeArea" and INSIDE_WORD.match(text, span.end):
            continue
        if kind in _QUOTED:
            span = _inside_quotes(text, span)
        if kind == "Person" and span.text[0] in "和与" and span.text[1:] in people:  # 习近平主席|和|拜登总统
            span = replace(span, start=span.start + 1, text=span.text[1:])
        if kind == "Person" and (form := _ADDRESS.search(span.text, 2)):
            span = replace(span, end=span.start + form.start(), text=span.text[: form.start()])
        if kind == "Title":
            span = _without_area(_without_this(span), lexicon)
        if kind == "Organization" and _REPORT.match(text, span.end - 1):
            span = replace(span, end=span.end - 1, text=span.text[:-1])
        if kind == "Organization" and (end := before_particle(text, span.start, span.end, lexicon)) < span.end:
            span = replace(span, end=end, text=text[span.start : end])
        if (span.start, span.end) in agreed and span.score < _FIRM_SPAN:
            span = replace(span, score=(span.score + _FIRM_SPAN) / 2)
        if span.text == "中共" and NO_PARTY.match(text, span.start):
            continue
        if kind is None or span.score < _LEAST or len(span.text) < 2 or _TORN.search(span.text):
            continue
        if kind == "Product" and _EDITED.match(text, text.rfind("\n", 0, span.start) + 1):
            continue
        if span.text[0] == "和" and kind != "Person":  # 和绍基 is a person's name
            continue
        if _placed_known(span, kind, lexicon) or (kind == "Organization" and ends_in_fair(span.text, lexicon)):
            continue
        left = _whole(_behind_fair(span, lexicon))
        if kind not in ("Person", "Title") and _VAGUE.match(left.text):
            continue
        if left != span:  # what is left of it is not as sure
            span = replace(left, score=min(left.score, _FIRM_SPAN))
        if kind == "Venue" and labels.get((span.start, span.end)) == "ORG":
            kind = "Organization"  # 中建二局|展厅: an exhibitor's part of a hall
        if _CODE.fullmatch(span.text):
            continue
        if kind == "Organization" and _is_object(text, span):
            continue
        if kind == "Organization" and _HALL.search(span.text):
            kind = "Venue"
        entry = lexicon.get(span.text)
        if kind == "Organization" and JOINT.fullmatch(span.text):
            kind, span = organization_class(span.text, lexicon), replace(span, score=max(span.score, _FIRM_SPAN))
        elif entry is not None and family(entry.type) == family(kind):
            kind = entry.type
        elif entry is not None or not _credible(span, kind, labels, first_words, lexicon):
            continue
        elif kind == "Organization":
            kind = organization_class(span.text, lexicon)
        elif kind == "Event" and is_short_series(span.text):
            kind = "EventSeries"
        yield Mention(span.start, span.end, span.text, kind, "tagger:names", round(span.score, 4))


# What is supported, furthered or shown is no body: 支持|陕汽发展, 宣传|巫山文化, |京闽科技|合作, 在汾湖投资|成立.
_FURTHERED = re.compile(
    r"(?:支持|关心|关注|推动|促进|助力|帮助|服务|推进|投身|参与|宣传|展示|弘扬|传承|体验|感受|领略|为我国|争做)[^，。；、]{0,4}\Z"
)
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,10}(?:发展|文化|科技|产业|改革|建设|旅游)")
_GOES_ON = re.compile(r"(?:新?发展|合作|创新|交流|资源|事业|底蕴|内涵|特色|展区|领域|成果|人才|和人工|工作)")


def _is_object(text: str, span: NameSpan) -> bool:
    """Whether a span that ends like a field of work is what somebody furthers, or goes on as a plain noun."""
    if _FIELD.fullmatch(span.text) is None:
        return span.text.endswith("投资") and re.compile("成立|建设|兴建|设立|建成").match(text, span.end) is not None
    led = _FURTHERED.search(text, max(0, span.start - 8), span.start) is not None
    return led or _GOES_ON.match(text, span.end) is not None


def _inside_quotes(text: str, span: NameSpan) -> NameSpan:
    """The name alone where the span took a mark or the noun behind it too (“丝路遗珍”|特展)."""
    if span.text.count("“") + span.text.count("”") not in (1, 2) or span.text.count("”") != 1:
        return span
    start = span.start + span.text.startswith("“")
    end = text.index("”", start)
    if text[start - 1 : start] != "“" or "“" in text[start:end] or end - start < 2:
        return span
    return replace(span, start=start, end=end, text=text[start:end])


def _without_this(span: NameSpan) -> NameSpan:
    """A post without the words that only point to where it is held (该公司|副总工程师)."""
    this = _THIS_BODY.match(span.text)
    if this is None or this.end() == len(span.text):
        return span
    return replace(span, start=span.start + this.end(), text=span.text[this.end() :])


def _without_area(span: NameSpan, lexicon: Lexicon) -> NameSpan:
    """A post without the country or town in front, which is where it is held (英国|贸易大臣; not 中国区总裁)."""
    area = lexicon.opening(span.text, 0, len(span.text) - 1, "AdministrativeArea")
    if area is None or _OF_AREA.match(span.text, area[1]):
        return span
    return replace(span, start=span.start + area[1], text=span.text[area[1] :])


def _behind_fair(span: NameSpan, lexicon: Lexicon) -> NameSpan:
    """A known fair in front of another event's or a venue's name is a name of its own (服贸会|全球服务贸易峰会)."""
    if span.label not in ("EVENT", "VENUE"):
        return span
    edition = EDITION.match(span.text)
    known = lexicon.opening(span.text, edition.end() if edition else 0, len(span.text) - 3, "EventSeries")
    if known is None:
        return span
    return replace(span, start=span.start + known[1], text=span.text[known[1] :])


def _placed_known(span: NameSpan, kind: str, lexicon: Lexicon) -> bool:
    """Whether the span is a place and a known name of another kind (北京|服贸会 as an organization)."""
    area = lexicon.opening(span.text, 0, len(span.text) - 1, "AdministrativeArea")
    rest = lexicon.get(span.text[area[1] :]) if area is not None else None
    return rest is not None and family(rest.type) != family(kind)


def _placed_fair(name: str, lexicon: Lexicon) -> bool:
    """Whether the span is a place and a known fair or games (北京|冬奥会; not 下一届|服贸会)."""
    area = lexicon.opening(name, 0, len(name) - 2, "AdministrativeArea")
    fair = lexicon.get(name[area[1] :]) if area is not None else None
    return fair is not None and fair.type == "EventSeries"


def _whole(span: NameSpan) -> NameSpan:
    """A part of a venue that has no name of its own leads to the venue (首钢园展区 → 首钢园)."""
    part = _PART_END.search(span.text) if span.label == "VENUE" else None
    if part is None or part.start() < 3:
        return span
    return replace(span, end=span.start + part.start(), text=span.text[: part.start()])


def _credible(
    span: NameSpan, kind: str, labels: dict[tuple[int, int], str], words: dict[int, Tag], lexicon: Lexicon
) -> bool:
    """Whether an unlisted span reads like a name of its kind."""
    word = labels.get((span.start, span.end), "")
    if kind == "Person":  # 贺信, 明显: a word of the language that could be a name
        return span.score >= _CERTAIN or (word not in _EVERYDAY and word != "n")
    if kind in ("Title", "Work"):
        return True
    if _clause(span, words):
        return False
    if kind == "Event" and FALSE_END.search(span.text):
        return False
    if span.score >= _CERTAIN and len(span.text) > 2 and _may_extend(span, kind, lexicon):
        return True
    if _ABBREVIATION.fullmatch(span.text):
        return kind == "Organization" and span.score >= _CERTAIN
    if kind == "AdministrativeArea" or (kind != "Event" and _LATIN.search(span.text)):
        return span.score >= _CLEAR
    first = words.get(span.start)
    if first is not None and first.end < span.end and first.label in ("v", "d", "p", "c", "r") and len(first.text) > 1:
        return first.text in lexicon.words("name-verbs") and span.score >= _CLEAR  # 推进数字科技: a verb, its object
    if word in _EVERYDAY or only_placed(span.text, lexicon) or not _may_extend(span, kind, lexicon):
        return False
    return _ends_like(span, kind, lexicon)


def _clause(span: NameSpan, words: dict[int, Tag]) -> bool:
    """Whether the span holds a preposition or a verb of holding events: UPS随某某联盟, 首钢园办专题展."""
    inside = [words[i] for i in range(span.start + 1, span.end - 1) if i in words]
    return any((t.text == "办" and t.label == "v") or (t.label == "p" and span.score < _FIRM_SPAN) for t in inside)


def _may_extend(span: NameSpan, kind: str, lexicon: Lexicon) -> bool:
    """Whether a span that opens with a known name is more than that name: no part of it (国家会议中心展厅), no stray
    character, and sure (北京人艺经典作品云展演 is not)."""
    known = lexicon.opening(span.text, 0, len(span.text) - 1)
    if known is None or known[0].type == "AdministrativeArea":
        return True
    if PARTS.fullmatch(span.text, known[1]) or HOLDS.match(span.text, known[1]) or len(span.text) - known[1] == 1:
        return False
    event = kind != "Event" or EDITION.search(span.text) or _ending(span, lexicon) == "Event"
    return bool(event) and span.score >= _FIRM_SPAN


def _ending(span: NameSpan, lexicon: Lexicon) -> str:
    """The family that the span's ending tells, empty if it has no listed ending."""
    suffix = suffix_at(span.text, len(span.text), lexicon, 0)
    return family(suffix.type) if suffix is not None else ""


def _ends_like(span: NameSpan, kind: str, lexicon: Lexicon) -> bool:
    """Whether the span is sure enough for its ending: one of its kind behind a telling stem asks for least."""
    if kind == "Event" and (EDITION.search(span.text) or _placed_fair(span.text, lexicon)):
        return True
    suffix = suffix_at(span.text, len(span.text), lexicon, 0)
    if suffix is None or family(suffix.type) != family(kind) or is_short_series(span.text):
        return span.score >= _CLEAR
    if not is_telling(span.text[: -len(suffix.text)], lexicon):
        reaching = len(span.text) - len(suffix.text) >= 4 and bool(SCOPE.match(span.text))
        return span.score >= (_FIRM_SPAN if reaching else _CERTAIN) and (reaching or not suffix.weak)
    return kind != "Organization" or not suffix.weak or span.score >= _WEAK_END


def weighed(candidates: Iterable[Mention], spans: Sequence[NameSpan]) -> Iterator[Mention]:
    """The rules' candidates with the tagger's word on them: less sure where it saw nothing or something else there, and
    none where they are then too doubtful."""
    named = [s for s in spans if s.label in _CLASSES and s.score >= _LEAST]
    ends = [s.end for s in named]
    for mention in candidates:
        if not spans or mention.origin.startswith(_FIRM):
            yield mention
            continue
        first = bisect_left(ends, mention.start + 1)
        over = [s for s in named[first : first + 8] if s.start < mention.end]
        if mention.origin == "tagger" and any(_longer(s, mention) for s in over):
            continue  # 联合国贸|发会议: the other net's border lies inside the name
        mention = _behind_joined(mention, over)
        over = [s for s in over if s.end > mention.start]
        same = next((s for s in over if s.end == mention.end and s.start >= mention.start and _same(s, mention)), None)
        if same is not None and not _led(mention, same, named):
            yield mention  # the same name, or the same with what stands before it (北京|某某有限公司)
        else:
            factor = _CROSSED if _crosses(mention, over) else _CONTRADICTED if over else _UNSEEN
            if mention.confidence * factor >= _LEFT:
                yield replace(mention, confidence=mention.confidence * factor)


def _crosses(mention: Mention, over: Sequence[NameSpan]) -> bool:
    """Whether a person whom the tagger is sure of stands inside the candidate (南京市委书记|周明|主持会议)."""
    return family(mention.type) != "Person" and any(
        s.label == "PER" and s.score >= _FIRM_SPAN and mention.start < s.start and s.end < mention.end for s in over
    )


def _led(mention: Mention, span: NameSpan, named: Sequence[NameSpan]) -> bool:
    """Whether the tagger is sure that the candidate's first words are none of the name's: another name or a word of
    its part (浏阳|大瑶镇卫生院, 施工方|某某有限公司). A company's legal name opens with its place."""
    if span.start == mention.start or span.score < _WEAK_END:
        return False
    placed = any(s.start == mention.start and s.end == span.start and s.label == "GPE" for s in named)
    return not (placed and mention.text.endswith("公司"))


def _longer(span: NameSpan, mention: Mention) -> bool:
    inside = span.start == mention.start and span.end > mention.end and _same(span, mention)
    return inside and not PARTS.fullmatch(span.text, mention.end - mention.start)


def _behind_joined(mention: Mention, over: Sequence[NameSpan]) -> Mention:
    """Without a first name joined to it that the tagger is sure of (京东科技及|法国某某集团)."""
    if family(mention.type) != "Organization":
        return mention
    for span in over:
        joiner = _JOINER.match(mention.text, span.end - mention.start)
        if span.start == mention.start and span.score >= _FIRM_SPAN and joiner and len(mention.text) > joiner.end() + 2:
            start = mention.start + joiner.end()
            return replace(mention, start=start, text=mention.text[joiner.end() :])
    return mention


def _same(span: NameSpan, mention: Mention) -> bool:
    return family(_CLASSES[span.label]) == family(mention.type)

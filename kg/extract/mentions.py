"""Find names: lexicon, tagger and formation rules propose, one choice decides, sure names are sought everywhere.

由海南某厅主办的第三届咖啡博览会在海口开幕 → 海南某厅 (GovernmentBody), 第三届咖啡博览会 (Event), 海口
(AdministrativeArea).
Counter-example: 多家行业协会和有关公司参加了高峰论坛 names nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.names.agreement import agreeing
from kg.extract.names.apart import apart, joint_bodies
from kg.extract.names.chains import is_telling
from kg.extract.names.events import find_ceremonies, find_meetings, find_numbered, find_short_series
from kg.extract.names.formed import find_between_posts, find_committees, find_formed
from kg.extract.names.known import find_known
from kg.extract.names.leading import find_leading_events, own_parts
from kg.extract.names.learned import find_learned, weighed
from kg.extract.names.party import find_party_committees
from kg.extract.names.people import find_people
from kg.extract.names.quoted import find_quoted
from kg.extract.names.selection import select
from kg.extract.names.tagged import find_tagged
from kg.extract.names.teams import find_teams
from kg.extract.names.titles import find_titles
from kg.extract.names.written import is_written_as_name
from kg.model import Document, Mention
from kg.nlp.abbreviation import alias_owner, find_aliases
from kg.nlp.classes import ORGANIZATIONS, family
from kg.nlp.editions import is_short_series, parse_edition
from kg.nlp.lexicon import Entry, Found, Lexicon
from kg.nlp.shortname import short_forms

# Names that others are built on, and how sure they must be.
_OWN = frozenset(("Venue", "Event", "EventSeries", "Company", "Association", "Organization", "Institution"))
_FIRMS = frozenset(("Company", "Organization"))
_SURE_OWN = 0.9
_OUTLET = re.compile(
    r"(?:报|网|社|刊|台|观察|商讯|早读|财经|时讯|周刊|新闻|传媒|导刊|评论|视点|在线|头条|资讯|展会|频道|客户端)$"
)
_POSTED = re.compile(
    r"(?:任|为|系|兼|是|选|聘|职务|任命|推举|担任|首任|现任|原|前|代)(?:[该本][行司校院会局所社行馆台厂店]|[该本]?(?:公司|集团|协会|学会|学校|医院|银行))?$"
)
_HELD = re.compile(r"(?:一职|职务|由|人选|一席)")
_TAKES_PLACE = re.compile(
    r"[^，。]{0,6}?(?:举行|举办|召开|进行|开幕|闭幕|启幕|落幕|开展|开馆|拉开|开赛|鸣枪|上演|揭幕|举起|登场|亮相|展出)"
)
_PLACE_NAME = re.compile(r"(?:馆|院|园|宫|中心|大学|学校|剧场|厂|酒店|宾馆|饭店|基地|寺|城|厅)$")
_LETTER = re.compile("[A-Za-z0-9]")
# A name is sought in the rest of the article from this confidence on.
_SURE = 0.8
_DOUBTFUL = 0.7  # so unsure is a kind beside a name: most that were seen had 0.3 to 0.6


def find_mentions(document: Document, lexicon: Lexicon) -> Document:
    """The document with the names and titles that stand in its text, in order, not overlapping."""
    first = _choose(document, lexicon, ())
    own = _own_names(first, lexicon)
    return replace(document, mentions=_choose(document, lexicon.with_names(own), own) if own else first)


def _own_names(mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Entry, ...]:
    """The article's own sure names: 首钢园 named once tells what 首钢园展区 is made of, 甲会 what 2020年甲会 is."""
    own: dict[str, str] = {}
    kinds: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        kinds[mention.text].add(family(mention.type))
    for mention in mentions:
        if mention.type not in _OWN or mention.confidence < _SURE_OWN or len(kinds[mention.text]) > 1:
            continue
        edition = parse_edition(mention.text)
        series = mention.type == "Event" and edition.numbered
        if series and not is_telling(edition.base[:-2], lexicon):
            continue
        own.setdefault(edition.base if series else mention.text, "EventSeries" if series else mention.type)
    fairs = [name for name, kind in own.items() if kind == "EventSeries"]
    for name in [n for n, kind in own.items() if family(kind) == "Event"]:
        if any(name.startswith(fair) and len(name) - len(fair) >= 3 for fair in fairs):
            del own[name]  # 甲会数字论坛 is made of two names
    return tuple(Entry(n, kind) for n, kind in sorted(own.items()) if len(n) >= 3 and lexicon.get(n) is None)


def _occurring(text: str, entries: Sequence[Entry]) -> Iterator[Found]:
    for entry in entries:
        for start, end in _occurrences(text, entry.name):
            yield Found(start, end, entry)


def _choose(document: Document, lexicon: Lexicon, own: Sequence[Entry]) -> tuple[Mention, ...]:
    """One round of proposing and choosing; `own` are the names that an earlier round was sure of."""
    text = document.article.text
    found = (*lexicon.find(text), *_occurring(text, own))
    titles = tuple(find_titles(text, lexicon))
    proposed: list[Mention] = [
        *find_known(text, document.tags, found),
        *find_formed(text, document.tags, found, lexicon, document.sentences),
        *find_committees(text, found),
        *find_between_posts(text),
        *find_party_committees(text, found),
        *find_teams(text, document.tags, found),
        *find_numbered(text, document.tags, lexicon),
        *find_meetings(text, document.spans, found),
        *find_ceremonies(text),
        *find_leading_events(text, document.sentences, lexicon),
        *find_short_series(text, lexicon),
        *find_quoted(text, lexicon),
        *find_tagged(text, document.tags, titles, lexicon),
        *find_people(text, document.tags, titles, lexicon),
        *titles,
        *_outlet(document),
    ]
    found_all = (*weighed(proposed, document.spans), *find_learned(text, document.spans, document.tags, lexicon))
    pieces = (piece for mention in found_all for piece in apart(mention, text))
    candidates = [o for p in pieces for o in own_parts(p, text, lexicon) if is_written_as_name(o, lexicon)]
    candidates += joint_bodies(candidates, text)
    first = select(candidates)
    aliases = [alias for alias in _aliases(text, first) if is_written_as_name(alias, lexicon)]
    again = [*agreeing(candidates, first), *aliases, *_repeated(text, first, lexicon)]
    chosen = [_as_venue(text, m) for m in select(again) if _inside(m, document)]
    return _titles_in_use(text, _with_units(text, _houses(text, _without_kinds(chosen))))


def _without_kinds(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without doubtful ones that tell the kind of the name beside them.

    法国香精公司|Maison Thévenet, “不倒翁杯”|轮椅篮球友谊赛. Counter-example: 甲公司、乙公司.
    """
    kept: list[Mention] = []
    for n, mention in enumerate(mentions):
        right = mentions[n + 1] if n + 1 < len(mentions) else None
        left = mentions[n - 1] if n else None
        body = mention.type in ORGANIZATIONS and right is not None and right.start == mention.end
        named = body and right is not None and right.type in ORGANIZATIONS and right.confidence > mention.confidence
        quoted = mention.type == "Event" and left is not None and left.type == "Event" and left.end + 1 == mention.start
        if mention.confidence >= _DOUBTFUL or not (named or quoted):
            kept.append(mention)
    return kept


def _titles_in_use(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Titles that stand with a person, a body or a verb of appointment; elsewhere 投资者 and 代表 are plain nouns."""
    kept: list[Mention] = []
    for n, mention in enumerate(mentions):
        if mention.type != "Title":
            kept.append(mention)
            continue
        left = mentions[n - 1] if n else None
        right = mentions[n + 1] if n + 1 < len(mentions) else None
        before = left is not None and mention.start - left.end <= 1 and (left.type != "Title" or kept[-1:] == [left])
        if before and left is not None and text[left.end : mention.start] == "等":
            before = False  # 甲公司、乙公司等|参展商: a kind of them
        after = right is not None and right.start - mention.end <= 1 and right.type in ("Person", "Title")
        beyond = mentions[n + 2] if n + 2 < len(mentions) else None
        if right is not None and beyond is not None and right.type in ORGANIZATIONS and beyond.type == "Title":
            # 学会理事长、|某大学|校长: one of several posts of the same person
            after = after or (text[mention.end : right.start] == "、" and beyond.start == right.end)
        if mention.text == "代表" and _speaks_for(text, left, mention, right):
            continue
        posted = _POSTED.search(text[max(0, mention.start - 5) : mention.start]) or _HELD.match(text, mention.end)
        if before or after or posted:
            kept.append(mention)
    return tuple(kept)


_COUNTRY_HOUSE = re.compile(
    r"(?=(?:区|公司)?(?:董事|总裁|首席|总经理|副总裁|CEO|宣布|表示|透露|将(?!军)|则|在华|旗下|与|成立|[，。、（]))"
)
_HOUSE_END = re.compile(r"(?:集团|公司|有限公司|控股)$")


def _houses(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, a firm's house in China as one name, and a firm's Latin stem as the firm it is.

    甲咖啡|中国|董事长 → 甲咖啡中国|董事长; HUGO BOSS集团 … HUGO BOSS: both are the firm.
    Counter-example: 甲公司|中国区总裁.
    """
    stems = {_HOUSE_END.sub("", m.text): m.type for m in mentions if m.type in _FIRMS and _HOUSE_END.search(m.text)}
    kept: list[Mention] = []
    for mention in mentions:
        firm = kept[-1] if kept and kept[-1].end == mention.start and kept[-1].type in _FIRMS else None
        if mention.type == "Person" and mention.text.isascii() and mention.text in stems:
            mention = replace(mention, type=stems[mention.text], form="short")
        if (
            firm
            and mention.text == "中国"
            and not _HOUSE_END.search(firm.text)
            and _COUNTRY_HOUSE.match(text, mention.end)
        ):
            kept[-1] = replace(
                firm,
                end=mention.end,
                text=text[firm.start : mention.end],
                type="Company",
                origin=f"{firm.origin}:house",
            )
        else:
            kept.append(mention)
    return kept


# A unit of a house and the post in it, which the tagger may take for one long post: 甲医院|放射科|主任.
_UNIT = (
    r"(?!.*(?:授权|聘任|委托|提名|任命|选举|推举|邀请|公司))(?![邀联会和与及向对由在将为是拜访委来聘任旗所原前该本])[\u4e00-\u9fff]{1,10}"
    r"(?:研究院|研究所|实验室|编辑部|委员会|学院|学部|中心|值班室|[部司处室科系])"
)
_UNIT_POST = re.compile(
    rf"(?P<unit>{_UNIT})(?P<post>(?:常务|执行)?副?(?:主任|处长|部长|科长|司长|所长|室主任|系主任|主任医师|护士长))"
)
_UNIT_ALONE = re.compile(_UNIT)
# A branch or a body inside a house, whatever the post in it: 甲集团|枣庄分公司|总经理, 甲局|某铁路项目部|总工程师.
_BRANCH = re.compile(
    r"(?![和与及同向对由在将为是的、])[\u4e00-\u9fff]{0,12}(?:分公司|支公司|分行|支行|分院|分校|分局|项目部|指挥部|领导小组|宣传部[\u4e00-\u9fff]{1,8}处|外宣办|网信办)"
)
_BRANCH_POST = re.compile(rf"(?P<unit>{_BRANCH.pattern})(?P<post>[\u4e00-\u9fff]{{2,8}})")
_WORDS = 16  # letters between a body and the post in its unit, at most
_HEADS = frozenset(("主任", "副主任", "处长", "副处长", "部长", "副部长", "科长", "副科长", "司长", "副司长", "所长",
                    "副所长", "主任医师", "副主任医师", "护士长", "副护士长", "常务副主任"))  # fmt: skip


def _with_units(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, units of organizations that stand before a post taken into the organization's name.

    甲医院|放射科主任 → 甲医院放射科|主任. Counter-examples: 甲公司|市场部经理, 甲集团|亚太部总裁.
    """
    kept: list[Mention] = []
    for mention in mentions:
        body = kept[-1] if kept else None
        if mention.type == "Title" and body is not None and body.type in ORGANIZATIONS:
            between = text[body.end : mention.start]
            told = text[body.end : mention.end]
            post = (_UNIT_POST.fullmatch(told) or _BRANCH_POST.fullmatch(told)) if len(between) <= _WORDS else None
            start = body.end + post.start("post") if post and post.start("post") >= len(between) else mention.start
            alone = (mention.text in _HEADS and _UNIT_ALONE.fullmatch(between)) or _BRANCH.fullmatch(between)
            if alone or (post and start > mention.start):
                kept[-1] = replace(body, end=start, text=text[body.start : start], origin=f"{body.origin}:unit")
                mention = replace(mention, start=start, text=text[start : mention.end])
        kept.append(mention)
    return kept


_ON_BEHALF = re.compile(r"双方|两|各方|各自|三方|本|全体|与会|参会|参展|中方|我国")


def _speaks_for(text: str, left: Mention | None, mention: Mention, right: Mention | None) -> bool:
    """Whether 代表 is what somebody does for a body: 市长隗某|代表|市人民政府作报告."""
    person = left is not None and left.type == "Person" and left.end == mention.start
    if person and _ON_BEHALF.match(text, mention.end):
        return True
    return person and right is not None and right.start == mention.end and right.type in ORGANIZATIONS


def _as_venue(text: str, mention: Mention) -> Mention:
    """An institution in which something takes place is spoken of as a place (在某市博物馆举行)."""
    if (
        mention.type in ("Institution", "Organization", "Company")
        and _PLACE_NAME.search(mention.text)
        and _TAKES_PLACE.match(text, mention.end)
        and text[max(0, mention.start - 8) : mention.start].rstrip("“").endswith(("在", "于"))
    ):
        return replace(mention, type="Venue", origin=f"{mention.origin}:place")
    return mention


def _inside(mention: Mention, document: Document) -> bool:
    return "\n" not in mention.text and mention.end <= len(document.article.text)


def _outlet(document: Document) -> Iterator[Mention]:
    """The paper or site of the article's header, where its text names it too."""
    name = document.article.outlet.strip()
    if len(name) >= 3 and _OUTLET.search(name):
        for start, end in _occurrences(document.article.text, name):
            yield Mention(start, end, name, "MediaOutlet", "header:outlet", 0.95)


def _aliases(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Short names given in parentheses, wherever they stand in the article."""
    ending = {m.end: m for m in mentions if m.type != "Title"}
    for alias in find_aliases(text):
        full = alias_owner(text, alias, ending)
        if full is None or full.type == "AdministrativeArea" or len(alias.text) < 2:
            continue
        if full.type == "Person" and " " not in alias.text:  # but 穆瑞澜（Alan Murray）
            continue
        kind = "EventSeries" if full.type == "Event" and is_short_series(alias.text) else full.type
        for start, end in _occurrences(text, alias.text):
            yield Mention(start, end, alias.text, kind, "rule:alias", 0.95, "short")


def _repeated(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Sure names again where they were missed, and the short forms of companies and foreign people."""
    sure: dict[str, Mention] = {}
    for mention in mentions:
        held = sure.get(mention.text)
        if (
            mention.confidence >= _SURE
            and mention.type != "Title"
            and (held is None or held.confidence < mention.confidence)
        ):
            sure[mention.text] = mention
    for name, mention in sorted(sure.items()):
        if len(name) >= 3 or mention.type == "Person":
            yield from _again(text, name, mention, "rule:repeated", 0.75)
        for short in _shorts(mention, lexicon):
            yield from _again(text, short, mention, "rule:short", 0.8)


def _shorts(mention: Mention, lexicon: Lexicon) -> Iterable[str]:
    if mention.type == "Person":
        parts = re.split(r"[·•‧]", mention.text) if not mention.text.isascii() else mention.text.split()
        return [parts[-1]] if len(parts) > 1 and len(parts[-1]) >= 2 else []
    if family(mention.type) == "Event":  # 第七届长春国际车展 → 长春车展
        base = parse_edition(mention.text).base
        short = base.replace("国际", "", 1)
        return [short] if 4 <= len(short) < len(base) else []
    return short_forms(mention.text, lexicon) if mention.type in ("Company", "Organization") else []


def _again(text: str, name: str, mention: Mention, origin: str, confidence: float) -> Iterator[Mention]:
    form = mention.form if name == mention.text else "short"
    for start, end in _occurrences(text, name):
        yield Mention(start, end, name, mention.type, origin, confidence, form)


def _occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where the name stands, one behind the other; one in Latin letters only as a whole word."""
    at = text.find(name)
    latin = name.isascii()
    while at >= 0:
        end = at + len(name)
        if latin and (_LETTER.match(text, end) or _LETTER.match(text[at - 1 : at])):
            at = text.find(name, at + 1)
        else:
            yield at, end
            at = text.find(name, end)

"""Names formed by rule: a telling ending (有限公司, 会展中心, 商务局 …) and the words before it that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.names.chains import FALSE_END, SCOPE, Chains, is_telling, suffix_at
from kg.extract.names.events import TRAILING_YEAR, form_event
from kg.model import Mention, Sentence, Tag
from kg.nlp.lexicon import Found, Lexicon, Suffix

# A place before one of these endings is a name (杭州银行); before another weak ending it is a description (昆山子公司).
_AREA_SUFFICES = re.compile(
    r"(?:银行|大学|学院|机场|站|证券|航空|地铁|队|师范|医院|日报|晚报|电视台|宾馆|饭店|港|海关|法院|检察院|政府|局|厅|委|委员会"
    r"|市委|省委|大剧院|博物馆|图书馆|美术馆|体育场|体育馆|会展中心|展览馆|展览中心)$"
)
# Venues whose name a place before them belongs to (厦门国际会展中心), unlike 武汉|汉阳造文化创意产业园.
_KEPT_WITH_AREA = re.compile(
    r"(?:国际|新国际|世纪城|国家)?(?:会展|会议|展览|博览|体育|文化|艺术|图书|大剧|美术|科技|博物|音乐|饭店|大学|师范|机场|火车"
    r"|东|西|南|北|站|人民|中心|市民|奥林匹克|奥体)"
)
# A part of a venue that belongs to its name: 二期, 新馆, A3馆, 南区.
VENUE_PART = re.compile(
    r"(?:[一二三四][期馆]|新馆|[A-Z]?\d{0,2}(?:[A-Z]|号)?馆(?!长)|[A-Z]区|[东南西北](?:区|馆|广场)|\d+号楼|旧址|遗址)(?![域别分])"
)
# What a venue or a fair has parts of; such a part has no name of its own.
PARTS = re.compile(
    r"区?(?:线上|线下|综合|专题|室内|室外)?(?:展厅|展区|场馆|展馆|餐饮|餐饮区|会场|展台|展位|专区|专题|主题|展览|展会|馆|分会场|片区"
    r"|周边|附近|内|外).*"
)
_NO_AREA = re.compile(
    r"(?:展|专|片|景|校|园|社|小|厂|港|街|战|禁|休息|体验|互动|服务|采访|混采|分洪|蓄洪|蓄滞洪|功能|试验|等待|起飞|[一二两三四五六七八九十])区$|主宾国$"
)
_COMMITTEE = re.compile(
    r"(?:执委会|组委会|筹委会|执行委员会|组织委员会)?(?:秘书处|办公室)(?![主副])"
    r"|(?:执委会|组委会|筹委会|执行委员会|组织委员会)(?!主)"
)
# A bank's branch in a place and the head of it: 国家开发银行|陕西省分行|行长.
_BANK_BRANCH = re.compile(
    r"(?P<branch>[\u4e00-\u9fff]{2,8}?(?:分行|支行|分公司|支公司))(?P<post>(?:党委)?(?:副?书记、)?副?(?:行长|总经理|主任))"
)
# Where an unlisted firm's name stands, and what firms do behind it.
_BEFORE_ACTOR = re.compile(r"(?:^|[，。、；：“”！？\n（\s与由和及被获向]|收购|入股|出任|方|商|企业|公司|品牌)$")
_AFTER_ACTOR = re.compile(
    r"(?:（|将|宣布|发布|承办|主办|协办|领投|跟投|表示|称|说|透露|完成|获|推出|带来|携|展出|入股|出资|收购|运营|创始人|联合创始人"
    r"|董事长|总裁|总经理|首席|CEO|成立于|设展|参展|参加|披露|公告|股价|承诺|建设|负责|任)"
)
_KIND_LEAD = re.compile(
    r".{0,12}(?:企业|运营方|主办方|承办方|建设方|投资方|开发商|运营商|供应商|采购商|旗下|所属|子公司|大股东|股东|业主|记者|平台企业"
    r"|厂商|队伍|系(?=.{2,4}大学))(?=.{2})"
)
_JOINER = re.compile(r"以及|及|和|与|随|、")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z0-9&.\-]+")
# A verb of holding behind a venue's name (首钢园|办|专题展), unlike 办事处, 办公室.
HOLDS = re.compile(r"办(?![事公学])")
_OWN_STATE = re.compile(r"驻|大使馆|领事馆")
_STATE_WORDS = ("国家", "联邦", "中央", "皇家")


def find_formed(
    text: str, tags: Sequence[Tag], known: Sequence[Found], lexicon: Lexicon, sentences: Sequence[Sentence]
) -> Iterator[Mention]:
    """Names that end in a listed ending; none crosses a sentence.

    厦门某某会展有限公司 → Company; 第九届中部创意设计周 → Event. Counter-examples: 有关公司, 高峰论坛 are kinds.
    """
    chains = Chains(text, tags, known, lexicon)
    for sentence in sentences:
        first, last = chains.index_at(sentence.start + 1), chains.index_at(sentence.end)
        for word in chains.words[first : last + 1]:
            if word.end > sentence.end:
                break
            suffix = suffix_at(text, word.end, lexicon, sentence.start)
            mention = _form(chains, suffix, word.end, sentence.start) if suffix is not None else None
            if mention is not None:
                yield mention
                tail = TRAILING_YEAR.match(text, mention.end) if mention.type == "Event" else None
                if tail:
                    yield replace(mention, end=tail.end(), text=text[mention.start : tail.end()])


# 武昌区|政府
_SEAT_OF, _LEVELLED = re.compile(r"(?:人民)?政府(?![性采投补办官网间秘党驻])"), re.compile(r"[省市县区州旗镇]$")
# “台马”|组委会
_QUOTED_COMMITTEE = re.compile(
    r"“[^”，。\n]{2,14}”(?:组委会|执委会|筹委会|组织委员会|执行委员会)(?:办公室|秘书处)?(?!主)"
)


def find_committees(text: str, known: Sequence[Found]) -> Iterator[Mention]:
    """The committee, secretariat or office of a known fair or body, and the branch of a known bank before its head.

    服贸会执委会办公室, 全球服务贸易联盟秘书处; 国家开发银行陕西省分行|行长.
    """
    for quoted in _QUOTED_COMMITTEE.finditer(text):
        yield Mention(quoted.start(), quoted.end(), quoted[0], "Organization", "rule:committee", 0.9)
    for hit in known:
        seat = _SEAT_OF.match(text, hit.end) if hit.entry.type == "AdministrativeArea" else None
        if seat and _LEVELLED.search(text[hit.start : hit.end]):
            name = text[hit.start : seat.end()]
            yield Mention(hit.start, seat.end(), name, "GovernmentBody", "rule:committee", 0.95)
        if hit.entry.type in ("Person", "AdministrativeArea", "Venue", "Work", "Product"):
            continue
        branch = _BANK_BRANCH.match(text, hit.end) if text[hit.end - 2 : hit.end] in ("银行", "保险") else None
        if branch:
            end = branch.end("branch")
            yield Mention(hit.start, end, text[hit.start : end], "Company", "rule:branch", 0.95)
            yield Mention(end, branch.end(), branch["post"], "Title", "rule:branch", 0.9)
        found = _COMMITTEE.match(text, hit.end)
        if found:
            yield Mention(hit.start, found.end(), text[hit.start : found.end()], "Organization", "rule:committee", 0.9)


# A body that stands between two posts of one person: 甲学会副理事长、|公共图书馆分会|主任刘某.
_BETWEEN_POSTS = re.compile(
    r"(?<=长、|任、|记、|席、|员、|问、|授、|士、|理、|裁、|监、|表、)"
    r"(?P<body>(?![兼原前时现]|[副常])[\u4e00-\u9fff]{1,16}?(?:分会|专委会|专业委员会|工作委员会|委员会|科技委|学会|协会|研究会|联合会|商会|基金会|组委会"
    r"|研究院|研究所|实验室|研究中心|服务中心|编辑部|马办))"
    r"(?P<post>(?:常务|执行|名誉|荣誉)?副?(?:主任委员|主任|会长|理事长|秘书长|主席|院长|所长|总干事|顾问|委员|理事|组长))"
    r"(?=[\u4e00-\u9fff]{2,4}(?:[，、。；）（等]|出席|参加|表示|介绍|说|在|将|为|作|致|主持|先后|分别|以))"
)
_PLAIN_BODY = re.compile(
    r"(?:学校|学院|公司|集团|本会|该会|我会|市|省|县|区|校|院)?(?:委员会|学会|协会|研究会|联合会|商会|基金会|分会|组委会|专委会|研究院|研究所|实验室|编辑部)"
)


def find_between_posts(text: str) -> Iterator[Mention]:
    """Bodies that nobody listed, between two posts of one person, with the post behind them.

    中国图书馆学会副理事长、公共图书馆分会主任刘某 → 公共图书馆分会. Counter-example: 甲协会会长、学会理事长张某.
    """
    for match in _BETWEEN_POSTS.finditer(text):
        if _PLAIN_BODY.fullmatch(match["body"]):
            continue
        start, end = match.span("body")
        yield Mention(start, end, match["body"], "Organization", "rule:committee:posted", 0.85)
        yield Mention(end, match.end("post"), match["post"], "Title", "rule:committee:posted", 0.85)


def _form(chains: Chains, suffix: Suffix, end: int, floor: int) -> Mention | None:
    """The name that ends in `suffix` at `end`, if it is one."""
    word = chains.word_at(end)
    if word is None or (len(suffix.text) == 1 and len(word.text) > 1 and _seems(word.text, word.label)):
        return None
    suffix_start = end - len(suffix.text)
    start = chains.left_edge(suffix_start, suffix.type, floor)
    start = _own_start(chains, suffix, start, end)
    if suffix.type == "AdministrativeArea":
        return _area(chains, start, end, suffix_start)
    if suffix.type == "Event":
        return form_event(chains, suffix, start, end, floor)
    return _thing(chains, suffix, start, end)


def _seems(word: str, label: str) -> bool:
    """Whether a one-character ending only seems to close a longer word (开展, 内部)."""
    return label in ("v", "d", "p", "vd") or bool(FALSE_END.search(word))


def _own_start(chains: Chains, suffix: Suffix, start: int, end: int) -> int:
    """Where the name itself begins: behind words of kind, a first name joined to it, a verb, a country, a city."""
    suffix_start = end - len(suffix.text)
    lead = _KIND_LEAD.match(chains.text, start, suffix_start)
    start = lead.end() if lead else start
    for joiner in _JOINER.finditer(chains.text, start, suffix_start):
        first = chains.text[start : joiner.start()]
        if len(first) >= 2 and (chains.lexicon.get(first) is not None or _LATIN_NAME.fullmatch(first)):
            start = joiner.end()
            break
    holds = HOLDS.match(chains.text, chains.opening(start, suffix_start))
    start = holds.end() if holds and holds.start() > start else start
    if suffix.type == "Venue":
        return _behind_area(chains, start, end)
    if suffix.type in ("Event", "AdministrativeArea", "Work", "Product"):
        return start
    return behind_country(chains.text, start, end, chains.lexicon)


def behind_country(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where an organization's own name begins after a foreign country (法国|智奥会展集团; but 法国驻华大使馆)."""
    found = lexicon.opening(text, start, min(end, start + 9), "AdministrativeArea")
    if found is None or _OWN_STATE.search(text, start, end):
        return start
    country, stop = found
    foreign = not country.part_of and country.name != "中国" and not text.startswith("中国", stop)
    return stop if foreign and end - stop >= 4 and not text.startswith(_STATE_WORDS, stop) else start


def _behind_area(chains: Chains, start: int, end: int) -> int:
    """A place before a venue's own name is apart (武汉|汉阳造文化创意产业园) unless the rest is generic."""
    start = chains.opening(start, end - 4, "EventSeries")  # 服贸会|国家会议中心
    stop = chains.opening(start, min(end, start + 7), "AdministrativeArea")
    rest = chains.text[stop:end]
    return stop if stop > start and len(rest) >= 5 and not _KEPT_WITH_AREA.match(rest) else start


def _area(chains: Chains, start: int, end: int, suffix_start: int) -> Mention | None:
    """A place by its ending, where the tagger takes it for one too."""
    tag = chains.tags_at.get(start)
    name = chains.text[start:end]
    agreed = tag is not None and tag.end == end and tag.label in ("LOC", "ns")
    if not agreed or suffix_start == start or _NO_AREA.search(name):
        return None
    return Mention(start, end, name, "AdministrativeArea", "rule:formed", 0.7)


def _thing(chains: Chains, suffix: Suffix, start: int, end: int) -> Mention | None:
    """An organization, venue, work or product by its ending."""
    suffix_start = end - len(suffix.text)
    part_of = chains.opening(start, end - 1)
    if part_of > start and PARTS.fullmatch(chains.text, part_of, end):
        return None
    if suffix.weak:
        start = _behind_verbs(chains, start, suffix_start)
    stem = chains.text[start:suffix_start]
    if len(stem) < 2 or not _tells(chains, suffix, start, suffix_start):
        return None
    supported = end in chains.org_ends or chains.opening(start, start + 12) > start
    reaching = suffix.type in ("Association", "Institution") and len(stem) >= 4 and bool(SCOPE.match(stem))
    acting = suffix.type == "Company" and len(stem) <= 5 and _acts(chains.text, start, end)
    if suffix.weak and not (supported or reaching or acting):
        return None
    if suffix.weak and suffix.type in ("Product", "Work") and chains.goes_on(end):
        return None
    confidence = 0.85 if not suffix.weak else 0.7 if supported or reaching else 0.6
    part = VENUE_PART.match(chains.text, end) if suffix.type == "Venue" else None
    end = part.end() if part else end
    return Mention(start, end, chains.text[start:end], suffix.type, f"rule:formed:{suffix.text}", confidence)


def _tells(chains: Chains, suffix: Suffix, start: int, suffix_start: int) -> bool:
    """Whether the stem names something; a bare place before a weak ending does only for some (杭州|银行)."""
    stem = chains.text[start:suffix_start]
    entry = chains.lexicon.get(stem)
    if suffix.weak and entry is not None and entry.type == "AdministrativeArea":
        return bool(_AREA_SUFFICES.search(suffix.text))
    told = start
    if suffix.weak and suffix.type in ("Company", "Venue"):
        told = chains.opening(start, suffix_start, "AdministrativeArea")
    return is_telling(chains.text[told:suffix_start], chains.lexicon)


def _behind_verbs(chains: Chains, start: int, end: int) -> int:
    """Leave out verbs at the left end (建设|生态家园): the tagger tells 建设 the verb from 建设 the noun."""
    index = chains.index_at(start + 1)
    for word in chains.words[index:]:
        if word.start != start or word.label != "v" or word.end >= end:
            break
        start = word.end
    return start


def _acts(text: str, start: int, end: int) -> bool:
    """Whether an unlisted firm's name (…科技, …影业) stands where a name stands: at a border, before what firms do."""
    return bool(_BEFORE_ACTOR.search(text[max(0, start - 2) : start]) and _AFTER_ACTOR.match(text, end))

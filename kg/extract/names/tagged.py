"""What the tagger alone proposes: organizations, places; and unlisted names beside a title or a word of kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.names.chains import before_particle, ends_in_fair, suffix_at
from kg.extract.names.formed import behind_country
from kg.model import Mention, Tag
from kg.nlp.classes import family
from kg.nlp.lexicon import Lexicon

_LATIN_NAME = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z]*(?:[&.’'\-][A-Za-z]+)*"
    r"(?: (?:of |the |and |& |de )?[A-Z][A-Za-z&.’'\-]*){0,4}(?![A-Za-z0-9])"
)
_ORG_AFTER = re.compile(
    r"(?:公司|集团|创始人|联合创始人|首席|董事长|总裁|总经理|CEO|高管|旗下|展台|展位|股价|股票|股份|财报|宣布|披露|发布公告|员工|门店)"
)
_ORG_BEFORE = re.compile(
    r"(?:企业|公司|品牌|巨头|厂商|车企|药企|机构|平台|集团|供应商|开发商|运营商|服务商|制造商|创业公司|初创企业|老牌|智库|基金|由|收购|入股|投资方)$"
)
_VENUE_END = re.compile(
    r"(?:馆|场|厅|(?<![家校])园|宫|中心|广场|剧院|大厦|酒店|饭店|机场|车站|港|码头|基地|大楼|礼堂|大桥|公园|景区|度假区|旅游区|街区|城)$"
)
_PHASE = re.compile(r"(?:机场|港|中心|园|馆|基地|电站|码头|工程)[^，。]{0,3}[一二三四五]期$")
_AREA_END = re.compile(r"(?:省|市|区|县|镇|乡|村|州|盟|旗|岛|半岛|国)$")
_GENERIC_ORG = re.compile(
    r"^(?:国家政府|各国政府|外国政府|当地政府|公司|集团|协会|组委会|执委会|俱乐部|大会|政府|法院|学校|医院|大学|学院|联盟|委员会|本报|本网|党委|市委|省委|县委|区委|常委会|董事会|理事会|监事会|股东会|部门|机构|企业|银行|主办方|秘书处|办公室|指挥部|领导小组|工作组|专家组|代表团|央企|国企|车企)$"
)


def organization_class(name: str, lexicon: Lexicon) -> str:
    """The class of organization that the longest listed ending of a name tells, else Organization."""
    for length in (n for n in lexicon.suffix_lengths.get(name[-1:], ()) if n < len(name)):
        suffix = lexicon.suffix_types.get(name[-length:])
        if suffix is not None and suffix.type in (
            "Company", "GovernmentBody", "Association", "InternationalOrganization", "MediaOutlet", "Institution",
        ):  # fmt: skip
            return suffix.type
    return "Organization"


_WATER = re.compile(r"(?:湖|运河|古城|古镇|水库)$")
_NO_AREA = re.compile(r"(?:展|专|片|景|校|园|社|小|厂|港|街|战|禁|度假|旅游|[一二两三四五六七八九十])区$|主宾国$")
_NATURE = re.compile(r"(?:洲|山|河|江|湖|海|峡|峰|沟|谷|沙漠|草原|高原|平原|盆地|流域|洋|路|街|站|线|寺|桥|塔)$")


# Kinds that the tagger takes for names (世界500强企业, 金融科技), and short words of everyday use.
_KIND_ORG = re.compile(
    r"^(?:世界|全球|全国|国际)?(?:\d+强|百强|知名|头部|龙头|上市|中小|民营|国有|外资|参展|会员|科技|互联网|高新技术)+(?:企业|公司|机构)$|^(?:金融|数字|信息|人工智能|生命|绿色|农业|文化|教育|健康)(?:科技|技术|产业|服务|经济)$"
)
# A trade is nobody: 中金公司|汽车行业|首席研究员.
_TRADE = re.compile(r"(?:行业|产业|领域|板块|赛道|市场)$")
_BARE_KIND = re.compile(r"(?:子|分|母|总)?(?:公司|集团|企业|俱乐部|机构|平台|电商)")
_JOINED = re.compile(r"[、]|以及|及|和|与")


def _coordinated(text: str, tag: Tag, lexicon: Lexicon) -> list[Mention]:
    """Two names that the tagger took for one (京东科技及法国某某集团), if the first is a name by itself."""
    for found in _JOINED.finditer(tag.text):
        left, right = tag.text[: found.start()], tag.text[found.end() :]
        if len(left) < 2 or len(right) < 3:
            continue
        known = lexicon.get(left)
        ends = any(left.endswith(s) for s in ("公司", "集团", "大学", "协会", "银行"))
        if known is None and not ends:
            continue
        rest = Tag(tag.start + found.end(), tag.end, right, tag.label, tag.score)
        start = behind_country(text, rest.start, rest.end, lexicon)
        name = right[start - rest.start :]
        kind = known.type if known is not None else organization_class(left, lexicon)
        return [
            Mention(tag.start, tag.start + len(left), left, kind, "tagger", 0.8),
            Mention(start, tag.end, name, organization_class(name, lexicon), "tagger", 0.8),
        ]
    return []


# A preposition inside: the tagger ran over a border (UPS随|全球服务贸易联盟).
_PREPOSED = re.compile(r"[随将被把]|(?<!存)在(?!线)|参加|出席")


def only_placed(name: str, lexicon: Lexicon) -> bool:
    """Whether a span is a place and a word of kind (昆山子公司), which names nobody."""
    found = lexicon.opening(name, 0, len(name) - 1, "AdministrativeArea")
    return found is not None and bool(_BARE_KIND.fullmatch(name, found[1]))


# Words that the tagger glues to an organization's name: what it does behind it, what it is in front of it.
_GLUED_END = re.compile(
    r"(?:协办|主办|承办|举办|合办|建设|组织|宣布|发布|网站|官网|总部|现场|负责|主任|原|前|旗下|下属"
    r"|(?:改革|改制|重组|整合|转型|上市)+)$"
)
_GLUED_START = re.compile(
    r"^(?:建造方|制片方|主办方|承办方|运营方|投资方|出品方|创始人|大股东|控股股东|股东|初创公司|科技公司|母公司|子公司|记者|企业|旗下)"
)


def _bare(tag: Tag, whole: str, lexicon: Lexicon) -> Tag:
    """An organization's span without the words glued to it (某体育协会|协办)."""
    start, end, text = tag.start, tag.end, tag.text
    lead = _GLUED_START.match(text)
    if lead and len(text) - len(lead[0]) >= 3:
        start, text = start + len(lead[0]), text[len(lead[0]) :]
    tail = _GLUED_END.search(text)
    if tail and len(text) - len(tail[0]) >= 3 and not text.endswith("组织"):
        end, text = end - len(tail[0]), text[: -len(tail[0])]
    end = before_particle(whole, start, end, lexicon)
    return Tag(start, end, whole[start:end], tag.label, tag.score)


def _from_tags(text: str, tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    for found in tags:
        if len(found.text) < 2 or found.score < 0.5 or ends_in_fair(found.text, lexicon):
            continue
        tag = _bare(found, text, lexicon) if found.label == "ORG" else found
        if tag.label == "ORG" and not _GENERIC_ORG.match(tag.text):
            entry = lexicon.get(tag.text)
            parts = _coordinated(text, tag, lexicon)
            if parts:
                yield from parts
            elif (
                entry is None
                and not _KIND_ORG.search(tag.text)
                and not _TRADE.search(tag.text)
                and not only_placed(tag.text, lexicon)
                and not _PREPOSED.search(tag.text, 1)
                and (len(tag.text) > 2 or _ORG_AFTER.match(text, tag.end))
            ):
                start = behind_country(text, tag.start, tag.end, lexicon)
                name = tag.text[start - tag.start :]
                kind = organization_class(name, lexicon)
                yield Mention(start, tag.end, name, kind, "tagger", 0.6 + 0.2 * tag.score)
        elif tag.label == "LOC" and lexicon.get(tag.text) is None:
            if (_VENUE_END.search(tag.text) or _PHASE.search(tag.text)) and len(tag.text) >= 3:
                yield Mention(tag.start, tag.end, tag.text, "Venue", "tagger", 0.65)
            elif _WATER.search(tag.text) and len(tag.text) >= 3:
                yield Mention(tag.start, tag.end, tag.text, "Venue", "tagger", 0.6)
            elif (_AREA_END.search(tag.text) and not _NO_AREA.search(tag.text)) or (
                tag.score > 0.9 and not _NATURE.search(tag.text)
            ):
                yield Mention(tag.start, tag.end, tag.text, "AdministrativeArea", "tagger", 0.6)


_LEADER = re.compile(
    r"(?:创始人|创办人|首席执行官|CEO|总裁|董事长|总经理|总监|首席技术官|首席运营官|董事总经理|负责人|合伙人)$"
)
_KIND_BEFORE_TITLE = re.compile(
    r"公司|集团|企业|协会|项目|部门|品牌|业务|中心$|机构|平台|产品|市场|技术|事业部|俱乐部$|我国|中国区|主办|承办|任职|有关|相关"
)


def _is_event_noun(name: str, lexicon: Lexicon) -> bool:
    """Whether a word only says what kind of event is meant (戏剧节|艺术总监)."""
    suffix = suffix_at(name, len(name), lexicon, 0)
    return suffix is not None and family(suffix.type) == "Event" and len(name) - len(suffix.text) <= 2


def _led_by(text: str, tags: Sequence[Tag], titles: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Plain nouns between a border and a leader's post with a person after it: ，飞象星球|创始人|李某."""
    people = {t.start for t in tags if t.label == "PER"}
    by_start = {t.start: n for n, t in enumerate(tags)}
    for title in titles:
        if title.end not in people or not _LEADER.search(title.text) or title.start not in by_start:
            continue
        first = by_start[title.start]
        at = first
        while (
            at > 0
            and tags[at - 1].end == tags[at].start
            and tags[at - 1].label in ("n", "nz", "nw", "vn", "ns", "a", "s")
        ):
            at -= 1
        start = tags[at].start if at < first else title.start
        border = at == 0 or tags[at - 1].label == "w" or tags[at - 1].end != tags[at].start
        name = text[start : title.start]
        if (
            border
            and 2 <= len(name) <= 8
            and not _KIND_BEFORE_TITLE.search(name)
            and not _GENERIC_ORG.match(name)
            and not _is_event_noun(name, lexicon)
        ):
            yield Mention(start, title.start, name, "Organization", "rule:led-by", 0.8)


# 某报讯（记者…, 某网北京9月5日电: what opens a report is the outlet.
_DATELINE = re.compile(
    r"^[\s　]*(?P<outlet>(?!本报|本网|本刊|综合|据)(?:[\u4e00-\u9fff]{2,7}?(?=讯[\s　]*[（(])"
    r"|[\u4e00-\u9fff]{1,6}?[网社报台刊](?=[\u4e00-\u9fff]{2,6}?\d{1,2}月\d{1,2}日[电讯])))",
    re.MULTILINE,
)


def _datelines(text: str) -> Iterator[Mention]:
    for match in _DATELINE.finditer(text):
        start, end = match.span("outlet")
        yield Mention(start, end, match["outlet"], "MediaOutlet", "header:dateline", 0.85)


def _before_titles(text: str, tags: Sequence[Tag], titles: Sequence[Mention]) -> Iterator[Mention]:
    """A word the tagger calls a proper noun right before a post: 飞猪旅行 | 总裁."""
    starts = {t.start for t in titles}
    proper: list[Tag] = []
    for tag in tags:
        if proper and proper[-1].end != tag.start:
            proper = []
        if proper and tag.start in starts and any(t.label in ("nz", "nw", "ORG", "nt") for t in proper):
            begin, end = proper[0].start, tag.start
            name = text[begin:end]
            if 2 <= len(name) <= 14 and not _GENERIC_ORG.match(name) and not _TRADE.search(name):
                yield Mention(begin, end, name, "Organization", "rule:before-title", 0.65)
        proper = (
            [*proper, tag] if tag.label in ("nz", "nw", "ORG", "nt") or (proper and tag.label in ("n", "vn")) else []
        )


def _latin(text: str, titles: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    starts = {t.start for t in titles}
    for match in _LATIN_NAME.finditer(text):
        name = match[0]
        if name in lexicon.words("latin-words") or len(name) < 2 or lexicon.get(name) is not None:
            continue
        beside = match.end() in starts or _ORG_AFTER.match(text, match.end())
        kind_before = _ORG_BEFORE.search(text[max(0, match.start() - 5) : match.start()])
        if beside or kind_before:
            yield Mention(match.start(), match.end(), name, "Organization", "rule:latin", 0.7)


def find_tagged(text: str, tags: Sequence[Tag], titles: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Candidates that rest on the tagger or on the words beside an unlisted name.

    德国品牌Veltmann → Veltmann; 甲旅行总裁 → 甲旅行. Counter-example: AI企业 names nobody.
    """
    yield from _from_tags(text, tags, lexicon)
    yield from _before_titles(text, tags, titles)
    yield from _led_by(text, tags, titles, lexicon)
    yield from _datelines(text)
    yield from _latin(text, titles, lexicon)

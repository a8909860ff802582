"""What the tagger alone proposes: organizations, places; and unlisted names beside a title or a word of kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention, Tag
from kg.nlp.lexicon import Lexicon

_LATIN_NAME = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z]*(?:[&.’'\-][A-Za-z]+)*(?: (?:of |the |and |& |de )?[A-Z][A-Za-z&.’'\-]*){0,4}(?![A-Za-z0-9])"
)
_LATIN_COMMON = frozenset(
    "AI VR AR MR XR IT APP App CEO CFO CTO COO CMO CIO GDP CPI PPI IPO ESG ETF NFT DNA RNA PCR CT LED OLED LNG SUV MPV KOL UP PC H5 TV DJ HR PR QQ ID USB"
    " GPS GPU CPU OTA B2B B2C C2C O2O SaaS PaaS IoT BIM VIP PK AB BGM CBD TOP No NO Vol OK RMB USD Wi WiFi Logo MBA EMBA PhD SCI EDA ERP VS vs".split()
)
_ORG_AFTER = re.compile(
    r"(?:公司|集团|创始人|联合创始人|首席|董事长|总裁|总经理|CEO|高管|旗下|展台|展位|股价|股票|股份|财报|宣布|披露|发布公告|员工|门店)"
)
_ORG_BEFORE = re.compile(
    r"(?:企业|公司|品牌|巨头|厂商|车企|药企|机构|平台|集团|供应商|开发商|运营商|服务商|制造商|创业公司|初创企业|老牌|智库|基金|由|收购|入股|投资方)$"
)
_VENUE_END = re.compile(
    r"(?:馆|场|厅|园|宫|中心|广场|剧院|大厦|酒店|饭店|机场|车站|港|码头|基地|大楼|礼堂|大桥|公园|景区|城)$"
)
_AREA_END = re.compile(r"(?:省|市|区|县|镇|乡|村|州|盟|旗|岛|半岛|国)$")
_GENERIC_ORG = re.compile(
    r"^(?:公司|集团|协会|组委会|执委会|俱乐部|大会|政府|法院|学校|医院|大学|学院|联盟|委员会|本报|本网|党委|市委|省委|县委|区委|常委会|董事会|理事会|监事会|股东会|部门|机构|企业|银行|主办方|秘书处|办公室|指挥部|领导小组|工作组|专家组|代表团|央企|国企|车企)$"
)


def _org_type(name: str, lexicon: Lexicon) -> str:
    for length in range(min(lexicon.longest_suffix, len(name) - 1), 0, -1):
        suffix = lexicon.suffix_types.get(name[-length:])
        if suffix is not None and suffix.type in (
            "Company", "GovernmentBody", "Association", "InternationalOrganization", "MediaOutlet", "Institution",
        ):  # fmt: skip
            return suffix.type
    return "Organization"


_NATURE = re.compile(r"(?:洲|山|河|江|湖|海|峡|峰|沟|谷|沙漠|草原|高原|平原|盆地|流域|洋|路|街|站|线|寺|桥|塔)$")


def _after_country(tag: Tag, lexicon: Lexicon) -> int:
    """Where an organization's own name begins after a foreign country (泰国|清迈妇女商会)."""
    if re.search(r"驻|大使馆|领事馆", tag.text):
        return tag.start
    for length in range(2, min(8, len(tag.text) - 3)):
        entry = lexicon.get(tag.text[:length])
        country = (
            entry is not None and entry.type == "AdministrativeArea" and not entry.part_of and entry.name != "中国"
        )
        if country and not tag.text.startswith(("国家", "联邦", "中央", "皇家"), length):
            return tag.start + length
    return tag.start


def _from_tags(tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    for tag in tags:
        if len(tag.text) < 2 or tag.score < 0.5:
            continue
        if tag.label == "ORG" and not _GENERIC_ORG.match(tag.text):
            entry = lexicon.get(tag.text)
            if entry is None:
                start = _after_country(tag, lexicon)
                name = tag.text[start - tag.start :]
                kind = _org_type(name, lexicon)
                yield Mention(start, tag.end, name, kind, "tagger", 0.6 + 0.2 * tag.score)
        elif tag.label == "LOC" and lexicon.get(tag.text) is None:
            if _VENUE_END.search(tag.text) and len(tag.text) >= 3:
                yield Mention(tag.start, tag.end, tag.text, "Venue", "tagger", 0.65)
            elif _AREA_END.search(tag.text) or (tag.score > 0.9 and not _NATURE.search(tag.text)):
                yield Mention(tag.start, tag.end, tag.text, "AdministrativeArea", "tagger", 0.6)


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
            if 2 <= len(name) <= 14 and not _GENERIC_ORG.match(name):
                yield Mention(begin, end, name, "Organization", "rule:before-title", 0.65)
        proper = (
            [*proper, tag] if tag.label in ("nz", "nw", "ORG", "nt") or (proper and tag.label in ("n", "vn")) else []
        )


def _latin(text: str, titles: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    starts = {t.start for t in titles}
    for match in _LATIN_NAME.finditer(text):
        name = match[0]
        if name in _LATIN_COMMON or len(name) < 2 or lexicon.get(name) is not None:
            continue
        beside = match.end() in starts or _ORG_AFTER.match(text, match.end())
        kind_before = _ORG_BEFORE.search(text[max(0, match.start() - 5) : match.start()])
        if beside or kind_before:
            yield Mention(match.start(), match.end(), name, "Organization", "rule:latin", 0.7)


def find_tagged(text: str, tags: Sequence[Tag], titles: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Candidates that rest on the tagger or on the words beside an unlisted name.

    德国品牌Veltmann → Veltmann; 甲旅行总裁 → 甲旅行. Counter-example: AI企业 names nobody.
    """
    yield from _from_tags(tags, lexicon)
    yield from _before_titles(text, tags, titles)
    yield from _latin(text, titles, lexicon)

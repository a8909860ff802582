"""Names without habits of writing: 市 after a city, 研究所 for 所, a body's short name, a gloss in brackets."""

from __future__ import annotations

import re

from kg.nlp.lexicon import KnownNames
from kg.nlp.shortname import LEGAL_FORM as COMPANY_ENDING
from kg.resolve.names import name_key
from kg.resolve.nodes import ORGANIZATION

_FOREIGN = re.compile(r"[A-Za-z0-9&.,'’\- ]*[A-Za-z][A-Za-z0-9&.,'’\- ]*")
_KIND_OF_WORK = re.compile(
    r"^(?:电影|影片|电视剧|网剧|动画片|动画电影|纪录片|话剧|舞剧|歌剧|音乐剧|京剧|越剧|歌曲|小说|长篇小说|图书|专著|报告|白皮书)《"
)
# What everyday writing shortens, in full: of authorities first, then of buildings, institutes and fairs.
_SHORTER = (
    ("人力资源和社会保障", "人社"), ("人力资源社会保障", "人社"), ("发展和改革", "发改"), ("发展改革", "发改"),
    ("卫生健康", "卫健"), ("工业和信息化", "工信"), ("经济和信息化", "经信"), ("住房和城乡建设", "住建"),
    ("文化和旅游", "文旅"), ("市场监督管理", "市场监管"), ("奥林匹克体育中心", "奥体中心"),
    ("国有资产监督管理委员会", "国资委"), ("人民政府", "政府"),
)  # fmt: skip
_ENDINGS = (
    (re.compile(r"委员会$"), "委"),
    (re.compile(r"(?<=.{4})研究所$"), "所"),
    (re.compile(r"(?<=.{4})展览会$"), "展"),
)
# Province and city of one name: what is 吉林省's is not 吉林市's.
_BOTH = "吉林"


def spelling(name: str, group: str, known: KnownNames) -> str:
    """The name folded, without habits of writing: two names of a group with one spelling are one name.

    北京市第一〇一中学, 北京一〇一中学 → 北京101中学; 中科院自动化所 → 中国科学院自动化所;
    国家体育场（鸟巢） → 国家体育场.
    Counter-example: 吉林省某局 and 吉林市某局 stay two, as does 国家会展中心（上海） beside 国家会展中心（天津）.
    """
    bare = _without_gloss(name, group, known)
    if group == ORGANIZATION:
        bare = re.sub("^中华人民共和国(?=.{2,})", "", bare)
        bare = re.sub("^中国(?=.{1,}[部署]$)", "", bare)
        bare = _unshortened(bare, known)
    if group in (ORGANIZATION, "Venue"):
        bare = _without_level(bare, known)
        for long, short in _SHORTER:
            bare = bare.replace(long, short)
    if group == "Work":
        bare = _KIND_OF_WORK.sub("", bare)
        bare = re.sub("^《?中华人民共和国(?=.{2,}(?:法|法典|条例)》?$)", "", bare)
    if group in (ORGANIZATION, "EventSeries"):
        for ending, short in _ENDINGS:
            bare = ending.sub(short, bare)
    key = name_key(bare, group)
    return re.sub(r"第(?=\d+(?:中学|小学|医院))", "", key) if group == ORGANIZATION else key


def _without_gloss(name: str, group: str, known: KnownNames) -> str:
    """Without a bracket at the end that only says the name again: a foreign name, a popular one."""
    last = re.search(r"(?<=.{4})[（(]([^（()）]{2,40})[）)]$", name)
    if last is None or group in ("Person", "AdministrativeArea", "Product"):
        return name
    gloss = last[1]
    foreign = _FOREIGN.fullmatch(gloss)
    popular = group == "Venue" and gloss not in known.areas and not re.search(r"[期区馆厅楼号店\d]$", gloss)
    return name[: last.start()] if foreign or popular else name


def _unshortened(name: str, known: KnownNames) -> str:
    """With the known short name that it begins with in full: 中科院自动化所 → 中国科学院自动化所."""
    for length in range(min(8, len(name) - 2), 1, -1):
        if name[:length] in known.bodies and not COMPANY_ENDING.search(name):
            return known.bodies[name[:length]] + name[length:]
    return known.bodies.get(name, name)


def _without_level(name: str, known: KnownNames) -> str:
    """Without 市 or 省 after the area it begins with: 深圳市某公司 → 深圳某公司."""
    for length in range(min(8, len(name) - 2), 2, -1):
        area = name[:length]
        if area in known.areas and area[-1] in "省市" and not area.startswith(_BOTH) and area[:-1] in known.areas:
            return area[:-1] + name[length:]
    return name

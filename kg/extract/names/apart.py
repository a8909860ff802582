"""Names that were run together, or taken with the word that leads them in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.model import Mention
from kg.nlp.classes import family

# A motto before the name: 奋发新时代──|2022某论坛年度峰会.
_MOTTO = re.compile(r".{3,}[^\d](?:──|——|—)(?=(?:19|20)\d\d|第.{1,4}届)")
# What a venue is to a fair, before its name.
_SITE = re.compile(r"(?:主|分)?(?:展场|会场|赛场|展馆|场馆|场地|举办地)(?=[^，。]{4,})")
# When something is told, before what it is told of: 连日来|某博会, 7日|某博会.
_WHEN = re.compile(r"(?:连日来|近日来?|日前|目前|眼下|今天|昨天|昨日|\d{1,2}[日月])(?=[^，。]{3,})")
# The ceremony by which an edition opens or closes: 第三届某影展|颁奖典礼暨闭幕礼.
_CEREMONY = re.compile(r".*[届年].+?[会展节赛](?P<rest>(?:颁奖(?:典礼|礼|仪式))?暨?(?:[开闭]幕(?:式|礼|典礼|仪式)))")
# Somebody before a committee, and the party before a company: 刘某受|省委, 中共|某集团有限公司.
_LED = re.compile(r"[\u4e00-\u9fff]{2,3}[受经](?=[省市县区州]委)|中共(?=.+(?:公司|集团)$)")
_ALL_OF = re.compile(r"(?:全体|有关|相关)[院校班]?$")  # 某医院|全体院领导
_HOUSE = re.compile(r"(?:医院|大学|学院|学校|研究院|研究所)$")
_MOVED = re.compile(r"(?:免去|任命|聘任|提名|推荐|选举|同意)$")
_GONE = re.compile(r"(?:欢聚|齐聚|相聚|聚集|汇聚|走进|来到|移师|落户|亮相|相约)(?=[^，。]{4,})")  # 欢聚|建南会堂
# What a list says of a firm, before its name: 世界500强|某集团.
_RANKED = re.compile(r"(?:世界|全球|中国)500强(?:企业)?(?=[^，。]{2,})")
_DASHES = re.compile(r"[—–―·-]+")  # 某交易会二期——|2015某博览会
# Names before a count of them: 甲大学、乙大学|4家高校出版社.
_COUNTED = re.compile(r"(?:\d+|[两三四五六七八九十]+)[余多]?[家所](?:高校|企业|单位|机构|公司|医院|学校|院校|银行).*")
# A committee and the government of its area, told in one breath.
_BOTH = re.compile(r".*[省市县区州旗盟]委(?P<rest>[省市县区州旗盟](?:人民)?政府)")


def apart(mention: Mention, text: str) -> Iterator[Mention]:
    """The names that a candidate of the article `text` holds.

    主展场|成都世纪城国际会展中心 → the centre; 珠海市委|市政府 → two; 《|某刊》杂志社 → with its first mark.
    Counter-example: 北京市政府 is one.
    """
    if "》" in mention.text and "《" not in mention.text and text[mention.start - 1 : mention.start] == "《":
        mention = replace(mention, start=mention.start - 1, text="《" + mention.text)
    dashes = _DASHES.match(mention.text)
    if dashes and dashes.end() < len(mention.text):
        mention = _part(mention, dashes.end(), len(mention.text))
    kind = family(mention.type)
    when = _WHEN.match(mention.text) if kind == "Event" else None
    if when:
        mention = _part(mention, when.end(), len(mention.text))
    ceremony = _CEREMONY.fullmatch(mention.text) if kind == "Event" else None
    if ceremony:
        mention = _part(mention, 0, ceremony.start("rest"))
    motto = _MOTTO.match(mention.text) if kind == "Event" else None
    if motto:
        mention = _part(mention, motto.end(), len(mention.text))
    whole = _ALL_OF.search(mention.text, 3) if kind == "Organization" else None
    if whole:
        mention = _part(mention, 0, whole.start())
        mention = replace(mention, type="Institution") if _HOUSE.search(mention.text) else mention
    ranked = _RANKED.match(mention.text) if kind == "Organization" else None
    if ranked:
        mention = _part(mention, ranked.end(), len(mention.text))
    led = _LED.match(mention.text) if kind == "Organization" else None
    if led:
        mention = _part(mention, led.end(), len(mention.text))
    named = _named_before(mention, text) if kind == "Organization" else 0
    if named:
        yield replace(_part(mention, 0, named), type="Person")
        mention = _part(mention, named, len(mention.text))
    counted = _COUNTED.search(mention.text, 3) if kind == "Organization" else None
    if counted:
        mention = _part(mention, 0, counted.start())
    gone = _GONE.match(mention.text) if kind == "Venue" else None
    if gone:
        mention = _part(mention, gone.end(), len(mention.text))
    site = _SITE.match(mention.text) if kind == "Venue" else None
    both = _BOTH.fullmatch(mention.text) if kind == "Organization" else None
    if site:
        yield _part(mention, site.end(), len(mention.text))
    elif both:
        yield replace(_part(mention, 0, both.start("rest")), type="GovernmentBody")
        yield replace(_part(mention, both.start("rest"), len(mention.text)), type="GovernmentBody")
    else:
        yield mention


def _named_before(mention: Mention, text: str) -> int:
    """Where the name of one who loses or takes up a post ends before the body's: 免去|安凤成|某集团党委书记职务."""
    if not _MOVED.search(text, max(0, mention.start - 3), mention.start):
        return 0
    return next((n for n in (3, 2) if len(mention.text) - n >= 4 and text.count(mention.text[n:]) > 1), 0)


def _part(mention: Mention, start: int, end: int) -> Mention:
    return replace(mention, start=mention.start + start, end=mention.start + end, text=mention.text[start:end])


_JOINTS = "—–－-"
_BODY = r"(?:研究院|研究所|研究中心|中心|实验室|学院|研究会|联盟|基地)"
_KEPT = re.compile(rf".*{_BODY}")
JOINT: Final = re.compile(rf"[\u4e00-\u9fff]{{3,}}[{_JOINTS}][\u4e00-\u9fff]{{4,}}{_BODY}")
"""The name of a body that two others keep together: 甲协会—乙大学文化研究院."""


def joint_bodies(candidates: Iterable[Mention], text: str) -> Iterator[Mention]:
    """Bodies that two others keep together, called after both: 甲协会—乙大学文化研究院.

    Counter-example: 甲公司—乙公司 names two.
    """
    bodies = [m for m in candidates if family(m.type) == "Organization"]
    ending = {m.end: m for m in bodies}
    for body in bodies:
        other = ending.get(body.start - 1)
        if other is None or text[body.start - 1] not in _JOINTS or not _KEPT.fullmatch(body.text):
            continue
        yield Mention(other.start, body.end, text[other.start : body.end], body.type, "rule:committee:joint", 0.9)

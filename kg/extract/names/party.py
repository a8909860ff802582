"""Party committees of areas, which news writes without a word of kind: 浙江省委|书记, 北京市委|常委."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention
from kg.nlp.lexicon import Found

# What a committee does or has: without it 市委 is easily the end of another word (市委托).
_BEHIND = (
    r"(?=(?:原|第一)?(?:书记|副书记|常委|委员|秘书长|副秘书长|宣传部|组织部|统战部|政法委|社会工作部|网信办|办公厅|办公室|党校|全会"
    r"|理论学习|巡视|巡察|机关|研究|决定|批准|召开|印发|常委会|、|和|与|同意|提出|高度重视))"
)
_COMMITTEE = re.compile(rf"(?P<level>[省市区县州旗盟]?)(?P<rest>(?:[\u4e00-\u9fff]{{2,4}}?[市区县州旗])?)委{_BEHIND}")
# A town nobody has listed, at the head of a clause: ，甲市委书记….
_UNLISTED = re.compile(
    r"(?:^|(?<=[，。；：、\n“]))(?P<name>[\u4e00-\u9fff]{2,4}[省市区县州旗]委)(?=书记|副书记|常委|秘书长|宣传部|组织部)"
)
# A seat in a body of the nation: 全国政协|委员.
_SEAT = re.compile(r"全国(?:政协|人大)(?P<post>委员|常委|代表)(?!团|大会|会|提案|建议)")
_LEVEL = re.compile(r"[省市区县州旗盟]$")
_LED = re.compile(r"中共$")
_POST = re.compile("(?:原|第一)?(?:副?书记|常委|委员|副?秘书长)")
_CONFIDENCE, _SURMISED = 0.97, 0.8


def find_party_committees(text: str, found: Sequence[Found]) -> Iterator[Mention]:
    """An area's name with 委 behind it, its districts' names between, 中共 before it; and the post that follows.

    浙江省委书记 → 浙江省委; 中共北京市委宣传部 → 中共北京市委; 深圳市福田区委副书记 → 深圳市福田区委.
    Counter-examples: 北京市委托某公司 (a verb); 兴化市市委书记 (a post of the city).
    """
    for seat in _SEAT.finditer(text):
        yield Mention(seat.start("post"), seat.end(), seat["post"], "Title", "rule:committee:seat", _CONFIDENCE)
    areas = [area for area in found if area.entry.type == "AdministrativeArea"]
    yield from _unlisted(text, areas)
    ends = {area.end for area in areas}
    for area in areas:
        if area.start in ends:
            continue  # 深圳市|福田区: named with the one before it
        match = _COMMITTEE.match(text, area.end)
        if match is None or match["rest"] in ("市", "区", "县", "州", "旗"):
            continue
        if bool(match["level"]) == bool(_LEVEL.search(text[area.start : area.end])):
            continue  # 兴化市|市委书记: a post of the city; but 沧州|市委书记
        led = _LED.search(text, max(0, area.start - 2), area.start)
        start, end = led.start() if led else area.start, match.end()
        yield Mention(start, end, text[start:end], "GovernmentBody", "rule:committee:party", _CONFIDENCE)
        post = _POST.match(text, end)
        if post:
            yield Mention(end, post.end(), post[0], "Title", "rule:committee:party", _CONFIDENCE)


def _unlisted(text: str, areas: Sequence[Found]) -> Iterator[Mention]:
    for match in _UNLISTED.finditer(text):
        end = match.end("name")
        listed = any(area.start < end and match.start() < area.end for area in areas)
        if not listed and re.search(r"[省市区县州旗].*[省市区县州旗]", match["name"]) is None:
            yield Mention(match.start("name"), end, match["name"], "GovernmentBody", "rule:committee:party", _SURMISED)
            post = _POST.match(text, end)
            if post:
                yield Mention(end, post.end(), post[0], "Title", "rule:committee:party", _CONFIDENCE)

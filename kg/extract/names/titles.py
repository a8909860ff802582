"""Posts and professional titles: 副部长, 亚太区总裁, 品牌总监. They are mentions of type Title, never entities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Mention
from kg.nlp.lexicon import Lexicon

# What may stand before a listed title and belong to it: rank words, a region of responsibility, a field of work.
_RANK = (
    r"(?:常务副|第一副|执行副|高级副|联席|候任|名誉|执行|常务|首席|高级|资深|特聘|终身|助理|轮值|荣誉|永久"
    r"|一级|二级|三级|四级|副|总|代)"
)
_REGION = r"(?:大?中华区|亚太区|(?:华|东|西|南|北)[东南西北中]{0,2}区|中国区|全球|海外|亚洲区?|欧洲区?|北美区?|国际)"
_FIELD = (
    r"(?:品牌|技术|市场|销售|营销|财务|运营|产品|研发|人力资源|投资|战略|公共关系|公关|公共事务|政府事务|法务|供应链|安全|信息"
    r"|设计|艺术|创意|项目|生产|质量|采购|客户|业务|科学|数据|内容|传播|媒介|工程|行政|合规|风控|策展|演出|教学|科研|医务|护理)"
)
_BEFORE = re.compile(rf"(?:{_REGION}|{_FIELD}|{_RANK}){{1,3}}$")
# A unit inside an organization that nothing else names: 工程研究院院长, 心内科主任. The organization's own name with
# the unit in it (商务部服贸司|司长) is surer and outweighs it.
_UNIT = re.compile(
    r"(?:^|[、，兼\s])(?P<name>(?![该本其]|[曾现历时]任|任)[\u4e00-\u9fff]{1,7}(?:研究院|研究所|事业部|实验室|编辑部|委员会|学院|中心|(?<!公)司|[部局处室科组系所]))$"
)
_UNIT_TITLE = 0.55
# Where an envoy is: 驻法兰克福|总领事.
_ABROAD = re.compile(r"驻[\u4e00-\u9fff]{1,7}\Z")
_ENVOYS = ("大使", "领事", "公使", "参赞")
_FIELD_HEADS = (
    "总监",
    "经理",
    "总裁",
    "总经理",
    "负责人",
    "主管",
    "主任",
    "官",
    "总工程师",
    "总顾问",
    "合伙人",
    "总编辑",
)
# A listed title inside one of these longer words is no title: 编辑部, 教授级, 主任医师室.
_AFTER_BAD = re.compile(r"[部室级们]|团(?!队)|制度|制$|负责制|助理$")
_BEFORE_BAD = re.compile(r"(?:各|每|某|多|几|历任|历届|无|数|一[位名个])$")


def find_titles(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Every title in the text, with the words before it that belong to it.

    商务部副部长王某 → 副部长; 甲公司亚太区总裁 → 亚太区总裁. Counter-examples: 编辑部 and 研究员们 hold no title.
    """
    for start, end in lexicon.title_spans(text):
        if _AFTER_BAD.match(text, end) or _BEFORE_BAD.search(text[max(0, start - 3) : start]):
            continue
        abroad = _ABROAD.search(text, max(0, start - 9), start) if text[start:end].endswith(_ENVOYS) else None
        before = abroad or _BEFORE.search(text, max(0, start - 12), start)
        title = text[start:end]
        begin = start
        if before:
            begin = before.start()
            if abroad is None and not title.endswith(_FIELD_HEADS):
                rank = re.search(rf"(?:{_RANK})+$", text[begin:start])
                begin = begin + rank.start() if rank else start
        yield Mention(begin, end, text[begin:end], "Title", "lexicon:title", 0.9)
        unit = _UNIT.search(text, max(0, begin - 10), begin)
        if unit:
            yield Mention(
                unit.start("name"), end, text[unit.start("name") : end], "Title", "rule:unit-title", _UNIT_TITLE
            )

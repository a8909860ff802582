"""The sample graph with names, words and sentences that break careless writers. All of it is invented."""

from __future__ import annotations

from decimal import Decimal

import sample_graph as sample

from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Attribute, Entity, Observation, Position, Relation

NAMES = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "“引号”和\"quotes\" and 'more'",
    "back\\slash \\N \\l \\G end\\",
    "第一行\n第二行",
    "回车\r\n换行\r",
    "控制\x00\x01\x0b\x1b符\x7f",
    "非字符\ufffe\uffff",
    "孤\ud800字",
    "分;号；",
    "竖|线\\|",
    "实体 &amp; &lt; &#10; &",
    "]]> <!-- --> <![CDATA[",
    '逗号, "双引号""", \'x\'',
    "制\t表",
    "𠮷野家😀",
    "%41%",
    "全角\u3000空格",
    "a/b?c#d",
    "{{模板}} ${x} {x} %s",
    "点.",
)
COUNT = len(NAMES)


def graph() -> KnowledgeGraph:
    """Each name is a company's, an article's word for a fair, a post and the unit of a figure."""
    named = [Entity(name, "Company", name, tuple(sorted({name, f"{name}|甲;乙", f"{name}\\"}))) for name in NAMES]
    extra = []
    for number, name in enumerate(NAMES):
        made = sample.FIRST if number % 2 else sample.SECOND
        extra += [
            sample.say(made, 0, Relation(name, "exhibitsAt", sample.FAIR), role=name),
            sample.say(made, 0, Relation(name, "cooperatesWith", sample.COMPANY), confidence=0.7),
            sample.say(made, 0, Attribute(sample.FAIR, "theme", name)),
            sample.say(made, 1, Position(sample.PERSON, name, name)),
            sample.say(made, 1, Observation(name, name, Decimal(f"{number}.50"), name)),
        ]
    return sample.graph(sample.with_claims(*extra, more=tuple(named)))

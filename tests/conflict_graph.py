"""A graph of two articles that contradict each other, made by hand."""

from __future__ import annotations

from decimal import Decimal

import sample_graph as sample

from kg.graph.assemble import assemble
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Attribute, Claim, Observation, Resolution
from kg.rdf.ontology import read_schema
from kg.rdf.query import attach

FAIR = sample.FAIR
MANY, FEW = (Observation(FAIR, "参展企业", Decimal(value), "家") for value in ("507", "446"))


def said(value: str, made: sample.Made) -> Claim:
    return sample.say(made, 0, Observation(FAIR, "参展企业", Decimal(value), "家"))


def graph(*, conflicting: bool = True, title: str = "标题") -> KnowledgeGraph:
    """Two articles on one fair: 507家 and 446家, closing on the 5th and on the 6th; or one that agrees with itself."""
    articles = [
        sample.make_article("b1", ("参展企业507家。", "9月5日闭幕。"), path="one.txt", title=title),
        sample.make_article("b2", ("参展企业446家。", "9月6日闭幕。"), path="two.txt", title=title),
    ]
    claims = [
        said("507", articles[0]),
        said("446", articles[1]),
        sample.say(articles[0], 1, Attribute(FAIR, "endDate", "2031-09-05")),
        sample.say(articles[1], 1, Attribute(FAIR, "endDate", "2031-09-06")),
    ]
    kept = claims if conflicting else claims[::2]
    resolution = Resolution(tuple(a.article for a in articles), sample.entities(), tuple(kept))
    spans = {a.article.id: a.sentences for a in articles}
    return attach(assemble(resolution, read_schema(), sentences=spans))

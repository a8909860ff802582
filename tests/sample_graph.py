"""A small, rich Resolution made by hand: two articles, every kind of fact, each status. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kg.graph.assemble import assemble
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.identity import claim_id
from kg.model import (
    Article,
    Attribute,
    Block,
    Claim,
    Entity,
    Fact,
    Issue,
    Observation,
    Position,
    Quotation,
    Relation,
    Resolution,
    Sentence,
    Source,
    Status,
)
from kg.rdf.ontology import read_schema
from kg.rdf.query import attach

FAIR = "2031年海湾国际茶叶博览会"
SERIES = "海湾国际茶叶博览会"
FORUM = "海湾茶业论坛"
OFFICE = "海湾市商务局"
COMPANY = "青岭茶业有限公司"
PARTNER = "Leaf & Co."
ALLIANCE = "海湾茶业联盟"
PERSON = "陈远山"
OTHER = "林小溪"
CITY = "海湾市"
HALL = "海湾会展中心"
ANNEX = "海湾会展中心二期"
REPORT = "海湾茶业发展报告"
PLATFORM = "云上茶博会"

ONE = (
    "2031年海湾国际茶叶博览会（以下简称“茶博会”）5月6日在海湾市海湾会展中心开幕。",
    "海湾市商务局副局长陈远山表示，本届茶博会约300家企业参展。",
    "青岭茶业有限公司与Leaf & Co.将开展合作。",
)
TWO = ("海湾市商务局副局长陈远山说：“我们欢迎各地客商。”", "青岭茶业有限公司并未与海湾茶业联盟合作。")


@dataclass(frozen=True, slots=True)
class Made:
    """An article with its sentences."""

    article: Article
    sentences: tuple[Sentence, ...]


def make_article(
    identifier: str,
    sentences: tuple[str, ...],
    *,
    published: date | None = None,
    path: str = "a.txt",
    title: str = "标题",
) -> Made:
    """An article of one paragraph."""
    text = "".join(sentences)
    spans, at = [], 0
    for index, sentence in enumerate(sentences):
        spans.append(Sentence(index, at, at + len(sentence), 0))
        at += len(sentence)
    article = Article(
        id=identifier,
        text=text,
        blocks=(Block("paragraph", 0, len(text)),),
        title=title,
        date=published,
        outlet="海湾日报",
        url="https://news.example/1?a=b&c=d",
        categories=("会展",),
        sources=(Source(path, "00"),),
    )
    return Made(article, tuple(spans))


def say(
    made: Made,
    sentence: int,
    fact: Fact,
    *,
    status: Status = "asserted",
    confidence: float = 0.9,
    role: str = "",
    extractor: str = "test:rule",
) -> Claim:
    """A claim that the whole of a sentence says a fact."""
    span = made.sentences[sentence]
    identifier = claim_id(made.article.id, type(fact).__name__, "", str(fact), span.start, span.end)
    return Claim(identifier, made.article.id, fact, sentence, span.start, span.end, extractor, confidence, status, role)


FIRST = make_article("a1", ONE, published=date(2031, 5, 6), path="news/one.txt", title="茶博会开幕")
SECOND = make_article("a2", TWO, published=date(2031, 5, 8), path="news/two.txt", title="茶博会“闭幕”")


def entities() -> tuple[Entity, ...]:
    """One entity of nearly every class."""
    return (
        Entity(FAIR, "Event", FAIR, (FAIR, "茶博会")),
        Entity(SERIES, "EventSeries", SERIES, (SERIES,)),
        Entity(FORUM, "Event", FORUM, (FORUM,)),
        Entity(OFFICE, "GovernmentBody", OFFICE, (OFFICE,)),
        Entity(COMPANY, "Company", COMPANY, (COMPANY, "青岭茶业")),
        Entity(PARTNER, "Company", PARTNER, (PARTNER,)),
        Entity(ALLIANCE, "Association", ALLIANCE, (ALLIANCE, "HTA")),
        Entity(PERSON, "Person", PERSON, (PERSON,)),
        Entity(OTHER, "Person", OTHER, (OTHER,)),
        Entity(CITY, "AdministrativeArea", CITY, (CITY,)),
        Entity(HALL, "Venue", HALL, (HALL,)),
        Entity(ANNEX, "Venue", ANNEX, (ANNEX,)),
        Entity(REPORT, "Work", REPORT, (REPORT,)),
        Entity(PLATFORM, "Product", PLATFORM, (PLATFORM,)),
    )


def claims() -> tuple[Claim, ...]:
    """Every kind of fact; names and classes have claims too."""
    one, two = FIRST, SECOND
    named = [
        say(one, 0, Attribute(e.id, predicate, value))
        for e in entities()
        for predicate, value in (
            ("type", e.type),
            ("prefLabel", e.name),
            *(("altLabel", n) for n in e.names if n != e.name),
        )
    ]
    post = Position(PERSON, OFFICE, "副局长")
    return (
        *named,
        say(one, 0, Relation(FAIR, "editionOf", SERIES)),
        say(one, 0, Relation(FAIR, "heldAt", HALL)),
        say(one, 0, Relation(FAIR, "heldAt", CITY)),
        say(one, 0, Relation(FORUM, "subEventOf", FAIR)),
        say(one, 0, Relation(FAIR, "organizer", OFFICE), role="主办"),
        say(one, 0, Relation(ANNEX, "partOf", HALL)),
        say(one, 0, Relation(CITY, "exhibitsAt", FAIR)),
        say(one, 0, Attribute(FAIR, "startDate", "2031-05-06")),
        say(one, 0, Attribute(FAIR, "endDate", "2031-05"), status="planned"),
        say(one, 0, Attribute(ALLIANCE, "founded", "2020")),
        say(one, 0, Attribute(FAIR, "theme", "一叶“通”天下")),
        say(one, 1, post),
        say(two, 0, post, confidence=0.95),
        say(one, 1, Position(OTHER, CITY, "副市长")),
        say(one, 1, Position(OTHER, "", "总裁")),
        say(one, 1, Observation(FAIR, "参展企业", Decimal("300"), "家", "about", period="2031")),
        say(one, 1, Observation(FAIR, "展览面积", Decimal("1.5E+4"), "平方米", change="increase"), status="reported"),
        say(two, 0, Quotation(PERSON, "我们欢迎各地客商。", "direct")),
        say(one, 2, Relation(PARTNER, "cooperatesWith", COMPANY), status="planned"),
        say(two, 1, Relation(COMPANY, "cooperatesWith", ALLIANCE), status="negated"),
        say(two, 1, Position(OTHER, OFFICE, "局长"), status="negated"),
        say(one, 1, Relation(COMPANY, "participatesIn", FAIR)),
        say(two, 0, Relation(COMPANY, "exhibitsAt", FAIR)),
        say(two, 0, Relation(PERSON, "speaksAt", FORUM)),
        say(two, 0, Relation(ALLIANCE, "publishes", REPORT)),
        say(two, 0, Relation(FAIR, "exhibits", PLATFORM)),
        say(two, 0, Relation(COMPANY, "memberOf", ALLIANCE)),
    )


def resolution() -> Resolution:
    """The whole of it."""
    issues = (Issue("doubt", "an issue from before"),)
    return Resolution((FIRST.article, SECOND.article), entities(), claims(), issues=issues)


def graph(base: Resolution | None = None, *, namespaces: Namespaces | None = None) -> KnowledgeGraph:
    """The graph of a resolution, by default of `resolution()`."""
    spans = {m.article.id: m.sentences for m in (FIRST, SECOND)}
    return attach(assemble(base or resolution(), read_schema(), sentences=spans, namespaces=namespaces))


def with_claims(*extra: Claim, more: tuple[Entity, ...] = ()) -> Resolution:
    """The sample with further claims and entities."""
    base = resolution()
    return replace(base, claims=(*base.claims, *extra), entities=(*base.entities, *more))

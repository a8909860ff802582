"""The triples of a graph: facts (`kg.ttl`) and evidence (`evidence.ttl`), in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.assemble import works_for
from kg.graph.facts import Evidence, NodeFact, StatedFact, key, links
from kg.graph.known import Known, Named
from kg.graph.linking import Link
from kg.graph.namespaces import Namespaces, escape
from kg.graph.network import fields, node_label
from kg.model import Article, Attribute, Claim, Fact, Relation
from kg.rdf import terms
from kg.rdf.order import Object, Plain, in_order

_COUNT = NamedNode(terms.XSD + "nonNegativeInteger")
_LABELS = {"prefLabel": terms.PREF_LABEL, "altLabel": terms.ALT_LABEL, "type": terms.TYPE}
BY_TABLE = "link"
_STATEMENT = (terms.SUBJECT, terms.PREDICATE, terms.OBJECT)


class Writer:
    """Terms of one graph, or a portion of one, under one set of namespaces."""

    def __init__(self, graph: Known, namespaces: Namespaces | None = None) -> None:
        self.graph = graph
        self.names = namespaces or graph.namespaces
        self.entities: Mapping[str, Named] = {e.id: e for e in graph.entities()}
        self.labels = {e.id: e.name for e in self.entities.values()}
        self._terms: dict[str, NamedNode] = {}  # each made once: checking an IRI takes longer than looking it up

    def _term(self, iri: str) -> NamedNode:
        term = self._terms.get(iri)
        if term is None:
            term = self._terms[iri] = NamedNode(iri)
        return term

    def kg(self, name: str) -> NamedNode:
        """A class or property."""
        return self._term(self.names.kg + name)

    def entity(self, identifier: str) -> NamedNode:
        """An entity."""
        return self._term(self.names.entity(identifier))

    def node(self, fact: Fact) -> NamedNode:
        """The node of a Position, Observation or Quotation; the kg:Fact that counts the reports of any other fact."""
        return NamedNode(self.names.fact + key(fact))

    def article(self, identifier: str) -> NamedNode:
        """An article."""
        return self._term(self.names.doc + escape(identifier))

    def facts(self) -> list[Triple]:
        """The triples of `kg.ttl`, sorted: entities, fact nodes and articles."""
        return list(in_order(self.each_fact(), self.names))

    def evidence(self) -> list[Triple]:
        """The triples of `evidence.ttl`, sorted: claims, what they stand on, and the nodes that only negated claims
        speak of."""
        return list(in_order(self.each_claim(), self.names))

    def nodes(self, facts: Iterable[NodeFact]) -> list[Triple]:
        """The nodes of facts of which nothing more is told, sorted."""
        return list(in_order(chain.from_iterable(map(self._node, facts)), self.names))

    def each_fact(self) -> Iterator[Plain]:
        """What `facts` gives, in no order and with repeats: for a store, which needs neither."""
        for entity in self.entities.values():
            yield from self._entity(entity)
        for stated in self.graph.stated.values():
            yield from self._stated(stated)
        for link in self.graph.links:
            yield self._linked(link)
        for article in self.graph.articles:
            yield from self._article(article)

    def each_claim(self) -> Iterator[Plain]:
        """What `evidence` gives, in no order and with repeats."""
        told = set()
        for item in self.graph.evidence.values():
            yield from self._claim(item)
            place = item.claim.article, item.start, item.end, item.quote, item.prefix, item.suffix
            if item.start < item.end and place not in told:
                told.add(place)
                yield from self._span(item)
            fact = item.claim.fact
            if not isinstance(fact, Relation | Attribute) and key(fact) not in self.graph.stated:
                yield from self._node(fact)
        for link in self.graph.links:
            yield from self._link(link)

    def _entity(self, entity: Named) -> Iterator[Plain]:
        subject = self.entity(entity.id)
        for name in self.graph.schema.ancestors(entity.type):
            yield subject, terms.TYPE, self.kg(name)
        yield subject, terms.PREF_LABEL, terms.label(entity.name)
        for name in entity.names:
            if name != entity.name:
                yield subject, terms.ALT_LABEL, terms.label(name)

    def _stated(self, stated: StatedFact) -> Iterator[Plain]:
        fact = stated.fact
        if isinstance(fact, Relation | Attribute):
            yield self.triple(fact)
            if isinstance(fact, Relation) and self.graph.schema.symmetric(fact.predicate):
                yield self.triple(Relation(fact.object, fact.predicate, fact.subject))
            yield self.node(fact), terms.TYPE, self.kg("Fact")
            for predicate, value in zip(_STATEMENT, self.triple(fact), strict=True):
                yield self.node(fact), predicate, value
        else:
            yield from self._node(fact)
        subject = self.node(fact)
        yield subject, self.kg("status"), terms.text(stated.status)
        yield subject, self.kg("support"), terms.whole(stated.support)
        for name, when in (("firstReported", stated.first), ("lastReported", stated.last)):
            if when:
                yield subject, self.kg(name), terms.day(when)

    def triple(self, fact: Relation | Attribute) -> Plain:
        """The triple of a relation, a date, a theme, a name or a class."""
        subject = self.entity(fact.subject)
        if isinstance(fact, Relation):
            return subject, self.kg(fact.predicate), self.entity(fact.object)
        if fact.predicate == "type":
            return subject, terms.TYPE, self.kg(fact.value)
        if fact.predicate in _LABELS:
            return subject, _LABELS[fact.predicate], terms.label(fact.value)
        dated = "calendarDate" in self.graph.schema.properties[fact.predicate].range
        return subject, self.kg(fact.predicate), terms.calendar(fact.value) if dated else terms.text(fact.value)

    def _node(self, fact: NodeFact) -> Iterator[Plain]:
        subject = self.node(fact)
        yield subject, terms.TYPE, self.kg(type(fact).__name__)
        yield subject, terms.LABEL, terms.label(node_label(fact, self.labels))
        for predicate, other in links(fact):
            yield subject, self.kg(predicate), self.entity(other)
        for name, value in fields(fact).items():
            yield subject, self.kg(name), _literal(name, value)

    def _article(self, article: Article) -> Iterator[Plain]:
        subject = self.article(article.id)
        yield subject, terms.TYPE, self.kg("Article")
        if article.title:
            yield subject, terms.TITLE, terms.label(article.title)
        if article.date:
            yield subject, terms.DATE, terms.day(article.date)
        if article.outlet:
            yield subject, self.kg("outlet"), terms.text(article.outlet)
        if article.url:
            yield (
                subject,
                self.kg("url"),
                Literal(terms.text(article.url).value, datatype=NamedNode(terms.XSD + "anyURI")),
            )
        for source in article.sources:
            yield subject, terms.SOURCE, terms.text(source.path)
        for category in article.categories:
            yield subject, terms.CATEGORY, terms.label(category)

    def _claim(self, item: Evidence) -> Iterator[Plain]:
        claim = item.claim
        subject = NamedNode(self.names.claim + escape(claim.id))
        yield subject, terms.TYPE, self.kg("Claim")
        for predicate, value in self._says(claim):
            yield subject, predicate, value
        yield subject, terms.DERIVED_FROM, self.article(claim.article)
        if claim.start < claim.end:  # what the header says has no words in the text
            yield subject, terms.HAS_TARGET, self.span(claim)
        extractor = NamedNode(self.names.extractor + escape(claim.extractor))
        yield subject, terms.ATTRIBUTED_TO, extractor
        yield extractor, terms.TYPE, terms.SOFTWARE_AGENT
        yield extractor, terms.LABEL, terms.text(claim.extractor)
        yield subject, self.kg("sentence"), terms.text(item.sentence)
        yield subject, self.kg("quote"), terms.text(item.quote)
        for name, number in (("sentenceNumber", claim.sentence), ("start", claim.start), ("end", claim.end)):
            yield subject, self.kg(name), terms.whole(number)
        yield subject, self.kg("extractor"), terms.text(claim.extractor)
        yield subject, self.kg("confidence"), terms.share(claim.confidence)
        yield subject, self.kg("status"), terms.text(claim.status)
        if claim.role:
            yield subject, self.kg("role"), terms.text(claim.role)

    def span(self, claim: Claim, part: str = "") -> NamedNode:
        """The stretch of an article that a claim stands on, or one of its selectors (`quote`, `position`)."""
        place = f"{escape(claim.article)}.{claim.start}-{claim.end}"
        return NamedNode(f"{self.names.span}{place}{'.' if part else ''}{part}")

    def _span(self, item: Evidence) -> Iterator[Plain]:
        """The stretch in the words of the Web Annotation data model; claims on the same stretch share it."""
        subject = self.span(item.claim)
        quote, position = self.span(item.claim, "quote"), self.span(item.claim, "position")
        yield subject, terms.TYPE, terms.SPECIFIC_RESOURCE
        yield subject, terms.HAS_SOURCE, self.article(item.claim.article)
        yield subject, terms.HAS_SELECTOR, quote
        yield subject, terms.HAS_SELECTOR, position
        yield quote, terms.TYPE, terms.QUOTE_SELECTOR
        for predicate, words in ((terms.EXACT, item.quote), (terms.PREFIX, item.prefix), (terms.SUFFIX, item.suffix)):
            yield quote, predicate, terms.text(words)
        yield position, terms.TYPE, terms.POSITION_SELECTOR
        for predicate, number in ((terms.START, item.start), (terms.END, item.end)):
            yield position, predicate, Literal(str(number), datatype=_COUNT)

    def _linked(self, link: Link) -> Plain:
        return self.entity(link.entity), terms.LINKS[link.predicate], NamedNode(link.iri)

    def _link(self, link: Link) -> Iterator[Plain]:
        """The claim of a link: its sentence is the row of the table that says so."""
        subject, table = NamedNode(self.names.claim + escape(link.id)), NamedNode(self.names.table + escape(link.table))
        yield table, terms.TYPE, self.kg("LinkTable")
        yield table, terms.SOURCE, terms.text(link.table)
        yield subject, terms.TYPE, self.kg("Claim")
        for predicate, value in zip(_STATEMENT, self._linked(link), strict=True):
            yield subject, predicate, value
        yield subject, terms.DERIVED_FROM, table
        extractor = NamedNode(self.names.extractor + BY_TABLE)
        yield subject, terms.ATTRIBUTED_TO, extractor
        yield extractor, terms.TYPE, terms.SOFTWARE_AGENT
        yield extractor, terms.LABEL, terms.text(BY_TABLE)
        yield subject, self.kg("sentence"), terms.text(link.raw)
        yield subject, self.kg("quote"), terms.text(link.name)
        start = link.start + max(0, link.raw.find(link.name))
        for name, number in (("sentenceNumber", link.row), ("start", start), ("end", start + len(link.name))):
            yield subject, self.kg(name), terms.whole(number)
        yield subject, self.kg("extractor"), terms.text(BY_TABLE)
        yield subject, self.kg("confidence"), terms.share(link.confidence)
        yield subject, self.kg("status"), terms.text("asserted")

    def _says(self, claim: Claim) -> Iterator[tuple[NamedNode, Object]]:
        """The triple a claim says, and its node; for a Position also the worksFor triple that follows from it."""
        fact = claim.fact
        if isinstance(fact, Relation | Attribute):
            said: Relation | Attribute | None = fact
        else:
            yield self.kg("evidenceFor"), self.node(fact)
            said = works_for(fact, self.entities, self.graph.schema)
        if said:
            triple = self.triple(said)
            yield from zip(_STATEMENT, triple, strict=True)


def _literal(name: str, value: str | Decimal) -> Literal:
    if isinstance(value, Decimal):
        return terms.decimal(value)
    return terms.calendar(value) if name == "period" else terms.text(value)

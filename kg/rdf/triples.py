"""The triples of a graph: facts (`kg.ttl`) and evidence (`evidence.ttl`), in no order and with repeats.

`kg.rdf.order` puts them in order, `kg.rdf.write` makes Turtle of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kg.graph.assemble import works_for
from kg.graph.facts import Evidence, NodeFact, StatedFact, key, links
from kg.graph.known import Known, Named
from kg.graph.linking import Link
from kg.graph.namespaces import Namespaces, escape
from kg.graph.network import fields, node_label
from kg.model import Article, Attribute, Claim, Fact, Relation
from kg.rdf import ntriples, terms
from kg.rdf.order import Plain

BY_TABLE = "link"
_TYPE, _LABEL = str(terms.TYPE), str(terms.LABEL)
_PREF_LABEL, _ALT_LABEL = str(terms.PREF_LABEL), str(terms.ALT_LABEL)
_LABELS = {"prefLabel": _PREF_LABEL, "altLabel": _ALT_LABEL, "type": _TYPE}
_STATEMENT = (str(terms.SUBJECT), str(terms.PREDICATE), str(terms.OBJECT))
_LINKS = {name: str(term) for name, term in terms.LINKS.items()}
_DERIVED_FROM, _ATTRIBUTED_TO = str(terms.DERIVED_FROM), str(terms.ATTRIBUTED_TO)
_SOFTWARE_AGENT, _SOURCE = str(terms.SOFTWARE_AGENT), str(terms.SOURCE)
_TITLE, _DATE, _CATEGORY = str(terms.TITLE), str(terms.DATE), str(terms.CATEGORY)
_HAS_TARGET, _HAS_SOURCE, _HAS_SELECTOR = str(terms.HAS_TARGET), str(terms.HAS_SOURCE), str(terms.HAS_SELECTOR)
_SPECIFIC_RESOURCE = str(terms.SPECIFIC_RESOURCE)
_QUOTE_SELECTOR, _POSITION_SELECTOR = str(terms.QUOTE_SELECTOR), str(terms.POSITION_SELECTOR)
_EXACT, _PREFIX, _SUFFIX = str(terms.EXACT), str(terms.PREFIX), str(terms.SUFFIX)
_START, _END = str(terms.START), str(terms.END)


class Writer:
    """Terms of one graph, or a portion of one, under one set of namespaces."""

    def __init__(self, graph: Known, namespaces: Namespaces | None = None) -> None:
        self.graph = graph
        self.names = namespaces or graph.namespaces
        self.entities: Mapping[str, Named] = {e.id: e for e in graph.entities()}
        self.labels = {e.id: e.name for e in self.entities.values()}
        self._words: dict[str, str] = {}
        self._agents: set[str] = set()

    def kg(self, name: str) -> str:
        """A class or property."""
        term = self._words.get(name)
        if term is None:
            term = self._words[name] = ntriples.iri(self.names.kg + name)
        return term

    def entity(self, identifier: str) -> str:
        """An entity."""
        return ntriples.iri(self.names.entity(identifier))

    def node(self, fact: Fact) -> str:
        """The node of a Position, Observation or Quotation; the kg:Fact that counts the reports of any other fact."""
        return self._node_of(key(fact))

    def _node_of(self, fact_key: str) -> str:
        return ntriples.iri(self.names.fact + fact_key)

    def article(self, identifier: str) -> str:
        """An article."""
        return ntriples.iri(self.names.doc + escape(identifier))

    def each_fact(self) -> Iterator[Plain]:
        """The triples of `kg.ttl`: entities, fact nodes and articles."""
        for entity in self.entities.values():
            yield from self._entity(entity)
        for stated in self.graph.stated.values():
            yield from self._stated(stated)
        for link in self.graph.links:
            yield self._linked(link)
        for article in self.graph.articles:
            yield from self._article(article)

    def each_claim(self) -> Iterator[Plain]:
        """The triples of `evidence.ttl`: claims, what they stand on, and nodes that only negated claims speak of."""
        told = set()
        for item in self.graph.evidence.values():
            fact = item.claim.fact
            node = "" if isinstance(fact, Relation | Attribute) else key(fact)
            yield from self._claim(item, node)
            place = item.claim.article, item.start, item.end, item.quote, item.prefix, item.suffix
            if item.start < item.end and place not in told:
                told.add(place)
                yield from self._span(item)
            if node and node not in self.graph.stated:
                yield from self.node_triples(fact, node)  # type: ignore[arg-type]
        for link in self.graph.links:
            yield from self._link(link)

    def _entity(self, entity: Named) -> Iterator[Plain]:
        subject = self.entity(entity.id)
        for name in self.graph.schema.ancestors(entity.type):
            yield subject, _TYPE, self.kg(name)
        yield subject, _PREF_LABEL, ntriples.label(entity.name)
        for name in entity.names:
            if name != entity.name:
                yield subject, _ALT_LABEL, ntriples.label(name)

    def _stated(self, stated: StatedFact) -> Iterator[Plain]:
        fact = stated.fact
        subject = self._node_of(stated.key)
        if isinstance(fact, Relation | Attribute):
            triple = self.triple(fact)
            yield triple
            if isinstance(fact, Relation) and self.graph.schema.symmetric(fact.predicate):
                yield self.triple(Relation(fact.object, fact.predicate, fact.subject))
            yield subject, _TYPE, self.kg("Fact")
            for predicate, value in zip(_STATEMENT, triple, strict=True):
                yield subject, predicate, value
        else:
            yield from self.node_triples(fact, stated.key)
        yield subject, self.kg("status"), ntriples.text(stated.status)
        yield subject, self.kg("support"), ntriples.whole(stated.support)
        for name, when in (("firstReported", stated.first), ("lastReported", stated.last)):
            if when:
                yield subject, self.kg(name), ntriples.day(when)

    def triple(self, fact: Relation | Attribute) -> Plain:
        """The triple of a relation, a date, a theme, a name or a class."""
        subject = self.entity(fact.subject)
        if isinstance(fact, Relation):
            return subject, self.kg(fact.predicate), self.entity(fact.object)
        if fact.predicate == "type":
            return subject, _TYPE, self.kg(fact.value)
        if fact.predicate in _LABELS:
            return subject, _LABELS[fact.predicate], ntriples.label(fact.value)
        dated = "calendarDate" in self.graph.schema.properties[fact.predicate].range
        return subject, self.kg(fact.predicate), ntriples.calendar(fact.value) if dated else ntriples.text(fact.value)

    def node_triples(self, fact: NodeFact, fact_key: str = "") -> Iterator[Plain]:
        """The node of a fact, of which nothing more is told; `fact_key` is the fact's key, where that is known."""
        subject = self._node_of(fact_key or key(fact))
        yield subject, _TYPE, self.kg(type(fact).__name__)
        yield subject, _LABEL, ntriples.label(node_label(fact, self.labels))
        for predicate, other in links(fact):
            yield subject, self.kg(predicate), self.entity(other)
        for name, value in fields(fact).items():
            yield subject, self.kg(name), _literal(name, value)

    def _article(self, article: Article) -> Iterator[Plain]:
        subject = self.article(article.id)
        yield subject, _TYPE, self.kg("Article")
        if article.title:
            yield subject, _TITLE, ntriples.label(article.title)
        if article.date:
            yield subject, _DATE, ntriples.day(article.date)
        if article.outlet:
            yield subject, self.kg("outlet"), ntriples.text(article.outlet)
        if article.url:
            yield subject, self.kg("url"), ntriples.typed(article.url, "anyURI")
        for source in article.sources:
            yield subject, _SOURCE, ntriples.text(source.path)
        for category in article.categories:
            yield subject, _CATEGORY, ntriples.label(category)

    def _claim(self, item: Evidence, node: str) -> Iterator[Plain]:
        """`node` is the key of the claim's fact, if that has a node of its own."""
        claim, kg = item.claim, self.kg
        subject = ntriples.iri(self.names.claim + escape(claim.id))
        yield subject, _TYPE, kg("Claim")
        for predicate, value in self._says(claim, node):
            yield subject, predicate, value
        yield subject, _DERIVED_FROM, self.article(claim.article)
        if claim.start < claim.end:  # what the header says has no words in the text
            yield subject, _HAS_TARGET, self.span(claim)
        yield subject, _ATTRIBUTED_TO, self._extractor(claim.extractor)
        yield from self._agent(claim.extractor)
        extractor = ntriples.text(claim.extractor)
        yield subject, kg("sentence"), ntriples.text(item.sentence)
        yield subject, kg("quote"), ntriples.text(item.quote)
        yield subject, kg("sentenceNumber"), ntriples.whole(claim.sentence)
        yield subject, kg("start"), ntriples.whole(claim.start)
        yield subject, kg("end"), ntriples.whole(claim.end)
        yield subject, kg("extractor"), extractor
        yield subject, kg("confidence"), ntriples.share(claim.confidence)
        yield subject, kg("status"), ntriples.text(claim.status)
        if claim.role:
            yield subject, kg("role"), ntriples.text(claim.role)

    def _extractor(self, name: str) -> str:
        return ntriples.iri(self.names.extractor + escape(name))

    def _agent(self, name: str) -> Iterator[Plain]:
        """What found claims, told once."""
        if name not in self._agents:
            self._agents.add(name)
            extractor = self._extractor(name)
            yield extractor, _TYPE, _SOFTWARE_AGENT
            yield extractor, _LABEL, ntriples.text(name)

    def span(self, claim: Claim) -> str:
        """The stretch of an article that a claim stands on."""
        return ntriples.iri(f"{self.names.span}{escape(claim.article)}.{claim.start}-{claim.end}")

    def _span(self, item: Evidence) -> Iterator[Plain]:
        """The stretch in the words of the Web Annotation data model; claims on the same stretch share it."""
        subject = self.span(item.claim)
        quote, position = f"{subject[:-1]}.quote>", f"{subject[:-1]}.position>"
        yield subject, _TYPE, _SPECIFIC_RESOURCE
        yield subject, _HAS_SOURCE, self.article(item.claim.article)
        yield subject, _HAS_SELECTOR, quote
        yield subject, _HAS_SELECTOR, position
        yield quote, _TYPE, _QUOTE_SELECTOR
        yield quote, _EXACT, ntriples.text(item.quote)
        yield quote, _PREFIX, ntriples.text(item.prefix)
        yield quote, _SUFFIX, ntriples.text(item.suffix)
        yield position, _TYPE, _POSITION_SELECTOR
        yield position, _START, ntriples.typed(str(item.start), "nonNegativeInteger")
        yield position, _END, ntriples.typed(str(item.end), "nonNegativeInteger")

    def _linked(self, link: Link) -> Plain:
        return self.entity(link.entity), _LINKS[link.predicate], ntriples.iri(link.iri)

    def _link(self, link: Link) -> Iterator[Plain]:
        """The claim of a link: its sentence is the row of the table that says so."""
        subject = ntriples.iri(self.names.claim + escape(link.id))
        table = ntriples.iri(self.names.table + escape(link.table))
        yield table, _TYPE, self.kg("LinkTable")
        yield table, _SOURCE, ntriples.text(link.table)
        yield subject, _TYPE, self.kg("Claim")
        for predicate, value in zip(_STATEMENT, self._linked(link), strict=True):
            yield subject, predicate, value
        yield subject, _DERIVED_FROM, table
        yield subject, _ATTRIBUTED_TO, self._extractor(BY_TABLE)
        yield from self._agent(BY_TABLE)
        yield subject, self.kg("sentence"), ntriples.text(link.raw)
        yield subject, self.kg("quote"), ntriples.text(link.name)
        start = link.start + max(0, link.raw.find(link.name))
        for name, number in (("sentenceNumber", link.row), ("start", start), ("end", start + len(link.name))):
            yield subject, self.kg(name), ntriples.whole(number)
        yield subject, self.kg("extractor"), ntriples.text(BY_TABLE)
        yield subject, self.kg("confidence"), ntriples.share(link.confidence)
        yield subject, self.kg("status"), ntriples.text("asserted")

    def _says(self, claim: Claim, node: str) -> Iterator[tuple[str, str]]:
        """The triple a claim says, and its node; for a Position also the worksFor triple that follows from it."""
        fact = claim.fact
        if isinstance(fact, Relation | Attribute):
            said: Relation | Attribute | None = fact
        else:
            yield self.kg("evidenceFor"), self._node_of(node)
            said = works_for(fact, self.entities, self.graph.schema)
        if said:
            yield from zip(_STATEMENT, self.triple(said), strict=True)


def _literal(name: str, value: str | Decimal) -> str:
    if isinstance(value, Decimal):
        return ntriples.decimal(value)
    return ntriples.calendar(value) if name == "period" else ntriples.text(value)

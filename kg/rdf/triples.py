"""The triples of a graph: facts (`kg.ttl`) and evidence (`evidence.ttl`), in no order and with repeats.

`kg.rdf.order` puts them in order, `kg.rdf.write` makes Turtle of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from kg.graph.assemble import works_for
from kg.graph.facts import Evidence, NodeFact, StatedFact, key, links
from kg.graph.known import Known, Named
from kg.graph.linking import Link
from kg.graph.namespaces import Namespaces, escape
from kg.graph.network import fields, node_label
from kg.model import Article, Attribute, Claim, Fact, Relation
from kg.rdf import ntriples, terms
from kg.rdf.order import Pair, Said

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


class _Words(dict[str, str]):
    """The terms of a vocabulary by their local names, each made once."""

    def __init__(self, start: str) -> None:
        self._start = start

    def __missing__(self, name: str) -> str:
        self[name] = ntriples.iri(self._start + name)
        return self[name]


@lru_cache(maxsize=8)
def _words(names: Namespaces) -> _Words:
    return _Words(names.kg)


class Writer:
    """What is said in one graph, or a portion of one, under one set of namespaces."""

    def __init__(self, graph: Known, namespaces: Namespaces | None = None) -> None:
        self.graph = graph
        self.names = namespaces or graph.namespaces
        self.entities: Mapping[str, Named] = {e.id: e for e in graph.entities()}
        self.labels = {e.id: e.name for e in self.entities.values()}
        self._words = _words(self.names)
        self._agents: set[str] = set()

    def kg(self, name: str) -> str:
        """A class or property."""
        return self._words[name]

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

    def each_fact(self) -> Iterator[Said]:
        """The triples of `kg.ttl`: entities, fact nodes and articles."""
        for entity in self.entities.values():
            yield self._entity(entity)
        for stated in self.graph.stated.values():
            yield from self._stated(stated)
        for link in self.graph.links:
            yield self.entity(link.entity), [self._linked(link)]
        for article in self.graph.articles:
            yield self._article(article)

    def each_claim(self) -> Iterator[Said]:
        """The triples of `evidence.ttl`: claims, what they stand on, and nodes that only negated claims speak of."""
        told = set()
        for item in self.graph.evidence.values():
            claim = item.claim
            fact = claim.fact
            node = "" if isinstance(fact, Relation | Attribute) else key(fact)
            yield self._claim(item, node)
            if claim.extractor not in self._agents:
                yield self._agent(claim.extractor)
            place = claim.article, claim.start, claim.end, item.quote, item.prefix, item.suffix
            if claim.start < claim.end and place not in told:
                told.add(place)
                yield from self._span(item)
            if not isinstance(fact, Relation | Attribute) and node not in self.graph.stated:
                yield self.node_said(fact, node)
        for link in self.graph.links:
            yield from self._link(link)

    def _entity(self, entity: Named) -> Said:
        pairs = [(_TYPE, self.kg(name)) for name in self.graph.schema.ancestors(entity.type)]
        pairs.append((_PREF_LABEL, ntriples.label(entity.name)))
        pairs += [(_ALT_LABEL, ntriples.label(name)) for name in entity.names if name != entity.name]
        return self.entity(entity.id), pairs

    def _stated(self, stated: StatedFact) -> Iterator[Said]:
        fact = stated.fact
        if isinstance(fact, Relation | Attribute):
            subject, predicate, value = triple = self.triple(fact)
            yield subject, [(predicate, value)]
            if isinstance(fact, Relation) and self.graph.schema.symmetric(fact.predicate):
                yield value, [(predicate, subject)]
            node, pairs = self._node_of(stated.key), [(_TYPE, self.kg("Fact")), *zip(_STATEMENT, triple, strict=True)]
        else:
            node, pairs = self.node_said(fact, stated.key)
        pairs += [
            (self.kg("status"), ntriples.text(stated.status)),
            (self.kg("support"), ntriples.whole(stated.support)),
        ]
        for name, when in (("firstReported", stated.first), ("lastReported", stated.last)):
            if when:
                pairs.append((self.kg(name), ntriples.day(when)))
        yield node, pairs

    def triple(self, fact: Relation | Attribute) -> tuple[str, str, str]:
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

    def node_said(self, fact: NodeFact, fact_key: str = "") -> Said:
        """The node of a fact, of which nothing more is told; `fact_key` is the fact's key, where that is known."""
        pairs = [(_TYPE, self.kg(type(fact).__name__)), (_LABEL, ntriples.label(node_label(fact, self.labels)))]
        pairs += [(self.kg(predicate), self.entity(other)) for predicate, other in links(fact)]
        pairs += [(self.kg(name), _literal(name, value)) for name, value in fields(fact).items()]
        return self._node_of(fact_key or key(fact)), pairs

    def _article(self, article: Article) -> Said:
        pairs = [(_TYPE, self.kg("Article"))]
        if article.title:
            pairs.append((_TITLE, ntriples.label(article.title)))
        if article.date:
            pairs.append((_DATE, ntriples.day(article.date)))
        if article.outlet:
            pairs.append((self.kg("outlet"), ntriples.text(article.outlet)))
        if article.url:
            pairs.append((self.kg("url"), ntriples.typed(article.url, "anyURI")))
        pairs += [(_SOURCE, ntriples.text(source.path)) for source in article.sources]
        pairs += [(_CATEGORY, ntriples.label(category)) for category in article.categories]
        return self.article(article.id), pairs

    def _claim(self, item: Evidence, node: str) -> Said:
        """`node` is the key of the claim's fact, if that has a node of its own."""
        claim, kg = item.claim, self._words
        pairs = [(_TYPE, kg["Claim"]), *self._says(claim, node), (_DERIVED_FROM, self.article(claim.article))]
        if claim.start < claim.end:  # what the header says has no words in the text
            pairs.append((_HAS_TARGET, self.span(claim)))
        pairs += [
            (_ATTRIBUTED_TO, self._extractor(claim.extractor)),
            (kg["sentence"], ntriples.text(item.sentence)),
            (kg["quote"], ntriples.text(item.quote)),
            (kg["sentenceNumber"], ntriples.whole(claim.sentence)),
            (kg["start"], ntriples.whole(claim.start)),
            (kg["end"], ntriples.whole(claim.end)),
            (kg["extractor"], ntriples.text(claim.extractor)),
            (kg["confidence"], ntriples.share(claim.confidence)),
            (kg["status"], ntriples.text(claim.status)),
        ]
        if claim.role:
            pairs.append((kg["role"], ntriples.text(claim.role)))
        return ntriples.iri(self.names.claim + escape(claim.id)), pairs

    def _extractor(self, name: str) -> str:
        return ntriples.iri(self.names.extractor + escape(name))

    def _agent(self, name: str) -> Said:
        """What found claims."""
        self._agents.add(name)
        return self._extractor(name), [(_TYPE, _SOFTWARE_AGENT), (_LABEL, ntriples.text(name))]

    def span(self, claim: Claim) -> str:
        """The stretch of an article that a claim stands on."""
        return ntriples.iri(f"{self.names.span}{escape(claim.article)}.{claim.start}-{claim.end}")

    def _span(self, item: Evidence) -> Iterator[Said]:
        """The stretch in the words of the Web Annotation data model; claims on the same stretch share it."""
        subject = self.span(item.claim)
        quote, position = f"{subject[:-1]}.quote>", f"{subject[:-1]}.position>"
        yield (
            subject,
            [
                (_TYPE, _SPECIFIC_RESOURCE),
                (_HAS_SOURCE, self.article(item.claim.article)),
                (_HAS_SELECTOR, quote),
                (_HAS_SELECTOR, position),
            ],
        )
        words = (_EXACT, item.quote), (_PREFIX, item.prefix), (_SUFFIX, item.suffix)
        yield quote, [(_TYPE, _QUOTE_SELECTOR), *((predicate, ntriples.text(text)) for predicate, text in words)]
        places = (_START, item.start), (_END, item.end)
        yield position, [(_TYPE, _POSITION_SELECTOR), *((predicate, ntriples.count(at)) for predicate, at in places)]

    def _linked(self, link: Link) -> Pair:
        return _LINKS[link.predicate], ntriples.iri(link.iri)

    def _link(self, link: Link) -> Iterator[Said]:
        """The claim of a link: its sentence is the row of the table that says so."""
        table, kg = ntriples.iri(self.names.table + escape(link.table)), self._words
        yield table, [(_TYPE, kg["LinkTable"]), (_SOURCE, ntriples.text(link.table))]
        if BY_TABLE not in self._agents:
            yield self._agent(BY_TABLE)
        start = link.start + max(0, link.raw.find(link.name))
        yield (
            ntriples.iri(self.names.claim + escape(link.id)),
            [
                (_TYPE, kg["Claim"]),
                *zip(_STATEMENT, (self.entity(link.entity), *self._linked(link)), strict=True),
                (_DERIVED_FROM, table),
                (_ATTRIBUTED_TO, self._extractor(BY_TABLE)),
                (kg["sentence"], ntriples.text(link.raw)),
                (kg["quote"], ntriples.text(link.name)),
                (kg["sentenceNumber"], ntriples.whole(link.row)),
                (kg["start"], ntriples.whole(start)),
                (kg["end"], ntriples.whole(start + len(link.name))),
                (kg["extractor"], ntriples.text(BY_TABLE)),
                (kg["confidence"], ntriples.share(link.confidence)),
                (kg["status"], ntriples.text("asserted")),
            ],
        )

    def _says(self, claim: Claim, node: str) -> Iterator[Pair]:
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

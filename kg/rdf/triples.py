"""The triples of a graph: facts (`kg.ttl`) and evidence (`evidence.ttl`), in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.assemble import works_for
from kg.graph.facts import Evidence, NodeFact, StatedFact, key, links
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces, escape
from kg.graph.network import fields, node_label
from kg.model import Article, Attribute, Claim, Entity, Fact, Relation
from kg.rdf import terms

Object = NamedNode | Literal
Plain = tuple[NamedNode, NamedNode, Object]
_LABELS = {"prefLabel": terms.PREF_LABEL, "altLabel": terms.ALT_LABEL, "type": terms.TYPE}
_LEADING = (
    terms.TYPE, terms.PREF_LABEL, terms.ALT_LABEL, terms.LABEL, terms.SUBJECT, terms.PREDICATE, terms.OBJECT
)  # fmt: skip
_RANK = {term: rank for rank, term in enumerate(_LEADING)}


class Writer:
    """Terms of one graph under one set of namespaces."""

    def __init__(self, graph: KnowledgeGraph, namespaces: Namespaces | None = None) -> None:
        self.graph = graph
        self.names = namespaces or graph.namespaces
        self.entities: Mapping[str, Entity] = {v.id: v.entity for v in graph.entities()}
        self.labels = {e.id: e.name for e in self.entities.values()}

    def kg(self, name: str) -> NamedNode:
        """A class or property."""
        return NamedNode(self.names.kg + name)

    def entity(self, identifier: str) -> NamedNode:
        """An entity."""
        return NamedNode(self.names.entity(identifier))

    def node(self, fact: Fact) -> NamedNode:
        """The node of a Position, Observation or Quotation."""
        return NamedNode(self.names.fact + key(fact))

    def article(self, identifier: str) -> NamedNode:
        """An article."""
        return NamedNode(self.names.doc + escape(identifier))

    def facts(self) -> list[Triple]:
        """The triples of `kg.ttl`, sorted: entities, fact nodes and articles."""
        found: list[Plain] = []
        for entity in self.entities.values():
            found += self._entity(entity)
        for stated in self.graph.stated.values():
            found += self._stated(stated)
        for article in self.graph.articles:
            found += self._article(article)
        return _sorted(found, self.names)

    def evidence(self) -> list[Triple]:
        """The triples of `evidence.ttl`, sorted: claims, and the nodes that only negated claims speak of."""
        found: list[Plain] = []
        for item in self.graph.evidence.values():
            found += self._claim(item)
            fact = item.claim.fact
            if not isinstance(fact, Relation | Attribute) and key(fact) not in self.graph.stated:
                found += self._node(fact)
        return _sorted(found, self.names)

    def _entity(self, entity: Entity) -> Iterator[Plain]:
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
            return
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
        yield subject, self.kg("sentence"), terms.text(item.sentence)
        yield subject, self.kg("quote"), terms.text(item.quote)
        for name, number in (("sentenceNumber", claim.sentence), ("start", claim.start), ("end", claim.end)):
            yield subject, self.kg(name), terms.whole(number)
        yield subject, self.kg("extractor"), terms.text(claim.extractor)
        yield subject, self.kg("confidence"), terms.share(claim.confidence)
        yield subject, self.kg("status"), terms.text(claim.status)
        if claim.role:
            yield subject, self.kg("role"), terms.text(claim.role)

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
            yield from zip((terms.SUBJECT, terms.PREDICATE, terms.OBJECT), triple, strict=True)


def _literal(name: str, value: str | Decimal) -> Literal:
    if isinstance(value, Decimal):
        return terms.decimal(value)
    return terms.calendar(value) if name == "period" else terms.text(value)


def _sorted(triples: Iterable[Plain], names: Namespaces) -> list[Triple]:
    """Entities first, then other subjects by IRI; of each, class and names first, then by property; no repeats."""

    def order(triple: Plain) -> tuple[bool, str, int, str, str]:
        subject, predicate, value = triple
        rank = _RANK.get(predicate, len(_LEADING))
        return not subject.value.startswith(names.ent), subject.value, rank, predicate.value, str(value)

    return [Triple(*t) for t in sorted(set(triples), key=order)]

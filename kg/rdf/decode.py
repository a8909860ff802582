"""From triples back to entities, facts, articles and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NoReturn, cast

from pyoxigraph import Literal, NamedNode

from kg.errors import GraphLoadError
from kg.graph.facts import Evidence, NodeFact, StatedFact, claim_order, key
from kg.graph.linking import Link
from kg.graph.namespaces import unescape
from kg.graph.schema import NOT_ENTITIES, Schema
from kg.model import (
    Article,
    Attribute,
    Change,
    Claim,
    Comparator,
    Entity,
    Fact,
    Mode,
    Observation,
    Position,
    Quotation,
    Relation,
    Source,
    Status,
)
from kg.rdf import terms
from kg.rdf.files import Subject, TurtleFile, Value

NODES = ("Position", "Observation", "Quotation")
_NAMES = {terms.TYPE.value: "type", terms.PREF_LABEL.value: "prefLabel", terms.ALT_LABEL.value: "altLabel"}


class Decoder:
    """Reads the subjects of one file; every mistake is told with the file and the subject."""

    def __init__(self, file: TurtleFile, schema: Schema) -> None:
        self.file = file
        self.schema = schema
        self.names = file.namespaces

    def fail(self, subject: str, message: str) -> NoReturn:
        """Raises GraphLoadError."""
        raise GraphLoadError(f"{self.file.path}: <{subject}> {message}")

    def _of_class(self, *classes: str) -> Iterator[tuple[str, str, Subject]]:
        """(IRI, most specific class, what is said) of each subject of one of these classes."""
        for iri, said in self.file.subjects.items():
            kinds = [self._local(t) for t in said.get(terms.TYPE.value, ())]
            known = sorted((k for k in kinds if k in self.schema.classes), key=self._depth)
            if known and self.schema.is_a(known[-1], classes):
                yield iri, known[-1], said

    def _depth(self, name: str) -> tuple[int, str]:
        return len(self.schema.ancestors(name)), name

    def _local(self, term: Value) -> str:
        return term.value.removeprefix(self.names.kg) if term.value.startswith(self.names.kg) else ""

    def entities(self) -> dict[str, Entity]:
        """The entities of the file by id."""
        found = {}
        for iri, kind, said in self._of_class(*(c for c in self.schema.classes if c not in NOT_ENTITIES)):
            identifier = self.names.entity_id(iri)
            if identifier is None:
                self.fail(iri, f"is a kg:{kind} but not under {self.names.ent}")
            name = self._text(iri, said, terms.PREF_LABEL.value)
            others = (v.value for v in said.get(terms.ALT_LABEL.value, ()))
            found[identifier] = Entity(identifier, kind, name, tuple(sorted({name, *others})))
        return found

    def articles(self) -> dict[str, Article]:
        """The articles of the file by id, without their text."""
        found = {}
        for iri, _, said in self._of_class("Article"):
            if not iri.startswith(self.names.doc):
                self.fail(iri, f"is a kg:Article but not under {self.names.doc}")
            identifier = unescape(iri.removeprefix(self.names.doc))
            paths = sorted(v.value for v in said.get(terms.SOURCE.value, ()))
            found[identifier] = Article(
                id=identifier,
                text="",
                blocks=(),
                title=self._text(iri, said, terms.TITLE.value, default=""),
                date=self._day(iri, said, terms.DATE.value),
                outlet=self._text(iri, said, self.names.kg + "outlet", default=""),
                url=self._text(iri, said, self.names.kg + "url", default=""),
                categories=tuple(sorted(v.value for v in said.get(terms.CATEGORY.value, ()))),
                sources=tuple(Source(path, "") for path in paths),
            )
        return found

    def only_evidence(self) -> bool:
        """Whether the file speaks of claims or conflicts and of no entity or article."""
        kinds = {kind for _, kind, _ in self._of_class(*self.schema.classes)}
        return bool(kinds & {"Claim", "Conflict"}) and kinds <= {*NODES, "Claim", "Conflict", "Fact", "LinkTable"}

    def facts(self, entities: Mapping[str, Entity]) -> Iterator[StatedFact]:
        """Relations, dates and themes, as far as the facts alone tell."""
        for identifier in entities:
            said = self.file.subjects[self.names.entity(identifier)]
            for predicate, values in said.items():
                if not predicate.startswith(self.names.kg):
                    continue  # RDF is open: what other vocabularies add is not ours to judge
                name = predicate.removeprefix(self.names.kg)
                if name not in self.schema.properties:
                    self.fail(self.names.entity(identifier), f"has a kg:{name}, which is not in the ontology")
                for value in values:
                    yield self._stated(self._triple(identifier, name, value, entities))

    def _triple(self, subject: str, name: str, value: Value, entities: Mapping[str, Entity]) -> Fact:
        if isinstance(value, Literal):
            return Attribute(subject, name, value.value)
        other = self._entity(self.names.entity(subject), value, entities)
        first, second = sorted((subject, other)) if self.schema.symmetric(name) else (subject, other)
        return Relation(first, name, second)

    def nodes(self, entities: Mapping[str, Entity]) -> dict[str, StatedFact]:
        """Position, Observation and Quotation nodes by IRI."""
        return {iri: self._node(iri, kind, said, entities) for iri, kind, said in self._of_class(*NODES)}

    def _node(self, iri: str, kind: str, said: Subject, entities: Mapping[str, Entity]) -> StatedFact:
        return self._counted(self._node_fact(iri, kind, said, entities), iri, said)

    def _stated(self, fact: Fact) -> StatedFact:
        """A fact with what its kg:Fact, if there is one, says of its reports."""
        iri = self.names.fact + key(fact)
        said = self.file.subjects.get(iri)
        return self._counted(fact, iri, said) if said else StatedFact(key(fact), fact)

    def _counted(self, fact: Fact, iri: str, said: Subject) -> StatedFact:
        kg = self.names.kg
        return StatedFact(
            key=key(fact),
            fact=fact,
            support=int(self._number(iri, said, kg + "support", default="0")),
            first=self._day(iri, said, kg + "firstReported"),
            last=self._day(iri, said, kg + "lastReported"),
            status=cast(Status, self._text(iri, said, kg + "status", default="asserted")),
        )

    def _node_fact(self, iri: str, kind: str, said: Subject, entities: Mapping[str, Entity]) -> NodeFact:
        def words(name: str, default: str | None = None) -> str:
            return self._text(iri, said, self.names.kg + name, default=default)

        def other(name: str, *, optional: bool = False) -> str:
            values = said.get(self.names.kg + name, ())
            return "" if optional and not values else self._entity(iri, self._one(iri, values, name), entities)

        if kind == "Position":
            return Position(other("holder"), other("organization", optional=True), words("title"))
        if kind == "Quotation":
            return Quotation(other("speaker"), words("text"), cast(Mode, words("mode")))
        return Observation(
            about=other("about"),
            measure=words("measure"),
            value=self._number(iri, said, self.names.kg + "value"),
            unit=words("unit"),
            comparator=cast(Comparator, words("comparator", "exactly")),
            change=cast(Change, words("change", "none")),
            period=words("period", ""),
        )

    def claims(
        self,
        entities: Mapping[str, Entity],
        articles: Mapping[str, Article],
        nodes: Mapping[str, StatedFact],
        *,
        beside_facts: bool = False,
    ) -> tuple[Evidence, ...]:
        """The claims of the file with their sentences, in order.

        `beside_facts`: the file holds the facts too, and so leaves out posts, figures and quotations that are only ever
        denied; the claims that deny them are passed over.
        """
        found = (
            self._claim(iri, said, entities, articles, nodes)
            for iri, _, said in self._of_class("Claim")
            if not self._table(said) and not (beside_facts and self._of_nothing(said, nodes))
        )
        return tuple(sorted(found, key=lambda e: claim_order(e.claim)))

    def _of_nothing(self, said: Subject, nodes: Mapping[str, StatedFact]) -> bool:
        """Whether a claim denies something that the file does not describe."""
        denied = any(v.value == "negated" for v in said.get(self.names.kg + "status", ()))
        return denied and any(v.value not in nodes for v in said.get(self.names.kg + "evidenceFor", ()))

    def links(self, entities: Mapping[str, Entity]) -> Iterator[Link]:
        """What the tables of the file link entities to."""
        names = {term.value: name for name, term in terms.LINKS.items()}
        kg = self.names.kg
        for iri, _, said in self._of_class("Claim"):
            table = self._table(said)
            if not table:
                continue
            subject, predicate, value = (
                self._one(iri, said.get(p.value, ()), p.value) for p in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT)
            )
            if predicate.value not in names:
                self.fail(iri, f"links out by {predicate.value}")
            raw, name = self._text(iri, said, kg + "sentence"), self._text(iri, said, kg + "quote")
            yield Link(
                entity=self._entity(iri, subject, entities),
                predicate=names[predicate.value],
                iri=value.value,
                confidence=float(self._number(iri, said, kg + "confidence")),
                table=table,
                row=int(self._number(iri, said, kg + "sentenceNumber")),
                start=int(self._number(iri, said, kg + "start")) - max(0, raw.find(name)),
                name=name,
                raw=raw,
            )

    def _table(self, said: Subject) -> str:
        """The table that a claim is derived from; empty where it is derived from an article."""
        sources = [v.value for v in said.get(terms.DERIVED_FROM.value, ())]
        return (
            unescape(sources[0].removeprefix(self.names.table))
            if sources[0:] and sources[0].startswith(self.names.table)
            else ""
        )

    def _claim(
        self,
        iri: str,
        said: Subject,
        entities: Mapping[str, Entity],
        articles: Mapping[str, Article],
        nodes: Mapping[str, StatedFact],
    ) -> Evidence:
        kg = self.names.kg
        source = self._one(iri, said.get(terms.DERIVED_FROM.value, ()), "prov:wasDerivedFrom").value
        article = articles.get(unescape(source.removeprefix(self.names.doc)))
        if article is None:
            self.fail(iri, f"is derived from an article that is not there: {source}")
        claim = Claim(
            id=unescape(iri.removeprefix(self.names.claim)),
            article=article.id,
            fact=self._said(iri, said, entities, nodes),
            sentence=int(self._number(iri, said, kg + "sentenceNumber", default="0")),
            start=int(self._number(iri, said, kg + "start")),
            end=int(self._number(iri, said, kg + "end")),
            extractor=self._text(iri, said, kg + "extractor"),
            confidence=float(self._number(iri, said, kg + "confidence")),
            status=cast(Status, self._text(iri, said, kg + "status")),
            role=self._text(iri, said, kg + "role", default=""),
        )
        sentence = self._text(iri, said, kg + "sentence")
        quote = self._text(iri, said, kg + "quote", default="")
        return Evidence(claim, article, sentence, quote, *self._around(said))

    def _around(self, said: Subject) -> tuple[str, str]:
        """What stands before and after a claim's quote, where its target has a quote selector."""
        for target in said.get(terms.HAS_TARGET.value, ()):
            for selector in self.file.subjects.get(target.value, {}).get(terms.HAS_SELECTOR.value, ()):
                found = self.file.subjects.get(selector.value, {})
                if terms.EXACT.value in found:
                    before, after = (
                        self._text(selector.value, found, predicate.value, default="")
                        for predicate in (terms.PREFIX, terms.SUFFIX)
                    )
                    return before, after
        return "", ""

    def _said(self, iri: str, said: Subject, entities: Mapping[str, Entity], nodes: Mapping[str, StatedFact]) -> Fact:
        node = said.get(self.names.kg + "evidenceFor")
        if node:
            target = self._one(iri, node, "kg:evidenceFor").value
            if target not in nodes:
                self.fail(iri, f"is evidence for a node that is not there: {target}")
            return nodes[target].fact
        subject, predicate, value = (
            self._one(iri, said.get(p.value, ()), p.value) for p in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT)
        )
        identifier = self._entity(iri, subject, entities)
        if predicate.value in _NAMES:
            name = _NAMES[predicate.value]
            return Attribute(identifier, name, self._local(value) if name == "type" else value.value)
        name = self._local(predicate)
        if name not in self.schema.properties:
            self.fail(iri, f"has an rdf:predicate that is not of this vocabulary: {predicate.value}")
        return self._triple(identifier, name, value, entities)

    def _entity(self, iri: str, term: Value, entities: Mapping[str, Entity]) -> str:
        identifier = self.names.entity_id(term.value) if isinstance(term, NamedNode) else None
        if identifier is None or identifier not in entities:
            self.fail(iri, f"speaks of {term}, which is no entity of this graph")
        return identifier

    def _one(self, iri: str, values: Iterable[Value], name: str) -> Value:
        found = tuple(values)
        if len(found) != 1:
            self.fail(iri, f"must have exactly one {name}, but has {len(found)}")
        return found[0]

    def _text(self, iri: str, said: Subject, predicate: str, *, default: str | None = None) -> str:
        values = said.get(predicate, ())
        if not values and default is not None:
            return default
        return self._one(iri, values, predicate).value

    def _number(self, iri: str, said: Subject, predicate: str, *, default: str | None = None) -> Decimal:
        value = self._text(iri, said, predicate, default=default)
        try:
            return Decimal(value)
        except InvalidOperation:
            self.fail(iri, f"has a {predicate} that is no number: {value!r}")

    def _day(self, iri: str, said: Subject, predicate: str) -> date | None:
        value = self._text(iri, said, predicate, default="")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.fail(iri, f"has a {predicate} that is no day: {value!r}")

"""What a user holds of a graph: one entity, one fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from kg.errors import UsageError
from kg.graph import arguments
from kg.graph.facts import Evidence, StatedFact, figure, kind, links
from kg.graph.names import suggestions
from kg.graph.shown import html_list, markup
from kg.model import Attribute, Entity, Fact, Observation, Position, Quotation, Relation, Status

if TYPE_CHECKING:
    from kg.graph.knowledge_graph import KnowledgeGraph

Direction = Literal["out", "in", "both"]
# Facts that are not relations or words about one entity.
NODES = ("Position", "Observation", "Quotation")
# Facts of one property shown in a notebook.
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True, repr=False)
class EntityView:
    """One entity of a graph. Two views of the same entity of the same graph are equal.

    `matched` is the name by which a search found it; empty elsewhere.
    """

    graph: KnowledgeGraph
    entity: Entity
    matched: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """The local name of its IRI, before escaping."""
        return self.entity.id

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.graph.namespaces.entity(self.entity.id)

    @property
    def type(self) -> str:
        """Its most specific class, a local name."""
        return self.entity.type

    @property
    def name(self) -> str:
        """Its canonical name."""
        return self.entity.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name met, the canonical one first."""
        return tuple(dict.fromkeys((self.entity.name, *self.entity.names)))

    @property
    def links(self) -> tuple[str, ...]:
        """The IRIs by which others name it (skos:exactMatch, owl:sameAs), sorted."""
        return tuple(sorted({link.iri for link in self.graph.links if link.entity == self.id}))

    def neighbors(self, predicate: str | None = None, direction: Direction = "both") -> list[EntityView]:
        """The entities one relation away, by id, each once.

        `predicate` keeps one relation and its sub-properties (participatesIn takes exhibitsAt in). `direction` is
        `out` (this is the subject), `in` or `both`; a symmetric relation goes both ways whatever it says.

        Raises:
            UsageError: the ontology has no such property, or the direction is none of the three.
        """
        check_direction(direction)
        wanted = None if predicate is None else self._properties(predicate)
        schema, found = self.graph.schema, set()
        network = self.graph.nx
        for _, other, data in network.out_edges(self.id, data=True):
            name = data["predicate"]
            if (wanted is None or name in wanted) and (direction != "in" or schema.symmetric(name)):
                found.add(other)
        for other, _, data in network.in_edges(self.id, data=True):
            name = data["predicate"]
            if network.nodes[other]["kind"] != "entity":
                continue
            if (wanted is None or name in wanted) and (direction != "out" or schema.symmetric(name)):
                found.add(other)
        return [self.graph.view(name) for name in sorted(found)]

    def _properties(self, predicate: str) -> tuple[str, ...]:
        name = arguments.text(predicate, "a property").removeprefix("kg:")
        properties = self.graph.schema.properties
        if name not in properties:
            near = suggestions(name, properties)
            raise UsageError(
                f"no property {predicate!r} in the ontology" + (f"; did you mean {near[0]}?" if near else "")
            )
        return self.graph.schema.specific(name)

    def facts(self, predicate: str | None = None, direction: Direction = "both") -> list[FactView]:
        """Every fact that speaks of it, by key.

        `predicate` keeps one property and its sub-properties, or the facts of one kind of node (`Position`,
        `Observation`, `Quotation`). `direction` is `out` (this is the subject: holder, speaker, what is measured), `in`
        or `both`; a symmetric relation goes both ways whatever it says.

        >>> import kg
        >>> kg.load("exports").entity("GATIS").facts("headquarters")
        [<headquarters: 全球服务贸易联盟 headquarters 北京 [asserted, 1 article]>]

        Raises:
            UsageError: the ontology has no such property, or the direction is none of the three.
        """
        check_direction(direction)
        node = predicate.removeprefix("kg:") if isinstance(predicate, str) else ""
        wanted = None if predicate is None else (node,) if node in NODES else self._properties(predicate)
        return [f for f in self.graph.facts(self.id) if (wanted is None or f.predicate in wanted) and f.goes(direction)]

    def evidence(self) -> list[Evidence]:
        """The claims about its names and class; those of a fact are in the fact's own `evidence()`."""
        return self.graph.name_evidence(self.id)

    def __repr__(self) -> str:
        notes = "; ".join(dict.fromkeys(n for n in (self._apart, self.matched) if n not in ("", self.name)))
        return f"<{self.type} {self.name}{f' ({notes})' if notes else ''}>"

    @property
    def _apart(self) -> str:
        return self.graph.apart(self.entity)

    def _repr_html_(self) -> str:
        others = "、".join(self.names[1:])
        apart = f" ({markup(self._apart)})" if self._apart else ""
        head = f"<b>{markup(self.name)}</b> {markup(self.type)}{apart}" + (f"<br>{markup(others)}" if others else "")
        groups: dict[str, list[FactView]] = {}
        for fact in self.facts():
            groups.setdefault(fact.predicate, []).append(fact)
        return head + "".join(_group(name, facts) for name, facts in groups.items())


def check_direction(direction: str) -> None:
    """Raise UsageError for what is no direction."""
    if direction not in ("out", "in", "both"):
        raise UsageError(f"direction is 'out', 'in' or 'both', not {direction!r}")


def _group(name: str, facts: list[FactView]) -> str:
    lines = [(str(f), [e.sentence for e in f.evidence()]) for f in facts[:MOST_SHOWN]]
    more = f"<p>… and {len(facts) - MOST_SHOWN} more</p>" if len(facts) > MOST_SHOWN else ""
    return f"<div><i>{markup(name)}</i>{html_list(lines)}{more}</div>"


@dataclass(frozen=True, slots=True, repr=False)
class FactView:
    """One fact, seen from the entity with id `seen_from` (empty: from nowhere in particular)."""

    graph: KnowledgeGraph
    stated: StatedFact
    seen_from: str = ""

    @property
    def fact(self) -> Fact:
        """The fact as data."""
        return self.stated.fact

    @property
    def key(self) -> str:
        """Its id: equal facts, and only they, have equal keys, in any graph."""
        return self.stated.key

    @property
    def predicate(self) -> str:
        """A property's local name, or `Position`, `Observation`, `Quotation`."""
        return kind(self.stated.fact)

    @property
    def subject(self) -> EntityView:
        """Who the fact is about: subject, holder, speaker, or what is observed."""
        return self.graph.view(links(self.fact)[0][1])

    @property
    def other(self) -> EntityView | None:
        """The entity at the other end, as seen from `seen_from`; None where there is no second entity."""
        ends = [name for _, name in links(self.fact)]
        if len(ends) < 2:
            return None
        return self.graph.view(ends[0] if ends[1] == self.seen_from else ends[1])

    @property
    def value(self) -> str | Decimal | None:
        """The text, date, title, quotation or number that the fact gives; None for a relation."""
        fact = self.fact
        if isinstance(fact, Attribute | Observation):
            return fact.value
        if isinstance(fact, Position):
            return fact.title
        return fact.text if isinstance(fact, Quotation) else None

    @property
    def status(self) -> Status:
        """The strongest way it is said."""
        return self.stated.status

    @property
    def derived(self) -> bool:
        """Whether it only follows from another fact."""
        return self.stated.derived

    @property
    def support(self) -> int:
        """How many articles say it."""
        return self.stated.support

    @property
    def confidence(self) -> float:
        """The highest confidence of its claims, 0..1."""
        return self.stated.confidence

    @property
    def first(self) -> date | None:
        """The date of the earliest article that says it; None where no article has a date."""
        return self.stated.first

    @property
    def last(self) -> date | None:
        """The date of the latest article that says it."""
        return self.stated.last

    def goes(self, direction: Direction) -> bool:
        """Whether it leads out of the entity it is seen from, or into it; a symmetric relation does both."""
        check_direction(direction)
        if direction == "both" or self.graph.schema.symmetric(self.predicate):
            return True
        return (links(self.fact)[0][1] == self.seen_from) == (direction == "out")

    def evidence(self) -> list[Evidence]:
        """Its claims with their sentences and articles, negated ones too, in the order of articles and places."""
        return [self.graph.evidence[i] for i in self.stated.claims]

    def __str__(self) -> str:
        fact, subject = self.fact, self.subject.name
        if isinstance(fact, Relation):
            return f"{subject} {fact.predicate} {self.graph.view(fact.object).name}"
        if isinstance(fact, Attribute):
            return f"{subject} {fact.predicate} {fact.value}"
        if isinstance(fact, Position):
            return f"{subject} {self.graph.view(fact.organization).name if fact.organization else ''}{fact.title}"
        if isinstance(fact, Observation):
            return f"{subject} {fact.measure} {figure(fact)} {fact.unit}"
        return f"{subject}：“{fact.text}”"

    def __repr__(self) -> str:
        articles = "1 article" if self.support == 1 else f"{self.support} articles"
        return f"<{self.predicate}: {self} [{self.status}, {articles}]>"

    def _repr_html_(self) -> str:
        return html_list([(f"{self} [{self.status}]", [e.sentence for e in self.evidence()])])

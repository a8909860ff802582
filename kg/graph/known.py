"""What the makers of triples and the finders of conflicts ask of a graph: a whole one, or a portion of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kg.graph.facts import Evidence, StatedFact
from kg.graph.linking import Link
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.model import Article, Entity


class Named(Protocol):
    """A thing by its id, with its class and names: an `Entity`, or a view of one."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


class Known(Protocol):
    """Entities, facts by key and evidence by claim. A `KnowledgeGraph` is one."""

    @property
    def schema(self) -> Schema: ...
    @property
    def namespaces(self) -> Namespaces: ...
    @property
    def stated(self) -> Mapping[str, StatedFact]: ...
    @property
    def evidence(self) -> Mapping[str, Evidence]: ...
    @property
    def articles(self) -> Sequence[Article]: ...
    @property
    def links(self) -> Sequence[Link]: ...
    def view(self, identifier: str) -> Named: ...
    def entities(self, kind: str | None = None) -> Sequence[Named]: ...


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of a graph's facts and evidence, with the entities that these speak of (`cast`, by id)."""

    schema: Schema
    namespaces: Namespaces
    cast: Mapping[str, Entity] = field(default_factory=dict)
    stated: Mapping[str, StatedFact] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    articles: Sequence[Article] = ()
    links: Sequence[Link] = ()

    def view(self, identifier: str) -> Entity:
        """The entity with this id. Raises KeyError."""
        return self.cast[identifier]

    def entities(self, kind: str | None = None) -> list[Entity]:
        """All entities, or those of a class and its sub-classes."""
        return [e for e in self.cast.values() if kind is None or self.schema.is_a(e.type, (kind,))]

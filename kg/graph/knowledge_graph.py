"""The graph as users see it: entities by any of their names, neighbours, facts with their evidence, SPARQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kg.errors import AmbiguousEntityError, UnknownEntityError, UsageError
from kg.graph.facts import Evidence, StatedFact, links
from kg.graph.linking import Link
from kg.graph.names import suggestions
from kg.graph.namespaces import Namespaces
from kg.graph.network import to_networkx
from kg.graph.results import Result
from kg.graph.schema import Schema
from kg.graph.views import EntityView, FactView
from kg.identity import fold
from kg.model import Article, Attribute, Claim, Entity, Issue

if TYPE_CHECKING:
    from kg.graph.conflicts import Conflict

Engine = Callable[["KnowledgeGraph", str], Result]


class KnowledgeGraph:
    """Entities, facts and evidence. Treat it as read-only.

    `nx` is a networkx MultiDiGraph (see `kg.graph.network`); `stated` holds the facts as data; `evidence` maps a
    claim's id to the claim with its sentence. `engine` answers SPARQL: the graph knows no RDF library, so whoever
    builds or loads it hands one in (`kg.rdf.query.attach`).
    """

    def __init__(
        self,
        *,
        schema: Schema,
        namespaces: Namespaces,
        entities: Iterable[Entity],
        facts: Iterable[StatedFact],
        evidence: Iterable[Evidence] = (),
        articles: Iterable[Article] = (),
        issues: Iterable[Issue] = (),
        links: Iterable[Link] = (),
        engine: Engine | None = None,
    ) -> None:
        self.schema = schema
        self.namespaces = namespaces
        self.engine = engine
        self.articles = tuple(sorted(articles, key=lambda a: a.id))
        self.issues = tuple(issues)
        self.links = tuple(
            sorted(links, key=lambda link: (link.entity, link.predicate, link.iri, link.table, link.row))
        )
        self.evidence = {e.claim.id: e for e in evidence}
        self.stated = {f.key: f for f in facts}
        self._entities = {e.id: e for e in sorted(entities, key=lambda e: e.id)}
        self.nx: Any = to_networkx(self._entities.values(), self.stated.values(), self.evidence.values(), self.articles)
        for link in self.links:
            self.nx.nodes[link.entity].setdefault(link.predicate, []).append(link.iri)
        self._by_name = self._index()
        self._by_entity = self._facts_of()

    def _index(self) -> tuple[dict[str, list[str]], ...]:
        """Look-ups tried in this order: canonical names, all names, all names folded."""
        labels: dict[str, list[str]] = defaultdict(list)
        names: dict[str, list[str]] = defaultdict(list)
        folded: dict[str, list[str]] = defaultdict(list)
        for entity in self._entities.values():
            labels[entity.name].append(entity.id)
            for name in dict.fromkeys((entity.name, *entity.names)):
                names[name].append(entity.id)
            for name in dict.fromkeys(fold(n) for n in (entity.name, *entity.names)):
                folded[name].append(entity.id)
        return labels, names, folded

    def _facts_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for stated in self.stated.values():
            for name in dict.fromkeys(other for _, other in links(stated.fact)):
                found[name].append(stated.key)
        return found

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in the order of articles and places."""
        return tuple(e.claim for e in self.evidence.values())

    def entity(self, name: str) -> EntityView:
        """The entity with this canonical name, alias, id, IRI or `ent:` name.

        Raises:
            UnknownEntityError: there is none; the message suggests near names.
            AmbiguousEntityError: several have that name; ask again with one of `candidates` as `ent:…`.
        """
        identifier = self.namespaces.entity_id(name)
        if identifier is not None and identifier in self._entities:
            return EntityView(self, self._entities[identifier])
        own = [name] if name in self._entities else []
        for position, table in enumerate(self._by_name):
            found = table.get(fold(name) if position == 2 else name, [])
            candidates = tuple(sorted({*own, *found}))
            if len(candidates) > 1:
                raise AmbiguousEntityError(name, candidates)
            if candidates:
                return EntityView(self, self._entities[candidates[0]])
        near = suggestions(name, self._by_name[1])
        hint = f"; did you mean {'、'.join(near)}?" if near else ""
        raise UnknownEntityError(f"no entity is called {name!r}{hint}")

    def entities(self, type: str | None = None) -> list[EntityView]:
        """All entities, or those of a class and its sub-classes, by id.

        Raises:
            UsageError: the ontology has no such class.
        """
        if type is None:
            return [EntityView(self, e) for e in self._entities.values()]
        wanted = type.removeprefix("kg:")
        if wanted not in self.schema.classes:
            near = suggestions(wanted, self.schema.classes)
            raise UsageError(f"no class {type!r} in the ontology" + (f"; did you mean {near[0]}?" if near else ""))
        return [EntityView(self, e) for e in self._entities.values() if self.schema.is_a(e.type, (wanted,))]

    def view(self, identifier: str) -> EntityView:
        """The entity with exactly this id, which must exist."""
        return EntityView(self, self._entities[identifier])

    def facts(self, entity: str | None = None) -> list[FactView]:
        """All facts by key, or those that speak of the entity with this id."""
        keys: Iterable[str] = self.stated if entity is None else self._by_entity.get(entity, ())
        return [FactView(self, self.stated[k], entity or "") for k in keys]

    def name_evidence(self, entity: str) -> list[Evidence]:
        """The claims about an entity's names and class."""
        named = ("prefLabel", "altLabel", "type")
        ids = self.nx.nodes[entity]["claims"]
        found = (self.evidence[i] for i in ids)
        return [e for e in found if isinstance(e.claim.fact, Attribute) and e.claim.fact.predicate in named]

    def conflicts(self) -> tuple[Conflict, ...]:
        """Where articles contradict each other (see `kg.graph.conflicts`)."""
        from kg.graph.conflicts import find_conflicts

        return find_conflicts(self)

    def sparql(self, query: str) -> Result:
        """What a SPARQL query over the facts answers; the vocabulary's prefixes need no declaring.

        Raises:
            QueryError: the query is wrong; the message shows where.
            UsageError: the graph was put together by hand and nobody attached an engine.
        """
        if self.engine is None:
            raise UsageError("this graph has no SPARQL engine: attach one with kg.rdf.query.attach(graph)")
        return self.engine(self, query)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many entities each class has, and how many facts each property or kind of node; by name."""
        types = Counter(e.type for e in self._entities.values())
        kinds = Counter(view.predicate for view in self.facts())
        return dict(sorted(types.items())), dict(sorted(kinds.items()))

    def __repr__(self) -> str:
        return (
            f"<KnowledgeGraph: {len(self._entities)} entities, {len(self.stated)} facts, "
            f"{len(self.evidence)} claims, {len(self.articles)} articles>"
        )

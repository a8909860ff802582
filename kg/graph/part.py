"""A part of a graph, as a graph: what is kept of entities, facts, evidence and articles hangs together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from kg.errors import UsageError
from kg.graph.facts import StatedFact, kind, links
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.names import suggestions
from kg.graph.schema import NOT_ENTITIES, Schema
from kg.model import Attribute

# Facts with a node of their own, by the name that `only` takes.
NODES = ("Position", "Observation", "Quotation")


def part(
    graph: KnowledgeGraph, *, kinds: Sequence[str] = (), only: Sequence[str] = (), since: date | None = None
) -> KnowledgeGraph:
    """What is left of a graph under filters; the same graph where there are none.

    Args:
        kinds: classes of entities to keep, with their sub-classes. A fact stays where all its entities do.
        only: properties (with their sub-properties) and kinds of node (`Position`, `Observation`, `Quotation`) to keep;
            of the entities those stay that a kept fact speaks of.
        since: facts reported last before that day go, as do facts without a date; of the entities those stay that
            a kept fact speaks of.

    Raises:
        UsageError: there is no such class or property.
    """
    if not kinds and not only and since is None:
        return graph
    classes = tuple(_known(name, _classes(graph.schema), "class") for name in kinds)
    wanted = {n for name in only for n in _facts_named(graph.schema, name)}
    kept = {e.id for e in graph.entities() if graph.schema.is_a(e.type, classes)}
    facts = [
        stated
        for stated in graph.stated.values()
        if all(other in kept for _, other in links(stated.fact))
        and (not only or kind(stated.fact) in wanted)
        and (since is None or (stated.last is not None and stated.last >= since))
    ]
    if only or since is not None:
        kept = {other for stated in facts for _, other in links(stated.fact)}
    return restricted(graph, kept, (f.key for f in facts))


def restricted(graph: KnowledgeGraph, entities: Collection[str], facts: Iterable[str]) -> KnowledgeGraph:
    """The graph of these entities (ids) and facts (keys) alone, with their evidence and the articles that it is from.

    Claims about names and classes stay with their entities. SPARQL is answered from the part. Facts whose entities are
    not all among `entities` are left out.
    """
    chosen = set(entities)
    stated = [s for key in sorted(set(facts)) if _within(s := graph.stated[key], chosen)]
    claims = {name for s in stated for name in s.claims}
    evidence = [
        item
        for item in graph.evidence.values()
        if item.claim.id in claims or (_names(item.claim.fact) and links(item.claim.fact)[0][1] in chosen)
    ]
    articles = {item.article.id for item in evidence}
    return KnowledgeGraph(
        schema=graph.schema,
        namespaces=graph.namespaces,
        entities=(view.entity for view in graph.entities() if view.id in chosen),
        facts=stated,
        evidence=evidence,
        articles=(a for a in graph.articles if a.id in articles),
        links=(link for link in graph.links if link.entity in chosen),
        engine=graph.engine,
    )


def _within(stated: StatedFact, chosen: Collection[str]) -> bool:
    return all(other in chosen for _, other in links(stated.fact))


def _names(fact: object) -> bool:
    return isinstance(fact, Attribute) and fact.predicate in ("type", "prefLabel", "altLabel")


def _classes(schema: Schema) -> list[str]:
    return [name for name in schema.classes if name not in NOT_ENTITIES]


def _facts_named(schema: Schema, name: str) -> tuple[str, ...]:
    known = _known(name, [*schema.properties, *NODES], "property")
    return (known,) if known in NODES else schema.specific(known)


def _known(name: str, names: Collection[str], what: str) -> str:
    bare = name.removeprefix("kg:")
    if bare in names:
        return bare
    near = suggestions(bare, names)
    raise UsageError(f"no {what} {name!r} in the ontology" + (f"; did you mean {near[0]}?" if near else ""))

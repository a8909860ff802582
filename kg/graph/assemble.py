"""From a Resolution to a graph: claims are checked, put into one form, added up to facts, and facts derived."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from operator import attrgetter

from kg.graph.check import fault
from kg.graph.collecting import uncollected
from kg.graph.facts import NAME_PREDICATES, Evidence, StatedFact, claim_order, key, summarise
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.linking import LinkTable, link_out
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.model import Article, Attribute, Claim, Entity, Fact, Issue, Position, Relation, Resolution, Sentence

WORKS_FOR = "worksFor"
# Characters kept on either side of a quote, for tools that look for it in the text.
CONTEXT = 16


@dataclass(frozen=True, slots=True)
class _Checked:
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]


def assemble(
    resolution: Resolution,
    schema: Schema,
    *,
    sentences: Mapping[str, Sequence[Sentence]] | None = None,
    namespaces: Namespaces | None = None,
    tables: Sequence[LinkTable] = (),
) -> KnowledgeGraph:
    """The graph that the claims of a resolution add up to.

    A claim whose fact is incomplete, speaks of an entity or article that is not there, or contradicts the schema's
    domains and ranges is left out and told as an Issue. Equal facts are one; a fact that all its claims negate is
    none, though its claims stay in the evidence. A general relation beside its own specific one (participatesIn,
    exhibitsAt) is not repeated. `worksFor` follows from every Position whose organization is an Organization.

    Args:
        sentences: by article id, what `kg.nlp.sentences.split_sentences` found, for the evidence's sentence texts;
            without it, the paragraph stands for the sentence.
        tables: names and IRIs to link the entities out with.
    """
    with uncollected():
        articles = {a.id: a for a in resolution.articles}
        entities, issues = _entities(resolution.entities, schema)
        checked = _check(resolution.claims, entities, articles, schema)
        spans = sentences or {}
        named = _named(entities, checked.claims)
        links, ambiguous = link_out(named, tables, schema)
        return KnowledgeGraph(
            schema=schema,
            namespaces=namespaces or Namespaces(),
            entities=named,
            facts=add_up(checked.claims, entities, articles, schema),
            evidence=tuple(_evidence(c, articles[c.article], spans.get(c.article, ())) for c in checked.claims),
            articles=resolution.articles,
            issues=(*resolution.issues, *issues, *checked.issues, *ambiguous),
            links=links,
        )


def _entities(entities: Iterable[Entity], schema: Schema) -> tuple[dict[str, Entity], list[Issue]]:
    known: dict[str, Entity] = {}
    issues = []
    for entity in sorted(entities, key=lambda e: e.id):
        if entity.type not in schema.classes:
            issues.append(Issue("class", f"{entity.id}: no class {entity.type!r} in the ontology"))
        elif not entity.id.strip() or not entity.name.strip():
            issues.append(Issue("incomplete", f"an entity of class {entity.type} has no name"))
        else:
            known[entity.id] = entity
    return known, issues


def _check(
    claims: Iterable[Claim], entities: Mapping[str, Entity], articles: Mapping[str, Article], schema: Schema
) -> _Checked:
    kept, issues = [], []
    for claim in claims:
        article = articles.get(claim.article)
        found = fault(claim.fact, entities, schema) if article else ("dangling", f"no article {claim.article!r}")
        if found is None:
            form = _one_form(claim.fact, entities, schema)
            kept.append(claim if form is claim.fact else replace(claim, fact=form))
            continue
        source = article.sources[0].path if article and article.sources else claim.article
        issues.append(Issue(found[0], f"{found[1]} ({claim.extractor})", source, f"{claim.start}-{claim.end}"))
    return _Checked(_distinct(kept), tuple(issues))


def _one_form(fact: Fact, entities: Mapping[str, Entity], schema: Schema) -> Fact:
    """Symmetric relations with the smaller id first; names as prefLabel or altLabel according to the entity."""
    if isinstance(fact, Relation) and schema.symmetric(fact.predicate) and fact.object < fact.subject:
        return Relation(fact.object, fact.predicate, fact.subject)
    if isinstance(fact, Attribute) and fact.predicate in ("prefLabel", "altLabel"):
        chosen = "prefLabel" if fact.value == entities[fact.subject].name else "altLabel"
        return fact if chosen == fact.predicate else replace(fact, predicate=chosen)
    return fact


def _distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """One claim per id and fact, the surest; the same id on several facts gets a number from the second on."""
    groups: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in sorted(claims, key=lambda c: (-c.confidence, c.extractor, c.status, c.role)):
        groups[claim.id].setdefault(key(claim.fact), claim)
    kept = []
    for name, facts in groups.items():
        for number, fact_key in enumerate(sorted(facts), start=1):
            kept.append(facts[fact_key] if number == 1 else replace(facts[fact_key], id=f"{name}-{number}"))
    return tuple(sorted(kept, key=claim_order))


def _named(entities: Mapping[str, Entity], claims: Iterable[Claim]) -> tuple[Entity, ...]:
    names = {e.id: {e.name, *e.names} for e in entities.values()}
    for claim in claims:
        if isinstance(claim.fact, Attribute) and claim.fact.predicate == "altLabel" and claim.status != "negated":
            names[claim.fact.subject].add(claim.fact.value)
    return tuple(replace(e, names=tuple(sorted(n for n in names[e.id] if n.strip()))) for e in entities.values())


def add_up(
    claims: Iterable[Claim], entities: Mapping[str, Entity], articles: Mapping[str, Article], schema: Schema
) -> tuple[StatedFact, ...]:
    """The facts that checked claims carry, derived ones among them, sorted by key; names and classes left out."""
    said: dict[Fact, list[Claim]] = defaultdict(list)
    for claim in claims:
        if not (isinstance(claim.fact, Attribute) and claim.fact.predicate in NAME_PREDICATES):
            said[claim.fact].append(claim)
    derived = _derive(said, entities, schema)
    direct = set(said)
    for fact, found in derived.items():
        said[fact] = [*said.get(fact, ()), *found]
    stated = (summarise(f, found, articles, derived=f not in direct) for f, found in said.items())
    return _most_specific((s for s in stated if s), schema)


def _derive(
    said: Mapping[Fact, Sequence[Claim]], entities: Mapping[str, Entity], schema: Schema
) -> dict[Fact, list[Claim]]:
    """worksFor from positions, with the positions' claims."""
    derived: dict[Fact, list[Claim]] = defaultdict(list)
    for fact, claims in said.items():
        relation = works_for(fact, entities, schema)
        if relation:
            derived[relation] += claims
    return derived


def works_for(fact: Fact, entities: Mapping[str, Entity], schema: Schema) -> Relation | None:
    """The worksFor relation that a Position implies, if its organization is in that property's range."""
    if not isinstance(fact, Position) or not fact.organization or WORKS_FOR not in schema.properties:
        return None
    if not schema.is_a(entities[fact.organization].type, schema.properties[WORKS_FOR].range):
        return None
    return Relation(fact.holder, WORKS_FOR, fact.organization)


def _most_specific(facts: Iterable[StatedFact], schema: Schema) -> tuple[StatedFact, ...]:
    kept = {f.key: f for f in facts}
    for stated in tuple(kept.values()):
        fact = stated.fact
        if isinstance(fact, Relation):
            for general in schema.general(fact.predicate):
                kept.pop(key(replace(fact, predicate=general)), None)
    return tuple(kept[k] for k in sorted(kept))


def _evidence(claim: Claim, article: Article, spans: Sequence[Sentence]) -> Evidence:
    start, end = _around(claim, article, spans)
    text = article.text
    prefix, suffix = text[max(0, claim.start - CONTEXT) : claim.start], text[claim.end : claim.end + CONTEXT]
    return Evidence(claim, article, text[start:end].strip(), text[claim.start : claim.end], prefix, suffix)


def _around(claim: Claim, article: Article, spans: Sequence[Sentence]) -> tuple[int, int]:
    """Where the sentence that holds the claim begins, and where the last one it runs into ends."""
    whole: list[tuple[int, int]]
    first = bisect_left(spans, claim.sentence, key=attrgetter("index"))
    if first < len(spans):
        reached = takewhile(lambda s: s.start < claim.end, (spans[at] for at in range(first + 1, len(spans))))
        whole = [(s.start, s.end) for s in (spans[first], *reached)]
    else:
        whole = [(b.start, b.end) for b in article.blocks if b.start <= claim.start < b.end]
    start = min([claim.start, *(start for start, _ in whole[:1])])
    return start, max([claim.end, *(end for _, end in whole)])

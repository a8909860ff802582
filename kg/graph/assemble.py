"""From a Resolution to a graph: claims are checked, put into one form, added up to facts, and facts derived."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from operator import attrgetter

from kg.graph.check import fault
from kg.graph.collecting import uncollected
from kg.graph.facts import NAME_PREDICATES, STATUS_ORDER, Evidence, StatedFact, claim_order, key
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.known import Named
from kg.graph.linking import LinkTable, link_out
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.model import Article, Attribute, Claim, Entity, Fact, Issue, Position, Relation, Resolution, Sentence, Status

WORKS_FOR = "worksFor"
# Characters kept on either side of a quote, for tools that look for it in the text.
CONTEXT = 16


@dataclass(frozen=True, slots=True)
class Checked:
    """The claims that can stand in the graph, in `claim_order`, and an issue for each that cannot."""

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
        entities, issues = check_entities(resolution.entities, schema)
        checked = check_claims(resolution.claims, entities, articles, schema)
        spans = sentences or {}
        named = _named(entities, checked.claims)
        links, ambiguous = link_out(named, tables, schema)
        return KnowledgeGraph(
            schema=schema,
            namespaces=namespaces or Namespaces(),
            entities=named,
            facts=add_up(checked.claims, entities, articles, schema),
            evidence=tuple(evidence_of(c, articles[c.article], spans.get(c.article, ())) for c in checked.claims),
            articles=resolution.articles,
            issues=(*resolution.issues, *issues, *checked.issues, *ambiguous),
            links=links,
        )


def check_entities(entities: Iterable[Entity], schema: Schema) -> tuple[dict[str, Entity], list[Issue]]:
    """The entities that can stand in the graph, by id, and an issue for each that cannot."""
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


def check_claims(
    claims: Iterable[Claim], entities: Mapping[str, Entity], articles: Mapping[str, Article], schema: Schema
) -> Checked:
    """Which claims can stand, each in one form. An article's claims can be checked without those of others."""
    kept, issues = [], []
    for claim in claims:
        article = articles.get(claim.article)
        found = fault(claim.fact, entities, schema) if article else ("dangling", f"no article {claim.article!r}")
        if found is None:
            fact = _one_form(claim.fact, entities, schema)
            kept.append(claim if fact is claim.fact else replace(claim, fact=fact))
            continue
        source = article.sources[0].path if article and article.sources else claim.article
        issues.append(Issue(found[0], f"{found[1]} ({claim.extractor})", source, f"{claim.start}-{claim.end}"))
    return Checked(_distinct(kept), tuple(issues))


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
    others: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if name := said_name(claim):
            others[claim.fact.subject].add(name)  # type: ignore[union-attr]
    return tuple(with_names(e, others.get(e.id, ())) for e in entities.values())


def said_name(claim: Claim) -> str:
    """The name that a checked claim gives to its subject beside the canonical one; empty where it gives none."""
    fact = claim.fact
    named = isinstance(fact, Attribute) and fact.predicate == "altLabel" and claim.status != "negated"
    return fact.value if named and isinstance(fact, Attribute) else ""


def with_names(entity: Entity, others: Iterable[str]) -> Entity:
    """The entity with all its names, sorted: its own, and what claims call it."""
    names = sorted({n for n in (entity.name, *entity.names, *others) if n.strip()})
    return replace(entity, names=tuple(names))


def add_up(
    claims: Iterable[Claim], entities: Mapping[str, Entity], articles: Mapping[str, Article], schema: Schema
) -> tuple[StatedFact, ...]:
    """The facts that checked claims carry, derived ones among them, sorted by key; names and classes left out."""
    sums = Sums(schema, entities)
    for c in sorted(claims, key=claim_order):
        sums.add(c.fact, c.id, c.article, articles[c.article].date, c.confidence, c.status)
    return sums.stated()


class Sums:
    """Adds claims up to facts as they come, in `claim_order`: the articles need not be there all at once.

    `entities` must know the organizations of the claims' positions. Without `ids` the facts come without the claims'
    ids, and the memory this takes depends on the number of facts alone.
    """

    def __init__(self, schema: Schema, entities: Mapping[str, Named], *, ids: bool = True) -> None:
        self._schema = schema
        self._entities = entities
        self._ids = ids
        self._sums: dict[Fact, _Sum] = {}

    def add(self, fact: Fact, claim: str, article: str, day: date | None, confidence: float, status: Status) -> None:
        """Add what one checked claim of an article (of this `day`) says."""
        if isinstance(fact, Attribute) and fact.predicate in NAME_PREDICATES:
            return
        said = self._sums.get(fact)
        if said is None:
            said = self._sums[fact] = _Sum()
        if not said.direct:
            said.direct = True
            implied = works_for(fact, self._entities, self._schema)
            said.implied = None if implied is None else self._sums.setdefault(implied, _Sum())
        name = claim if self._ids else ""
        said.add(name, article, day, confidence, status)
        if said.implied is not None:
            said.implied.add(name, article, day, confidence, status)

    def stated(self) -> tuple[StatedFact, ...]:
        """The facts, sorted by key."""
        found = (total.stated(fact) for fact, total in self._sums.items() if total.support)
        return _most_specific(found, self._schema)

    def denied(self) -> Iterator[Fact]:
        """The facts that every claim negates."""
        return (fact for fact, total in self._sums.items() if not total.support)


@dataclass(slots=True)
class _Sum:
    """What the claims of one fact add up to so far; `implied` is the sum of the fact that follows from this one."""

    direct: bool = False
    implied: _Sum | None = None
    claims: dict[str, None] = field(default_factory=dict)
    support: int = 0
    article: str | None = None
    first: date | None = None
    last: date | None = None
    confidence: float = 0.0
    status: int = len(STATUS_ORDER)

    def add(self, claim: str, article: str, day: date | None, confidence: float, status: Status) -> None:
        if claim:
            self.claims[claim] = None
        if status == "negated":
            return
        self.status = min(self.status, STATUS_ORDER.index(status))
        self.confidence = max(self.confidence, confidence)
        if article == self.article:
            return
        self.article, self.support = article, self.support + 1
        if day is not None:
            self.first = day if self.first is None else min(self.first, day)
            self.last = day if self.last is None else max(self.last, day)

    def stated(self, fact: Fact) -> StatedFact:
        return StatedFact(
            key=key(fact),
            fact=fact,
            claims=tuple(self.claims),
            support=self.support,
            first=self.first,
            last=self.last,
            confidence=self.confidence,
            status=STATUS_ORDER[self.status],
            derived=not self.direct,
        )


def works_for(fact: Fact, entities: Mapping[str, Named], schema: Schema) -> Relation | None:
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


def evidence_of(claim: Claim, article: Article, spans: Sequence[Sentence]) -> Evidence:
    """The claim with the words it stands on; `spans` are its article's sentences, or none (see `assemble`)."""
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

"""Local entities with all that matching needs, in an order that depends on their content alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kg.errors import UsageError
from kg.model import Article, Attribute, Claim, Decision, Document, LocalEntity, Mention, Position, Relation, compact
from kg.resolve.names import abbreviates, area_stem, is_unit_of, name_key

# Classes that are a group of their own; every other class is a kind of organization.
ORGANIZATION = "Organization"
_OWN_GROUP = frozenset({"AdministrativeArea", "Venue", "Event", "EventSeries", "Person", "Work", "Product"})
# A thing is not a part of itself: what an article relates so is two things.
_PART_OF = frozenset({"subOrganizationOf", "partOf", "subEventOf", "locatedIn", "memberOf"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an article first mentions an entity."""

    sentence: int
    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Node:
    """One article's entity. `series`, `parent` and the organizations of `posts` are keys of nodes, or empty.

    `full` and `short` are name keys: a full name identifies, a short form only where it is not ambiguous. `known` is
    the key of the lexicon's name, one of the full ones. `year` is what the text gives (or the year of the stated start
    date), `published` the year of the article. `areas` are the names of the administrative areas an event is held at.
    """

    key: str
    article: str
    local: str
    group: str
    type: str
    name: str
    names: tuple[str, ...]
    full: tuple[str, ...]
    short: tuple[str, ...]
    known: str
    series: str
    parent: str
    year: int | None
    ordinal: int | None
    published: int | None
    published_on: str
    posts: tuple[tuple[str, str], ...]
    anchor: Anchor | None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """All nodes of a build in content order, and what is settled about pairs before their names are compared.

    `apart` holds the pairs that their article itself keeps apart, and what a person decided.
    """

    nodes: tuple[Node, ...]
    apart: tuple[Decision, ...]


def group_of(type_: str) -> str:
    """The group a class is compared within: all kinds of organization are one group."""
    return type_ if type_ in _OWN_GROUP else ORGANIZATION


def node_key(article: str, local: str) -> str:
    """How a decision names a local entity."""
    return f"{article}:{local}"


def article_order(article: Article) -> tuple[str, str]:
    """Sort key of articles: by date (undated last), then id."""
    return (article.date or date.max).isoformat(), article.id


def sort_documents(documents: Iterable[Document]) -> list[Document]:
    """Documents by date and article id. Raises UsageError where an article comes twice."""
    ordered = sorted(documents, key=lambda d: article_order(d.article))
    for left, right in pairwise(ordered):
        if left.article.id == right.article.id:
            raise UsageError(f"article {left.article.id} was given twice: read it once, with both sources")
    return ordered


def build_scene(documents: Sequence[Document]) -> Scene:
    """Nodes and known differences of documents that are already sorted."""
    nodes: list[Node] = []
    apart: list[Decision] = []
    for document in documents:
        own = nodes_of(document)
        nodes.extend(own)
        apart.extend(known_apart(document, {n.local: n for n in own}))
    return Scene(tuple(nodes), tuple(apart))


def nodes_of(document: Document) -> list[Node]:
    """A document's entities as nodes, in the order of its text."""
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for mention in document.mentions:
        if mention.entity:
            mentions[mention.entity].append(mention)
    posts, years, first = _facts(document.claims)
    areas = _areas(document)
    starts = [s.start for s in document.sentences]
    known = {e.id for e in document.entities}
    shared = _shared_names(document.entities)
    rows = []
    for entity in document.entities:
        own = sorted(mentions[entity.id], key=lambda m: (m.start, m.end))
        node = _node(document, entity, own, known, shared, posts.get(entity.id, ()), years.get(entity.id), starts)
        if entity.id in areas:
            node = replace(node, areas=areas[entity.id])
        at = own[0].start if own else len(document.article.text) + 1
        rows.append(((at, first.get(entity.id, at), node.group, node.name, node.names, entity.id), node))
    return [node for _, node in sorted(rows, key=lambda row: row[0])]


def _areas(document: Document) -> dict[str, tuple[str, ...]]:
    """By local id of an event, the names of the areas it is said to be held at."""
    areas = {e.id: e.name for e in document.entities if e.type == "AdministrativeArea"}
    held: dict[str, set[str]] = defaultdict(set)
    for claim in document.claims:
        fact = claim.fact
        if not isinstance(fact, Relation) or fact.predicate != "heldAt" or claim.status == "negated":
            continue
        if fact.object in areas:
            held[fact.subject].add(areas[fact.object])
    return {event: tuple(sorted(names)) for event, names in held.items()}


def _facts(
    claims: Iterable[Claim],
) -> tuple[dict[str, tuple[tuple[str, str], ...]], dict[str, int], dict[str, int]]:
    """By local id: posts (organization, title), year of the earliest start date, offset of the first claim."""
    posts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    years: dict[str, int] = {}
    first: dict[str, int] = {}
    for claim in claims:
        fact = claim.fact
        if isinstance(fact, Position) and claim.status != "negated":
            posts[fact.holder].add((fact.organization, fact.title))
        elif isinstance(fact, Relation) and fact.predicate == "worksFor" and claim.status != "negated":
            posts[fact.subject].add((fact.object, ""))
        elif isinstance(fact, Attribute) and fact.predicate == "startDate" and fact.value[:4].isdigit():
            year = int(fact.value[:4])
            years[fact.subject] = min(year, years.get(fact.subject, year))
        if isinstance(fact, Attribute):
            first[fact.subject] = min(claim.start, first.get(fact.subject, claim.start))
    return {k: tuple(sorted(v)) for k, v in posts.items()}, years, first


def _shared_names(entities: Iterable[LocalEntity]) -> frozenset[tuple[str, str]]:
    """(group, key) of names that one article gives to two of its entities: they tell neither."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for entity in entities:
        group = group_of(entity.type)
        for key in {name_key(name, group) for name in (entity.name, *entity.names)}:
            counts[group, key] += 1
    return frozenset(pair for pair, count in counts.items() if count > 1)


def _node(
    document: Document,
    entity: LocalEntity,
    mentions: Sequence[Mention],
    known: set[str],
    shared: frozenset[tuple[str, str]],
    posts: tuple[tuple[str, str], ...],
    start_year: int | None,
    sentence_starts: Sequence[int],
) -> Node:
    article = document.article
    group = group_of(entity.type)
    full, short = _keys(entity, group, mentions, shared)
    return Node(
        key=node_key(article.id, entity.id),
        article=article.id,
        local=entity.id,
        group=group,
        type=entity.type,
        name=entity.name or next(iter(entity.names), entity.id),
        names=tuple(sorted({n for n in (entity.name, *entity.names) if n})),
        full=full,
        short=short,
        known=name_key(entity.known, group),
        series=node_key(article.id, entity.series) if entity.series in known else "",
        parent=node_key(article.id, entity.parent) if entity.parent in known and entity.parent != entity.id else "",
        year=entity.year if entity.year is not None else start_year,
        ordinal=entity.ordinal,
        published=article.date.year if article.date else None,
        published_on=article.date.isoformat() if article.date else "",
        posts=tuple((node_key(article.id, org) if org in known else "", title) for org, title in posts),
        anchor=_anchor(mentions, sentence_starts),
    )


def _anchor(mentions: Sequence[Mention], sentence_starts: Sequence[int]) -> Anchor | None:
    if not mentions:
        return None
    best = min(mentions, key=lambda m: (m.form not in ("name", "short"), m.start, m.end))
    sentence = max(0, bisect_right(sentence_starts, best.start) - 1)
    return Anchor(sentence, best.start, best.end, best.text, best.confidence)


def _keys(
    entity: LocalEntity, group: str, mentions: Sequence[Mention], shared: frozenset[tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Full names (the entity's own name, and names met as full names that do not abbreviate it) and short forms."""
    main = name_key(entity.name or next(iter(entity.names), ""), group)
    spelled = {name_key(m.text, group) for m in mentions if m.form == "name"}
    every = {name_key(name, group) for name in entity.names} | {main}
    full = {main, name_key(entity.known, group)} | {
        k for k in spelled & every if not abbreviates(k, main) and (group, k) not in shared
    }
    short = {k for k in every - full if (group, k) not in shared}
    if group == ORGANIZATION:
        short = {k for k in short if not is_unit_of(main, k)}
    if group == "AdministrativeArea":
        short |= {area_stem(k) for k in every} - full
    return tuple(sorted(full - {""})), tuple(sorted(short - {""}))


def known_apart(document: Document, nodes: Mapping[str, Node]) -> list[Decision]:
    """The pairs of `nodes` (by local id, in order) that the document itself tells apart."""
    pairs: dict[tuple[str, str], str] = {}
    for claim in document.claims:
        fact = claim.fact
        if isinstance(fact, Relation) and fact.predicate in _PART_OF and claim.status != "negated":
            pairs.setdefault((fact.subject, fact.object), fact.predicate)
    for entity in document.entities:
        if entity.parent:
            pairs.setdefault((entity.id, entity.parent), "parent")
    found = []
    order = {local: i for i, local in enumerate(nodes)}
    for (a, b), why in pairs.items():
        if a != b and a in nodes and b in nodes and nodes[a].group == nodes[b].group:
            left, right = sorted((a, b), key=order.__getitem__)
            found.append(Decision(nodes[left].key, nodes[right].key, "different", 0.0, (f"one is {why} the other",)))
    return sorted(
        set(found), key=lambda d: (order[d.left.split(":", 1)[1]], order[d.right.split(":", 1)[1]], d.reasons)
    )


compact(Anchor, Node)

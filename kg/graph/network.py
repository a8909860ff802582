"""The networkx form of a graph, and its node-link JSON.

Node keys: an entity's id; `fact:position-…` and the like for facts with a node of their own; `doc:…` for articles.
Every edge has a key of its own, so that no two edges of the graph share one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import networkx as nx

from kg.graph.facts import Evidence, NodeFact, StatedFact, figure, key, kind, links, plain
from kg.graph.namespaces import well_formed
from kg.identity import digest
from kg.model import Article, Attribute, Entity, Position, Quotation, Relation

FACT = "fact:"
DOC = "doc:"


def to_networkx(
    entities: Iterable[Entity], facts: Iterable[StatedFact], evidence: Iterable[Evidence], articles: Iterable[Article]
) -> Any:
    """A MultiDiGraph of entities, fact nodes and articles.

    Entity nodes carry kind, type, label, names, `claims` (ids of the claims about names, class, dates, theme) and one
    list for each date or theme, and for the IRIs they are linked out to (`exactMatch`, `sameAs`). Fact nodes carry
    their fields, a label and what `meta` gives. An edge carries `predicate` and what `meta` gives; the edges of a fact
    node lead from it (holder, organization, about, speaker).
    """
    graph = nx.MultiDiGraph()
    labels: dict[str, str] = {}
    words: dict[str, list[str]] = defaultdict(list)
    for item in evidence:
        if isinstance(item.claim.fact, Attribute):
            words[item.claim.fact.subject].append(item.claim.id)
    for entity in entities:
        labels[entity.id] = entity.name
        graph.add_node(
            entity.id, kind="entity", type=entity.type, label=entity.name, names=list(entity.names),
            claims=words.get(entity.id, []),
        )  # fmt: skip
    for article in articles:
        graph.add_node(DOC + article.id, kind="article", label=article.title or article.id, **_article(article))
    for stated in facts:
        _add(graph, stated, labels)
    return graph


def _article(article: Article) -> dict[str, Any]:
    return {
        "article": article.id,
        "title": article.title,
        "date": article.date,
        "outlet": article.outlet,
        "url": article.url,
        "categories": list(article.categories),
        "sources": [s.path for s in article.sources],
    }


def meta(stated: StatedFact) -> dict[str, Any]:
    """What every fact carries: claims, support, first, last, confidence, status, derived."""
    return {
        "claims": list(stated.claims),
        "support": stated.support,
        "first": stated.first,
        "last": stated.last,
        "confidence": stated.confidence,
        "status": stated.status,
        "derived": stated.derived,
    }


def _add(graph: Any, stated: StatedFact, labels: Mapping[str, str]) -> None:
    fact = stated.fact
    if isinstance(fact, Attribute):
        graph.nodes[fact.subject].setdefault(fact.predicate, []).append(fact.value)
    elif isinstance(fact, Relation):
        graph.add_edge(fact.subject, fact.object, key=stated.key, predicate=fact.predicate, **meta(stated))
    else:
        node = FACT + stated.key
        graph.add_node(
            node, kind=kind(fact).lower(), label=node_label(fact, labels), **fields(fact), **meta(stated)
        )  # fmt: skip
        for predicate, other in links(fact):
            edge = f"{predicate}-{digest(predicate, key(fact), other)}"
            graph.add_edge(node, other, key=edge, predicate=predicate, **meta(stated))


def fields(fact: NodeFact) -> dict[str, str | Decimal]:
    """The literal properties of a fact node by name, empty ones left out."""
    values: dict[str, str | Decimal]
    if isinstance(fact, Position):
        values = {"title": fact.title}
    elif isinstance(fact, Quotation):
        values = {"text": fact.text, "mode": fact.mode}
    else:
        values = {
            "measure": fact.measure, "value": fact.value, "unit": fact.unit, "comparator": fact.comparator,
            "change": fact.change, "period": fact.period,
        }  # fmt: skip
    return {name: value for name, value in values.items() if value != "" or name in ("measure", "unit")}


def node_label(fact: NodeFact, labels: Mapping[str, str]) -> str:
    """A fact node in one line: `某人：某局局长`, `某展会：参展企业 约300家`, `某人：“开头二十四字…”`."""
    if isinstance(fact, Position):
        return f"{labels[fact.holder]}：{labels.get(fact.organization, '')}{fact.title}"
    if isinstance(fact, Quotation):
        return f"{labels[fact.speaker]}：“{fact.text[:24]}{'…' if len(fact.text) > 24 else ''}”"
    return f"{labels[fact.about]}：{fact.measure} {figure(fact)}{fact.unit}"


def to_node_link(graph: Any, *, base: str = "") -> dict[str, Any]:
    """Node-link data that `json.dumps` takes and `networkx.node_link_graph(data, edges="edges")` reads back.

    Dates become ISO texts, decimals plain texts, tuples lists; lone surrogates become U+FFFD. Nodes are sorted by key,
    edges by their ends and key, so equal graphs give equal data. `base` is the base IRI of the graph's ids.
    """
    nodes = [{"id": _safe(name), **_safe(data)} for name, data in sorted(graph.nodes(data=True), key=_first)]
    edges = [
        {"source": _safe(u), "target": _safe(v), "key": k, **_safe(data)}
        for u, v, k, data in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3])
    ]
    return {
        "directed": True,
        "multigraph": True,
        "graph": {"base": base} if base else {},
        "nodes": nodes,
        "edges": edges,
    }


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {k: _safe(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(v) for v in value]
    return value

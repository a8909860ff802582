"""What the page knows: entities with their places, facts, claims, sentences, articles and conflicts, as plain tables.

Rows refer to each other by index, each sentence and each article stands once, and offsets into a sentence count UTF-16
units, as JavaScript does. `assets/model.js` reads exactly these columns.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.export.attributes import text
from kg.export.view.layout import positions
from kg.export.view.names import spellings, telling_apart, traditional
from kg.export.view.years import event_years, stated_years
from kg.graph.conflicts import Conflict
from kg.graph.disputes.amounts import shown
from kg.graph.facts import Evidence, links
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.palette import colour
from kg.graph.views import EntityView, FactView
from kg.model import Attribute, Observation, Position, Quotation, Relation

# Diameters of points in the picture's units: of one without lines, and of the largest.
SMALLEST, LARGEST = 11.0, 46.0
_KINDS = (Attribute, Relation, Position, Observation, Quotation)
_CHANGES = {"none": "", "increase": "增", "decrease": "减"}
_WEB = re.compile(r"https?://", re.IGNORECASE)
Rows = list[list[Any]]


def tables(graph: KnowledgeGraph) -> dict[str, Any]:
    """All tables of a graph, by name: classes, properties, nodes, facts, claims and so on.

    Raises:
        UsageError: igraph is not installed.
    """
    entities, facts = graph.entities(), graph.facts()
    index = {e.id: i for i, e in enumerate(entities)}
    proof = Proof(graph)
    rows = list(_facts(graph, facts, index, proof))
    number = {f.stated.key: i for i, f in enumerate(facts)}
    return {
        "classes": _classes(graph, entities),
        "properties": _properties(graph, facts),
        "nodes": _nodes(graph, entities, facts, index),
        "traditional": traditional(n for e in entities for n in e.names),
        "facts": rows,
        "claims": proof.rows,
        "sentences": list(proof.sentences),
        "articles": [_article(graph, i) for i in range(len(graph.articles))],
        "conflicts": [_conflict(c, index, number) for c in graph.conflicts()],
    }


def _classes(graph: KnowledgeGraph, entities: Iterable[EntityView]) -> Rows:
    """Name, label in Chinese and English, colour on light and on dark ground; the most frequent class first."""
    counts = Counter(e.type for e in entities)
    return [
        [name, *_labels(graph, name), colour(graph.schema, name), colour(graph.schema, name, dark=True)]
        for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _properties(graph: KnowledgeGraph, facts: Iterable[FactView]) -> Rows:
    """Name, labels (zh, en), labels seen from the other end (zh, en), kind (0 words to 4 quotation), symmetric."""
    kinds = {f.predicate: _rank(f) for f in facts}
    rows: Rows = []
    for name, rank in sorted(kinds.items(), key=lambda item: (item[1], item[0])):
        turned = graph.schema.properties.get("organization" if name == "Position" else name)
        inverse = turned.inverse if turned else {}
        labels = _labels(graph, name)
        other = [text(inverse.get(lang, "")) for lang in ("zh", "en")]
        rows.append([name, *labels, *(o or lab for o, lab in zip(other, labels, strict=True)), rank,
                     int(graph.schema.symmetric(name))])  # fmt: skip
    return rows


def _rank(fact: FactView) -> int:
    return next(i for i, kind in enumerate(_KINDS) if isinstance(fact.fact, kind))


def _labels(graph: KnowledgeGraph, name: str) -> list[str]:
    known = graph.schema.properties.get(name) or graph.schema.classes.get(name)
    return [text((known.labels.get(lang) if known else None) or name) for lang in ("zh", "en")]


def _nodes(
    graph: KnowledgeGraph, entities: list[EntityView], facts: Iterable[FactView], index: Mapping[str, int]
) -> Rows:
    """Id, name, class, x, y, diameter, other names, initials, pinyin, what tells it from namesakes."""
    lines = [(index[a], index[b]) for f in facts if len(ends := [e for _, e in links(f.fact)]) == 2 for a, b in [ends]]
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in lines:
        near[a].add(b)
        near[b].add(a)
    sizes = [diameter(len(near[i] - {i})) for i in range(len(entities))]
    classes = {row[0]: i for i, row in enumerate(_classes(graph, entities))}
    return [
        [text(e.id), text(e.name), classes[e.type], round(x), round(y), size, [text(n) for n in e.names[1:]],
         *spellings(e), apart]
        for e, size, (x, y), apart in zip(
            entities, sizes, positions(sizes, lines), telling_apart(graph, entities), strict=True)
    ]  # fmt: skip


def diameter(neighbours: int) -> float:
    """How large a point with so many neighbours is drawn."""
    return round(min(LARGEST, SMALLEST + 5.5 * math.sqrt(neighbours)), 1)


def _facts(graph: KnowledgeGraph, facts: list[FactView], index: Mapping[str, int], proof: Proof) -> Iterator[list[Any]]:
    """Property, subject, object or -1, words, status, years stated and of the event, derived, articles, claims."""
    names = [row[0] for row in _properties(graph, facts)]
    at = {name: i for i, name in enumerate(names)}
    years = event_years(graph)
    for fact in facts:
        ends = [index[e] for _, e in links(fact.fact)]
        yield [
            at[fact.predicate], ends[0], ends[1] if len(ends) == 2 else -1, text(_words(fact)), fact.status,
            stated_years(fact.stated), years(fact.fact), int(fact.derived), fact.support,
            [proof.row(e) for e in fact.evidence()],
        ]  # fmt: skip


def _words(fact: FactView) -> str:
    data = fact.fact
    if isinstance(data, Observation):
        period = f"（{data.period}）" if data.period else ""
        return f"{data.measure} {_CHANGES[data.change]}{shown(data)}{period}"
    if isinstance(data, Position):
        return data.title
    if isinstance(data, Quotation):
        return data.text
    return data.value if isinstance(data, Attribute) else ""


class Proof:
    """Claims as they are met, each once: sentence, article, start and length of the quote, status, role, per cent."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.rows: Rows = []
        self.sentences: dict[str, int] = {}
        self._articles = {a.id: i for i, a in enumerate(graph.articles)}
        self._claims: dict[str, int] = {}

    def row(self, item: Evidence) -> int:
        known = self._claims.get(item.claim.id)
        if known is not None:
            return known
        sentence = text(item.sentence)
        number = self.sentences.setdefault(sentence, len(self.sentences))
        start, end = quoted(sentence, text(item.quote), text(item.prefix))
        self.rows.append([
            number, self._articles[item.article.id], _units(sentence[:start]), _units(sentence[start:end]),
            item.status, text(item.claim.role), round(item.confidence * 100),
        ])  # fmt: skip
        self._claims[item.claim.id] = len(self.rows) - 1
        return len(self.rows) - 1


def quoted(sentence: str, quote: str, prefix: str = "") -> tuple[int, int]:
    """Where the quote stands in the sentence, in characters; its beginning where it runs on; (0, 0) if nowhere.

    `prefix` are the characters before it, which tell two equal stretches apart.
    """
    for size in range(min(len(prefix), len(sentence)), -1, -1):
        before = prefix[len(prefix) - size :]
        at = sentence.find(before + quote) if quote else -1
        if at >= 0:
            return at + size, at + size + len(quote)
    for size in range(min(len(quote), len(sentence)), 0, -1):
        if sentence.endswith(quote[:size]):
            return len(sentence) - size, len(sentence)
    return 0, 0


def _units(part: str) -> int:
    return len(part.encode("utf-16-le")) // 2


def _article(graph: KnowledgeGraph, number: int) -> list[str]:
    """Title, outlet, ISO date, address (http and https alone)."""
    article = graph.articles[number]
    url = article.url if _WEB.match(article.url) else ""
    source = article.sources[0].path if article.sources else article.id
    day = article.date.isoformat() if article.date else ""
    return [text(article.title or source), text(article.outlet), day, text(url)]


def _conflict(conflict: Conflict, index: Mapping[str, int], number: Mapping[str, int]) -> list[Any]:
    """Entity, kind, what on, detail, answers (words and fact)."""
    sides = [[text(a.value), number[a.fact]] for a in conflict.alternatives]
    return [index[conflict.about], conflict.kind, text(conflict.on), text(conflict.detail), sides]

"""The written corpus as articles with entities and the pairs of slots that are related, to fit the relation reader.

Each item is read twice: with its marked names, joined by the package's own coreference, and with the names that the
package itself finds. Part 0 of 3 of the shared corpus (by the hash of the id) is never learned from: figures are taken
there.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.articles import articles
from kg.extract.names.tagged import organization_class
from kg.identity import article_id, squeeze
from kg.model import Article, Block, DateSpan, Document, Mention, Quantity
from kg.nlp.classes import family
from kg.nlp.editions import is_short_series
from kg.nlp.relation_features import (
    DATED,
    MUTUAL,
    OBSERVATION,
    POSITION,
    Pairs,
    Row,
    heard,
    heard_columns,
    pairs_of,
    row_of,
)  # fmt: skip
from kg.pipeline import ARTICLE_STAGES, Resources, load_resources
from training.data import corpus_files, read_corpus

BETWEEN_NAMES = (
    "heldAt", "organizer", "participatesIn", "exhibitsAt", "speaksAt", "memberOf", "subOrganizationOf", "headquarters",
    "partOf", "cooperatesWith", "hasInvestor", "predecessor", "operates", "publishes", "exhibits", "subEventOf",
    "locatedIn", POSITION,
)  # fmt: skip
RELATIONS = (*BETWEEN_NAMES, *DATED, OBSERVATION)
HELD_OUT = (0, 3)
"""The part that is never learned from, and of how many."""

_CLASSES = {
    "PER": "Person", "GPE": "AdministrativeArea", "VENUE": "Venue", "WORK": "Work", "PRODUCT": "Product",
    "TITLE": "Title",
}  # fmt: skip
_LATER = ("weighing", "quotations")
_UNTAUGHT = ("d-", "k-", "l-")
"""Items whose ids begin so are prose whose facts are not all marked."""

GENERATED, GENERATED_MEDIAN = 800, 400
"""How many generated articles teach by what other nets say of them, and about how many characters each has."""


@dataclass(frozen=True, slots=True)
class Case:
    """An item read once. `group` numbers, for each pair, the two entities (or the entity and the date or figure) it
    joins; `labels` (groups, RELATIONS) says which relations the item states of them, `said` (pairs,
    RELATIONS) how sure the rules are of each; `stated` counts its facts by
    relation, found or not."""

    id: str
    marked: bool
    row: Row
    pairs: Pairs
    group: npt.NDArray[np.int64]
    keys: tuple[tuple[str, object], ...]
    labels: npt.NDArray[np.bool_]
    said: npt.NDArray[np.float32]
    stated: Mapping[str, int]


def held_out(item: str) -> bool:
    """Whether an item belongs to the part that is never learned from; those of `training/corpus` (a-0001) never do."""
    part, parts = HELD_OUT
    if len(item.split("-")[0]) == 1:
        return False
    return int(hashlib.sha256(item.encode()).hexdigest(), 16) % parts == part


def documents(*, jobs: int = 2) -> list[tuple[str, bool, Document, list[list[str]]]]:
    """(id, whether its marked names were used, document, facts) of every item, read both ways."""
    items = [item for item in read_corpus(corpus_files()) if not item["id"].startswith(_UNTAUGHT)]
    work = [(item, marked) for item in items for marked in (True, False)]
    with get_context("fork").Pool(jobs) as pool:
        return pool.map(_document, work, chunksize=32)


def unmarked(*, jobs: int = 2) -> list[tuple[str, Document]]:
    """(id, document) of texts whose facts nobody has marked: running prose of the corpus, and generated articles."""
    items = [item for item in read_corpus(corpus_files()) if item["id"].startswith(_UNTAUGHT)]
    work = [(item["id"], _article(item)) for item in items]
    for written in articles(GENERATED, median=GENERATED_MEDIAN):
        item = {"text": written.text, "date": written.date.isoformat(), "outlet": written.outlet}
        work.append((f"generated-{written.number}", _article(item)))
    with get_context("fork").Pool(jobs) as pool:
        return pool.map(_read, work, chunksize=16)


def _read(work: tuple[str, Article]) -> tuple[str, Document]:
    global _resources
    _resources = _resources or load_resources(weigh=False)
    name, article = work
    document = Document(article)
    for stage in ARTICLE_STAGES:
        if stage.name not in _LATER:
            document = stage.run(document, _resources)
    return name, document


_resources: Resources | None = None


def _document(work: tuple[dict[str, Any], bool]) -> tuple[str, bool, Document, list[list[str]]]:
    global _resources
    _resources = _resources or load_resources(weigh=False)
    item, marked = work
    document = ARTICLE_STAGES[0].run(Document(_article(item)), _resources)
    for stage in ARTICLE_STAGES[1:]:
        if stage.name == "mentions" and marked:
            document = replace(document, mentions=tuple(_marked(item, _resources)))
        elif stage.name not in _LATER:
            document = stage.run(document, _resources)
    return item["id"], marked, document, item["facts"]


def _article(item: Mapping[str, Any]) -> Article:
    text = item["text"]
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    published = date.fromisoformat(item["date"])
    return Article(article_id(text), text, tuple(blocks), date=published, outlet=item["outlet"])


def _marked(item: Mapping[str, Any], resources: Resources) -> Iterable[Mention]:
    for start, end, label in item["spans"]:
        name = item["text"][start:end]
        if label == "ORG":
            kind = organization_class(name, resources.lexicon)
        elif label == "EVENT":
            entry = resources.lexicon.get(name)
            series = is_short_series(name) or (entry is not None and entry.type == "EventSeries")
            kind = "EventSeries" if series else "Event"
        elif label in _CLASSES:
            kind = _CLASSES[label]
        else:
            continue
        yield Mention(start, end, name, kind, "marked", 1.0)


@dataclass(frozen=True, slots=True)
class _Stated:
    """The facts of an item by the local ids of its document."""

    names: frozenset[tuple[str, str, str]]
    dates: frozenset[tuple[str, str, str]]
    figures: frozenset[tuple[str, float]]


def _stated(document: Document, facts: Iterable[list[str]]) -> _Stated:
    ids: dict[str, set[str]] = defaultdict(set)
    for entity in document.entities:
        for name in (entity.name, *entity.names):
            ids[squeeze(name)].add(entity.id)
    names: set[tuple[str, str, str]] = set()
    dates: set[tuple[str, str, str]] = set()
    figures: set[tuple[str, float]] = set()
    for kind, *rest in facts:
        for one in ids[squeeze(rest[0])]:
            if kind in DATED:
                dates.add((one, kind, rest[1]))
            elif kind == OBSERVATION:
                figures.add((one, float(rest[2])))
            elif kind in BETWEEN_NAMES:
                others = ids[squeeze(rest[1])] - {one}
                names.update((one, kind, other) for other in others)
                if kind in MUTUAL:
                    names.update((other, kind, one) for other in others)
    return _Stated(frozenset(names), frozenset(dates), frozenset(figures))


def case(
    item: str, marked: bool, document: Document, facts: list[list[str]], families: frozenset[tuple[str, str]]
) -> Case:
    """The pairs of a document with what its item states of them."""
    row = row_of(document)
    pairs = pairs_of(row, families)
    stated = _stated(document, facts)
    numbers: dict[tuple[str, object], int] = {}
    labels: list[list[bool]] = []
    group = []
    for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        one, other = row.slots[first], row.slots[second]
        assert isinstance(one, Mention)
        key = (one.entity, _key(other))
        if key not in numbers:
            numbers[key] = len(numbers)
            labels.append([_holds(one.entity, relation, other, stated) for relation in RELATIONS])
        group.append(numbers[key])
    counts = {relation: sum(fact[0] == relation for fact in facts) for relation in RELATIONS}
    table = np.array(labels, dtype=bool).reshape(-1, len(RELATIONS))
    said = heard_columns(row, pairs, RELATIONS, heard(document.claims))
    return Case(item, marked, row, pairs, np.array(group, dtype=np.int64), tuple(numbers), table, said, counts)


def _key(slot: Mention | DateSpan | Quantity) -> object:
    if isinstance(slot, Mention):
        return slot.entity
    return (slot.first, slot.last) if isinstance(slot, DateSpan) else (slot.start, slot.end)


def _holds(entity: str, relation: str, other: Mention | DateSpan | Quantity, stated: _Stated) -> bool:
    if isinstance(other, Mention):
        return (entity, relation, other.entity) in stated.names
    if isinstance(other, Quantity):
        return relation == OBSERVATION and (entity, float(other.value)) in stated.figures
    return relation in DATED and (entity, relation, getattr(other, DATED[relation])) in stated.dates


def families_of(
    documents: Iterable[tuple[Document, list[list[str]]]], least: int = 4
) -> Mapping[str, set[tuple[str, str]]]:
    """For each relation the pairs of families that it joins at least so many times."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for document, facts in documents:
        kinds = {entity.id: entity.type for entity in document.entities}
        stated = _stated(document, facts)
        for one, relation, other in stated.names:
            counts[relation, family(kinds[one]), family(kinds[other])] += 1
        for one, relation, _ in stated.dates:
            counts[relation, family(kinds[one]), "Date"] += 1
        for one, _ in stated.figures:
            counts[OBSERVATION, family(kinds[one]), "Quantity"] += 1
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for (relation, one, other), count in counts.items():
        if count >= least:
            found[relation].add((one, other))
    return found

"""The written corpus (`../shared/corpus`) as Documents with perfect mentions and entities, to measure one extractor.

`part(k, n)` picks the items whose id hashes to k of n: develop on `part(0, 2)`, judge on `part(1, 2)`.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.identity import article_id
from kg.model import Article, Block, Document, LocalEntity, Mention, Source
from kg.nlp.dates import find_dates
from kg.nlp.quantities import find_quantities
from kg.nlp.sentences import split_sentences

SHARED = Path(__file__).resolve().parents[2] / "shared"
TYPES = {
    "PER": "Person", "ORG": "Organization", "GPE": "AdministrativeArea", "VENUE": "Venue", "EVENT": "Event",
    "WORK": "Work", "PRODUCT": "Product", "TITLE": "Title",
}  # fmt: skip


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_tool", SHARED / "tools" / "corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def items(k: int = 0, n: int = 1) -> Iterator[dict[str, Any]]:
    """The corpus items of part k of n: id, date, outlet, text, spans [[start, end, label]], facts."""
    for item, faults in _tool().read(sorted((SHARED / "corpus").glob("*.txt"))):
        if not faults and int(hashlib.sha256(item["id"].encode()).hexdigest(), 16) % n == k:
            yield item


def document(item: dict[str, Any]) -> Document:
    """The item as a Document: marked names as mentions with entities (aliases joined), dates and quantities found."""
    text = item["text"]
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    published = date.fromisoformat(item["date"])
    article = Article(
        id=article_id(text), text=text, blocks=tuple(blocks), date=published, outlet=item["outlet"],
        sources=(Source(item["id"], ""),),
    )  # fmt: skip
    whole = {f[2]: f[1] for f in item["facts"] if f[0] == "alias"}
    ids: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    types: dict[str, str] = {}
    mentions = []
    for start, end, label in item["spans"]:
        if label not in TYPES:
            continue
        name = text[start:end]
        full, seen = name, {name}
        while full in whole and whole[full] not in seen:
            full = whole[full]
            seen.add(full)
        entity = "" if label == "TITLE" else ids.setdefault(full, f"e{len(ids) + 1}")
        if entity:
            names.setdefault(entity, {full}).add(name)
            types.setdefault(entity, TYPES[label])
        mentions.append(
            Mention(start, end, name, TYPES[label], "gold", 1.0, "name" if name == full else "short", entity)
        )
    entities = tuple(LocalEntity(i, types[i], name, tuple(sorted(names[i]))) for name, i in ids.items())
    base = Document(article, sentences=split_sentences(article))
    return replace(
        base,
        dates=find_dates(text, base.sentences, published),
        quantities=find_quantities(text, base.sentences),
        mentions=tuple(mentions),
        entities=entities,
        focus=next((e.id for e in entities if e.type == "Event"), ""),
    )

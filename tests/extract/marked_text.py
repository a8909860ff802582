"""Documents written by hand: `[name|P]` marks a Person, O an Organization, A an area, T a title, E an Event.

The same name is the same entity; `[公司|O=甲公司]` is another mention of 甲公司, not by name. Lines are paragraphs.
"""

from __future__ import annotations

import re

from kg.identity import article_id
from kg.model import Article, Block, Document, LocalEntity, Mention
from kg.nlp.sentences import split_sentences

TYPES = {"P": "Person", "O": "Organization", "A": "AdministrativeArea", "T": "Title", "E": "Event", "V": "Venue"}


def marked(text: str, *, outlet: str = "") -> Document:
    plain, mentions, ids = "", [], {}
    for piece in re.split(r"(\[[^\]|]+\|[^\]]+\])", text):
        match = re.fullmatch(r"\[([^\]|]+)\|(\w)(?:=([^\]]+))?\]", piece)
        if match is None:
            plain += piece
            continue
        name, kind, whose = match.groups()
        entity = "" if kind == "T" else ids.setdefault((whose or name, kind), f"e{len(ids) + 1}")
        form = "nominal" if whose else "name"
        mentions.append(Mention(len(plain), len(plain) + len(name), name, TYPES[kind], "test", 1.0, form, entity))
        plain += name
    blocks, at = [], 0
    for line in plain.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    article = Article(article_id(plain), plain, tuple(blocks), outlet=outlet)
    entities = tuple(LocalEntity(i, TYPES[kind], name, (name,)) for (name, kind), i in ids.items())
    return Document(article, sentences=split_sentences(article), mentions=tuple(mentions), entities=entities)


def name_of(document: Document, entity: str) -> str:
    return next((e.name for e in document.entities if e.id == entity), "")

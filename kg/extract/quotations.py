"""What people and organizations are quoted as saying, in quotation marks or in the paper's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.quotes.drafts import Draft
from kg.extract.quotes.interview import interview_drafts
from kg.extract.quotes.paragraph import paragraph_drafts
from kg.extract.quotes.speakers import read_paragraph
from kg.identity import claim_id
from kg.model import Claim, Document, Quotation
from kg.nlp.attribution import Saying
from kg.nlp.index import Index

# How sure each way of attributing is: its precision on the written corpus (part 0 of 2) with perfect names, rounded.
CONFIDENCE = {
    "direct": 0.95,  # 某某说：“…”, “…”某某说
    "continued": 0.85,  # 某某说，…。“…”
    "near": 0.8,  # “…。”某某走上台 ; 某某摆摆手，“…”
    "indirect": 0.9,  # 某某表示，…
    "carried": 0.75,  # 某某否认此事，称…
    "interview": 0.95,  # 某某：…
}


def extract_quotations(document: Document, saying: Saying) -> Document:
    """The document with a Quotation claim for every stretch attributed to a named speaker.

    “甲。”某局局长丁某说 → direct, 甲. 丁某介绍，本届展会规模扩大。→ indirect, 本届展会规模扩大.
    Counter-examples: 以“创新的力量”为主题 (a theme); 一位参展商说，… (nobody named).
    `saying` are the verbs.
    Needs mentions with `entity` set; a pronoun or nominal mention that coreference resolved counts as its entity.
    An indirect quotation runs to the end of its sentence, and on while the next ones carry the statement on.
    """
    index = Index(document)
    answers, blocks = interview_drafts(index)
    drafts = list(answers)
    before: tuple[str, ...] = ()
    for number, block in enumerate(document.article.blocks):
        if number in blocks or block.kind in {"heading", "byline", "table"}:
            continue
        paragraph = read_paragraph(index, saying, block.start, block.end, before)
        found = paragraph_drafts(paragraph)
        before = found[-1].speakers if found else ()
        drafts += found
    claims = {c.id: c for d in _settled(drafts) for c in _claims(index, d)}
    return replace(document, claims=(*document.claims, *claims.values()))


def _claims(index: Index, draft: Draft) -> Iterator[Claim]:
    article = index.document.article
    text = article.text[draft.start : draft.end]
    for speaker in draft.speakers:
        words = next(m.text for m in index.document.mentions if m.entity == speaker)
        yield Claim(
            id=claim_id(article.id, words, "Quotation", text, draft.start, draft.end),
            article=article.id,
            fact=Quotation(speaker, text, draft.mode),
            sentence=index.sentence_at(draft.start).index,
            start=draft.start,
            end=draft.end,
            extractor=f"quotations:{draft.rule}",
            confidence=round(CONFIDENCE[draft.rule] * draft.factor, 3),
        )


def _settled(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in order, without those that lie inside another one of the same speakers."""
    ordered = sorted(dict.fromkeys(drafts), key=lambda d: (d.start, -d.end))
    kept: list[Draft] = []
    for d in ordered:
        inside = any(k.start <= d.start and d.end <= k.end and k.speakers == d.speakers for k in kept)
        if d.end > d.start and not inside:
            kept.append(d)
    return kept

"""Texts in traditional characters and half-width marks are read as the line knows them, and told as they stand.

第五屆茶博會閉幕,觀眾(四千人)離場 is read as 第五届茶博会闭幕，观众（四千人）离场: the lexicons, patterns, models know
simplified characters and Chinese marks, and no offset changes. Counter-examples: 瞭望 in a simplified article is left
alone, a few rare characters make no other script; so are 3,000人 and 10:30.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.identity import simplified
from kg.model import Article, Attribute, Claim, Document, LocalEntity, Mention, Quotation

# Share of characters that another script changes, from which a text counts as written in it: traditional texts have a
# quarter and more, simplified ones less than one in a hundred (rare names, quoted titles).
TRADITIONAL = 0.05


# A mark beside a Chinese character is a Chinese mark: many pages set them half-width.
_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\u3001-\u3011\u201c\u201d"
_HALF = str.maketrans(",;:!?()", "，；：！？（）")
_MARK = re.compile(rf"(?<=[{_CHINESE}])[,;:!?]|[,;:!?](?=[{_CHINESE}])")
_BRACKETS = re.compile(r"\(([^()\n]{1,80})\)")
_ANY = re.compile(f"[{_CHINESE}]")


def read_as(article: Article) -> Article:
    """The article with a text that the line can read: simplified characters, Chinese marks."""
    text = readable(article.text)
    return article if text == article.text else replace(article, text=text)


def readable(text: str) -> str:
    """A text as it is read: in simplified characters where it is in traditional ones, and with Chinese marks.

    >>> readable("第五屆臨江茶博會閉幕"), readable("第五届临江茶博会在瞭望台边闭幕，四千多名观众入场参观。")
    ('第五届临江茶博会闭幕', '第五届临江茶博会在瞭望台边闭幕，四千多名观众入场参观。')
    >>> readable("甲集团(ABC)称,10:30起,1,200人:王某等(共3人)到场。")
    '甲集团（ABC）称，10:30起，1,200人：王某等（共3人）到场。'
    """
    text = _full_width(text)
    found = simplified(text)
    changed = sum(a != b for a, b in zip(found, text, strict=True))
    return found if changed > TRADITIONAL * len(text) else text


def _full_width(text: str) -> str:
    """The text with the half-width marks that stand beside Chinese characters as Chinese ones."""
    if "," not in text and "(" not in text and ":" not in text:
        return text
    return _BRACKETS.sub(_bracketed, _MARK.sub(lambda mark: mark[0].translate(_HALF), text))


def _bracketed(match: re.Match[str]) -> str:
    text, (start, end) = match.string, match.span()
    around = text[max(0, start - 1) : start] + match[1] + text[end : end + 1]
    return f"（{match[1]}）" if _ANY.search(around) else match[0]


def as_it_stands(document: Document, article: Article) -> Document:
    """What was read in `read_as(article)` over the article itself: mentions, names and quotations in its own words."""
    if document.article.text == article.text:
        return document
    text = article.text
    mentions = tuple(replace(m, text=text[m.start : m.end]) for m in document.mentions)
    return replace(
        document,
        article=article,
        tokens=tuple(replace(t, text=text[t.start : t.end]) for t in document.tokens),
        tags=tuple(replace(t, text=text[t.start : t.end]) for t in document.tags),
        spans=tuple(replace(s, text=text[s.start : s.end]) for s in document.spans),
        dates=tuple(replace(d, text=text[d.start : d.end]) for d in document.dates),
        quantities=tuple(replace(q, text=text[q.start : q.end]) for q in document.quantities),
        mentions=mentions,
        entities=tuple(_named(e, mentions, document.article.text) for e in document.entities),
        claims=tuple(_said(c, document.article.text, text) for c in document.claims),
    )


def _named(entity: LocalEntity, mentions: tuple[Mention, ...], read: str) -> LocalEntity:
    """The entity with its names as they were read and as they stand."""
    own = {m.text for m in mentions if m.entity == entity.id and read[m.start : m.end] in entity.names}
    return replace(entity, names=tuple(sorted({*entity.names, *own})))


def _said(claim: Claim, read: str, text: str) -> Claim:
    fact = claim.fact
    if isinstance(fact, Quotation):
        at = read.find(fact.text, claim.start)
        at = read.find(fact.text) if at < 0 else at
        return claim if at < 0 else replace(claim, fact=replace(fact, text=text[at : at + len(fact.text)]))
    if isinstance(fact, Attribute) and fact.predicate == "altLabel" and read[claim.start : claim.end] == fact.value:
        return replace(claim, fact=replace(fact, value=text[claim.start : claim.end]))
    return claim

"""What resolution hands on, article by article, where all claims are too many for one memory."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Article, Claim, Entity, Sentence, compact
from kg.resolve.nodes import article_order


@dataclass(frozen=True, slots=True)
class ResolvedArticle:
    """An article's part of a `Resolution`.

    `claims` are the article's claims over global ids, as `Resolution.claims` has them; `entities` are all entities
    that these claims speak of, each once. `sentences` are those of the article's document.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    entities: tuple[Entity, ...]


def article_key(article: Article) -> str:
    """`article_order` as one text: what sorts records by it has articles in the order of a `Resolution`."""
    return "|".join(article_order(article))


compact(ResolvedArticle)

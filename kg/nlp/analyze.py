"""The first half of the line for one article: everything that is read off the text before names are looked for."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Article, Document
from kg.nlp.dates import find_dates, written
from kg.nlp.names import NameTagger, Words, tag_each
from kg.nlp.quantities import find_quantities
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import Tagger
from kg.nlp.tokens import Tokenizer, tokenize


def analyze(article: Article, tokenizer: Tokenizer, tagger: Tagger, names: NameTagger) -> Document:
    """The article as a Document with sentences, tokens, tags, spans, dates and quantities; nothing else is set."""
    return analyze_each([article], tokenizer, tagger, names)[0]


def analyze_each(
    articles: Sequence[Article], tokenizer: Tokenizer, tagger: Tagger, names: NameTagger
) -> list[Document]:
    """What `analyze` makes of each article; the nets read all of them together."""
    words = []
    for article in articles:
        sentences = split_sentences(article)
        words.append(Words(article.text, sentences, tokenize(tokenizer, article.text, sentences)))
    return [
        Document(
            article,
            sentences=tuple(w.sentences),
            tokens=tuple(w.tokens),
            tags=tags,
            spans=spans,
            dates=find_dates(w.text, w.sentences, written(w.text, article.date)),
            quantities=find_quantities(w.text, w.sentences),
        )
        for article, w, (tags, spans) in zip(articles, words, tag_each(names, tagger, words), strict=True)
    ]

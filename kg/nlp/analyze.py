"""The first half of the line for one article: everything that is read off the text before names are looked for."""

from __future__ import annotations

from kg.model import Article, Document
from kg.nlp.dates import find_dates
from kg.nlp.quantities import find_quantities
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import Tagger, tag
from kg.nlp.tokens import Tokenizer, tokenize


def analyze(article: Article, tokenizer: Tokenizer, tagger: Tagger) -> Document:
    """The article as a Document with sentences, tokens, tags, dates and quantities; nothing else is set."""
    sentences = split_sentences(article)
    return Document(
        article,
        sentences=sentences,
        tokens=tokenize(tokenizer, article.text, sentences),
        tags=tag(tagger, article.text, sentences),
        dates=find_dates(article.text, sentences, article.date),
        quantities=find_quantities(article.text, sentences),
    )

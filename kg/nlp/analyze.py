"""The first half of the line for one article: everything that is read off the text before names are looked for."""

from __future__ import annotations

from kg.model import Article, Document
from kg.nlp.dates import find_dates, written
from kg.nlp.names import NameTagger, tag_all
from kg.nlp.quantities import find_quantities
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import Tagger
from kg.nlp.tokens import Tokenizer, tokenize


def analyze(article: Article, tokenizer: Tokenizer, tagger: Tagger, names: NameTagger) -> Document:
    """The article as a Document with sentences, tokens, tags, spans, dates and quantities; nothing else is set."""
    sentences = split_sentences(article)
    tokens = tokenize(tokenizer, article.text, sentences)
    tags, spans = tag_all(names, tagger, article.text, sentences, tokens)
    return Document(
        article,
        sentences=sentences,
        tokens=tokens,
        tags=tags,
        spans=spans,
        dates=find_dates(article.text, sentences, written(article.text, article.date)),
        quantities=find_quantities(article.text, sentences),
    )

"""Names in many short texts at once: lines of a file, sentences of a test set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from kg.model import Article, Block, NameSpan
from kg.nlp.agreed import agreed
from kg.nlp.names import NameTagger, tag_all
from kg.nlp.script import readable
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import Tagger
from kg.nlp.tokens import Tokenizer, tokenize

# Texts tagged together: enough for full batches, few enough to stay small in memory.
_TOGETHER = 512


@dataclass(frozen=True, slots=True)
class Models:
    """What tagging needs."""

    tokenizer: Tokenizer
    tagger: Tagger
    names: NameTagger


def tag_texts(models: Models, texts: Iterable[str]) -> Iterator[tuple[NameSpan, ...]]:
    """The spans of each text, in order; offsets are the text's own, also where it is in traditional characters.

    Texts are tagged in groups, for speed.
    """
    rows = iter(texts)
    while group := list(islice(rows, _TOGETHER)):
        read = [readable(text) for text in group]
        for text, spans in zip(group, _tag_group(models, read), strict=True):
            yield tuple(replace(s, text=text[s.start : s.end]) for s in spans)


def _tag_group(models: Models, texts: Sequence[str]) -> list[tuple[NameSpan, ...]]:
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    joined = "\n".join(texts)
    blocks = tuple(Block("paragraph", s, s + len(t)) for s, t in zip(starts, texts, strict=True))
    sentences = split_sentences(Article("", joined, blocks))
    tokens = tokenize(models.tokenizer, joined, sentences)
    found: list[list[NameSpan]] = [[] for _ in texts]
    which = 0
    tags, spans = tag_all(models.names, models.tagger, joined, sentences, tokens)
    for span in agreed(spans, tags):
        while which + 1 < len(starts) and span.start >= starts[which + 1]:
            which += 1
        found[which].append(replace(span, start=span.start - starts[which], end=span.end - starts[which]))
    return [tuple(spans) for spans in found]

"""Look-ups over a Document that every extractor needs: what stands where, and which entity it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from kg.model import DateSpan, Document, LocalEntity, Mention, Quantity, Sentence, Tag, Token


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=_Span)


def within(spans: Sequence[S], start: int, end: int) -> tuple[S, ...]:
    """The spans that lie wholly in `start..end`."""
    return tuple(s for s in spans if start <= s.start and s.end <= end)


class Index:
    """A Document's spans by sentence. Built once per stage, each table when it is
    first asked for; `text` is the article's text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.article.text
        self.sentences = document.sentences
        self._starts = [s.start for s in document.sentences]
        self.entities: dict[str, LocalEntity] = {e.id: e for e in document.entities}

    @cached_property
    def _mentions(self) -> dict[int, tuple[Mention, ...]]:
        return self._by_sentence(self.document.mentions)

    @cached_property
    def _in_order(self) -> tuple[tuple[Mention, ...], list[int]]:
        mentions = tuple(sorted(self.document.mentions, key=lambda m: m.start))
        return mentions, [m.start for m in mentions]

    @cached_property
    def _dates(self) -> dict[int, tuple[DateSpan, ...]]:
        return self._by_sentence(self.document.dates)

    @cached_property
    def _quantities(self) -> dict[int, tuple[Quantity, ...]]:
        return self._by_sentence(self.document.quantities)

    @cached_property
    def _tokens(self) -> dict[int, tuple[Token, ...]]:
        return self._by_sentence(self.document.tokens)

    @cached_property
    def _tags(self) -> dict[int, tuple[Tag, ...]]:
        return self._by_sentence(self.document.tags)

    @cached_property
    def _blocks(self) -> dict[int, tuple[Sentence, ...]]:
        rows: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            rows[sentence.block].append(sentence)
        return {block: tuple(sentences) for block, sentences in rows.items()}

    @cached_property
    def _peopled(self) -> list[int]:
        return [s.index for s in self.sentences if self._people(s)]

    def _people(self, sentence: Sentence) -> tuple[Mention, ...]:
        return tuple(m for m in self.mentions(sentence) if m.type == "Person" and m.entity)

    def _by_sentence(self, spans: Sequence[S]) -> dict[int, tuple[S, ...]]:
        rows: dict[int, list[S]] = defaultdict(list)
        for span in sorted(spans, key=lambda s: (s.start, s.end)):
            rows[self.sentence_at(span.start).index].append(span)
        return {k: tuple(v) for k, v in rows.items()}

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the character at `offset` (the nearest one before it, between sentences)."""
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def sentence_text(self, sentence: Sentence) -> str:
        return self.text[sentence.start : sentence.end]

    def mentions(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The mentions that start in the sentence, in order."""
        return self._mentions.get(sentence.index, ())

    def mentions_from(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that start in `start..end` of the text, in order."""
        mentions, starts = self._in_order
        return mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    def dates(self, sentence: Sentence) -> tuple[DateSpan, ...]:
        return self._dates.get(sentence.index, ())

    def quantities(self, sentence: Sentence) -> tuple[Quantity, ...]:
        return self._quantities.get(sentence.index, ())

    def tokens(self, sentence: Sentence) -> tuple[Token, ...]:
        return self._tokens.get(sentence.index, ())

    def tags(self, sentence: Sentence) -> tuple[Tag, ...]:
        return self._tags.get(sentence.index, ())

    def block_sentences(self, block: int) -> tuple[Sentence, ...]:
        """The sentences of block number `block`, in order."""
        return self._blocks.get(block, ())

    def people_before(self, sentence: Sentence) -> tuple[Mention, ...]:
        """Whom the nearest earlier sentence of its block that speaks of known people names, in order; maybe nobody."""
        place = bisect_left(self._peopled, sentence.index)
        if not place or self.sentences[self._peopled[place - 1]].block != sentence.block:
            return ()
        return self._people(self.sentences[self._peopled[place - 1]])

    def entity(self, mention: Mention) -> LocalEntity | None:
        return self.entities.get(mention.entity)

    def each(self) -> Iterator[tuple[Sentence, tuple[Mention, ...]]]:
        """Every sentence with its mentions."""
        for sentence in self.sentences:
            yield sentence, self.mentions(sentence)

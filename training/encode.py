"""Marked texts as arrays: the frozen net's states, the features and the labels allowed at each character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.model import Article, Block
from kg.nlp.lac import unpack
from kg.nlp.lexicon import load_lexicon
from kg.nlp.name_features import Knowledge, columns, prepare
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import Tagger, load_tagger, read
from kg.nlp.tokens import Tokenizer, load_tokenizer, tokenize
from kg.nlp.word_vectors import WordVectors, load_word_vectors
from kg.resources import lexicon_dir
from training.data import CORPUS, LABELS, Item

OUTSIDE = 2 * len(LABELS)
"""The number of O; label k begins at 2k and continues as 2k + 1."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """All characters of some texts, piece after piece. `starts` are the pieces' first positions and the end.

    `place` is each character's place in the texts joined by newlines; `item` is each piece's text, by number; `words`
    is the row of the character's word in the word vectors.
    """

    states: npt.NDArray[np.float16]
    ids: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    words: npt.NDArray[np.int32]
    allowed: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.intp]
    place: npt.NDArray[np.intp]
    source: npt.NDArray[np.int32]
    item: npt.NDArray[np.intp]


@cache
def vectors() -> WordVectors:
    """The word vectors, loaded once."""
    return load_word_vectors()


@cache
def readers() -> tuple[Tokenizer, Tagger, Knowledge]:
    """What the encoding needs, loaded once."""
    return load_tokenizer(), load_tagger(), prepare(load_lexicon(lexicon_dir()))


def encode(items: Sequence[Item]) -> Encoded:
    """The items, read by the frozen net."""
    tokenizer, tagger, knowledge = readers()
    text = "\n".join(item.text for item in items)
    blocks, allowed, source, at = [], [], [], 0
    for item in items:
        allowed += [permitted(item), np.zeros((1, OUTSIDE + 1), bool)]
        source.append(np.full(len(item.text) + 1, item.source, dtype=np.int32))
        for line in item.text.split("\n"):
            blocks.append(Block("paragraph", at, at + len(line)))
            at += len(line) + 1
    sentences = split_sentences(Article(id="", text=text, blocks=tuple(blocks)))
    tokens = tokenize(tokenizer, text, sentences)
    table, words = columns(text, tokens, knowledge), vectors().places(text, tokens)
    states, ids, places, labels, lengths = [], [], [], [], []
    for reading in read(tagger, text, sentences):
        order = unpack(reading.active)
        states.append(np.hstack((reading.lower, reading.upper))[order].astype(np.float16))
        ids.append(reading.ids[order])
        places.append(reading.offsets[order])
        labels.append(reading.decoded.labels[order])
        lengths.append((reading.active[:, None] > np.arange(reading.active[0])).sum(axis=0))
    place = np.concatenate(places)
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    legal = np.concatenate(allowed)[place]
    legal[starts[:-1]] = _begun(legal[starts[:-1]])
    return Encoded(
        np.concatenate(states),
        np.concatenate(ids).astype(np.int32),
        np.hstack((table[place], np.concatenate(labels)[:, None])).astype(np.int32),
        words[place].astype(np.int32),
        legal,
        starts,
        place,
        np.concatenate(source)[place],
        np.repeat(np.arange(len(items)), [len(item.text) + 1 for item in items])[place[starts[:-1]]],
    )


def _begun(legal: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Where a piece begins inside a name, that name begins there."""
    fixed = legal.copy()
    fixed[:, :OUTSIDE:2] |= legal[:, 1::2]
    return fixed


def permitted(item: Item) -> npt.NDArray[np.bool_]:
    """The labels each character may have (characters, 21): one in the written corpus, several elsewhere.

    Elsewhere LOC is GPE or VENUE, and what is unmarked may be anything but a person, organization or place.
    """
    table = np.zeros((len(item.text), OUTSIDE + 1), dtype=bool)
    table[:, OUTSIDE] = True
    if item.source != CORPUS:
        for label in ("EVENT", "WORK", "PRODUCT", "TITLE", "DATE", "NUM"):
            table[:, 2 * LABELS.index(label) : 2 * LABELS.index(label) + 2] = True
    for start, end, label in item.spans:
        table[start:end] = False
        for kind in ("GPE", "VENUE") if label == "LOC" else (label,):
            table[start, 2 * LABELS.index(kind)] = True
            table[start + 1 : end, 2 * LABELS.index(kind) + 1] = True
    return table


def gold(items: Sequence[Item]) -> list[tuple[int, int, str]]:
    """All spans, with their places in the texts joined by newlines."""
    found, at = [], 0
    for item in items:
        found += [(at + s, at + e, label) for s, e, label in item.spans]
        at += len(item.text) + 1
    return found

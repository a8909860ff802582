"""Words with their part of speech, and names: a sequence tagger over characters (LAC-small, see `kg.nlp.lac`).

On 北京市商务局局长丁勇说 it tags 北京市商务局 ORG, 丁勇 PER. It knows no events, venues apart from LOC, or titles, and
its borders are those of its makers: take a tag as evidence, not as a mention.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.errors import ResourceError
from kg.model import Sentence, Tag
from kg.nlp.crf import Decoded, decode
from kg.nlp.lac import Floats, Ints, Net, label_scores, pack, read_net, states, unpack
from kg.nlp.products import Products, tried
from kg.nlp.spans import Spans, collected, spans_of

TRAINED = 1.0
"""The norm from which on a character's embedding has been trained. Rows that training never touched keep the norm of
their initial values (0.54 to 0.74 for 4,900 of 20,941 rows); trained rows have 2 and more, some 50 lie between."""

PIECE, LONGEST = 64, 200
"""Characters after which a sentence is cut at the last comma, and characters after which it is cut anywhere. Pieces of
like length make good batches; exact-span F1 of names is the same for clauses, sentences and paragraphs (±0.3)."""

BATCH, LETTERS = 128, 6000
"""Pieces, and characters, after which a batch is full: larger ones are no faster, and its arrays stay under 40 MB."""

_COMMA, _SPACE = re.compile("[，；、：]"), re.compile(r"\s")
# The marks the model was trained with are half-width: these are what others became, found by their embeddings' norms.
_ALIASES = {
    "。": ".", "、": ",", "…": ".", "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"',
    "【": "[", "】": "]", "〔": "(", "〕": ")", "〈": "<", "〉": ">", "—": "-", "•": "·", "・": "·", "‧": "·",
    **dict.fromkeys(" \t\n\r\f\v\u3000\xa0\u2002\u2003\u2009\u202f", ","),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tagger:
    """The net, the id of each character it knows (`unknown` for others), and its labels (`n-B`, `n-I`, … `O`).

    `products` is how this machine multiplies, which decides whether texts may be read together.
    """

    net: Net
    vocabulary: Mapping[str, int]
    unknown: int
    labels: tuple[str, ...]
    products: Products


def load_tagger(directory: Path | None = None) -> Tagger:
    """The tagger from `directory`, a folder laid out as `jieba/lac_small`; by default the one jieba brings.

    Raises ResourceError naming the file that is missing or malformed.
    """
    directory = directory or _shipped()
    net = read_net(directory / "model_baseline")
    numbers = {sign: number for number, sign in _read_numbered(directory / "word.dic")}
    if "OOV" not in numbers or not set(numbers.values()) <= set(range(len(net.embedding))):
        raise ResourceError(f"the tagger's model is malformed: {directory / 'word.dic'} does not fit its embedding")
    labels = tuple(label for _, label in sorted(_read_numbered(directory / "tag.dic")))
    kinds = [label.removesuffix("-B") for label in labels[:-1:2]]
    if list(labels) != [f"{kind}-{part}" for kind in kinds for part in "BI"] + ["O"] or len(labels) != len(net.start):
        raise ResourceError(f"the tagger's model is malformed: {directory / 'tag.dic'} does not fit its weights")
    return Tagger(net, _vocabulary(numbers, net.embedding), numbers["OOV"], labels, tried())


def _shipped() -> Path:
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ResourceError("the tagger's model is part of jieba, which is not installed")
    return Path(spec.origin).parent / "lac_small"


def _read_numbered(path: Path) -> list[tuple[int, str]]:
    """The (number, sign) lines of a dictionary file."""
    try:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
        return [(int(row[0]), row[1]) for row in rows if len(row) == 2]
    except (OSError, ValueError) as error:
        raise ResourceError(f"the tagger's model cannot be read: {path}: {error}") from error


def _vocabulary(numbers: Mapping[str, int], embedding: Floats) -> dict[str, int]:
    """Trained characters, and the characters that stand for one: full-width forms, capitals, `_ALIASES`."""
    norms = np.sqrt(np.einsum("ij,ij->i", embedding, embedding))
    known = {sign: n for sign, n in numbers.items() if len(sign) == 1 and norms[n] >= TRAINED}
    folded = {chr(code): unicodedata.normalize("NFKC", chr(code)).lower() for code in range(0xFF01, 0xFF5F)}
    folded |= {sign.upper(): sign for sign in known if sign.upper() != sign and len(sign.upper()) == 1}
    folded |= _ALIASES
    return {sign: known[form] for sign, form in folded.items() if form in known} | known


@dataclass(frozen=True, slots=True)
class Reading:
    """A batch of pieces as the net reads it; the arrays are packed (see `kg.nlp.lac.pack`), `active` says how.

    `offsets` are the characters' places in the text, `ids` their numbers, `lower` and `upper` the states of both
    layers (256 each), `decoded` the net's own labels.
    """

    offsets: Ints
    ids: Ints
    active: Ints
    lower: Floats
    upper: Floats
    decoded: Decoded


def tag(tagger: Tagger, text: str, sentences: Sequence[Sentence]) -> tuple[Tag, ...]:
    """The tags of all sentences of one article, in order. White space is in no tag at its ends.

    `score` is the model's probability that exactly this span has this label (forward-backward), to 3 digits. The
    result depends on `text` and `sentences` alone: an article's pieces are always batched in the same way.
    """
    found = collected([text])
    for reading in read(tagger, text, sentences):
        found.batches.append(spans_in(tagger, reading, unpack(reading.active)))
    return tuple(tag for spans in found.parts() for tag in tags_in(tagger, text, *spans))


def spans_in(tagger: Tagger, reading: Reading, order: Ints) -> Spans:
    """The spans of one batch that are words or names; `order` are its positions row by row."""
    return spans_of(reading.offsets, reading.decoded, order, len(tagger.labels) - 1)


def tags_in(
    tagger: Tagger,
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    labels: Sequence[int],
    scores: Sequence[float],
) -> Iterator[Tag]:
    """The spans as tags, without white space at their ends and without those that are nothing else."""
    kinds = [label.removesuffix("-B") for label in tagger.labels]
    for start, end, label, score in zip(starts, ends, labels, scores, strict=True):
        name = text[start:end]
        if name[0].isspace() or name[-1].isspace():
            start += len(name) - len(name.lstrip())
            name = name.strip()
        if name:
            yield Tag(start, start + len(name), name, kinds[label], score)


def read(tagger: Tagger, text: str, sentences: Sequence[Sentence]) -> Iterator[Reading]:
    """The net's reading of all sentences of one article, batch by batch."""
    yield from read_pieces(tagger, text, list(pieces_of(text, sentences)))


def read_pieces(tagger: Tagger, text: str, pieces: Sequence[tuple[int, int]]) -> Iterator[Reading]:
    """The net's reading of pieces of a text, batch by batch, those of like length together."""
    ordered = sorted(pieces, key=lambda p: (p[0] - p[1], p[0]))
    number, unknown = tagger.vocabulary.get, tagger.unknown
    ids = np.fromiter((number(sign, unknown) for sign in text), dtype=np.intp, count=len(text))
    for batch in _batches(ordered):
        offsets, active = pack([np.arange(start, end) for start, end in batch])
        with tagger.products.alone():
            lower, upper = states(tagger.net, ids[offsets], active)
            decoded = decode(tagger.net, label_scores(tagger.net, upper), active)
        yield Reading(offsets, ids[offsets], active, lower, upper, decoded)


def _batches(pieces: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """The pieces, which come longest first, in batches."""
    at = 0
    while at < len(pieces):
        start, end = pieces[at]
        size = max(1, min(BATCH, LETTERS // (end - start)))
        yield pieces[at : at + size]
        at += size


def pieces_of(text: str, sentences: Iterable[Sentence]) -> Iterator[tuple[int, int]]:
    """Where the pieces begin and end in which the sentences are read."""
    for sentence in sentences:
        yield from _pieces(text, sentence.start, sentence.end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, or its pieces where it is longer than `PIECE`."""
    while end - start > PIECE:
        cut = _cut(text, start, min(end, start + LONGEST))
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _cut(text: str, start: int, end: int) -> int:
    for mark in (_COMMA, _SPACE):
        cuts = [m.end() for m in mark.finditer(text, start, end)]
        near = [c for c in cuts if c - start <= PIECE]
        if near or cuts:
            return near[-1] if near else cuts[0]
    return end

"""Names of ten kinds, dates and amounts: a small convolution and a CRF on top of the frozen net's states.

On 省商务厅副厅长林若谷参观了海岛咖啡博览会 it finds 省商务厅 ORG, 副厅长 TITLE, 林若谷 PER, 海岛咖啡博览会 EVENT; on
大家都在公司门口等着 nothing. The weights are in `kg/nlp/models`; `training/` makes them and tells from what.

The head: states of both layers, the character, the vector of its word (`kg.nlp.word_vectors`), and the features of
`kg.nlp.name_features` are each mapped to one width and added; residual dilated convolutions over three characters
follow, then the scores of 21 labels and a CRF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from kg.errors import ResourceError
from kg.model import NameSpan, Sentence, Tag, Token
from kg.nlp.convolution import Layer, convolve
from kg.nlp.crf import decode
from kg.nlp.lac import Floats, Ints, product, unpack
from kg.nlp.lexicon import Lexicon, sound
from kg.nlp.model_files import read_model
from kg.nlp.name_features import SIZES, Columns, Knowledge, columns, prepare
from kg.nlp.spans import collected, spans_of
from kg.nlp.tagger import Reading, Tagger, pieces_of, read_pieces, spans_in, tags_in
from kg.nlp.word_vectors import WordVectors, load_word_vectors

_NEVER = np.float32(-1e4)
_LAC_LABELS = 57
CONVENTIONS: Final = ("kg", "uner", "aishell")
"""Those of this project, and of two that mark people, places and organizations: Universal NER and AISHELL-NER."""


@dataclass(frozen=True, slots=True)
class Head:
    """The weights. `start`, `stop` and `moves` are the CRF's; label 2k begins kind k, 2k + 1 continues it."""

    lower: Floats
    upper: Floats
    signs: Floats
    words: Floats
    tables: tuple[Floats, ...]
    convolutions: tuple[Layer, ...]
    output: Floats
    output_bias: Floats
    start: Floats
    stop: Floats
    moves: Floats


@dataclass(frozen=True, slots=True)
class NameTagger:
    """The head, the names of its kinds, the lexicon it looks names up in, and the words it knows the meaning of."""

    head: Head
    labels: tuple[str, ...]
    knowledge: Knowledge
    vectors: WordVectors


def load_name_tagger(
    lexicon: Lexicon,
    directory: Path | None = None,
    vectors: WordVectors | None = None,
    *,
    conventions: str = CONVENTIONS[0],
) -> NameTagger:
    """The tagger from `names.npz` and `names.json` in `directory`; by default those of the package, as `vectors`.

    `conventions`: whose habits of marking names it keeps to, one of CONVENTIONS.

    Raises ResourceError naming the file that is missing, malformed, or not the one `names.json` speaks of.
    """
    card, arrays, where = read_model("names", directory)
    try:
        known = list(card["conventions"])
        if conventions not in known:
            raise ResourceError(f"the name tagger's model does not know the conventions {conventions}: {where}")
        head = _head(arrays, [int(step) for step in card["dilations"]], known.index(conventions))
        labels = tuple(str(label) for label in card["labels"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ResourceError(f"the name tagger's model is malformed: {where}: {error}") from error
    fits = len(head.start) == 2 * len(labels) + 1 and f"conv{len(head.convolutions)}" not in arrays
    if not fits or not head.convolutions or card.get("features") != dict(SIZES):
        raise ResourceError(f"the name tagger's model does not fit this version: {where}")
    meant = vectors or load_word_vectors()
    if meant.rows.shape[1] != len(head.words):
        raise ResourceError(f"the name tagger's model does not fit the word vectors: {where}")
    return NameTagger(head, labels, prepare(lexicon), meant)


def _head(arrays: Mapping[str, Floats], dilations: Sequence[int], source: int) -> Head:
    """The weights as they are used: columns read together have one table, and what is constant is in one of them."""
    columns_of = np.split(arrays["table"], np.cumsum([*SIZES.values()]))
    word, sign, known, title, ending, surname, label = columns_of
    if len(label) != _LAC_LABELS:
        raise ValueError("the table has the wrong size")
    dense = arrays["dense"]
    middle = len(dense) // 2
    constant = arrays["dense_bias"] + arrays["source"][source]
    inner = np.arange(len(arrays["start"])) % 2 == 1
    kinds = np.arange(len(arrays["start"])) // 2
    return Head(
        lower=dense[:middle],
        upper=dense[middle:],
        signs=arrays["signs"],
        words=arrays["words"],
        tables=(_crossed(word, sign) + constant, _crossed(title, surname), known, ending, label),
        convolutions=tuple(
            Layer(step, arrays[f"conv{number}"], arrays[f"conv{number}_bias"]) for number, step in enumerate(dilations)
        ),
        output=arrays["output"],
        output_bias=arrays["output_bias"],
        start=np.where(inner, _NEVER, arrays["start"]),
        stop=arrays["stop"],
        moves=np.where((kinds[:, None] != kinds) & inner, _NEVER, arrays["moves"]),
    )


def _crossed(first: Floats, second: Floats) -> Floats:
    """The sum of each row of the one with each row of the other."""
    return (first[:, None] + second).reshape(-1, first.shape[1])


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its sentences and tokens (those of `kg.nlp.tokens`)."""

    text: str
    sentences: Sequence[Sentence]
    tokens: Sequence[Token]


def tag_all(
    names: NameTagger, tagger: Tagger, text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]
) -> tuple[tuple[Tag, ...], tuple[NameSpan, ...]]:
    """What `kg.nlp.tagger.tag` gives, and the names, in order, none overlapping another.

    `tokens` are those of `kg.nlp.tokens`. The frozen net, which both need, runs once.
    """
    return tag_each(names, tagger, [Words(text, sentences, tokens)])[0]


def tag_each(
    names: NameTagger, tagger: Tagger, texts: Sequence[Words]
) -> list[tuple[tuple[Tag, ...], tuple[NameSpan, ...]]]:
    """What `tag_all` gives for each text, in batches over all of them (see `kg.nlp.products` for what that needs)."""
    if not any(t.text for t in texts):
        return [((), ()) for _ in texts]
    sounds = [sound(t.text) for t in texts]
    table = _looked_up(
        np.concatenate([columns(s, t.tokens, names.knowledge) for s, t in zip(sounds, texts, strict=True)])
    )
    words = np.concatenate([names.vectors.places(s, t.tokens) for s, t in zip(sounds, texts, strict=True)])
    tags, found = collected([t.text for t in texts]), collected([t.text for t in texts])
    pieces = [
        (start + begin, end + begin)
        for t, begin in zip(texts, tags.begins.tolist(), strict=True)
        for start, end in pieces_of(t.text, t.sentences)
    ]
    for reading in read_pieces(tagger, "".join(t.text for t in texts), pieces):
        order = unpack(reading.active)
        tags.batches.append(spans_in(tagger, reading, order))
        met, where = np.unique(words[reading.offsets], return_inverse=True)
        with tagger.products.alone():
            scores = _scores(names.head, tagger.net.embedding, table, (names.vectors.of(met), where), reading)
            decoded = decode(names.head, scores, reading.active)
        found.batches.append(spans_of(reading.offsets, decoded, order, 2 * len(names.labels)))
    return [
        (tuple(tags_in(tagger, t.text, *said)), tuple(_named(names, t.text, *spans)))
        for t, said, spans in zip(texts, tags.parts(), found.parts(), strict=True)
    ]


def _named(
    names: NameTagger,
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    labels: Sequence[int],
    scores: Sequence[float],
) -> Iterator[NameSpan]:
    for start, end, label, score in zip(starts, ends, labels, scores, strict=True):
        yield NameSpan(start, end, text[start:end], names.labels[label // 2], score)


def _looked_up(table: Columns) -> tuple[Ints, ...]:
    """The rows of `Head.tables` for each character, all but the last table's."""
    word, sign, known, title, ending, surname = table.T.astype(np.intp)
    return word * SIZES["sign"] + sign, title * SIZES["surname"] + surname, known, ending


def _scores(
    head: Head, embedding: Floats, table: tuple[Ints, ...], words: tuple[Floats, Ints], reading: Reading
) -> Floats:
    """Label scores, packed as the reading is; `words` are the vectors of some words, and each position's among them."""
    seen, where = np.unique(reading.ids, return_inverse=True)
    mixed = product(reading.lower, head.lower)
    mixed += product(reading.upper, head.upper)
    mixed += product(embedding[seen], head.signs)[where]
    vectors, which = words
    mixed += product(vectors, head.words)[which]
    for rows, column in zip(head.tables, table, strict=False):
        mixed += rows[column[reading.offsets]]
    mixed += head.tables[-1][reading.decoded.labels]
    np.maximum(mixed, 0, out=mixed)
    order = unpack(reading.active)
    lengths = (reading.active[:, None] > np.arange(reading.active[0])).sum(axis=0)
    scores = np.empty((len(mixed), len(head.output_bias)), dtype=np.float32)
    scores[order] = product(convolve(mixed[order], lengths, head.convolutions), head.output)
    scores += head.output_bias
    return scores

"""Names of ten kinds, dates and amounts: a small convolution and a CRF on top of the frozen net's states.

On 省商务厅副厅长林若谷参观了海岛咖啡博览会 it finds 省商务厅 ORG, 副厅长 TITLE, 林若谷 PER, 海岛咖啡博览会 EVENT; on
大家都在公司门口等着 nothing. The weights are in `kg/nlp/models`; `training/` makes them and tells from what.

The head: states of both layers, the character, and the features of `kg.nlp.name_features` are each mapped to one
width and added; residual dilated convolutions over three characters follow, then the scores of 21 labels and a CRF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.errors import ResourceError
from kg.model import NameSpan, Sentence, Tag, Token
from kg.nlp.crf import decode
from kg.nlp.lac import Floats, Ints, unpack
from kg.nlp.lexicon import Lexicon, sound
from kg.nlp.model_files import read_model
from kg.nlp.name_features import SIZES, Columns, Knowledge, columns, prepare
from kg.nlp.tagger import Reading, Tagger, in_order, read, spans_of, tags_of

_NEVER = np.float32(-1e4)
_LAC_LABELS = 57


@dataclass(frozen=True, slots=True)
class Head:
    """The weights. `start`, `stop` and `moves` are the CRF's; label 2k begins kind k, 2k + 1 continues it."""

    lower: Floats
    upper: Floats
    signs: Floats
    tables: tuple[Floats, ...]
    convolutions: tuple[tuple[int, Floats, Floats], ...]
    output: Floats
    output_bias: Floats
    start: Floats
    stop: Floats
    moves: Floats


@dataclass(frozen=True, slots=True)
class NameTagger:
    """The head, the names of its kinds, and the lexicon it looks names up in."""

    head: Head
    labels: tuple[str, ...]
    knowledge: Knowledge


def load_name_tagger(lexicon: Lexicon, directory: Path | None = None) -> NameTagger:
    """The tagger from `names.npz` and `names.json` in `directory`; by default the ones in the package.

    Raises ResourceError naming the file that is missing, malformed, or not the one `names.json` speaks of.
    """
    card, arrays, where = read_model("names", directory)
    try:
        head = _head(arrays, [int(step) for step in card["dilations"]])
        labels = tuple(str(label) for label in card["labels"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ResourceError(f"the name tagger's model is malformed: {where}: {error}") from error
    fits = len(head.start) == 2 * len(labels) + 1 and f"conv{len(head.convolutions)}" not in arrays
    if not fits or not head.convolutions or card.get("features") != dict(SIZES):
        raise ResourceError(f"the name tagger's model does not fit this version: {where}")
    return NameTagger(head, labels, prepare(lexicon))


def _head(arrays: Mapping[str, Floats], dilations: Sequence[int]) -> Head:
    """The weights as they are used: columns read together have one table, and what is constant is in one of them."""
    columns_of = np.split(arrays["table"], np.cumsum([*SIZES.values()]))
    word, sign, known, title, ending, surname, label = columns_of
    if len(label) != _LAC_LABELS:
        raise ValueError("the table has the wrong size")
    dense = arrays["dense"]
    middle = len(dense) // 2
    constant = arrays["dense_bias"] + arrays["source"]
    inner = np.arange(len(arrays["start"])) % 2 == 1
    kinds = np.arange(len(arrays["start"])) // 2
    return Head(
        lower=dense[:middle],
        upper=dense[middle:],
        signs=arrays["signs"],
        tables=(_crossed(word, sign) + constant, _crossed(title, surname), known, ending, label),
        convolutions=tuple(
            (step, arrays[f"conv{number}"], arrays[f"conv{number}_bias"]) for number, step in enumerate(dilations)
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


def tag_all(
    names: NameTagger, tagger: Tagger, text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]
) -> tuple[tuple[Tag, ...], tuple[NameSpan, ...]]:
    """What `kg.nlp.tagger.tag` gives, and the names, in order, none overlapping another.

    `tokens` are those of `kg.nlp.tokens`. The frozen net, which both need, runs once.
    """
    table = _looked_up(columns(sound(text), tokens, names.knowledge))
    tags: list[Tag] = []
    found: list[NameSpan] = []
    for reading in read(tagger, text, sentences):
        tags.extend(tags_of(tagger, text, reading))
        found.extend(_names_in(names, tagger, text, table, reading))
    return in_order(tags), tuple(sorted(found, key=lambda name: name.start))


def _looked_up(table: Columns) -> tuple[Ints, ...]:
    """The rows of `Head.tables` for each character, all but the last table's."""
    word, sign, known, title, ending, surname = table.T.astype(np.intp)
    return word * SIZES["sign"] + sign, title * SIZES["surname"] + surname, known, ending


def _names_in(
    names: NameTagger, tagger: Tagger, text: str, table: tuple[Ints, ...], reading: Reading
) -> Iterator[NameSpan]:
    scores = _scores(names.head, tagger.net.embedding, table, reading)
    order = unpack(reading.active)
    offsets = reading.offsets[order]
    for first, last, label, score in spans_of(decode(names.head, scores, reading.active), order):
        if label < 2 * len(names.labels):
            start, end = int(offsets[first]), int(offsets[last]) + 1
            yield NameSpan(start, end, text[start:end], names.labels[label // 2], score)


def _scores(head: Head, embedding: Floats, table: tuple[Ints, ...], reading: Reading) -> Floats:
    """Label scores, packed as the reading is."""
    seen, where = np.unique(reading.ids, return_inverse=True)
    mixed = reading.lower @ head.lower
    mixed += reading.upper @ head.upper
    mixed += (embedding[seen] @ head.signs)[where]
    for rows, column in zip(head.tables, table, strict=False):
        mixed += rows[column[reading.offsets]]
    mixed += head.tables[-1][reading.decoded.labels]
    np.maximum(mixed, 0, out=mixed)
    at, gaps, size = _spread(reading.active, max(step for step, _, _ in head.convolutions))
    flat = np.zeros((size, mixed.shape[1]), dtype=np.float32)
    flat[at] = mixed
    for step, weights, bias in head.convolutions:
        fresh = np.matmul(flat, weights[1])
        fresh[step:] += flat[:-step] @ weights[0]
        fresh[:-step] += flat[step:] @ weights[2]
        fresh += bias
        np.maximum(fresh, 0, out=fresh)
        fresh[gaps] = 0
        flat += fresh
    return flat[at] @ head.output + head.output_bias


def _spread(active: Ints, gap: int) -> tuple[Ints, Ints, int]:
    """Row after row with `gap` empty places before, between and behind: each position's place, the gaps, the size.

    >>> [x.tolist() for x in _spread(np.array([2, 1]), 1)[:2]]
    [[1, 4, 2], [0, 3, 5]]
    """
    lengths = (active[:, None] > np.arange(active[0])).sum(axis=0)
    begins = np.cumsum(lengths + gap) - lengths
    step = np.repeat(np.arange(len(active)), active)
    row = np.arange(len(step)) - (np.cumsum(active) - active)[step]
    size = int(lengths.sum()) + gap * (len(lengths) + 1)
    at: Ints = begins[row] + step
    gaps = np.ones(size, dtype=bool)
    gaps[at] = False
    return at, np.flatnonzero(gaps), size

"""Which pairs of an article's names, dates and figures are related, and how: a small net over words and slots.

On 由[甲协会]主办的[乙展]在[丙馆]举行 it reads (乙展, organizer, 甲协会) and (乙展, heldAt, 丙馆); on
[甲协会]的人路过[丙馆] nothing. The weights are in `kg/nlp/models`; `training/` makes them and tells from what.

Words and slots are each mapped to one width and added to their first and last letter's embedding (LAC-small's);
residual dilated convolutions over three places follow. A pair's score is read off both its ends, the greatest
values between them, how the ends stand to each other, and what the rules say of them (`kg.nlp.relation_features`): it
weighs the rules' word against the sentence, and reads on where they are silent. The shipped net has learned from three
such nets, fitted from different beginnings, which seldom err alike. A file may hold several: their scores are averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kg.errors import ResourceError
from kg.model import Document, Mention
from kg.nlp.convolution import Layer, convolve
from kg.nlp.lac import Floats, Ints, product
from kg.nlp.masked import Slot
from kg.nlp.model_files import read_model
from kg.nlp.relation_features import FAMILIES, SIZES, Key, Pairs, Row, heard, heard_columns, pairs_of, row_of
from kg.nlp.tagger import Tagger

Mask: TypeAlias = npt.NDArray[np.bool_]

_PLACE = ("kind", "detail", "focus", "often")
_PAIR = ("distance", "sentences", "between", "order", "alike", "types")
_NEVER = np.float32(-30)


@dataclass(frozen=True, slots=True)
class Net:
    """One net's weights; `places` and `pairs` are the tables of the small numbers."""

    word: Floats
    places: tuple[Floats, ...]
    letters: Floats
    bias: Floats
    convolutions: tuple[Layer, ...]
    ends: tuple[Floats, Floats]
    ends_bias: Floats
    inner: Floats
    inner_bias: Floats
    between: Floats
    pairs: tuple[Floats, ...]
    rules: Floats
    gain: Floats
    output: Floats
    output_bias: Floats


@dataclass(frozen=True, slots=True)
class RelationModel:
    """The nets and what they speak of.

    `relations` are the properties scored, `allowed` (types, relations) which of them a pair of families may have;
    `words` the row of each known word.
    """

    relations: tuple[str, ...]
    allowed: Mask
    families: frozenset[tuple[str, str]]
    words: Mapping[str, int]
    tagger: Tagger
    nets: tuple[Net, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Pairs of slots of a row, and the probability (pairs, relations) that each is so related."""

    row: Row
    pairs: Pairs
    chances: Floats

    def likely(self, least: float) -> Iterator[tuple[Slot, int, Slot, float]]:
        """The first slot, the number of the relation, the second slot and the probability, where it exceeds `least`."""
        for at, number in np.argwhere(self.chances > least).tolist():
            first, second = self.pairs.first[at], self.pairs.second[at]
            yield self.row.slots[first], number, self.row.slots[second], float(self.chances[at, number])

    def of(self, number: int, kind: str) -> Iterator[tuple[Mention, Slot, float]]:
        """All pairs whose second slot is of a family (`kind`), with the probability of a relation by its number."""
        family = self.pairs.numbers[:, -1] % len(FAMILIES)
        for at in np.flatnonzero(family == FAMILIES.index(kind)).tolist():
            first, second = self.row.slots[self.pairs.first[at]], self.row.slots[self.pairs.second[at]]
            assert isinstance(first, Mention)
            yield first, second, float(self.chances[at, number])


def load_relation_model(tagger: Tagger, directory: Path | None = None) -> RelationModel:
    """The model from `relations.npz` and `relations.json` in `directory`; by default the ones in the package.

    Raises ResourceError naming the file that is missing, malformed, or not the one `relations.json` speaks of.
    """
    card, arrays, where = read_model("relations", directory)
    try:
        relations = tuple(str(name) for name in card["relations"])
        words = {str(word): number for number, word in enumerate(card["words"], start=1)}
        allowed = arrays["allowed"] > 0
        dilations = [int(step) for step in card["dilations"]]
        nets = tuple(_net(arrays, f"{number}.", dilations) for number in range(int(card["nets"])))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ResourceError(f"the relation model is malformed: {where}: {error}") from error
    fits = card.get("features") == dict(SIZES) and card.get("families") == list(FAMILIES) and bool(nets)
    sized = all(len(net.word) == len(words) + 1 and net.output.shape[1] == len(relations) for net in nets)
    if not fits or not sized:
        raise ResourceError(f"the relation model does not fit this version: {where}")
    types = [divmod(int(n), len(FAMILIES)) for n in np.flatnonzero(allowed.any(axis=1))]
    families = frozenset((FAMILIES[a], FAMILIES[b]) for a, b in types)
    return RelationModel(relations, allowed, families, words, tagger, nets)


def _net(arrays: Mapping[str, Floats], prefix: str, dilations: Sequence[int]) -> Net:
    def of(name: str) -> Floats:
        return arrays[prefix + name]

    return Net(
        word=of("word"),
        places=tuple(of(name) for name in _PLACE),
        letters=of("letters"),
        bias=of("letters_bias"),
        convolutions=tuple(Layer(step, of(f"conv{n}"), of(f"conv{n}_bias")) for n, step in enumerate(dilations)),
        ends=(of("first"), of("second")),
        ends_bias=of("first_bias"),
        inner=of("inner"),
        inner_bias=of("inner_bias"),
        between=of("between_weights"),
        pairs=tuple(of(name) for name in _PAIR),
        rules=of("rules"),
        gain=of("gain"),
        output=of("output"),
        output_bias=of("output_bias"),
    )


def relate(model: RelationModel, document: Document) -> Related:
    """Every pair of slots that may be related, with the probability of each relation (0 where it may not be).

    `document` holds the rules' claims already.
    """
    return relate_each(model, [document])[0]


def relate_each(model: RelationModel, documents: Sequence[Document]) -> list[Related]:
    """What `relate` gives for each document; the nets read all of them together (see `kg.nlp.products`)."""
    rows = [row_of(document) for document in documents]
    pairs = [pairs_of(row, model.families) for row in rows]
    which = [n for n, each in enumerate(pairs) if len(each.first)]
    chances = _chances(model, [(rows[n], pairs[n], heard(documents[n].claims)) for n in which])
    found = dict(zip(which, chances, strict=True))
    none = np.zeros((0, len(model.relations)), dtype=np.float32)
    return [Related(row, each, found.get(n, none)) for n, (row, each) in enumerate(zip(rows, pairs, strict=True))]


def _chances(model: RelationModel, read: Sequence[tuple[Row, Pairs, Mapping[Key, float]]]) -> list[Floats]:
    """The probabilities of each row's pairs."""
    if not read:
        return []
    lengths = np.array([len(row.words) for row, _, _ in read], dtype=np.intp)
    begins = np.cumsum(lengths) - lengths
    together = _Pairs(
        np.concatenate([row.at[pairs.first] + begin for (row, pairs, _), begin in zip(read, begins, strict=True)]),
        np.concatenate([row.at[pairs.second] + begin for (row, pairs, _), begin in zip(read, begins, strict=True)]),
        np.concatenate([pairs.numbers for _, pairs, _ in read]),
        np.concatenate([heard_columns(row, pairs, model.relations, said) for row, pairs, said in read]),
    )
    places = _read(model, [row for row, _, _ in read])
    with model.tagger.products.alone():
        scores: Floats = np.mean([_scores(net, places, together) for net in model.nets], axis=0)
    lawful = np.where(model.allowed[together.numbers[:, -1]], scores, _NEVER)
    found = (1 / (1 + np.exp(-lawful))).astype(np.float32)
    return np.split(found, np.cumsum([len(pairs.first) for _, pairs, _ in read])[:-1])


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The pairs of all rows: the places of their ends, their small numbers, and the rules' word on each relation."""

    first: Ints
    second: Ints
    numbers: Ints
    said: Floats


@dataclass(frozen=True, slots=True)
class _Places:
    """What the nets share of some rows: their lengths, the words' numbers, and of first and last letters the embeddings
    of those that occur and where each stands."""

    lengths: Ints
    words: Ints
    letters: tuple[tuple[Floats, Ints], tuple[Floats, Ints]]
    numbers: Ints


def _read(model: RelationModel, rows: Sequence[Row]) -> _Places:
    number, unknown = model.tagger.vocabulary.get, model.tagger.unknown

    def letters(signs: str) -> tuple[Floats, Ints]:
        seen, where = np.unique([number(sign, unknown) for sign in signs], return_inverse=True)
        return model.tagger.net.embedding[seen], where

    words = np.array([model.words.get(word, 0) for row in rows for word in row.words], dtype=np.intp)
    ends = (letters("".join(row.firsts for row in rows)), letters("".join(row.lasts for row in rows)))
    lengths = np.array([len(row.words) for row in rows], dtype=np.intp)
    return _Places(lengths, words, ends, np.concatenate([row.numbers for row in rows]))


def _scores(net: Net, read: _Places, pairs: _Pairs) -> Floats:
    """The score of each relation of each pair."""
    states = _states(net, read)
    hidden = (product(states, net.ends[0]) + net.ends_bias)[pairs.first]
    hidden += product(states, net.ends[1])[pairs.second]
    inner = product(states, net.inner) + net.inner_bias
    greatest = _greatest(inner, np.minimum(pairs.first, pairs.second) + 1, np.maximum(pairs.first, pairs.second))
    hidden += product(np.maximum(greatest, 0), net.between)
    for table, numbers in zip(net.pairs, pairs.numbers.T, strict=True):
        hidden += table[numbers]
    hidden += product(pairs.said, net.rules)
    np.maximum(hidden, 0, out=hidden)
    scores: Floats = product(hidden, net.output) + net.output_bias + net.gain * pairs.said
    return scores


def _states(net: Net, read: _Places) -> Floats:
    x: Floats = net.word[read.words]
    for table, numbers in zip(net.places, read.numbers.T, strict=True):
        x += table[numbers]
    half = len(net.letters) // 2
    for (seen, where), weights in zip(read.letters, (net.letters[:half], net.letters[half:]), strict=True):
        x += product(seen, weights)[where]
    x += net.bias
    np.maximum(x, 0, out=x)
    return convolve(x, read.lengths, net.convolutions)


def _greatest(values: Floats, low: Ints, high: Ints) -> Floats:
    """The greatest value of each column in the rows `low..high` of each pair, 0 where there is none.

    Tables of the greatest of 1, 2, 4 … rows answer each pair with two look-ups.
    """
    length = np.maximum(high - low, 1)
    level = np.frexp(length.astype(np.float64))[1] - 1
    found = np.zeros((len(low), values.shape[1]), dtype=np.float32)
    table = values
    for n in range(int(level.max()) + 1):
        if n:
            reach = 1 << (n - 1)
            table = np.maximum(table, np.concatenate((table[reach:], np.repeat(table[-1:], min(reach, len(table)), 0))))
        here = np.flatnonzero((level == n) & (high > low))
        found[here] = np.maximum(table[low[here]], table[high[here] - (1 << n)])
    return found

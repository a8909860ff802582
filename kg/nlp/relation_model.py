"""Which pairs of an article's names, dates and figures are related, and how: a small net over words and slots.

On 由[甲协会]主办的[乙展]在[丙馆]举行 it reads (乙展, organizer, 甲协会) and (乙展, heldAt, 丙馆); on
[甲协会]的人路过[丙馆] nothing. The weights are in `kg/nlp/models`; `training/` makes them and tells from what.

Words and slots are each mapped to one width and added to their first and last letter's embedding (LAC-small's);
residual dilated convolutions over three places follow. A pair's score is read off both its ends, the greatest
values between them, how the ends stand to each other, and what the rules say of them (`kg.nlp.relation_features`): it
weighs the rules' word against the sentence, and reads on where they are silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from kg.errors import ResourceError
from kg.model import Document
from kg.nlp.lac import Floats, Ints
from kg.nlp.masked import Slot
from kg.nlp.model_files import read_model
from kg.nlp.relation_features import FAMILIES, SIZES, Pairs, Row, heard, heard_columns, pairs_of, row_of
from kg.nlp.tagger import Tagger

Mask: TypeAlias = npt.NDArray[np.bool_]

_PLACE = ("kind", "detail", "focus")
_PAIR = ("distance", "sentences", "between", "order", "types")
_NEVER = np.float32(-30)


@dataclass(frozen=True, slots=True)
class RelationModel:
    """The weights and what they speak of.

    `relations` are the properties scored, `allowed` (types, relations) which of them a pair of families may have;
    `words` the row of each known word. `places` and `pairs` are the tables of the small numbers.
    """

    relations: tuple[str, ...]
    allowed: Mask
    families: frozenset[tuple[str, str]]
    words: Mapping[str, int]
    tagger: Tagger
    word: Floats
    places: tuple[Floats, ...]
    letters: Floats
    bias: Floats
    convolutions: tuple[tuple[int, Floats, Floats], ...]
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


def load_relation_model(tagger: Tagger, directory: Path | None = None) -> RelationModel:
    """The model from `relations.npz` and `relations.json` in `directory`; by default the ones in the package.

    Raises ResourceError naming the file that is missing, malformed, or not the one `relations.json` speaks of.
    """
    card, arrays, where = read_model("relations", directory)
    try:
        relations = tuple(str(name) for name in card["relations"])
        words = {str(word): number for number, word in enumerate(card["words"], start=1)}
        allowed = arrays["allowed"] > 0
        model = _model(arrays, [int(step) for step in card["dilations"]], relations, words, allowed, tagger)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ResourceError(f"the relation model is malformed: {where}: {error}") from error
    fits = card.get("features") == dict(SIZES) and card.get("families") == list(FAMILIES)
    if not fits or len(model.word) != len(words) + 1 or model.output.shape[1] != len(relations):
        raise ResourceError(f"the relation model does not fit this version: {where}")
    return model


def _model(
    arrays: Mapping[str, Floats],
    dilations: Sequence[int],
    relations: tuple[str, ...],
    words: Mapping[str, int],
    allowed: Mask,
    tagger: Tagger,
) -> RelationModel:
    types = [divmod(int(n), len(FAMILIES)) for n in np.flatnonzero(allowed.any(axis=1))]
    return RelationModel(
        relations=relations,
        allowed=allowed,
        families=frozenset((FAMILIES[a], FAMILIES[b]) for a, b in types),
        words=words,
        tagger=tagger,
        word=arrays["word"],
        places=tuple(arrays[name] for name in _PLACE),
        letters=arrays["letters"],
        bias=arrays["letters_bias"],
        convolutions=tuple((step, arrays[f"conv{n}"], arrays[f"conv{n}_bias"]) for n, step in enumerate(dilations)),
        ends=(arrays["first"], arrays["second"]),
        ends_bias=arrays["first_bias"],
        inner=arrays["inner"],
        inner_bias=arrays["inner_bias"],
        between=arrays["between_weights"],
        pairs=tuple(arrays[name] for name in _PAIR),
        rules=arrays["rules"],
        gain=arrays["gain"],
        output=arrays["output"],
        output_bias=arrays["output_bias"],
    )


def relate(model: RelationModel, document: Document) -> Related:
    """Every pair of slots that may be related, with the probability of each relation (0 where it may not be).

    `document` holds the rules' claims already.
    """
    row = row_of(document)
    pairs = pairs_of(row, model.families)
    if not len(pairs.first):
        return Related(row, pairs, np.zeros((0, len(model.relations)), dtype=np.float32))
    # As in `kg.nlp.tagger`: the products are small, and a second thread makes them slower.
    with threadpool_limits(limits=1, user_api="blas"):
        scores = _scores(model, document, row, pairs)
    lawful = np.where(model.allowed[pairs.numbers[:, -1]], scores, _NEVER)
    return Related(row, pairs, (1 / (1 + np.exp(-lawful))).astype(np.float32))


def _scores(model: RelationModel, document: Document, row: Row, pairs: Pairs) -> Floats:
    """The score of each relation of each pair."""
    states = _states(model, row)
    first, second = row.at[pairs.first], row.at[pairs.second]
    hidden = (states @ model.ends[0] + model.ends_bias)[first]
    hidden += (states @ model.ends[1])[second]
    inner = states @ model.inner + model.inner_bias
    greatest = _greatest(inner, np.minimum(first, second) + 1, np.maximum(first, second))
    hidden += np.maximum(greatest, 0) @ model.between
    for table, numbers in zip(model.pairs, pairs.numbers.T, strict=True):
        hidden += table[numbers]
    said = heard_columns(row, pairs, model.relations, heard(document.claims))
    hidden += said @ model.rules
    np.maximum(hidden, 0, out=hidden)
    scores: Floats = hidden @ model.output + model.output_bias + model.gain * said
    return scores


def _states(model: RelationModel, row: Row) -> Floats:
    number, unknown = model.tagger.vocabulary.get, model.tagger.unknown
    embedding = model.tagger.net.embedding
    x: Floats = model.word[[model.words.get(word, 0) for word in row.words]]
    for table, numbers in zip(model.places, row.numbers.T, strict=True):
        x += table[numbers]
    half = len(model.letters) // 2
    for signs, weights in ((row.firsts, model.letters[:half]), (row.lasts, model.letters[half:])):
        seen, where = np.unique([number(sign, unknown) for sign in signs], return_inverse=True)
        x += (embedding[seen] @ weights)[where]
    x += model.bias
    np.maximum(x, 0, out=x)
    for step, weights, bias in model.convolutions:
        fresh = np.matmul(x, weights[1])
        fresh[step:] += x[:-step] @ weights[0]
        fresh[:-step] += x[step:] @ weights[2]
        fresh += bias
        np.maximum(fresh, 0, out=fresh)
        x += fresh
    return x


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

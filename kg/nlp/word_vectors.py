"""What words mean, as vectors: words that stand in like places of a large text have like ones.

收购 is near 并购 and 入股, 会展中心 near 会议中心, so what was learned of one word is known of the other.
Counter-example: a word that is not listed has the vector 0, which says nothing.

The vectors are word2vec's (100 numbers a word) on the Chinese Wikipedia, of the package synonyms 3.8.0 (Hai Liang Wang,
Hu Ying Xi; MIT), in whole steps of one byte; `training/word_vectors.py` makes the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import ResourceError
from kg.model import Token
from kg.nlp.lac import Floats, Ints
from kg.nlp.model_files import read_model


@dataclass(frozen=True, slots=True)
class WordVectors:
    """`rows` (words + 1, size) are the vectors in steps of `step`, the first of them zeros; `numbers` the row of each
    word."""

    numbers: Mapping[str, int]
    rows: npt.NDArray[np.int8]
    step: float

    def of(self, numbers: Ints) -> Floats:
        """The vectors of these rows (rows, size)."""
        return self.rows[numbers].astype(np.float32) * np.float32(self.step)

    def places(self, text: str, tokens: Iterable[Token]) -> Ints:
        """For each character of `text` the row of the word that it stands in, 0 where that is not listed."""
        found = np.zeros(len(text), dtype=np.intp)
        number = self.numbers.get
        for token in tokens:
            found[token.start : token.end] = number(text[token.start : token.end], 0)
        return found


def load_word_vectors(directory: Path | None = None) -> WordVectors:
    """The vectors from `words.npz` and `words.json` in `directory`; by default the ones in the package.

    Raises ResourceError naming the file that is missing, malformed, or not the one `words.json` speaks of.
    """
    card, arrays, where = read_model("words", directory, as_floats=False)
    try:
        words = [str(word) for word in card["words"]]
        rows, step = arrays["rows"], float(card["step"])
        fits = rows.dtype == np.int8 and rows.ndim == 2 and len(rows) == len(words)
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"the word vectors are malformed: {where}: {error}") from error
    if not fits:
        raise ResourceError(f"the word vectors are malformed: {where}")
    zeros = np.zeros((1, rows.shape[1]), dtype=np.int8)
    return WordVectors({word: n for n, word in enumerate(words, start=1)}, np.concatenate((zeros, rows)), step)

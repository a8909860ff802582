"""The word vectors: which word a character stands in, what is near what, and the files they are read from."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ResourceError
from kg.model import Token
from kg.nlp import word_vectors as module
from kg.nlp.word_vectors import WordVectors, load_word_vectors

MODELS = Path(module.__file__).parent / "models"


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return load_word_vectors()


def _tokens(*words: str) -> list[Token]:
    ends = np.cumsum([len(word) for word in words]).tolist()
    return [Token(start, end, word) for (start, end), word in zip(pairwise([0, *ends]), words, strict=True)]


def test_each_character_has_the_row_of_its_word(vectors: WordVectors) -> None:
    places = vectors.places("公司收购银行", _tokens("公司", "收购", "银行"))
    assert places.tolist() == [vectors.numbers[word] for word in ("公司", "收购", "银行") for _ in word]


def test_a_word_that_is_not_listed_says_nothing(vectors: WordVectors) -> None:
    places = vectors.places("林若谷参观", _tokens("林若谷", "参观"))
    assert places[:3].tolist() == [0, 0, 0]
    assert not vectors.of(places[:3]).any()
    assert vectors.of(places[3:]).any()


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("收购", "并购", "苹果"), ("教练", "球员", "银行"), ("展览", "展出", "药物"), ("主任", "处长", "河流")],
)
def test_words_of_like_meaning_are_near(vectors: WordVectors, word: str, near: str, far: str) -> None:
    one, other, third = (
        row / np.linalg.norm(row) for row in vectors.of(np.array([vectors.numbers[w] for w in (word, near, far)]))
    )
    assert one @ other > one @ third + 0.2


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("words.npz", "words.json"):
        shutil.copy(MODELS / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", ["words.npz", "words.json"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ResourceError, match=name):
        load_word_vectors(copied)


@pytest.mark.parametrize("change", [{"words": ["甲"]}, {"words": 3}, {"step": "x"}, {"sha256": "0"}])
def test_a_card_that_does_not_fit_is_refused(copied: Path, change: dict[str, object]) -> None:
    card = json.loads((copied / "words.json").read_text(encoding="utf-8"))
    (copied / "words.json").write_text(json.dumps(card | change), encoding="utf-8")
    with pytest.raises(ResourceError, match="words"):
        load_word_vectors(copied)

"""What the name tagger knows of each character besides the net's states: word borders, signs, lexicon matches.

Each feature is a column of small numbers, one for each character of the text; 0 says nothing. A known name is a sign
and no verdict: the tagger learned with most matches hidden (see `training/`), so it reads on where nothing is listed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, MatchKind

from kg.model import Token
from kg.nlp.lexicon import Lexicon

Columns: TypeAlias = npt.NDArray[np.uint8]

GROUPS: Final[Mapping[str, int]] = MappingProxyType({
    "Person": 0, "AdministrativeArea": 1, "Venue": 2, "EventSeries": 3, "Event": 3, "Work": 4, "Product": 5,
    "Company": 6, "MediaOutlet": 7, "GovernmentBody": 8, "InternationalOrganization": 8, "Association": 9,
    "Institution": 9, "Organization": 9,
})  # fmt: skip
"""Class of a lexicon entry or a name ending → which kind of sign it is."""

_KINDS = 10
_OTHER = 9
SIZES: Final[Mapping[str, int]] = MappingProxyType({
    "word": 5, "sign": 26, "known": 4 * _KINDS + 1, "title": 5, "ending": 4 * 2 * _KINDS + 1, "surname": 4,
})  # fmt: skip
"""The columns in their order, and how many values each has."""

_NUMERALS = "零〇一二三四五六七八九十百千万亿两"
_SIGNS: Final[Mapping[str, int]] = MappingProxyType(
    {
        sign: number
        for number, signs in enumerate(
            ("《〈", "》〉", "“「『\"", "”」』", "‘'", "’", "（([【", "）)]】", "，,", "。！？!?…", "、", "；;", "：:",
             "·•・", "-—～~/", ".％%", "年月日号时", "第届", "+&＋＆"),
            start=7,
        )
        for sign in signs
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A lexicon, made ready to be looked up.

    `endings` finds the name endings, `kinds` says what each points to; `surnames` finds those of two characters.
    """

    lexicon: Lexicon
    endings: AhoCorasick
    kinds: tuple[int, ...]
    surnames: AhoCorasick


def prepare(lexicon: Lexicon) -> Knowledge:
    """The lexicon with its name endings and long surnames ready to be found."""
    suffixes = sorted(lexicon.suffixes, key=lambda suffix: suffix.text)
    return Knowledge(
        lexicon,
        AhoCorasick([suffix.text for suffix in suffixes], matchkind=MatchKind.LeftmostLongest),
        tuple(GROUPS.get(suffix.type, _OTHER) + _KINDS * suffix.weak for suffix in suffixes),
        AhoCorasick(sorted(name for name in lexicon.surnames if len(name) == 2)),
    )


def columns(text: str, tokens: Sequence[Token], knowledge: Knowledge) -> Columns:
    """The features of each character of `text` (characters, columns as in `SIZES`)."""
    lexicon = knowledge.lexicon
    table = np.zeros((len(text), len(SIZES)), dtype=np.uint8)
    _mark(table[:, 0], ((t.start, t.end, 0) for t in tokens))
    table[:, 1] = _signs(text)
    _mark(table[:, 2], ((f.start, f.end, GROUPS.get(f.entry.type, _OTHER)) for f in lexicon.find(text)))
    _mark(table[:, 3], ((start, end, 0) for start, end in lexicon.title_spans(text)))
    _mark(table[:, 4], _endings(text, knowledge))
    _mark_surnames(table[:, 5], text, knowledge)
    return table


def _mark(column: Columns, spans: Iterable[tuple[int, int, int]]) -> None:
    """Write begin, middle, end or single (1 to 4), four numbers further for each kind, over the spans."""
    for start, end, kind in spans:
        base = 4 * kind
        if end - start == 1:
            column[start] = base + 4
        else:
            column[start:end] = base + 2
            column[start] = base + 1
            column[end - 1] = base + 3


def _endings(text: str, knowledge: Knowledge) -> Iterable[tuple[int, int, int]]:
    for which, start, end in knowledge.endings.find_matches_as_indexes(text):
        yield start, end, knowledge.kinds[which]


def _signs(text: str) -> Columns:
    kinds = {sign: _sign(sign) for sign in set(text)}
    return np.fromiter(map(kinds.__getitem__, text), dtype=np.uint8, count=len(text))


def _sign(sign: str) -> int:
    """Which kind of character: listed marks, numerals, digits, Latin letters, Han, white space, others."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign in _NUMERALS:
        return 1
    if "\u4e00" <= sign <= "\u9fff":
        return 0
    if sign.isdigit():
        return 2
    if "LATIN" in unicodedata.name(sign, ""):
        return 3 if sign.isupper() else 4
    if sign.isspace():
        return 5
    return 6


def _mark_surnames(column: Columns, text: str, knowledge: Knowledge) -> None:
    surnames = knowledge.lexicon.surnames
    column[:] = [sign in surnames for sign in text]
    for _, start, end in knowledge.surnames.find_matches_as_indexes(text):
        column[start:end] = 2, 3

"""No pattern of the code takes a time that explodes with the text: each is run on texts made from its own words."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import random
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PARTS = (
    "kg.read",
    "kg.nlp",
    "kg.extract",
    "kg.extract.quotes",
    "kg.extract.coref",
    "kg.resolve",
    "kg.graph",
    "kg.rdf",
    "kg.store",
)
LENGTH = 64  # characters: a time that doubles with every word is hours here, n³ a millisecond
LIMIT = 0.1  # seconds; the slowest takes 0.004
PAIRS = 1500
CATEGORIES = {sre.CATEGORY_DIGIT: "7", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_WORD: "-"}


def patterns() -> Iterator[tuple[str, bool, re.Pattern[str]]]:
    """All compiled patterns that the modules of the package keep, in lists and mappings, too.

    With each its name, and whether its module asks for a match to the very end of a text.
    """
    for part in PARTS:
        for found in pkgutil.iter_modules(importlib.import_module(part).__path__):
            module = importlib.import_module(f"{part}.{found.name}")
            source = Path(str(module.__file__)).read_text(encoding="utf-8")
            for name, value in vars(module).items():
                for pattern in _inside(value, 2):
                    yield f"{part}.{found.name}.{name}", f"{name}.fullmatch(" in source, pattern


def _inside(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth and isinstance(value, tuple | list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _inside(item, depth - 1)


def words(tree: Any, found: list[str]) -> str:
    """A text that the parsed pattern matches, or nearly; in `found` those of its parts."""
    text = ""
    for kind, value in tree:
        if kind is sre.LITERAL:
            text += chr(value)
        elif kind is sre.IN:
            found += [chr(code) for kind_, code in value if kind_ is sre.LITERAL]
            text += _member(value)
        elif kind is sre.ANY or kind is sre.NOT_LITERAL:
            text += "茶"
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += words(value[2], found) * max(1, min(value[0], 5))
        elif kind is sre.SUBPATTERN:
            text += words(value[3], found)
        elif kind is sre.ATOMIC_GROUP:
            text += words(value, found)
        elif kind is sre.BRANCH:
            texts = [words(branch, found) for branch in value[1]]
            text += texts[0]
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            words(value[1], found)
    if text:
        found.append(text)
    return text


def _member(choices: list[tuple[Any, Any]]) -> str:
    if choices[0][0] is sre.NEGATE:
        return "茶"
    kind, value = choices[0]
    if kind is sre.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is sre.RANGE else CATEGORIES.get(value, "a")


def attacks(pattern: re.Pattern[str]) -> Iterator[str]:
    """Each part of the pattern, and pairs of them, over and over, with an end that fits nothing."""
    found: list[str] = []
    words(parser.parse(pattern.pattern, pattern.flags), found)
    parts = list(dict.fromkeys(found))[:200]
    pairs = list(itertools.permutations(parts, 2))
    random.Random(pattern.pattern).shuffle(pairs)
    for unit in (*parts, *("".join(pair) for pair in pairs[:PAIRS])):
        yield unit * (LENGTH // len(unit) + 1) + "\0茶"


class _TooLongError(Exception):
    pass


def _stop(*_: object) -> None:
    raise _TooLongError


def slowest(pattern: re.Pattern[str], whole: bool = False) -> tuple[float, str]:
    """The longest time, in seconds, and its text; a search is ended after a second."""
    worst = (0.0, "")
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        for text in attacks(pattern):
            started = time.process_time()
            signal.setitimer(signal.ITIMER_REAL, 1)
            try:
                (pattern.fullmatch if whole else pattern.search)(text)
            except _TooLongError:
                pass
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            worst = max(worst, (time.process_time() - started, text))
            if worst[0] > LIMIT:
                break
    finally:
        signal.signal(signal.SIGALRM, before)
    return worst


# Their texts are cut to this many characters first.
SHORT = {"kg.resolve.names._GENERIC": 16}
PATTERNS = {
    pattern: (name, whole)
    for name, whole, pattern in patterns()
    if re.search(r"[*+{]", pattern.pattern) and name not in SHORT
}


def test_there_are_patterns_to_check() -> None:
    assert len(PATTERNS) > 100


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a search that hangs cannot be ended here")
def test_no_pattern_explodes() -> None:
    found = {name: slowest(pattern, whole) for pattern, (name, whole) in PATTERNS.items()}
    assert {name: worst for name, worst in found.items() if worst[0] > LIMIT} == {}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a search that hangs cannot be ended here")
@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:卖出?|出)+$",
        r"(?:(?:已|将|约)*(?:有|到|约))+$",
        r"(\w+\s?)+。",
        r"(?:[a-z]|[^A-Z])*x",
    ],
)
def test_a_pattern_that_explodes_is_seen(pattern: str) -> None:
    assert slowest(re.compile(pattern))[0] > LIMIT

"""Which names of an article are short for others of its names: 皓宇 for 皓宇通信, 市卫健委 for 湖湾市卫生健康委员会.

Counter-example: 皓宇 where the article has 皓宇通信 and 皓宇制药 is short for both, and the caller leaves it open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kg.model import Mention, Token
from kg.nlp.classes import family
from kg.nlp.editions import parse_edition
from kg.nlp.lexicon import Lexicon
from kg.nlp.shortened import shortens, shortens_event, shortens_product, shortens_venue

Reading = Callable[[str, str, Sequence[str], Lexicon], bool]

_READINGS: dict[str, Reading] = {
    "Organization": shortens, "Event": shortens_event, "Venue": shortens_venue, "Product": shortens_product
}  # fmt: skip

_MOST, _LONGEST = 300, 60
"""So many names of a kind, of so many letters, are compared with one another; an article with more is a list."""


def short_names(
    mentions: Sequence[Mention], tokens: Sequence[Token], lexicon: Lexicon
) -> Iterator[tuple[str, str, list[Mention]]]:
    """Kind, short name and the first mentions of all names that it can be read as short for, the longest first.

    Events are compared without year and ordinal. A name that follows a place or another name, as 足球协会 does in
    巴西足球协会, is short for none that lacks it.
    """
    starts = [t.start for t in tokens]
    for kind, reading in _READINGS.items():
        names = _first(mentions, kind)
        led = _led(mentions, kind)
        words = {name: _words(tokens, starts, m, name) for name, m in names.items()}
        letters = {name: frozenset(name) for name in names}
        for short in sorted(names, key=lambda n: (-len(n), n)):
            own = frozenset(short[:-2] or short)
            fulls = [
                full
                for full in names
                if len(full) > len(short) and own <= letters[full]
                and all(lead in full for lead in led.get(short, ()))
                and reading(short, full, words[full], lexicon)
            ]  # fmt: skip
            if fulls:
                yield kind, short, [names[full] for full in fulls]


def _first(mentions: Sequence[Mention], kind: str) -> dict[str, Mention]:
    """The first mention of each name of the kind; of an event's the name is what its series is called."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if family(mention.type) == kind and mention.form != "nominal" and len(found) < _MOST:
            name = parse_edition(mention.text).base if kind == "Event" else mention.text
            if len(name) <= _LONGEST:
                found.setdefault(name, mention)
    return found


def _led(mentions: Sequence[Mention], kind: str) -> dict[str, set[str]]:
    """What stands right before a name: 巴西 before 足球协会."""
    found: dict[str, set[str]] = {}
    for left, right in pairwise(mentions):
        if family(right.type) == kind and left.end == right.start and left.type != "Title":
            found.setdefault(right.text, set()).add(left.text)
    return found


def _words(tokens: Sequence[Token], starts: Sequence[int], mention: Mention, name: str) -> list[str]:
    """The words of a name as they stand in the text."""
    start = mention.end - len(name)
    found = []
    for n in range(max(0, bisect_left(starts, start + 1) - 1), bisect_left(starts, mention.end)):
        token = tokens[n]
        low, high = max(token.start, start), min(token.end, mention.end)
        if low < high:
            found.append(token.text[low - token.start : high - token.start])
    return found

"""How a Chinese name is typed on a Latin keyboard: by the first letters of its syllables, or by the whole of them."""

from __future__ import annotations

from collections.abc import Iterator

from pypinyin import Style, pinyin

from kg.identity import fold

# Readings of one name. Only characters outside words that the dictionary knows have several (单田芳: dan, chan, shan),
# and one at a time is varied: who searches may take the wrong one once, not in every place.
MOST = 8


def initials(text: str) -> tuple[str, ...]:
    """The first letters of a text's syllables, the likeliest reading first, at most eight readings.

    Latin letters and digits stay whole, in lower case; spaces and punctuation are dropped, traditional characters read
    as simplified ones. Empty for a text without letters, digits and ideographs.

    >>> initials("国家会议中心"), initials("UPS公司")
    (('gjhyzx',), ('upsgs', 'upsgc'))
    """
    return keys(text)[0]


def full(text: str) -> tuple[str, ...]:
    """A text's syllables in full without tones, the likeliest reading first; otherwise as `initials`. ü is v, then u.

    >>> full("重庆银行"), full("吕梁")
    (('chongqingyinhang',), ('lvliang', 'luliang'))
    """
    return keys(text)[1]


def keys(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `initials` and `full` give, from one look at the dictionary."""
    spelled = list(_readings(fold(text)))
    short = dict.fromkeys("".join(s if latin else s[:1] for s, latin in reading) for reading in spelled)
    whole = dict.fromkeys("".join(s for s, _ in reading) for reading in spelled)
    return tuple(s for s in short if s), tuple(w for w in whole if w)


def _readings(folded: str) -> Iterator[list[tuple[str, bool]]]:
    """Up to MOST readings: each a list of syllables, with whether it stands in the text as it is."""
    found = [(options, options == [part]) for part, options in _syllables(folded)]
    first = [(options[0], latin) for options, latin in found]
    yield first
    left = MOST - 1
    for at, (options, latin) in enumerate(found):
        for other in options[1:]:
            if left == 0:
                return
            left -= 1
            yield [*first[:at], (other, latin), *first[at + 1 :]]


def _syllables(folded: str) -> Iterator[tuple[str, list[str]]]:
    """Every part of the text with its readings: a Chinese character, or a run of others that reads as itself."""
    at = 0
    for options in pinyin(folded, style=Style.NORMAL, heteronym=True):
        part = options[0] if folded.startswith(options[0], at) else folded[at]
        at += len(part)
        spelled = [s for option in options for s in ((option, option.replace("v", "u")) if part != option else (part,))]
        yield part, list(dict.fromkeys(spelled))

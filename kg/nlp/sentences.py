"""Sentences: where a block's text stops.

A sentence never leaves its block, so a paragraph's sentences are those with its block number. Quotations are cut at
their inner stops too (`“……。……。”` is two sentences); whoever reads quotations works on the block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Article, Block, Sentence

LONGEST = 500
"""Characters a sentence may have. The longest of 5,647 sentences of the written corpus has 132, the longest of five
real articles 237; longer stretches are lists and lost punctuation, and make every pairwise look at a sentence slow."""

_STOPS = "。｡！？!?…"
_CLOSERS = "”’」』）)】》〉]］｝}＂"
_COMMAS = "，、；：,;:"
# A title or an address is stepped over whole: its ？ and ！ end nothing.
_SCAN = re.compile(
    r"《[^《》]{1,60}》|(?:https?://|www\.)[!-~]+|(?P<stop>(?:[" + re.escape(_STOPS) + r"]|\.{3,})+)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]")
_BLANKS = "\u200b\u200c\u200d\u2060\ufeff"
_LEFT = re.compile(rf"[\s{_BLANKS}]*")
_BREATH = re.compile(r"[；;，\s]")


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """The article's sentences, in order, none blank, without surrounding white space.

    A sentence ends after 。！？!?… (and runs of them), with the closing quotes and brackets that follow; not after ；,
    not at a dot. A stop followed by a comma or by 的 does not end one: `“加油！”的喊声`. A table's lines are
    sentences. What is longer than `LONGEST` is cut at the last ；， or white space before it.
    """
    found: list[Sentence] = []
    for number, block in enumerate(article.blocks):
        for start, end in _block_pieces(article.text, block):
            found.append(Sentence(len(found), start, end, number))
    return tuple(found)


def _block_pieces(text: str, block: Block) -> Iterator[tuple[int, int]]:
    for line_start, line_end in _lines(text, block):
        for start, end in _ended_pieces(text, line_start, line_end):
            yield from _short_pieces(text, *_trim(text, start, end))


def _lines(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The block itself; for a table, each of its lines."""
    if block.kind != "table":
        yield block.start, block.end
        return
    start = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _ended_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at the stops. A piece without any letter or digit joins its neighbour (`“……`, a lost `”`)."""
    pieces: list[tuple[int, int]] = []
    at = looked = start
    for stop in _stops(text, start, end):
        if _WORD.search(text, looked, stop):
            pieces.append((at, stop))
            at = stop
        looked = stop
    if pieces and not _WORD.search(text, at, end):
        pieces[-1] = (pieces[-1][0], end)
    elif at < end:
        pieces.append((at, end))
    yield from pieces


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """The offsets at which a sentence ends, closing marks included."""
    quotes, counted = 0, start
    for match in _SCAN.finditer(text, start, end):
        if match["stop"] is None or match.start() < counted or _inside_latin(text, match, start, end):
            continue
        quotes += text.count('"', counted, match.start())
        stop = _closed(text, match.end(), end, quotes)
        quotes += text.count('"', match.start(), stop)
        counted = stop
        if not _goes_on(text, match, stop, end):
            yield stop


def _closed(text: str, at: int, end: int, quotes: int) -> int:
    """The offset after the closing marks at `at`; a straight quote closes where an odd number stands before it."""
    while at < end:
        if text[at] == '"' and quotes % 2:
            quotes += 1
        elif text[at] not in _CLOSERS and text[at] not in _STOPS:
            break
        at += 1
    return at


def _inside_latin(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether ASCII marks stand between ASCII signs (`?id=3`, `Go!Go`), where they end no Chinese sentence."""
    before, after = match.start() - 1, match.end()
    if not match.group().isascii() or before < start or after >= end:
        return False
    return "!" <= text[before] <= "~" and "!" <= text[after] <= "~" and text[after] not in "\"')]}"


def _goes_on(text: str, match: re.Match[str], stop: int, end: int) -> bool:
    """Whether the sentence continues behind the stop: a comma, or 的 / 等 after a closing mark or an ellipsis.

    `“加油！”等口号` goes on; `他说。”等到散会` does not.
    """
    if stop >= end:
        return False
    following, marks = text[stop], match.group()
    if following in _COMMAS:
        return True
    closed = stop > match.end() or marks[-1] in "…."
    return closed and (following == "的" or (following == "等" and marks[-1] != "。"))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    found = _LEFT.match(text, start, end)
    start = found.end() if found else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in _BLANKS):
        end -= 1
    return start, end


def _short_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        breaths = [m.end() for m in _BREATH.finditer(text, start + 1, start + LONGEST)]
        cut = breaths[-1] if breaths else start + LONGEST
        first, last = _trim(text, start, cut)
        if first < last:
            yield first, last
        start, end = _trim(text, cut, end)
    if start < end:
        yield start, end

"""What a sentence must hold for a relation pattern to match, so that most patterns need not be tried on it.

由{host:Host+}(联合)?{role:主办|承办}的?{event:Event} needs 由, the mark of a host, 主 or 承, and the mark of an event.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# A piece of a pattern outside parentheses, with what says how often it comes.
_ESCAPE, _CLASS, _BRACES = r"\\.", r"\[\^?\]?(?:\\.|[^\]\\])*\]", r"\{[^{}]*\}"
_PIECE = re.compile(rf"(?P<piece>{_ESCAPE}|{_CLASS}|{_BRACES}|.)(?P<often>\?|\*|\{{\d*,?\d*\}})?", re.S)
_WORDS = re.compile(r"[\u4e00-\u9fff]+(?:\|[\u4e00-\u9fff]+)*")
_LITERAL = re.compile(r"[\u4e00-\u9fff、，：]")


def needs(source: str, marks: Callable[[str], str]) -> tuple[frozenset[str], ...]:
    """Sets of characters; a sentence that holds none of a set's does not match the pattern `source`.

    `marks` gives the marks of a slot's type, empty for unknown ones. What is not plain is taken to need nothing.
    """
    plain = _without_groups(source)
    if plain is None or "|" in re.sub(rf"{_ESCAPE}|{_CLASS}|{_BRACES}", "", plain):
        return ()
    return tuple(dict.fromkeys(_sets(plain, marks)))


def _sets(plain: str, marks: Callable[[str], str]) -> Iterator[frozenset[str]]:
    for match in _PIECE.finditer(plain):
        piece = match["piece"]
        if match["often"]:
            continue
        if _LITERAL.fullmatch(piece):
            yield frozenset(piece)
        elif piece.startswith("{"):
            name, _, what = piece[1:-1].rpartition(":")
            if name in ("role", "at"):
                if _WORDS.fullmatch(what):
                    yield frozenset(word[0] for word in what.split("|"))
            elif found := marks(what.rstrip("+")):
                yield frozenset(found)


def _without_groups(source: str) -> str | None:
    """The pattern without what stands in parentheses and how often that comes; None where flags or comments are set."""
    if re.search(r"\(\?[a-zA-Z#-]", source.replace("(?P", "")):
        return None
    kept, depth = [], 0
    for match in re.finditer(rf"{_ESCAPE}|{_CLASS}|.", source, re.S):
        sign = match[0]
        depth += sign == "("
        if depth == 0:
            kept.append(sign)
        elif sign == ")":
            depth -= 1
            kept.append("." if depth == 0 else "")  # what says how often a group comes is said of this
    return "".join(kept)

"""The text of a query: what is refused before it is parsed, and a mistake shown where it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from kg.errors import QueryError

# pyoxigraph's parser recurses, and overflows the stack (which ends the process) at about 1,000 nested brackets and
# 5,000 operators in a row; measured with 8 MB of stack. Queries written by people stay far below these bounds.
MAX_DEPTH = 64
MAX_MARKS = 1000
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n\r]*
        | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
        | <[^<>"{}|^`\\\x00-\x20]*>
        | [?$]\w+ | @[A-Za-z][A-Za-z0-9-]* )
      | (?P<prefix>(?:[^\W\d_][\w.\-]*)?):(?P<local>(?:[\w.:\-·]|%[0-9A-Fa-f]{2}|\\.)*)
      | (?P<open>[\[({]) | (?P<close>[\])}]) | (?P<word>\w+) | (?P<mark>[^\s\w])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED = re.compile(r'"[^"]+"|\b[A-Z]{2,}\b')
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)


def check(query: str) -> None:
    """Nothing where the query may be parsed.

    Raises:
        QueryError: it uses SERVICE, or is nested or long beyond what the parser can bear.
    """
    depth = marks = 0
    for token in _TOKEN.finditer(_ESCAPE.sub(_unescaped, query)):
        if "service" in (token["word"] or token["prefix"] or "").lower():
            raise QueryError("SERVICE is not allowed: a query reads this graph alone and never the network")
        depth += bool(token["open"]) - bool(token["close"])
        marks += not (token["skip"] or token["prefix"] is not None)
        if depth > MAX_DEPTH:
            raise QueryError(f"the query is nested more than {MAX_DEPTH} brackets deep")
        if marks > MAX_MARKS:
            raise QueryError(f"the query has more than {MAX_MARKS} operators and keywords")


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def explain(query: str, message: str, known: Mapping[str, str]) -> str:
    """A parser's message as: what is wrong, line and column, and the line with a caret under the place.

    Lines, columns (from 1, in characters) and the text shown are those of the user's own query.
    """
    if not query.strip():
        return "the query is empty"
    for name, at in _unknown_prefixes(query, known):
        line = query.count("\n", 0, at) + 1
        column = at - (query.rfind("\n", 0, at) + 1) + 1
        return _show(query, line, column, f"the prefix {name}: is not declared")
    place = _PLACE.match(message)
    if not place:
        return f"the query is wrong: {message}"
    return _show(query, int(place[1]), int(place[2]), _reason(query, place[3]))


def _unknown_prefixes(query: str, known: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    declared = {*known, *_DECLARED.findall(query), "_"}
    for token in _TOKEN.finditer(query):
        if token["prefix"] is not None and token["prefix"] not in declared:
            yield token["prefix"], token.start()


def _reason(query: str, message: str) -> str:
    told = next((part for part in message.split(", ") if re.match(r"[A-Z][a-z].* ", part)), "")
    if told:
        return told
    if re.match(r"\s*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", query, re.IGNORECASE):
        return "only SELECT, ASK, CONSTRUCT and DESCRIBE are answered; a graph is not changed by queries"
    wanted = list(dict.fromkeys(_EXPECTED.findall(message)))[:8]
    return f"expected {' or '.join(wanted)}" if wanted else "this cannot stand here"


def _show(query: str, line: int, column: int, reason: str) -> str:
    lines = query.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
    indent = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown[: column - 1])
    return f"the query is wrong at line {line}, column {column}: {reason}\n  {shown}\n  {' ' * indent}^"

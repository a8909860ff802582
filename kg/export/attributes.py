"""Attributes of nodes and edges that every form can hold: one place that makes them safe, before every export.

A value is a text, a whole number, a number, a truth value, a day, a Decimal, a list of texts, or nothing. What no file
can hold (lone surrogates) or XML cannot (control characters, noncharacters) becomes U+FFFD; days become ISO texts,
decimals texts in full; what is nothing or empty is left out. Forms without lists get one text, `joined`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from kg.graph.facts import plain

Value = str | int | float | bool | date | Decimal | tuple[str, ...] | None
Scalar = str | int | float | bool
Safe = Scalar | list[str]

# What XML 1.0 leaves out of its characters or advises against.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
SEPARATOR = "|"
_SPECIAL = re.compile(r"[\\|]")
_PART = re.compile(r"((?:[^\\|]|\\.)*)(?:\||$)", re.DOTALL)


def text(value: str) -> str:
    """A text that every form can hold; line ends are `\\n`.

    >>> text("一\\r\\n二\\x00")
    '一\\n二\\ufffd'
    """
    if value.isprintable():  # nearly always, and much faster to see
        return value
    return _UNSAFE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))


def safe(values: Mapping[str, Value]) -> dict[str, Safe]:
    """The attributes of one node or edge as JSON's own kinds of value, empty ones left out, in their order.

    >>> safe({"names": ("甲", "乙"), "first": date(2022, 8, 31), "value": Decimal("1.5E+4"), "period": None})
    {'names': ['甲', '乙'], 'first': '2022-08-31', 'value': '15000'}
    """
    found = ((name, _safe(value)) for name, value in values.items())
    return {name: value for name, value in found if value is not None and value != "" and value != []}


def _safe(value: Value) -> Safe | None:
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return [text(item) for item in value]


def flat(values: Mapping[str, Value]) -> dict[str, Scalar]:
    """As `safe`, for forms without lists: these are `joined` to one text."""
    return {name: joined(value) if isinstance(value, list) else value for name, value in safe(values).items()}


def joined(items: Iterable[str]) -> str:
    """A list as one text: `|` between the items, and before a `|` or `\\` in an item a `\\`.

    >>> joined(["服贸会", "A|B"])
    '服贸会|A\\\\|B'
    """
    return SEPARATOR.join(_SPECIAL.sub(lambda m: "\\" + m[0], item) for item in items)


def split(value: str) -> list[str]:
    """The items that `joined` made the text from, which must have been at least one.

    >>> split("服贸会|A\\\\|B")
    ['服贸会', 'A|B']
    """
    items: list[str] = []
    at = 0
    while True:
        found = _PART.match(value, at)
        if found is None:  # a lone \ at the end, which `joined` never writes
            return [*items, value[at:]]
        items.append(re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL))
        if found.end() == found.end(1):
            return items
        at = found.end()

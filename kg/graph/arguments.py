"""Checks of what callers hand in, so that a value of the wrong kind is told as wrong use and not as an accident."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable
from reprlib import repr as short
from typing import SupportsIndex

from kg.errors import UsageError


def text(value: object, what: str) -> str:
    """`value` where it is a str; `what` names it in the message.

    >>> text("GATIS", "name")
    'GATIS'

    Raises:
        UsageError: it is anything else.
    """
    if not isinstance(value, str):
        raise UsageError(f"{what} is a text, not {short(value)}")
    return value


def whole(value: object, what: str, least: int) -> int:
    """`value` as an int where it is a whole number (numpy's too, but no truth value) of at least `least`.

    >>> whole(2, "limit", 1)
    2

    Raises:
        UsageError: it is anything else, or smaller.
    """
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise UsageError(f"{what} is a whole number, not {short(value)}")
    try:
        number = operator.index(value)
    except TypeError as error:  # an array of several numbers
        raise UsageError(f"{what} is a whole number, not {short(value)}") from error
    if number < least:
        raise UsageError(f"{what} is at least {least}, not {number}")
    return number


def file_path(value: object, what: str = "path") -> str:
    """`value` as a text, unchanged, where it is a str or a path object.

    >>> file_path("./exports")
    './exports'

    Raises:
        UsageError: it is anything else, bytes too.
    """
    found = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(found, str):
        raise UsageError(f"{what} is a text or a path, not {short(value)}")
    return found


def file_paths(value: object, what: str = "path") -> list[str]:
    """One path or several (any iterable of them) as a list.

    >>> file_paths(["a.txt", "b.txt"])
    ['a.txt', 'b.txt']

    Raises:
        UsageError: it is neither, or one of them is no path.
    """
    several = isinstance(value, Iterable) and not isinstance(value, str | bytes | os.PathLike)
    return [file_path(one, what) for one in value] if several else [file_path(value, what)]  # type: ignore[attr-defined]

"""A pause for Python's cyclic garbage collector while much is made that has no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Within this, what is made is not searched for cycles, again and again, as it grows in number.

    Records and terms hold none, and are freed as ever when nothing refers to them. Halves the time that it takes to
    write a graph of 300,000 triples.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()

"""What the steps of a build depend on beside the articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import kg
from kg.store.claims.version import digests


def step_version(settings: Iterable[object]) -> str:
    """64 hex digits that change whenever the same articles could give other files: they stand for the package's code,
    and for settings that are told by their `repr`."""
    found = hashlib.sha256(_code())
    for setting in settings:
        found.update(f"{setting!r}\0".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


@cache
def _code() -> bytes:
    package = Path(kg.__file__).resolve().parent
    return "\n".join(f"{name} {digest}" for name, digest in digests([("kg", package)])).encode()

"""Libraries of the extra `inputs`, imported when a file asks for them."""

from __future__ import annotations

import importlib
from typing import Any

_WHAT = {
    "trafilatura": "pages that do not mark their article",
    "feedparser": "RSS and Atom feeds",
    "warcio": "web archives (WARC)",
    "warcio.archiveiterator": "web archives (WARC)",
    "zstandard": "files packed with zstd",
}


class MissingExtraError(Exception):
    """A library that a file needs is not installed; the message says how to get it."""


def load(module: str) -> Any:
    """The module of that name. Raises MissingExtraError, with the command that installs it, where it is not there."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f"{_WHAT.get(module, module)} need the extra inputs: pip install 'kg[inputs]'"
        raise MissingExtraError(message) from error

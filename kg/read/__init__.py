"""Sources (files, folders, standard input) to Articles. `read_articles` loads its parsers on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.read.articles import ReadResult, read_articles

__all__ = ["ReadResult", "read_articles"]


def __getattr__(name: str) -> Any:
    """Import `kg.read.articles` only when one of its names is asked for: HTML parsers cost 0.2 s at start-up."""
    if name in __all__:
        from kg.read import articles

        return getattr(articles, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The only stage that sees more than one article: which local entities are one real thing, and what it is called."""

from kg.resolve.resolution import resolve

__all__ = ["resolve"]

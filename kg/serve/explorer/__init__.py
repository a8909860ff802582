"""The explorer: pages for people at `/`, on the server's own application."""

from kg.serve.explorer.mounting import mount

__all__ = ["mount"]

"""Where the ontology and the seed lexicons are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


def _find(packaged: str, checkout: str) -> Path:
    for path in (_PACKAGE / "_data" / packaged, _PACKAGE.parent / checkout):
        if path.exists():
            return path
    raise ResourceError(f"the installation lacks {packaged!r}: reinstall the package")


def lexicon_dir() -> Path:
    """The folder of seed lexicons."""
    return _find("lexicons", "seeds/lexicons")


def ontology_dir() -> Path:
    """The folder with `kg.ttl` and `shapes.ttl`."""
    return _find("ontology", "ontology")

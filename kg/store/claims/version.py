"""What a stored article depends on: the article as it was read, and everything that extraction reads beside it."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kg
from kg.errors import UsageError
from kg.model import Article
from kg.nlp.lexicon import Names
from kg.resources import lexicon_dir
from kg.store.claims.tables import FORMAT

_PACKAGE = Path(kg.__file__).resolve().parent
# The code and models that make a Document of an Article. Hashing them (20 ms) spares a number that somebody would have
# to remember to raise.
_CODE = ("model.py", "identity.py", "limits.py", "pipeline.py", "nlp", "extract")
# Their versions count too: words, weights and conversion tables come with them.
_LIBRARIES = ("ahocorasick_rs", "jieba", "numpy", "opencc", "rjieba")
_SEPARATOR = "\x1f"


def extraction_version(names: Names = "all", patterns: Sequence[Path] = ()) -> str:
    """64 hex digits that change whenever the same article could give other claims.

    They stand for the extractors' code and models, the lexicons, the choice of known `names`, the contents of the
    user's own `patterns`, and the libraries. Raises UsageError where a pattern file cannot be read.
    """
    found = hashlib.sha256()
    found.update(repr((FORMAT, kg.__version__, names, sys.version_info[:2], unicodedata.unidata_version)).encode())
    found.update(repr([(name, _version(name)) for name in _LIBRARIES]).encode())
    roots = [(name, _PACKAGE / name) for name in _CODE] + [("lexicons", lexicon_dir())]
    for label, digest in digests(roots):
        found.update(f"{label}\0{digest}\n".encode())
    for path in patterns:  # their order counts: earlier rules win
        try:
            found.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise UsageError(f"{path}: the pattern file cannot be read: {error}") from error
    return found.hexdigest()


def digests(roots: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, str]]:
    """(label and path below it, hash) of each file of some labelled files and folders."""
    for label, root in roots:
        for path in sorted(p for p in (root.rglob("*") if root.is_dir() else [root]) if p.is_file()):
            if "__pycache__" not in path.parts:
                name = path.relative_to(root).as_posix()
                yield f"{label}/{name}", hashlib.sha256(path.read_bytes()).hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # vendored, as in a frozen application
        return "unknown"


def article_key(article: Article) -> str:
    """32 hex digits of all that extraction may read of an article: its text, blocks and header, not where it lies."""
    blocks = ";".join(f"{b.kind},{b.start},{b.end}" for b in article.blocks)
    header = (article.title, str(article.date or ""), article.outlet, article.url, *article.categories)
    joined = _SEPARATOR.join((article.id, article.text, blocks, *header))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]

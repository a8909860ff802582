"""Ids that depend on nothing but what they name: article, claim and fact-node hashes, and squeezed names."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NOISE = re.compile(r"[\W_]+")
_SEPARATOR = "\x1f"


def squeeze(text: str) -> str:
    """Letters, digits and ideographs only, NFKC, lower case: the form in which names are compared.

    >>> squeeze("首都会展（集团）有限公司") == squeeze("首都会展(集团)有限公司")
    True
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def digest(*parts: str) -> str:
    """16 hex digits of SHA-256 over the parts (64 bits: a million ids collide with probability 3e-8)."""
    joined = _SEPARATOR.join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def article_id(text: str) -> str:
    """The id of an article with this text; spacing and punctuation do not change it."""
    return digest(squeeze(text) or text)


def claim_id(article: str, subject: str, predicate: str, obj: str, start: int, end: int) -> str:
    """The id of a claim: `subject` and `obj` are the words of the article, not canonical names."""
    return digest(article, subject, predicate, obj, str(start), str(end))

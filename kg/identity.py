"""Ids that depend on nothing but what they name: article, claim and fact-node hashes, and squeezed names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

_NOISE = re.compile(r"[\W_]+")
_SEPARATOR = "\x1f"


def squeeze(text: str) -> str:
    """Letters, digits and ideographs only, NFKC, lower case: the form in which names are compared.

    >>> squeeze("首都会展（集团）有限公司") == squeeze("首都会展(集团)有限公司")
    True
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def simplified(text: str) -> str:
    """The text with traditional characters as simplified ones (by OpenCC), one by one, so that its length stays.

    Characters of GB 2312 are left alone: 乾 stands in 乾隆 and 李乾 in simplified texts too.

    >>> simplified("國家會議中心"), simplified("李乾")
    ('国家会议中心', '李乾')
    """
    return text if text.isascii() else "".join(map(_simplified_character, text))


@cache
def _simplified_character(char: str) -> str:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        other = _converter().convert(char)
        return other if len(other) == 1 else char
    return char


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1 << 16)  # the names of a collection come again and again
def fold(text: str) -> str:
    """A name squeezed and in simplified characters: two names are spelled alike where this is equal.

    >>> fold("國家會議中心") == fold("国家会议中心")
    True
    """
    return simplified(squeeze(text))


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

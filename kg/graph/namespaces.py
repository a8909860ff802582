"""IRIs of a graph, all from one base, and the escaping of names into IRIs and back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from kg.errors import UsageError

DEFAULT_BASE = "https://kg.example.org/"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]+")
# What most names are made of, nothing of which needs escaping.
_USUAL = re.compile(r"[A-Za-z0-9_\-\u4e00-\u9fff]*")
_PLAIN = re.compile(r"[A-Za-z0-9_\-.~!$&'()*+,;=:@]")
# Invisible, private and surrogate characters, and separators: nobody can see or type them in an IRI.
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
# What RFC 3987 leaves out of an IRI beyond those: noncharacters, specials, tags.
_OUTSIDE = re.compile("[\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff]")


_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The namespaces under `base`, an absolute IRI; a final slash is added where it is missing.

    Raises:
        UsageError: `base` is not an absolute IRI, or holds characters an IRI cannot have, a query or a fragment.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _ABSOLUTE.fullmatch(self.base) or "?" in self.base or "#" in self.base:
            raise UsageError(f"the base IRI {self.base!r} is not an absolute IRI such as {DEFAULT_BASE}")
        if not self.base.endswith(("/", ":")):
            object.__setattr__(self, "base", self.base + "/")

    @property
    def kg(self) -> str:
        """Classes and properties."""
        return self.base + "ontology#"

    @property
    def ent(self) -> str:
        """Entities."""
        return self.base + "id/"

    @property
    def doc(self) -> str:
        """Articles."""
        return self.base + "doc/"

    @property
    def claim(self) -> str:
        """Claims."""
        return self.base + "claim/"

    @property
    def fact(self) -> str:
        """Position, Observation and Quotation nodes."""
        return self.base + "fact/"

    @property
    def span(self) -> str:
        """Stretches of articles that claims stand on, and their selectors."""
        return self.base + "span/"

    @property
    def extractor(self) -> str:
        """What found a claim."""
        return self.base + "extractor/"

    @property
    def table(self) -> str:
        """Tables that entities were linked out with."""
        return self.base + "table/"

    @property
    def conflict(self) -> str:
        """Where articles contradict each other."""
        return self.base + "conflict/"

    @property
    def graph(self) -> str:
        """Named graphs of a query: the facts are the default one, `evidence` and `ontology` lie under this."""
        return self.base + "graph/"

    def prefixes(self) -> dict[str, str]:
        """The project's own prefixes."""
        return {
            "kg": self.kg,
            "ent": self.ent,
            "doc": self.doc,
            "fact": self.fact,
            "claim": self.claim,
            "conflict": self.conflict,
            "span": self.span,
            "extractor": self.extractor,
            "table": self.table,
        }

    def entity(self, identifier: str) -> str:
        """The IRI of the entity with this id."""
        return self.ent + escape(identifier)

    def entity_id(self, iri: str) -> str | None:
        """The id of the entity with this IRI, or of `ent:…`; None where it is neither."""
        for start in (self.ent, "ent:"):
            if iri.startswith(start):
                return unescape(iri[len(start) :])
        return None


def _allowed(char: str) -> bool:
    if char < "\x80":
        return _PLAIN.fullmatch(char) is not None
    if _OUTSIDE.match(char) or ord(char) & 0xFFFE == 0xFFFE:
        return False
    return unicodedata.category(char) not in _HIDDEN


def escape(name: str) -> str:
    """A name as the last segment of an IRI: what RFC 3987 or Turtle forbid there is percent-encoded, as is `%`.

    Chinese stays as it is. A dot at either end is encoded, for Turtle and for the path segments `.` and `..`.

    >>> escape("首钢园"), escape("C919 v2."), escape("A/B")
    ('首钢园', 'C919%20v2%2E', 'A%2FB')
    """
    return name if _USUAL.fullmatch(name) else _escaped(name)


@lru_cache(maxsize=1 << 16)
def _escaped(name: str) -> str:
    last = len(name) - 1
    return "".join(
        char if _allowed(char) and not (char == "." and at in (0, last)) else _percent(char)
        for at, char in enumerate(name)
    )


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def unescape(segment: str) -> str:
    """The name that `escape` made the segment from."""
    raw = unquote_to_bytes(segment.encode("utf-8", "surrogatepass"))
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:  # a stray escape that `escape` never wrote
        return raw.decode("utf-8", "replace")


def well_formed(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)

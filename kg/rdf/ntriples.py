"""Terms as N-Triples writes them, literals with the right datatype and language.

They are texts: an RDF library reads them sooner than its own objects are made one by one.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kg.graph.check import iso_precision
from kg.graph.facts import plain
from kg.graph.namespaces import well_formed
from kg.rdf.terms import XSD

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_LATIN = re.compile("[A-Za-z]")
# What canonical N-Triples escapes (RDF 1.2 N-Triples, section 4).
_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def iri(value: str) -> str:
    """An IRI, which holds nothing that an IRI may not (see `kg.graph.namespaces.escape`)."""
    return f"<{value}>"


def text(value: str) -> str:
    """A plain text; lone surrogates, which no file holds, become U+FFFD.

    >>> print(text('“和”与"and"'))
    "“和”与\\"and\\""
    """
    return f'"{_SPECIAL.sub(_escaped, well_formed(value))}"'


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


@lru_cache(maxsize=1 << 14)  # names come again and again
def label(value: str) -> str:
    """A name: `@zh` where it has a Chinese character, else `@en` where it has a Latin letter, else plain.

    The tag says which script a reader must know, since a name belongs to no language.

    >>> label("首钢园"), label("GATIS"), label("798")
    ('"首钢园"@zh', '"GATIS"@en', '"798"')
    """
    if _HAN.search(value):
        return in_language(value, "zh")
    return in_language(value, "en") if _LATIN.search(value) else text(value)


def in_language(value: str, language: str) -> str:
    """A text in a language."""
    return f"{text(value)}@{language}"


def typed(value: str, datatype: str) -> str:
    """A value of a datatype of XML Schema, by its local name."""
    return f"{text(value)}^^<{XSD}{datatype}>"


def calendar(value: str) -> str:
    """An ISO date as xsd:date, xsd:gYearMonth or xsd:gYear by its precision; anything else as a plain text."""
    precision = iso_precision(value)
    return typed(value, precision) if precision else text(value)


def day(value: date) -> str:
    """A day."""
    return f'"{value.isoformat()}"^^<{XSD}date>'


def whole(value: int) -> str:
    """A whole number."""
    return f'"{value}"^^<{XSD}integer>'


def count(value: int) -> str:
    """How many: a whole number from 0."""
    return f'"{value}"^^<{XSD}nonNegativeInteger>'


def decimal(value: Decimal) -> str:
    """A decimal in full."""
    return f'"{plain(value)}"^^<{XSD}decimal>'


@lru_cache(maxsize=1 << 14)
def share(value: float) -> str:
    """A number in 0..1 as a decimal with at most four places: confidences mean nothing beyond that."""
    return decimal(Decimal(f"{value:.4f}"))

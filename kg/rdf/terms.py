"""RDF terms: the standard vocabularies' names, and literals of the right datatype and language."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.graph.check import iso_precision
from kg.graph.facts import plain
from kg.graph.namespaces import Namespaces, well_formed

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"

OA = "http://www.w3.org/ns/oa#"

STANDARD_PREFIXES = {
    "dcterms": DCTERMS, "oa": OA, "owl": OWL, "prov": PROV, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD,
}  # fmt: skip

TYPE = NamedNode(RDF + "type")
SUBJECT = NamedNode(RDF + "subject")
PREDICATE = NamedNode(RDF + "predicate")
OBJECT = NamedNode(RDF + "object")
LABEL = NamedNode(RDFS + "label")
PREF_LABEL = NamedNode(SKOS + "prefLabel")
ALT_LABEL = NamedNode(SKOS + "altLabel")
LINKS = {"exactMatch": NamedNode(SKOS + "exactMatch"), "sameAs": NamedNode(OWL + "sameAs")}
DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
ATTRIBUTED_TO = NamedNode(PROV + "wasAttributedTo")
SOFTWARE_AGENT = NamedNode(PROV + "SoftwareAgent")
HAS_TARGET = NamedNode(OA + "hasTarget")
HAS_SOURCE = NamedNode(OA + "hasSource")
HAS_SELECTOR = NamedNode(OA + "hasSelector")
SPECIFIC_RESOURCE = NamedNode(OA + "SpecificResource")
QUOTE_SELECTOR = NamedNode(OA + "TextQuoteSelector")
POSITION_SELECTOR = NamedNode(OA + "TextPositionSelector")
EXACT = NamedNode(OA + "exact")
PREFIX = NamedNode(OA + "prefix")
SUFFIX = NamedNode(OA + "suffix")
START = NamedNode(OA + "start")
END = NamedNode(OA + "end")
TITLE = NamedNode(DCTERMS + "title")
DATE = NamedNode(DCTERMS + "date")
SOURCE = NamedNode(DCTERMS + "source")
CATEGORY = NamedNode(DCTERMS + "subject")

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_LATIN = re.compile("[A-Za-z]")


def prefixes(namespaces: Namespaces) -> dict[str, str]:
    """Every prefix a graph's files and queries know without declaring."""
    return {**namespaces.prefixes(), **STANDARD_PREFIXES}


def is_iri(value: str) -> bool:
    """Whether a text is an absolute IRI, as the RDF library that writes it understands the word."""
    try:
        NamedNode(value)
    except ValueError:
        return False
    return True


def text(value: str) -> Literal:
    """A plain text."""
    return Literal(well_formed(value))


def label(value: str) -> Literal:
    """A name: `@zh` where it has a Chinese character, else `@en` where it has a Latin letter, else plain.

    The tag says which script a reader must know, since a name belongs to no language.
    """
    safe = well_formed(value)
    if _HAN.search(safe):
        return Literal(safe, language="zh")
    return Literal(safe, language="en") if _LATIN.search(safe) else Literal(safe)


def calendar(value: str) -> Literal:
    """An ISO date as xsd:date, xsd:gYearMonth or xsd:gYear by its precision; anything else as a plain text."""
    precision = iso_precision(value)
    return Literal(value, datatype=NamedNode(XSD + precision)) if precision else text(value)


def day(value: date) -> Literal:
    """A day."""
    return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))


def whole(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def decimal(value: Decimal) -> Literal:
    """A decimal in full."""
    return Literal(plain(value), datatype=NamedNode(XSD + "decimal"))


def share(value: float) -> Literal:
    """A number in 0..1 as a decimal with at most four places: confidences mean nothing beyond that."""
    return decimal(Decimal(f"{value:.4f}"))

"""The names of the standard vocabularies, and the prefixes that a graph's files know."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.graph.namespaces import Namespaces

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

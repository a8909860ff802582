"""The JSON-LD context: short names for what the graph's files say, made from the ontology.

A property of the vocabulary goes by its local name (`heldAt`, `support`), as do those of SKOS and the like whose name
is free (`prefLabel`); others keep their prefix (`dcterms:title`, `rdf:subject`). Names come as language maps. Numbers
that JSON would round are texts. `ontology/context.jsonld` is this for the shipped ontology; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.graph.namespaces import Namespaces
from kg.graph.schema import PropertyDef, Schema
from kg.rdf.terms import prefixes

# Standard properties that the files use, with what their values are: a link, a language map, or nothing in particular.
LINK, WORDS, ANY = {"@type": "@id"}, {"@container": "@language"}, dict[str, str]()
_STANDARD: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("skos:prefLabel", WORDS),
    ("skos:altLabel", WORDS),
    ("rdfs:label", WORDS),
    ("dcterms:title", WORDS),
    ("dcterms:subject", WORDS),
    ("dcterms:date", {"@type": "xsd:date"}),
    ("dcterms:source", ANY),
    ("skos:exactMatch", LINK),
    ("owl:sameAs", LINK),
    ("rdf:subject", LINK),
    ("rdf:predicate", {"@type": "@vocab"}),
    ("rdf:object", ANY),
    ("prov:wasDerivedFrom", LINK),
    ("prov:wasAttributedTo", LINK),
    ("oa:hasTarget", LINK),
    ("oa:hasSource", LINK),
    ("oa:hasSelector", LINK),
    ("oa:exact", ANY),
    ("oa:prefix", ANY),
    ("oa:suffix", ANY),
    ("oa:start", {"@type": "xsd:nonNegativeInteger"}),
    ("oa:end", {"@type": "xsd:nonNegativeInteger"}),
)
_CALENDAR = "calendarDate"


def context(schema: Schema, namespaces: Namespaces) -> dict[str, Any]:
    """The value of `@context` for graphs of this vocabulary under this base."""
    known = prefixes(namespaces)
    found: dict[str, Any] = {"@version": 1.1, **dict(sorted(known.items())), "@vocab": namespaces.kg}
    for name, defined in sorted(schema.properties.items()):
        found[name if name not in known else f"kg:{name}"] = {"@id": f"kg:{name}", **_values(defined)}
    for compact, values in _STANDARD:
        name = compact.partition(":")[2]
        free = name not in found and name not in _AMBIGUOUS and name not in schema.classes
        found[name if free else compact] = {"@id": compact, **values}
    return found


# Free names that would say too little: a `subject` of what, an `object` of what?
_AMBIGUOUS = ("subject", "predicate", "object", "date", "source", "prefix", "suffix", "exact")


def _values(defined: PropertyDef) -> Mapping[str, str]:
    if not defined.literal:
        return LINK
    ranges = tuple("date" if name == _CALENDAR else name for name in defined.range)
    if len(ranges) == 1 and ranges[0] != "string":
        return {"@type": f"xsd:{ranges[0]}"}
    return {"@type": "xsd:date"} if defined.name == "period" else ANY


def expanded(compact: str, namespaces: Namespaces) -> str:
    """The IRI that a compact one (`skos:prefLabel`) of the context stands for."""
    prefix, _, name = compact.partition(":")
    return prefixes(namespaces)[prefix] + name

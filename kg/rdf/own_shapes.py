"""Shapes for what a user's own ontology adds: domains and ranges of properties that `shapes.ttl` says nothing of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph.namespaces import Namespaces
from kg.graph.schema import PropertyDef, Schema
from kg.rdf.terms import RDF, XSD

_SH = "http://www.w3.org/ns/shacl#"
_NAMES = {"zh": "{0}（{1}）的{2}应是：{3}", "en": "the {2} of {0} ({1}) must be: {3}"}
_DATES = ("date", "gYearMonth", "gYear")
_ENDS = {"subject": {"zh": "主语", "en": "subject"}, "object": {"zh": "宾语", "en": "object"}}


def own_shapes(schema: Schema, covered: Iterable[str], namespaces: Namespaces) -> Iterator[ox.Triple]:
    """SHACL shapes, with messages in both languages, for the properties of `schema` that are not among `covered`."""
    known = set(covered)
    for name, definition in schema.properties.items():
        if name not in known:
            yield from _shape(schema, definition, namespaces, "subject", definition.domain)
            yield from _shape(schema, definition, namespaces, "object", definition.range)


def _shape(
    schema: Schema, definition: PropertyDef, names: Namespaces, end: str, classes: tuple[str, ...]
) -> Iterator[ox.Triple]:
    if not classes:
        return
    shape = ox.NamedNode(f"{names.base}shapes#{definition.name}-{end}")
    path = ox.NamedNode(names.kg + definition.name)
    kind = "PropertyShape" if end == "object" else "NodeShape"
    yield ox.Triple(shape, ox.NamedNode(RDF + "type"), _sh(kind))
    yield ox.Triple(shape, _sh("targetSubjectsOf"), path)
    if end == "object":
        yield ox.Triple(shape, _sh("path"), path)
    for language in ("zh", "en"):
        words = _message(schema, definition, end, classes, language)
        yield ox.Triple(shape, _sh("message"), ox.Literal(words, language=language))
    literal = definition.literal and end == "object"
    options = []
    for number, name in enumerate(d for c in classes for d in (_DATES if literal and c == "calendarDate" else (c,))):
        option = ox.BlankNode(f"own{definition.name}{end}{number}")
        value = ox.NamedNode((XSD if literal else names.kg) + name)
        options.append(option)
        yield ox.Triple(option, _sh("datatype" if literal else "class"), value)
    yield from _alternatives(shape, options, f"own{definition.name}{end}")


def _message(schema: Schema, definition: PropertyDef, end: str, classes: tuple[str, ...], language: str) -> str:
    def label(name: str) -> str:
        return schema.classes[name].labels.get(language, name) if name in schema.classes else name

    joined = ("、" if language == "zh" else ", ").join(map(label, classes))
    own = definition.labels.get(language, definition.name)
    return _NAMES[language].format(definition.name, own, _ENDS[end][language], joined)


def _alternatives(shape: ox.NamedNode, options: list[ox.BlankNode], name: str) -> Iterator[ox.Triple]:
    """sh:or over a list."""
    head: ox.NamedNode | ox.BlankNode = ox.NamedNode(RDF + "nil")
    for number, option in reversed(list(enumerate(options))):
        cell = ox.BlankNode(f"{name}list{number}")
        yield ox.Triple(cell, ox.NamedNode(RDF + "first"), option)
        yield ox.Triple(cell, ox.NamedNode(RDF + "rest"), head)
        head = cell
    yield ox.Triple(shape, _sh("or"), head)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)

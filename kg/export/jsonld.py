"""JSON-LD: the triples of the other RDF forms with short names (see `kg.export.context`), a subject a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.context import context, expanded
from kg.export.rdf import triples
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.rdf import terms
from kg.rdf.terms import prefixes

_STRING = terms.XSD + "string"
_INTEGERS = (terms.XSD + "integer", terms.XSD + "nonNegativeInteger")
# What JSON and every reader of it keep exactly.
_WHOLE = re.compile(r"0|-?[1-9]\d{0,14}")


def write(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """Facts, evidence and conflicts as one JSON-LD document that has its context with it."""
    names = Names.of(graph.schema, graph.namespaces)
    out.write(f'{{"@context": {_dump(names.context, indent=2)},\n"@graph": ['.encode())
    for number, item in enumerate(_items(triples(graph), names)):
        out.write(((",\n" if number else "\n") + _dump(item)).encode())
    out.write(b"\n]}\n")


def context_file(schema: Schema, namespaces: Namespaces) -> bytes:
    """`context.jsonld`: the context alone, for documents that refer to it."""
    return (_dump({"@context": context(schema, namespaces)}, indent=2) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Names:
    """Short names by IRI: `keys` of properties, with what the context says of each; `known` prefixes, longest first."""

    context: Mapping[str, Any]
    keys: Mapping[str, str]
    known: tuple[tuple[str, str], ...]
    vocabulary: str

    @classmethod
    def of(cls, schema: Schema, namespaces: Namespaces) -> Names:
        """The names of graphs of a vocabulary under a base."""
        made = context(schema, namespaces)
        keys = {expanded(value["@id"], namespaces): name for name, value in made.items() if isinstance(value, dict)}
        known = sorted(prefixes(namespaces).items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return cls(made, keys, tuple(known), namespaces.kg)

    def short(self, iri: str) -> str:
        """An IRI as a link: `ent:首钢园`, or as it is."""
        return next((f"{p}:{iri.removeprefix(start)}" for p, start in self.known if iri.startswith(start)), iri)

    def word(self, iri: str) -> str:
        """An IRI as a name of the vocabulary: `Venue`, `heldAt`."""
        if iri in self.keys:
            return self.keys[iri]
        name = iri.removeprefix(self.vocabulary)
        free = iri.startswith(self.vocabulary) and name not in self.context and ":" not in name
        return name if free else self.short(iri)


def _items(found: Iterable[Triple], names: Names) -> Iterator[dict[str, Any]]:
    for subject, group in groupby(found, key=lambda t: t.subject):
        item: dict[str, Any] = {"@id": names.short(_iri(subject))}
        for predicate, values in groupby(group, key=lambda t: t.predicate):
            objects = [t.object for t in values]
            if predicate == terms.TYPE:
                item["@type"] = _one([names.word(_iri(value)) for value in objects])
                continue
            key = names.word(predicate.value)
            rule = names.context.get(key, {})
            in_words = rule.get("@container") == "@language"
            item[key] = _in_words(objects) if in_words else _one([_value(v, rule, names) for v in objects])
        yield item


def _in_words(objects: Iterable[object]) -> dict[str, Any]:
    """A language map; names without a language stand under `@none`."""
    found: dict[str, list[str]] = {}
    for value in objects:
        if isinstance(value, Literal):
            found.setdefault(value.language or "@none", []).append(value.value)
    return {language: _one(texts) for language, texts in sorted(found.items())}


def _value(value: object, rule: Mapping[str, str], names: Names) -> Any:
    coerced = rule.get("@type", "")
    if isinstance(value, Literal):
        return _literal(value, coerced, names)
    iri = _iri(value)
    if coerced == "@vocab":
        return names.word(iri)
    return names.short(iri) if coerced == "@id" else {"@id": names.short(iri)}


def _literal(value: Literal, coerced: str, names: Names) -> Any:
    if value.language:
        return {"@language": value.language, "@value": value.value}
    datatype = value.datatype.value
    if names.short(datatype) == coerced:
        native = datatype in _INTEGERS and _WHOLE.fullmatch(value.value)
        return int(value.value) if native else value.value
    if datatype != _STRING:
        return {"@type": names.short(datatype), "@value": value.value}
    return {"@value": value.value} if coerced else value.value


def _iri(term: object) -> str:
    if not isinstance(term, NamedNode):
        raise TypeError(f"a graph has no blank nodes: {term}")
    return term.value


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _dump(value: Any, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)

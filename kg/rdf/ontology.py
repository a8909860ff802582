"""Reads `ontology/kg.ttl` into a Schema: the only place where the code learns classes, domains and ranges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import ResourceError
from kg.graph.namespaces import Namespaces
from kg.graph.schema import NOT_ENTITIES, ClassDef, PropertyDef, Schema
from kg.rdf.terms import OWL, RDF, RDFS
from kg.resources import ontology_dir

_KG = Namespaces().kg
_NIL = RDF + "nil"
_ONTOLOGY = NamedNode(OWL + "Ontology")
_Term = NamedNode | BlankNode | Literal | Triple
_Index = dict[_Term, dict[str, list[_Term]]]


def read_schema(path: Path | None = None) -> Schema:
    """The ontology in `path`, by default the one that comes with the package (about 5 ms).

    Raises:
        ResourceError: the file is missing or is not Turtle; the message names file and line.
    """
    index = _read(path or ontology_dir() / "kg.ttl")
    classes, properties = {}, {}
    for subject in sorted((s for s in index if isinstance(s, NamedNode)), key=lambda s: s.value):
        name = _local(subject)
        kinds = {t.value.removeprefix(OWL) for t in index[subject].get(RDF + "type", ()) if isinstance(t, NamedNode)}
        if name and "Class" in kinds:
            classes[name] = _class(name, index[subject])
        elif name and kinds & {"ObjectProperty", "DatatypeProperty"}:
            properties[name] = _property(name, index, subject, kinds)
    missing = sorted(set(NOT_ENTITIES) - set(classes))
    if missing:
        raise ResourceError(f"{path}: the ontology lacks {', '.join(missing)}: begin with a copy of the shipped one")
    for name, known in properties.items():
        for end in (*known.domain, *(() if known.literal else known.range)):
            if end not in classes:
                raise ResourceError(
                    f"{path}: {name} has the domain or range {end!r}, which the ontology does not define"
                )
    return Schema(classes, properties, path)


def _read(path: Path) -> _Index:
    index: _Index = defaultdict(lambda: defaultdict(list))
    try:
        quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
        own = next((q.subject.value for q in quads if q.object == _ONTOLOGY and isinstance(q.subject, NamedNode)), "")
        for quad in quads:
            subject, value = _under_default_base(quad.subject, own), _under_default_base(quad.object, own)
            index[subject][quad.predicate.value].append(value)
    except OSError as error:
        raise ResourceError(f"{path}: the ontology cannot be read: {error}") from error
    except SyntaxError as error:
        raise ResourceError(f"{path}:{error.lineno}: the ontology is not Turtle: {error.msg}") from error
    return index


def _under_default_base(term: _Term, ontology: str) -> _Term:
    """The term as it is under the default base, where the ontology's IRI is under another one."""
    if ontology and isinstance(term, NamedNode) and term.value.startswith(ontology + "#"):
        return NamedNode(_KG + term.value.removeprefix(ontology + "#"))
    return term


def _class(name: str, about: dict[str, list[_Term]]) -> ClassDef:
    return ClassDef(
        name, _locals(about[RDFS + "subClassOf"]), _texts(about[RDFS + "label"]), _texts(about[RDFS + "comment"])
    )


def _property(name: str, index: _Index, subject: NamedNode, kinds: set[str]) -> PropertyDef:
    about = index[subject]
    return PropertyDef(
        name=name,
        domain=_union(index, about[RDFS + "domain"]),
        range=_union(index, about[RDFS + "range"]),
        supers=_locals(about[RDFS + "subPropertyOf"]),
        symmetric="SymmetricProperty" in kinds,
        literal="DatatypeProperty" in kinds,
        labels=_texts(about[RDFS + "label"]),
        comments=_texts(about[RDFS + "comment"]),
        inverse=_texts(about[_KG + "inverseLabel"]),
        single=any(isinstance(t, Literal) and t.value in ("true", "1") for t in about[_KG + "singleValued"]),
    )


def _local(term: _Term) -> str:
    """The local name of a term of this vocabulary or of an XML Schema datatype; empty for any other."""
    if not isinstance(term, NamedNode):
        return ""
    value = term.value
    return value.removeprefix(_KG) if value.startswith(_KG) else ""


def _locals(terms: Iterable[_Term]) -> tuple[str, ...]:
    return tuple(name for name in map(_local, terms) if name)


def _union(index: _Index, terms: Iterable[_Term]) -> tuple[str, ...]:
    """The classes or datatypes named, those of an owl:unionOf one by one, in the order written."""
    names: list[str] = []
    for term in terms:
        if isinstance(term, BlankNode):
            for rest in index[term][OWL + "unionOf"]:
                names += _union(index, _list(index, rest))
        elif isinstance(term, NamedNode):
            names.append(_local(term) or term.value.rpartition("#")[2])
    return tuple(names)


def _list(index: _Index, head: _Term) -> list[_Term]:
    items: list[_Term] = []
    while isinstance(head, BlankNode):
        items += index[head][RDF + "first"]
        head = next(iter(index[head][RDF + "rest"]), NamedNode(_NIL))
    return items


def _texts(terms: Iterable[_Term]) -> dict[str, str]:
    return {t.language or "": t.value for t in terms if isinstance(t, Literal)}

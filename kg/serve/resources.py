"""What the paths of linked data name, and which triples tell about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from kg.graph.namespaces import Namespaces, escape

KINDS = ("id", "doc", "fact", "claim", "conflict", "span", "extractor", "table")
ONTOLOGY = "ontology"
SUFFIXES = {".ttl": "turtle", ".nt": "ntriples", ".rdf": "rdfxml", ".jsonld": "jsonld", ".json": "jsonld"}


@dataclass(frozen=True, slots=True)
class Resource:
    """Something a path names: its kind, its name, its IRI, and the form that the path itself asks for, if any."""

    kind: str
    name: str
    iri: str
    form: str | None = None


def resource_of(scope: Scope, namespaces: Namespaces, known: Callable[[str], bool]) -> Resource | None:
    """What a request's path names, None where that is no part of the graph's IRIs.

    `/id/首钢园.ttl` is the entity 首钢园 in Turtle, unless `known` tells that there is one of the whole name.
    """
    path = _path(scope)
    bare, form = _without_suffix(path)
    if bare == f"/{ONTOLOGY}":
        return Resource(ONTOLOGY, "", namespaces.graph + ONTOLOGY, form)
    kind, _, name = path.removeprefix("/").partition("/")
    if kind not in KINDS or not name:
        return None
    whole = Resource(kind, name, _iri(kind, name, namespaces))
    name, form = _without_suffix(name)
    if form is None or not name or known(whole.iri):
        return whole
    return Resource(kind, name, _iri(kind, name, namespaces), form)


def description_query(resource: Resource, namespaces: Namespaces) -> str:
    """The CONSTRUCT query for what the graph says about a resource.

    An entity comes with its facts in both directions, the nodes of posts, figures and quotations whole, and the names
    of its neighbours; a fact with its claims; a claim with the stretch of the article that it stands on; an article
    with the names of its claims.
    """
    evidence = f"<{namespaces.graph}evidence>"
    if resource.kind == ONTOLOGY:
        return f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{resource.iri}> {{ ?s ?p ?o }} }}"
    shape = {"id": _ENTITY, "doc": _ARTICLE, "fact": _FACT, "claim": _CLAIM}.get(resource.kind, _ANY)
    return shape.replace("$X", f"<{resource.iri}>").replace("$EVIDENCE", evidence).replace("$ENT", namespaces.ent)


_ENTITY = """CONSTRUCT { ?s ?p ?o . ?other skos:prefLabel ?label } {
  { $X ?p ?o BIND($X AS ?s) BIND(?o AS ?other) }
  UNION { ?s ?p $X BIND($X AS ?o) BIND(?s AS ?other) FILTER(STRSTARTS(STR(?s), "$ENT")) }
  UNION { ?s ?q $X FILTER(!STRSTARTS(STR(?s), "$ENT")) ?s ?p ?o BIND(?o AS ?other) }
  OPTIONAL { ?other skos:prefLabel ?label }
}"""
_ARTICLE = """CONSTRUCT { ?s ?p ?o } {
  { $X ?p ?o BIND($X AS ?s) }
  UNION { GRAPH $EVIDENCE { ?s prov:wasDerivedFrom $X } BIND(prov:wasDerivedFrom AS ?p) BIND($X AS ?o) }
}"""
_FACT = """CONSTRUCT { ?s ?p ?o } {
  { $X ?p ?o BIND($X AS ?s) }
  UNION { GRAPH $EVIDENCE { ?s kg:evidenceFor $X ; ?p ?o } }
  UNION { $X rdf:subject ?a ; rdf:predicate ?b ; rdf:object ?c
          GRAPH $EVIDENCE { ?s rdf:subject ?a ; rdf:predicate ?b ; rdf:object ?c ; ?p ?o } }
}"""
_CLAIM = """CONSTRUCT { ?s ?p ?o } {
  GRAPH $EVIDENCE {
    { $X ?p ?o BIND($X AS ?s) }
    UNION { $X oa:hasTarget ?s . ?s ?p ?o }
    UNION { $X oa:hasTarget/oa:hasSelector ?s . ?s ?p ?o }
  }
}"""
_ANY = """CONSTRUCT { ?s ?p ?o } {
  { $X ?p ?o BIND($X AS ?s) } UNION { GRAPH $EVIDENCE { $X ?p ?o BIND($X AS ?s) } }
}"""


def _path(scope: Scope) -> str:
    """The path in characters, with `/` within a name still encoded where the server hands on the raw path."""
    raw = scope.get("raw_path")
    if raw is None:
        return str(scope["path"])
    return bytes(raw).partition(b"?")[0].decode("utf-8", "replace")


def _without_suffix(path: str) -> tuple[str, str | None]:
    for suffix, form in SUFFIXES.items():
        if path.endswith(suffix):
            return path[: -len(suffix)], form
    return path, None


def _iri(kind: str, name: str, namespaces: Namespaces) -> str:
    """The IRI under the graph's base; whichever characters the path had encoded, those that IRIs need encoded are."""
    text = unquote_to_bytes(name.encode("utf-8", "replace")).decode("utf-8", "replace")
    return f"{namespaces.base}{kind}/{escape(text)}"

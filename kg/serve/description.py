"""What the endpoint says about itself, in the words of SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.namespaces import well_formed
from kg.rdf.terms import TYPE, XSD
from kg.serve.store import Served
from kg.serve.worker import RDF_FORMATS, RESULT_FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
RDFS_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def description(endpoint: str, served: Served, form: str) -> bytes:
    """The description of the service at the URL `endpoint`, in a form of kg.serve.formats.TRIPLES."""
    known = {"sd": SD, "void": VOID, **served.namespaces.prefixes()}
    return ox.serialize(_triples(endpoint, served), format=RDF_FORMATS[form], prefixes=known) or b""


def _triples(endpoint: str, served: Served) -> Iterator[ox.Triple]:
    service = ox.NamedNode(endpoint)
    yield ox.Triple(service, TYPE, _sd("Service"))
    yield ox.Triple(service, RDFS_LABEL, ox.Literal(well_formed(f"kg: {served.graph.name}")))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for iri in [*(f.iri for f in RESULT_FORMATS.values()), *(f.iri for f in RDF_FORMATS.values())]:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(iri))
    dataset, facts = ox.NamedNode(endpoint + "#dataset"), ox.NamedNode(endpoint + "#facts")
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), facts)
    yield from _graph(facts, served.counts["facts"])
    for name in ("evidence", "ontology"):
        entry, graph = ox.NamedNode(f"{endpoint}#named-{name}"), ox.NamedNode(f"{endpoint}#{name}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), ox.NamedNode(served.namespaces.graph + name))
        yield ox.Triple(entry, _sd("graph"), graph)
        yield from _graph(graph, served.counts[name])


def _graph(graph: ox.NamedNode, triples: int) -> Iterator[ox.Triple]:
    yield ox.Triple(graph, TYPE, _sd("Graph"))
    yield ox.Triple(
        graph, ox.NamedNode(VOID + "triples"), ox.Literal(str(triples), datatype=ox.NamedNode(XSD + "integer"))
    )


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)

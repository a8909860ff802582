"""Every RDF form is read back, by pyoxigraph, rdflib and rapper, as the same set of triples."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import conflict_graph
import nasty
import pyoxigraph as ox
import pytest
import rdflib
import sample_graph as sample

from kg.export import jsonld, rdf
from kg.export.rdf import quads, triples
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.rdf.load import load
from kg.rdf.order import in_order
from kg.rdf.triples import Writer
from kg.rdf.write import facts_turtle, triples_of_lines

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
GRAPHS: dict[str, Callable[[], KnowledgeGraph]] = {
    "sample": sample.graph,
    "conflict": conflict_graph.graph,
    "nasty": nasty.graph,
    "base": lambda: sample.graph(namespaces=Namespaces("urn:example:kg:")),
}
FORMS = {
    "turtle": (rdf.write_turtle, ox.RdfFormat.TURTLE, "turtle"),
    "ntriples": (rdf.write_ntriples, ox.RdfFormat.N_TRIPLES, "nt"),
    "trig": (rdf.write_trig, ox.RdfFormat.TRIG, "trig"),
    "rdfxml": (rdf.write_rdfxml, ox.RdfFormat.RDF_XML, "xml"),
    "jsonld": (jsonld.write, ox.RdfFormat.JSON_LD, "json-ld"),
}
RAPPER = {"turtle": "turtle", "ntriples": "ntriples", "rdfxml": "rdfxml", "trig": "trig"}


@pytest.fixture(params=sorted(GRAPHS), scope="module")
def graph(request: pytest.FixtureRequest) -> KnowledgeGraph:
    return GRAPHS[request.param]()


def written(form: str, graph: KnowledgeGraph) -> bytes:
    out = io.BytesIO()
    FORMS[form][0](graph, out)
    return out.getvalue()


def wanted(form: str, graph: KnowledgeGraph) -> set[ox.Triple]:
    """The triples of the graph, as far as the form can hold them."""
    found = set(triples(graph))
    return {rdf._xml_safe(t) for t in found} if form == "rdfxml" else found


def terms(line: rdflib.Graph) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in row[:3]) for row in line.triples((None, None, None))}


def with_rdflib(data: bytes, format: str) -> set[tuple[str, ...]]:
    read: rdflib.Graph = rdflib.Dataset(default_union=True) if format == "trig" else rdflib.Graph()
    read.parse(data=data, format=format)
    return terms(read)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_pyoxigraph_reads_the_same_triples(graph: KnowledgeGraph, form: str) -> None:
    back = {quad.triple for quad in ox.parse(written(form, graph), format=FORMS[form][1])}
    assert back == wanted(form, graph)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_rdflib_reads_the_same_triples(graph: KnowledgeGraph, form: str) -> None:
    lines = ox.serialize(wanted(form, graph), format=ox.RdfFormat.N_TRIPLES)
    assert with_rdflib(written(form, graph), FORMS[form][2]) == with_rdflib(lines or b"", "nt")


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper is not installed")
@pytest.mark.parametrize("form", sorted(RAPPER))
def test_rapper_counts_the_same_triples(graph: KnowledgeGraph, form: str, tmp_path: Path) -> None:
    path = tmp_path / form
    path.write_bytes(written(form, graph))
    done = subprocess.run(
        ["rapper", "-q", "-i", RAPPER[form], "-o", "ntriples", str(path), "http://example.org/"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert len(set(done.stdout.splitlines())) == len(wanted(form, graph))


def test_turtle_holds_facts_evidence_and_conflicts() -> None:
    graph = conflict_graph.graph()
    writer = Writer(graph)
    found = set(triples(graph))
    made = in_order(chain(writer.each_fact(), writer.each_claim()), graph.namespaces)
    assert set(triples_of_lines(made)) <= found
    assert len([t for t in found if str(t.object).endswith("ontology#Conflict>")]) == len(graph.conflicts()) > 0


def test_a_post_that_is_only_denied_is_no_post_though_its_claim_is_there() -> None:
    graph = sample.graph()
    found = set(triples(graph))
    titles = {t.object.value for t in found if t.predicate.value == graph.namespaces.kg + "title"}
    assert titles == {"副局长", "副市长", "总裁"}
    denied = next(e.claim for e in graph.evidence.values() if getattr(e.claim.fact, "title", "") == "局长")
    about = {t.predicate.value.rpartition("#")[2] for t in found if t.subject.value.endswith("claim/" + denied.id)}
    assert {"evidenceFor", "sentence", "status"} <= about


def test_the_turtle_is_a_graph_to_load(tmp_path: Path) -> None:
    path = tmp_path / "all.ttl"
    path.write_bytes(written("turtle", sample.graph()))
    assert facts_turtle(load(path)) == facts_turtle(sample.graph())


def test_an_article_has_a_graph_with_its_claims_and_the_facts_they_support() -> None:
    graph = sample.graph()
    store = ox.Store()
    store.load(written("trig", graph), format=ox.RdfFormat.TRIG)
    names = graph.namespaces
    assert sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode)) == [
        names.doc + "a1",
        names.doc + "a2",
    ]
    for item in graph.evidence.values():
        claim, article = ox.NamedNode(names.claim + item.claim.id), ox.NamedNode(names.doc + item.article.id)
        assert {q.graph_name for q in store.quads_for_pattern(claim, None, None, None)} == {article}
    held = ox.NamedNode(names.kg + "heldAt")
    assert {q.graph_name for q in store.quads_for_pattern(None, held, None, None)} == {
        ox.DefaultGraph(),
        ox.NamedNode(names.doc + "a1"),
    }


def test_an_article_s_graph_has_no_counts_over_all_articles() -> None:
    support = sample.graph().namespaces.kg + "support"
    counted = [q for q in quads(sample.graph()) if q.predicate.value == support]
    assert counted
    assert {q.graph_name for q in counted} == {ox.DefaultGraph()}


def test_what_an_article_denies_is_not_in_its_graph() -> None:
    graph = sample.graph()
    names = graph.namespaces
    alliance = ox.NamedNode(names.entity(sample.ALLIANCE))
    said = [q for q in quads(graph) if q.predicate.value == names.kg + "cooperatesWith"]
    assert said
    assert not any(alliance in (q.subject, q.object) for q in said)
    denied = [q for q in quads(graph) if q.object == alliance and q.predicate.value.endswith("#object")]
    assert ox.NamedNode(names.doc + "a2") in {q.graph_name for q in denied}


def test_all_facts_are_in_the_default_graph() -> None:
    graph = nasty.graph()
    default = {q.triple for q in quads(graph) if isinstance(q.graph_name, ox.DefaultGraph)}
    assert {
        rdf._readable(t) for t in triples_of_lines(in_order(Writer(graph).each_fact(), graph.namespaces))
    } <= default
    assert {q.triple for q in quads(graph)} == set(triples(graph))

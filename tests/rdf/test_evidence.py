"""Evidence in the words of the W3C: claims with targets and selectors that lead back to the exact characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import PROV, RDF, RDFS

from kg.graph.assemble import CONTEXT
from kg.pipeline import Build, run
from kg.rdf.load import load
from kg.rdf.triples import Writer
from kg.rdf.write import evidence_turtle, facts_turtle

ROOT = Path(__file__).resolve().parents[2]
SEEDS = [ROOT / "seeds" / "articles", ROOT.parent / "shared" / "seeds"]
OA = Namespace("http://www.w3.org/ns/oa#")
KG = Namespace("https://kg.example.org/ontology#")


@pytest.fixture(scope="module", params=[p for p in SEEDS if p.is_dir()], ids=lambda p: p.parent.name)
def built(request: pytest.FixtureRequest) -> Build:
    return run([str(request.param)])


def parsed(data: bytes) -> Graph:
    return Graph().parse(data=data, format="turtle")


def test_selectors_lead_to_the_exact_words(built: Build) -> None:
    evidence = parsed(evidence_turtle(built.graph))
    texts = {URIRef(built.graph.namespaces.doc + a.id): a.text for a in built.graph.articles}
    claims = list(evidence.subjects(RDF.type, KG.Claim))
    assert len(claims) == len(built.graph.evidence) > 100
    headed = [c for c in claims if evidence.value(c, OA.hasTarget) is None]
    assert {str(evidence.value(c, KG.quote)) for c in headed} <= {""}
    assert len(headed) < len(claims) / 10
    for claim in set(claims) - set(headed):
        target = evidence.value(claim, OA.hasTarget)
        source = evidence.value(target, OA.hasSource)
        assert source == evidence.value(claim, PROV.wasDerivedFrom)
        text = texts[source]  # type: ignore[index]
        selectors = {evidence.value(s, RDF.type): s for s in evidence.objects(target, OA.hasSelector)}
        position, quote = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        start, end = (int(evidence.value(position, p)) for p in (OA.start, OA.end))  # type: ignore[arg-type]
        exact, before, after = (str(evidence.value(quote, p)) for p in (OA.exact, OA.prefix, OA.suffix))
        assert text[start:end] == exact == str(evidence.value(claim, KG.quote))
        assert text[max(0, start - CONTEXT) : start] == before
        assert text[end : end + CONTEXT] == after
        assert (start, end) == tuple(int(evidence.value(claim, p)) for p in (KG.start, KG.end))  # type: ignore[arg-type]


def test_claims_are_attributed_to_what_found_them(built: Build) -> None:
    evidence = parsed(evidence_turtle(built.graph))
    for claim in evidence.subjects(RDF.type, KG.Claim):
        agent = evidence.value(claim, PROV.wasAttributedTo)
        assert (agent, RDF.type, PROV.SoftwareAgent) in evidence
        assert evidence.value(agent, RDFS.label) == evidence.value(claim, KG.extractor)


def test_every_triple_and_node_has_a_claim(built: Build) -> None:
    facts, evidence = parsed(facts_turtle(built.graph)), parsed(evidence_turtle(built.graph))
    said = {
        tuple(evidence.value(c, p) for p in (RDF.subject, RDF.predicate, RDF.object))
        for c in evidence.subjects(RDF.type, KG.Claim)
    }
    backed = set(evidence.objects(None, KG.evidenceFor))
    schema = built.graph.schema
    checked = 0
    for view in built.graph.entities():
        for name in schema.properties:
            for value in facts.objects(URIRef(view.iri), KG[name]):
                turned = (value, KG[name], URIRef(view.iri)) if schema.symmetric(name) else None
                assert (URIRef(view.iri), KG[name], value) in said or turned in said
                checked += 1
    for kind in (KG.Position, KG.Observation, KG.Quotation):
        assert set(facts.subjects(RDF.type, kind)) <= backed
    assert checked > 50


def test_each_relation_counts_its_reports(built: Build) -> None:
    facts = parsed(facts_turtle(built.graph))
    counted = {
        tuple(facts.value(f, p) for p in (RDF.subject, RDF.predicate, RDF.object)): f
        for f in facts.subjects(RDF.type, KG.Fact)
    }
    writer = Writer(built.graph)
    stated = [s for s in built.graph.stated.values() if hasattr(s.fact, "predicate")]
    assert len(stated) == len(counted)
    for found in stated:
        subject, predicate, value = writer.triple(found.fact)  # type: ignore[arg-type]
        node = next(f for t, f in counted.items() if [each.n3() for each in t] == [subject, predicate, value])
        assert int(facts.value(node, KG.support)) == found.support >= 1  # type: ignore[arg-type]
        assert str(facts.value(node, KG.firstReported)) == str(found.first)
        assert str(facts.value(node, KG.lastReported)) == str(found.last)


def test_loading_keeps_what_stands_around_a_quote(built: Build, tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").write_bytes(facts_turtle(built.graph))
    (tmp_path / "evidence.ttl").write_bytes(evidence_turtle(built.graph))
    assert evidence_turtle(load(tmp_path)) == evidence_turtle(built.graph)

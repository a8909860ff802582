"""Turtle out."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
import sample_graph as sample
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS

from kg.graph.namespaces import Namespaces, well_formed
from kg.model import Attribute, Entity, Position
from kg.rdf.write import evidence_turtle, facts_turtle

S = sample
NS = Namespaces()
KG = rdflib.Namespace(NS.kg)


def ent(name: str) -> URIRef:
    return URIRef(NS.entity(name))


@pytest.fixture(scope="module")
def facts() -> rdflib.Graph:
    return rdflib.Graph().parse(data=facts_turtle(S.graph()), format="turtle")


@pytest.fixture(scope="module")
def evidence() -> rdflib.Graph:
    return rdflib.Graph().parse(data=evidence_turtle(S.graph()), format="turtle")


def test_an_entity_has_its_class_and_those_above(facts: rdflib.Graph) -> None:
    assert set(facts.objects(ent(S.COMPANY), RDF.type)) == {KG.Company, KG.Organization, KG.Agent}
    assert set(facts.objects(ent(S.FAIR), RDF.type)) == {KG.Event}


def test_names_are_labels_with_a_language(facts: rdflib.Graph) -> None:
    assert list(facts.objects(ent(S.ALLIANCE), SKOS.prefLabel)) == [Literal(S.ALLIANCE, lang="zh")]
    assert list(facts.objects(ent(S.ALLIANCE), SKOS.altLabel)) == [Literal("HTA", lang="en")]


def test_cooperation_is_written_both_ways(facts: rdflib.Graph) -> None:
    assert (ent(S.COMPANY), KG.cooperatesWith, ent(S.PARTNER)) in facts
    assert (ent(S.PARTNER), KG.cooperatesWith, ent(S.COMPANY)) in facts


def test_a_negated_fact_is_not_written_but_its_claim_is(facts: rdflib.Graph, evidence: rdflib.Graph) -> None:
    assert (ent(S.COMPANY), KG.cooperatesWith, ent(S.ALLIANCE)) not in facts
    first, second = sorted((S.COMPANY, S.ALLIANCE))
    claims = set(evidence.subjects(RDF.subject, ent(first))) & set(evidence.subjects(RDF.object, ent(second)))
    (claim,) = (c for c in claims if (c, RDF.predicate, KG.cooperatesWith) in evidence)
    assert str(evidence.value(claim, KG.status)) == "negated"


def test_the_general_property_is_not_written_beside_the_specific(facts: rdflib.Graph) -> None:
    assert (ent(S.COMPANY), KG.exhibitsAt, ent(S.FAIR)) in facts
    assert (ent(S.COMPANY), KG.participatesIn, ent(S.FAIR)) not in facts


def test_dates_have_the_datatype_of_their_precision(facts: rdflib.Graph) -> None:
    def kind(name: str, predicate: str) -> str:
        value = facts.value(ent(name), KG[predicate])
        assert isinstance(value, Literal)
        return str(value.datatype).rpartition("#")[2]

    assert kind(S.FAIR, "startDate") == "date"
    assert kind(S.FAIR, "endDate") == "gYearMonth"
    assert kind(S.ALLIANCE, "founded") == "gYear"


def test_a_node_has_all_its_properties(facts: rdflib.Graph) -> None:
    (node,) = facts.subjects(KG.measure, Literal("参展企业"))
    told = {str(p).rpartition("#")[2]: o.toPython() for p, o in facts.predicate_objects(node) if isinstance(o, Literal)}
    assert told["value"] == Decimal(300)
    assert (told["unit"], told["comparator"], told["change"], told["status"]) == ("家", "about", "none", "asserted")
    assert told["support"] == 1
    assert told["label"] == f"{S.FAIR}：参展企业 约300家"
    assert facts.value(node, KG.about) == ent(S.FAIR)


def test_articles_carry_title_date_and_sources(facts: rdflib.Graph) -> None:
    doc = URIRef(NS.doc + "a1")
    told = {str(p).rpartition("/")[2].rpartition("#")[2]: str(o) for p, o in facts.predicate_objects(doc)}
    assert told["title"] == "茶博会开幕"
    assert told["date"] == "2031-05-06"
    assert told["source"] == "news/one.txt"
    assert told["outlet"] == "海湾日报"


def test_every_triple_about_an_entity_has_a_claim(facts: rdflib.Graph, evidence: rdflib.Graph) -> None:
    said = {
        (evidence.value(c, RDF.subject), evidence.value(c, RDF.predicate), evidence.value(c, RDF.object))
        for c in evidence.subjects(RDF.type, KG.Claim)
    }
    above = {KG.Agent, KG.Organization, KG.Place}
    entities = {s for s in facts.subjects() if str(s).startswith(NS.ent)}
    lacking = [
        t
        for t in facts
        if t[0] in entities and t not in said and t[::-1] not in said and not (t[1] == RDF.type and t[2] in above)
    ]
    assert lacking == []
    nodes = {n for kind in (KG.Position, KG.Observation, KG.Quotation) for n in facts.subjects(RDF.type, kind)}
    assert nodes <= set(evidence.objects(None, KG.evidenceFor))


def test_claims_have_place_extractor_and_confidence(evidence: rdflib.Graph) -> None:
    claims = list(evidence.subjects(RDF.type, KG.Claim))
    assert len(claims) == len(S.claims())
    for claim in claims:
        start, end = (int(str(evidence.value(claim, KG[n]))) for n in ("start", "end"))
        assert len(str(evidence.value(claim, KG.quote))) == end - start
        assert str(evidence.value(claim, KG.quote)) in str(evidence.value(claim, KG.sentence))
        assert 0 <= float(str(evidence.value(claim, KG.confidence))) <= 1


def test_the_role_is_kept(evidence: rdflib.Graph) -> None:
    (claim,) = evidence.subjects(KG.role, Literal("主办"))
    assert evidence.value(claim, RDF.predicate) == KG.organizer


def test_entities_come_first_and_each_subject_once() -> None:
    subjects = [q.subject.value for q in parse(facts_turtle(S.graph()), format=RdfFormat.TURTLE)]
    runs = [s for i, s in enumerate(subjects) if i == 0 or subjects[i - 1] != s]
    assert len(runs) == len(set(runs))
    starts = [s.startswith(NS.ent) for s in runs]
    assert starts == sorted(starts, reverse=True)


def test_another_base_moves_every_iri_of_ours() -> None:
    for written in (
        facts_turtle(S.graph(), Namespaces("https://kg.my.org")),
        evidence_turtle(S.graph(), Namespaces("https://kg.my.org")),
    ):
        assert b"https://kg.my.org/ontology#" in written
        assert b"kg.example.org" not in written


SCRIPT = """
import sys, hashlib, json
sys.path[:0] = json.loads(sys.argv[1])
import sample_graph
from kg.rdf.write import evidence_turtle, facts_turtle
graph = sample_graph.graph()
print(hashlib.sha256(facts_turtle(graph) + evidence_turtle(graph)).hexdigest())
"""


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    paths = json.dumps([str(Path(__file__).resolve().parents[n]) for n in (1, 2)])
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1, max_size=12).filter(lambda t: t.strip()))
def test_any_name_goes_round(name: str) -> None:
    base = S.with_claims(
        S.say(S.FIRST, 1, Position(name, S.OFFICE, name)),
        S.say(S.FIRST, 1, Attribute(S.FAIR, "theme", name)),
        more=(Entity(name, "Person", name, (name,)),),
    )
    quads = list(parse(facts_turtle(S.graph(base)), format=RdfFormat.TURTLE))
    iri, words = NamedNode(NS.entity(name)), well_formed(name)
    labels = {q.object.value for q in quads if q.subject == iri and q.predicate.value.endswith("prefLabel")}
    assert labels == {words}
    for predicate in ("title", "theme"):
        assert words in {q.object.value for q in quads if q.predicate.value == NS.kg + predicate}


@pytest.mark.parametrize(
    "name", ['“引号”与"引号"', "第一行\n第二行\t", "反斜\\杠", "A/B (C) [D] <E>", "it's, ok; #1!", "Co."]
)
def test_rdflib_reads_hard_names_too(name: str) -> None:
    base = S.with_claims(more=(Entity(name, "Person", name, (name,)),))
    graph = rdflib.Graph().parse(data=facts_turtle(S.graph(base)), format="turtle")
    assert [str(o) for o in graph.objects(ent(name), SKOS.prefLabel)] == [name]

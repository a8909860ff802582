"""The ontology and the committed graph under OWL 2 RL: nothing contradicts, and what should follow does."""

from __future__ import annotations

from collections import Counter

import owlrl
import pytest
from command import ROOT
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.namespace import FOAF, ORG, PROV

from kg.graph.namespaces import Namespaces
from kg.rdf.terms import prefixes
from kg.resources import ontology_dir

NS = Namespaces()
KG, ENT = Namespace(NS.kg), Namespace(NS.ent)
SCHEMA_ORG = Namespace("https://schema.org/")
ONTOLOGY = Graph().parse(ontology_dir() / "kg.ttl")
# The reasoner is written in Python: all things, but of facts and evidence this many of each class, take seconds.
OF_EACH_CLASS = 25


def closure(*graphs: Graph) -> tuple[Graph, list[str]]:
    """The ontology and the graphs with all that OWL 2 RL entails, and what the reasoner calls inconsistent."""
    whole = Graph()
    for graph in (ONTOLOGY, *graphs):
        whole += graph
    reasoner = owlrl.OWLRL_Semantics(whole, axioms=False, daxioms=False)
    reasoner.closure()
    return whole, list(reasoner.error_messages)


def turtle(text: str) -> Graph:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes(NS).items())
    return Graph().parse(data=head + text, format="turtle")


def sample() -> Graph:
    """Of the committed graph all things, and the first subjects of each other class."""
    written = Graph()
    for name in ("kg.ttl", "evidence.ttl"):
        written.parse(ROOT / "exports" / name)
    taken: Counter[URIRef] = Counter()
    kept = Graph()
    for subject in sorted(set(written.subjects())):
        kinds = sorted(written.objects(subject, RDF.type))
        taken.update(kinds)
        if str(subject).startswith(NS.ent) or all(taken[kind] <= OF_EACH_CLASS for kind in kinds):
            for triple in written.triples((subject, None, None)):
                kept.add(triple)
    return kept


FOLLOWS = turtle("""
ent:company a kg:Company ; kg:exhibitsAt ent:event ; kg:cooperatesWith ent:other ; kg:memberOf ent:body .
ent:person kg:speaksAt ent:event ; kg:worksFor ent:body ; kg:locatedIn ent:somewhere .
ent:event kg:heldAt ent:venue ; kg:subEventOf ent:larger ; kg:organizer ent:host .
ent:venue a kg:Venue .
ent:new kg:predecessor ent:old .
""")


@pytest.fixture(scope="module")
def entailed() -> Graph:
    whole, errors = closure(FOLLOWS)
    assert errors == []
    return whole


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("company", RDF.type, KG.Agent),
        ("company", RDF.type, FOAF.Agent),
        ("company", RDF.type, ORG.Organization),
        ("company", KG.participatesIn, ENT.event),
        ("other", KG.cooperatesWith, ENT.company),
        ("other", RDF.type, KG.Agent),
        ("company", ORG.memberOf, ENT.body),
        ("body", RDF.type, KG.Organization),
        ("event", RDF.type, KG.Event),
        ("person", RDF.type, FOAF.Person),
        ("person", RDF.type, PROV.Person),
        ("person", KG.participatesIn, ENT.event),
        ("person", SCHEMA_ORG.affiliation, ENT.body),
        ("venue", RDF.type, KG.Place),
        ("venue", RDF.type, SCHEMA_ORG.Place),
        ("event", SCHEMA_ORG.superEvent, ENT.larger),
        ("old", RDF.type, KG.Organization),
    ],
)
def test_what_follows(entailed: Graph, subject: str, predicate: URIRef, object_: URIRef) -> None:
    assert (ENT[subject], predicate, object_) in entailed


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("company", RDF.type, KG.Person),
        ("event", KG.exhibitsAt, ENT.company),
        ("person", KG.exhibitsAt, ENT.event),
        ("event", RDF.type, KG.EventSeries),
        ("larger", KG.subEventOf, ENT.event),
        ("old", KG.predecessor, ENT.new),
        # of a union no part follows: a host may be an organization, a person or an area
        ("host", RDF.type, KG.Agent),
        ("host", RDF.type, KG.AdministrativeArea),
        ("somewhere", RDF.type, KG.Place),
        # a reading from the other side, and a near match, are no statements
        ("venue", KG.inverseLabel, ENT.event),
        ("event", SCHEMA_ORG.organizer, ENT.host),
    ],
)
def test_what_does_not_follow(entailed: Graph, subject: str, predicate: URIRef, object_: URIRef) -> None:
    assert (ENT[subject], predicate, object_) not in entailed


def test_the_committed_graph_contradicts_nothing() -> None:
    graph = sample()
    assert {KG.Company, KG.Event, KG.Position, KG.Observation, KG.Quotation, KG.Claim} <= set(graph.objects())
    whole, errors = closure(graph)
    assert errors == []
    assert set(graph.subjects(RDF.type, KG.Company)) <= set(whole.subjects(RDF.type, FOAF.Agent))
    for who, event in graph.subject_objects(KG.exhibitsAt):
        assert (who, KG.participatesIn, event) in whole


PLANTED = {
    "an-event-that-is-a-series": "ent:{} a kg:Event, kg:EventSeries .",
    "an-edition-of-itself": "ent:{0} kg:editionOf ent:{0} .",
    "a-company-that-is-a-person": "ent:{} a kg:Company, kg:Person .",
    "a-venue-that-is-an-area": "ent:{} a kg:Venue, kg:AdministrativeArea .",
    "a-work-that-is-a-product": "ent:{} a kg:Work, kg:Product .",
    "a-speaker-that-is-a-hall": "ent:{} a kg:Venue ; kg:speaksAt ent:e .",
    "a-person-as-a-place": "ent:{} a kg:Person . ent:e kg:heldAt ent:{0} .",
    "a-series-that-begins": 'ent:{} a kg:EventSeries ; kg:startDate "2031"^^xsd:gYear .',
    "a-claim-that-is-a-fact": "claim:{} a kg:Claim, kg:Fact .",
}
HARMLESS = {
    "a-series-that-was-founded": 'ent:{} a kg:EventSeries ; kg:founded "2031"^^xsd:gYear .',
    "a-city-that-exhibits": "ent:{} a kg:AdministrativeArea ; kg:exhibitsAt ent:e .",
    "a-person-that-hosts": "ent:{} a kg:Person . ent:e kg:organizer ent:{0} .",
    "an-event-with-two-beginnings": 'ent:{} kg:startDate "2031"^^xsd:gYear, "2032"^^xsd:gYear .',
}


@pytest.fixture(scope="module")
def errors() -> list[str]:
    planted = {**PLANTED, **HARMLESS}
    return closure(turtle("\n".join(text.replace("{}", "{0}").format(name) for name, text in planted.items())))[1]


@pytest.mark.parametrize("name", [*PLANTED, *HARMLESS])
def test_a_contradiction_is_found_and_nothing_else(errors: list[str], name: str) -> None:
    assert any(f"/{name}" in error for error in errors) == (name in PLANTED)


# ---------------------------------------------------------------- the profile

WORDS = {OWL.unionOf, OWL.disjointWith}
KINDS = {
    OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.SymmetricProperty,
    RDFS.Datatype,
}  # fmt: skip
ALIGNED = {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch}


def outside_the_profile(ontology: Graph) -> list[str]:
    """What OWL 2 RL does not have, but for what the head of kg.ttl grants: unions as domains and ranges, one datatype.

    In RL no union may be a super-class, and a union is the only class without a name that is used at all.
    """
    found = [f"{o} is no kind of term" for o in ontology.objects(None, RDF.type) if o not in KINDS]
    found += [f"{p} is not used here" for p in set(ontology.predicates()) if p in OWL and p not in WORDS]
    for union in ontology.subjects(OWL.unionOf):
        places = set(ontology.predicates(None, union))
        if union != KG.calendarDate and (not isinstance(union, BNode) or not places <= {RDFS.domain, RDFS.range}):
            found.append(f"{union} is a union in another place: {sorted(places)}")
    return found


def test_the_ontology_stays_in_the_profile() -> None:
    assert outside_the_profile(ONTOLOGY) == []


@pytest.mark.parametrize(
    "text",
    [
        "kg:Venue rdfs:subClassOf [ a owl:Class ; owl:unionOf (kg:Place kg:Event) ] .",
        "kg:Venue owl:unionOf (kg:Place kg:Event) .",
        "kg:Venue rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:partOf ; owl:cardinality 1 ] .",
        "kg:title a owl:FunctionalProperty .",
        "kg:Venue owl:equivalentClass kg:Place .",
    ],
)
def test_what_is_outside_the_profile_is_seen(text: str) -> None:
    assert outside_the_profile(ONTOLOGY + turtle(text)) != []


def test_other_vocabularies_are_only_pointed_at() -> None:
    """No statement is about a term of theirs, and each of theirs stands where the head of kg.ttl says."""
    subjects = {s for s in ONTOLOGY.subjects() if isinstance(s, URIRef)}
    assert {s for s in subjects if not s.startswith(str(KG))} == {URIRef(str(KG).removesuffix("#"))}
    theirs = (
        str(SCHEMA_ORG),
        str(FOAF),
        str(ORG),
        str(PROV),
        "http://www.w3.org/ns/oa#",
        "http://www.w3.org/2006/time#",
    )
    used = {p for p, o in ONTOLOGY.predicate_objects() if str(o).startswith(theirs)}
    assert used <= ALIGNED

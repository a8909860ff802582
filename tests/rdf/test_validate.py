"""SHACL."""

import subprocess
import sys
import time

import pytest
import sample_graph as sample
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.graph.namespaces import Namespaces
from kg.rdf.terms import SKOS, XSD
from kg.rdf.triples import Writer
from kg.rdf.validate import Violation, validate, validate_triples

S = sample
NS = Namespaces()
GRAPH = S.graph()
WRITER = Writer(GRAPH)
FACTS, EVIDENCE = WRITER.facts(), WRITER.evidence()
PREFIXES = f"""@prefix kg: <{NS.kg}> . @prefix ent: <{NS.ent}> . @prefix fact: <{NS.fact}> .
@prefix doc: <{NS.doc}> . @prefix skos: <{SKOS}> . @prefix xsd: <{XSD}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""


def broken(more: str, *, without: tuple[str, str] | None = None) -> tuple[Violation, ...]:
    """The violations of the sample with more Turtle, and without the triples of one subject and property."""
    kept = [t for t in (*FACTS, *EVIDENCE) if without != (t.subject.value, t.predicate.value)]
    extra = [Triple(q.subject, q.predicate, q.object) for q in parse(PREFIXES + more, format=RdfFormat.TURTLE)]
    return validate_triples([*kept, *extra], NS)


def test_the_sample_is_sound() -> None:
    assert validate(GRAPH) == ()


def test_a_graph_under_another_base_is_checked_too() -> None:
    other = Namespaces("https://kg.my.org/")
    triples = Writer(GRAPH, other).facts()
    assert validate_triples(triples, other) == ()
    cut = [t for t in triples if not t.predicate.value.endswith("prefLabel")]
    assert len(validate_triples(cut, other)) == len(GRAPH.entities())


@pytest.mark.parametrize(
    ("more", "shape", "words"),
    [
        ('ent:海湾市 skos:prefLabel "另名" .', "Entity-prefLabel", "prefLabel"),
        ('ent:海湾市 skos:altLabel "" .', "Entity-altLabel", "altLabel"),
        ("ent:海湾茶业论坛 a kg:EventSeries .", "Event", "event series"),
        ("ent:海湾市 kg:heldAt ent:海湾会展中心 .", "heldAt-subject", "subject of heldAt"),
        ("ent:海湾茶业论坛 kg:heldAt ent:陈远山 .", "heldAt-object", "object of heldAt"),
        ('ent:海湾茶业论坛 kg:heldAt "海湾市" .', "heldAt-object", "object of heldAt"),
        ("ent:海湾茶业论坛 kg:organizer ent:海湾会展中心 .", "organizer-object", "organizer"),
        ("ent:海湾市商务局 kg:speaksAt ent:海湾茶业论坛 .", "speaksAt-subject", "speaksAt"),
        ('ent:海湾茶业论坛 kg:startDate "五月" .', "startDate-value", "startDate"),
        ('ent:海湾茶业论坛 kg:startDate "2031-05-40"^^xsd:date .', "startDate-value", "startDate"),
        ('ent:海湾市 kg:startDate "2031"^^xsd:gYear .', "startDate-subject", "startDate"),
        ('ent:海湾市 kg:founded "2031"^^xsd:gYear .', "founded-subject", "founded"),
        ('fact:p a kg:Position ; rdfs:label "x" ; kg:title "x" .', "Position-holder", "holder"),
        ('fact:p a kg:Position ; rdfs:label "x" ; kg:holder ent:陈远山 .', "Position-title", "title"),
        (
            'fact:p a kg:Position ; rdfs:label "x" ; kg:holder ent:陈远山 ; kg:title "x" ; '
            "kg:organization ent:海湾会展中心 .",
            "Position-organization",
            "organization",
        ),
        ('fact:p a kg:Position ; kg:holder ent:陈远山 ; kg:title "x" .', "FactNode-label", "label"),
        (
            'fact:q a kg:Quotation ; rdfs:label "x" ; kg:speaker ent:海湾市 ; kg:text "x" ; kg:mode "direct" .',
            "Quotation-speaker",
            "speaker",
        ),
        (
            'fact:q a kg:Quotation ; rdfs:label "x" ; kg:speaker ent:陈远山 ; kg:text "x" ; kg:mode "sung" .',
            "Quotation-mode",
            "direct or indirect",
        ),
        (
            'doc:a1 dcterms:date "yesterday" .',
            "Article-date",
            "date",
        ),
    ],
)
def test_a_broken_shape_is_told_in_both_languages(more: str, shape: str, words: str) -> None:
    found = broken(more)
    assert {v.shape.rpartition("#")[2] for v in found} == {shape}
    assert words in found[0].message("en")
    assert found[0].message("zh") != found[0].message("en")
    assert found[0].message("zh") in str(found[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("comparator", '"nearly"'),
        ("change", '"up"'),
        ("value", '"many"'),
        ("value", "3.5e1"),
        ("unit", "1"),
        ("about", "ent:陈远山"),
        ("period", "2031"),
    ],
)
def test_an_observation_needs_good_values(name: str, value: str) -> None:
    good = {
        "about": "ent:海湾市", "measure": '"户"', "value": "3.0", "unit": '"户"', "comparator": '"about"',
        "change": '"none"',
    }  # fmt: skip
    body = "; ".join(f"kg:{k} {v}" for k, v in good.items())
    assert broken(f'fact:o a kg:Observation ; rdfs:label "x" ; {body} .') == ()
    body = "; ".join(f"kg:{k} {v}" for k, v in (good | {name: value}).items())
    found = broken(f'fact:o a kg:Observation ; rdfs:label "x" ; {body} .')
    assert {v.shape.rpartition("#")[2] for v in found} == {f"Observation-{name}"}


CLAIM = next(t.subject.value for t in EVIDENCE if t.predicate.value.endswith("#subject"))


@pytest.mark.parametrize("name", ["start", "end", "extractor", "confidence", "status", "sentence"])
def test_a_claim_must_be_complete(name: str) -> None:
    found = broken("", without=(CLAIM, NS.kg + name))
    assert f"Claim-{name}" in {v.shape.rpartition("#")[2] for v in found}
    assert {v.focus for v in found} == {CLAIM}


@pytest.mark.parametrize(
    ("predicate", "shape"),
    [
        ("http://www.w3.org/ns/prov#wasDerivedFrom", "Claim-wasDerivedFrom"),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#object", "Claim-object"),
    ],
)
def test_a_claim_needs_its_article_and_its_triple(predicate: str, shape: str) -> None:
    claim = next(
        t.subject.value
        for t in EVIDENCE
        if t.predicate.value.endswith("#predicate") and t.object == NamedNode(NS.kg + "partOf")
    )
    assert {v.shape.rpartition("#")[2] for v in broken("", without=(claim, predicate))} == {shape}


@pytest.mark.parametrize("confidence", ["1.2", "-0.1", '"high"'])
def test_confidence_is_a_share(confidence: str) -> None:
    found = broken(f"<{CLAIM}> kg:confidence {confidence} .", without=(CLAIM, NS.kg + "confidence"))
    assert {v.shape.rpartition("#")[2] for v in found} == {"Claim-confidence"}


def test_evidence_for_something_else_than_a_fact_node() -> None:
    found = broken(f"<{CLAIM}> kg:evidenceFor ent:海湾市 .")
    assert {v.shape.rpartition("#")[2] for v in found} == {"Claim-evidenceFor-class"}


def test_violations_name_focus_path_and_value() -> None:
    (found,) = broken("ent:海湾茶业论坛 kg:heldAt ent:陈远山 .")
    assert (found.focus, found.path, found.value) == (NS.ent + S.FORUM, NS.kg + "heldAt", NS.ent + S.PERSON)


def many(count: int) -> list[Triple]:
    """The sample's triples under `count` bases of names: the shape of a larger graph."""

    def moved(term: NamedNode | Literal, n: int) -> NamedNode | Literal:
        ours = isinstance(term, NamedNode) and not term.value.startswith(NS.kg) and term.value.startswith(NS.base)
        return NamedNode(f"{term.value}_{n}") if ours else term

    return [
        Triple(moved(t.subject, n), t.predicate, moved(t.object, n))  # type: ignore[arg-type]
        for n in range(count)
        for t in (*FACTS, *EVIDENCE)
    ]


def test_five_thousand_triples_take_about_a_third_of_a_second() -> None:
    triples = many(6)
    assert len(triples) > 5000
    start = time.perf_counter()
    assert validate_triples(triples, NS) == ()
    assert time.perf_counter() - start < 1.0


def test_checking_is_not_imported_with_the_graph() -> None:
    code = "import sys, kg.rdf.load, kg.rdf.write; sys.exit(any(m in sys.modules for m in ('rdflib', 'pyshacl')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

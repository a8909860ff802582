"""The ontology file, and the shapes beside it."""

import re
import time
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

from kg.errors import ResourceError
from kg.graph.schema import NOT_ENTITIES
from kg.rdf.ontology import read_schema
from kg.resources import ontology_dir

SCHEMA = read_schema()
KG = Namespace("https://kg.example.org/ontology#")
SHAPE = Namespace("https://kg.example.org/shapes#")
HAN = re.compile("[一-鿿]")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology_dir() / "shapes.ttl")


def test_it_reads_fast() -> None:
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        read_schema()
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.06


@pytest.mark.parametrize(
    ("name", "ancestors"),
    [
        ("Company", ("Company", "Organization", "Agent")),
        ("Person", ("Person", "Agent")),
        ("Venue", ("Venue", "Place")),
        ("Event", ("Event",)),
        ("EventSeries", ("EventSeries",)),
        ("Claim", ("Claim",)),
        ("Fact", ("Fact",)),
    ],
)
def test_classes_have_their_super_classes(name: str, ancestors: tuple[str, ...]) -> None:
    assert SCHEMA.ancestors(name) == ancestors


@pytest.mark.parametrize(
    ("name", "domain", "ranges"),
    [
        ("editionOf", ("Event",), ("EventSeries",)),
        ("organizer", ("Event", "EventSeries"), ("Organization", "Person", "AdministrativeArea")),
        ("exhibits", ("Agent", "Event", "AdministrativeArea"), ("Product",)),
        ("startDate", ("Event",), ("calendarDate",)),
        ("value", ("Observation",), ("decimal",)),
        ("period", ("Observation",), ()),
        ("alternative", ("Conflict",), ("Fact", "Position", "Observation")),
    ],
)
def test_properties_have_domain_and_range(name: str, domain: tuple[str, ...], ranges: tuple[str, ...]) -> None:
    assert (SCHEMA.properties[name].domain, SCHEMA.properties[name].range) == (domain, ranges)


def test_only_cooperation_is_symmetric() -> None:
    assert [p.name for p in SCHEMA.properties.values() if p.symmetric] == ["cooperatesWith"]


def test_sub_properties() -> None:
    assert SCHEMA.specific("participatesIn") == ("participatesIn", "exhibitsAt", "speaksAt")


def test_properties_that_can_have_one_true_value() -> None:
    found = {p.name for p in SCHEMA.properties.values() if p.single}
    assert found == {"startDate", "endDate", "founded", "theme", "headquarters"}


@pytest.mark.parametrize("name", [p.name for p in SCHEMA.properties.values() if not p.literal])
def test_every_property_between_nodes_has_a_reading_from_the_other_side(name: str) -> None:
    known = SCHEMA.properties[name]
    assert set(known.inverse) == {"zh", "en"}
    assert HAN.search(known.inverse["zh"])
    assert not HAN.search(known.inverse["en"])
    assert (known.inverse == known.labels) == known.symmetric


def test_no_reading_from_the_other_side_for_texts_and_numbers() -> None:
    assert [p.name for p in SCHEMA.properties.values() if p.literal and p.inverse] == []


def test_classes_that_are_no_entities_are_classes() -> None:
    assert set(NOT_ENTITIES) < set(SCHEMA.classes)
    assert {"Agent", "Event", "EventSeries", "Place", "Work", "Product"} <= set(SCHEMA.classes) - set(NOT_ENTITIES)


@pytest.mark.parametrize("name", [*SCHEMA.classes, *SCHEMA.properties])
def test_every_term_is_named_and_explained_in_both_languages(name: str) -> None:
    term = SCHEMA.classes.get(name) or SCHEMA.properties[name]
    for words in (term.labels, term.comments):
        assert set(words) == {"zh", "en"}
        assert HAN.search(words["zh"])
        assert not HAN.search(words["en"])


def test_every_domain_and_range_is_a_class_or_a_datatype() -> None:
    datatypes = {"string", "decimal", "integer", "date", "anyURI", "calendarDate"}
    for known in SCHEMA.properties.values():
        assert set(known.domain) <= set(SCHEMA.classes)
        assert set(known.range) <= (datatypes if known.literal else set(SCHEMA.classes))


def test_labels_do_not_repeat() -> None:
    for language in ("zh", "en"):
        labels = [c.labels[language] for c in SCHEMA.classes.values()]
        assert len(labels) == len(set(labels))


def test_a_missing_ontology_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"kg\.ttl"):
        read_schema(tmp_path / "kg.ttl")


def test_a_broken_ontology_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kg.ttl"
    path.write_text("@prefix a: <https://a.example/> .\n\na:b a:c", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"kg\.ttl:3: "):
        read_schema(path)


def test_both_files_are_turtle_for_both_libraries() -> None:
    for name in ("kg.ttl", "shapes.ttl"):
        path = ontology_dir() / name
        assert len(Graph().parse(path)) == len(list(parse(path=str(path), format=RdfFormat.TURTLE)))


def test_every_shape_speaks_both_languages(shapes: Graph) -> None:
    named = [s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes.subjects(RDF.type, kind)]
    assert len(named) > 100
    for shape in named:
        assert isinstance(shape, URIRef)
        assert {m.language for m in shapes.objects(shape, SH.message)} == {"zh", "en"}, shape  # type: ignore[attr-defined]


def classes(shapes: Graph, shape: URIRef) -> set[str]:
    """The classes a shape allows, by sh:class or an sh:or of them."""
    found = set(shapes.objects(shape, SH["class"]))
    for alternatives in shapes.objects(shape, SH["or"]):
        found |= {c for part in Collection(shapes, alternatives) for c in shapes.objects(part, SH["class"])}
    return {str(c).removeprefix(str(KG)) for c in found}


RELATIONS = [p.name for p in SCHEMA.properties.values() if not p.literal and not set(p.domain) & set(NOT_ENTITIES)]


@pytest.mark.parametrize("name", RELATIONS)
def test_shapes_of_relations_say_what_the_ontology_says(shapes: Graph, name: str) -> None:
    known = SCHEMA.properties[name]
    assert classes(shapes, SHAPE[f"{name}-subject"]) == set(known.domain)
    assert classes(shapes, SHAPE[f"{name}-object"]) == set(known.range)
    assert (SHAPE[f"{name}-subject"], SH.targetSubjectsOf, KG[name]) in shapes
    assert (SHAPE[f"{name}-object"], SH.path, KG[name]) in shapes


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("holder", "Position-holder"),
        ("organization", "Position-organization"),
        ("about", "Observation-about"),
        ("speaker", "Quotation-speaker"),
        ("conflictAbout", "Conflict-about"),
        ("alternative", "Conflict-alternative"),
    ],
)
def test_shapes_of_nodes_say_what_the_ontology_says(shapes: Graph, name: str, shape: str) -> None:
    assert classes(shapes, SHAPE[shape]) == set(SCHEMA.properties[name].range)


@pytest.mark.parametrize("domain", ["Position", "Observation", "Quotation", "Claim", "Conflict", "Article"])
def test_shapes_of_subjects_of_node_properties_say_what_the_ontology_says(shapes: Graph, domain: str) -> None:
    shape = SHAPE[f"{domain}-properties"]
    ours = {str(p).removeprefix(str(KG)) for p in shapes.objects(shape, SH.targetSubjectsOf) if p.startswith(KG)}
    assert ours == {p.name for p in SCHEMA.properties.values() if p.domain == (domain,)}
    assert classes(shapes, shape) == {domain}


def test_shapes_of_counts_say_what_the_ontology_says(shapes: Graph) -> None:
    shape = SHAPE["Reported-properties"]
    for known in shapes.objects(shape, SH.targetSubjectsOf):
        assert classes(shapes, shape) == set(SCHEMA.properties[str(known).removeprefix(str(KG))].domain)
    assert {*classes(shapes, shape), "Claim"} == set(SCHEMA.properties["status"].domain)


@pytest.mark.parametrize("name", ["startDate", "endDate", "founded", "theme"])
def test_shapes_of_dates_and_words_say_what_the_ontology_says(shapes: Graph, name: str) -> None:
    assert classes(shapes, SHAPE[f"{name}-subject"]) == set(SCHEMA.properties[name].domain)

"""Every shape of `shapes.ttl`: what it catches, in both languages, and that no term and no kind of triple lacks one."""

from __future__ import annotations

from collections import defaultdict

import pytest
from command import ROOT
from pyoxigraph import Triple
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from shape_cases import CASES, NS, SCHEMA, SOUND, triples

from kg.rdf.files import each_triple
from kg.rdf.validate import validate_files, validate_triples
from kg.rdf.violation import Violation
from kg.resources import ontology_dir

KG = Namespace(NS.kg)
SHAPE = "https://kg.example.org/shapes#"
SHAPES = Graph().parse(ontology_dir() / "shapes.ttl")
NAMED = sorted(
    {s for kind in (SH.NodeShape, SH.PropertyShape) for s in SHAPES.subjects(RDF.type, kind) if isinstance(s, URIRef)}
)


@pytest.fixture(scope="module")
def found() -> dict[int, list[Violation]]:
    """The violations of each case by its number. A blank node has no name to tell its case by: the shape tells it."""
    blank = {c.shape: n for n, c in enumerate(CASES) if c.more.startswith("[]")}
    by_case: dict[int, list[Violation]] = defaultdict(list)
    for each in validate_triples([t for n, c in enumerate(CASES) for t in triples(n, c.turtle())], NS):
        number = int(each.focus.split("/")[-2]) if each.focus else blank[local(each.shape)]
        by_case[number].append(each)
    return by_case


def local(iri: str) -> str:
    return iri.removeprefix(SHAPE).removeprefix(str(KG))


def test_what_is_sound_breaks_nothing() -> None:
    assert validate_triples(triples(0, SOUND), NS) == ()


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: f"{CASES[n].shape}-{n}")
def test_each_shape_catches_what_it_is_for(found: dict[int, list[Violation]], number: int) -> None:
    case = CASES[number]
    assert {local(v.shape) for v in found[number]} == {case.shape, *case.also}
    for each in found[number]:
        texts = SHAPES.objects(URIRef(each.shape), SH.message)
        assert dict(each.messages) == {str(m.language): str(m) for m in texts}  # type: ignore[attr-defined]
        assert set(dict(each.messages)) == {"zh", "en"}


def test_every_shape_has_a_case() -> None:
    assert {local(s) for s in NAMED} == {c.shape for c in CASES}


def test_no_two_shapes_say_the_same() -> None:
    for language in ("zh", "en"):
        texts = [str(m) for s in NAMED for m in SHAPES.objects(s, SH.message) if m.language == language]  # type: ignore[attr-defined]
        assert len(texts) == len(set(texts)) == len(NAMED)


def steps(path: object) -> set[str]:
    """The properties on a path."""
    if isinstance(path, URIRef):
        return {str(path)}
    inner = next(SHAPES.objects(path, SH.alternativePath), path)  # type: ignore[arg-type]
    return {str(step) for step in Collection(SHAPES, inner)}  # type: ignore[arg-type]


def values() -> dict[str, set[str]]:
    """The properties whose values are checked, by the class of the subject; under "" those checked on any subject."""
    by_class: dict[str, set[str]] = defaultdict(set)
    for shape in NAMED:
        on = {step for path in SHAPES.objects(shape, SH.path) for step in steps(path)}
        for target in SHAPES.objects(shape, SH.targetClass):
            by_class[str(target)] |= on
        for target in SHAPES.objects(shape, SH.targetSubjectsOf):
            by_class[""] |= on & {str(target)}
    return by_class


VALUES = values()
CLASSES = {str(c) for c in SHAPES.objects(None, SH.targetClass)}
SUBJECTS = {str(p) for p in SHAPES.objects(None, SH.targetSubjectsOf)}


@pytest.mark.parametrize("name", SCHEMA.classes)
def test_every_class_has_a_shape(name: str) -> None:
    assert NS.kg + name in CLASSES


@pytest.mark.parametrize("name", SCHEMA.properties)
def test_every_property_has_shapes_for_its_subjects_and_its_values(name: str) -> None:
    assert NS.kg + name in SUBJECTS
    assert NS.kg + name in set().union(*VALUES.values())


def lacking(written: list[Triple]) -> set[tuple[str, str]]:
    """The kinds of triple, class of the subject and property, that no shape checks."""
    classes: dict[str, set[str]] = defaultdict(set)
    for each in written:
        if each.predicate.value == str(RDF.type):
            classes[each.subject.value].add(each.object.value)  # type: ignore[union-attr]
    kinds = {(c, t.predicate.value) for t in written for c in sorted(classes[t.subject.value])[:1] or [""]}
    of = {c: set().union(*(VALUES[k] for k in found)) for found in classes.values() for c in sorted(found)[:1]}
    ours = {(c, p) for c, p in kinds if p != str(RDF.type) and p not in of.get(c, set()) | VALUES[""]}
    return ours | {("", c) for found in classes.values() for c in found - CLASSES}


def test_every_kind_of_triple_that_a_build_writes_has_a_shape() -> None:
    written = [t for file in ("kg.ttl", "evidence.ttl") for t in each_triple(ROOT / "exports" / file)]
    assert lacking(written) == set()
    assert lacking(triples(0, SOUND)) == set()


def test_a_kind_of_triple_without_a_shape_is_seen() -> None:
    stray = "ent:work kg:likes ent:area . ent:x a kg:Animal . fact:p kg:quote 1 ."
    assert {local(p) for _, p in lacking(triples(0, SOUND + stray))} == {"likes", "Animal", "quote"}


def test_the_committed_graph_is_sound() -> None:
    assert validate_files(ROOT / "exports")[0] == ()

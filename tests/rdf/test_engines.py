"""The fast SHACL engine finds what pySHACL finds: for each shape, and wherever a graph is broken at random."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from shape_cases import CASES, NS, SOUND, triples

from kg.errors import ResourceError
from kg.rdf.neighbours import around
from kg.rdf.query import ontology_triples
from kg.rdf.shapes import Shapes
from kg.rdf.terms import OA, RDF, SKOS, TYPE, XSD
from kg.rdf.violation import Violation

FAST, REFERENCE = Shapes(NS, engine="shacl"), Shapes(NS, engine="pyshacl")
GRAPH = triples(0, SOUND)
SUBJECTS = sorted({t.subject for t in GRAPH}, key=str)
PREDICATES = sorted({t.predicate for t in GRAPH}, key=str)
OBJECTS = sorted({t.object for t in GRAPH}, key=str)
# Where two values are compared, values that cannot be are another matter: see `test_what_cannot_be_compared`.
COMPARED = {NS.kg + "lastReported", NS.kg + "firstReported", NS.kg + "start", NS.kg + "end", OA + "start", OA + "end"}


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


TYPED = {
    "date": ("2031-02-30", "2031-05-06"), "gYear": ("2031", "31"), "gYearMonth": ("2031-13",),
    "dateTime": ("2031-05-06",),
    "integer": ("x", "01", "+1", "-1", "9" * 30), "decimal": ("1.0", "1.", ".5", "-0.1"), "double": ("1e0", "NaN"),
    "nonNegativeInteger": ("-1",), "int": ("1",), "boolean": ("true",), "anyURI": ("a b",),
}  # fmt: skip
ODD = [
    Literal(""), Literal(" "), Literal("x", language="en"), Literal("", language="zh"), Literal('a\n"\\\U0001f600'),
    Literal("asserted", language="en"), Literal("x", datatype=NamedNode("https://data.example/type")),
    *(typed(value, datatype) for datatype, values in TYPED.items() for value in values),
    BlankNode("z"), NamedNode(NS.ent + "none"),
]  # fmt: skip
DATES = [typed("2031-05-05", "date"), typed("2031-05-07", "date")]
NUMBERS = [typed("0", "integer"), typed("5", "integer"), typed("3", "nonNegativeInteger"), typed("-2", "integer")]
places = st.integers(0, len(GRAPH) - 1)


@st.composite
def broken(draw: st.DrawFn) -> list[Triple]:
    """GRAPH with one to three triples taken out, changed or added."""
    graph: list[Triple] = list(GRAPH)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(places) % len(graph)
        old = graph[at]
        change = draw(st.sampled_from(["without", "value", "more", "subject", "predicate", "class"]))
        if change in ("without", "value", "subject"):
            del graph[at]
        predicate = draw(st.sampled_from(PREDICATES)) if change == "predicate" else old.predicate
        subject = draw(st.sampled_from(SUBJECTS)) if change in ("subject", "class", "predicate") else old.subject
        if change == "class":
            graph.append(Triple(subject, TYPE, draw(st.sampled_from([t.object for t in GRAPH if t.predicate == TYPE]))))
        elif change != "without":
            value = old.object if change == "subject" else draw(st.sampled_from(fitting(predicate)))
            graph.append(Triple(subject, predicate, value))
    return graph


def fitting(predicate: NamedNode) -> list[NamedNode | Literal | BlankNode | Triple]:
    """Values to try: any, but where values are compared, comparable ones."""
    if predicate.value not in COMPARED:
        return [*ODD, *OBJECTS]
    return [*DATES] if "Reported" in predicate.value else [*NUMBERS]


def numbered(graph: Iterable[Triple], number: int) -> list[Triple]:
    """The graph under names of its own, so that many can be checked at once."""

    def moved(term: NamedNode | Literal | BlankNode | Triple) -> NamedNode | Literal | BlankNode | Triple:
        if isinstance(term, BlankNode):
            return BlankNode(f"{term.value}{number}")
        return NamedNode(term.value.replace("/0/", f"/{number}/")) if isinstance(term, NamedNode) else term

    return [Triple(moved(t.subject), t.predicate, moved(t.object)) for t in graph]  # type: ignore[arg-type]


@given(st.lists(broken(), min_size=12, max_size=12))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_engines_find_the_same(graphs: list[list[Triple]]) -> None:
    every = [t for number, graph in enumerate(graphs) for t in numbered(graph, number)]
    assert FAST.of(every) == REFERENCE.of(every)


def test_both_engines_find_each_case_of_each_shape() -> None:
    every = [t for number, case in enumerate(CASES) for t in triples(number, case.turtle())]
    found = FAST.of(every)
    assert found == REFERENCE.of(every)
    assert len(found) > len(CASES) - 5


@pytest.mark.parametrize(
    ("predicate", "value", "shape"),
    [
        # A date without a time zone is neither before nor after one with it, within fourteen hours: XML Schema says so.
        ("lastReported", typed("2031-05-06Z", "date"), "Reported-firstReported"),
        ("lastReported", typed("7", "integer"), "Reported-firstReported"),
        ("end", typed("x", "integer"), "Claim-start"),
    ],
)
def test_what_cannot_be_compared(predicate: str, value: Literal, shape: str) -> None:
    """SHACL calls it a violation; pySHACL compares as Python does, or fails."""
    changed = [t for t in GRAPH if t.predicate.value != NS.kg + predicate]
    subjects = {t.subject for t in GRAPH if t.predicate.value == NS.kg + predicate}
    found = FAST.of([*changed, *(Triple(s, NamedNode(NS.kg + predicate), value) for s in subjects)])
    assert shape in {v.shape.rpartition("#")[2] for v in found}


def test_pyshacl_fails_in_our_terms() -> None:
    graph = [t for t in GRAPH if not t.predicate.value.endswith("lastReported")]
    (subject,) = {t.subject for t in GRAPH if t.predicate.value.endswith("lastReported")}
    with pytest.raises(ResourceError, match="cannot be checked"):
        REFERENCE.of([*graph, Triple(subject, NamedNode(NS.kg + "lastReported"), BlankNode("z"))])


# ---------------------------------------------------------------- in parts


def in_parts(graph: list[Triple], size: int) -> tuple[Violation, ...]:
    """The violations of a graph, found `size` subjects at a time, each time with no more beside them than need be."""
    known = FAST.around
    ordered = sorted(graph, key=lambda t: str(t.subject))
    subjects = [list(each) for _, each in groupby(ordered, key=lambda t: t.subject)]
    found: list[Violation] = []
    for at in range(0, len(subjects), size):
        part = [t for each in subjects[at : at + size] for t in each]
        near = {t.object for t in part}
        found += FAST.of_part(part, [t for t in graph if t.subject in near and t.predicate.value in known])
    return tuple(sorted(set(found)))


@pytest.mark.parametrize("size", [1, 7])
def test_parts_give_what_the_whole_gives(size: int) -> None:
    graph = [t for number, case in enumerate(CASES[::5]) for t in triples(number, case.turtle())]
    whole = FAST.of(graph)
    assert len(whole) > 20
    assert in_parts(graph, size) == whole


@given(broken())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_parts_of_broken_graphs_give_what_the_whole_gives(graph: list[Triple]) -> None:
    assert in_parts(graph, 3) == FAST.of(graph)


def test_a_part_needs_what_lies_around_it() -> None:
    fact = [t for t in GRAPH if t.subject.value.endswith("fact/0/f")]
    near = [t for t in GRAPH if t not in fact]
    assert FAST.of_part(fact, near) == ()
    assert {v.shape.rpartition("#")[2] for v in FAST.of_part(fact, [])} == {"Fact-subject-entity"}


def test_the_shapes_look_at_classes_names_and_sources_around() -> None:
    assert FAST.around == {RDF + "type", SKOS + "prefLabel", OA + "hasSource"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("targetObjectsOf", NamedNode(NS.kg + "heldAt")), ("node", NamedNode(NS.base + "shapes#Work"))],
)
def test_a_shape_that_looks_further_is_refused_in_parts(name: str, value: NamedNode) -> None:
    shapes = list(ontology_triples(NS, "shapes.ttl"))
    far = Triple(NamedNode(NS.base + "shapes#Work"), NamedNode("http://www.w3.org/ns/shacl#" + name), value)
    with pytest.raises(ResourceError, match=f"in parts with sh:{name}"):
        around([*shapes, far])

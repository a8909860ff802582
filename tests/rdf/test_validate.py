"""Checking a graph. What each shape catches is in `test_shapes.py`."""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest
import sample_graph as sample
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import ResourceError
from kg.graph.namespaces import Namespaces
from kg.rdf.order import in_order
from kg.rdf.shapes import ENGINES, Shapes, default_engine
from kg.rdf.terms import SKOS
from kg.rdf.triples import Writer
from kg.rdf.validate import validate, validate_triples
from kg.rdf.violation import Violation
from kg.rdf.write import evidence_turtle, facts_turtle, triples_of_lines

S = sample
NS = Namespaces()
GRAPH = S.graph()
FACTS = list(triples_of_lines(in_order(Writer(GRAPH).each_fact(), NS)))
EVIDENCE = list(triples_of_lines(in_order(Writer(GRAPH).each_claim(), NS)))
PREFIXES = f"@prefix kg: <{NS.kg}> . @prefix ent: <{NS.ent}> . @prefix skos: <{SKOS}> .\n"


def broken(more: str) -> tuple[Violation, ...]:
    """The violations of the sample with more Turtle."""
    extra = [Triple(q.subject, q.predicate, q.object) for q in parse(PREFIXES + more, format=RdfFormat.TURTLE)]
    return validate_triples([*FACTS, *EVIDENCE, *extra], NS)


def test_the_sample_is_sound() -> None:
    assert validate(GRAPH) == ()


def test_a_graph_under_another_base_is_checked_too() -> None:
    other = Namespaces("https://kg.my.org/")
    triples = list(triples_of_lines(in_order(Writer(GRAPH, other).each_fact(), other)))
    assert validate_triples(triples, other) == ()
    cut = [t for t in triples if not t.predicate.value.endswith("prefLabel")]
    unnamed = {v.focus for v in validate_triples(cut, other) if v.shape.endswith("#Entity-prefLabel")}
    assert unnamed == {other.entity(v.id) for v in GRAPH.entities()}


def test_a_violation_is_told_in_both_languages() -> None:
    (found,) = broken('ent:海湾市 skos:prefLabel "另名" .')
    assert "exactly one skos:prefLabel" in found.message("en")
    assert "首选名称" in found.message("zh")
    assert found.message("en") in str(found)
    assert found.message("zh") in str(found)


def test_violations_are_sorted_and_do_not_repeat() -> None:
    found = broken("ent:海湾茶业论坛 kg:heldAt ent:陈远山, ent:林小溪 . ent:海湾市 kg:heldAt ent:海湾会展中心 .")
    assert [v.shape.rpartition("#")[2] for v in found] == ["heldAt-subject", "heldAt-object", "heldAt-object"]
    assert list(found) == sorted(set(found))


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


@pytest.mark.skipif(default_engine() != "shacl", reason="pySHACL is slow")
def test_a_hundred_thousand_triples_take_less_than_three_seconds_and_ten_times_those_of_ten_thousand() -> None:
    """Here 0.4 s of one core; what grew with the square of the number would take a hundred times those."""
    shapes = Shapes(NS)
    few, more = many(10), many(100)
    assert len(more) > 100_000
    short, long = (processor_time(partial(shapes.of, triples)) for triples in (few, more))
    assert long < 3.0
    assert long < 30 * short


def processor_time(check: Callable[[], tuple[Violation, ...]]) -> float:
    """Seconds of all cores that a check takes which finds nothing."""
    start = time.process_time()
    assert check() == ()
    return time.process_time() - start


def test_turtle_is_checked_as_its_triples_are() -> None:
    files = facts_turtle(GRAPH), evidence_turtle(GRAPH)
    lost = files[0].replace(b"skos:prefLabel", b"skos:hiddenLabel")
    for engine in ENGINES:
        shapes = Shapes(NS, GRAPH.schema, engine=engine)
        assert shapes.of_turtle(*files) == ()
        assert len(shapes.of_turtle(lost)) >= sum(1 for _ in GRAPH.entities())
    assert Shapes(NS, engine="shacl").of_turtle(lost) == Shapes(NS, engine="pyshacl").of_turtle(lost)


def test_what_is_not_turtle_is_told_in_our_terms() -> None:
    with pytest.raises(ResourceError, match="cannot be checked"):
        Shapes(NS, engine="shacl").of_turtle(b"ent:x a")


def test_where_the_fast_engine_is_missing_pyshacl_checks() -> None:
    code = "import sys; sys.modules['shacl'] = None; from kg.rdf.shapes import default_engine; print(default_engine())"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["pyshacl"]


def test_checking_is_not_imported_with_the_graph() -> None:
    code = (
        "import sys, kg.rdf.load, kg.rdf.write; sys.exit(any(m in sys.modules for m in ('rdflib', 'pyshacl', 'shacl')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

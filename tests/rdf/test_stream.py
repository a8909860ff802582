"""Turtle written as a stream, from lines of N-Triples."""

from __future__ import annotations

import pytest
import sample_graph as sample
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.namespaces import Namespaces
from kg.rdf import ntriples
from kg.rdf.order import in_order
from kg.rdf.terms import TYPE
from kg.rdf.triples import Writer
from kg.rdf.write import evidence_turtle, facts_turtle, triples_of_lines, turtle, turtle_of_lines

NS = Namespaces()
GRAPH = sample.graph()
ODD = {
    ntriples.text('"\\\n\r\t\x00\x7f\ufffe'): Literal('"\\\n\r\t\x00\x7f\ufffe'),
    ntriples.in_language("", "zh"): Literal("", language="zh"),
    ntriples.text("1.0"): Literal("1.0"),
    ntriples.iri(NS.ent + "甲%20乙(丙)"): NamedNode(NS.ent + "甲%20乙(丙)"),
    ntriples.text("\U0001f600\ud800"): Literal("\U0001f600\ufffd"),
}


def test_lines_give_the_bytes_that_triples_give() -> None:
    for made, wanted in (
        (in_order(Writer(GRAPH).each_fact(), NS), facts_turtle(GRAPH)),
        (in_order(Writer(GRAPH).each_claim(), NS), evidence_turtle(GRAPH)),
    ):
        assert turtle(triples_of_lines(made), NS) == wanted


@pytest.mark.parametrize(("text", "term"), ODD.items())
def test_what_needs_escaping_is_the_same_in_lines_and_in_triples(text: str, term: Literal | NamedNode) -> None:
    lines = [(NS.ent + "a", f"<{NS.ent}a> {TYPE} {text} .\n")]
    triple = Triple(NamedNode(NS.ent + "a"), TYPE, term)
    assert list(triples_of_lines(lines)) == [triple]
    assert turtle_of_lines(lines, NS) == turtle([triple], NS)


def test_lines_are_made_as_they_are_wanted() -> None:
    made: list[int] = []

    def many():  # type: ignore[no-untyped-def]
        for number in range(10_000):
            made.append(number)
            yield f"{NS.ent}{number}", f"<{NS.ent}{number}> {TYPE} <{NS.kg}Event> .\n"

    found = triples_of_lines(many())
    next(found)
    assert len(made) < 1000
    assert sum(1 for _ in found) == 9_999


def test_lines_that_are_not_n_triples_are_refused() -> None:
    with pytest.raises(SyntaxError):
        turtle_of_lines([("", "<a:a> <a:b>\n")], NS)

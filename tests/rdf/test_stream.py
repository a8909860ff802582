"""Turtle written as a stream."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import sample_graph as sample
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.namespaces import Namespaces
from kg.rdf.terms import TYPE
from kg.rdf.triples import Writer
from kg.rdf.write import evidence_turtle, facts_turtle, line_of, turtle, write_lines_as_turtle, write_turtle

NS = Namespaces()
GRAPH = sample.graph()
ODD = [
    Literal('"\\\n\r\t\x00\x7f'),
    Literal("", language="zh"),
    Literal("1.0"),
    NamedNode(NS.ent + "甲%20乙(丙)"),
    Literal("\U0001f600"),
]


def odd() -> list[Triple]:
    """Values that need escaping, in Turtle or in N-Triples."""
    return [Triple(NamedNode(NS.ent + "a"), TYPE, value) for value in ODD]


def test_a_stream_gives_the_bytes_that_a_list_gives(tmp_path: Path) -> None:
    for triples, wanted in (
        (Writer(GRAPH).facts(), facts_turtle(GRAPH)),
        (Writer(GRAPH).evidence(), evidence_turtle(GRAPH)),
    ):
        out = io.BytesIO()
        write_turtle(iter(triples), out, NS)
        write_turtle(iter(triples), tmp_path / "x.ttl", NS)
        assert out.getvalue() == (tmp_path / "x.ttl").read_bytes() == wanted == turtle(triples, NS)


def test_repeats_that_follow_one_another_are_written_once() -> None:
    out = io.BytesIO()
    write_turtle((t for each in odd() for t in (each, each)), out, NS)
    assert out.getvalue() == turtle(odd(), NS)


def test_what_came_first_is_written_before_the_last_is_read(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    written: list[int] = []

    def many() -> Iterator[Triple]:
        for number in range(30_000):
            if number % 10_000 == 0:
                written.append(file.stat().st_size if file.exists() else 0)
            yield Triple(NamedNode(f"{NS.ent}{number}"), TYPE, NamedNode(NS.kg + "Event"))

    write_turtle(many(), file, NS)
    assert written[1] > 100_000
    assert written[2] - written[1] > 100_000


@pytest.mark.parametrize(
    "triples", [Writer(GRAPH).facts(), Writer(GRAPH).evidence(), odd()], ids=["facts", "evidence", "odd"]
)
def test_lines_of_n_triples_give_the_same_turtle(triples: list[Triple]) -> None:
    lines = "".join(line_of(t.subject, t.predicate, t.object) for t in triples)  # type: ignore[arg-type]
    out = io.BytesIO()
    write_lines_as_turtle(io.BytesIO(lines.encode()), out, NS)
    assert out.getvalue() == turtle(triples, NS)


def test_lines_that_are_not_n_triples_are_refused() -> None:
    with pytest.raises(SyntaxError):
        write_lines_as_turtle(io.BytesIO(b"<a:a> <a:b>\n"), io.BytesIO(), NS)

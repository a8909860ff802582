"""Conflicts as Turtle, and the questions that the documentation asks."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
from command import ROOT
from conflict_graph import FAIR, FEW, MANY, graph

from kg.graph.conflicts import Conflict, find_conflicts
from kg.graph.facts import key
from kg.graph.namespaces import Namespaces
from kg.graph.results import Rows
from kg.rdf.conflicts import conflict_lines, conflicts_turtle
from kg.rdf.query import Source, select, source_of

QUERIES = ROOT / "docs" / "queries"


def parsed(data: bytes) -> list[ox.Quad]:
    return list(ox.parse(data, format=ox.RdfFormat.TURTLE))


def objects(triples: list[ox.Quad], name: str) -> set[str]:
    return {t.object.value for t in triples if t.predicate.value.endswith(name)}  # type: ignore[union-attr]


def rows(query: str, source: Source) -> list[dict[str, str]]:
    found = select(source, (QUERIES / query).read_text(encoding="utf-8"))
    assert isinstance(found, Rows)
    return list(found)


def test_a_conflict_has_its_thing_its_matter_its_alternatives_and_a_line_in_two_languages() -> None:
    made = graph()
    conflicts = [c for c in find_conflicts(made) if c.kind == "figures"]
    triples = parsed(conflicts_turtle(made, conflicts))
    names = made.namespaces
    assert {t.subject.value for t in triples} == {f"{names.base}conflict/{conflicts[0].id}"}  # type: ignore[union-attr]
    assert objects(triples, "#type") == {names.kg + "Conflict"}
    assert objects(triples, "#conflictAbout") == {names.entity(FAIR)}
    assert objects(triples, "#conflictOn") == {"参展企业"}
    assert objects(triples, "#alternative") == {names.fact + key(MANY), names.fact + key(FEW)}
    assert objects(triples, "#label") == {
        f"{FAIR}：各报道的参展企业（家）不一致：446家、507家",
        f"{FAIR}: articles disagree on 参展企业 (家): 446家, 507家",
    }


def test_a_property_is_named_in_the_reader_s_language() -> None:
    made = graph()
    dates = [c for c in find_conflicts(made) if c.kind == "dates"]
    labels = objects(parsed(conflicts_turtle(made, dates)), "#label")
    known = made.schema.properties["endDate"].labels
    assert {known["zh"] in label or known["en"] in label for label in labels} == {True}


def test_the_order_given_does_not_matter_and_nothing_is_told_twice() -> None:
    made = graph()
    conflicts = find_conflicts(made)
    assert len(conflicts) == 2
    assert conflicts_turtle(made, conflicts) == conflicts_turtle(made, [*reversed(conflicts), conflicts[0]])


def test_there_are_no_blank_nodes() -> None:
    made = graph()
    text = conflicts_turtle(made, find_conflicts(made)).decode()
    assert "_:" not in text
    assert "[" not in text


def test_without_conflicts_there_are_only_prefixes() -> None:
    made = graph(conflicting=False)
    assert find_conflicts(made) == ()
    data = conflicts_turtle(made, ())
    assert parsed(data) == []
    assert all(line.startswith("@prefix") for line in data.decode().splitlines() if line)


def test_another_base() -> None:
    made = graph()
    other = Namespaces("https://fairs.example/")
    data = conflicts_turtle(made, find_conflicts(made), other)
    assert data
    assert b"kg.example.org" not in data


def test_names_that_no_encoding_can_write() -> None:
    made = graph()
    odd: Conflict = replace(find_conflicts(made)[0], detail="\ud800")
    assert parsed(conflicts_turtle(made, [odd]))


def test_the_query_for_figures_needs_only_the_facts() -> None:
    found = rows("conflicting-figures.rq", source_of(graph()))
    assert [(r["name"], r["measure"], r["value"], r["otherValue"], r["unit"]) for r in found] == [
        (FAIR, "参展企业", "446", "507", "家")
    ]
    assert rows("conflicting-figures.rq", source_of(graph(conflicting=False))) == []


def test_the_query_for_figures_is_answered_by_a_graph() -> None:
    found = graph().sparql((QUERIES / "conflicting-figures.rq").read_text(encoding="utf-8"))
    assert isinstance(found, Rows)
    assert len(found) == 1


def test_the_query_for_conflicts_reads_facts_and_conflicts() -> None:
    made = graph()
    source = source_of(made)
    lines = "".join(lines for _, lines in conflict_lines(made, find_conflicts(made), made.namespaces))
    source.store.load(lines.encode(), format=ox.RdfFormat.N_TRIPLES)
    found = rows("conflicts.rq", source)
    assert [r["on"] for r in found] == ["endDate", "endDate", "参展企业", "参展企业"]
    assert {r["label"] for r in found[2:]} == {f"{FAIR}：参展企业 507家", f"{FAIR}：参展企业 446家"}
    assert all(r["label"] for r in found)

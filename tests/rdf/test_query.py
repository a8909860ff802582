"""SPARQL."""

import csv
import io
import json
from pathlib import Path

import pytest
import sample_graph as sample
from pyoxigraph import RdfFormat, parse

from kg.errors import GraphLoadError, QueryError
from kg.graph.namespaces import Namespaces
from kg.graph.results import Answer, Rows, Triples
from kg.rdf.query import Source, cells, open_source, select, serialize, source_of
from kg.rdf.write import evidence_turtle, facts_turtle

S = sample
SOURCE = source_of(S.graph())
EXHIBITORS = (
    "SELECT ?name WHERE { ?o kg:exhibitsAt ?e . ?e skos:prefLabel ?l . ?o skos:prefLabel ?name "
    'FILTER(CONTAINS(?l,"2031")) }'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kg.ttl").write_bytes(facts_turtle(S.graph()))
    (tmp_path / "evidence.ttl").write_bytes(evidence_turtle(S.graph()))
    return tmp_path


def rows(query: str, source: Source = SOURCE, **options: bool) -> list[dict[str, str]]:
    found = select(source, query, **options)
    assert isinstance(found, Rows)
    return list(found)


def test_prefixes_need_no_declaring() -> None:
    assert {r["name"] for r in rows(EXHIBITORS)} == {S.COMPANY, S.CITY}


def test_a_prefix_of_the_query_s_own_wins() -> None:
    assert rows("PREFIX kg: <https://x.example/> SELECT ?s { ?s kg:exhibitsAt ?e }") == []


@pytest.mark.parametrize("query", ["ASK { ent:海湾市 a kg:Place }", "ASK { ?e kg:heldAt ?a, ?b FILTER(?a != ?b) }"])
def test_ask(query: str) -> None:
    assert select(SOURCE, query) == Answer(True)


def test_construct_is_sorted_and_has_no_repeats() -> None:
    found = select(SOURCE, "CONSTRUCT { ?o kg:meets ?e } WHERE { ?o kg:exhibitsAt ?e . ?e kg:heldAt ?p }")
    assert isinstance(found, Triples)
    assert [t[0].value.rpartition("/")[2] for t in found.triples] == sorted([S.COMPANY, S.CITY])


def test_describe() -> None:
    assert len(select(SOURCE, "DESCRIBE ent:海湾市")) == 4  # type: ignore[arg-type]


def test_facts_alone_answer_by_default() -> None:
    count = "SELECT (COUNT(?c) AS ?n) { ?c a kg:Claim }"
    assert rows(count) == [{"n": "0"}]
    assert rows(count, evidence=True) == [{"n": str(len(S.claims()))}]


def test_evidence_is_a_named_graph() -> None:
    said = "?c rdf:subject ?o ; rdf:predicate kg:exhibitsAt ; kg:sentence ?text"
    query = f"SELECT ?text {{ ?o kg:exhibitsAt ?e GRAPH ?g {{ {said} }} }}"
    assert {r["text"] for r in rows(query)} == {S.ONE[0], S.TWO[0]}


def test_the_ontology_can_be_asked() -> None:
    query = "SELECT ?c { ?c rdfs:subClassOf kg:Agent }"
    assert rows(query) == []
    assert len(rows(query, ontology=True)) == 2


def test_the_ontology_follows_the_base() -> None:
    source = source_of(S.graph(namespaces=Namespaces("https://kg.my.org/")))
    assert len(rows("SELECT ?c { ?c rdfs:subClassOf kg:Agent }", source, ontology=True)) == 2


def test_files_answer_like_the_graph_in_memory(folder: Path) -> None:
    everything = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert rows(everything, open_source(folder), evidence=True) == rows(everything, evidence=True)
    assert len(rows(everything, open_source(folder / "kg.ttl"), evidence=True)) == len(rows(everything))


def test_missing_and_broken_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(GraphLoadError, match="kg build"):
        open_source(tmp_path / "gone")
    (tmp_path / "kg.ttl").write_text("\n<a", encoding="utf-8")
    with pytest.raises(GraphLoadError, match=r"kg\.ttl:2:"):
        open_source(tmp_path)


def test_json_csv_and_tsv() -> None:
    query = EXHIBITORS + " ORDER BY ?name"
    names = sorted([S.COMPANY, S.CITY])
    found = json.loads(serialize(SOURCE, query, "json"))
    assert [b["name"]["value"] for b in found["results"]["bindings"]] == names
    table = list(csv.reader(io.StringIO(serialize(SOURCE, query, "csv").decode())))
    assert table == [["name"], *([n] for n in names)]
    assert serialize(SOURCE, query, "tsv").decode().split("\n")[:2] == ["?name", f'"{names[0]}"@zh']
    assert json.loads(serialize(SOURCE, "ASK {}", "json"))["boolean"] is True


def test_ttl_of_triples() -> None:
    written = serialize(SOURCE, "CONSTRUCT WHERE { ?s kg:heldAt ?o }", "ttl")
    assert len(list(parse(written, format=RdfFormat.TURTLE))) == 2
    assert b"ent:" in written


@pytest.mark.parametrize(("query", "format"), [("SELECT ?s {}", "ttl"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv")])
def test_a_format_that_does_not_fit_is_told(query: str, format: str) -> None:
    with pytest.raises(QueryError, match="ask for"):
        serialize(SOURCE, query, format)  # type: ignore[arg-type]


def test_cells_shorten_iris_and_leave_unbound_ones_empty() -> None:
    found = select(SOURCE, "SELECT ?s ?t ?x { ?s kg:partOf ?o ; a ?t . FILTER(?t = kg:Venue) }")
    assert cells(found, SOURCE.namespaces) == (("s", "t", "x"), ((f"ent:{S.ANNEX}", "kg:Venue", ""),))
    assert cells(Answer(False), SOURCE.namespaces) == (("answer",), (("no",),))


@pytest.mark.parametrize(
    ("query", "line", "column", "pointed", "reason"),
    [
        ("SELECT ?s WHERE {\n ?s 展:x ?o }", 2, 5, "展", "prefix 展: is not declared"),
        ("SELECT ?s WHERE {\n ?s kg:x ?o ", 2, 13, "", "expected"),
        ("# 注\nSELECT ?中 { ?中 kg:x '首' } FOO", 2, 30, "", "expected"),
        ("INSERT DATA { ent:a kg:x 1 }", 1, 10, "", "not changed by queries"),
        ("LOAD <https://x.example/>", 1, 5, "", "not changed by queries"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?o", 1, 35, "", "unbound"),
    ],
)
def test_a_mistake_is_shown_where_it_is(query: str, line: int, column: int, pointed: str, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        select(SOURCE, query)
    head, shown, caret = str(caught.value).split("\n")
    assert reason in head
    if "changed" not in reason:
        assert f"line {line}, column {column}" in head
    assert shown.strip() == query.split("\n")[line - 1].strip()
    assert query.split("\n")[line - 1][column - 1 :].startswith(pointed)
    assert caret.strip() == "^"


def test_the_caret_stands_under_wide_characters() -> None:
    with pytest.raises(QueryError) as caught:
        select(SOURCE, "SELECT ?中 { ?中 错:x ?o }")
    _, shown, caret = str(caught.value).split("\n")
    assert len(caret) - 1 == len(shown[: shown.index("错")]) + 2


@pytest.mark.parametrize("query", ["", " \n"])
def test_an_empty_query(query: str) -> None:
    with pytest.raises(QueryError, match="empty"):
        select(SOURCE, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "PREFIX : <http://localhost:1/> SELECT * { SERVICE:a { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://localhost:1/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "x"^^xsd:string . SERVICE <http://localhost:1/> { } }',
    ],
)
def test_the_network_is_out_of_reach(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        select(SOURCE, query)


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?service kg:service "SERVICE" } # SERVICE',
        "ASK { ?s ?p <https://x.example/SERVICE> }",
        "ASK { ?s ?p '''a 'SERVICE' b''' }",
    ],
)
def test_the_word_service_is_no_crime(query: str) -> None:
    assert select(SOURCE, query) == Answer(False)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE " + "{" * 100_000 + "}" * 100_000,
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK { FILTER(" + "!" * 20_000 + "true) }",
        "ASK { FILTER(" + " || ".join(["true"] * 20_000) + ") }",
        "ASK { ?s " + "/".join(["kg:x"] * 20_000) + " ?o }",
    ],
)
def test_what_would_overflow_the_parser_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="more than"):
        select(SOURCE, query)


def test_a_long_list_of_values_is_fine() -> None:
    values = " ".join(f"ent:名{n}" for n in range(20_000))
    assert rows(f"SELECT ?s {{ VALUES ?s {{ {values} ent:海湾市 }} ?s kg:exhibitsAt ?e }}") != []


def test_a_lone_surrogate_in_a_query_is_no_crash() -> None:
    assert rows('SELECT ?s { ?s skos:prefLabel "\ud800" }') == []

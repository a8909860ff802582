"""Tables of names and IRIs: read with every fault told, linked where it is plain what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import ARTICLES, kg

from kg.errors import UsageError
from kg.graph.linking import LinkRow, LinkTable, link_out
from kg.model import Entity
from kg.rdf.load import load
from kg.rdf.ontology import read_schema
from kg.rdf.write import evidence_turtle, facts_turtle
from kg.store.links import read_links

ENTITIES = [
    Entity("首钢园", "Venue", "首钢园", ("首钢园", "首钢园区")),
    Entity("王晓_银行", "Person", "王晓", ("王晓",)),
    Entity("王晓_大学", "Person", "王晓", ("王晓",)),
    Entity("海馆", "Institution", "海馆", ("海馆",)),
    Entity("海馆_Venue", "Venue", "海馆", ("海馆",)),
]


def table(*rows: tuple[str, str, str]) -> LinkTable:
    found = (LinkRow(n, 0, "", name, iri, kind, "exactMatch") for n, (name, iri, kind) in enumerate(rows, 2))
    return LinkTable("t.csv", tuple(found))


@pytest.mark.parametrize(
    ("rows", "links", "issues"),
    [
        ([("首钢园", "http://w/1", "")], [("首钢园", "http://w/1", 0.95)], 0),
        ([("首鋼園區", "http://w/1", "Place")], [("首钢园", "http://w/1", 0.8)], 0),
        ([("首钢园", "http://w/1", ""), ("首钢园区", "http://w/1", "")], [("首钢园", "http://w/1", 0.95)], 0),
        ([("首钢园", "http://w/1", ""), ("首钢园区", "http://w/2", "")], [], 1),
        ([("王晓", "http://w/1", "Person")], [], 1),
        ([("海馆", "http://w/1", "Venue")], [("海馆_Venue", "http://w/1", 0.95)], 0),
        ([("首钢园", "http://w/1", "Person")], [], 0),
        ([("无人", "http://w/1", "")], [], 0),
        ([("无人", "http://w/1", ""), ("首钢园", "http://w/1", "")], [("首钢园", "http://w/1", 0.95)], 0),
    ],
)
def test_what_is_linked(rows: list[tuple[str, str, str]], links: list[tuple[str, str, float]], issues: int) -> None:
    found, told = link_out(ENTITIES, [table(*rows)], read_schema())
    assert [(link.entity, link.iri, link.confidence) for link in found] == links
    assert [i.kind for i in told if i.kind != "unused-links"] == ["ambiguous-link"] * issues


def test_rows_that_name_nothing_are_told_once_a_table() -> None:
    rows = [("首钢园", "http://w/1", ""), ("无人", "http://w/2", ""), ("王晓", "http://w/3", "Company")]
    told = [i for i in link_out(ENTITIES, [table(*rows)], read_schema())[1] if i.kind == "unused-links"]
    assert [(i.message, i.source) for i in told] == [("2 of 3 rows name nothing in the graph", "t.csv")]
    assert link_out(ENTITIES, [table(rows[0])], read_schema())[1] == ()


def test_a_class_that_is_not_there_is_told() -> None:
    found, told = link_out(ENTITIES, [table(("首钢园", "http://w/1", "Nonsense"))], read_schema())
    assert found == ()
    assert [(i.kind, i.place) for i in told] == [("bad-link", "2")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", 'name,iri,note\n"首钢园",http://w/1,"a\nb"\n'),
        ("t.tsv", 'iri\tname\tnote\nhttp://w/1\t首钢园\t5" 屏\n'),
        ("t.jsonl", '{"name": "首钢园", "iri": "http://w/1"}\n'),
    ],
)
def test_forms_of_tables(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found, issues = read_links(tmp_path / name)
    assert [(r.name, r.iri, r.predicate) for r in found.rows] == [("首钢园", "http://w/1", "exactMatch")]
    assert issues == ()
    row = found.rows[0]
    assert text[row.start :].startswith(row.raw)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",http://w/1,", "no name"),
        ("首钢园,Q123,", "not an absolute IRI"),
        ("首钢园,http://w/a b,", "not an absolute IRI"),
        ("首钢园,http://w/1> <x,", "not an absolute IRI"),
        ("首钢园,https://w/A[1],", "not an absolute IRI"),
        ("首钢园,https://w/100%,", "not an absolute IRI"),
        ("首钢园,https:///x,", "not an absolute IRI"),
        ("首钢园,http://w/1,likeAs", "exactMatch or sameAs"),
    ],
)
def test_a_faulty_row_is_an_issue_and_the_rest_goes_on(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"name,iri,property\n{row}\n首钢园,http://w/2,owl:sameAs\n", encoding="utf-8")
    found, issues = read_links(path)
    assert [r.predicate for r in found.rows] == ["sameAs"]
    assert [(i.kind, i.place) for i in issues] == [("bad-link", "2")]
    assert said in issues[0].message


@pytest.mark.parametrize(
    ("name", "data"),
    [("t.csv", b"a,b\n1,2\n"), ("t.csv", b"\xff\xff"), ("none.csv", None), ("t.csv", b'"a,b\n"name,iri\n')],
)
def test_what_is_no_table_is_told(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=name):
        read_links(tmp_path / name)


def test_a_build_writes_links_with_their_claims(tmp_path: Path) -> None:
    given, out = tmp_path / "register.csv", tmp_path / "graph"
    given.write_text("name,iri,class\n首钢园,http://www.wikidata.org/entity/Q1,Venue\n坏,x,\n", encoding="utf-8")
    ran = kg("build", ARTICLES / "2022-08-17-gatis-summit.txt", ARTICLES, "--out", out, "--link", given)
    assert ran.code == 0, ran.err
    assert "register.csv, 3: not an absolute IRI" in ran.err
    asked = kg("query", "--evidence", "--graph", out, """SELECT ?words ?table {
        ent:首钢园 skos:exactMatch ?iri . ?c rdf:subject ent:首钢园 ; rdf:predicate skos:exactMatch ; rdf:object ?iri ;
        kg:sentence ?words ; prov:wasDerivedFrom/dcterms:source ?table }""", "--format", "csv")  # fmt: skip
    assert asked.out.splitlines()[1:] == ['"首钢园,http://www.wikidata.org/entity/Q1,Venue",register.csv']
    graph = load(out)
    assert graph.entity("首钢园").links == ("http://www.wikidata.org/entity/Q1",)
    assert graph.nx.nodes["首钢园"]["exactMatch"] == ["http://www.wikidata.org/entity/Q1"]
    assert facts_turtle(graph) == (out / "kg.ttl").read_bytes()
    assert evidence_turtle(graph) == (out / "evidence.ttl").read_bytes()

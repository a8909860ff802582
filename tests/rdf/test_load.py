"""Turtle in."""

from pathlib import Path

import pytest
import sample_graph as sample

from kg.errors import GraphLoadError
from kg.graph.namespaces import Namespaces
from kg.model import Entity
from kg.rdf.load import load
from kg.rdf.write import evidence_turtle, facts_turtle
from kg.store.records import json_lines

S = sample
PREFIXES = """@prefix kg: <https://kg.example.org/ontology#> .
@prefix ent: <https://kg.example.org/id/> .
@prefix fact: <https://kg.example.org/fact/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    graph = S.graph()
    (tmp_path / "kg.ttl").write_bytes(facts_turtle(graph))
    (tmp_path / "evidence.ttl").write_bytes(evidence_turtle(graph))
    return tmp_path


def test_writing_what_was_loaded_gives_the_same_bytes(folder: Path) -> None:
    graph = load(folder)
    assert facts_turtle(graph) == (folder / "kg.ttl").read_bytes()
    assert evidence_turtle(graph) == (folder / "evidence.ttl").read_bytes()


def test_facts_and_evidence_come_back_as_they_were(folder: Path) -> None:
    graph, before = load(folder), S.graph()
    assert graph.stated == before.stated
    assert graph.claims == before.claims
    assert [e.sentence for e in graph.evidence.values()] == [e.sentence for e in before.evidence.values()]
    assert [v.entity for v in graph.entities()] == [v.entity for v in before.entities()]
    assert [(a.id, a.title, a.date, a.url) for a in graph.articles] == [
        (a.id, a.title, a.date, a.url) for a in before.articles
    ]


def test_articles_have_their_text_where_it_lies_beside_the_facts(folder: Path) -> None:
    before = S.graph()
    assert {a.text for a in load(folder).articles} == {""}
    (folder / "articles.jsonl").write_bytes(json_lines(before.articles))
    graph = load(folder)
    assert [(a.text, a.blocks) for a in graph.articles] == [(a.text, a.blocks) for a in before.articles]
    assert all(e.article.text[e.start : e.end] == e.quote for e in graph.evidence.values())
    assert evidence_turtle(graph) == (folder / "evidence.ttl").read_bytes()


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a1"}', '{"id": "a1", "text": "x", "blocks": [{"kind": "p"}]}'])
def test_a_broken_text_is_told_with_file_and_line(folder: Path, line: str) -> None:
    good = json_lines(S.graph().articles[:1]).decode()
    (folder / "articles.jsonl").write_text(good + line + "\n", encoding="utf-8")
    with pytest.raises(GraphLoadError, match=r"articles\.jsonl:2: not an article"):
        load(folder)


def test_texts_in_another_encoding_are_told(folder: Path) -> None:
    (folder / "articles.jsonl").write_bytes("茶".encode("gb18030"))
    with pytest.raises(GraphLoadError, match="cannot be read"):
        load(folder)


def test_facts_alone_load_and_write_the_same(folder: Path) -> None:
    graph = load(folder / "kg.ttl")
    assert facts_turtle(graph) == (folder / "kg.ttl").read_bytes()
    assert graph.claims == ()
    assert [f.predicate for f in graph.facts() if f.derived] == ["worksFor"]


def test_evidence_alone_is_no_graph(folder: Path) -> None:
    with pytest.raises(GraphLoadError, match="holds no entities"):
        load(folder / "evidence.ttl")


def test_another_base_is_found_in_the_file(tmp_path: Path) -> None:
    graph = S.graph(namespaces=Namespaces("https://kg.my.org/x/"))
    (tmp_path / "kg.ttl").write_bytes(facts_turtle(graph))
    (tmp_path / "evidence.ttl").write_bytes(evidence_turtle(graph))
    read = load(tmp_path)
    assert read.namespaces.base == "https://kg.my.org/x/"
    assert read.stated == graph.stated
    assert evidence_turtle(read) == evidence_turtle(graph)


def test_a_loaded_graph_answers_sparql(folder: Path) -> None:
    assert load(folder).sparql("ASK { ?e skos:altLabel ?n }")


def test_odd_names_come_back(tmp_path: Path) -> None:
    name = '第一行\n“第\\二"行” 100% A/B.'
    graph = S.graph(S.with_claims(more=(Entity(name, "Person", name, (name,)),)))
    (tmp_path / "kg.ttl").write_bytes(facts_turtle(graph))
    assert load(tmp_path).entity(name).id == name


@pytest.mark.parametrize("name", ["gone", "gone.ttl"])
def test_a_missing_graph_is_told_with_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphLoadError, match=rf"{name}.*kg build"):
        load(tmp_path / name)


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphLoadError, match=r"kg\.ttl is missing"):
        load(tmp_path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"<a> <b> ", "ent:首 a kg:X .".encode()])
def test_what_is_not_turtle_is_told_with_its_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kg.ttl"
    path.write_bytes(b"\n\n" + content)
    with pytest.raises(GraphLoadError, match=r"kg\.ttl:3:\d+: not Turtle"):
        load(path)


def test_broken_evidence_is_told_with_its_line(folder: Path) -> None:
    path = folder / "evidence.ttl"
    path.write_bytes(path.read_bytes() + b"\n<cut")
    with pytest.raises(GraphLoadError, match=r"evidence\.ttl:\d+:"):
        load(folder)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("ent:a a kg:Person .", "exactly one .*prefLabel, but has 0"),
        ('ent:a a kg:Person ; skos:prefLabel "x", "y" .', "but has 2"),
        ('<https://x.example/a> a kg:Person ; skos:prefLabel "x" .', "not under"),
        ('ent:a a kg:Person ; skos:prefLabel "a" ; kg:worksFor ent:b .', "no entity of this graph"),
        ('ent:a a kg:Person ; skos:prefLabel "a" ; kg:likes ent:a .', "not in the ontology"),
        ('fact:p a kg:Position ; kg:title "x" .', "exactly one holder"),
        (
            'ent:a a kg:Venue ; skos:prefLabel "a" . '
            'fact:o a kg:Observation ; kg:about ent:a ; kg:value "x" ; kg:measure "m" ; kg:unit "u" .',
            "no number",
        ),
        ("ent:a a kg:Person ; skos:prefLabel [] .", "blank nodes"),
    ],
)
def test_what_is_no_graph_of_this_vocabulary_is_told(tmp_path: Path, body: str, message: str) -> None:
    path = tmp_path / "kg.ttl"
    path.write_text(PREFIXES + body, encoding="utf-8")
    with pytest.raises(GraphLoadError, match=message):
        load(path)


def test_words_of_other_vocabularies_are_let_pass(tmp_path: Path) -> None:
    path = tmp_path / "kg.ttl"
    path.write_text(
        PREFIXES + 'ent:a a kg:Person ; skos:prefLabel "a" ; skos:note "x" . ent:b skos:note "y" .', encoding="utf-8"
    )
    assert [e.id for e in load(path).entities()] == ["a"]


def test_a_claim_of_an_unknown_article_is_told(folder: Path) -> None:
    path = folder / "evidence.ttl"
    path.write_bytes(path.read_bytes().replace(b"doc:a2", b"doc:a3"))
    with pytest.raises(GraphLoadError, match="article that is not there"):
        load(folder)


def test_evidence_under_another_base_is_told(folder: Path) -> None:
    (folder / "evidence.ttl").write_bytes(evidence_turtle(S.graph(), Namespaces("https://other.example/")))
    with pytest.raises(GraphLoadError, match="prefix"):
        load(folder)


def test_a_foreign_kg_prefix_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kg.ttl"
    path.write_text("@prefix kg: <https://x.example/v#> .\nkg:a kg:b kg:c .", encoding="utf-8")
    with pytest.raises(GraphLoadError, match="prefix kg:"):
        load(path)

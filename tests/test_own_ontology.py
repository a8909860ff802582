"""A user's own class and property: a copy of the ontology with two more terms, a pattern file, and no code."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import ROOT
from command import inside as kg

TERMS = """
kg:University a owl:Class ;
    rdfs:subClassOf kg:Institution ;
    rdfs:label "大学"@zh, "university"@en ;
    rdfs:comment "高等学校。"@zh, "A school of higher education."@en .
kg:sponsors a owl:ObjectProperty ;
    rdfs:domain kg:Organization ; rdfs:range kg:Event ;
    rdfs:label "赞助"@zh, "sponsors"@en ;
    rdfs:comment "为活动提供赞助。"@zh, "Gives money or goods to the event."@en .
"""
PATTERNS = """
- class: University
  of: Institution
  names: (大学|学院)$
- property: sponsors
  subject: who
  object: what
  confidence: 0.9
  patterns: ["{who:Org+}(?:冠名)?赞助了?{what:Event}"]
  examples:
    - text: "[[滨海啤酒厂|ORG]]赞助了[[2022年滨海马拉松|EVENT]]。"
      facts: ["滨海啤酒厂 | 2022年滨海马拉松"]
    - text: "[[滨海啤酒厂|ORG]]没有赞助[[2022年滨海马拉松|EVENT]]。"
"""
TEXT = (
    "9月4日，2022年滨海马拉松在滨海体育中心鸣枪。滨海啤酒集团赞助了2022年滨海马拉松。滨海大学教授林若谷担任医疗总监。"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "my.ttl").write_text((ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8") + TERMS, encoding="utf-8")
    (folder / "my.yaml").write_text(PATTERNS, encoding="utf-8")
    (folder / "a.txt").write_text(f"---\ntitle: 马拉松\ndate: 2022-09-05\n---\n{TEXT}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def graph(folder: Path) -> Path:
    own = ("--ontology", folder / "my.ttl", "--patterns", folder / "my.yaml")
    ran = kg("build", folder / "a.txt", "--out", folder / "graph", *own)
    assert ran.code == 0, ran.err
    return folder / "graph"


def test_the_new_property_and_class_are_in_the_graph(graph: Path) -> None:
    question = "SELECT ?a ?u { ?a kg:sponsors ?e . ?u a kg:University, kg:Institution }"
    rows = kg("query", question, "--graph", graph, "--format", "csv")
    assert rows.out.split() == ["a,u", "https://kg.example.org/id/滨海啤酒集团,https://kg.example.org/id/滨海大学"]


def test_the_graph_carries_its_ontology(graph: Path, folder: Path) -> None:
    assert (graph / "ontology.ttl").read_bytes() == (folder / "my.ttl").read_bytes()
    assert "sponsors 赞助" in kg("show", "滨海啤酒集团", "--graph", graph).out
    assert kg("validate", graph).code == 0


def test_the_new_property_is_checked_by_its_domain_and_range(graph: Path, tmp_path: Path) -> None:
    for file in (f for f in graph.iterdir() if f.is_file()):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "kg.ttl").open("a", encoding="utf-8") as out:
        out.write("\nent:滨海大学 kg:sponsors ent:林若谷 .\n")
    ran = kg("validate", tmp_path)
    assert ran.code == 1
    assert "sponsors" in ran.out + ran.err
    assert "赞助" in ran.out + ran.err


def test_the_ontology_moves_with_the_base(folder: Path, tmp_path: Path) -> None:
    own = ("--ontology", folder / "my.ttl", "--patterns", folder / "my.yaml", "--base-iri", "https://news.test/")
    assert kg("build", folder / "a.txt", "--out", tmp_path / "g", *own).code == 0
    assert "https://kg.example.org/" not in (tmp_path / "g" / "ontology.ttl").read_text(encoding="utf-8")
    assert "sponsors 赞助" in kg("show", "滨海啤酒集团", "--graph", tmp_path / "g").out
    assert kg("validate", tmp_path / "g").code == 0
    moved = ("--ontology", tmp_path / "g" / "ontology.ttl", *own[2:])
    assert kg("build", folder / "a.txt", "--out", tmp_path / "h", *moved).code == 0
    assert (tmp_path / "h" / "kg.ttl").read_bytes() == (tmp_path / "g" / "kg.ttl").read_bytes()


def test_a_build_without_it_leaves_no_stale_ontology(folder: Path, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "ontology.ttl").write_bytes((graph / "ontology.ttl").read_bytes())
    assert kg("build", folder / "a.txt", "--out", tmp_path).code == 0
    assert not (tmp_path / "ontology.ttl").exists()


def test_the_examples_of_the_pattern_file_hold(folder: Path) -> None:
    ran = kg("patterns", "check", folder / "my.yaml", "--ontology", folder / "my.ttl")
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    ("ontology", "patterns", "said"),
    [
        (None, PATTERNS, "no property 'sponsors'"),
        (None, "- {class: University, of: Institution, names: 大学$}", "no class 'University'"),
        (TERMS, "- {class: University, of: Venue, names: 大学$}", "below 'Venue'"),
        (TERMS, "- {class: University, names: 大学$}", "needs class, of and names"),
        (TERMS, "- {class: University, of: Institution, names: '('}", "rule 1"),
        (TERMS, "- {class: University, of: Institution, names: ''}", "match everything"),
        (TERMS, PATTERNS.replace("confidence: 0.9", "confidence: 9"), "between 0 and 1"),
        (TERMS, PATTERNS.replace("  patterns:", "  paterns: x\n  patterns:"), "unknown key 'paterns'"),
        (TERMS.replace("rdfs:range kg:Event", "rdfs:range kg:Evnt"), PATTERNS, "'Evnt'"),
        ("kg:sponsors", PATTERNS, "not Turtle"),
    ],
)
def test_mistakes_name_the_file(folder: Path, tmp_path: Path, ontology: str | None, patterns: str, said: str) -> None:
    given = ["--patterns", str(tmp_path / "p.yaml")]
    (tmp_path / "p.yaml").write_text(patterns, encoding="utf-8")
    if ontology:
        text = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8") + ontology
        (tmp_path / "o.ttl").write_text(text, encoding="utf-8")
        given += ["--ontology", str(tmp_path / "o.ttl")]
    ran = kg("build", folder / "a.txt", "--out", tmp_path / "g", *given)
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "g").exists()

"""The CSV files, read as `neo4j-admin database import` reads them, and by pandas."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import nasty
import pandas as pd
import pytest
import sample_graph as sample

from kg.export import neo4j
from kg.export.attributes import safe, text
from kg.export.elements import edges, nodes
from kg.graph.knowledge_graph import KnowledgeGraph

HEAD = re.compile(r"(?P<name>[^:]*):(?P<type>ID|LABEL|START_ID|END_ID|TYPE|string|int|double|boolean|date|string\[\])")
READ: dict[str, Any] = {
    "string": str,
    "int": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": lambda value: date.fromisoformat(value).isoformat(),
    "string[]": lambda value: value.split(";"),
    "LABEL": lambda value: value.split(";"),
}


def written(graph: KnowledgeGraph) -> dict[str, str]:
    found = {}
    for name, write in neo4j.files(graph).items():
        out = io.BytesIO()
        write(out)
        found[name] = out.getvalue().decode()
    return found


def read(file: str) -> list[dict[str, Any]]:
    """The rows with typed values; what is empty is not there. Strict: each row has each field, each head a type."""
    rows = list(csv.reader(io.StringIO(file, newline=""), strict=True))
    heads = [HEAD.fullmatch(head) for head in rows[0]]
    assert all(heads), rows[0]
    found = []
    for row in rows[1:]:
        assert len(row) == len(heads)
        cells = [
            (head["name"] or head["type"], head["type"], cell) for head, cell in zip(heads, row, strict=True) if head
        ]
        found.append({name: READ.get(kind, str)(cell) for name, kind, cell in cells if cell})
    return found


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return nasty.graph()


@pytest.fixture(scope="module")
def files(graph: KnowledgeGraph) -> dict[str, str]:
    return written(graph)


def test_nodes_have_ids_labels_and_every_attribute(graph: KnowledgeGraph, files: dict[str, str]) -> None:
    found = {
        row["ID"]: row for name, file in files.items() if name.startswith("nodes-") and "article" not in name
        for row in read(file)
    }  # fmt: skip
    wanted = {n.id: n for n in nodes(graph)}
    assert set(found) == set(wanted)
    for name, node in wanted.items():
        row = found[name]
        assert row["name"] == text(node.label)
        assert row["LABEL"] == list(graph.schema.ancestors(node.type))
        for key, value in safe(node.attributes).items():
            if key not in ("kind", "classes"):
                assert row[key] == (_parted(value) if isinstance(value, list) else value)


def _parted(items: list[str]) -> list[str]:
    return [item.replace(";", "；") for item in items]


def test_edges_have_types_and_lead_from_node_to_node(graph: KnowledgeGraph, files: dict[str, str]) -> None:
    ids = {row["ID"] for name, file in files.items() if name.startswith("nodes-") for row in read(file)}
    found = [row for name, file in files.items() if name.startswith("edges-") for row in read(file)]
    assert {end for row in found for end in (row["START_ID"], row["END_ID"])} <= ids
    wanted = {(e.source, e.target, e.predicate) for e in edges(graph)}
    assert {(r["START_ID"], r["END_ID"], r["TYPE"]) for r in found if r["TYPE"] != neo4j.REPORTED_IN} == wanted


def test_relations_carry_their_evidence() -> None:
    rows = read(written(sample.graph())["edges-relations.csv"])
    held = next(row for row in rows if row["TYPE"] == "organizer")
    assert held["sentence"] == sample.ONE[0]
    assert (held["support"], held["confidence"], held["roles"]) == (1, 0.9, ["主办"])
    assert (held["outlet"], held["published"], held["derived"]) == ("海湾日报", "2031-05-06", False)


def test_facts_and_entities_lead_to_the_articles_that_speak_of_them() -> None:
    files = written(sample.graph())
    rows = {(r["START_ID"], r["END_ID"]) for r in read(files["edges-reported.csv"])}
    assert ("ent:" + sample.PERSON, "doc:a1") in rows
    assert ("ent:" + sample.PERSON, "doc:a2") in rows
    posts = {r["ID"]: r["title"] for r in read(files["nodes-positions.csv"])}
    assert {end for start, end in rows if posts.get(start) == "副局长"} == {"doc:a1", "doc:a2"}
    assert {end for start, end in rows if posts.get(start) == "总裁"} == {"doc:a1"}


def test_an_article_s_link_is_one_of_the_web() -> None:
    rows = read(written(sample.graph())["nodes-articles.csv"])
    assert [(r["ID"], r["title"], r["url"]) for r in rows] == [
        ("doc:a1", "茶博会开幕", "https://news.example/1?a=b&c=d"),
        ("doc:a2", "茶博会“闭幕”", "https://news.example/1?a=b&c=d"),
    ]


def test_the_command_names_every_file(files: dict[str, str]) -> None:
    command = files["README.txt"]
    named = re.findall(r"--(nodes|relationships)=(\S+)", command)
    assert [name for _, name in named] == [name for name in files if name.endswith(".csv")]
    assert all((kind == "nodes") == name.startswith("nodes-") for kind, name in named)
    assert "--multiline-fields=true" in command


def test_pandas_reads_them(graph: KnowledgeGraph, files: dict[str, str]) -> None:
    table = pd.read_csv(io.StringIO(files["nodes-entities.csv"], newline=""), keep_default_na=False)
    labels = {n.id: text(n.label) for n in nodes(graph) if n.kind == "entity"}
    assert dict(zip(table[":ID"], table["name:string"], strict=True)) == labels

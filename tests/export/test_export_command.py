"""`kg export` as users run it."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
import sample_graph as sample
from command import ROOT, inside, kg, no_traceback

from kg.cli import EXPORTS
from kg.errors import OutputError
from kg.export.formats import FORMATS
from kg.rdf.load import load
from kg.rdf.write import evidence_turtle, facts_turtle
from kg.store.atomic import write_file, write_streams


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("graph")
    (place / "kg.ttl").write_bytes(facts_turtle(sample.graph()))
    (place / "evidence.ttl").write_bytes(evidence_turtle(sample.graph()))
    return place


def contents(place: Path) -> dict[str, bytes]:
    """The files under a path by name."""
    if place.is_file():
        return {place.name: place.read_bytes()}
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def test_the_command_line_offers_the_forms_there_are() -> None:
    assert tuple(form.name for form in FORMATS) == EXPORTS
    assert all((form.write is None) != (form.files is None) for form in FORMATS)
    assert all((form.files is None) == form.suffix.startswith(".") for form in FORMATS)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_same_graph_gives_the_same_bytes(folder: Path, tmp_path: Path, form: object) -> None:
    name = form.name  # type: ignore[attr-defined]
    made = []
    for seed in ("0", "31"):
        ran = kg("export", folder, "--format", name, "-o", tmp_path / seed / "out", env={"PYTHONHASHSEED": seed})
        assert ran.code == 0, ran.err
        assert ran.out == ""
        assert ran.err.startswith("kg: 14 entities, 24 facts, 58 claims written to ")
        made.append(contents(tmp_path / seed / "out"))
    assert made[0] == made[1]
    assert all(made[0].values())
    assert list(tmp_path.rglob("*.tmp")) == []


@pytest.mark.parametrize("extra", [[], ["-o", "-"]], ids=["none", "-"])
def test_one_file_goes_to_standard_output(folder: Path, extra: list[str]) -> None:
    ran = inside("export", folder, "--format", "cytoscape", *extra)
    assert ran.code == 0
    assert len(json.loads(ran.raw)["elements"]["nodes"]) == 20
    assert ran.err == "kg: 14 entities, 24 facts, 58 claims written as cytoscape\n"


def test_filters_leave_the_rest_out(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "fairs.graphml"
    filters = ("--kinds", "Event,Venue", "--only", "heldAt,subEventOf", "--since", "2031")
    ran = inside("export", folder, "--format", "graphml", *filters, "-o", path)
    assert ran.code == 0
    back = nx.read_graphml(path)
    assert {data["predicate"] for _, _, data in back.edges(data=True)} == {"heldAt", "subEventOf"}
    assert {data["class"] for _, data in back.nodes(data=True)} == {"Event", "Venue"}
    turtle = inside("export", folder, "--format", "turtle", *filters)
    kinds = {
        t.object.value.rpartition("#")[2]
        for t in ox.parse(turtle.raw, format=ox.RdfFormat.TURTLE)
        if t.predicate.value.endswith("#type") and isinstance(t.object, ox.NamedNode)
    }
    assert {"Event", "Venue", "Claim"} <= kinds
    assert not kinds & {"Person", "Organization", "Position"}


def test_a_folder_is_written_whole(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "a" / "tables"
    assert inside("export", folder, "--format", "parquet", "-o", place).code == 0
    assert len(pd.read_parquet(place / "entities.parquet")) == 14
    assert {p.suffix for p in place.iterdir()} == {".parquet"}


def test_a_file_of_facts_alone_has_no_sentences(folder: Path) -> None:
    ran = inside("export", folder / "kg.ttl", "--format", "cytoscape")
    edges = json.loads(ran.raw)["elements"]["edges"]
    assert edges
    assert not any("sentence" in edge["data"] for edge in edges)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "neo4j"], "name it with -o FOLDER"),
        (["--format", "parquet", "-o", "-"], "name it with -o FOLDER"),
        (["--format", "gexf", "-o", "."], "it is a folder"),
        (["--format", "gexf", "-o", "there/kg.gexf"], "no folder"),
        (["--format", "neo4j", "-o", "there"], "no folder"),
        (["--format", "gexf", "--kinds", "Venu"], "did you mean Venue"),
        (["--format", "gexf", "--since", "x"], "2022-08-31"),
        (["--format", "pdf"], "invalid choice"),
    ],
)
def test_mistakes_are_told_in_one_line(folder: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "there").write_text("a file", encoding="utf-8")
    ran = inside("export", folder, *arguments, cwd=tmp_path)
    assert ran.code == 2
    assert message in ran.err
    assert ran.err.count("\n") == 1
    assert no_traceback(ran)
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


def test_no_graph_is_told(tmp_path: Path) -> None:
    ran = inside("export", tmp_path, "--format", "turtle")
    assert ran.code == 2
    assert "no graph in this folder" in ran.err


def test_a_failure_leaves_what_was_there_before(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"before")

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_streams(tmp_path, {"one": lambda out: out.write(b"after") and None, "two": fail})
    assert contents(tmp_path) == {"one": b"before"}


def test_a_written_file_may_be_read_like_any_other(tmp_path: Path) -> None:
    write_streams(tmp_path, {"one": lambda out: out.write(b"x") and None})
    (tmp_path / "other").write_bytes(b"x")
    assert os.stat(tmp_path / "one").st_mode == os.stat(tmp_path / "other").st_mode


def test_a_link_is_followed_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"before")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(tmp_path / "link", lambda out: out.write(b"after"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"after"


def test_what_goes_into_a_pipe_goes_as_it_comes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)
        ran = inside("export", ROOT / "exports", "--format", "dot", "--kinds", "Venue", "-o", pipe)
        assert ran.code == 0, ran.err
        assert read.result(timeout=60).startswith(b"digraph")
    assert pipe.is_fifo()


def test_what_was_exported_can_be_loaded_with_its_evidence(tmp_path: Path) -> None:
    graph = sample.graph()
    out = tmp_path / "all.ttl"
    write_file(out, lambda file: next(f for f in FORMATS if f.name == "turtle").write(graph, file))  # type: ignore[misc]
    read = load(out)
    assert read.stated == graph.stated
    missing = [c for c in graph.claims if c not in read.claims]
    assert {c.status for c in missing} <= {"negated"}
    assert [c.on for c in read.conflicts()] == [c.on for c in graph.conflicts()]

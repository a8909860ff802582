"""A graph's store on disk: what is in it, when it is made again, and what is never replaced."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from conflict_graph import graph as conflict_graph
from live import EXPORTS

from kg.errors import GraphLoadError, KgError, UsageError
from kg.graph.namespaces import Namespaces
from kg.rdf.conflicts import conflicts_turtle
from kg.rdf.query import open_source
from kg.rdf.write import evidence_turtle, facts_turtle
from kg.serve.store import MADE, prepare, remove


def folder(place: Path, *, base: str = "https://kg.example.org/") -> Path:
    """A small graph with conflicts, as files."""
    made, namespaces = conflict_graph(), Namespaces(base)
    place.mkdir(parents=True, exist_ok=True)
    (place / "kg.ttl").write_bytes(facts_turtle(made, namespaces))
    (place / "evidence.ttl").write_bytes(evidence_turtle(made, namespaces))
    if base == "https://kg.example.org/":
        (place / "conflicts.ttl").write_bytes(conflicts_turtle(made, made.conflicts()))
    return place


def quads(path: Path) -> set[str]:
    """All quads but those of blank nodes, whose names differ from store to store."""
    return named(ox.Store.read_only(str(path)))


def named(store: ox.Store) -> set[str]:
    return {text for text in map(str, store) if "_:" not in text}


def test_it_holds_what_kg_query_sees(tmp_path: Path) -> None:
    served = prepare(folder(tmp_path / "graph"), tmp_path / "store")
    same = named(open_source(tmp_path / "graph").store)
    assert quads(served.rdf) == same
    assert any("Conflict" in quad for quad in same)


def test_counts_are_those_of_its_graphs(tmp_path: Path) -> None:
    served = prepare(folder(tmp_path / "graph"), tmp_path / "store")
    source = open_source(tmp_path / "graph")
    facts = list(source.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert served.counts["facts"] == len(facts)
    for name in ("evidence", "ontology"):
        assert served.counts[name] == len(list(source.store.quads_for_pattern(None, None, None, source.graph(name))))
    assert 0 < served.counts["claims"] < served.counts["evidence"]


def test_it_is_opened_again_as_it_is(tmp_path: Path) -> None:
    graph = folder(tmp_path / "graph")
    first = prepare(graph, tmp_path / "store")
    stamp = (first.folder / MADE).stat().st_mtime_ns
    again = prepare(graph, tmp_path / "store")
    assert (first.made, again.made) == (True, False)
    assert (again.folder / MADE).stat().st_mtime_ns == stamp
    assert again.counts == first.counts


@pytest.mark.parametrize("name", ["kg.ttl", "evidence.ttl", "conflicts.ttl"])
def test_it_is_made_again_when_a_file_changes_or_goes(tmp_path: Path, name: str) -> None:
    graph = folder(tmp_path / "graph")
    prepare(graph, tmp_path / "store")
    with (graph / name).open("ab") as file:
        file.write(b"<https://kg.example.org/id/new> a <https://kg.example.org/ontology#Venue> .\n")
    changed = prepare(graph, tmp_path / "store")
    assert changed.made
    assert any("/id/new>" in quad for quad in quads(changed.rdf))
    if name != "kg.ttl":
        (graph / name).unlink()
        assert prepare(graph, tmp_path / "store").made
        assert not any("/id/new>" in quad for quad in quads(tmp_path / "store" / "rdf"))
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["graph", "store"], "nothing is left beside it"


def spoil_made(store: Path) -> None:
    (store / MADE).write_text("{", encoding="utf-8")


def spoil_rdf(store: Path) -> None:
    shutil.rmtree(store / "rdf")
    (store / "rdf").mkdir()


def spoil_index(store: Path) -> None:
    (store / "index.sqlite").unlink()


def spoil_engine(store: Path) -> None:
    made = json.loads((store / MADE).read_text(encoding="utf-8"))
    (store / MADE).write_text(json.dumps({**made, "engine": "another"}), encoding="utf-8")


@pytest.mark.parametrize("spoil", [spoil_made, spoil_rdf, spoil_index, spoil_engine])
def test_a_store_that_cannot_be_used_is_made_again(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    graph = folder(tmp_path / "graph")
    prepare(graph, tmp_path / "store")
    spoil(tmp_path / "store")
    assert prepare(graph, tmp_path / "store").made
    assert not prepare(graph, tmp_path / "store").made


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    graph, other = folder(tmp_path / "graph"), tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("ten years", encoding="utf-8")
    with pytest.raises(UsageError, match="neither"):
        prepare(graph, other)
    assert (other / "chapter.txt").read_text(encoding="utf-8") == "ten years"
    with pytest.raises(UsageError, match="this is a file"):
        prepare(graph, other / "chapter.txt")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert prepare(folder(tmp_path / "graph"), tmp_path / "store").made
    assert not prepare(tmp_path / "graph", tmp_path / "store").made


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kg.ttl", b"this is not Turtle"),
        ("kg.ttl", b"@prefix kg: <https://other.example/x#> .\n"),
        ("evidence.ttl", b"this is not Turtle"),
        ("conflicts.ttl", b'<x> <y> "\xff" .'),
    ],
)
def test_files_that_are_wrong_are_told_and_leave_the_old_store(tmp_path: Path, name: str, content: bytes) -> None:
    graph = folder(tmp_path / "graph")
    before = prepare(graph, tmp_path / "store")
    (graph / name).write_bytes(content)
    with pytest.raises(GraphLoadError, match=name):
        prepare(graph, tmp_path / "store")
    assert quads(before.rdf)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["graph", "store"]


def test_a_temporary_store_goes_and_another_stays(tmp_path: Path) -> None:
    graph = folder(tmp_path / "graph")
    temporary, kept = prepare(graph), prepare(graph, tmp_path / "store")
    assert temporary.rdf.is_dir()
    remove(temporary)
    remove(kept)
    assert not temporary.folder.exists()
    assert kept.rdf.is_dir()


def test_one_turtle_file_is_a_graph(tmp_path: Path) -> None:
    graph = folder(tmp_path / "graph")
    served = prepare(graph / "kg.ttl", tmp_path / "store")
    assert served.counts["evidence"] == 0
    assert served.counts["facts"] > 0


def test_another_base_is_taken_from_the_file(tmp_path: Path) -> None:
    served = prepare(folder(tmp_path / "graph", base="https://news.example.cn/"), tmp_path / "store")
    assert served.namespaces.base == "https://news.example.cn/"
    assert any("<https://news.example.cn/graph/evidence>" in quad for quad in quads(served.rdf))


@pytest.mark.parametrize("graph", ["nowhere", "empty"])
def test_no_graph(tmp_path: Path, graph: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(KgError, match="no "):
        prepare(tmp_path / graph, tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_articles_come_with_it(tmp_path: Path) -> None:
    from kg.serve.index import Index

    served = prepare(EXPORTS, tmp_path / "store")
    assert Index(served.index).counts()["articles"] == 16

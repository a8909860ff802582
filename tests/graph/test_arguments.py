"""Values of the wrong kind are wrong use, wherever they are handed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import sample_graph as sample

import kg
from kg.graph import arguments
from kg.graph.knowledge_graph import KnowledgeGraph

S = sample
GRAPH = S.graph()
WRONG: dict[str, Callable[[KnowledgeGraph], object]] = {
    "entity(None)": lambda g: g.entity(None),  # type: ignore[arg-type]
    "entity(5)": lambda g: g.entity(5),  # type: ignore[arg-type]
    "entity([])": lambda g: g.entity([]),  # type: ignore[arg-type]
    "entity(a fact)": lambda g: g.entity(g.facts()[0]),  # type: ignore[arg-type]
    "view(None)": lambda g: g.view(None),  # type: ignore[arg-type]
    "facts(5)": lambda g: g.facts(5),  # type: ignore[arg-type]
    "name_evidence(None)": lambda g: g.name_evidence(None),  # type: ignore[arg-type]
    "timeline(None)": lambda g: g.timeline(None),  # type: ignore[arg-type]
    "paths to None": lambda g: g.paths("HTA", None),  # type: ignore[arg-type]
    "paths of 2.5": lambda g: g.paths("HTA", S.HALL, max_length=2.5),  # type: ignore[arg-type]
    "paths of None": lambda g: g.paths("HTA", S.HALL, max_length=None),  # type: ignore[arg-type]
    "no limit of paths": lambda g: g.paths("HTA", S.HALL, limit=None),  # type: ignore[arg-type]
    "entities(kind=5)": lambda g: g.entities(kind=5),  # type: ignore[arg-type]
    "entities(kind=[])": lambda g: g.entities(kind=[]),  # type: ignore[arg-type]
    "a year as text": lambda g: g.entities("Event", year="2022"),  # type: ignore[arg-type]
    "half a year": lambda g: g.entities("Event", year=2022.5),  # type: ignore[arg-type]
    "search(None)": lambda g: g.search(None),  # type: ignore[arg-type]
    "search(kind=5)": lambda g: g.search("海湾", kind=5),  # type: ignore[arg-type]
    "search(limit=None)": lambda g: g.search("海湾", limit=None),  # type: ignore[arg-type]
    "search(limit=2.5)": lambda g: g.search("海湾", limit=2.5),  # type: ignore[arg-type]
    "search(limit=True)": lambda g: g.search("海湾", limit=True),
    "search(limit=0)": lambda g: g.search("海湾", limit=0),
    "subgraph(None)": lambda g: g.subgraph(None),  # type: ignore[arg-type]
    "subgraph([None])": lambda g: g.subgraph([None]),  # type: ignore[list-item]
    "subgraph of 1.5": lambda g: g.subgraph(S.HALL, 1.5),  # type: ignore[arg-type]
    "subgraph of '1'": lambda g: g.subgraph(S.HALL, "1"),  # type: ignore[arg-type]
    "observations of no measure": lambda g: g.observations(None, None),  # type: ignore[arg-type]
    "observations(5)": lambda g: g.observations(5),  # type: ignore[arg-type]
    "positions(5)": lambda g: g.positions(5),  # type: ignore[arg-type]
    "quotations(5)": lambda g: g.quotations(5),  # type: ignore[arg-type]
    "diff(text)": lambda g: g.diff("x"),  # type: ignore[arg-type]
    "diff(None)": lambda g: g.diff(None),  # type: ignore[arg-type]
    "sparql(None)": lambda g: g.sparql(None),  # type: ignore[arg-type]
    "neighbors(5)": lambda g: g.entity(S.HALL).neighbors(5),  # type: ignore[arg-type]
    "facts of property 5": lambda g: g.entity(S.HALL).facts(5),  # type: ignore[arg-type]
    "no direction": lambda g: g.entity(S.HALL).facts(None, None),  # type: ignore[arg-type]
    "load(None)": lambda g: kg.load(None),  # type: ignore[arg-type]
    "load(bytes)": lambda g: kg.load(b"exports"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG.keys())
def test_wrong_use(call: Callable[[KnowledgeGraph], object]) -> None:
    with pytest.raises(kg.UsageError):
        call(GRAPH)


def test_the_message_says_what_was_asked_and_what_came() -> None:
    with pytest.raises(kg.UsageError, match=r"^max_length is a whole number, not 2\.5$"):
        GRAPH.paths("HTA", S.HALL, max_length=2.5)  # type: ignore[arg-type]


def test_an_id_that_no_entity_has_is_told() -> None:
    with pytest.raises(kg.UnknownEntityError, match="no entity has the id 'HTA'"):
        GRAPH.view("HTA")


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_whole_numbers(value: object) -> None:
    found = arguments.whole(value, "n", 3)
    assert (found, type(found)) == (3, int)


@pytest.mark.parametrize("value", [2, -1, True, 3.0, "3", None, np.bool_(True), np.array([3, 4])])
def test_what_is_no_whole_number_or_too_small(value: object) -> None:
    with pytest.raises(kg.UsageError):
        arguments.whole(value, "n", 3)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("./a", ["./a"]), (Path("a"), ["a"]), (("a", Path("b")), ["a", "b"]), (iter(["a"]), ["a"]), ([], [])],
)
def test_paths(value: object, expected: list[str]) -> None:
    assert arguments.file_paths(value) == expected


@pytest.mark.parametrize("value", [None, 5, b"a", [None], ["a", 5], [["a"]], [b"a"]])
def test_what_is_no_path(value: object) -> None:
    with pytest.raises(kg.UsageError):
        arguments.file_paths(value)

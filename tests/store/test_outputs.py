"""What a build writes, and what is checked of it."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from command import ROOT

from kg.graph.collecting import uncollected
from kg.model import Relation
from kg.pipeline import Build, run
from kg.rdf.files import CONFLICTS, EVIDENCE, FACTS
from kg.rdf.shapes import Shapes
from kg.rdf.validate import validate
from kg.rdf.violation import Violation
from kg.store.outputs import build_files

ARTICLE = str(ROOT / "seeds" / "articles" / "2022-08-17-gatis-summit.txt")


@pytest.fixture(scope="module")
def build() -> Build:
    return run([ARTICLE])


def violations(build: Build) -> tuple[Violation, ...]:
    """What is wrong with the Turtle that a build writes."""
    files = build_files(build)
    return Shapes(build.graph.namespaces, build.graph.schema).of_turtle(
        *(files[n] for n in (FACTS, EVIDENCE, CONFLICTS))
    )


def test_the_files_of_a_build_are_sound(build: Build) -> None:
    assert violations(build) == () == validate(build.graph)


def test_a_broken_graph_is_found_in_its_files_as_in_memory(build: Build) -> None:
    graph = build.graph
    key, right = next((k, s) for k, s in graph.stated.items() if isinstance(s.fact, Relation))
    assert isinstance(right.fact, Relation)
    graph.stated[key] = replace(right, fact=replace(right.fact, predicate="editionOf"))
    try:
        found = violations(build)
        assert found == validate(graph)
        assert {v.path.rpartition("#")[2] for v in found} >= {"editionOf"}
    finally:
        graph.stated[key] = right


def test_python_collects_again_after_a_pause_and_one_in_another_does_not_end_it() -> None:
    assert gc.isenabled()
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_a_pause() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()

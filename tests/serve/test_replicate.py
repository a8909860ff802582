"""The benchmark's large graph is the small one again and again, and a graph like any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT, environment
from live import EXPORTS

import kg
from kg.graph.results import Rows
from kg.rdf.query import open_source, select

COPIES = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("replicated")
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "replicate.py", EXPORTS, place, "--triples", "80000"],
        capture_output=True, check=True, env=environment(), text=True,
    )  # fmt: skip
    assert done.stdout.startswith(f"{COPIES} copies")
    return place


def test_it_loads_with_as_many_facts_and_claims(folder: Path) -> None:
    small, large = kg.load(EXPORTS), kg.load(folder)
    assert len(large.evidence) == COPIES * len(small.evidence)
    places = "AdministrativeArea"
    own = sum(fact.subject.type != places for fact in small.facts())
    assert sum(fact.subject.type != places for fact in large.facts()) == COPIES * own
    areas = len(small.entities(places))
    assert len(large.entities(places)) == areas, "places are shared"
    assert len(large.entities()) == COPIES * (len(small.entities()) - areas) + areas


def test_a_copy_says_the_same_of_other_names(folder: Path) -> None:
    source = open_source(folder)

    def facts(name: str) -> int:
        found = select(source, f"SELECT * {{ {{ ent:{name} ?p ?o }} UNION {{ ?s ?p ent:{name} }} }}")
        assert isinstance(found, Rows)
        return len(found.rows)

    assert facts("首钢园") == facts("首钢园东南") > 10
    assert facts("首钢园东中") == 0, "only as many copies as were asked for"
    named = select(source, "SELECT ?l { ent:首钢园东南 skos:prefLabel ?l }")
    assert isinstance(named, Rows)
    assert [row[0].value for row in named.rows if row[0]] == ["首钢园东南"]


def test_every_claim_stands_on_an_article_that_is_there(folder: Path) -> None:
    query = "SELECT ?c { GRAPH ?g { ?c prov:wasDerivedFrom ?a } FILTER NOT EXISTS { ?a a kg:Article } } LIMIT 1"
    found = select(open_source(folder), query)
    assert isinstance(found, Rows)
    assert not found.rows

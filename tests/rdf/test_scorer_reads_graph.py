"""The written graph as the scorer beside the repository reads it."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
import sample_graph as sample

from kg.rdf.write import facts_turtle

SCORER = Path(__file__).resolve().parents[3] / "shared" / "tools" / "score.py"


@pytest.fixture
def read(tmp_path: Path) -> Any:
    if not SCORER.exists():
        pytest.skip("the scorer (shared/tools/score.py) is not beside the repository")
    spec = importlib.util.spec_from_file_location("score_tool", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = tmp_path / "kg.ttl"
    path.write_bytes(facts_turtle(sample.graph()))
    return module.Predicted(path)


def test_it_sees_each_entity_once_with_its_top_class(read: Any) -> None:
    graph = sample.graph()
    assert len(read.types) == len(graph.entities())
    assert sorted(read.types.values()).count("Organization") == len(graph.entities("Organization"))


def test_it_sees_every_relation_of_its_kinds(read: Any) -> None:
    counts = sample.graph().counts()[1]
    nodes = ("Position", "Observation", "Quotation", "worksFor")
    both_ways = counts["cooperatesWith"]
    assert len(read.relations) == sum(n for k, n in counts.items() if k not in nodes) + both_ways


def test_it_sees_every_node(read: Any) -> None:
    counts = sample.graph().counts()[1]
    assert len(read.positions) == counts["Position"]
    assert len(read.observations) == counts["Observation"]
    assert len(read.quotations) == counts["Quotation"]
    assert {o[2] for o in read.observations} == {300.0, 15000.0}

"""`exports/` is what `seeds/articles` builds today, to the byte, on any number of workers under any hash seed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import ROOT, kg

EXPORTS = ROOT / "exports"
FILES = ("kg.ttl", "evidence.ttl", "graph.json", "issues.jsonl", "manifest.json")
REBUILD = "rebuild it with: kg build seeds/articles --out exports && python tests/readme_blocks.py --write"


@pytest.fixture(scope="module", params=[("0", "1"), ("4711", "2")], ids=lambda p: f"hash seed {p[0]}, {p[1]} jobs")
def rebuilt(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    seed, jobs = request.param
    out = tmp_path_factory.mktemp("exports")
    ran = kg("build", "seeds/articles", "--out", out, "--jobs", jobs, cwd=ROOT, env={"PYTHONHASHSEED": seed})
    assert ran.code == 0, ran.err
    return out


@pytest.mark.parametrize("name", FILES)
def test_the_committed_graph_is_the_one_built(rebuilt: Path, name: str) -> None:
    committed = EXPORTS / name
    assert committed.is_file(), f"exports/{name} is missing; {REBUILD}"
    same = committed.read_bytes() == (rebuilt / name).read_bytes()
    assert same, f"exports/{name} is not what seeds/articles builds now; {REBUILD}"


def test_nothing_else_is_committed_beside_it() -> None:
    assert {p.name for p in EXPORTS.iterdir()} == set(FILES)


def test_the_committed_graph_keeps_its_shapes() -> None:
    assert kg("validate", EXPORTS).code == 0

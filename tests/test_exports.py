"""`exports/` is what `seeds/articles` builds today, to the byte, on any number of workers under any hash seed."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph
import pytest
from command import ROOT, kg

EXPORTS = ROOT / "exports"
FILES = (
    "kg.ttl", "evidence.ttl", "conflicts.ttl", "articles.jsonl", "graph.json", "resolution.jsonl", "issues.jsonl",
    "manifest.json",
)  # fmt: skip
REBUILD = "rebuild it with: kg build seeds/articles --out exports && python tests/readme_blocks.py --write"


@pytest.fixture(
    scope="module",
    params=[("0", "1", False), ("4711", "2", False), ("99", "4", True)],
    ids=lambda p: f"hash seed {p[0]}, {p[1]} jobs{', files shuffled' if p[2] else ''}",
)
def rebuilt(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    seed, jobs, shuffled = request.param
    out = tmp_path_factory.mktemp("exports")
    paths = ["seeds/articles"]
    if shuffled:
        paths = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "seeds" / "articles").iterdir())
        random.Random(7).shuffle(paths)
    ran = kg("build", *paths, "--out", out, "--jobs", jobs, cwd=ROOT, env={"PYTHONHASHSEED": seed})
    assert ran.code == 0, ran.err
    return out


@pytest.mark.parametrize("name", FILES)
def test_the_committed_graph_is_the_one_built(rebuilt: Path, name: str) -> None:
    committed = EXPORTS / name
    assert committed.is_file(), f"exports/{name} is missing; {REBUILD}"
    same = committed.read_bytes() == (rebuilt / name).read_bytes()
    assert same, f"exports/{name} is not what seeds/articles builds now; {REBUILD}"


def test_nothing_else_is_committed_beside_it() -> None:
    """What a build keeps for the next one lies there too; git passes it over."""
    assert {p.name for p in EXPORTS.iterdir()} - {"claims"} == set(FILES)
    assert "exports/claims/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_committed_graph_keeps_its_shapes() -> None:
    assert kg("validate", EXPORTS).code == 0


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".ttl")])
def test_no_node_is_blank(name: str) -> None:
    quads = pyoxigraph.parse(path=str(EXPORTS / name), format=pyoxigraph.RdfFormat.TURTLE)
    assert not [q for q in quads if pyoxigraph.BlankNode in (type(q.subject), type(q.object))]

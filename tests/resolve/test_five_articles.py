"""The five annotated articles built together: every node, so that no thing is two and no node is two things."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parents[2] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five articles are not here")
def test_every_node_is_one_real_thing() -> None:
    """The rows of `five_articles.tsv` were gone through one by one: class, id, other names."""
    graph = kg.build(SEEDS)
    found = {f"{v.type}\t{v.id}\t{'|'.join(n for n in v.names if n != v.name)}" for v in graph.entities()}
    expected = set((HERE / "five_articles.tsv").read_text(encoding="utf-8").splitlines())
    assert sorted(found - expected) == []
    assert sorted(expected - found) == []

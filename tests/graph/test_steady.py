"""The same graph answers the same, whatever the hash seed."""

from __future__ import annotations

import subprocess
import sys

from command import ROOT, environment

CODE = """
import kg
g = kg.load("exports")
print(g.search("sg"), g.search("国际"), g.entities(year=2022))
print([(str(p), p.score) for p in g.paths("GATIS", "首钢园", limit=30)])
print(g.timeline("首钢园").entries, g.observations().rows, g.subgraph("北京", 2)._repr_html_())
print(g.subgraph("首钢园").diff(g).lines(), g._repr_html_())
"""


def test_no_answer_depends_on_the_hash_seed() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", CODE],
            capture_output=True,
            cwd=ROOT,
            env={**environment(), "PYTHONHASHSEED": seed},
            check=True,
        ).stdout
        for seed in ("0", "4711")
    ]
    assert said[0] == said[1]
    assert "首钢园".encode() in said[0]

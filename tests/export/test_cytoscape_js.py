"""The Cytoscape JSON in cytoscape.js itself, without a window. Skips where npm cannot fetch it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nasty
import pytest
import sample_graph as sample

from kg.export import cytoscape
from kg.export.attributes import safe, text
from kg.export.elements import edges, nodes
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.palette import colour

PACKAGE = "cytoscape@3"
SHOW = """
const cytoscape = require('cytoscape'), fs = require('fs');
const data = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const cy = cytoscape({headless: true, styleEnabled: true, elements: data.elements, style: data.style});
const neighbours = {};
cy.nodes().forEach(n => neighbours[n.id()] = n.neighborhood('node').map(m => m.id()).sort());
const found = JSON.stringify({
  nodes: cy.nodes().map(n => n.data()), edges: cy.edges().map(e => e.data()), neighbours,
  companies: cy.nodes('[class = "Company"]').map(n => n.style('background-color')),
});
fs.writeFileSync('found.json', found);
process.exit(0);  // its clock would go on
"""


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with cytoscape.js."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("cytoscape")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("npm does not answer")
    if done.returncode:
        pytest.skip("npm cannot fetch cytoscape")
    (folder / "show.js").write_text(SHOW, encoding="utf-8")
    return folder


def shown(graph: KnowledgeGraph, programs: Path) -> dict[str, Any]:
    out = io.BytesIO()
    cytoscape.write(graph, out)
    (programs / "graph.cyjs").write_bytes(out.getvalue())
    done = subprocess.run(["node", "show.js", "graph.cyjs"], cwd=programs, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads((programs / "found.json").read_bytes())
    return found


def test_cytoscape_has_every_node_and_edge_with_every_attribute(programs: Path) -> None:
    graph = nasty.graph()
    found = shown(graph, programs)
    wanted = {n.id: {"label": text(n.label), **safe(n.attributes)} for n in nodes(graph)}
    assert {n["id"]: {k: n.get(k) for k in wanted[n["id"]]} for n in found["nodes"]} == wanted
    ends = {e.id: {"source": e.source, "target": e.target, **safe(e.attributes)} for e in edges(graph)}
    assert {e["id"]: {k: e.get(k) for k in ends[e["id"]]} for e in found["edges"]} == ends


def test_cytoscape_walks_the_graph_and_colours_by_class(programs: Path) -> None:
    graph = sample.graph()
    found = shown(graph, programs)
    around = {end for e in edges(graph) if "ent:" + sample.FAIR in (e.source, e.target) for end in (e.source, e.target)}
    assert set(found["neighbours"]["ent:" + sample.FAIR]) == around - {"ent:" + sample.FAIR}
    blue = colour(graph.schema, "Company")
    wanted = f"rgb({','.join(str(int(blue[n : n + 2], 16)) for n in (1, 3, 5))})"
    assert set(found["companies"]) == {wanted}

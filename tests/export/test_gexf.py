"""What Gephi looks for: dates for its timeline, colours and sizes; and that a large graph streams."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sample_graph as sample
from command import ROOT, environment

from kg.export import gexf
from kg.export.elements import edges, nodes
from kg.graph.palette import colour
from kg.model import Relation

NS = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    out = io.BytesIO()
    gexf.write(sample.graph(), out)
    return ElementTree.fromstring(out.getvalue())


def test_the_graph_is_dynamic_and_counts_in_days(root: ElementTree.Element) -> None:
    graph = root.find("g:graph", NS)
    assert graph is not None
    assert root.get("version") == "1.3"
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert (graph.get("timerepresentation"), graph.get("defaultedgetype")) == ("interval", "directed")


def test_nodes_and_edges_last_from_the_first_to_the_last_report(root: ElementTree.Element) -> None:
    graph = sample.graph()
    wanted = {each.id: (each.first, each.last) for each in (*nodes(graph), *edges(graph))}
    found = [*root.iter(f"{{{NS['g']}}}node"), *root.iter(f"{{{NS['g']}}}edge")]
    assert len(found) == len(wanted)
    for each in found:
        first, last = wanted[each.get("id", "")]
        assert (each.get("start"), each.get("end")) == (str(first), str(last))
    assert {str(first) for first, _ in wanted.values()} == {"2031-05-06", "2031-05-08"}


def test_what_has_no_date_is_always_there() -> None:
    made = sample.make_article("a9", ("海湾市海湾会展中心。",))
    base = sample.resolution()
    claim = sample.say(made, 0, Relation(sample.HALL, "locatedIn", sample.CITY))
    graph = sample.graph(replace(base, articles=(*base.articles, made.article), claims=(*base.claims, claim)))
    out = io.BytesIO()
    gexf.write(graph, out)
    edge = next(
        e for e in ElementTree.fromstring(out.getvalue()).iter(f"{{{NS['g']}}}edge") if e.get("kind") == "locatedIn"
    )
    assert edge.get("start") is None
    assert edge.get("end") is None


def test_colours_and_sizes_are_those_of_the_class(root: ElementTree.Element) -> None:
    schema = sample.graph().schema
    sizes = {}
    for node in root.iter(f"{{{NS['g']}}}node"):
        values = {v.get("for"): v.get("value") for v in node.iter(f"{{{NS['g']}}}attvalue")}
        shade, size = node.find("viz:color", NS), node.find("viz:size", NS)
        assert shade is not None
        assert size is not None
        hexed = "#" + "".join(f"{int(shade.get(part, '')):02x}" for part in "rgb")
        assert hexed == colour(schema, str(values["class"]))
        sizes[values["class"]] = float(size.get("value", ""))
    assert sizes["EventSeries"] > sizes["Event"] > sizes["Company"] > sizes["Observation"]


def test_every_attribute_is_declared(root: ElementTree.Element) -> None:
    for kind in ("node", "edge"):
        declared = {a.get("id") for a in root.findall(f"g:graph/g:attributes[@class='{kind}']/g:attribute", NS)}
        used = {v.get("for") for n in root.iter(f"{{{NS['g']}}}{kind}") for v in n.iter(f"{{{NS['g']}}}attvalue")}
        assert used
        assert used <= declared


def test_edges_have_a_kind_so_that_parallel_ones_are_not_merged(root: ElementTree.Element) -> None:
    found = list(root.iter(f"{{{NS['g']}}}edge"))
    assert all(e.get("kind") and e.get("id") for e in found)
    assert "heldAt" in {e.get("kind") for e in found}


def test_many_edges_stream_in_little_memory() -> None:
    """200,000 edges (with four attributes each) are 90 MB of GEXF; who writes them grows by less than 15 MiB."""
    code = (
        "import resource, many; many.write(1000, 4)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "size = many.write(200_000, 4)\n"
        "print(size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    paths = f"{ROOT}:{ROOT / 'tests'}:{Path(__file__).parent}"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(PYTHONPATH=paths), capture_output=True, check=True, text=True
    )
    size, grown = map(int, done.stdout.split())
    assert size > 80_000_000
    assert grown < 15 * 1024

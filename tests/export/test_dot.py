"""DOT as Graphviz itself reads it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import nasty
import pytest
import sample_graph as sample

from kg.export import dot
from kg.export.attributes import flat, text
from kg.export.elements import edges, nodes
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.palette import colour

pytestmark = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
SVG = "{http://www.w3.org/2000/svg}"
GRAPHS: dict[str, Callable[[], KnowledgeGraph]] = {"sample": sample.graph, "nasty": nasty.graph}


@pytest.fixture(params=sorted(GRAPHS), scope="module")
def graph(request: pytest.FixtureRequest) -> KnowledgeGraph:
    return GRAPHS[request.param]()


def graphviz(graph: KnowledgeGraph, *arguments: str) -> bytes:
    out = io.BytesIO()
    dot.write(graph, out)
    done = subprocess.run(["dot", *arguments], input=out.getvalue(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"syntax" not in done.stderr
    return done.stdout


def unescaped(value: str) -> str:
    """What Graphviz shows for a text: its escapes and entities read."""
    shown = value.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
    return shown.replace("&amp;", "&")


def test_graphviz_reads_every_node_and_edge_with_every_attribute(graph: KnowledgeGraph) -> None:
    read: dict[str, Any] = json.loads(graphviz(graph, "-Tdot_json"))
    wanted = {n.id: n for n in nodes(graph)}
    names = {each["_gvid"]: unescaped(each["name"]) for each in read["objects"]}
    assert sorted(names.values()) == sorted(wanted)
    for each in read["objects"]:
        node = wanted[names[each["_gvid"]]]
        said = {"label": text(node.label), **flat(node.attributes)}
        for name, value in said.items():
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            assert unescaped(each[name]) == shown
    ends = {(names[e["tail"]], names[e["head"]], e["predicate"], unescaped(e["sentence"])) for e in read["edges"]}
    assert ends == {(e.source, e.target, e.predicate, text(str(e.attributes["sentence"]))) for e in edges(graph)}


def test_a_picture_shows_the_labels_as_they_are(graph: KnowledgeGraph) -> None:
    root = ElementTree.fromstring(graphviz(graph, "-Tsvg"))
    groups = [g for g in root.iter(f"{SVG}g") if (g.get("class") or "").startswith("node")]
    shown = {_squeezed("".join(t.text or "" for t in g.iter(f"{SVG}text"))) for g in groups}
    assert shown == {_squeezed(text(n.label)) for n in nodes(graph)}


def _squeezed(value: str) -> str:
    """Blanks left out: a line break is a text of its own in SVG, and a blank a no-break space."""
    return "".join(value.replace("\xa0", " ").split())


def test_nothing_of_an_article_becomes_markup_or_a_link() -> None:
    picture = graphviz(nasty.graph(), "-Tsvg")
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(picture).iter()}
    assert tags <= {"svg", "g", "title", "text", "path", "polygon", "polyline", "ellipse", "a"}
    links = [a for e in ElementTree.fromstring(picture).iter(f"{SVG}a") for a in e.attrib if a.endswith("href")]
    assert links == []


def test_entities_have_the_colour_of_their_class() -> None:
    graph = sample.graph()
    read = json.loads(graphviz(graph, "-Tdot_json"))
    shades = {each["class"]: each["fillcolor"] for each in read["objects"] if each["kind"] == "entity"}
    assert len(shades) > 5
    assert shades == {name: colour(graph.schema, name) for name in shades}


def test_what_is_not_asserted_is_dashed() -> None:
    read = json.loads(graphviz(sample.graph(), "-Tdot_json"))
    styles = {(e["predicate"], e["status"]): e.get("style", "") for e in read["edges"]}
    assert styles["cooperatesWith", "planned"] == "dashed"
    assert styles["heldAt", "asserted"] == ""

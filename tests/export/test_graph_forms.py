"""GraphML, GEXF and Cytoscape JSON, read back by networkx and igraph: nothing is lost on the way."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import nasty
import networkx as nx
import pytest
import sample_graph as sample

from kg.export import cytoscape, gexf, graphml
from kg.export.attributes import flat, safe, text
from kg.export.elements import edges, nodes
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Relation

GRAPHS: dict[str, Callable[[], KnowledgeGraph]] = {"sample": sample.graph, "nasty": nasty.graph}


def written(write: Callable[[KnowledgeGraph, Any], None], graph: KnowledgeGraph) -> io.BytesIO:
    out = io.BytesIO()
    write(graph, out)
    return io.BytesIO(out.getvalue())


def read_gexf(graph: KnowledgeGraph) -> Any:
    return nx.MultiDiGraph(nx.read_gexf(written(gexf.write, graph)))


def read_graphml(graph: KnowledgeGraph) -> Any:
    return nx.read_graphml(written(graphml.write, graph), force_multigraph=True)


def read_cytoscape(graph: KnowledgeGraph) -> Any:
    return nx.cytoscape_graph(json.load(written(cytoscape.write, graph)))


READERS = {"gexf": (read_gexf, flat), "graphml": (read_graphml, flat), "cytoscape": (read_cytoscape, safe)}


@pytest.fixture(params=sorted(GRAPHS))
def graph(request: pytest.FixtureRequest) -> KnowledgeGraph:
    return GRAPHS[request.param]()


@pytest.mark.parametrize("form", sorted(READERS))
def test_networkx_reads_every_node_and_edge_with_every_attribute(graph: KnowledgeGraph, form: str) -> None:
    read, made = READERS[form]
    back = read(graph)
    wanted = {n.id: {**made(n.attributes), "label": text(n.label)} for n in nodes(graph)}
    found = {name: {k: v for k, v in data.items() if k in wanted[name]} for name, data in back.nodes(data=True)}
    assert found == wanted
    ends = {(e.source, e.target, e.predicate): {**made(e.attributes), "label": text(e.label)} for e in edges(graph)}
    seen = {
        (u, v, data["predicate"]): {k: x for k, x in data.items() if k in ends[u, v, data["predicate"]]}
        for u, v, data in back.edges(data=True)
    }
    assert seen == ends
    assert back.number_of_edges() == len(ends)


def test_igraph_reads_the_graphml(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """By their IRIs: igraph leaves `&#38;` where an id has `&`."""
    path = tmp_path / "g.graphml"
    path.write_bytes(written(graphml.write, graph).getvalue())
    back = igraph.Graph.Read_GraphML(str(path))
    wanted = {n.attributes["iri"]: n for n in nodes(graph)}
    assert sorted(back.vs["iri"]) == sorted(map(str, wanted))
    for vertex in back.vs:
        node = wanted[vertex["iri"]]
        said = {"label": text(node.label), **flat(node.attributes)}
        assert {name: vertex[name] for name in said} == said
    iris = {n.id: n.attributes["iri"] for n in wanted.values()}
    found = {(back.vs[e.source]["iri"], back.vs[e.target]["iri"], e["predicate"]): e["sentence"] for e in back.es}
    assert found == {
        (iris[e.source], iris[e.target], e.predicate): flat(e.attributes)["sentence"] for e in edges(graph)
    }


@pytest.mark.parametrize("form", sorted(READERS))
def test_parallel_edges_stay_apart(form: str) -> None:
    claims = (
        sample.say(sample.FIRST, 0, Relation(sample.OFFICE, predicate, sample.FAIR))
        for predicate in ("operates", "participatesIn")
    )
    back = READERS[form][0](sample.graph(sample.with_claims(*claims)))
    between = back["ent:" + sample.OFFICE]["ent:" + sample.FAIR].values()
    assert {data["predicate"] for data in between} == {"operates", "participatesIn"}


@pytest.mark.parametrize("form", sorted(READERS))
def test_a_graph_of_nothing_is_one(form: str) -> None:
    some = sample.graph()
    empty = KnowledgeGraph(schema=some.schema, namespaces=some.namespaces, entities=(), facts=())
    assert READERS[form][0](empty).number_of_nodes() == 0

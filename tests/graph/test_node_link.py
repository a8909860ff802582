"""Node-link JSON."""

import json
from dataclasses import replace

import networkx as nx
import sample_graph as sample

from kg.graph.network import to_node_link
from kg.model import Entity


def test_it_is_json_and_reads_back_with_every_edge() -> None:
    graph = sample.graph()
    data = json.loads(json.dumps(to_node_link(graph.nx), ensure_ascii=False))
    read = nx.node_link_graph(data, edges="edges")
    assert read.is_multigraph()
    assert read.is_directed()
    assert set(read.nodes) == set(graph.nx.nodes)
    assert set(read.edges(keys=True)) == set(graph.nx.edges(keys=True))


def test_values_are_plain() -> None:
    nodes = {n["id"]: n for n in to_node_link(sample.graph().nx)["nodes"]}
    (area,) = (n for n in nodes.values() if n.get("measure") == "展览面积")
    assert (area["value"], area["first"], area["status"]) == ("15000", "2031-05-06", "reported")
    assert nodes["doc:a1"]["date"] == "2031-05-06"


def test_equal_graphs_give_equal_data_in_equal_order() -> None:
    base = sample.resolution()
    other = replace(base, claims=base.claims[::-1], entities=base.entities[::-1], articles=base.articles[::-1])
    one, two = (json.dumps(to_node_link(sample.graph(r).nx, base="https://x/")) for r in (base, other))
    assert one == two


def test_lone_surrogates_do_not_reach_the_file() -> None:
    more = (Entity("甲\ud800", "Person", "甲\ud800", ("甲\ud800",)),)
    data = to_node_link(sample.graph(sample.with_claims(more=more)).nx)
    json.dumps(data, ensure_ascii=False).encode("utf-8")
    assert any(n["id"] == "甲\ufffd" for n in data["nodes"])

from __future__ import annotations

from datetime import date

import nasty
import pytest
import sample_graph as sample

from kg.export.elements import EDGE_COLUMNS, Edge, Node, column, edges, node_columns, nodes, web
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.part import part
from kg.model import Relation


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return sample.graph()


@pytest.fixture(scope="module")
def by_id(graph: KnowledgeGraph) -> dict[str, Node]:
    return {node.id: node for node in nodes(graph)}


def edge(graph: KnowledgeGraph, predicate: str, source: str) -> Edge:
    return next(e for e in edges(graph) if e.predicate == predicate and e.source == source)


def test_nodes_are_the_entities_and_the_facts_with_a_node_and_no_articles(
    graph: KnowledgeGraph, by_id: dict[str, Node]
) -> None:
    kinds = {"entity": 14, "position": 3, "observation": 2, "quotation": 1}
    assert {kind: sum(n.kind == kind for n in by_id.values()) for kind in kinds} == kinds
    assert len(by_id) == sum(kinds.values())


def test_an_entity_has_its_names_dates_and_days_of_report(by_id: dict[str, Node]) -> None:
    fair = by_id["ent:" + sample.FAIR]
    assert fair.attributes["names"] == (sample.FAIR, "茶博会")
    assert fair.attributes["startDate"] == ("2031-05-06",)
    assert fair.attributes["classes"] == ("Event",)
    assert (fair.first, fair.last) == (date(2031, 5, 6), date(2031, 5, 8))
    assert fair.attributes["support"] == 2


def test_an_edge_carries_its_reports_and_the_sentence_of_its_surest_claim(graph: KnowledgeGraph) -> None:
    found = edge(graph, "organizer", "ent:" + sample.FAIR)
    said = found.attributes
    assert (found.target, found.label, found.weight) == ("ent:" + sample.OFFICE, "主办方", 1)
    assert (said["status"], said["support"], said["confidence"], said["roles"]) == ("asserted", 1, 0.9, ("主办",))
    assert said["sentence"] == sample.ONE[0]
    assert (said["article"], said["outlet"], said["published"]) == ("茶博会开幕", "海湾日报", date(2031, 5, 6))


def test_the_surest_claim_is_taken_and_a_negated_one_never(graph: KnowledgeGraph) -> None:
    post = next(n for n in nodes(graph) if n.kind == "position" and n.attributes["title"] == "副局长")
    assert post.attributes["sentence"] == sample.TWO[0]
    assert post.attributes["confidence"] == 0.95
    assert not any(e.predicate == "cooperatesWith" and "联盟" in e.target for e in edges(graph))


def test_ids_are_unique_and_edges_lead_from_node_to_node() -> None:
    graph = nasty.graph()
    known = [n.id for n in nodes(graph)]
    found = list(edges(graph))
    assert len(set(known)) == len(known)
    assert len({e.id for e in found}) == len(found)
    assert {end for e in found for end in (e.source, e.target)} <= set(known)
    assert len(found) > 3 * nasty.COUNT


def test_every_relation_is_an_edge(graph: KnowledgeGraph) -> None:
    relations = {s.key for s in graph.stated.values() if isinstance(s.fact, Relation)}
    assert {e.id for e in edges(graph) if not e.source.startswith("fact:")} == relations


def test_attributes_are_among_the_columns() -> None:
    graph = nasty.graph()
    columns = {c.name for c in node_columns(graph)}
    assert {name for n in nodes(graph) for name in n.attributes} <= columns
    assert {name for e in edges(graph) for name in e.attributes} <= {c.name for c in EDGE_COLUMNS}
    for node in nodes(graph):
        assert set(node.attributes) <= {c.name for c in node_columns(graph, node.kind)}


def test_a_node_lasts_as_long_as_its_edges(graph: KnowledgeGraph, by_id: dict[str, Node]) -> None:
    for each in edges(graph):
        for end in (by_id[each.source], by_id[each.target]):
            assert each.first is None or (end.first is not None and end.first <= each.first)
            assert each.last is None or (end.last is not None and each.last <= end.last)


def test_a_part_without_evidence_has_edges_without_sentences() -> None:
    whole = sample.graph()
    bare = KnowledgeGraph(
        schema=whole.schema,
        namespaces=whole.namespaces,
        entities=(v.entity for v in whole.entities()),
        facts=whole.stated.values(),
    )
    found = edge(part(bare, only=["heldAt"]), "heldAt", "ent:" + sample.FAIR)
    assert found.attributes.get("sentence") is None
    assert found.attributes["support"] == 1


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/1?a=b&c=d", True),
        ("HTTP://news.example/", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_links(url: str, kept: bool) -> None:
    assert (web(url) == url and url != "") == kept


def test_a_property_whose_name_is_taken_gets_a_prefix() -> None:
    assert column("theme") == "theme"
    assert column("label") == "kg_label"

"""What pages read of a graph: facts by property, nodes, claims, conflicts, links."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import conflict_graph
import hostile_graph
import pytest
import sample_graph as sample

from kg.graph.facts import key
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.model import Attribute, Entity, Observation, Relation
from kg.rdf.ontology import read_schema
from kg.rdf.query import open_source
from kg.serve import lookup
from kg.serve.explorer.nearby import neighbours, steps
from kg.serve.explorer.said import claim, claims_in, disagreements, said
from kg.serve.explorer.ways import named, ways
from kg.serve.index import Index, write_index
from kg.serve.lookup import Graph


def opened(graph: KnowledgeGraph, folder: Path) -> Graph:
    source = open_source(hostile_graph.write(graph, folder))
    write_index(folder / "index.sqlite", source.store, folder / "articles.jsonl", source.namespaces)
    return Graph(source.store, Index(folder / "index.sqlite"), source.namespaces, read_schema())


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return opened(sample.graph(), tmp_path_factory.mktemp("graph"))


def test_facts_are_grouped_by_property_and_direction(graph: Graph) -> None:
    found = {(g.predicate, g.outward): [x.other.name if x.other else x.value for x in g.lines]
             for g in lookup.groups(graph, sample.FAIR)}  # fmt: skip
    assert set(found["heldAt", True]) == {sample.HALL, sample.CITY}
    assert found["startDate", True] == ["2031-05-06"]
    assert found["subEventOf", False] == [sample.FORUM]
    assert ("about", False) not in found


def test_dates_come_first_and_in_order(graph: Graph) -> None:
    assert [g.predicate for g in lookup.groups(graph, sample.FAIR)][:2] == ["startDate", "endDate"]


def test_each_line_tells_how_it_is_reported(graph: Graph) -> None:
    group = lookup.group(graph, sample.FAIR, "endDate", outward=True)
    assert group is not None
    line = group.lines[0]
    assert (line.status, line.support, line.first) == ("planned", 1, "2031-05-06")
    assert line.fact == key(Attribute(sample.FAIR, "endDate", "2031-05"))


def test_a_symmetric_property_is_shown_once_from_either_end(graph: Graph) -> None:
    for one, two in ((sample.COMPANY, sample.PARTNER), (sample.PARTNER, sample.COMPANY)):
        groups = [g for g in lookup.groups(graph, one) if g.predicate == "cooperatesWith"]
        assert [x.other.name for g in groups for x in g.lines if x.other] == [two]
        assert groups[0].lines[0].status == "planned"


def test_negated_facts_are_not_facts(graph: Graph) -> None:
    group = lookup.group(graph, sample.COMPANY, "cooperatesWith", outward=True)
    assert group is not None
    assert [x.other.name for x in group.lines if x.other] == [sample.PARTNER]
    assert lookup.fact(graph, lookup.relation_key(graph, sample.COMPANY, sample.ALLIANCE, "cooperatesWith")) is None
    assert lookup.fact(graph, lookup.relation_key(graph, sample.COMPANY, sample.PARTNER, "cooperatesWith")) is not None


def test_a_hub_shows_the_first_and_the_number(tmp_path: Path) -> None:
    many = [Entity(f"企业{n}", "Company", f"企业{n}", (f"企业{n}",)) for n in range(30)]
    claims = [sample.say(sample.FIRST, 0, Relation(e.id, "exhibitsAt", sample.FAIR)) for e in many]
    graph = opened(sample.graph(sample.with_claims(*claims, more=tuple(many))), tmp_path)
    group = lookup.group(graph, sample.FAIR, "exhibitsAt", outward=False, limit=8)
    assert group is not None
    assert (len(group.lines), group.total, group.capped) == (8, 32, False)
    more = lookup.group(graph, sample.FAIR, "exhibitsAt", outward=False, limit=50)
    assert more is not None
    assert len(more.lines) == 32
    assert more.lines[:8] == group.lines


def test_nodes_have_their_values(graph: Graph) -> None:
    figures = lookup.nodes(graph, sample.FAIR, "about")
    assert {(f["measure"], lookup.figure(f)) for f in figures} == {
        ("参展企业", "约300家"),
        ("展览面积", "增15000平方米"),
    }
    posts = {(p["organization"], p["title"]) for p in lookup.nodes(graph, sample.OTHER, "holder")}
    assert posts == {(sample.CITY, "副市长"), ("", "总裁")}


def test_every_fact_leads_to_its_claims(graph: Graph) -> None:
    for stated in sample.graph().stated.values():
        if stated.derived:
            continue
        found = {s.id for s in said(graph, stated.key)}
        assert found == set(stated.claims), stated


def test_claims_that_deny_come_last(tmp_path: Path) -> None:
    fact = Relation(sample.FAIR, "heldAt", sample.ANNEX)
    claims = [sample.say(sample.FIRST, 0, fact, status="negated"), sample.say(sample.SECOND, 1, fact)]
    graph = opened(sample.graph(sample.with_claims(*claims)), tmp_path)
    assert [s.status for s in said(graph, key(fact))] == ["asserted", "negated"]
    assert [s.status for s in said(graph, key(fact), limit=1)] == ["asserted"]
    assert said(graph, "none") == []


def test_a_claim_knows_its_fact_and_place(graph: Graph) -> None:
    fact = key(Relation(sample.FAIR, "heldAt", sample.HALL))
    one = said(graph, fact)[0]
    assert one.fact == fact
    article = graph.index.article(one.article)
    assert article is not None
    assert article.text[one.start : one.end] == one.quote
    assert claim(graph, one.id) == one
    assert claim(graph, "none") is None


def test_an_article_lists_all_it_says_in_order(graph: Graph) -> None:
    found = claims_in(graph, "a2")
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert {s.id for s in found} == {c.id for c in sample.claims() if c.article == "a2"} | {
        s.id for s in found if not s.fact
    }


def test_conflicts_have_their_sides(tmp_path: Path) -> None:
    graph = opened(conflict_graph.graph(), tmp_path)
    found = {d.on: {words for _, words in d.alternatives} for d in disagreements(graph)}
    assert found == {"参展企业": {"507家", "446家"}, "endDate": {"2031-09-05", "2031-09-06"}}
    assert len(disagreements(graph, about=sample.FAIR)) == 2
    assert disagreements(graph, about=sample.HALL) == []
    assert len(disagreements(graph, offset=1, limit=5)) == 1


def test_steps_go_both_ways_with_the_same_fact(graph: Graph) -> None:
    there = {(s.target, s.fact, s.forward) for s in steps(graph, sample.FAIR)}
    for target, fact, forward in there:
        assert (sample.FAIR, fact, not forward) in {(s.target, s.fact, s.forward) for s in steps(graph, target)} or (
            graph.schema.symmetric(fact.partition("-")[0])
        )


def test_a_post_links_its_holder_and_its_body(graph: Graph) -> None:
    assert (sample.CITY, "Position") in {(s.target, s.predicate) for s in steps(graph, sample.OTHER)}


def test_neighbours_take_turns_among_properties(graph: Graph) -> None:
    found = neighbours(graph, sample.FAIR, limit=5)
    assert len({s.target for s in found}) == 5
    assert len({(s.predicate, s.forward) for s in found}) >= 4
    assert sample.FAIR not in {s.target for s in found}
    assert {s.target for s in neighbours(graph, sample.FAIR, without=[sample.HALL])}.isdisjoint({sample.HALL})


def test_ways_between_two(graph: Graph) -> None:
    best = ways(graph, sample.PERSON, sample.HALL).routes[0]
    assert best.nodes[0] == sample.PERSON
    assert best.nodes[-1] == sample.HALL
    assert len(best.nodes) <= 5


@pytest.mark.parametrize(
    ("text", "name"),
    [(sample.FAIR, sample.FAIR), ("茶博会", sample.FAIR), ("HTA", sample.ALLIANCE), ("hta ", sample.ALLIANCE)],
)
def test_an_end_of_a_way_may_be_any_name(graph: Graph, text: str, name: str) -> None:
    known = named(graph, text)
    assert known is not None
    assert known.name == name


def test_part_of_a_name_is_no_end_of_a_way(graph: Graph) -> None:
    assert named(graph, "茶") is None


def test_another_base_works(tmp_path: Path) -> None:
    base = Namespaces("https://data.example/k")
    graph = opened(sample.graph(namespaces=base), tmp_path)
    assert lookup.names(graph, sample.FAIR) == [sample.FAIR, "茶博会"]
    assert len(lookup.nodes(graph, sample.FAIR, "about")) == 2
    assert said(graph, key(Observation(sample.FAIR, "参展企业", Decimal(300), "家", "about", "none", "2031")))

"""Ways between nodes, and between the entities of a graph."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterable

import networkx as nx
import pytest
import sample_graph as sample

from kg.errors import UnknownEntityError, UsageError
from kg.graph.paths import Found, Step, find_paths
from kg.model import Entity, Position, Relation

S = sample
GRAPH = S.graph()


def links(pairs: Iterable[tuple[str, str]]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = defaultdict(list)
    for a, b in pairs:
        found[a].append(Step(b, "p", True, f"{a}-{b}"))
        found[b].append(Step(a, "p", False, f"{a}-{b}"))
    return found


def ways(pairs: Iterable[tuple[str, str]], a: str = "a", b: str = "b", **options: int) -> Found:
    known = links(pairs)
    return find_paths(
        a, b, steps=lambda n: known[n], degree=lambda n: len({s.target for s in known[n]}), **options  # type: ignore[arg-type]
    )  # fmt: skip


def names(found: Found) -> list[str]:
    return ["".join(route.nodes) for route in found.routes]


HUB = [("a", "h"), ("h", "b"), *(("h", str(i)) for i in range(50))]


def test_a_search_ends_where_nothing_new_is_reached() -> None:
    chain = [("a", "1"), ("1", "2"), ("2", "3"), ("3", "b"), ("2", "x")]
    assert names(ways(chain, max_length=10**12)) == ["a123b"]
    assert names(ways([*chain[:2], ("3", "b")], max_length=10**12)) == []


def test_ways_of_any_length_in_a_graph() -> None:
    longest = GRAPH.paths("HTA", S.CITY, max_length=10**12, limit=1000)
    assert longest == GRAPH.paths("HTA", S.CITY, max_length=len(GRAPH.entities()), limit=1000)
    assert len(longest) > 0


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "b")], ["ab"]),
        ([("b", "a")], ["ab"]),
        ([("a", "x"), ("y", "b")], []),
        ([("a", "x"), ("x", "b"), ("a", "b")], ["ab", "axb"]),
        ([("a", "x"), ("x", "y"), ("y", "x"), ("y", "b")], ["axyb"]),
        ([*HUB, ("a", "x"), ("x", "b")], ["axb", "ahb"]),
        ([*HUB, ("a", "x"), ("x", "y"), ("y", "b")], ["axyb", "ahb"]),
        ([("a", "x"), ("x", "y"), ("y", "b"), ("a", "z"), ("z", "b"), ("z", "w")], ["azb", "axyb"]),
        ([("a", "1"), ("1", "2"), ("2", "3"), ("3", "4"), ("4", "b")], []),
        ([("a", "y"), ("y", "b"), ("a", "x"), ("x", "b")], ["axb", "ayb"]),
        ([], []),
    ],
)
def test_short_and_specific_ways_come_first(pairs: list[tuple[str, str]], expected: list[str]) -> None:
    found = ways(pairs)
    assert names(found) == expected
    assert found.complete
    assert [r.score for r in found.routes] == sorted((r.score for r in found.routes), reverse=True)


def test_a_direct_way_scores_one() -> None:
    assert ways([("a", "b")]).routes[0].score == 1


def test_from_a_node_to_itself_leads_nothing() -> None:
    assert names(ways([("a", "x")], "a", "a")) == []


def test_length_and_number_are_limited() -> None:
    pairs = [("a", "x"), ("x", "b"), ("a", "y"), ("y", "z"), ("z", "b")]
    assert names(ways(pairs, max_length=2)) == ["axb"]
    assert names(ways(pairs, limit=1)) == ["axb"]
    assert names(ways([("a", "1"), ("1", "2"), ("2", "3"), ("3", "4"), ("4", "b")], max_length=5)) == ["a1234b"]


def test_all_links_of_a_hop_are_there_forward_ones_and_others() -> None:
    hop = ways([("a", "b"), ("b", "a")]).routes[0].hops[0]
    assert sorted((s.fact, s.forward, s.target) for s in hop) == [("a-b", True, "b"), ("b-a", False, "b")]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_it_finds_what_networkx_finds(seed: int, length: int) -> None:
    graph = nx.gnm_random_graph(18, 30, seed=seed)
    pairs = [(f"n{u:02}", f"n{v:02}") for u, v in graph.edges]
    expected = {tuple(f"n{n:02}" for n in path) for path in nx.all_simple_paths(graph, 0, 1, cutoff=length)}
    found = ways(pairs, "n00", "n01", max_length=length, limit=10_000)
    assert {route.nodes for route in found.routes} == expected
    assert len(found.routes) == len(expected)


def test_the_best_of_many_are_those_of_all() -> None:
    graph = nx.barabasi_albert_graph(60, 3, seed=4)
    pairs = [(f"n{u:02}", f"n{v:02}") for u, v in graph.edges]
    every = ways(pairs, "n00", "n01", limit=100_000).routes
    assert len(every) > 50
    assert ways(pairs, "n00", "n01", limit=7).routes == every[:7]
    shuffled = random.Random(1).sample(pairs, len(pairs))
    assert ways(shuffled, "n00", "n01", limit=7).routes == every[:7]


def test_a_cap_on_work_leaves_the_greatest_hubs_out_and_says_so() -> None:
    crowd = [("h", f"c{i:04}") for i in range(2000)]
    pairs = [("a", "h"), ("h", "g"), ("g", "b"), ("a", "x"), ("x", "y"), ("y", "b"), *crowd]
    found = ways(pairs, max_length=4, most_links=4)
    assert not found.complete
    assert ways(pairs, max_length=4).complete
    assert "axyb" in names(ways(pairs, max_length=4, most_links=9))


def test_paths_of_a_graph_show_each_step() -> None:
    (path, *_) = GRAPH.paths(S.COMPANY, "茶博会")
    assert repr(path) == f"<Path: {S.COMPANY} exhibitsAt→ {S.FAIR}>"
    assert (len(path), path.score) == (1, 1)
    (path, *_) = GRAPH.paths(GRAPH.entity(S.PERSON), S.HALL)
    assert str(path) == f"{S.PERSON} 副局长→ {S.OFFICE} ←organizer {S.FAIR} heldAt→ {S.HALL}"
    assert [e.id for e in path.entities] == [S.PERSON, S.OFFICE, S.FAIR, S.HALL]
    assert [f.predicate for f in path.facts] == ["Position", "worksFor", "organizer", "heldAt"]
    assert [e.sentence for e in path.evidence()] == [S.ONE[1], S.TWO[0], S.ONE[0], S.ONE[0]]


def test_a_post_links_its_holder_and_comes_before_what_follows_from_it() -> None:
    (path, *_) = GRAPH.paths(S.OFFICE, S.PERSON)
    assert str(path) == f"{S.OFFICE} ←副局长 {S.PERSON}"
    assert [f.predicate for f in path.hops[0].facts] == ["Position", "worksFor"]
    (path, *_) = GRAPH.paths(S.OTHER, S.CITY)
    assert str(path) == f"{S.OTHER} 副市长→ {S.CITY}"


def test_symmetric_relations_point_both_ways() -> None:
    assert str(GRAPH.paths(S.COMPANY, S.PARTNER)[0]) == f"{S.COMPANY} ←cooperatesWith→ {S.PARTNER}"


def test_what_everybody_touches_comes_last() -> None:
    firms = [Entity(f"公司{i}", "Company", f"公司{i}", ()) for i in range(30)]
    crowd = [S.say(S.FIRST, 0, Relation(f.id, "locatedIn", S.CITY)) for f in firms]
    quiet = [S.say(S.FIRST, 0, Relation(f.id, "memberOf", S.ALLIANCE)) for f in firms[:2]]
    graph = S.graph(S.with_claims(*crowd, *quiet, more=tuple(firms)))
    found = [p.entities[1].id for p in graph.paths("公司0", "公司1", max_length=2)]
    assert found == [S.ALLIANCE, S.CITY]


@pytest.mark.parametrize(
    ("ends", "options"),
    [((S.FAIR, S.FAIR), {}), ((S.FAIR, S.HALL), {"max_length": 0}), ((S.FAIR, S.HALL), {"limit": 0})],
)
def test_wrong_use(ends: tuple[str, str], options: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        GRAPH.paths(*ends, **options)


def test_an_end_that_is_not_there() -> None:
    with pytest.raises(UnknownEntityError):
        GRAPH.paths(S.FAIR, "无此名")


def test_no_way_is_no_error() -> None:
    graph = S.graph(S.with_claims(more=(Entity("孤岛", "Venue", "孤岛", ()),)))
    assert graph.paths("孤岛", S.HALL) == []


def test_posts_without_an_organization_link_nothing() -> None:
    assert all(s.predicate != "" and s.target for s in GRAPH.steps[S.OTHER])
    assert Position(S.OTHER, "", "总裁") in [f.fact for f in GRAPH.entity(S.OTHER).facts()]
    assert {s.target for s in GRAPH.steps[S.OTHER]} == {S.CITY}


def test_a_graph_with_hubs_is_searched_in_time() -> None:
    """5,000 nodes of which some have over a hundred links; the bound is ten times what two slow cores need."""
    graph = nx.barabasi_albert_graph(5000, 4, seed=2)
    known = links((str(u), str(v)) for u, v in graph.edges)
    begin = time.perf_counter()
    found = find_paths("0", "1", steps=lambda n: known[n], degree=lambda n: len(known[n]), limit=10)
    assert len(found.routes) == 10
    assert time.perf_counter() - begin < 3

"""The graph as users see it."""

import re
from datetime import date
from decimal import Decimal

import networkx as nx
import pytest
import sample_graph as sample

from kg.errors import AmbiguousEntityError, UnknownEntityError, UsageError
from kg.graph.assemble import assemble
from kg.model import Attribute, Entity
from kg.rdf.ontology import read_schema

S = sample
GRAPH = S.graph()


@pytest.mark.parametrize(
    ("asked", "identifier"),
    [
        (S.FAIR, S.FAIR),
        ("茶博会", S.FAIR),
        ("HTA", S.ALLIANCE),
        ("hta", S.ALLIANCE),
        ("Leaf&Co", S.PARTNER),
        ("https://kg.example.org/id/海湾市", S.CITY),
        ("ent:海湾市", S.CITY),
        ("ent:Leaf%20&%20Co%2E", S.PARTNER),
    ],
)
def test_an_entity_is_found_by_any_of_its_names(asked: str, identifier: str) -> None:
    assert GRAPH.entity(asked).id == identifier


def test_an_unknown_name_brings_near_ones() -> None:
    with pytest.raises(UnknownEntityError, match="did you mean 海湾茶业联盟"):
        GRAPH.entity("海湾茶叶联盟")


def test_an_unlike_name_brings_none() -> None:
    with pytest.raises(UnknownEntityError) as caught:
        GRAPH.entity("完全无关")
    assert "did you mean" not in str(caught.value)


def test_homonyms_are_ambiguous_until_asked_by_iri() -> None:
    twin = Entity("陈远山_青岭茶业", "Person", S.PERSON, (S.PERSON,))
    graph = S.graph(S.with_claims(more=(twin,)))
    with pytest.raises(AmbiguousEntityError) as caught:
        graph.entity(S.PERSON)
    assert caught.value.candidates == (S.PERSON, twin.id)
    assert graph.entity(twin.id).id == twin.id
    assert graph.entity(f"ent:{S.PERSON}").id == S.PERSON


def test_a_canonical_name_wins_over_an_alias() -> None:
    other = Entity("茶博会", "Product", "茶博会", ("茶博会",))
    graph = S.graph(S.with_claims(more=(other,)))
    assert graph.entity("茶博会").id == "茶博会"


def test_entities_of_a_class_include_its_sub_classes() -> None:
    assert {e.id for e in GRAPH.entities("Organization")} == {S.OFFICE, S.COMPANY, S.PARTNER, S.ALLIANCE}
    assert len(GRAPH.entities()) == 14


def test_an_unknown_class_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="Organization"):
        GRAPH.entities("Organisation")


@pytest.mark.parametrize(
    ("name", "predicate", "direction", "expected"),
    [
        (S.PARTNER, "cooperatesWith", "both", {S.COMPANY}),
        (S.COMPANY, "cooperatesWith", "in", {S.PARTNER}),
        (S.COMPANY, "kg:cooperatesWith", "out", {S.PARTNER}),
        (S.HALL, "heldAt", "in", {S.FAIR}),
        (S.HALL, "heldAt", "out", set()),
        (S.HALL, None, "both", {S.FAIR, S.ANNEX}),
        (S.FAIR, "participatesIn", "in", {S.COMPANY, S.CITY}),
        (S.FAIR, "speaksAt", "both", set()),
    ],
)
def test_neighbors(name: str, predicate: str | None, direction: str, expected: set[str]) -> None:
    assert {e.id for e in GRAPH.entity(name).neighbors(predicate, direction)} == expected  # type: ignore[arg-type]


def test_neighbors_are_entities_and_come_once() -> None:
    found = GRAPH.entity(S.OFFICE).neighbors()
    assert [e.id for e in found] == sorted({S.FAIR, S.PERSON})


@pytest.mark.parametrize(("predicate", "direction"), [("worksAt", "both"), ("heldAt", "sideways")])
def test_wrong_use_of_neighbors(predicate: str, direction: str) -> None:
    with pytest.raises(UsageError):
        GRAPH.entity(S.OFFICE).neighbors(predicate, direction)  # type: ignore[arg-type]


def test_facts_of_an_entity_with_their_evidence() -> None:
    facts = {f.predicate: f for f in GRAPH.entity(S.PERSON).facts()}
    assert set(facts) == {"Position", "worksFor", "Quotation", "speaksAt"}
    position = facts["Position"]
    assert (position.value, position.support, position.status, position.derived) == ("副局长", 2, "asserted", False)
    assert position.other == GRAPH.entity(S.OFFICE)
    assert [e.sentence for e in position.evidence()] == [S.ONE[1], S.TWO[0]]
    assert facts["worksFor"].derived


def test_a_fact_is_seen_from_both_ends() -> None:
    (fact,) = (f for f in GRAPH.entity(S.HALL).facts() if f.predicate == "heldAt")
    assert fact.subject.id == S.FAIR
    assert fact.other == GRAPH.entity(S.FAIR)
    assert fact.value is None
    assert str(fact) == f"{S.FAIR} heldAt {S.HALL}"


def test_values_keep_their_kinds() -> None:
    values = {f.value for f in GRAPH.entity(S.FAIR).facts()}
    assert {Decimal(300), "2031-05-06", "一叶“通”天下"} <= values


def test_names_have_evidence_of_their_own() -> None:
    assert len(GRAPH.entity(S.FAIR).evidence()) == 3


def test_every_fact_has_a_claim_and_every_name_and_class_too() -> None:
    assert all(f.evidence() for f in GRAPH.facts())
    assert all(e.evidence() for e in GRAPH.entities())


def test_counts() -> None:
    types, kinds = GRAPH.counts()
    assert types["Company"] == 2
    assert kinds["Position"] == 3
    assert sum(kinds.values()) == len(GRAPH.stated)


def test_reprs_say_what_they_stand_for() -> None:
    assert repr(GRAPH) == "<KnowledgeGraph: 14 entities, 24 facts, 58 claims, 2 articles>"
    assert repr(GRAPH.entity("HTA")) == f"<Association {S.ALLIANCE}>"
    assert "[asserted, 2 articles]" in repr(next(f for f in GRAPH.entity(S.PERSON).facts() if f.support == 2))


def test_a_graph_without_an_engine_says_so() -> None:
    with pytest.raises(UsageError, match="attach"):
        assemble(S.resolution(), read_schema()).sparql("ASK {}")


def test_sparql_answers_from_the_graph() -> None:
    rows = GRAPH.sparql('SELECT ?name WHERE { ?e skos:altLabel "HTA"@en ; skos:prefLabel ?name }')
    assert list(rows) == [{"name": S.ALLIANCE}]  # type: ignore[arg-type]


def test_networkx_nodes_and_edges() -> None:
    assert isinstance(GRAPH.nx, nx.MultiDiGraph)
    fair = GRAPH.nx.nodes[S.FAIR]
    assert (fair["kind"], fair["type"], fair["startDate"], fair["endDate"]) == (
        "entity",
        "Event",
        ["2031-05-06"],
        ["2031-05"],
    )
    (edge,) = GRAPH.nx.get_edge_data(S.PERSON, S.OFFICE).values()
    assert (edge["predicate"], edge["support"], edge["last"]) == ("worksFor", 2, date(2031, 5, 8))
    kinds = {data["kind"] for _, data in GRAPH.nx.nodes(data=True)}
    assert kinds == {"entity", "position", "observation", "quotation", "article"}


def test_no_two_edges_share_a_key() -> None:
    keys = [k for _, _, k in GRAPH.nx.edges(keys=True)]
    assert len(keys) == len(set(keys))


def test_ambiguous_names_tell_the_candidates_apart() -> None:
    twin = Entity("陈远山_青岭茶业", "Person", S.PERSON, (S.PERSON, "老陈"))
    with pytest.raises(AmbiguousEntityError) as caught:
        S.graph(S.with_claims(more=(twin,))).entity(S.PERSON)
    head, *lines = str(caught.value).splitlines()
    assert "ent:" in head
    assert lines == [
        f"  ent:{S.PERSON}  Person  {S.PERSON}  ({S.PERSON} {S.OFFICE}副局长; {S.PERSON}：“我们欢迎各地客商。”)",
        f"  ent:{twin.id}  Person  {S.PERSON}  (老陈)",
    ]


@pytest.mark.parametrize(
    ("kind", "year", "expected"),
    [
        ("Event", 2031, {S.FAIR}),
        ("kg:Event", 2031, {S.FAIR}),
        ("Event", 2030, set()),
        ("Organization", 2020, {S.ALLIANCE}),
        (None, 2020, {S.ALLIANCE}),
        (None, 2031, {S.FAIR}),
        ("Venue", 2031, set()),
    ],
)
def test_entities_of_a_year(kind: str | None, year: int, expected: set[str]) -> None:
    assert {e.id for e in GRAPH.entities(kind, year=year)} == expected


def test_an_event_is_of_every_year_that_it_lasts_and_without_dates_of_the_one_in_its_name() -> None:
    long, named = Entity("长展", "Event", "长展", ()), Entity("2029年短展", "Event", "2029年短展", ())
    claims = [
        S.say(S.FIRST, 0, Attribute("长展", predicate, value))
        for predicate, value in (("startDate", "2027-12"), ("endDate", "2029-01-03"))
    ]
    graph = S.graph(S.with_claims(*claims, more=(long, named)))
    found = {year: [e.id for e in graph.entities("Event", year=year)] for year in range(2026, 2031)}
    assert found == {2026: [], 2027: ["长展"], 2028: ["长展"], 2029: ["2029年短展", "长展"], 2030: []}


@pytest.mark.parametrize("kind", ["Claim", "Article", "Position"])
def test_classes_of_evidence_have_no_entities(kind: str) -> None:
    with pytest.raises(UsageError):
        GRAPH.entities(kind)


@pytest.mark.parametrize(
    ("name", "predicate", "direction", "expected"),
    [
        (S.PERSON, "Position", "both", {"Position"}),
        (S.PERSON, "kg:Position", "out", {"Position"}),
        (S.PERSON, "Position", "in", set()),
        (S.OFFICE, "Position", "in", {"Position"}),
        (S.FAIR, "participatesIn", "both", {"exhibitsAt"}),
        (S.FAIR, "heldAt", "in", set()),
        (S.HALL, None, "in", {"heldAt", "partOf"}),
        (S.COMPANY, "cooperatesWith", "in", {"cooperatesWith"}),
        (S.COMPANY, "cooperatesWith", "out", {"cooperatesWith"}),
    ],
)
def test_facts_of_a_property_and_direction(
    name: str, predicate: str | None, direction: str, expected: set[str]
) -> None:
    assert {f.predicate for f in GRAPH.entity(name).facts(predicate, direction)} == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(("predicate", "direction"), [("worksAt", "both"), ("heldAt", "sideways")])
def test_wrong_use_of_facts(predicate: str, direction: str) -> None:
    with pytest.raises(UsageError):
        GRAPH.entity(S.OFFICE).facts(predicate, direction)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("centre", "hops", "expected"),
    [
        (S.HALL, 0, {S.HALL}),
        (S.HALL, 1, {S.HALL, S.ANNEX, S.FAIR}),
        ([S.ANNEX, S.REPORT], 1, {S.ANNEX, S.HALL, S.REPORT, S.ALLIANCE}),
        ("HTA", 1, {S.ALLIANCE, S.REPORT, S.COMPANY}),
        ([], 1, set()),
    ],
)
def test_subgraphs(centre: str | list[str], hops: int, expected: set[str]) -> None:
    part = GRAPH.subgraph(centre, hops)
    assert {e.id for e in part.entities()} == expected
    assert set(part.stated) <= set(GRAPH.stated)
    assert all(f.evidence() for f in part.facts())


def test_a_subgraph_answers_sparql_from_itself() -> None:
    query = "SELECT ?v { ?v a kg:Venue }"
    assert len(GRAPH.subgraph(S.ANNEX, 0).sparql(query)) == 1  # type: ignore[arg-type]
    assert len(GRAPH.sparql(query)) == 2  # type: ignore[arg-type]


def test_views_of_another_graph_name_the_same_entity_or_none() -> None:
    part = GRAPH.subgraph(S.ANNEX, 0)
    assert len(part.timeline(GRAPH.entity(S.ANNEX))) == 0
    with pytest.raises(UnknownEntityError):
        part.timeline(GRAPH.entity(S.FAIR))


def test_a_subgraph_of_any_number_of_hops_is_what_hangs_together() -> None:
    found = {e.id for e in GRAPH.subgraph(S.HALL, 10**12).entities()}
    assert found == {e.id for e in GRAPH.subgraph(S.HALL, len(GRAPH.entities())).entities()}
    assert found > {e.id for e in GRAPH.subgraph(S.HALL, 1).entities()}


def test_a_view_does_wherever_a_name_does() -> None:
    view = GRAPH.entity("HTA")
    assert GRAPH.entity(view) == view
    assert GRAPH.facts(view) == GRAPH.facts("HTA") == GRAPH.facts(S.ALLIANCE) == view.facts() != []
    assert GRAPH.name_evidence(view) == GRAPH.name_evidence("hta") == view.evidence() != []
    assert set(GRAPH.subgraph(view).stated) == set(GRAPH.subgraph([view]).stated) == set(GRAPH.subgraph("HTA").stated)


def test_a_view_of_another_graph_finds_the_entity_of_this_one() -> None:
    found = GRAPH.subgraph(S.ANNEX, 0).entity(GRAPH.entity(S.ANNEX))
    assert found.graph is not GRAPH
    assert found.facts() == []


@pytest.mark.parametrize("asked", ["无此名", ""])
def test_facts_of_an_unknown_name_are_not_none(asked: str) -> None:
    with pytest.raises(UnknownEntityError):
        GRAPH.facts(asked)


def twins() -> S.KnowledgeGraph:
    """Two persons of one name, of whom one has it as its id; and a product named as an event is called too."""
    more = (
        Entity("陈远山_青岭茶业", "Person", S.PERSON, (S.PERSON, "陈博士")),
        Entity("茶博会", "Product", "茶博会", ("茶博会",)),
    )
    return S.graph(S.with_claims(more=more))


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        ("陈远山_青岭茶业", f"<Person {S.PERSON} (陈远山_青岭茶业)>"),
        (S.PERSON, f"<Person {S.PERSON} (ent:{S.PERSON})>"),
        ("茶博会", "<Product 茶博会>"),
        (S.FAIR, f"<Event {S.FAIR}>"),
        (S.OTHER, f"<Person {S.OTHER}>"),
    ],
)
def test_namesakes_show_by_what_they_are_found(identifier: str, shown: str) -> None:
    graph = twins()
    view = graph.view(identifier)
    assert repr(view) == shown
    told = graph.apart(view.entity)
    assert graph.entity(told or view.name) == view
    assert (f"({told})" in view._repr_html_()) == bool(told)


def test_a_text_that_is_an_id_has_its_facts_whoever_is_called_so() -> None:
    graph = twins()
    assert {f.predicate for f in graph.facts(S.PERSON)} == {"Position", "worksFor", "Quotation", "speaksAt"}
    assert graph.facts("陈远山_青岭茶业") == []
    with pytest.raises(AmbiguousEntityError):
        graph.timeline(S.PERSON)


def test_a_subgraph_of_minus_one_hops_is_wrong_use() -> None:
    with pytest.raises(UsageError):
        GRAPH.subgraph(S.HALL, -1)


def test_every_attribute_of_nodes_and_edges_is_documented() -> None:
    linked = [{"exactMatch": 1, "sameAs": 1}]
    said = set(re.findall(r"`(\w+)`", type(GRAPH).nx.__doc__ or ""))
    nodes = [data for _, data in GRAPH.nx.nodes(data=True)]
    edges = [data for _, _, data in GRAPH.nx.edges(data=True)]
    there = {name for data in (*nodes, *edges, *linked) for name in data}
    assert there - said == set()
    assert {data["kind"] for data in nodes} | {data["predicate"] for data in edges if not in_schema(data)} <= said


def in_schema(data: dict[str, str]) -> bool:
    return data["predicate"] in GRAPH.schema.properties and data["predicate"] not in ("holder", "about", "speaker")

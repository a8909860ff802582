"""Parts of a graph."""

from collections.abc import Sequence
from datetime import date

import pytest
import sample_graph as sample

from kg.errors import UsageError
from kg.graph.facts import kind, links
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.part import part, restricted

S = sample
GRAPH = S.graph()


def predicates(graph: KnowledgeGraph) -> set[str]:
    return {kind(s.fact) for s in graph.stated.values()}


def names(graph: KnowledgeGraph) -> set[str]:
    return {e.id for e in graph.entities()}


def test_without_filters_it_is_the_same_graph() -> None:
    assert part(GRAPH) is GRAPH


@pytest.mark.parametrize(
    ("kinds", "entities", "kept"),
    [
        (["Event"], {S.FAIR, S.FORUM}, {"subEventOf", "startDate", "endDate", "theme", "Observation"}),
        (["kg:Venue"], {S.HALL, S.ANNEX}, {"partOf"}),
        (["Place"], {S.HALL, S.ANNEX, S.CITY}, {"partOf"}),
        (["Person", "GovernmentBody"], {S.PERSON, S.OTHER, S.OFFICE}, {"Position", "worksFor", "Quotation"}),
    ],
)
def test_kinds_keep_classes_and_the_facts_between_them(
    kinds: Sequence[str], entities: set[str], kept: set[str]
) -> None:
    found = part(GRAPH, kinds=kinds)
    assert names(found) == entities
    assert predicates(found) == kept


def test_only_keeps_properties_with_their_sub_properties_and_who_they_speak_of() -> None:
    found = part(GRAPH, only=["participatesIn"])
    assert predicates(found) == {"participatesIn", "exhibitsAt", "speaksAt"} & predicates(GRAPH)
    assert names(found) == {other for s in found.stated.values() for _, other in links(s.fact)}
    assert S.HALL not in names(found)


def test_only_takes_nodes_by_their_class() -> None:
    assert predicates(part(GRAPH, only=["Position"])) == {"Position"}


def test_since_keeps_what_was_reported_on_that_day_or_later() -> None:
    found = part(GRAPH, since=date(2031, 5, 7))
    assert all(s.last and s.last >= date(2031, 5, 7) for s in found.stated.values())
    assert "subEventOf" in predicates(GRAPH) - predicates(found)
    assert "Quotation" in predicates(found)
    assert not part(GRAPH, since=date(2031, 5, 9)).stated


@pytest.mark.parametrize(
    ("given", "hint"),
    [({"kinds": ["Events"]}, "Event"), ({"kinds": ["Claim"]}, "no class"), ({"only": ["heldIn"]}, "heldAt")],
)
def test_unknown_names_are_wrong_use(given: dict[str, list[str]], hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        part(GRAPH, **given)  # type: ignore[arg-type]


def test_evidence_and_articles_go_with_what_they_speak_of() -> None:
    found = part(GRAPH, only=["subEventOf"])
    assert {a.id for a in found.articles} == {"a1"}
    assert all(f.evidence() for f in found.facts())
    assert all(e.evidence() for e in found.entities())
    assert len(found.evidence) < len(GRAPH.evidence)


def test_a_part_answers_sparql_for_itself() -> None:
    query = "SELECT ?e { ?e a kg:Event }"
    assert len(part(GRAPH, kinds=["Event"]).sparql(query)) == 2  # type: ignore[arg-type]
    assert len(part(GRAPH, kinds=["Venue"]).sparql(query)) == 0  # type: ignore[arg-type]
    assert len(GRAPH.sparql(query)) == 2  # type: ignore[arg-type]


def test_facts_whose_other_end_is_missing_are_left_out() -> None:
    assert not restricted(GRAPH, {S.FAIR}, [k for k, s in GRAPH.stated.items() if kind(s.fact) == "heldAt"]).stated

from __future__ import annotations

from argparse import Namespace
from datetime import date

import pytest
import sample_graph as sample

from kg.console.filters import filtered, first_day
from kg.errors import UsageError


def arguments(*, kinds: str = "", only: str = "", since: str | None = None) -> Namespace:
    return Namespace(kinds=kinds, only=only, since=since)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022", date(2022, 1, 1)),
        ("2022-08", date(2022, 8, 1)),
        ("2022-08-31", date(2022, 8, 31)),
        ("2022-8-1", date(2022, 8, 1)),
        (" 2022 ", date(2022, 1, 1)),
    ],
)
def test_a_year_or_month_begins_on_its_first_day(text: str, day: date) -> None:
    assert first_day(text) == day


@pytest.mark.parametrize(
    "text", ["", "22", "2022-13", "2022-02-30", "2022/08/31", "yesterday", "0000", "2022-", "二〇二二"]
)
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="2022-08-31"):
        first_day(text)


def test_without_filters_it_is_the_same_graph() -> None:
    graph = sample.graph()
    assert filtered(graph, arguments()) is graph
    assert filtered(graph, arguments(kinds=" , ", only=",")) is graph


def test_classes_take_their_sub_classes_in() -> None:
    found = filtered(sample.graph(), arguments(kinds="Organization, kg:Venue，Person"))
    kinds = {view.type for view in found.entities()}
    assert kinds == {"GovernmentBody", "Company", "Association", "Venue", "Person"}


def test_properties_and_kinds_of_node_are_kept_alone() -> None:
    found = filtered(sample.graph(), arguments(only="heldAt,Position"))
    assert {view.predicate for view in found.facts()} == {"heldAt", "Position"}


def test_facts_last_reported_before_the_day_go() -> None:
    graph = sample.graph()
    found = filtered(graph, arguments(since="2031-05-07"))
    late = {key for key, stated in graph.stated.items() if stated.last and stated.last > date(2031, 5, 6)}
    assert set(found.stated) == late
    assert 0 < len(late) < len(graph.stated)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kinds": "Venu"}, "did you mean Venue"),
        ({"kinds": "Venue,Fact"}, "no class 'Fact'"),
        ({"only": "heldat"}, "did you mean heldAt"),
        ({"only": "Venue"}, "no property 'Venue'"),
    ],
)
def test_unknown_names_are_told_with_near_ones(given: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        filtered(sample.graph(), arguments(**given))

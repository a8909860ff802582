"""What happened when."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sample_graph as sample

from kg.graph.timeline import Entry
from kg.model import Attribute, Observation, Resolution

S = sample
GRAPH = S.graph()


def test_dates_figures_events_and_reports_in_order() -> None:
    timeline = GRAPH.timeline("茶博会")
    told = [(e.date, e.basis, e.fact.predicate) for e in timeline]
    assert told[:2] == [("2031", "stated", "Observation"), ("2031-05", "stated", "endDate")]
    assert told[2:] == sorted(told[2:], key=lambda t: t[2])
    assert {t for t in told[2:] if t[1] != "event"} == {
        ("2031-05-06", "stated", "startDate"),
        ("2031-05-06", "reported", "theme"),
    }
    assert len(told) == len([f for f in GRAPH.entity("茶博会").facts() if not f.derived])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (S.ALLIANCE, ("2020", "stated", f"{S.ALLIANCE} founded 2020")),
        (S.COMPANY, ("2031-05-06", "reported", f"{S.PARTNER} cooperatesWith {S.COMPANY}")),
        (S.PERSON, ("2031-05-06", "reported", f"{S.PERSON} {S.OFFICE}副局长")),
        (S.HALL, ("2031-05-06", "event", f"{S.FAIR} heldAt {S.HALL}")),
    ],
)
def test_how_a_fact_gets_its_date(name: str, expected: tuple[str, str, str]) -> None:
    assert expected in [(e.date, e.basis, e.text) for e in GRAPH.timeline(name)]


def test_a_series_has_the_dates_of_its_editions() -> None:
    assert [(e.date, e.fact.predicate) for e in GRAPH.timeline(S.SERIES)] == [
        ("2031-05", "endDate"),
        ("2031-05-06", "startDate"),
    ]


def test_an_edition_without_dates_has_the_year_of_its_name() -> None:
    base = S.resolution()
    dates = ("startDate", "endDate")
    claims = tuple(c for c in base.claims if not (isinstance(c.fact, Attribute) and c.fact.predicate in dates))
    (entry,) = S.graph(replace(base, claims=claims)).timeline(S.SERIES)
    assert (entry.date, entry.basis, entry.precision) == ("2031", "event", "year")


def test_what_only_follows_is_left_out() -> None:
    assert "worksFor" not in {e.fact.predicate for e in GRAPH.timeline(S.PERSON)}


def test_a_period_has_an_end() -> None:
    fact = Observation(S.OFFICE, "进出口额", Decimal(7), "元", period="2030-01/2030-06")
    timeline = S.graph(S.with_claims(S.say(S.FIRST, 1, fact))).timeline(S.OFFICE)
    assert (timeline[0].date, timeline[0].until, timeline[0].basis) == ("2030-01", "2030-06", "stated")


def test_what_nothing_dates_is_counted() -> None:
    base = S.resolution()
    undated = Resolution(tuple(replace(a, date=None) for a in base.articles), base.entities, base.claims)
    timeline = S.graph(undated).timeline(S.ANNEX)
    assert (len(timeline), timeline.undated) == (0, 1)
    assert repr(timeline) == f"<Timeline of {S.ANNEX}: 0 entries, 1 undated left out>"


@pytest.mark.parametrize(
    ("text", "precision", "day"),
    [
        ("2031", "year", date(2031, 1, 1)),
        ("2031-05", "month", date(2031, 5, 1)),
        ("2031-05-06", "day", date(2031, 5, 6)),
    ],
)
def test_precision(text: str, precision: str, day: date) -> None:
    entry = Entry(text, "", "stated", "", GRAPH.facts()[0])
    assert (entry.precision, entry.first_day) == (precision, day)


def test_it_is_a_sequence_and_a_frame() -> None:
    timeline = GRAPH.timeline("茶博会")
    assert timeline[0] is timeline.entries[0]
    assert timeline[:2] == timeline.entries[:2]
    data = timeline.to_pandas()
    assert len(data) == len(timeline)
    assert str(data["first_day"].dtype).startswith("datetime64")
    assert str(data["support"].dtype) == "Int64"
    empty = GRAPH.subgraph(S.ANNEX, 0).timeline(S.ANNEX).to_pandas()
    assert len(empty) == 0
    assert empty.dtypes.drop("until").to_dict() == data.dtypes.drop("until").to_dict()
    assert repr(timeline).startswith(f"<Timeline of {S.FAIR}: {len(timeline)} entries>\ndate")

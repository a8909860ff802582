"""Figures, posts and quotations as tables, and rows as data frames."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
import sample_graph as sample
from command import environment

from kg.errors import UnknownEntityError
from kg.graph.frames import frame
from kg.graph.tables import Table
from kg.model import Observation, Quotation

S = sample
GRAPH = S.graph()
# What pandas makes of texts: `str`, or `object` before pandas 3.
TEXT = str(pd.Series(["x"]).dtype)


def test_figures_with_their_values_in_full() -> None:
    table = GRAPH.observations("茶博会", "企业")
    assert table.records() == [
        {
            "key": table[0].key,
            "about": S.FAIR,
            "measure": "参展企业",
            "value": Decimal(300),
            "unit": "家",
            "comparator": "about",
            "change": "none",
            "period": "2031",
            "year": 2031,
            "first": date(2031, 5, 6),
            "support": 1,
            "status": "asserted",
            "sentence": S.ONE[1],
            "source": "news/one.txt",
        }
    ]


@pytest.mark.parametrize(
    ("about", "measure", "expected"),
    [
        (None, "", {"参展企业", "展览面积"}),
        (S.FAIR, "", {"参展企业", "展览面积"}),
        (S.SERIES, "", {"参展企业", "展览面积"}),
        (S.SERIES, "面积", {"展览面积"}),
        (S.OFFICE, "", set()),
        (None, "没有", set()),
    ],
)
def test_figures_about_a_thing_and_of_a_measure(about: str | None, measure: str, expected: set[str]) -> None:
    assert {f.fact.measure for f in GRAPH.observations(about, measure)} == expected  # type: ignore[union-attr]


def test_a_figure_is_of_the_year_of_its_period_else_of_its_edition() -> None:
    more = Observation(S.FAIR, "人数", Decimal(5), "人", period="2030")
    growth = Observation(S.FAIR, "展位", Decimal(5), "个", change="increase", period="2030")
    claims = (S.say(S.FIRST, 1, more), S.say(S.FIRST, 1, growth))
    table = S.graph(S.with_claims(*claims)).observations(S.FAIR)
    assert {(r["measure"], r["year"]) for r in table.records()} == {
        ("人数", 2030), ("展位", 2031), ("参展企业", 2031), ("展览面积", 2031)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {(S.PERSON, S.OFFICE, "副局长"), (S.OTHER, S.CITY, "副市长"), (S.OTHER, None, "总裁")}),
        ({"holder": S.OTHER}, {(S.OTHER, S.CITY, "副市长"), (S.OTHER, None, "总裁")}),
        ({"organization": S.OFFICE}, {(S.PERSON, S.OFFICE, "副局长")}),
        ({"holder": S.OTHER, "organization": S.OFFICE}, set()),
    ],
)
def test_posts(options: dict[str, str], expected: set[tuple[str, str | None, str]]) -> None:
    found = GRAPH.positions(**options).records()
    assert {(r["holder"], r["organization"], r["title"]) for r in found} == expected


def test_quotations() -> None:
    (record,) = GRAPH.quotations(S.PERSON).records()
    assert (record["text"], record["mode"], record["first"]) == ("我们欢迎各地客商。", "direct", date(2031, 5, 8))
    assert len(GRAPH.quotations()) == 1
    assert len(GRAPH.quotations(S.OTHER)) == 0


def test_an_unknown_entity_is_told() -> None:
    with pytest.raises(UnknownEntityError):
        GRAPH.observations("无此名")


def test_a_table_shows_what_is_not_as_usual() -> None:
    shown = repr(GRAPH.observations())
    assert shown.startswith("<2 observations>\nabout")
    assert "comparator" in shown
    assert "comparator" not in repr(GRAPH.observations(measure="面积"))


def test_types_in_a_frame() -> None:
    data = GRAPH.observations().to_pandas()
    types = {name: str(kind) for name, kind in data.dtypes.items()}
    assert (types["value"], types["year"], types["support"]) == ("float64", "Int64", "Int64")
    assert types["first"].startswith("datetime64")
    assert data["value"].tolist() == [300.0, 15000.0]


@pytest.mark.parametrize(
    ("values", "dtype", "listed"),
    [
        ([1, None, 3], "Int64", [1, None, 3]),
        ([Decimal("1.5"), None], "float64", [1.5, None]),
        ([1, Decimal("0.5")], "float64", [1.0, 0.5]),
        ([True, False, None], "boolean", [True, False, None]),
        ([10**30], "object", [10**30]),
        ([1, "x"], "object", [1, "x"]),
        ([True, 1], "object", [True, 1]),
        (["x", None], TEXT, ["x", None]),
        ([None, None], TEXT, [None, None]),
        ([], TEXT, []),
    ],
)
def test_columns(values: list[object], dtype: str, listed: list[object]) -> None:
    column = frame(("a",), [(v,) for v in values])["a"]
    assert str(column.dtype) == dtype
    assert [None if pd.isna(x) else x for x in column.tolist()] == listed


@pytest.mark.parametrize("values", [[], [None, None]])
@pytest.mark.parametrize("example", [1, Decimal("1.5"), True, date(2031, 5, 6), "x"])
def test_a_column_without_a_value_has_the_type_of_its_kind(values: list[object], example: object) -> None:
    full = frame(("a",), [(example,)])["a"]
    column = frame(("a",), [(v,) for v in values], {"a": type(example)})["a"]
    assert column.dtype == full.dtype
    assert column.isna().all()


@pytest.mark.parametrize(
    "made", [S.KnowledgeGraph.observations, S.KnowledgeGraph.positions, S.KnowledgeGraph.quotations]
)
def test_no_rows_have_the_types_of_rows(made: Callable[[S.KnowledgeGraph], Table]) -> None:
    none, full = made(GRAPH.subgraph(S.CITY, 0)), made(GRAPH)
    assert len(none) == 0
    assert len(full) > 0
    assert none.to_pandas().dtypes.to_dict() == full.to_pandas().dtypes.to_dict()


def test_first_reports_without_a_date_are_a_column_of_dates() -> None:
    made = S.make_article("u1", ("陈远山说：“好。”",), path="u.txt")
    base = S.with_claims(S.say(made, 0, Quotation(S.OTHER, "好。", "direct")))
    graph = S.graph(replace(base, articles=(*base.articles, made.article)))
    data = graph.quotations(S.OTHER).to_pandas()
    assert data["first"].isna().tolist() == [True]
    assert data["first"].dtype == GRAPH.quotations().to_pandas()["first"].dtype


def test_two_columns_of_one_name_stay_two() -> None:
    assert frame(("a", "a"), [(1, 2)]).to_numpy().tolist() == [[1, 2]]


def test_without_pandas_the_extra_is_named() -> None:
    code = """
import sys
sys.modules["pandas"] = None
import kg
from kg.graph.frames import frame
try:
    frame(("a",), [(1,)])
except kg.UsageError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), encoding="utf-8")
    assert done.stdout.strip() == "to_pandas() needs the extra data: pip install 'kg[data]'", done.stderr

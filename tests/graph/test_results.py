"""What SPARQL answers, as Python values and data frames."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sample_graph as sample

from kg.graph.results import XSD, Answer, Rows, Term, Triples

S = sample
GRAPH = S.graph()
AT = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)


def literal(value: str, datatype: str) -> Term:
    return Term("literal", value, XSD + datatype)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (literal("12", "integer"), 12),
        (literal("12", "nonNegativeInteger"), 12),
        (literal("1.50", "decimal"), Decimal("1.50")),
        (literal("1e3", "double"), 1000.0),
        (literal("true", "boolean"), True),
        (literal("2031-05-06", "date"), date(2031, 5, 6)),
        (literal("2031-05-06T07:08:00Z", "dateTime"), AT),
        (literal("2031-05", "gYearMonth"), "2031-05"),
        (literal("2031", "gYear"), "2031"),
        (literal("12", "string"), "12"),
        (literal("twelve", "integer"), "twelve"),
        (literal("2031-02-30", "date"), "2031-02-30"),
        (Term("literal", "12", "https://else.example/integer"), "12"),
        (Term("literal", "茶", "", "zh"), "茶"),
        (Term("iri", "https://x.example/1"), "https://x.example/1"),
    ],
)
def test_terms_as_python_values(term: Term, value: object) -> None:
    found = term.python()
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("terms", "dtype", "values"),
    [
        ([literal("1", "integer"), literal("2", "int")], "Int64", [1, 2]),
        ([literal("1", "integer"), literal("2.5", "decimal")], "float64", [1.0, 2.5]),
        ([literal("2031", "gYear"), literal("2031-05-06", "date")], "str", ["2031", "2031-05-06"]),
        ([literal("1", "integer"), Term("iri", "https://x")], "str", ["1", "https://x"]),
    ],
)
def test_columns_have_one_type(terms: list[Term], dtype: str, values: list[object]) -> None:
    column = Rows(("v",), tuple((t,) for t in terms)).to_pandas()["v"]
    assert str(column.dtype) in (dtype, "object" if dtype == "str" else dtype)
    assert column.tolist() == values


def test_a_select_as_a_frame() -> None:
    data = GRAPH.sparql(
        "SELECT ?e ?start ?n ?none { ?e kg:startDate ?start . ?o kg:about ?e ; kg:value ?n "
        "OPTIONAL { ?e kg:no ?none } } ORDER BY ?n"
    ).to_pandas()
    assert list(data.columns) == ["e", "start", "n", "none"]
    assert str(data["start"].dtype).startswith("datetime64")
    assert data["n"].tolist() == [300.0, 15000.0]
    assert data["none"].isna().all()
    assert data["none"].dtype == data["e"].dtype


def test_no_rows_keep_their_columns() -> None:
    data = GRAPH.sparql("SELECT ?a ?b { ?a kg:no ?b }").to_pandas()
    assert (list(data.columns), len(data)) == (["a", "b"], 0)
    texts = GRAPH.sparql("SELECT ?a ?b { ?a a ?b }").to_pandas()
    assert data.dtypes.to_dict() == texts.dtypes.to_dict()


def test_no_triples_keep_their_columns() -> None:
    none, some = (GRAPH.sparql(f"CONSTRUCT WHERE {{ ?s {p} ?o }}").to_pandas() for p in ("kg:no", "a"))
    assert (len(none), len(some) > 0) == (0, True)
    assert none.dtypes.to_dict() == some.dtypes.to_dict()


def test_yes_and_no() -> None:
    assert GRAPH.sparql("ASK { ?e a kg:Event }")
    assert not GRAPH.sparql("ASK { ?e kg:no ?x }")
    assert Answer(True).to_pandas()["answer"].tolist() == [True]


def test_triples_as_a_frame() -> None:
    found = GRAPH.sparql(f"DESCRIBE ent:{S.ANNEX}")
    assert isinstance(found, Triples)
    data = found.to_pandas()
    assert list(data.columns) == ["subject", "predicate", "object"]
    assert len(data) == len(found) == len(list(found)) > 1
    assert repr(found).startswith(f"<{len(found)} triples>\nsubject")


def test_long_results_are_cut_with_a_note() -> None:
    rows = Rows(("v",), tuple((literal(str(i), "integer"),) for i in range(100)))
    assert repr(rows).splitlines()[0] == "<100 rows: v>"
    assert repr(rows).splitlines()[-1] == "… and 90 more"
    assert "… and 50 more" in rows._repr_html_()
    assert "… and" not in repr(Rows(("v",), rows.rows[:10]))


def test_wide_characters_stand_in_columns() -> None:
    rows = Rows(
        ("a", "b"), ((Term("literal", "茶"), Term("literal", "x")), (Term("literal", "ab"), Term("literal", "y")))
    )
    assert repr(rows).splitlines()[1:] == ["a   b", "茶  x", "ab  y"]

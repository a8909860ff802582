"""The Parquet tables, read by pyarrow and pandas."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import nasty
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sample_graph as sample

from kg.export import parquet
from kg.export.elements import entity_id
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import well_formed
from kg.model import Observation


def written(graph: KnowledgeGraph) -> dict[str, bytes]:
    found = {}
    for name, write in parquet.files(graph).items():
        out = io.BytesIO()
        write(out)
        found[name.removesuffix(".parquet")] = out.getvalue()
    return found


def read(data: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


@pytest.fixture(scope="module")
def tables() -> dict[str, bytes]:
    return written(sample.graph())


def test_every_table_has_the_schema_that_is_written_down(tables: dict[str, bytes]) -> None:
    assert set(tables) == set(parquet.TABLES)
    short = {"bool": "bool", "date32[day]": "date32", "list<element: string>": "list<string>"}
    for name, data in tables.items():
        schema = pq.read_schema(io.BytesIO(data))
        assert {f.name: short.get(str(f.type), str(f.type)) for f in schema} == parquet.TABLES[name]


def test_entities_names_and_links_are_all_there(tables: dict[str, bytes]) -> None:
    graph = sample.graph()
    entities = {row["id"]: row for row in read(tables["entities"])}
    assert set(entities) == {entity_id(v.id) for v in graph.entities()}
    assert entities["ent:" + sample.COMPANY]["classes"] == ["Company", "Organization", "Agent"]
    names = {(row["entity"], row["name"]) for row in read(tables["names"])}
    assert names == {(entity_id(v.id), n) for v in graph.entities() for n in v.names}


def test_every_fact_is_in_one_table_with_its_claims(tables: dict[str, bytes]) -> None:
    graph = sample.graph()
    kinds = ("relations", "attributes", "positions", "observations", "quotations")
    rows = [row for name in kinds for row in read(tables[name])]
    assert {row["fact"]: row["claims"] for row in rows} == {k: list(s.claims) for k, s in graph.stated.items()}
    assert len(rows) == len(graph.stated)
    assert all(isinstance(row["first"], date) for row in rows)


def test_claims_lead_to_facts_and_articles(tables: dict[str, bytes]) -> None:
    graph = sample.graph()
    claims, articles = read(tables["claims"]), {row["id"] for row in read(tables["articles"])}
    assert {row["claim"] for row in claims} == set(graph.evidence)
    assert {row["article"] for row in claims} == articles
    assert set(graph.stated) - {row["fact"] for row in claims} == {
        key for key, stated in graph.stated.items() if stated.derived
    }
    texts = {row["id"]: row["text"] for row in read(tables["articles"])}
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["quote"] for row in claims)


def test_figures_are_numbers_and_exact_texts(tables: dict[str, bytes]) -> None:
    table = pd.read_parquet(io.BytesIO(tables["observations"]))
    assert table["value"].dtype == "float64"
    assert sorted(zip(table["measure"], table["value"], table["exact"], strict=True)) == [
        ("参展企业", 300.0, "300"),
        ("展览面积", 15000.0, "15000"),
    ]


@pytest.mark.parametrize(
    ("value", "number", "exact"),
    [
        ("0.1", 0.1, "0.1"),
        ("12345678901234567890.123", 12345678901234567890.123, "12345678901234567890.123"),
        ("1E+400", None, "1" + "0" * 400),
    ],
)
def test_no_figure_is_too_long(value: str, number: float | None, exact: str) -> None:
    claim = sample.say(sample.FIRST, 1, Observation(sample.FAIR, "观众", Decimal(value), "人"))
    rows = read(written(sample.graph(sample.with_claims(claim)))["observations"])
    assert [(r["value"], r["exact"]) for r in rows if r["measure"] == "观众"] == [(number, exact)]


def test_texts_stay_as_they_are() -> None:
    tables = written(nasty.graph())
    names = {row["name"] for row in read(tables["entities"])}
    assert {well_formed(name) for name in nasty.NAMES} <= names
    posts = {row["title"] for row in read(tables["positions"])}
    assert {well_formed(name) for name in nasty.NAMES} <= posts


def test_pandas_joins_facts_with_their_sentences(tables: dict[str, bytes]) -> None:
    frames = {name: pd.read_parquet(io.BytesIO(data)) for name, data in tables.items()}
    joined = (
        frames["relations"]
        .merge(frames["claims"], on="fact")
        .merge(frames["articles"], left_on="article", right_on="id")
    )
    held = joined[(joined["predicate"] == "heldAt") & (joined["object"] == "ent:" + sample.HALL)]
    assert list(held["sentence"]) == [sample.ONE[0]]
    assert list(held["outlet"]) == ["海湾日报"]


def test_tables_are_written_in_batches(monkeypatch: pytest.MonkeyPatch, tables: dict[str, bytes]) -> None:
    monkeypatch.setattr(parquet, "BATCH", 7)
    data = written(sample.graph())["claims"]
    assert pq.ParquetFile(io.BytesIO(data)).num_row_groups > 5
    assert read(data) == read(tables["claims"])


def test_an_empty_graph_has_tables_with_their_columns() -> None:
    some = sample.graph()
    empty = KnowledgeGraph(schema=some.schema, namespaces=some.namespaces, entities=(), facts=())
    for name, data in written(empty).items():
        table: pa.Table = pq.read_table(io.BytesIO(data))
        assert table.num_rows == 0
        assert table.column_names == list(parquet.TABLES[name])

"""`kg.build` takes the files that a person keeps, as the command does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg

TEXT = "甲市商务局副局长陈远山5月6日表示，甲市会展中心将举办第三届海湾茶博会。\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_links_lead_out(article: Path, tmp_path: Path) -> None:
    table = tmp_path / "links.csv"
    table.write_text("name,iri\n陈远山,https://people.example/1\n", encoding="utf-8")
    graph = kg.build(article, links=table)
    assert graph.entity("陈远山").links == ("https://people.example/1",)
    assert kg.build(article, links=[table]).links == graph.links
    assert kg.build(article).links == ()


def test_decisions_are_heeded_and_faults_in_them_told(article: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.jsonl"
    ruling = {"verdict": "same", "left": {"name": "陈远山"}, "right": {"name": "无此人"}}
    decisions.write_text(json.dumps(ruling) + "\n{}\n", encoding="utf-8")
    kinds = {issue.kind for issue in kg.build(article, decisions=decisions).issues}
    assert {"decision-unused", "bad-decision"} <= kinds


@pytest.mark.parametrize("option", ["decisions", "links"])
def test_a_missing_file_is_wrong_use(article: Path, tmp_path: Path, option: str) -> None:
    with pytest.raises(kg.UsageError, match="none"):
        kg.build(article, **{option: tmp_path / "none.jsonl"})  # type: ignore[arg-type]


@pytest.mark.parametrize("paths", [None, 5, b"one.txt", [None]])
def test_what_is_no_path_is_wrong_use(paths: object) -> None:
    with pytest.raises(kg.UsageError, match="a text or a path"):
        kg.build(paths)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {"jobs": None}, {"jobs": "2"}, {"jobs": 1.5}, {"jobs": 0}, {"base_iri": 5}, {"decisions": 5}, {"links": None},
        {"links": [None]}, {"ontology": 5}, {"patterns": None},
    ],
    ids=str,
)  # fmt: skip
def test_options_of_the_wrong_kind_are_wrong_use(article: Path, options: dict[str, object]) -> None:
    with pytest.raises(kg.UsageError):
        kg.build(article, **options)  # type: ignore[arg-type]

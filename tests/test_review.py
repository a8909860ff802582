"""`kg explain`, `kg review` and decisions in a build, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import inside as kg
from command import no_traceback

POST = {
    "a": "海州银行总经理王晓表示，银行今年在海州设了三家分行。",
    "b": "海岛大学教授王晓介绍，学校今年在海岛建成两座实验室。",
    "c": "海州银行总经理王晓说，海州银行明年还将在海岛设立一家分行。",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for day, (name, text) in enumerate(POST.items(), 1):
        (folder / f"{name}.txt").write_text(f"---\ntitle: {name}\ndate: 2024-01-0{day}\n---\n{text}", encoding="utf-8")
    return folder


def people(folder: Path) -> set[str]:
    rows = [json.loads(line) for line in (folder / "resolution.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["entity"] for row in rows if row.get("class") == "Person"}


def test_review_writes_decisions_that_the_next_build_heeds_and_a_deleted_line_undoes(
    articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "graph"
    assert kg("build", articles, "--out", out).code == 0
    before = people(out)
    assert before == {"王晓_海州银行", "王晓_海岛大学"}
    asked = kg("review", out, stdin=b"what\nsame\n")
    assert asked.code == 0
    assert "other organization and title" in asked.out
    assert "海岛大学教授王晓介绍" in asked.out
    assert "1 decision written" in asked.err
    lines = (out / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["same"]
    assert kg("review", out, stdin=b"").err.endswith("no pair is in doubt\n")
    assert kg("build", articles, "--out", out).code == 0
    assert people(out) == {"王晓"}
    explained = kg("explain", "王晓", "王晓", "--graph", out)
    assert explained.out.startswith("one entity")
    (out / "decisions.jsonl").write_text("", encoding="utf-8")
    assert kg("build", articles, "--out", out).code == 0
    assert people(out) == before


def test_explain_says_why_two_are_two(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    kg("build", articles, "--out", out)
    said = kg("explain", "ent:王晓_海州银行", "ent:王晓_海岛大学", "--graph", out)
    assert said.code == 0
    assert "two entities" in said.out
    assert "same name, other organization and title" in said.out
    assert "海州银行总经理王晓" in said.out


def test_explain_of_things_that_share_nothing(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    kg("build", articles, "--out", out)
    said = kg("explain", "海州银行", "海岛大学", "--graph", out)
    assert "nothing suggests" in said.out


def test_decisions_from_another_file_and_their_faults(articles: Path, tmp_path: Path) -> None:
    given = tmp_path / "mine.yaml"
    given.write_text("- {verdict: same, left: 王晓, right: 王晓}\n- {verdict: perhaps}\n", encoding="utf-8")
    ran = kg("build", articles, "--out", tmp_path / "graph", "--decisions", given)
    assert ran.code == 0
    assert "mine.yaml, item 2" in ran.err
    assert people(tmp_path / "graph") == {"王晓"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "甲", "乙", "--graph", "{}"),
        ("review", "{}"),
        ("build", "{}", "--out", "{}/o", "--decisions", "{}/no"),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = kg(*(a.format(tmp_path) for a in arguments))
    assert ran.code == 2
    assert no_traceback(ran)

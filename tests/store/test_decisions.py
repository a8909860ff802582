"""Files of decisions: read with every fault told, written line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.model import Ruling, Side
from kg.store.decisions import add_decision, read_decisions

LINE = '{"verdict": "same", "left": {"name": "甲", "class": "Company"}, "right": "乙", "note": "更名"}\n'


def test_a_line_is_a_ruling_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text("\n" + LINE, encoding="utf-8")
    rulings, issues = read_decisions(path)
    assert rulings == (Ruling("same", Side("甲", "Company"), Side("乙"), "更名", "decisions.jsonl:2"),)
    assert issues == ()


def test_yaml_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text("- {verdict: different, left: 甲, right: {name: 乙, article: abc}}\n", encoding="utf-8")
    rulings, _ = read_decisions(path)
    assert rulings == (Ruling("different", Side("甲"), Side("乙", "", "abc"), "", "decisions.yaml:item 1"),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "an object with"),
        ("[1]", "an object with"),
        ('{"verdict": "maybe", "left": "甲", "right": "乙"}', "same or different"),
        ('{"verdict": "same", "left": {}, "right": "乙"}', "left needs a name"),
        ('{"verdict": "same", "left": "甲", "right": {"name": "乙", "klass": "Person"}}', "right has klass"),
    ],
)
def test_a_faulty_line_is_an_issue_and_the_rest_goes_on(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(line + "\n" + LINE, encoding="utf-8")
    rulings, issues = read_decisions(path)
    assert len(rulings) == 1
    assert [(i.kind, i.source, i.place) for i in issues] == [("bad-decision", str(path), "1")]
    assert said in issues[0].message


@pytest.mark.parametrize(
    ("name", "data"), [("d.jsonl", b"\xff\xfe"), ("d.yaml", b"{: ["), ("d.yaml", b"verdict: same")]
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=name):
        read_decisions(tmp_path / name)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        read_decisions(tmp_path / "nowhere.jsonl")


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(LINE.rstrip(), encoding="utf-8")
    added = Ruling("different", Side("甲", "Person", "a1"), Side("甲", "Person", "a2"), place="decisions.jsonl:2")
    add_decision(path, added)
    assert read_decisions(path)[0][1] == added
    assert path.read_text(encoding="utf-8").startswith(LINE)

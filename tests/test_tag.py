"""`kg tag` and `kg eval-tagger` through the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import inside as kg

TEXT = "商务部副部长王炳南9月2日在首钢园致辞。"


def test_a_text_is_marked_with_labels_and_probabilities() -> None:
    shown = kg("tag", TEXT).out
    assert "[[王炳南|PER " in shown
    assert "[[首钢园|VENUE " in shown


def test_traditional_characters_are_read_and_shown_as_they_stand() -> None:
    shown = kg("tag", "商務部副部長王炳南9月2日在國家會議中心致辭。").out
    assert "[[王炳南|PER " in shown
    assert "[[國家會議中心|VENUE " in shown


def test_each_line_is_a_text_in_json_lines(tmp_path: Path) -> None:
    lines = [TEXT, "", 'a "quoted" line', "北京\t上海"]
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [json.loads(line) for line in kg("tag", str(file), "--format", "jsonl").out.splitlines()]
    assert [row["t"] for row in rows] == lines
    assert all(len(span) == 4 for row in rows for span in row["spans"])
    assert ["王炳南", "PER"] in [[rows[0]["t"][s:e], label] for s, e, label, _ in rows[0]["spans"]]


def test_a_page_stands_alone_and_is_escaped() -> None:
    page = kg("tag", "<script>alert(1)</script>王炳南在北京。", "--format", "html").out
    assert "<mark" in page
    assert "<script>" not in page
    assert "http" not in page


def test_standard_input_is_read() -> None:
    assert "[[王炳南|PER " in kg("tag", "-", stdin=TEXT.encode()).out


def test_figures_are_printed_for_a_marked_file(tmp_path: Path) -> None:
    file = tmp_path / "marked.txt"
    file.write_text("# a | 2024-01-01 |\n[[商务部|ORG]][[副部长|TITLE]][[王炳南|PER]]致辞。\n", encoding="utf-8")
    shown = kg("eval-tagger", str(file)).out
    assert [line.split()[:4] for line in shown.splitlines() if line.split()[:1] == ["PER"]] == [
        ["PER", "1.000", "1.000", "1.000"]
    ]


def test_unknown_conventions_are_wrong_use() -> None:
    done = kg("tag", TEXT, "--conventions", "msra")
    assert done.code == 2
    assert "uner" in done.err


def test_conventions_are_those_of_the_marked_file(tmp_path: Path) -> None:
    file = tmp_path / "marked.jsonl"
    file.write_text(json.dumps({"t": TEXT, "e": [[6, 9, "PER"]]}, ensure_ascii=False) + "\n", encoding="utf-8")
    shown = kg("eval-tagger", str(file), "--map", "PER=PER", "--conventions", "uner").out
    assert ["PER", "1.000", "1.000", "1.000"] in [line.split()[:4] for line in shown.splitlines()]


@pytest.mark.parametrize("given", ["PER", "=LOC", "PER="])
def test_a_wrong_map_is_wrong_use(tmp_path: Path, given: str) -> None:
    file = tmp_path / "marked.bio"
    file.write_text("甲 O\n", encoding="utf-8")
    done = kg("eval-tagger", str(file), "--map", given)
    assert done.code == 2
    assert "OURS=THEIRS" in done.err

"""`kg conflicts`: the command's own code, in this process."""

from __future__ import annotations

import csv
import io
import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
import sample_graph as sample
from conflict_graph import FAIR, graph

from kg.console.conflicts import run
from kg.errors import GraphLoadError, UsageError
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.rdf.write import evidence_turtle, facts_turtle

Run = Callable[..., str]


def written(folder: Path, made: KnowledgeGraph) -> Path:
    (folder / "kg.ttl").write_bytes(facts_turtle(made))
    (folder / "evidence.ttl").write_bytes(evidence_turtle(made))
    return folder


@pytest.fixture
def conflicts(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def print_out(folder: Path, kind: str = "table") -> str:
        assert run(Namespace(graph=str(folder), format=kind)) == 0
        return capsysbinary.readouterr().out.decode()

    return print_out


def test_the_table_tells_each_answer_with_its_article_and_sentence(tmp_path: Path, conflicts: Run) -> None:
    lines = conflicts(written(tmp_path, graph())).splitlines()
    assert lines == [
        f"{FAIR}  endDate 结束日期",
        "  2031-09-05",
        "    “9月5日闭幕。”",
        "      标题 · 海湾日报 · one.txt",
        "  2031-09-06",
        "    “9月6日闭幕。”",
        "      标题 · 海湾日报 · two.txt",
        "",
        f"{FAIR}  参展企业  家",
        "  446家",
        "    “参展企业446家。”",
        "      标题 · 海湾日报 · two.txt",
        "  507家",
        "    “参展企业507家。”",
        "      标题 · 海湾日报 · one.txt",
        "",
        "(2 conflicts: dates 1, figures 1)",
    ]


def test_where_all_agree(tmp_path: Path, conflicts: Run) -> None:
    folder = written(tmp_path, sample.graph())
    assert conflicts(folder) == "no conflicts\n"
    assert json.loads(conflicts(folder, "json")) == []
    assert len(conflicts(folder, "csv").splitlines()) == 1


def test_json_has_everything(tmp_path: Path, conflicts: Run) -> None:
    found = json.loads(conflicts(written(tmp_path, graph()), "json"))
    assert [(c["kind"], c["about"], c["name"], c["on"], c["detail"]) for c in found] == [
        ("dates", FAIR, FAIR, "endDate", ""),
        ("figures", FAIR, FAIR, "参展企业", "家"),
    ]
    side = found[1]["alternatives"][0]
    assert side["value"] == "446家"
    (claim,) = side["claims"]
    assert {k: claim[k] for k in ("article", "title", "outlet", "source", "sentence")} == {
        "article": "b2", "title": "标题", "outlet": "海湾日报", "source": "two.txt", "sentence": "参展企业446家。",
    }  # fmt: skip


def test_csv_has_a_row_for_each_answer_and_article(tmp_path: Path, conflicts: Run) -> None:
    found = list(csv.DictReader(io.StringIO(conflicts(written(tmp_path, graph()), "csv"))))
    assert [(r["on"], r["value"], r["article"], r["sentence"]) for r in found] == [
        ("endDate", "2031-09-05", "b1", "9月5日闭幕。"),
        ("endDate", "2031-09-06", "b2", "9月6日闭幕。"),
        ("参展企业", "446家", "b2", "参展企业446家。"),
        ("参展企业", "507家", "b1", "参展企业507家。"),
    ]


def test_facts_without_evidence_cannot_be_judged(tmp_path: Path, conflicts: Run) -> None:
    (tmp_path / "kg.ttl").write_bytes(facts_turtle(graph()))
    with pytest.raises(UsageError, match="evidence"):
        conflicts(tmp_path)


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphLoadError):
        run(Namespace(graph=str(tmp_path / "none"), format="table"))


def test_control_characters_do_not_reach_a_terminal(tmp_path: Path, conflicts: Run) -> None:
    assert "\x1b" not in conflicts(written(tmp_path, graph(title="\x1b[31m红")))

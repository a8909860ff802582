"""Articles are built and judged; judgements are kept and compared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT

from kg.errors import ReadError, UsageError
from kg.evaluate.compare import Outcome
from kg.evaluate.gold import read_gold
from kg.evaluate.records import read_judged, to_json
from kg.evaluate.run import Judged, difference, figures, judge_builds
from kg.pipeline import _failed

SHARED = ROOT.parent / "shared"
TEXT = "由海湾市商务局主办的第三届海湾茶叶博览会5月6日在海湾会展中心举行。海湾市商务局副局长陈远山出席开幕式。"
GOLD = {
    "doc": "a.txt",
    "entities": [
        {"id": "fair", "type": "Event", "name": "第三届海湾茶叶博览会"},
        {"id": "office", "type": "Organization", "name": "海湾市商务局"},
        {"id": "person", "type": "Person", "name": "陈远山"},
        {"id": "hall", "type": "Venue", "name": "海湾会展中心"},
    ],
    "relations": [{"s": "fair", "p": "organizer", "o": "office"}, {"s": "fair", "p": "heldAt", "o": "hall"}],
    "positions": [{"holder": "person", "organization": "office", "title": "副局长"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("gold", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(GOLD), encoding="utf-8")
    (tmp_path / "docs" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_an_article_is_built_and_judged(folder: Path) -> None:
    judged = list(judge_builds(read_gold(folder / "gold"), folder / "docs"))
    rows = figures(judged)
    assert rows["positions", ""].f1 == 1
    assert rows["relations", "heldAt"].agreed == 1
    assert {o.what for o in judged[0].outcomes if o.kind == "entities" and o.verdict == "missed"} == set()


def test_an_article_in_which_nothing_was_read_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("kg.pipeline.within", fail)
    monkeypatch.setattr("kg.pipeline.process_article", lambda article, *_, **__: _failed(article, "broken"))
    (judged,) = judge_builds(read_gold(folder / "gold"), folder / "docs")
    assert judged.lost == ("broken",)


def test_an_article_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "docs" / "a.txt").unlink()
    with pytest.raises(UsageError, match=r"a\.txt is not here"):
        list(judge_builds(read_gold(folder / "gold"), folder / "docs"))


RIGHT = Outcome("relations", "right", "heldAt", "甲 heldAt 乙")
MISSED = Outcome("relations", "missed", "heldAt", "甲 heldAt 乙", "甲在乙举行。")
FALSE = Outcome("positions", "false", "Position", "丙 / 丁 / 局长")


def test_figures_add_up_by_kind_and_group() -> None:
    rows = figures([Judged("a", (RIGHT, MISSED)), Judged("b", (FALSE,))])
    assert {key: (f.found, f.marked, f.agreed) for key, f in rows.items()} == {
        ("relations", ""): (1, 2, 1),
        ("relations", "heldAt"): (1, 2, 1),
        ("positions", ""): (1, 0, 0),
        ("positions", "Position"): (1, 0, 0),
    }


def test_a_judgement_is_kept_and_compared(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    path.write_text(to_json([Judged("a", (MISSED,)), Judged("b", (RIGHT,))]), encoding="utf-8")
    found = difference(read_judged(path), [Judged("a", (RIGHT,)), Judged("b", (RIGHT, FALSE)), Judged("c", (FALSE,))])
    assert found.better == (("a", MISSED),)
    assert found.worse == (("b", FALSE),)


@pytest.mark.parametrize("text", ["", "{}", '{"articles": {"a": [{"kind": "x", "verdict": "right"}]}}'])
def test_what_is_no_judgement_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "before.json"
    path.write_text(text)
    with pytest.raises(ReadError, match=r"before\.json"):
        read_judged(path)


def test_the_figures_are_those_of_the_scorer(tmp_path: Path) -> None:
    """The same counts as the tool that scores from outside, on annotated articles."""
    tool = SHARED / "tools" / "score.py"
    if not tool.is_file():
        pytest.skip(f"no scorer here: {SHARED.name}/ is not beside the repository")
    docs = SHARED / "seeds"
    command = f"{sys.executable} -m kg build {{doc}} --out {{out}} --jobs 1"
    theirs = subprocess.run(
        [sys.executable, str(tool), "--json", "--gold", str(SHARED / "gold"), "--docs", str(docs),
            "--command", command],
        check=True, capture_output=True, text=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    ours = figures(judge_builds(read_gold(SHARED / "gold"), docs))
    for kind, row in json.loads(theirs.stdout)["total"].items():
        mine = ours[kind, ""]
        assert (mine.agreed, mine.found - mine.agreed, mine.marked - mine.agreed) == (row["tp"], row["fp"], row["fn"])

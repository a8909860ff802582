"""A build whose stages lie on disk: the bytes of one in memory, whatever is given, and whenever it is killed."""

from __future__ import annotations

import os
import random
import signal
import time
from functools import partial
from pathlib import Path

import pytest
from command import ARTICLES, GOOD
from command import inside as kg
from line import resources

from kg import pipeline
from kg.errors import NothingUsableError, UsageError
from kg.store import disk
from kg.store.atomic import recover
from kg.store.claims.store import FOLDER, ClaimStore
from kg.store.disk import Outcome, build_on_disk, needs_disk
from kg.store.engine import LocalEngine
from kg.store.outputs import build_files

# What names and hashes the other files, and a graph in memory, are not the same.
OTHERS = ("graph.json", "manifest.json")


def on_disk(source: Path, out: Path, jobs: int = 1) -> Outcome:
    memory = ClaimStore(out / FOLDER, "v")
    return build_on_disk([str(source)], out, memory, jobs=jobs, resources=resources(), grave=("long-article",))


def files(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.is_file() and p.name not in OTHERS}


def in_memory(source: Path) -> dict[str, bytes]:
    made = build_files(pipeline.run([str(source)], resources=resources()))
    return {name: data for name, data in sorted(made.items()) if name not in OTHERS}


def test_the_command_gives_the_same_bytes_with_all_that_a_build_takes(tmp_path: Path) -> None:
    link, decisions = tmp_path / "links.csv", tmp_path / "decisions.jsonl"
    link.write_text("name,iri\n首钢园,http://example.org/shougang\nGATIS,http://example.org/gatis\n", encoding="utf-8")
    decisions.write_text('{"same": ["首钢园", "国家会议中心"]}\n{"different": ["甲", "乙"]}\n', encoding="utf-8")
    given = ("build", ARTICLES, "--link", link, "--decisions", decisions, "--base-iri", "https://a.example/")
    told = [kg(*given, "--min-confidence", "0.6", "--engine", engine, "--out", tmp_path / engine).err
            for engine in ("memory", "disk")]  # fmt: skip
    assert files(tmp_path / "disk") == files(tmp_path / "memory")
    issues = [[line for line in err.split("\n") if line.endswith("]")] for err in told]
    assert issues[0] == issues[1] != []
    assert not (tmp_path / "disk" / "graph.json").exists()


def test_building_again_extracts_nothing_and_takes_an_old_network_away(tmp_path: Path) -> None:
    first = kg("build", ARTICLES, "--out", tmp_path / "g", "--engine", "memory")
    segments = {p: p.stat().st_mtime_ns for p in (tmp_path / "g" / "claims").iterdir()}
    before = files(tmp_path / "g")
    again = kg("build", ARTICLES, "--out", tmp_path / "g", "--engine", "disk")
    assert (first.code, again.code) == (0, 0)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "g" / "claims").iterdir()} == segments
    assert files(tmp_path / "g") == before
    assert sorted(p.name for p in (tmp_path / "g").iterdir()) == sorted([*before, "claims", "steps", "manifest.json"])


def test_lots_and_doubles_and_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LOT", 3)
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(8):
        text = GOOD.replace("茶博会", "茶博会" if number % 2 else "瓷博会").replace("9月5日", f"9月{number // 2 + 1}日")
        (source / f"{number}.txt").write_text(text, encoding="utf-8")
    (source / "again.txt").write_text(GOOD.replace("9月5日", "9月1日"), encoding="utf-8")
    (source / "bad.json").write_text("{", encoding="utf-8")
    (source / os.fsdecode(b"odd\xff.txt")).write_text(GOOD.replace("三百", "四百"), encoding="utf-8")
    outcome = on_disk(source, out)
    assert {i.kind for i in outcome.read} == {"duplicate", "bad-json"}
    assert files(out) == in_memory(source)


def test_several_processes_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LocalEngine", partial(LocalEngine, alone=4_000))
    on_disk(ARTICLES, tmp_path / "out", jobs=2)
    assert files(tmp_path / "out") == in_memory(ARTICLES)


def test_without_an_article_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NothingUsableError, match="no article could be read"):
        on_disk(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out" / "kg.ttl").exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"base_iri": "no iri"}, "base IRI"), ({"min_confidence": 2.0}, "least confidence"), ({"jobs": 0}, "jobs")],
)
def test_wrong_use_is_told_before_anything_is_read(tmp_path: Path, wrong: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        build_on_disk(["nowhere"], tmp_path, ClaimStore(tmp_path / FOLDER, "v"), **wrong)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_large_files_are_built_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    assert not needs_disk([str(tmp_path)])
    monkeypatch.setattr(disk, "DISK_FROM", 100)
    assert needs_disk([str(tmp_path)])
    assert not needs_disk(["-"])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_build_killed_at_any_moment_leaves_the_old_graph_and_nothing_behind(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    chance = random.Random(5)
    whole_run = 0.0
    for point in range(12):
        for number in range(3):
            (source / f"{number}.txt").write_text(GOOD.replace("三百", f"{number}{point}百"), encoding="utf-8")
        before = files(out) if out.exists() else {}
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                on_disk(source, out)
            finally:
                os._exit(0)
        if point:
            time.sleep(chance.uniform(0.05, whole_run))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        whole_run = whole_run or time.monotonic() - start
        recover(out)
        after = files(out)
        assert after in (before, in_memory(source))
    on_disk(source, out)
    assert files(out) == in_memory(source)
    assert sorted(p.name for p in out.iterdir()) == sorted([*files(out), "claims", "steps", "manifest.json"])

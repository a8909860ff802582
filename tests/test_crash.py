"""A build that is killed, or runs out of disk, leaves the old graph whole and what it extracted to the next one."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from command import GOOD, environment, kg
from line import resources

from kg import cli, pipeline
from kg.console import build as command
from kg.errors import GraphLoadError
from kg.rdf import files as rdf_files
from kg.store import atomic
from kg.store.atomic import recover, write_files
from kg.store.claims import store as store_module
from kg.store.claims.store import ClaimStore
from kg.store.claims.version import extraction_version
from kg.store.lock import LOCK

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
POINTS = 50
ARTICLES = 5


def write_articles(source: Path, round_number: int) -> None:
    source.mkdir(exist_ok=True)
    for number in range(ARTICLES):
        text = GOOD.replace("林若谷", "林若" + "安柏川达恩飞光"[number]) + f"这是第{round_number}次报道。"
        (source / f"{number}.txt").write_text(text, encoding="utf-8")


def forked(source: Path, out: Path, *, seconds: float | None = None) -> int:
    """`kg build` in a fork of this process, where all is loaded already, killed after so many seconds; its status."""
    child = os.fork()
    if child == 0:
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os._exit(cli.main(["build", str(source), "--out", str(out), "--jobs", "1"]))
        finally:
            os._exit(99)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def timed(source: Path, out: Path) -> float:
    """How many seconds a build takes that nobody kills."""
    start = time.monotonic()
    assert forked(source, out) == 0
    return time.monotonic() - start


def files(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in out.iterdir() if p.is_file() and p.suffix in (".ttl", ".json", ".jsonl")}


def is_whole(found: dict[str, bytes]) -> bool:
    """Whether all files are of one build: the manifest vouches for the others."""
    listed = json.loads(found["manifest.json"])["files"]
    return listed == {n: hashlib.sha256(data).hexdigest() for n, data in found.items() if n != "manifest.json"}


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forks use this process's models, and put each article on disk as soon as it is extracted."""
    monkeypatch.setattr(command, "run_pipeline", partial(pipeline.run, resources=resources()))
    monkeypatch.setattr(store_module, "FLUSH_ARTICLES", 1)


@pytest.mark.usefixtures("loaded")
def test_a_build_killed_at_fifty_points_leaves_the_old_graph_and_the_next_one_is_right(tmp_path: Path) -> None:
    """Killed over and over while its articles change; each fifth time the next run's bytes are compared."""
    source, out = tmp_path / "in", tmp_path / "out"
    write_articles(source, 0)
    whole_run = timed(source, out)
    chance = random.Random(11)
    killed = 0
    for point in range(POINTS):
        if point % 5 == 0:
            write_articles(source, point + 1)
        before = files(out)
        killed += forked(source, out, seconds=chance.uniform(0.01, whole_run)) == signal.SIGKILL
        recover(out)  # killed among the last renames, there is a journal of them: the next build does the rest first
        after = files(out)
        assert after == before or is_whole(after)
        if point % 5 == 4:
            assert forked(source, out) == 0
            assert is_whole(files(out))
            fresh = tmp_path / f"fresh{point}"
            whole_run = min(whole_run, timed(source, fresh))  # what else the machine does must not end every build
            assert files(out) == files(fresh)
            assert {p.name for p in out.iterdir()} == {*files(fresh), "claims"}, "nothing is left behind"
    assert killed > POINTS // 4


@pytest.mark.usefixtures("loaded")
def test_the_next_run_goes_on_from_the_articles_that_were_done(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    write_articles(source, 1)
    read = pipeline.read_articles([str(source)])
    child = os.fork()
    if child == 0:
        memory = ClaimStore(out / "claims", extraction_version())
        for number, _ in enumerate(pipeline.extract(read.articles, memory, resources=resources())):
            if number == 2:
                os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    memory = ClaimStore(out / "claims", extraction_version())
    assert [memory.knows(a) for a in read.articles] == [True, True, True, False, False]


def test_an_interrupt_keeps_what_was_extracted(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 1)
    read = pipeline.read_articles([str(tmp_path / "in")])
    memory = ClaimStore(tmp_path / "claims", "v")
    found = pipeline.extract(read.articles, memory, resources=resources())
    next(found)
    with pytest.raises(KeyboardInterrupt):
        found.throw(KeyboardInterrupt)
    assert [ClaimStore(tmp_path / "claims", "v").knows(a) for a in read.articles] == [True, *[False] * (ARTICLES - 1)]


OLD = {"kg.ttl": b"old", "graph.json": b"old", "manifest.json": b"old"}
NEW = {"kg.ttl": b"new", "graph.json": b"new", "manifest.json": b"new"}


@pytest.mark.parametrize("renames", range(5))
def test_killed_among_the_renames(tmp_path: Path, renames: int) -> None:
    """The first rename is the journal's: from then on the new files count, and `recover` puts them in place."""
    write_files(tmp_path, OLD)
    child = os.fork()
    if child == 0:
        real, left = os.replace, iter(range(renames))

        def stop(source: Path, target: Path) -> None:
            if next(left, None) is None:
                os._exit(7)
            real(source, target)

        atomic.os.replace = stop  # type: ignore[assignment]
        write_files(tmp_path, NEW)
        os._exit(0)
    os.waitpid(child, 0)
    recover(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == (NEW if renames else OLD)


def test_a_graph_of_two_builds_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader waits for the renames of a build to end, and says so where they do not."""
    write_files(tmp_path, {"kg.ttl": b"", "evidence.ttl": b""})
    (tmp_path / rdf_files.COMMIT).write_text("[]")
    monkeypatch.setattr(rdf_files, "_COMMITTED", 0.05)
    with pytest.raises(GraphLoadError, match="a build was killed while it put its files in place; run it again"):
        rdf_files.graph_files(tmp_path)
    recover(tmp_path)
    assert rdf_files.graph_files(tmp_path) == (tmp_path / "kg.ttl", tmp_path / "evidence.ttl")


@pytest.mark.parametrize("journal", ["", "{", "[1]", '[["../x", "kg.ttl"]]', '[["kg.ttl", "other"]]', "[" * 9999])
def test_a_journal_that_is_none_does_nothing(tmp_path: Path, journal: str) -> None:
    write_files(tmp_path, OLD)
    (tmp_path / ".kg-commit").write_text(journal)
    recover(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == OLD


FULL_DISK = """
import resource, sys
from kg import cli
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(cli.main(sys.argv[2:]))
"""


@pytest.mark.parametrize("most", [100, 9_000], ids=["claims do not fit", "the graph does not fit"])
def test_a_full_disk_is_told_in_one_line(tmp_path: Path, most: int) -> None:
    """The limit on a file's size stands for the disk's end."""
    write_articles(tmp_path / "in", 1)
    write_files(tmp_path / "out", OLD)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(most), "build", str(tmp_path / "in"), "--out", str(tmp_path / "out")],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot be written: File too large" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert files(tmp_path / "out") == OLD
    assert {p.name for p in (tmp_path / "out").iterdir()} <= {*OLD, "claims"}


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Path]:
    """A folder that a build of many articles is writing to."""
    source = tmp_path / "many"
    source.mkdir()
    for number in range(150):
        (source / f"{number}.txt").write_text(GOOD + f"补记第{number}号：核对了{number}处。", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(source), "--out", str(tmp_path / "out"), "--jobs", "1"],
        stderr=subprocess.PIPE, env=environment(), text=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if "extracting" in line:
            break
    yield tmp_path / "out"
    process.kill()
    process.communicate()


def test_a_second_build_into_one_folder_is_told(busy: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    ran = kg("build", tmp_path / "a.txt", "--out", busy)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"kg: {busy}: another build is writing to this folder; wait for it, or use another --out\n"
    assert (busy / LOCK).exists()

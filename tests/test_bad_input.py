"""Bad input of every kind through the real command: told with file and place, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import ARTICLES, GOOD, TEXT, environment, no_traceback
from command import inside as kg

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"
ROOT_USER = not hasattr(os, "geteuid") or os.geteuid() == 0


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


def issues(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "issues.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "bad.txt: the file is empty", id="empty"),
        pytest.param(PNG, "bad.txt: the file is no text", id="binary"),
        pytest.param("No Chinese in this text, not a word.", "bad.txt: the text is not Chinese", id="no Chinese"),
    ],
)
def test_a_file_that_is_no_article(tmp_path: Path, content: str | bytes, told: str) -> None:
    write(tmp_path / "bad.txt", content)
    ran = kg("build", "bad.txt", "--out", "out", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert no_traceback(ran)
    assert not (tmp_path / "out").exists()


def test_bad_files_do_not_stop_the_good_ones(tmp_path: Path) -> None:
    bad = {"a.txt": b"", "b.txt": PNG, "c.txt": b"English words only.", "d.jsonl": b'{"title": "x"\n'}
    for name, content in bad.items():
        write(tmp_path / "in" / name, content)
    write(tmp_path / "in" / "e.txt", GOOD)
    ran = kg("build", "in", "--out", "out", cwd=tmp_path)
    assert ran.code == 0
    assert "1 articles read, 4 files skipped" in ran.out
    assert {i["source"] for i in issues(tmp_path / "out")} >= {f"in/{name}" for name in bad}


@pytest.mark.skipif(ROOT_USER, reason="permissions do not bind this user")
def test_a_file_without_read_permission(tmp_path: Path) -> None:
    write(tmp_path / "locked.txt", GOOD).chmod(0)
    ran = kg("build", "locked.txt", "--out", "out", cwd=tmp_path)
    assert ran.code == 2
    assert "locked.txt: permission denied" in ran.err


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """As root, too: what the system refuses to open is told in its words."""
    os.symlink("loop.txt", tmp_path / "loop.txt")
    ran = kg("build", "loop.txt", "--out", "out", cwd=tmp_path)
    assert ran.code == 2
    assert "loop.txt: too many levels of symbolic links" in ran.err


def test_a_folder_with_nothing_usable(tmp_path: Path) -> None:
    write(tmp_path / "in" / "picture.png", PNG)
    write(tmp_path / "in" / ".hidden.txt", GOOD)
    ran = kg("build", "in", "--out", "out", cwd=tmp_path)
    assert ran.code == 2
    assert "no article could be read from in" in ran.err


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        pytest.param("a.txt", f"---\ntitle: [茶\ndate: 2022-09-05\n---\n{TEXT}", "front-matter", id="front matter"),
        pytest.param("a.txt", f"---\ntitle: 茶\n{TEXT}", "front-matter", id="front matter without end"),
        pytest.param("a.html", f"<html><body><p>{TEXT}</p><p>{TEXT[:20]}<a hre", "cut-html", id="HTML cut"),
        pytest.param("a.html", "<html>" + "<div>" * 1_000_000 + f"<p>{TEXT}", "deep-html", id="a million div"),
    ],
)
def test_a_broken_article_is_read_as_far_as_it_goes(tmp_path: Path, name: str, content: str, kind: str) -> None:
    write(tmp_path / name, content)
    ran = kg("build", name, "--out", "out", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert any(kind in i["kind"] for i in issues(tmp_path / "out")), issues(tmp_path / "out")
    assert "林若谷" in (tmp_path / "out" / "kg.ttl").read_text(encoding="utf-8")


def test_lone_surrogates_and_control_characters(tmp_path: Path) -> None:
    text = GOOD.replace("林若谷", "林若谷\ud800").replace("开幕", "\x00\x1b[31m开\x08幕\u202e") + "\udfff\x7f\ufeff"
    write(tmp_path / "a.txt", text)
    ran = kg("build", "a.txt", "--out", "out", cwd=tmp_path)
    assert ran.code in (0, 2)
    assert no_traceback(ran)
    assert "\x1b" not in ran.err + ran.out
    record = json.dumps({"title": "茶\ud800", "text": TEXT + "\udc80\x07", "date": "2022-09-05"})
    write(tmp_path / "b.jsonl", record)
    ran = kg("build", "b.jsonl", "--out", "out", cwd=tmp_path)
    assert ran.code == 0, ran.err
    for path in (p for p in (tmp_path / "out").iterdir() if p.is_file()):
        assert "\x07" not in path.read_bytes().decode("utf-8", "strict")
    assert kg("validate", "out", cwd=tmp_path).code == 0


def test_an_article_of_six_megabytes(tmp_path: Path) -> None:
    """Reading twenty is tested beside the reader."""
    lines = (f"{TEXT}第{number}天。\n" for number in range(6_600_000 // 150))
    write(tmp_path / "long.txt", f"---\ntitle: 长\ndate: 2022-09-05\n---\n{''.join(lines)}")
    assert (tmp_path / "long.txt").stat().st_size > 6_000_000
    ran = kg("build", "long.txt", "--out", "out", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "long.txt, 100000: only the first 100000 of" in ran.err
    assert "林若谷" in (tmp_path / "out" / "kg.ttl").read_text(encoding="utf-8")


def test_a_query_with_a_syntax_error(tmp_path: Path) -> None:
    write(tmp_path / "kg.ttl", "")
    ran = kg("query", "SELECT ?x WHERE { ?x kg:heldAt }", "--graph", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "kg: the query is wrong at line 1, column" in ran.err


@pytest.mark.parametrize("command", [["query", "ASK {}", "--graph"], ["show", "甲", "--graph"], ["validate"]])
def test_a_missing_or_broken_graph(tmp_path: Path, command: list[str]) -> None:
    ran = kg(*command, "nowhere", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere: no such file or folder" in ran.err
    write(tmp_path / "g" / "kg.ttl", "@prefix kg: <https://kg.example.org/ontology#> .\nent:甲 a kg:Venue .")
    ran = kg(*command, "g", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "kg: g/kg.ttl:2:" in ran.err


def test_an_output_folder_that_cannot_be_written(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", GOOD)
    write(tmp_path / "file", "kept")
    for out in ("file", "file/below"):
        ran = kg("build", "a.txt", "--out", out, cwd=tmp_path)
        assert ran.code == 2
        assert f"kg: {out}: cannot be written" in ran.err
        assert "extracting" not in ran.err, "it was plain before the work began"
    assert (tmp_path / "file").read_text() == "kept"
    (tmp_path / "out" / "graph.json").mkdir(parents=True)
    ran = kg("build", "a.txt", "--out", "out", cwd=tmp_path)
    assert ran.code == 2
    assert "graph.json: cannot be written: it is a folder" in ran.err
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"graph.json", "claims"}


@pytest.mark.skipif(ROOT_USER, reason="permissions do not bind this user")
def test_an_output_folder_without_permission(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", GOOD)
    (tmp_path / "out").mkdir(mode=0o500)
    ran = kg("build", "a.txt", "--out", "out", cwd=tmp_path)
    assert ran.code == 2
    assert "no permission to write" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="this system sends no SIGINT to a group")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_leaves_the_old_output_whole(tmp_path: Path, jobs: int) -> None:
    out = tmp_path / "out"
    for name in ("kg.ttl", "evidence.ttl", "graph.json", "issues.jsonl", "manifest.json"):
        write(out / name, f"the old {name}")
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    source = tmp_path / "in"
    source.mkdir()
    for number in range(12):
        for path in ARTICLES.glob("2022-*.txt"):
            text = path.read_bytes() + f"\n<p>补记第{number}号：本报核对了{number}处。</p>".encode()
            (source / f"{number}-{path.name}").write_bytes(text)
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(source), "--out", str(out), "--jobs", str(jobs)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), start_new_session=True, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if "extracting" in line:
            break
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    printed, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert printed == ""
    assert told.splitlines()[-1] == "kg: interrupted"
    assert "Traceback" not in told
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.name != "claims"} == before
    assert group_ends(process.pid), "a worker is left"


def group_ends(group: int, seconds: float = 10) -> bool:
    """Whether no process of the group is left after a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False

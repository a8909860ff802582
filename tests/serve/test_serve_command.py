"""`kg serve` as a person starts and ends it."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest
from command import inside, kg, no_traceback
from live import ENDLESS, EXPORTS, live


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_told_and_leaves_nothing(tmp_path: Path, number: int) -> None:
    with live(EXPORTS, TMPDIR=str(tmp_path)) as running:
        assert any(tmp_path.glob("kg-serve-*")), "a temporary store"
        assert running.end(number) == 0
    assert list(tmp_path.iterdir()) == []
    said = "".join(running.said)
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "kg: ended"


def test_it_ends_when_told_in_the_middle_of_a_query(tmp_path: Path) -> None:
    with live(EXPORTS, "--timeout", "60", TMPDIR=str(tmp_path)) as running:
        with running.client() as client, pytest.raises(Exception, match="timed out"):
            client.get("/sparql", params={"query": ENDLESS}, timeout=0.5)
        assert running.end() == 0
    assert list(tmp_path.iterdir()) == []
    assert "Traceback" not in "".join(running.said)


def test_it_says_what_it_serves_and_where() -> None:
    with live(EXPORTS) as running:
        assert any("triples of facts" in line for line in running.said)
        assert any(f"open {running.url}/ in a browser" in line for line in running.said)
        assert not any("warning" in line for line in running.said)


def test_it_warns_when_others_can_reach_it() -> None:
    with live(EXPORTS, "--host", "0.0.0.0") as running:
        with running.client() as client:
            answered = client.get("/sparql?query=ASK{}", headers={"Host": "newsroom.example"})
        assert answered.status_code == 200
        running.end()
    assert any("warning: everyone who can reach" in line for line in running.said)


def test_a_kept_store_is_used_again(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with live(EXPORTS, "--store", str(store)) as first:
        first.end()
    with live(EXPORTS, "--store", str(store)) as second:
        second.end()
    assert any("store made" in line for line in first.said)
    assert not any("store made" in line for line in second.said)
    assert (store / "made.json").is_file()


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = inside("serve", EXPORTS, "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert "is in use by another program" in ran.err
    assert no_traceback(ran)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "no such file or folder"),
        ([str(EXPORTS), "--port", "0", "--host", "no.such.host.invalid"], "no such address"),
        ([str(EXPORTS), "--timeout", "0"], "--timeout must be above 0"),
        ([str(EXPORTS), "--workers", "0"], "--workers must be above 0"),
        ([str(EXPORTS), "--port", "123456"], "--port must be between 0 and 65535"),
        ([str(EXPORTS), "--port", "0", "--store", str(EXPORTS)], "neither"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: list[str], message: str) -> None:
    ran = inside("serve", *arguments, cwd=tmp_path)
    assert ran.code == 2
    assert message in ran.err
    assert no_traceback(ran)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['uvicorn'] = None\n", encoding="utf-8")
    from command import ROOT

    ran = kg("serve", EXPORTS, env={"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    assert ran.code == 2
    assert "pip install 'kg[web]'" in ran.err

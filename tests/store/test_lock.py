"""One build at a time in a folder; what a dead one left is in nobody's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment

from kg.errors import OutputError
from kg.store.lock import LOCK, locked

HOLD = """
import sys
from pathlib import Path
from kg.store.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(directory: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(directory)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told(tmp_path: Path) -> None:
    first = holder(tmp_path)
    with pytest.raises(OutputError, match="another build is writing to this folder"), locked(tmp_path):
        pass
    first.communicate("")
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_in_one_process_too(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(OutputError, match="another build"), locked(tmp_path):
        pass


@pytest.mark.skipif(os.name == "nt", reason="this system has no SIGKILL")
def test_a_killed_build_leaves_no_obstacle(tmp_path: Path) -> None:
    first = holder(tmp_path)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_folders_made_for_nothing_go_again(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"), locked(tmp_path / "a" / "b"):
        raise ValueError("no")
    assert list(tmp_path.iterdir()) == []
    with locked(tmp_path / "a" / "b"):
        (tmp_path / "a" / "b" / "kg.ttl").touch()
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["kg.ttl"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"), locked(tmp_path / "file" / "below"):
        pass

"""A call is interrupted after so much processor time, and its article told; workers that die are replaced."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from command import TEXT
from line import article, resources

from kg import pipeline
from kg.limits import OVERTIME, OvertimeError, within
from kg.model import Document, Source
from kg.pipeline import ARTICLE_STAGES, Stage
from kg.processes import in_processes

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no such timers")


def spin(seconds: float = 5) -> str:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"


def stubborn() -> None:
    """What swallows every ordinary exception."""
    for _ in range(100):
        try:
            spin(0.1)
        except Exception:
            continue


def test_what_is_quick_is_let_be() -> None:
    assert within(5, spin, 0.01) == "done"
    assert within(None, spin, seconds=0.01) == "done"


@pytest.mark.parametrize(
    "call", [spin, stubborn, lambda: re.match("(a|a)*b", "a" * 40)], ids=["a loop", "a stubborn loop", "one search"]
)
def test_what_takes_too_long_is_interrupted(call: object) -> None:
    start = time.process_time()
    with pytest.raises(OvertimeError):
        within(0.1, call)  # type: ignore[arg-type]
    assert time.process_time() - start < 3
    before = signal.getitimer(signal.ITIMER_VIRTUAL)
    assert before == (0.0, 0.0)
    spin(0.7)  # nothing comes later


def test_the_handler_that_was_there_is_there_again() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    within(5, spin, 0.01)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_outside_the_main_thread_there_is_no_limit() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(within(0.05, spin, 0.2)))
    thread.start()
    thread.join()
    assert found == ["done"]


def test_an_article_that_takes_too_long_is_told() -> None:
    slow = Stage("slow", (), (), lambda document, loaded: replace(document, focus=spin()))
    trapped = replace(article(TEXT), sources=(Source("a.txt", ""),))
    found = pipeline.process_article(trapped, resources(), [*ARTICLE_STAGES[:1], slow], limit=0.1)
    assert [(i.kind, i.source, i.place) for i in found.issues] == [(OVERTIME, "a.txt", "0.1")]
    assert found == Document(trapped, issues=found.issues)


def deadly(item: tuple[str, int]) -> int:
    """Dies over 3 whenever it comes, over 7 the first time."""
    mark, number = Path(item[0]) / "seven", item[1]
    if number == 3 or (number == 7 and not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def instead(item: tuple[str, int]) -> int:
    return -item[1]


def test_a_worker_that_dies_is_replaced_and_the_item_told(tmp_path: Path) -> None:
    items = [(str(tmp_path), number) for number in range(40)]
    expected = [-3 if number == 3 else number for number in range(40)]
    assert list(in_processes(deadly, items, 2, lost=instead)) == expected


def test_an_article_that_ends_its_worker_is_an_issue() -> None:
    found = pipeline._lost(replace(article(TEXT), sources=(Source("a.txt", ""),)))
    assert [(i.kind, i.source) for i in found.issues] == [("extraction-failed", "a.txt")]

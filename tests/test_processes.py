"""Workers: forked from one process that is ready, worked with several items at a time, ended with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import environment

from kg.errors import UsageError
from kg.forks import can_fork
from kg.processes import Crew, in_processes

forked = pytest.mark.skipif(not can_fork(), reason="workers are not forked here")


@dataclass(slots=True)
class Together:
    """Squares several numbers at a time, and tells who got ready and who worked; dies over what it may not see.

    Workers leave marks in a folder `marks`, and wait for each other until there are `crew` of them.
    """

    deadly: int | None = None
    marks: str = ""
    crew: int = 0
    made: int = 0

    def ready(self) -> None:
        if self.deadly == 0:
            raise UsageError("not ready")
        self.made = os.getpid()

    def each(self, items: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        for item in items:
            if item == self.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
        if self.marks:
            (Path(self.marks) / str(os.getpid())).touch()
            for _ in range(600):
                if len(os.listdir(self.marks)) >= self.crew:
                    break
                time.sleep(0.1)
        if items[0] < 0:
            time.sleep(60)
        return iter([(item * item, self.made, os.getpid()) for item in items])

    def __call__(self, item: int) -> tuple[int, int, int]:
        raise AssertionError("each item is worked on with others")


def square(item: int) -> tuple[int, int, int]:
    return (-item, 0, 0)


@forked
def test_the_work_is_made_ready_once_and_workers_are_copies_of_it(tmp_path: Path) -> None:
    found = list(in_processes(Together(marks=str(tmp_path), crew=2), range(100), 2))
    assert [n for n, _, _ in found] == [n * n for n in range(100)]
    assert len({made for _, made, _ in found}) == 1
    workers = {worker for _, _, worker in found}
    assert len(workers) == 2
    assert not workers & {made for _, made, _ in found}


@forked
def test_a_crew_works_through_several_collections_without_starting_anew(tmp_path: Path) -> None:
    with Crew(Together(marks=str(tmp_path), crew=2), 2) as crew:
        first, second = list(crew.work(range(100))), list(crew.work(range(100, 200)))
    assert [n for n, _, _ in (*first, *second)] == [n * n for n in range(200)]
    assert (
        {worker for _, _, worker in first} == {worker for _, _, worker in second} == set(map(int, os.listdir(tmp_path)))
    )
    assert gone([worker for _, _, worker in first])


@dataclass(frozen=True, slots=True)
class Late:
    """Gets ready once there is a file."""

    sign: Path

    def ready(self) -> None:
        for _ in range(600):
            if self.sign.exists():
                return
            time.sleep(0.05)

    def __call__(self, item: int) -> int:
        return item + 1


@forked
def test_a_crew_tells_when_it_is_ready(tmp_path: Path) -> None:
    with Crew(Late(tmp_path / "sign"), 2) as crew:
        assert not crew.is_ready()
        (tmp_path / "sign").touch()
        for _ in range(600):
            if crew.is_ready():
                break
            time.sleep(0.05)
        assert crew.is_ready()
        assert list(crew.work([1, 2, 3])) == [2, 3, 4]
        assert crew.is_ready()


def who(item: int) -> int:
    time.sleep(0.5)
    return os.getpid()


@pytest.mark.parametrize("items", [2, 3, 4])
def test_few_long_items_are_shared_by_all(items: int) -> None:
    """No worker has a second one waiting while another has nothing to do."""
    with Crew(who, 2) as crew:
        list(crew.work(range(2)))
        began = time.monotonic()
        found = list(crew.work(range(items)))
    assert len(set(found)) == 2
    assert time.monotonic() - began < 0.5 * ((items + 1) // 2) + 0.4


def test_of_items_worked_on_together_only_the_deadly_one_is_lost() -> None:
    found = list(in_processes(Together(deadly=13), range(200), 2, lost=square))
    assert [n for n, _, _ in found] == [-13 if n == 13 else n * n for n in range(200)]


@forked
def test_what_getting_ready_raises_is_the_caller_s() -> None:
    with pytest.raises(UsageError, match="not ready"):
        list(in_processes(Together(deadly=0), range(100), 2))


def gone(processes: Sequence[int]) -> bool:
    """Whether none of these processes is there after a moment."""
    for _ in range(100):
        if not any(_runs(process) for process in processes):
            return True
        time.sleep(0.05)
    return False


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not show its processes")
def test_workers_end_where_their_results_are_no_longer_wanted() -> None:
    results = in_processes(Together(), range(100), 2)
    _, stem, worker = next(results)
    results.close()
    assert gone([stem, worker])


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from test_processes import Together
from kg.processes import in_processes
if __name__ == "__main__":
    list(in_processes(Together(marks={marks!r}), [-1, -2, -3, -4], 2))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not show its processes")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_busy_workers_end_with_their_parent(tmp_path: Path, by: signal.Signals) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(tests=str(Path(__file__).parent), marks=str(marks)), encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], env=environment()) as parent:
        while len(list(marks.iterdir())) < 2:
            assert parent.poll() is None
            time.sleep(0.05)
        parent.send_signal(by)
        parent.wait()
    assert gone([int(mark.name) for mark in marks.iterdir()])

"""A pure function over many items in worker processes that end with their parent.

The standard pools cannot be ended safely in the middle: a ProcessPoolExecutor of Python 3.11 whose workers are
terminated may wait for ever on its own queue, and a multiprocessing.Pool waits for ever on a worker that was killed.
So each worker here has a pipe of its own, and the parent no threads.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from kg.errors import UsageError

Item = TypeVar("Item")
Found = TypeVar("Found")
# Items sent at once: few enough that all workers end at about the same time, many enough that sending costs little.
MOST_AT_ONCE = 16
ROUNDS = 4
_ENDED = (
    "a worker process ended early: memory ran out, or the calling script has no "
    '`if __name__ == "__main__":`; with one job no workers are needed'
)


def in_processes(
    work: Callable[[Item], Found],
    items: Sequence[Item],
    workers: int,
    *,
    lost: Callable[[Item], Found] | None = None,
) -> Generator[Found, None, None]:
    """`work` on each item, in the order of the items.

    Each worker gets its own copy of `work` (by pickling) and keeps it, so that what it loads is loaded once.
    Workers are started afresh (spawn: the same on every system, and safe beside threads). They end when the generator
    is closed, when an error or an interrupt ends it, and when the parent dies.

    A worker that dies over an item (memory ran out, a library crashed) is replaced and the item tried once more; where
    that one dies too, `lost(item)` stands for what would have been found. Without `lost` the first death is an error.

    Raises:
        UsageError: a worker ended before its work was done.
        Exception: what `work` raised.
    """
    size = max(1, min(MOST_AT_ONCE, len(items) // (workers * ROUNDS)))
    waiting = deque(range(at, min(at + size, len(items))) for at in range(0, len(items), size))
    done: dict[int, Found] = {}
    deaths: Counter[int] = Counter()
    with _Crew(work, min(workers, len(waiting))) as crew:
        for number in range(len(items)):
            while number not in done:
                for worker in crew.members:
                    if waiting and worker.ready and not worker.lot:
                        worker.give(waiting.popleft(), items)
                for worker in crew.heard():
                    answer = worker.answer()
                    if not isinstance(answer, _Dead):
                        if worker.lot:
                            done[worker.lot.popleft()] = answer
                        worker.ready = True
                        continue
                    if lost is None or not worker.ready or not worker.lot:
                        raise UsageError(_ENDED)
                    guilty, *rest = worker.lot
                    deaths[guilty] += 1
                    if deaths[guilty] > 1:
                        done[guilty] = lost(items[guilty])
                        waiting.appendleft(range(guilty + 1, guilty + 1 + len(rest)))
                    else:
                        waiting.extendleft((range(guilty + 1, guilty + 1 + len(rest)), range(guilty, guilty + 1)))
                    crew.replace(worker)
            yield done.pop(number)


class _Dead:
    """What a worker answers that is no more."""


@dataclass(slots=True, eq=False)
class _Worker:
    """One process: `ready` once it has come up, `lot` the numbers of the items it has still to answer for."""

    process: BaseProcess
    pipe: Connection
    ready: bool = False
    lot: deque[int] = field(default_factory=deque)

    def give(self, lot: range, items: Sequence[Any]) -> None:
        self.lot.extend(lot)
        with suppress(BrokenPipeError, ConnectionResetError):  # it is gone, which reading from it will tell
            self.pipe.send([items[number] for number in lot])

    def answer(self) -> Any:
        try:
            answer = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            return _Dead()
        if isinstance(answer, _Raised):
            raise answer.error
        return answer


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


class _Crew:
    """Worker processes that are ended together."""

    def __init__(self, work: Callable[[Any], Any], workers: int) -> None:
        self.work = work
        self.workers = workers
        self.members: list[_Worker] = []

    def __enter__(self) -> _Crew:
        try:
            for _ in range(self.workers):
                self.members.append(self._start())
        except BaseException:
            self.end(self.members)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end(self.members)

    def heard(self) -> list[_Worker]:
        """The workers that have answered or died, once there are some."""
        pipes = {id(worker.pipe): worker for worker in self.members}
        return [pipes[id(pipe)] for pipe in wait([worker.pipe for worker in self.members])]

    def replace(self, worker: _Worker) -> None:
        """Another worker for one that died."""
        self.end([worker])
        self.members[self.members.index(worker)] = self._start()

    def end(self, members: Sequence[_Worker]) -> None:
        """End some workers, whatever they are doing."""
        for worker in members:
            worker.process.terminate()
        for worker in members:
            worker.process.join()
            worker.pipe.close()

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        # Workers inherit what is held back: an interrupt from the keyboard is the parent's affair. The tracker, which
        # each start of a process looks after, lets interrupts through again when it is started itself.
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()
        with held_back(signal.SIGINT):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self.work), daemon=True)
            process.start()
            theirs.close()
        return _Worker(process, ours)


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """A worker's life: a word that it is there, then lots in, and for each item a result or an error out."""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(None)
        while True:
            for item in pipe.recv():
                try:
                    answer = work(item)
                except Exception as error:
                    pipe.send(_Raised(error))
                    break
                pipe.send(answer)


@contextmanager
def held_back(*signals: signal.Signals) -> Iterator[None]:
    """Hold signals back for a moment, where the system can; they are delivered afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

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
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from kg.errors import UsageError
from kg.forks import Stem, can_fork, start_stem

Item = TypeVar("Item")
Found = TypeVar("Found")
# Items sent at once, as many as are worked on together with profit; near the end, this share of what each has left.
MOST_AT_ONCE = 64
ROUNDS = 4
# Lots that a worker has, while there are enough: the next one lies ready when it is done with the first, whatever the
# caller is doing.
AHEAD = 2
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

    `work` is pickled. Where it has a method `ready()`, that loads what the work needs: on Linux it is called once, and
    the workers are forked from the process that called it (see `kg.forks`); elsewhere workers are started afresh, and
    `work` loads at its first item. Where it has a method `each(items)`, workers call that instead, with several items.
    Workers end when the generator is closed, when an error or an interrupt ends it, and when the parent dies.

    A worker that dies over an item (memory ran out, a library crashed) is replaced and the item tried once more, alone;
    where that one dies too, `lost(item)` stands for what would have been found. Without `lost` the first death is an
    error.

    Raises:
        UsageError: a worker ended before its work was done.
        Exception: what `work` raised.
    """
    if not items:
        return
    with Crew(work, min(workers, len(_lots(len(items), workers)))) as crew:
        yield from crew.work(items, lost=lost)


def _lots(items: int, workers: int) -> list[range]:
    """Numbers of items that are sent at once: fewer and fewer, so that all workers end at about the same time."""
    lots, at = [], 0
    while at < items:
        size = max(1, min(MOST_AT_ONCE, (items - at) // (workers * ROUNDS)))
        lots.append(range(at, at + size))
        at += size
    return lots


def _after_death(lot: range, waiting: deque[range], deaths: Counter[int], together: bool) -> list[int]:
    """Put a dead worker's items back, those that may be to blame alone; the one that has ended two workers is given."""
    blamed = list(lot) if together else [lot[0]]
    deaths.update(blamed)
    if len(lot) == 1 or not together:
        if lot[1:]:
            waiting.appendleft(lot[1:])
        if deaths[lot[0]] > 1:
            return [lot[0]]
        blamed = [lot[0]]
    waiting.extendleft(range(number, number + 1) for number in reversed(blamed))
    return []


class _Dead:
    """What a worker answers that is no more."""


@dataclass(slots=True, eq=False)
class _Worker:
    """One process, ended by `end`: `ready` once it has come up, `lots` the numbers of what it has to answer for."""

    end: Callable[[], None]
    pipe: Connection
    ready: bool = False
    lots: deque[range] = field(default_factory=deque)

    def answered(self) -> int:
        """The number of the item that it has answered for."""
        lot = self.lots.popleft()
        if len(lot) > 1:
            self.lots.appendleft(lot[1:])
        return lot[0]

    def give(self, lot: range, items: Sequence[Any]) -> None:
        self.lots.append(lot)
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


class Crew:
    """Worker processes for one kind of work, that work through one collection of items after another, and are ended
    together; see `in_processes`. What the work needs is loaded while the caller goes on, until there are items.
    """

    def __init__(self, work: Callable[[Any], Any], workers: int) -> None:
        self._work = work
        self._workers = workers
        self._members: list[_Worker] = []
        self._stem = self._new_stem() if can_fork() else None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_ready(self) -> bool:
        """Whether `work` need not wait until its processes have loaded what they need, as far as that can be told."""
        return bool(self._members) or self._stem is None or self._stem.is_ready()

    def work(self, items: Sequence[Any], *, lost: Callable[[Any], Any] | None = None) -> Generator[Any, None, None]:
        """What `in_processes` gives. Where it is not taken to its end, or ends in an error, the crew is of no more use.

        Raises:
            UsageError: a worker could not be started, or ended before its work was done.
            Exception: what the work raised.
        """
        while len(self._members) < self._workers:
            self._members.append(self._start())
        waiting = deque(_lots(len(items), self._workers))
        done: dict[int, Any] = {}
        deaths: Counter[int] = Counter()
        for number in range(len(items)):
            while number not in done:
                self._give(waiting, items)
                for worker in self._heard():
                    answer = worker.answer()
                    if not isinstance(answer, _Dead):
                        if worker.lots:
                            done[worker.answered()] = answer
                        worker.ready = True
                        continue
                    if lost is None or not worker.ready or not worker.lots:
                        raise UsageError(_ENDED)
                    lot, *untouched = worker.lots
                    waiting.extendleft(reversed(untouched))
                    for number_lost in _after_death(lot, waiting, deaths, hasattr(self._work, "each")):
                        done[number_lost] = lost(items[number_lost])
                    self._replace(worker)
            yield done.pop(number)

    def _give(self, waiting: deque[range], items: Sequence[Any]) -> None:
        """Give those that are ready a lot each, and some ahead while there are enough for all."""
        for had in range(AHEAD):
            for worker in self._members:
                if worker.ready and len(worker.lots) == had and len(waiting) > (had and len(self._members) - 1):
                    worker.give(waiting.popleft(), items)

    def _heard(self) -> list[_Worker]:
        """The workers that have answered or died, once there are some."""
        pipes = {id(worker.pipe): worker for worker in self._members}
        return [pipes[id(pipe)] for pipe in wait([worker.pipe for worker in self._members])]

    def _replace(self, worker: _Worker) -> None:
        """Another worker for one that died."""
        self._end(worker)
        self._members[self._members.index(worker)] = self._start()

    def _end(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.end()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._members:
            self._end(worker)
        self._members.clear()
        if self._stem is not None:
            self._stem.close()
            self._stem = None

    def _start(self) -> _Worker:
        return self._forked() if can_fork() else self._spawned()

    def _forked(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        try:
            stem, number = self._fork(theirs)
        except (EOFError, OSError) as error:
            ours.close()
            raise UsageError(_ENDED) from error
        finally:
            theirs.close()
        return _Worker(lambda: stem.end(number), ours)

    def _fork(self, theirs: Connection) -> tuple[Stem, int]:
        """A new worker; where the stem has died since it made others, a new stem makes it."""
        if self._stem is not None:
            with suppress(EOFError, OSError):
                return self._stem, self._stem.fork(theirs)
            self._stem.close()
        self._stem = self._new_stem()
        return self._stem, self._stem.fork(theirs)

    def _new_stem(self) -> Stem:
        with _undisturbed():
            return start_stem(_serve, self._work)

    def _spawned(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        with _undisturbed():
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
            process.start()
            theirs.close()

        def end() -> None:
            process.terminate()
            process.join()

        return _Worker(end, ours)


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """A worker's life: a word that it is there, then lots in, and for each item a result or an error out.

    Lots are taken in by a thread, so that the caller can always send one, whatever waits to be sent back.
    """
    lots: SimpleQueue[list[Any] | None] = SimpleQueue()
    Thread(target=_receive, args=(pipe, lots), daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(None)
        while (lot := lots.get()) is not None:
            try:
                for answer in work.each(lot) if hasattr(work, "each") else map(work, lot):
                    pipe.send(answer)
            except (EOFError, BrokenPipeError, ConnectionResetError):
                raise
            except Exception as error:
                pipe.send(_Raised(error))


def _receive(pipe: Connection, lots: SimpleQueue[list[Any] | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            lots.put(pipe.recv())
    lots.put(None)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes started now inherit that interrupts are held back: one from the keyboard is the parent's affair."""
    if hasattr(signal, "pthread_sigmask"):
        # The tracker, which each start looks after, lets interrupts through again when it is started itself.
        resource_tracker.ensure_running()
    with held_back(signal.SIGINT):
        yield


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

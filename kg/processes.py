"""A pure function over many items in worker processes that end with their parent.

The standard pools cannot be ended safely in the middle: a ProcessPoolExecutor of Python 3.11 whose workers are
terminated may wait for ever on its own queue, and a multiprocessing.Pool waits for ever on a worker that was killed.
So each worker here has a pipe of its own, and the parent no threads.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from kg.errors import UsageError

Item = TypeVar("Item")
Found = TypeVar("Found")
# Items sent at once: few enough that all workers end at about the same time, many enough that sending costs little.
MOST_AT_ONCE = 16
ROUNDS = 4


def in_processes(work: Callable[[Item], Found], items: Sequence[Item], workers: int) -> Generator[Found, None, None]:
    """`work` on each item, in the order of the items.

    Each worker gets its own copy of `work` (by pickling) and keeps it, so that what it loads is loaded once.
    Workers are started afresh (spawn: the same on every system, and safe beside threads). They end when the generator
    is closed, when an error or an interrupt ends it, and when the parent dies.

    Raises:
        UsageError: a worker ended before its work was done.
        Exception: what `work` raised.
    """
    size = max(1, min(MOST_AT_ONCE, len(items) // (workers * ROUNDS)))
    lots = [items[at : at + size] for at in range(0, len(items), size)]
    with _started(work, min(workers, len(lots))) as pipes:
        idle, given = list(pipes), 0
        busy: dict[Connection, int] = {}
        done: dict[int, list[Found]] = {}
        for number in range(len(lots)):
            while number not in done:
                while idle and given < len(lots):
                    pipe = idle.pop()
                    _send(pipe, lots[given])
                    busy[pipe] = given
                    given += 1
                for pipe in _ready(busy):
                    done[busy.pop(pipe)] = _receive(pipe)
                    idle.append(pipe)
            yield from done.pop(number)


@contextmanager
def _started(work: Callable[[Any], Any], workers: int) -> Iterator[list[Connection]]:
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    try:
        # Workers inherit what is held back: an interrupt from the keyboard is the parent's affair. The tracker, which
        # each start of a process looks after, lets interrupts through again when it is started itself.
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()
        with held_back(signal.SIGINT):
            for _ in range(workers):
                ours, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs, work), daemon=True)
                process.start()
                theirs.close()
                pipes.append(ours)
                processes.append(process)
        yield pipes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()
        for pipe in pipes:
            pipe.close()


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """A worker's life: lots in, results or an error out, until the parent is gone."""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            lot = pipe.recv()
            answer: list[Any] | Exception
            try:
                answer = [work(item) for item in lot]
            except Exception as error:
                answer = error
            pipe.send(answer)


def _ready(pipes: Iterable[Connection]) -> list[Connection]:
    return [pipe for pipe in wait(list(pipes)) if isinstance(pipe, Connection)]


def _send(pipe: Connection, lot: Sequence[Any]) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):  # the worker is gone, which reading from it will tell
        pipe.send(lot)


def _receive(pipe: Connection) -> list[Any]:
    try:
        answer = pipe.recv()
    except (EOFError, ConnectionResetError) as error:
        raise UsageError(
            "a worker process ended early: memory ran out, or the calling script has no "
            '`if __name__ == "__main__":`; with one job no workers are needed'
        ) from error
    if isinstance(answer, Exception):
        raise answer
    return list(answer)


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

"""A pure function over many items in worker processes that end with their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
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
    Workers are started afresh (spawn: the same on every system, and safe beside threads). They end when the iterator is
    closed, when an error or an interrupt ends it, and when the parent dies.

    Raises:
        UsageError: a worker ended before its work was done.
    """
    before = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(work,))
    at_once = max(1, min(MOST_AT_ONCE, len(items) // (workers * ROUNDS)))
    done = False
    try:
        yield from pool.map(_run, items, chunksize=at_once)
        done = True
    except BrokenProcessPool as error:
        raise UsageError(
            "a worker process ended early: memory ran out, or the calling script has no "
            '`if __name__ == "__main__":`; with one job no workers are needed'
        ) from error
    finally:
        pool.shutdown(wait=done, cancel_futures=True)
        if not done:
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()
                child.join()


_work: Callable[[Any], Any] | None = None  # of a worker process, set once when it starts; unused in the parent


def _start(work: Callable[[Any], Any]) -> None:
    """Prepare a worker: interrupts from the keyboard are the parent's affair, and without it there is no work."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _run(item: Any) -> Any:
    assert _work is not None
    return _work(item)

"""Copies of one process that has loaded everything already: they start in milliseconds and share its memory.

A process of our own, with a single thread, is started afresh, gets the work ready, and then forks a worker whenever it
is told to. The caller itself is never forked: it may have threads, and locks they hold would stay locked for ever.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import recv_handle, send_handle
from typing import Any

Serve = Callable[[Connection, Any], None]
_REAP = 0


def can_fork() -> bool:
    """Whether a process that has loaded libraries may be forked here: not on macOS, whose own libraries forbid it."""
    return sys.platform == "linux" and hasattr(socket, "AF_UNIX")


@dataclass(slots=True, eq=False)
class Stem:
    """The process that workers are copies of, and the pipe by which it is told what to do."""

    process: BaseProcess
    orders: Connection
    _waiting: bool = True

    def is_ready(self) -> bool:
        """Whether it has loaded what the work needs, or is gone: whether `fork` need not wait."""
        return not self._waiting or self.orders.poll()

    def fork(self, theirs: Connection) -> int:
        """Start a worker that serves at `theirs`; its process id. Raises EOFError or OSError where the stem is gone,
        and what getting ready raised."""
        if self._waiting:
            self.orders.recv()
            self._waiting = False
        self.orders.send(-1)
        send_handle(self.orders, theirs.fileno(), self.process.pid)
        answer = self.orders.recv()
        if isinstance(answer, Exception):
            raise answer
        return int(answer)

    def end(self, worker: int) -> None:
        """End a worker, whatever it is doing. Its number is nobody else's until the stem has heard of its end."""
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        with suppress(OSError, EOFError):
            self.orders.send(worker)
            self.orders.recv()

    def close(self) -> None:
        """End the stem, and with it all workers that are left."""
        self.orders.close()
        self.process.join()


def start_stem(serve: Serve, work: Any) -> Stem:
    """Start the process that workers will be copies of. `work.ready()`, where there is one, is called in it once."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_grow, args=(theirs, serve, work), daemon=True)
    process.start()
    theirs.close()
    return Stem(process, ours)


def _grow(orders: Connection, serve: Serve, work: Any) -> None:
    """The stem's life: it forks and reaps as it is told, and ends its workers when the caller is gone."""
    failure = _made_ready(work)
    gc.collect()
    gc.freeze()  # else the first collection in a worker would write to, and so copy, every page
    workers: set[int] = set()
    with suppress(EOFError, OSError):
        orders.send(None)
        while True:
            order = orders.recv()
            if order > _REAP:
                os.waitpid(order, 0)
                workers.discard(order)
                orders.send(order)
                continue
            pipe = Connection(recv_handle(orders))
            if failure is not None:
                orders.send(failure)
                continue
            worker = os.fork()
            if worker == 0:
                _live(orders, pipe, serve, work)
            workers.add(worker)
            pipe.close()
            orders.send(worker)
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(worker, 0)


def _made_ready(work: Any) -> Exception | None:
    try:
        if hasattr(work, "ready"):
            work.ready()
    except Exception as error:
        return error
    return None


def _live(orders: Connection, pipe: Connection, serve: Serve, work: Any) -> None:
    """A worker's life; it never returns, as what the stem would do on its way out is the stem's alone."""
    try:
        orders.close()
        serve(pipe, work)
    finally:
        os._exit(0)

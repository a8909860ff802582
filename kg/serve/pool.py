"""Queries in processes of their own: limited in time, and never in the way of each other.

At most `workers` queries run at once while they are quick; others wait, within bounds. A query that runs longer than
`slow_after` seconds (on a processor, where the system tells: a busy machine makes no query slow) is slow: its process
gets a lower priority and a fresh one takes its place among the workers, so that quick queries go on as if it were not
there. At most `max_slow` slow queries run beside them; one more is ended and told so. Whatever ends early (a query
past its time, a client that hung up, memory that ran out) ends its process, and the next query gets a fresh one.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import QueryTimeoutError, ServerBusyError, WorkerError
from kg.processes import held_back
from kg.serve.settings import Settings
from kg.serve.store import Served
from kg.serve.worker import Answer, Job, Limits, work

# Niceness of slow queries: they get what quick ones leave.
_SLOW_PRIORITY = 10
_START_SECONDS = 60.0
_RETRY_SECONDS = 1.0
_LEAST_WAIT = 0.05
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection

    def ask(self, job: Job) -> Answer:
        """The answer; blocks. Raises WorkerError where the process ends instead, and what the worker raised."""
        try:
            self.pipe.send(job)
            found = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerError(
                "the query's process ended early: it needed more memory than it may have; ask for less at once"
            ) from error
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, Answer)
        return found

    def end(self) -> None:
        """End the process at once, whatever it does; who waits for its answer gets a WorkerError."""
        with suppress(OSError, ValueError):
            self.process.kill()

    def spent(self) -> float | None:
        """The seconds that the process has run on a processor, where the system tells (Linux)."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError, AttributeError):
            return None

    def slow_down(self) -> None:
        if hasattr(os, "setpriority") and self.process.pid:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process.pid, _SLOW_PRIORITY)


class Pool:
    """Processes that answer queries from a store; made anywhere, used in one event loop.

    `await pool.start()` starts them beforehand (the first query does so otherwise); `pool.close()` ends all.
    """

    def __init__(self, served: Served, settings: Settings) -> None:
        self._served = served
        self._settings = settings
        self._limits = Limits(settings.max_rows, settings.max_answer, settings.timeout, settings.memory)
        # A thread waits for each running query, and one more for each process that is being started.
        threads = 2 * (settings.workers + settings.max_slow)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="kg-query")
        self._lock = threading.Lock()
        self._alive: set[_Worker] = set()
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting: asyncio.Task[None] | None = None
        self._waiting = 0
        self._slow = 0
        self._closed = False

    async def query(
        self,
        text: str,
        *,
        rows: str | None = "json",
        triples: str | None = "turtle",
        evidence: bool = False,
        ontology: bool = False,
        default_graphs: tuple[str, ...] | None = None,
        named_graphs: tuple[str, ...] | None = None,
    ) -> Answer:
        """What a query answers: `.kind` ("rows", "boolean", "triples"), `.form`, `.body` (bytes), `.count`.

        Args:
            rows: the form for SELECT and ASK: json, xml, csv or tsv.
            triples: the form for CONSTRUCT and DESCRIBE: turtle, ntriples, rdfxml or jsonld.
            evidence, ontology: these count as part of the default graph.
            default_graphs, named_graphs: IRIs of graphs that make up the dataset instead.

        Raises:
            QueryError: the query is wrong; the message shows where.
            QueryTimeoutError, AnswerSizeError, WorkerError: it takes more time, rows or memory than it may.
            NotAcceptableError: its kind of answer has no form (None was given for it).
            ServerBusyError: too many queries wait, or too many are slow.
        """
        job = Job(text, rows, triples, evidence, ontology, default_graphs, named_graphs)
        await self.start()
        worker = await self._take()
        spent, ends = worker.spent(), time.monotonic() + self._settings.timeout
        answering = asyncio.ensure_future(self._in_thread(lambda: worker.ask(job)))
        slow = False
        try:
            await self._until_slow(worker, answering, spent, ends)
            if not answering.done() and time.monotonic() < ends:
                self._set_aside(worker)
                slow = True
                await asyncio.wait({answering}, timeout=ends - time.monotonic())
            if not answering.done():
                raise QueryTimeoutError(
                    f"the query took longer than {self._settings.timeout:g} seconds and was ended; ask for less at once"
                )
            return answering.result()
        finally:
            self._finish(worker, answering, slow=slow)

    async def start(self) -> None:
        """Start all processes, so that the first queries need not wait for them.

        Raises:
            WorkerError: a process cannot be started, or cannot open the store.
        """
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start_all())
        await asyncio.shield(self._starting)

    def close(self) -> None:
        """End all processes; queries that run fail. May be called twice, and from any thread."""
        with self._lock:
            self._closed = True
            workers = list(self._alive)
            self._alive.clear()
        for worker in workers:
            worker.end()
        for worker in workers:
            worker.process.join(5)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _start_all(self) -> None:
        many = self._settings.workers
        for worker in await asyncio.gather(*(self._in_thread(self._started) for _ in range(many))):
            self._idle.put_nowait(worker)

    async def _take(self) -> _Worker:
        """A worker that has nothing to do, waited for within bounds."""
        if self._idle.empty() and self._waiting >= self._settings.max_waiting:
            raise ServerBusyError(f"{self._waiting} queries are waiting already; try again in a moment")
        getting = asyncio.ensure_future(self._idle.get())
        self._waiting += 1
        try:
            done, _ = await asyncio.wait({getting}, timeout=self._settings.max_wait)
        except asyncio.CancelledError:
            if getting.done():
                self._idle.put_nowait(getting.result())
            raise
        finally:
            self._waiting -= 1
            getting.cancel()  # of no effect where it is done
        if not done:
            raise ServerBusyError("too many queries at once; try again in a moment")
        worker = getting.result()
        if worker.process.is_alive():
            return worker
        self._replace(worker)
        return await self._take()

    async def _until_slow(
        self, worker: _Worker, answering: asyncio.Future[Answer], spent: float | None, ends: float
    ) -> None:
        """Until the query is answered, has run for `slow_after` seconds, or its time is over."""
        remains = self._settings.slow_after
        while remains > 0 and (left := ends - time.monotonic()) > 0:
            done, _ = await asyncio.wait({answering}, timeout=min(max(remains, _LEAST_WAIT), left))
            now = worker.spent()
            if done or spent is None or now is None:
                return
            remains = self._settings.slow_after - (now - spent)

    def _set_aside(self, worker: _Worker) -> None:
        """A slow query's worker leaves the quick ones, if there is room beside them."""
        if self._slow >= self._settings.max_slow:
            raise ServerBusyError(
                f"{self._slow} slow queries are running already and this one was ended after "
                f"{self._settings.slow_after:g} s; try again later, or ask for less at once"
            )
        self._slow += 1
        worker.slow_down()
        self._later(self._refill())

    def _finish(self, worker: _Worker, answering: asyncio.Future[Answer], *, slow: bool) -> None:
        """A worker that answered is used again; one that was slow, or did not answer, ends."""
        if not answering.done():
            answering.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        if slow:
            self._slow -= 1
            self._drop(worker)
        elif not answering.done() or answering.cancelled() or isinstance(answering.exception(), WorkerError):
            self._replace(worker)
        else:
            self._idle.put_nowait(worker)

    def _replace(self, worker: _Worker) -> None:
        self._drop(worker)
        self._later(self._refill())

    def _drop(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._alive.discard(worker)

    async def _refill(self) -> None:
        while not self._closed:
            try:
                self._idle.put_nowait(await self._in_thread(self._started))
                return
            except (OSError, WorkerError):  # the machine is short of something: it may be better in a moment
                await asyncio.sleep(_RETRY_SECONDS)

    def _started(self) -> _Worker:
        """A new process that has opened the store; blocks until it has."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, self._served.rdf, self._served.namespaces, self._limits)
        process = context.Process(target=work, args=arguments, daemon=True)
        with self._lock:
            if self._closed:
                raise WorkerError("the server is ending")
            # As in kg.processes: workers inherit that interrupts from the keyboard are held back.
            if hasattr(signal, "pthread_sigmask"):
                resource_tracker.ensure_running()
            with held_back(signal.SIGINT):
                process.start()
            worker = _Worker(process, ours)
            self._alive.add(worker)
        theirs.close()
        try:
            if ours.poll(_START_SECONDS):
                ours.recv()
                return worker
        except (EOFError, OSError):
            pass
        self._drop(worker)
        raise WorkerError(f"a process that answers queries cannot open {self._served.rdf}")

    async def _in_thread(self, work: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

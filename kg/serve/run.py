"""A server from start to end: it listens, prepares the store, answers, and leaves nothing behind."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import uvicorn

from kg.errors import UsageError
from kg.serve.app import make_app
from kg.serve.settings import Settings
from kg.serve.store import Served, prepare, remove

_BACKLOG = 1024
# Seconds that requests in progress get once the server is told to end.
_GRACE = 2


def serve(graph: Path, store: Path | None, settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve a graph until ctrl-C or SIGTERM; `tell` gets what a person should know, a line at a time.

    Raises:
        UsageError: the address cannot be listened on, or `store` is a folder of something else.
        GraphLoadError, OutputError: the graph cannot be read, or the store not written.
    """
    with _listening(settings) as listening, _ended_by_sigterm():
        served = prepare(graph, store)
        try:
            if served.made and not served.temporary:
                tell(f"store made: {served.folder}")
            with suppress(KeyboardInterrupt):
                _run(served, settings, listening, tell)
            tell("ended")
        finally:
            remove(served)


def _run(served: Served, settings: Settings, listening: socket.socket, tell: Callable[[str], None]) -> None:
    app = make_app(served, settings)
    config = uvicorn.Config(
        app,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _announce(served, settings, listening, tell)

    try:
        Server(config).run(sockets=[listening])
    finally:
        app.state.pool.close()


def _announce(served: Served, settings: Settings, listening: socket.socket, tell: Callable[[str], None]) -> None:
    host, port = listening.getsockname()[:2]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    counts = served.counts
    tell(f"{served.graph}: {counts['facts']:,} triples of facts, {counts['evidence']:,} of evidence")
    tell(f"open http://{shown}:{port}/ in a browser; SPARQL is at http://{shown}:{port}/sparql; ctrl-C ends")
    if not settings.local:
        tell(f"warning: everyone who can reach this machine's port {port} can read the graph and ask queries")


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """A socket that is bound before anything is made, so that a port in use is told at once."""
    host, port = settings.host.strip("[]"), settings.port
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise UsageError(f"--host {settings.host}: no such address: {error.strerror or error}") from error
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(_BACKLOG)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                problem = f"port {port} is in use by another program; choose one with --port N (0 picks a free one)"
            else:
                problem = f"cannot listen on {settings.host}, port {port}: {error.strerror or error}"
            raise UsageError(problem) from error
        yield listening


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM ends the server as ctrl-C does, so that its store is removed and its processes end."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # signals are not this server's affair then
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

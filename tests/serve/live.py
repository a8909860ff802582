"""A real `kg serve` in a process of its own, on a port that the system picks."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from command import ROOT, environment

EXPORTS = ROOT / "exports"
# Adds up every triple with every other, three times over: no machine answers that in a test's time.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_URL = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]):\d+")


@dataclass(frozen=True)
class Live:
    """A running server: its URL without a final slash, its process, and what it has said on standard error."""

    url: str
    process: subprocess.Popen[str]
    said: list[str]

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, **options)  # type: ignore[arg-type]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def live(graph: Path, *arguments: str, **extra: str) -> Iterator[Live]:
    """Serve a graph while the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", *arguments],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment(**extra),
    )  # fmt: skip
    said: list[str] = []
    started = threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if "ctrl-C ends" in line:
                started.set()
        started.set()

    threading.Thread(target=listen, daemon=True).start()
    try:
        assert started.wait(60), said
        found = _URL.search("".join(said))
        assert found, said
        yield Live(found[0], process, said)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)

"""How a server behaves: limits, and where it listens."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from kg.errors import UsageError

MiB = 1 << 20
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of a server.

    Attributes:
        host, port: where it listens; with port 0 the system picks a free one.
        timeout: seconds a query may take.
        max_rows: rows (SELECT) or triples (CONSTRUCT, DESCRIBE) an answer may have.
        max_answer: bytes an answer may have.
        workers: processes that answer queries, for those that are not yet slow.
        slow_after: seconds on a processor after which a query counts as slow and no longer takes up one of `workers`.
        max_slow: how many slow queries may run at once, in processes beside `workers`.
        max_waiting: how many queries may wait for a free worker.
        max_wait: seconds a query may wait for one.
        memory: bytes of address space a worker may take, 0 for no bound; enforced where the system can (Linux).
        max_request: bytes the body of a request may have.
        cors: whether pages of other sites may read answers in a browser.

    Raises:
        UsageError: a limit is not above 0.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    timeout: float = 10.0
    max_rows: int = 100_000
    max_answer: int = 64 * MiB
    workers: int = 2
    slow_after: float = 1.0
    max_slow: int = 4
    max_waiting: int = 64
    max_wait: float = 10.0
    memory: int = 4096 * MiB
    max_request: int = MiB
    cors: bool = True

    def __post_init__(self) -> None:
        positive = ("timeout", "max_rows", "max_answer", "workers", "slow_after", "max_request", "max_wait")
        for name in positive:
            if not getattr(self, name) > 0:
                raise UsageError(f"--{name.replace('_', '-')} must be above 0, not {getattr(self, name)}")
        if not 0 <= self.port <= 65535:
            raise UsageError(f"--port must be between 0 and 65535, not {self.port}")

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

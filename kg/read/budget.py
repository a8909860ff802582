"""What unpacking one file may cost: a few compressed bytes must not become hours of work or gigabytes of memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CHUNK = 64 * 1024
# News pages shrink to a fifth, pages of one site packed together to a fortieth, a bomb to a thousandth and less.
MAX_RATIO = 100
FREE = 4 * 1024 * 1024  # bytes that any file may grow to, so that small files of much repetition pass
MAX_TOTAL = 16 * 1024**3  # bytes; the largest files of web crawls have some 5 GiB unpacked
MAX_MEMBERS = 200_000
MAX_LAYERS = 3  # as in a ZIP with a news.tar.gz in it; what is packed deeper is not opened


class RefusedError(Exception):
    """A file, or the rest of it, that is not unpacked: `kind` and `message` are those of the issue to tell."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


class BombError(RefusedError):
    """Unpacking costs more than it may: nothing more of the whole file is read. `place` is the member it came to."""

    def __init__(self, message: str) -> None:
        super().__init__("bomb", f"{message}; the rest was not read")
        self.place = ""


@dataclass(slots=True)
class Budget:
    """What has come out of a file of `size` bytes, all levels of nesting together."""

    size: int
    unpacked: int = 0
    members: int = 0

    def spend(self, count: int) -> None:
        """Count bytes that came out; raises BombError once there are too many."""
        self.unpacked += count
        if self.unpacked > max(FREE, MAX_RATIO * self.size):
            raise BombError(f"it unpacks to more than {MAX_RATIO} times its size")
        if self.unpacked > MAX_TOTAL:
            raise BombError(f"it unpacks to more than {MAX_TOTAL} bytes")

    def enter(self) -> None:
        """Count a member; raises BombError once there are too many."""
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise BombError(f"it has more than {MAX_MEMBERS} members")


class Unpacked(io.RawIOBase):
    """The bytes that `chunks` gives, as a stream. `broken` says in words why it ended early, if it did.

    A fault of the data ends the stream instead of raising, so that what came before it is not lost. `spend` is told
    of every chunk and may raise.
    """

    def __init__(self, chunks: Iterator[bytes], faults: tuple[type[Exception], ...], spend: Callable[[int], None]):
        self._chunks, self._faults, self._spend = chunks, faults, spend
        self._rest = memoryview(b"")
        self._allowed: int | None = None
        self.at, self.broken = 0, ""

    def allow(self, count: int | None) -> None:
        """Let at most `count` more bytes through before BombError is raised; None: as many as there are."""
        self._allowed = count

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(self._next())
        count = min(len(buffer), len(self._rest))
        if self._allowed is not None:
            self._allowed -= count
            if self._allowed < 0:
                raise BombError("one of its headers or records has no end")
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        self.at += count
        return count

    def _next(self) -> bytes:
        while not self.broken:
            try:
                chunk = next(self._chunks, None)
            except self._faults as error:
                self.broken = str(error).rstrip(".") or type(error).__name__
                break
            if chunk is None:
                break
            if chunk:
                self._spend(len(chunk))
                return chunk
        return b""

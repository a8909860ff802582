"""One build at a time in a folder.

The lock is the operating system's, on the file `kg.lock`: it goes with the process that holds it, however that ends, so
that a file left behind by a killed build is in nobody's way.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import OutputError

LOCK = "kg.lock"
_TAKEN = (errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the lock of `directory`, which is made if missing, and removed again where nothing was written to it.

    Raises OutputError where another build holds it, or the folder cannot be written.
    """
    made = _make(directory)
    try:
        handle = _taken(directory)
        try:
            yield
        finally:
            with suppress(OSError):  # removed while it is held: whoever waits for it finds that it is another's
                (directory / LOCK).unlink()
            os.close(handle)
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _make(directory: Path) -> list[Path]:
    """Make the folder and those above it; gives those that were not there, the innermost first."""
    missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{directory}: cannot be written: {error.strerror or error}") from error
    return missing


def _taken(directory: Path) -> int:
    path = directory / LOCK
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
        if not _lock(handle):
            os.close(handle)
            raise OutputError(
                f"{directory}: another build is writing to this folder; wait for it, or use another --out"
            )
        with suppress(OSError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        os.close(handle)  # the build that held it has just ended and removed the file: this one is nobody's


def _lock(handle: int) -> bool:
    """Whether the file is ours now. Where the file system knows no locks, builds are not kept apart."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True

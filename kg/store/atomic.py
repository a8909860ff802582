"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError
from kg.processes import held_back

Write = Callable[[BinaryIO], object]


def check_directory(directory: Path) -> None:
    """Raise OutputError where it is plain already that `directory` cannot be written, before hours of work."""
    there = directory
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise OutputError(f"{directory}: cannot be written: {there} is no folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"{directory}: cannot be written: no permission to write in {there}")


def write_files(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write every file of `files` (name → bytes) into `directory`, made if missing; see `write_streams`."""

    def writer(data: bytes) -> Write:
        return lambda file: file.write(data)

    write_streams(directory, {name: writer(data) for name, data in files.items()})


def write_streams(directory: Path, files: Mapping[str, Write]) -> None:
    """Let each of `files` (name → what writes it) write its file in `directory`, made if missing.

    All are written beside their places and flushed to disk first; only then are they renamed into place, with
    interrupts from the keyboard held back, so that a failure or an interrupt leaves what was there before.
    Raises OutputError.
    """
    pending: list[tuple[Path, Path]] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name in files:
            if (directory / name).is_dir():
                raise OutputError(f"{directory / name}: cannot be written: it is a folder")
        for name, write in files.items():
            pending.append((_write_beside(directory, name, write), directory / name))
        with held_back(signal.SIGINT, signal.SIGTERM):
            for temporary, place in pending:
                os.replace(temporary, place)
        _sync_directory(directory)
    except OSError as error:
        raise OutputError(f"{directory}: cannot be written: {error.strerror or error}") from error
    finally:
        for temporary, _ in pending:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _write_beside(directory: Path, name: str, write: Write) -> Path:
    handle, path = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=directory)
    temporary = Path(path)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_directory(directory: Path) -> None:
    """Make the renames durable, where the system lets a directory be opened."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Files that are written whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError
from kg.processes import held_back
from kg.rdf.files import COMMIT

Write = Callable[[BinaryIO], object]
_BESIDE = ".kg-"  # begins the names of files that are being written
# Stands in a journal for the temporary file of one that is to be removed.
_NONE = f"{_BESIDE}none"


def check_directory(directory: Path) -> None:
    """Raise OutputError where it is plain already that `directory` cannot be written, before hours of work."""
    there = directory
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise OutputError(f"{directory}: cannot be written: {there} is no folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"{directory}: cannot be written: no permission to write in {there}")


def recover(directory: Path) -> None:
    """Put right what a build left in `directory` that was killed while it wrote: call it under the folder's lock.

    Where all files lay ready, those that were not renamed yet are renamed now; else what was half written goes.
    Raises OutputError.
    """
    journal = directory / COMMIT
    try:
        if journal.is_file():
            for temporary, name in _pairs(journal.read_bytes()):
                if temporary == _NONE:
                    (directory / name).unlink(missing_ok=True)
                elif (directory / temporary).is_file():
                    os.replace(directory / temporary, directory / name)
            journal.unlink()
        for path in directory.glob(f"{_BESIDE}*.tmp"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{directory}: cannot be written: {error.strerror or error}") from error


def _pairs(journal: bytes) -> list[tuple[str, str]]:
    """(temporary name, name) of each file in a journal; none where it is no journal of ours."""
    try:
        pairs = [(str(temporary), str(name)) for temporary, name in json.loads(journal)]
    except (ValueError, TypeError, RecursionError):
        return []
    plain = all(os.path.basename(part) == part for pair in pairs for part in pair)
    return pairs if plain and all(temporary.startswith(_BESIDE) for temporary, _ in pairs) else []


def write_files(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write every file of `files` (name → bytes) into `directory`, made if missing; see `write_streams`."""
    write_streams(directory, {name: _writer(data) for name, data in files.items()})


def _writer(data: bytes) -> Write:
    return lambda file: file.write(data)


def write_file(path: Path, write: Write) -> None:
    """Let `write` write one file whole or not at all, as `write_streams`.

    A link is followed, so that the file it leads to is written; into a pipe or a device what is written goes as it
    comes. Raises OutputError.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file() and not place.is_dir():
        try:
            with place.open("wb") as file:
                write(file)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
        return
    write_streams(place.parent, {place.name: write})


def write_streams(directory: Path, files: Mapping[str, Write], *, gone: Iterable[str] = ()) -> None:
    """Let each of `files` (name → what writes it) write its file in `directory`, made if missing, in their order.

    Files by the names in `gone` are removed, if they are there, when the others take their places.

    All are written beside their places and flushed to disk first; only then are they renamed into place, with
    interrupts from the keyboard held back, so that a failure or an interrupt leaves what was there before. A journal
    says which are to be renamed: where the process is killed among the renames, `recover` does the rest.
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
            stale = [name for name in gone if (directory / name).is_file()]
            if len(pending) + len(stale) > 1:
                names = [(temporary.name, place.name) for temporary, place in pending]
                names += [(_NONE, name) for name in stale]
                journal = _writer(json.dumps(names).encode())
                os.replace(_write_beside(directory, COMMIT, journal), directory / COMMIT)
                _sync_directory(directory)
            for temporary, place in pending:
                os.replace(temporary, place)
            for name in stale:
                (directory / name).unlink(missing_ok=True)
            (directory / COMMIT).unlink(missing_ok=True)
        _sync_directory(directory)
    except OSError as error:
        raise OutputError(f"{directory}: cannot be written: {error.strerror or error}") from error
    finally:
        for temporary, _ in pending:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _write_beside(directory: Path, name: str, write: Write) -> Path:
    handle, path = tempfile.mkstemp(prefix=f"{_BESIDE}{name}.", suffix=".tmp", dir=directory)
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

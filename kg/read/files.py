"""Paths as a person gives them to files with their bytes, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from kg.errors import UsageError
from kg.model import Issue
from kg.read.compressed import inner_name

STDIN = "-"
MAX_BYTES = 64 * 1024 * 1024  # of one file; a year of one author's articles is a tenth of that
# No article is in one of these; everything else is judged by its content.
_FOREIGN_NAMES = (
    ".png .jpg .jpeg .gif .webp .bmp .ico .svg .tif .tiff .mp3 .mp4 .wav .avi .mov .mkv .flac .ogg .webm .m4a "
    ".7z .rar .whl .jar .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .epub .py .pyc .pyi "
    ".js .mjs .ts .css .scss .less .map .java .c .h .cpp .go .rs .sh .bat .sql .ipynb .wasm .so .dll .exe .ttf .otf "
    ".woff .woff2 .eot .ttl .nt .nq .trig .rdf .owl .graphml .gexf .parquet .db .sqlite .csv .tsv .toml .ini .cfg "
    ".lock .yml .yaml .log .bin .pickle .npy .npz .onnx"
)
FOREIGN = frozenset(_FOREIGN_NAMES.split())


@dataclass(frozen=True, slots=True)
class File:
    """One file to read: `label` is its path as given, with POSIX slashes; `path` is where it is (None: stdin)."""

    label: str
    path: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The files under the given paths, each once, sorted by label; `skipped` counts hidden and foreign ones."""

    files: tuple[File, ...]
    issues: tuple[Issue, ...]
    skipped: int


def list_files(paths: Sequence[str]) -> Listing:
    """All files of `paths`: folders recursively, `-` as standard input; what is missing is an issue `unreadable`.

    Hidden and obviously foreign files are passed over inside folders only: a file that is named is always tried.
    A folder reached twice (a link to itself or above) is read once.

    Raises UsageError for an empty sequence.
    """
    if not paths:
        raise UsageError("no file or folder to read was given")
    files: dict[str, File] = {}
    issues: set[Issue] = set()
    passed_over: set[str] = set()
    seen: set[tuple[int, int]] = set()
    for path in sorted(set(paths)):
        if path == STDIN:
            files[STDIN] = File(STDIN, None)
        elif os.path.isdir(path):
            for found in _walk(path, seen):
                if isinstance(found, Issue):
                    issues.add(found)
                elif _is_foreign(found):
                    passed_over.add(label(found))
                else:
                    files[label(found)] = File(label(found), found)
        else:
            files[label(path)] = File(label(path), path)
    return Listing(
        files=tuple(files[name] for name in sorted(files)),
        issues=tuple(sorted(issues, key=lambda issue: (issue.source, issue.message))),
        skipped=len(passed_over - files.keys()),
    )


def label(path: str) -> str:
    """`path` as it is shown and stored: POSIX slashes, no `./`, and characters that are legal in UTF-8."""
    return PurePath(path).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(folder: str, seen: set[tuple[int, int]]) -> Iterator[str | Issue]:
    """Everything in `folder` that is no folder, or is hidden, sorted; hidden folders are not entered."""
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            status = os.stat(current)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted(os.listdir(current))
        except OSError as error:
            yield unreadable(label(current), error)
            continue
        folders = []
        for name in names:
            path = os.path.join(current, name)
            if os.path.isdir(path) and not name.startswith("."):
                folders.append(path)
            else:
                yield path
        waiting.extend(reversed(folders))


def _is_foreign(path: str) -> bool:
    is_special = os.path.exists(path) and not os.path.isfile(path)  # a pipe or a device would block
    return is_special or is_foreign_name(os.path.basename(path))


def is_foreign_name(path: str) -> bool:
    """Whether a file of this name, or one in a hidden folder, is no article: hidden, or of a kind that holds none."""
    names = PurePath(path).parts
    hidden = any(name.startswith(".") and name not in (".", "..") for name in names)
    return hidden or (bool(names) and PurePath(inner_name(names[-1])).suffix.lower() in FOREIGN)


def open_file(file: File, stdin: bytes | None) -> BinaryIO:
    """A stream of the bytes of `file`. Raises OSError; UsageError for `-` without `stdin`."""
    if file.path is None:
        if stdin is None:
            raise UsageError("'-' stands for standard input, but no bytes of it were given")
        return BytesIO(stdin)
    return open(file.path, "rb")


def unreadable(source: str, error: OSError) -> Issue:
    """The issue for a file or folder that the system refuses to open."""
    return Issue("unreadable", (error.strerror or str(error)).lower(), source)

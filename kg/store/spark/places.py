"""Paths as a person gives them, on any Hadoop file system, and the names of the files under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyspark.sql import SparkSession

from kg.errors import UsageError
from kg.model import Issue
from kg.read.files import STDIN, label
from kg.store.spark import hadoop

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
_GLOB = re.compile(r"[\\*?\[\]{}]")


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder to read: `path` as Hadoop writes it, `label` as the user does."""

    path: str
    label: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Places:
    """What is to be read, each file once; `issues` are of what is not there."""

    places: tuple[Place, ...]
    issues: tuple[Issue, ...]

    def patterns(self) -> list[str]:
        """The places as Spark takes them: as patterns in which nothing stands for anything else."""
        return [_GLOB.sub(r"\\\g<0>", place.path) for place in self.places]

    def named(self) -> tuple[str, ...]:
        """The files that the user named one by one."""
        return tuple(place.path for place in self.places if not place.is_folder)

    def label(self, path: str) -> str:
        """What a file is called: its path from the place on that it was found in, after the place as the user wrote it.

        As for builds on one machine: seeds/articles given, `seeds/articles/a.txt`.
        """
        for place in self.places:
            if path == place.path:
                return place.label
            if place.is_folder and path.startswith(_folder(place.path)):
                return _folder(place.label) + path.removeprefix(_folder(place.path))
        return path


def find_places(session: SparkSession, paths: Sequence[str]) -> Places:
    """The files and folders that `paths` mean; where nothing has such a name, it is a pattern (`hdfs:///news/2022-*`).

    Raises UsageError without paths and for `-`.
    """
    if not paths:
        raise UsageError("no file or folder to read was given")
    if STDIN in paths:
        raise UsageError("'-' (standard input) cannot be read with --engine spark: give a file or folder")
    found: dict[str, Place] = {}
    issues = []
    for path in sorted(set(paths)):
        places = list(_expanded(session, path))
        for place in places:
            found.setdefault(place.path, place)
        if not places:
            issues.append(Issue("unreadable", "no such file or directory", _label(path)))
    folders = [_folder(place.path) for place in found.values() if place.is_folder]
    tops = [p for p in found.values() if not any(p.path.startswith(f) and _folder(p.path) != f for f in folders)]
    return Places(tuple(tops), tuple(issues))


def _expanded(session: SparkSession, path: str) -> Iterator[Place]:
    try:
        files, place = hadoop.file_system(session, path)
        if files.exists(place):
            yield _place(files.getFileStatus(place), _label(path))
            return
        for status in files.globStatus(place) or ():
            where = str(status.getPath().toString())
            yield _place(status, where if _SCHEME.match(path) else _label(where.partition(":")[2]))
    except Exception as error:  # from Java: no such scheme, no permission, no such host
        words = str(getattr(error, "java_exception", error)).split("\n")[0]
        raise UsageError(f"{path}: cannot be read: {words[:300]}") from error


def _place(status: Any, name: str) -> Place:
    return Place(str(status.getPath().toString()), name, bool(status.isDirectory()))


def _label(path: str) -> str:
    return (path.rstrip("/") or path) if _SCHEME.match(path) else label(path)


def _folder(path: str) -> str:
    return path if path.endswith("/") else path + "/"

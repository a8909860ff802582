"""What a build remembers of its steps: a list of them, and the files of their arrangements, in one folder."""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import OutputError
from kg.store.changes.arranged import Arrangement
from kg.store.changes.guarded import ForeignDataError, read_value

FOLDER = "steps"
LIST = "steps.bin"
_NUMBER = re.compile(r"\d+")

Piece = tuple[str, tuple[Any, ...]]
"""The records of a step (its name), after some functions (as `guarded.told` tells them)."""


@dataclass(frozen=True, slots=True)
class Node:
    """A step: what it was made of, by what, how many records there were, and these in order."""

    function: Any
    lineage: tuple[Piece, ...]
    arrangement: Arrangement = field(default_factory=Arrangement)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """The steps of the last build by name. Names of files begin with the `number` of the build now; `lost` are keys of
    articles whose claims could not be stored."""

    number: int = 0
    nodes: Mapping[str, Node] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()


def read_saved(directory: Path, version: str) -> Saved:
    """What the last build remembered in `directory`; nothing where it was of another `version`, or is not readable.

    Its `number` is that of no file there.
    """
    number = 0
    try:
        number = max((int(found[0]) + 1 for path in directory.glob("*.arrow") if (found := _NUMBER.match(path.name))),
                     default=0)  # fmt: skip
        found, nodes, lost = read_value((directory / LIST).read_bytes())
        if found == version:
            return Saved(number, dict(nodes), frozenset(lost))
    except (OSError, ForeignDataError, ValueError, TypeError):
        pass
    return Saved(number)


def write_saved(directory: Path, version: str, saved: Saved) -> None:
    """Remember the steps of this build, and remove the files of steps that are no more.

    Raises:
        OutputError: the folder cannot be written.
    """
    beside = directory / f"{LIST}.tmp"
    try:
        with beside.open("wb") as file:
            file.write(pickle.dumps((version, dict(saved.nodes), saved.lost), 5))
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, directory / LIST)
        names = {LIST, *(name for node in saved.nodes.values() for name in node.arrangement.names)}
        for path in directory.iterdir():
            if path.name not in names:
                path.unlink()
    except OSError as error:
        raise OutputError(f"{directory}: cannot be written: {error.strerror or error}") from error

"""Verb lists that lie beside the relation patterns, each file a mapping with its verbs and its examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.nlp.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class VerbExample:
    """A sentence in corpus notation ([[name|LABEL]]) and what it states, cells apart (none: a counter-example)."""

    text: str
    facts: tuple[tuple[str, ...], ...]


def read_verbs(path: Path, key: str) -> Mapping[str, Any]:
    """What stands under `key` in a verb file; ResourceError names the file and what is wrong."""
    raw = read_yaml(path)
    if not isinstance(raw, dict) or not isinstance(raw.get(key), dict):
        raise ResourceError(f"{path}: expected a mapping with the key {key!r}")
    found: Mapping[str, Any] = raw[key]
    return found


def words_of(raw: Mapping[str, Any], name: str, path: Path) -> tuple[str, ...]:
    """A list of words, in the file's order; ResourceError if it is none."""
    rows = raw.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, str) and row for row in rows):
        raise ResourceError(f"{path}: {name!r} must be a list of words")
    return tuple(rows)


def examples_of(raw: Mapping[str, Any], key: str, path: Path) -> tuple[VerbExample, ...]:
    """The file's examples; `key` names the list of what each states, its cells cut at ` | `."""
    try:
        return tuple(
            VerbExample(
                str(row["text"]), tuple(tuple(c.strip() for c in str(f).split(" | ")) for f in row.get(key) or ())
            )
            for row in raw.get("examples") or ()
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"{path}: an example needs a text and may have {key}: {error}") from error


def compiled(source: str, path: Path) -> re.Pattern[str]:
    """The pattern; ResourceError names the file it came from if it is none."""
    try:
        return re.compile(source)
    except re.error as error:
        raise ResourceError(f"{path}: {source!r} is not a pattern: {error}") from error

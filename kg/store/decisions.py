"""Files of a person's decisions: `decisions.jsonl`, one JSON object a line, or a YAML list of the same objects.

    {"verdict": "different", "left": {"name": "王晓", "article": "…"}, "right": {"name": "王晓", "article": "…"}}

A side may name a class and an article; without these it means everything of that name. Other keys (`note`) are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml

from kg.errors import UsageError
from kg.model import Issue, Ruling, Side
from kg.store.atomic import write_files
from kg.store.records import json_line

DECISIONS = "decisions.jsonl"


def read_decisions(path: Path) -> tuple[tuple[Ruling, ...], tuple[Issue, ...]]:
    """The decisions of a file in its order, and an issue `bad-decision` for each that cannot be understood.

    Raises:
        UsageError: the file is missing, cannot be read, or is not what its ending says.
    """
    rulings, issues = [], []
    for place, row in _rows(path):
        try:
            rulings.append(_ruling(row, f"{path.name}:{place}"))
        except (TypeError, ValueError) as error:
            issues.append(Issue("bad-decision", str(error), str(path), place))
    return tuple(rulings), tuple(issues)


def add_decision(path: Path, ruling: Ruling) -> None:
    """Write one more decision at the end of a JSON Lines file, which is made if missing. Raises OutputError."""
    before = path.read_bytes() if path.is_file() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    write_files(path.parent, {path.name: before + f"{json_line(decision_record(ruling))}\n".encode()})


def decision_record(ruling: Ruling) -> dict[str, Any]:
    """A decision as a line of the file says it."""

    def side(of: Side) -> dict[str, str]:
        return {k: v for k, v in (("name", of.name), ("class", of.type), ("article", of.article)) if v}

    record = {"verdict": ruling.verdict, "left": side(ruling.left), "right": side(ruling.right)}
    return {**record, "note": ruling.note} if ruling.note else record


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the decisions cannot be read: {error}") from error
    if path.suffix in (".yaml", ".yml"):
        try:
            rows = yaml.safe_load(text) or []
        except yaml.YAMLError as error:
            raise UsageError(f"{path}: not YAML: {error}") from error
        if not isinstance(rows, list):
            raise UsageError(f"{path}: a list of decisions is expected")
        yield from ((f"item {number}", row) for number, row in enumerate(rows, 1))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield str(number), json.loads(line)
            except (ValueError, RecursionError):
                yield str(number), None


def _ruling(row: Any, place: str) -> Ruling:
    if not isinstance(row, Mapping):
        raise ValueError("a decision is an object with verdict, left and right")
    return Ruling(_verdict(row), _side(row, "left"), _side(row, "right"), str(row.get("note") or ""), place)


def _verdict(row: Mapping[str, Any]) -> Literal["same", "different"]:
    if row.get("verdict") == "same":
        return "same"
    if row.get("verdict") == "different":
        return "different"
    raise ValueError(f"the verdict is same or different, not {row.get('verdict')!r}")


def _side(row: Mapping[str, Any], which: str) -> Side:
    side = row.get(which)
    if isinstance(side, str):
        side = {"name": side}
    if not isinstance(side, Mapping) or not isinstance(side.get("name"), str) or not side["name"].strip():
        raise ValueError(f"{which} needs a name")
    unknown = sorted(set(map(str, side)) - {"name", "class", "article"})
    if unknown:
        raise ValueError(f"{which} has {', '.join(unknown)}; a side has name, class and article")
    return Side(side["name"].strip(), str(side.get("class") or "").removeprefix("kg:"), str(side.get("article") or ""))

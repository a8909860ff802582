"""`resolution.jsonl`: which local entity became which entity, and every decision that led there, with its reasons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.errors import GraphLoadError
from kg.model import Decision, Member, Resolution
from kg.store.records import json_lines

RESOLUTION = "resolution.jsonl"


def resolution_file(resolution: Resolution) -> bytes:
    """The members in the order of articles, then the decisions about them."""
    members = (
        {"member": m.key, "entity": m.entity, "class": m.type, "name": m.name, "names": m.names}
        for m in resolution.cast
    )
    return json_lines([*members, *map(_decision_record, resolution.decisions)])


def _decision_record(decision: Decision) -> dict[str, Any]:
    record = {
        "left": decision.left,
        "right": decision.right,
        "verdict": decision.verdict,
        "score": decision.score,
        "reasons": decision.reasons,
    }
    return {**record, "hand": True} if decision.hand else record


def read_resolution(directory: Path) -> tuple[tuple[Member, ...], tuple[Decision, ...]]:
    """Members and decisions of the graph in a folder.

    Raises:
        GraphLoadError: the file is missing or broken; the message has file and line.
    """
    path = directory / RESOLUTION
    members, decisions = [], []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GraphLoadError(f"{path}: cannot be read (kg build writes it): {error}") from error
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            row = json.loads(line)
            if "member" in row:
                members.append(Member(row["member"], row["entity"], row["class"], row["name"], tuple(row["names"])))
            else:
                reasons = tuple(row["reasons"])
                hand = bool(row.get("hand"))
                decisions.append(Decision(row["left"], row["right"], row["verdict"], row["score"], reasons, hand))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise GraphLoadError(f"{path}:{number}: not a line of a resolution: {error}") from error
    return tuple(members), tuple(decisions)

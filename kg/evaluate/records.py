"""A judgement as JSON, to keep and to compare a later one with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from kg.errors import ReadError
from kg.evaluate.compare import KINDS, Outcome
from kg.evaluate.run import Judged, figures


def to_json(judged: Sequence[Judged]) -> str:
    """Figures of each kind and of each class and property, and every outcome of every article."""
    rows = [
        {
            "kind": kind, "group": group, "p": round(f.precision, 4), "r": round(f.recall, 4), "f1": round(f.f1, 4),
            "right": f.agreed, "false": f.found - f.agreed, "missed": f.marked - f.agreed,
        }
        for (kind, group), f in figures(judged).items()
    ]  # fmt: skip
    articles = {one.stem: [asdict(o) for o in one.outcomes] for one in judged}
    return json.dumps({"figures": rows, "articles": articles}, ensure_ascii=False, indent=1) + "\n"


def read_judged(path: Path) -> tuple[Judged, ...]:
    """What `to_json` wrote; ReadError names the file and what is wrong."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Judged(stem, tuple(_outcome(o) for o in rows)) for stem, rows in raw["articles"].items())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ReadError(f"{path}: cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReadError(f"{path}: not what `kg eval --format json` prints: {error}") from error


def _outcome(raw: dict[str, str]) -> Outcome:
    if raw["kind"] not in KINDS or raw["verdict"] not in ("right", "false", "missed"):
        raise ValueError(f"unknown kind or verdict: {raw['kind']}, {raw['verdict']}")
    return Outcome(**raw)  # type: ignore[arg-type]

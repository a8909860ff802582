"""Gold files: what a careful reader learns from one article, as JSON (see docs in the README)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kg.errors import ReadError, UsageError


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """Something with a proper name: `types` are the classes it may have, `names` all its names, the fullest first.

    What is optional is neither asked for nor counted as wrong; so in all of these classes.
    """

    id: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """`object` is an entity's id, or a date or a text where the property takes one."""

    subject: str
    property: str
    object: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldPosition:
    """`organization` is empty where none is stated."""

    holder: str
    organization: str
    title: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldObservation:
    """A figure about an entity (`about` is empty where the file names none)."""

    about: str
    measure: str
    value: Decimal
    unit: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    """Who says what: the first and the last letters of it."""

    speaker: str
    head: str
    tail: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gold:
    """One article's gold file; `stem` is the file's name without its ending, `doc` the article's file."""

    stem: str
    doc: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...] = ()
    positions: tuple[GoldPosition, ...] = ()
    observations: tuple[GoldObservation, ...] = ()
    quotations: tuple[GoldQuotation, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def read_gold(directory: Path) -> tuple[Gold, ...]:
    """Every gold file (`*.json`) of a folder, in the order of their names.

    Raises:
        UsageError: the folder holds none.
        ReadError: a file is not a gold file; the message names the file and what is wrong.
    """
    paths = sorted(directory.glob("*.json"))
    if not paths:
        raise UsageError(f"{directory}: no gold files (*.json) here")
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Gold:
    try:
        return gold_of(json.loads(path.read_text(encoding="utf-8")), path.stem)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ReadError(f"{path}: cannot be read: {error}") from error
    except KeyError as error:
        raise ReadError(f"{path}: not a gold file: {error} is missing") from error
    except (TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise ReadError(f"{path}: not a gold file: {error}") from error


def gold_of(raw: Mapping[str, Any], stem: str) -> Gold:
    """A gold file's content as data; raises KeyError, TypeError or ValueError where it is none."""
    entities = tuple(
        GoldEntity(
            str(e["id"]),
            tuple(dict.fromkeys((str(e["type"]), *map(str, e.get("alt_types", ()))))),
            tuple(dict.fromkeys((str(e["name"]), *map(str, e.get("aliases", ()))))),
            bool(e.get("opt")),
        )
        for e in raw["entities"]
    )
    known = {e.id for e in entities}
    gold = Gold(
        stem=stem,
        doc=str(raw["doc"]),
        entities=entities,
        relations=tuple(
            GoldRelation(str(r["s"]), str(r["p"]), str(r["o"]), bool(r.get("opt"))) for r in raw.get("relations", ())
        ),
        positions=tuple(
            GoldPosition(str(p["holder"]), str(p.get("organization") or ""), str(p["title"]), bool(p.get("opt")))
            for p in raw.get("positions", ())
        ),
        observations=tuple(
            GoldObservation(
                str(o.get("about") or ""), str(o["measure"]), Decimal(str(o["value"])), str(o["unit"]),
                bool(o.get("opt")),
            )
            for o in raw.get("observations", ())
        ),
        quotations=tuple(
            GoldQuotation(str(q["speaker"]), str(q["head"]), str(q["tail"]), bool(q.get("opt")))
            for q in raw.get("quotations", ())
        ),
        names={e.id: e.names[0] for e in entities},
    )  # fmt: skip
    named = (
        *(r.subject for r in gold.relations), *(p.holder for p in gold.positions),
        *(p.organization for p in gold.positions), *(o.about for o in gold.observations),
        *(q.speaker for q in gold.quotations),
    )  # fmt: skip
    unknown = sorted({one for one in named if one and one not in known})
    if unknown:
        raise ValueError(f"no entity has the id {', '.join(unknown)}")
    return gold

"""Any of the line's data as JSON: one object a line, readable by people and machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kg.graph.facts import plain
from kg.graph.namespaces import well_formed
from kg.model import Attribute, Observation, Position, Quotation, Relation

_FACTS = (Attribute, Observation, Position, Quotation, Relation)


def _data_of(value: Any) -> Any:
    """Dataclasses as objects (facts with their `kind`), dates as ISO texts, decimals as plain ones."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {"kind": type(value).__name__} if isinstance(value, _FACTS) else {}
        return {**named, **{f.name: getattr(value, f.name) for f in fields(value)}}
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"not to be written as JSON: {type(value).__name__}")


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_data_of)


def json_line(value: Any) -> str:
    """One value as a line of JSON, without the line's end."""
    return well_formed(_ENCODER.encode(value))


def json_lines(values: Iterable[Any]) -> bytes:
    """Values as JSON Lines in UTF-8."""
    return "".join(json_line(value) + "\n" for value in values).encode()


def json_file(value: Any) -> bytes:
    """One value as an indented JSON file in UTF-8, keys in the order given."""
    return (well_formed(json.dumps(value, ensure_ascii=False, indent=1)) + "\n").encode()

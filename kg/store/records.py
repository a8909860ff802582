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


def data_of(value: Any) -> Any:
    """Dataclasses as objects (facts with their `kind`), tuples as lists, dates as ISO texts, decimals as plain ones."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {"kind": type(value).__name__} if isinstance(value, _FACTS) else {}
        return {**named, **{f.name: data_of(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, Mapping):
        return {str(k): data_of(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [data_of(v) for v in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def json_line(value: Any) -> str:
    """One value as a line of JSON, without the line's end."""
    return well_formed(json.dumps(data_of(value), ensure_ascii=False))


def json_lines(values: Iterable[Any]) -> bytes:
    """Values as JSON Lines in UTF-8."""
    return "".join(json_line(value) + "\n" for value in values).encode()


def json_file(value: Any) -> bytes:
    """One value as an indented JSON file in UTF-8, keys in the order given."""
    return (well_formed(json.dumps(value, ensure_ascii=False, indent=1)) + "\n").encode()

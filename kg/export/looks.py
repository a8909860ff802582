"""How nodes look in pictures: colours by class, as everywhere, and sizes by class."""

from __future__ import annotations

from kg.graph.palette import colour
from kg.graph.schema import Schema

# What much hangs on is large; positions, figures and quotations are small beside the things that they are about.
SIZES = {
    "EventSeries": 24,
    "Event": 20,
    "Organization": 16,
    "Person": 14,
    "Place": 14,
    "Position": 6,
    "Observation": 6,
    "Quotation": 6,
}
OTHER = 12


def size(schema: Schema, name: str) -> int:
    """The diameter of a node of this class, by its nearest super-class that has one."""
    above = schema.ancestors(name) if name in schema.classes else (name,)
    return next((SIZES[c] for c in above if c in SIZES), OTHER)


def rgb(schema: Schema, name: str) -> tuple[int, int, int]:
    """The colour of a class on light ground, each part 0..255."""
    value = colour(schema, name)
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)

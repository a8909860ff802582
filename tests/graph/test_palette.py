"""Colours of classes."""

import pytest

from kg.graph.palette import COLOURS, DARK_GROUND, LIGHT_GROUND, OTHER, colour
from kg.graph.schema import NOT_ENTITIES
from kg.rdf.ontology import read_schema

SCHEMA = read_schema()


def luminance(value: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("light", "dark"), [*COLOURS.values(), OTHER])
def test_every_colour_stands_out_from_its_ground(light: str, dark: str) -> None:
    assert contrast(light, LIGHT_GROUND) >= 3
    assert contrast(dark, DARK_GROUND) >= 3


def test_no_two_classes_share_a_colour() -> None:
    for ground in (0, 1):
        assert len({pair[ground] for pair in COLOURS.values()}) == len(COLOURS)


def test_every_class_of_things_has_a_colour_of_its_own_or_of_a_super_class() -> None:
    tops = ("Agent", "Place")  # stand for no single kind of thing
    things = [name for name in SCHEMA.classes if name not in (*NOT_ENTITIES, *tops)]
    assert [name for name in things if colour(SCHEMA, name) == OTHER[0]] == []


def test_a_class_nobody_knows_is_grey() -> None:
    assert colour(SCHEMA, "Spaceship") == OTHER[0]

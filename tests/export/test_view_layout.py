"""Where points stand: never upon each other, components apart, the same every time."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest

from kg.export.view.layout import LINE, positions
from kg.export.view.spacing import BETWEEN, GAP, apart, pack

SHAPES = {
    "none": (0, []),
    "one": (1, []),
    "pair": (2, [(0, 1)]),
    "loop and double lines": (3, [(0, 0), (0, 1), (1, 0), (1, 2)]),
    "star": (41, [(0, i) for i in range(1, 41)]),
    "ring": (30, [(i, (i + 1) % 30) for i in range(30)]),
    "apart": (60, [(3 * i, 3 * i + 1) for i in range(20)]),
    "large": (400, [(i, i // 2) for i in range(1, 400)]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_no_two_points_touch(name: str) -> None:
    count, lines = SHAPES[name]
    sizes = [11.0 + i % 5 * 8 for i in range(count)]
    places = positions(sizes, lines)
    assert len(places) == count
    for a, b in combinations(range(count), 2):
        assert math.dist(places[a], places[b]) > (sizes[a] + sizes[b]) / 2, (a, b)


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_graph_has_the_same_picture(name: str) -> None:
    count, lines = SHAPES[name]
    first = positions([20.0] * count, lines)
    random.seed(5)
    assert positions([20.0] * count, list(reversed(lines))) == first


def test_lines_have_about_their_length() -> None:
    count, lines = SHAPES["ring"]
    places = positions([10.0] * count, lines)
    lengths = [math.dist(places[a], places[b]) for a, b in lines]
    assert LINE * 0.5 < min(lengths) <= max(lengths) < LINE * 2


def test_points_upon_each_other_part() -> None:
    places = apart([(0.0, 0.0)] * 6, [5.0] * 6)
    assert min(math.dist(a, b) for a, b in combinations(places, 2)) > 10 + GAP * 0.8


def test_points_with_room_stay() -> None:
    shape = [(0.0, 0.0), (100.0, 0.0)]
    assert apart(shape, [5.0, 5.0]) == shape


def test_components_stand_side_by_side() -> None:
    shapes = [[(0.0, 0.0), (60.0, 0.0)], [(0.0, 0.0), (60.0, 0.0)], [(0.0, 0.0)], [(0.0, 0.0)]]
    packed = pack(shapes, [[10.0] * len(s) for s in shapes])
    for one, two in combinations(packed, 2):
        assert min(math.dist(a, b) for a in one for b in two) > 20 + BETWEEN / 2
    assert [math.dist(*shape) for shape in packed[:2]] == [60, 60]

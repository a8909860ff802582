"""Room for points: those of one component pushed apart, components packed side by side."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

Point = tuple[float, float]

# Free room between two points, and between two components, in the picture's units.
GAP, BETWEEN = 10.0, 26.0
ROUNDS = 60
# Screens are wider than high.
ASPECT = 1.5
CELL = 22.0
STEP = 0.35


def apart(shape: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """The points moved as little as it takes that no two circles of these radii come nearer than GAP.

    Neighbours are looked up in a grid, so a round takes time in proportion to the points.
    """
    places = [list(point) for point in shape]
    for _ in range(ROUNDS):
        if sum(_push(places, radii, a, b) for a, b in _near(places, radii)) == 0:
            break
    return [(x, y) for x, y in places]


def _near(places: Sequence[Sequence[float]], radii: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Pairs of points that may be too near, each once: cells suit small circles, large ones look farther."""
    wide = 2 * sorted(radii)[len(radii) * 3 // 4] + GAP
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (x, y) in enumerate(places):
        cells[math.floor(x / wide), math.floor(y / wide)].append(index)
    at = [(math.floor(x / wide), math.floor(y / wide)) for x, y in places]
    for a, (column, row) in enumerate(at):
        rank, far = (radii[a], a), math.ceil((2 * radii[a] + GAP) / wide)
        for x in range(column - far, column + far + 1):
            for y in range(row - far, row + far + 1):
                for b in cells.get((x, y), ()):
                    if (radii[b], b) < rank:
                        yield a, b


def _push(places: list[list[float]], radii: Sequence[float], a: int, b: int) -> bool:
    """Move two points away from each other where they are too near; whether they were."""
    dx, dy = places[b][0] - places[a][0], places[b][1] - places[a][1]
    wanted = radii[a] + radii[b] + GAP
    if dx * dx + dy * dy >= wanted * wanted - 0.01:
        return False
    distance = math.hypot(dx, dy)
    if distance < 1e-6:  # upon each other: away in a direction that depends on which they are
        angle = (a * 7 + b * 13) % 360
        dx, dy, distance = math.cos(angle), math.sin(angle), 1.0
        move = wanted / 2
    else:
        move = (wanted - distance) / 2 + 0.01
    dx, dy = dx / distance * move, dy / distance * move
    places[a][0] -= dx
    places[a][1] -= dy
    places[b][0] += dx
    places[b][1] += dy
    return True


def pack(shapes: Sequence[Sequence[Point]], radii: Sequence[Sequence[float]]) -> list[list[Point]]:
    """The shapes moved side by side, in their order from the middle outwards, larger ones first.

    Each takes the first free place on a spiral as wide as screens are. What is taken is kept in a grid.
    """
    taken: set[tuple[int, int]] = set()
    packed: list[list[Point]] = []
    start, last = 0.0, -1
    for shape, sizes in zip(shapes, radii, strict=True):
        cells = _covered(shape, sizes)
        start, last = (start if len(shape) == last else start * 0.5), len(shape)
        for at, dx, dy in _outwards(start):
            moved = {(x + dx, y + dy) for x, y in cells}
            if taken.isdisjoint(moved):
                taken |= moved
                packed.append([(x + dx * CELL, y + dy * CELL) for x, y in shape])
                start = at
                break
    return packed


def _covered(shape: Sequence[Point], radii: Sequence[float]) -> set[tuple[int, int]]:
    """The cells of the grid that a shape's circles touch, with half of BETWEEN around."""
    found = set()
    for (x, y), radius in zip(shape, radii, strict=True):
        reach = radius + BETWEEN / 2
        for column in range(math.floor((x - reach) / CELL), math.floor((x + reach) / CELL) + 1):
            for row in range(math.floor((y - reach) / CELL), math.floor((y + reach) / CELL) + 1):
                found.add((column, row))
    return found


def _outwards(start: float) -> Iterator[tuple[float, int, int]]:
    """Steps along a spiral from `start` (turns are radians), in cells; without end."""
    angle, before = start, None
    while True:
        distance = angle * STEP
        place = round(distance * math.cos(angle) * ASPECT), round(distance * math.sin(angle))
        if place != before:
            yield angle, *place
        before = place
        angle += 1.0 / max(distance, 1.0)

"""Where the points of a picture stand: each component laid out by igraph, none upon another, all side by side.

The positions depend on the graph alone: the random numbers are seeded and nodes are taken in their order.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.errors import UsageError
from kg.export.view.spacing import Point, apart, pack

SEED = 20220831
# Mean length of a line, in the picture's units; a point's radius is between 5 and 22 of them.
LINE = 62.0
# Kamada and Kawai's stress gives the calmest picture, but takes time in proportion to the square of the nodes.
STRESS_MOST = 120
# Springs with every pair repelling (3 s for 3,000 nodes) show what hangs together; above, near pairs alone.
EXACT_MOST = 6_000
# The room each point gets at least, as the side of a square: many points need longer lines.
ROOM = 62.0


def positions(sizes: Sequence[float], lines: Iterable[tuple[int, int]]) -> list[Point]:
    """A place for each of `len(sizes)` nodes, of which `lines` join pairs by index; the middle is near (0, 0).

    `sizes` are the nodes' diameters; two nodes keep a distance of at least the sum of their radii.

    Raises:
        UsageError: igraph is not installed.
    """
    try:
        import igraph
    except ImportError as error:
        raise UsageError("kg view needs the extra web: pip install 'kg[web]'") from error
    pairs = sorted({(min(a, b), max(a, b)) for a, b in lines if a != b})
    whole = igraph.Graph(n=len(sizes), edges=pairs)
    parts = sorted((sorted(part) for part in whole.connected_components()), key=lambda p: (-len(p), p))
    places: list[Point] = [(0.0, 0.0)] * len(sizes)
    with_room = []
    for part in parts:
        shape = _shape(whole.induced_subgraph(part), igraph) if len(part) > 1 else [(0.0, 0.0)]
        with_room.append(apart(shape, [sizes[i] / 2 for i in part]))
    radii = [[sizes[i] / 2 for i in part] for part in parts]
    for part, shape in zip(parts, pack(with_room, radii), strict=True):
        for index, place in zip(part, shape, strict=True):
            places[index] = place
    return places


def _shape(part: Any, igraph: Any) -> list[Point]:
    """One component, its lines LINE long on average."""
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        start = list(_spiral(part.vcount()))
        if part.vcount() <= STRESS_MOST:
            layout = part.layout_kamada_kawai(seed=start)
        else:
            exact = part.vcount() <= EXACT_MOST
            rounds = 400 if part.vcount() <= 1000 else 120
            layout = part.layout_fruchterman_reingold(seed=start, niter=rounds, grid="nogrid" if exact else "grid")
    finally:
        igraph.set_random_number_generator(random)
    return _scaled(_upright([(float(x), float(y)) for x, y in layout.coords]), part.get_edgelist())


def _spiral(count: int) -> Iterator[tuple[float, float]]:
    """Points of a sunflower: an even start, without random numbers."""
    for index in range(count):
        distance, angle = math.sqrt(index + 0.5), index * math.pi * (3 - math.sqrt(5))
        yield distance * math.cos(angle), distance * math.sin(angle)


def _upright(shape: list[Point]) -> list[Point]:
    """Turned so that it is wider than high, as screens are."""
    count = len(shape)
    mx, my = sum(x for x, _ in shape) / count, sum(y for _, y in shape) / count
    moved = [(x - mx, y - my) for x, y in shape]
    xx, yy = sum(x * x for x, _ in moved), sum(y * y for _, y in moved)
    xy = sum(x * y for x, y in moved)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos + y * sin, y * cos - x * sin) for x, y in moved]


def _scaled(shape: list[Point], lines: Sequence[tuple[int, int]]) -> list[Point]:
    lengths = sorted(math.dist(shape[a], shape[b]) for a, b in lines)
    middle = lengths[len(lengths) // 2]
    wide, high = (max(values) - min(values) for values in zip(*shape, strict=True))
    factor = max(
        LINE / max(middle, 1e-9), math.sqrt(len(shape) * ROOM * ROOM / max(wide * high, 1e-9)) if high > LINE else 0
    )
    return [(x * factor, y * factor) for x, y in shape]

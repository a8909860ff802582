"""A small picture of a graph for notebooks: SVG that scales with its cell and needs no script."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.graph.palette import colour
from kg.graph.shown import cell, width

if TYPE_CHECKING:
    from kg.graph.knowledge_graph import KnowledgeGraph

# More nodes than these are a tangle in a notebook's cell. The size is in units of the picture, not in pixels.
MOST_NODES, WIDTH, HEIGHT, MARGIN, LETTER = 60, 900, 560, 40, 12
LONGEST = 16
_Box = tuple[float, float, float, float]


def picture(graph: KnowledgeGraph, *, most: int = MOST_NODES) -> str:
    """The `most` best connected entities and the links among them as an SVG text; empty for a graph without links.

    Of a graph in several pieces the largest is drawn. The better connected an entity, the larger its disc; colours go
    by class. A name stands beside its disc where it covers none that stands already, and shows in any case when
    pointed at. The same graph gives the same text.
    """
    drawn = _skeleton(graph, most)
    if not drawn.nodes:
        return ""
    places = _places(drawn)
    names = {n: graph.view(n).name for n in drawn.nodes}
    lines = [
        f'<line x1="{places[u][0]:.0f}" y1="{places[u][1]:.0f}" x2="{places[v][0]:.0f}" y2="{places[v][1]:.0f}"/>'
        for u, v in drawn.edges
    ]
    discs = []
    for node in drawn.nodes:
        x, y = places[node]
        fill = colour(graph.schema, graph.view(node).type)
        discs.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{_radius(drawn, node):.1f}" fill="{fill}">'
            f"<title>{escape(cell(names[node]))} · {escape(graph.view(node).type)}</title></circle>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="the {len(drawn.nodes)} best connected entities" style="width:100%;max-width:{WIDTH}px">'
        f'<g stroke="currentColor" stroke-opacity=".25">{"".join(lines)}</g>{"".join(discs)}'
        f'<g font-size="{LETTER}" fill="currentColor" font-family="sans-serif">{"".join(_labels(drawn, places, names))}'
        "</g></svg>"
    )


def _skeleton(graph: KnowledgeGraph, most: int) -> Any:
    """The chosen entities as a simple undirected graph, nodes and edges in a fixed order."""
    whole = nx.Graph()
    whole.add_edges_from(
        sorted({(min(n, s.target), max(n, s.target)) for n, found in graph.steps.items() for s in found})
    )
    piece = _largest(whole)
    chosen = sorted(piece, key=lambda n: (-whole.degree[n], n))[:most]
    kept = _largest(whole.subgraph(chosen))
    drawn = nx.Graph()
    drawn.add_nodes_from(sorted(kept))
    drawn.add_edges_from(sorted((min(e), max(e)) for e in whole.subgraph(kept).edges))
    return drawn


def _largest(graph: Any) -> set[str]:
    """The nodes of the largest piece; of equal ones that with the smallest name."""
    return min(nx.connected_components(graph), key=lambda piece: (-len(piece), min(piece)), default=set())


def _places(drawn: Any) -> dict[str, tuple[float, float]]:
    """Where each node stands: half by a spring layout, half by its rank in it, so that dense parts spread out."""
    spring = nx.spring_layout(drawn, seed=1, iterations=150)
    xs, ys = ({n: float(p[axis]) for n, p in spring.items()} for axis in (0, 1))
    across, down = _fit(xs, WIDTH - 3 * MARGIN), _fit(ys, HEIGHT)
    return {n: (across[n], down[n]) for n in spring}


def _fit(values: dict[str, float], size: int) -> dict[str, float]:
    ordered = sorted(values, key=lambda n: (values[n], n))
    low, high, last = values[ordered[0]], values[ordered[-1]], max(len(ordered) - 1, 1)
    shares = {n: 0.5 * rank / last + 0.5 * (values[n] - low) / ((high - low) or 1) for rank, n in enumerate(ordered)}
    return {n: MARGIN + share * (size - 2 * MARGIN) for n, share in shares.items()}


def _radius(drawn: Any, node: str) -> float:
    return 4 + 1.6 * math.sqrt(drawn.degree[node])


def _labels(drawn: Any, places: dict[str, tuple[float, float]], names: dict[str, str]) -> list[str]:
    taken: list[_Box] = []
    for node in drawn.nodes:
        x, y, r = *places[node], _radius(drawn, node)
        taken.append((x - r, y - r, x + r, y + r))
    written = []
    for node in sorted(drawn.nodes, key=lambda n: (-drawn.degree[n], n)):
        text = cell(names[node])
        text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        for box in _beside(places[node], _radius(drawn, node), width(text) * LETTER / 2):
            if box[0] >= 0 and box[2] <= WIDTH and not any(_meet(box, other) for other in taken):
                taken.append(box)
                written.append(f'<text x="{box[0]:.0f}" y="{box[3] - 3:.0f}">{escape(text)}</text>')
                break
    return written


def _beside(place: tuple[float, float], radius: float, length: float) -> list[_Box]:
    """Where a name may stand: to the right of its disc, to the left, below, above."""
    (x, y), half, off = place, LETTER / 2 + 1, radius + 2
    corners = [(x + off, y - half), (x - off - length, y - half)]
    corners += [(x - length / 2, y + off), (x - length / 2, y - off - 2 * half)]
    return [(left, top, left + length, top + 2 * half) for left, top in corners]


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

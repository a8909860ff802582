"""Cytoscape's JSON (.cyjs), for Cytoscape, cytoscape.js and networkx, written as a stream.

Lists are lists and numbers are numbers. `value` of a node is its id once more: networkx looks for it there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from kg.export.attributes import safe, text
from kg.export.elements import edges, nodes
from kg.export.looks import size
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.palette import colour
from kg.graph.schema import NOT_ENTITIES

_HEAD = (
    '{"format_version": "1.0", "generated_by": "kg", "directed": true, "multigraph": true, "data": {"name": "kg"},\n'
)
_NODE = {"width": "data(size)", "height": "data(size)", "label": "data(label)", "font-size": 8}
_EDGE = {
    "label": "data(label)", "font-size": 6, "width": 1, "line-color": "#a3aab5", "target-arrow-color": "#a3aab5",
    "target-arrow-shape": "triangle", "curve-style": "bezier",
}  # fmt: skip


def write(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """The nodes and edges of a graph (see `kg.export.elements`) with a style that colours them by class."""
    out.write(_HEAD.encode())
    out.write(f'"style": {_dump(_style(graph))},\n"elements": {{"nodes": ['.encode())
    _write_items(_nodes(graph), out)
    out.write(b'], "edges": [')
    _write_items(_edges(graph), out)
    out.write(b"]}}\n")


def _write_items(items: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    for number, item in enumerate(items):
        out.write(((",\n" if number else "\n") + _dump({"data": item})).encode())


def _nodes(graph: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    for node in nodes(graph):
        name = text(node.label)
        own = {"id": node.id, "value": node.id, "name": name, "label": name, "size": size(graph.schema, node.type)}
        yield own | safe(node.attributes) | own


def _edges(graph: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    for edge in edges(graph):
        own = {"id": edge.id, "key": edge.id, "source": edge.source, "target": edge.target, "label": text(edge.label)}
        yield own | {"interaction": edge.predicate, "weight": edge.weight} | safe(edge.attributes) | own


def _style(graph: KnowledgeGraph) -> list[dict[str, Any]]:
    kinds = sorted({view.type for view in graph.entities()} | set(NOT_ENTITIES[:3]))
    classes = [
        {"selector": f"node[class = {json.dumps(name)}]", "style": {"background-color": colour(graph.schema, name)}}
        for name in kinds
    ]
    return [{"selector": "node", "style": _NODE}, *classes, {"selector": "edge", "style": _EDGE}]


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)

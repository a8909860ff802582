"""DOT for Graphviz: `dot -Tsvg`, or `sfdp -Tsvg` for more than some hundred nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kg.export.attributes import flat
from kg.export.elements import Edge, Node, edges, nodes
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.palette import colour

# Families with Chinese characters, of which Graphviz takes the first that is there.
_FONT = "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,SimHei,sans-serif"
_SMALL = "#f3f4f6"


def write(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """The nodes and edges of a graph (see `kg.export.elements`) with labels, colours, tooltips and all attributes."""
    for line in _lines(graph):
        out.write(line.encode() + b"\n")


def _lines(graph: KnowledgeGraph) -> Iterator[str]:
    yield "digraph kg {"
    yield f'graph [charset="UTF-8", rankdir=LR, overlap=prism, outputorder=edgesfirst, fontname="{_FONT}"];'
    yield f'node [fontname="{_FONT}", fontsize=11, style=filled, shape=box, penwidth=0, fontcolor="#ffffff"];'
    yield f'edge [fontname="{_FONT}", fontsize=9, color="#8a919e", fontcolor="#4b5563", arrowsize=0.6];'
    for node in nodes(graph):
        yield f"{_quoted(node.id)} {_list({**flat(node.attributes), **_node_looks(graph, node)})};"
    for edge in edges(graph):
        said = {**flat(edge.attributes), **_edge_looks(edge)}
        yield f"{_quoted(edge.source)} -> {_quoted(edge.target)} {_list(said)};"
    yield "}"


def _node_looks(graph: KnowledgeGraph, node: Node) -> dict[str, object]:
    shown = flat({"label": node.label, "tooltip": node.attributes.get("sentence") or node.label})
    if node.kind == "entity":
        return {**shown, "fillcolor": colour(graph.schema, node.type)}
    return {**shown, "fillcolor": _SMALL, "fontcolor": "#1f2937", "fontsize": 9}


def _edge_looks(edge: Edge) -> dict[str, object]:
    shown = flat({"label": edge.label, "tooltip": edge.attributes.get("sentence") or edge.label})
    return {**shown, "id": edge.id, **({"style": "dashed"} if edge.attributes.get("status") != "asserted" else {})}


def _list(values: Mapping[str, object]) -> str:
    return f"[{', '.join(f'{_quoted(name)}={_value(value)}' for name, value in values.items())}]"


def _value(value: object) -> str:
    return _quoted(str(value).lower() if isinstance(value, bool) else str(value))


def _quoted(value: str) -> str:
    """A text in quotation marks that Graphviz shows as it is: no escapes (`\\N`, `\\l`), no entities (`&lt;`)."""
    shown = value.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{shown}"'

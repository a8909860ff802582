"""GraphML for yEd, Gephi, igraph and networkx, written as a stream.

Every edge has an id of its own. Lists are one text (see `kg.export.attributes.joined`); days are ISO texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from lxml import etree

from kg.export.attributes import Value, flat
from kg.export.elements import EDGE_COLUMNS, Column, Edge, Node, edges, node_columns, nodes
from kg.export.looks import size
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.palette import colour

_NS = "http://graphml.graphdrawing.org/xmlns"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{_NS} {_NS}/1.0/graphml.xsd"
_DATA = f"{{{_NS}}}data"
_TYPES = {"integer": "int", "double": "double", "boolean": "boolean"}
_NODE = (Column("label", "string"), Column("color", "string"), Column("size", "integer"))
_EDGE = (Column("label", "string"), Column("weight", "integer"))


def write(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """The nodes and edges of a graph (see `kg.export.elements`) as GraphML."""
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        head = {f"{{{_XSI}}}schemaLocation": _LOCATION}
        with xml.element(f"{{{_NS}}}graphml", head, nsmap={None: _NS, "xsi": _XSI}):
            for kind, columns in (("node", (*_NODE, *node_columns(graph))), ("edge", (*_EDGE, *EDGE_COLUMNS))):
                for column in columns:
                    _write_key(xml, kind, column)
            with xml.element(f"{{{_NS}}}graph", {"id": "kg", "edgedefault": "directed"}):
                _write_nodes(xml, graph, nodes(graph))
                _write_edges(xml, edges(graph))
    out.write(b"\n")


def _write_key(xml: Any, kind: str, column: Column) -> None:
    named = {"id": f"{kind}.{column.name}", "for": kind, "attr.name": column.name}
    with xml.element(f"{{{_NS}}}key", {**named, "attr.type": _TYPES.get(column.type, "string")}):
        pass
    xml.write("\n")


def _write_nodes(xml: Any, graph: KnowledgeGraph, found: Iterable[Node]) -> None:
    for node in found:
        looks: dict[str, Value] = {"color": colour(graph.schema, node.type), "size": size(graph.schema, node.type)}
        _write_element(xml, "node", {"id": node.id}, flat({"label": node.label, **looks, **node.attributes}))


def _write_edges(xml: Any, found: Iterable[Edge]) -> None:
    for edge in found:
        ends = {"id": edge.id, "source": edge.source, "target": edge.target}
        values = flat({"label": edge.label, "weight": edge.weight, **edge.attributes})
        _write_element(xml, "edge", ends, values)


def _write_element(xml: Any, kind: str, ends: Mapping[str, str], values: Mapping[str, object]) -> None:
    with xml.element(f"{{{_NS}}}{kind}", ends):
        for name, value in values.items():
            with xml.element(_DATA, {"key": f"{kind}.{name}"}):
                xml.write(str(value).lower() if isinstance(value, bool) else str(value))
    xml.write("\n")

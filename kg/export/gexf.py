"""GEXF 1.3 for Gephi, written as a stream: what is in memory is one node or edge.

The graph is dynamic: a node or edge lasts from the first to the last day that it is reported, so that Gephi's timeline
shows what the news spoke of in a stretch of time; what has no date is always there. Dates of events (`startDate`) are
attributes. Lists are one text (see `kg.export.attributes.joined`). Parallel edges differ in `kind`, the property:
Gephi would else merge them. There is no `lastmodifieddate`: the same graph gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, BinaryIO

from lxml import etree

from kg.export.attributes import flat, text
from kg.export.elements import EDGE_COLUMNS, Column, Edge, Node, edges, node_columns, nodes
from kg.export.looks import rgb, size
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.schema import Schema

_NS = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPES = {"string": "string", "integer": "integer", "double": "double", "boolean": "boolean"}
_LOCATION = f"{{{_XSI}}}schemaLocation"
_VALUES, _VALUE = f"{{{_NS}}}attvalues", f"{{{_NS}}}attvalue"


def write(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """The nodes and edges of a graph (see `kg.export.elements`) as GEXF."""
    write_stream(nodes(graph), edges(graph), out, schema=graph.schema, columns=node_columns(graph))


def write_stream(
    nodes: Iterable[Node], edges: Iterable[Edge], out: BinaryIO, *, schema: Schema, columns: Iterable[Column]
) -> None:
    """Nodes and edges as GEXF, one after the other. `columns` are the attributes that nodes may have."""
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        spaces = {None: _NS, "viz": _VIZ, "xsi": _XSI}
        head = {"version": "1.3", _LOCATION: f"{_NS} {_NS}/gexf.xsd"}
        shape = {
            "defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval",
        }  # fmt: skip
        with xml.element(f"{{{_NS}}}gexf", head, nsmap=spaces):
            with xml.element(f"{{{_NS}}}meta"), xml.element(f"{{{_NS}}}creator"):
                xml.write("kg")
            with xml.element(f"{{{_NS}}}graph", shape):
                _write_columns(xml, "node", columns)
                _write_columns(xml, "edge", EDGE_COLUMNS)
                with xml.element(f"{{{_NS}}}nodes"):
                    for node in nodes:
                        _write_node(xml, node, schema)
                with xml.element(f"{{{_NS}}}edges"):
                    for edge in edges:
                        _write_edge(xml, edge)
    out.write(b"\n")


def _write_columns(xml: Any, kind: str, columns: Iterable[Column]) -> None:
    with xml.element(f"{{{_NS}}}attributes", {"class": kind, "mode": "static"}):
        for column in columns:
            kept = {"id": column.name, "title": column.name, "type": _TYPES.get(column.type, "string")}
            _write_empty(xml, f"{{{_NS}}}attribute", kept)
    xml.write("\n")


def _write_node(xml: Any, node: Node, schema: Schema) -> None:
    said = {"id": node.id, "label": text(node.label), **_lasts(node.first, node.last)}
    with xml.element(f"{{{_NS}}}node", said):
        _write_values(xml, flat(node.attributes))
        red, green, blue = rgb(schema, node.type)
        _write_empty(xml, f"{{{_VIZ}}}color", {"r": str(red), "g": str(green), "b": str(blue)})
        _write_empty(xml, f"{{{_VIZ}}}size", {"value": str(float(size(schema, node.type)))})
    xml.write("\n")


def _write_edge(xml: Any, edge: Edge) -> None:
    said = {
        "id": edge.id, "source": edge.source, "target": edge.target, "kind": edge.predicate,
        "label": text(edge.label), "weight": str(float(edge.weight)), **_lasts(edge.first, edge.last),
    }  # fmt: skip
    with xml.element(f"{{{_NS}}}edge", said):
        _write_values(xml, flat(edge.attributes))
    xml.write("\n")


def _lasts(first: date | None, last: date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in (("start", first), ("end", last)) if day}


def _write_values(xml: Any, values: Mapping[str, object]) -> None:
    with xml.element(_VALUES):
        for name, value in values.items():
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            _write_empty(xml, _VALUE, {"for": name, "value": shown})


def _write_empty(xml: Any, name: str, attributes: Mapping[str, str]) -> None:
    with xml.element(name, attributes):
        pass

"""Every form that `kg export` writes, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from kg.export import cytoscape, dot, gexf, graphml, jsonld, neo4j, parquet, rdf
from kg.graph.knowledge_graph import KnowledgeGraph

Write = Callable[[BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A form of one file, which `write` writes, or of a folder, whose `files` by name tell how to write each."""

    name: str
    suffix: str
    write: Callable[[KnowledgeGraph, BinaryIO], None] | None = None
    files: Callable[[KnowledgeGraph], Mapping[str, Write]] | None = None


FORMATS = (
    Format("turtle", ".ttl", rdf.write_turtle),
    Format("ntriples", ".nt", rdf.write_ntriples),
    Format("trig", ".trig", rdf.write_trig),
    Format("jsonld", ".jsonld", jsonld.write),
    Format("rdfxml", ".rdf", rdf.write_rdfxml),
    Format("graphml", ".graphml", graphml.write),
    Format("gexf", ".gexf", gexf.write),
    Format("cytoscape", ".cyjs", cytoscape.write),
    Format("dot", ".dot", dot.write),
    Format("neo4j", "", files=neo4j.files),
    Format("parquet", "", files=parquet.files),
)

"""A folder of CSV files for `neo4j-admin database import`, with the command in a README.txt.

Nodes are entities, positions, observations, quotations and articles, with a label for each class above theirs; edges
the relations, what leads from a fact's node to its entities, and where a fact or name is reported (`reportedIn`).
Neo4j parts lists at `;`, so that a `;` inside an item of a list becomes `；`; every other text stays as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

from kg.export.attributes import Safe, Value, safe
from kg.export.elements import DOC, EDGE_COLUMNS, FACT, Column, edges, entity_id, node_columns, nodes, web
from kg.graph.facts import links
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import escape
from kg.model import Attribute, Relation

Write = Callable[[BinaryIO], None]
REPORTED_IN = "reportedIn"
_TYPES = {
    "string": "string", "integer": "int", "double": "double", "boolean": "boolean", "date": "date", "list": "string[]",
}  # fmt: skip
_ARTICLE = (
    Column("title", "string"),
    Column("published", "date"),
    Column("outlet", "string"),
    Column("url", "string"),
    Column("files", "list"),
    Column("categories", "list"),
)
_COMMAND = """\
Put these files where Neo4j can read them and run, with Neo4j stopped (version 5 and later):

neo4j-admin database import full --overwrite-destination --multiline-fields=true \\
{nodes} \\
{edges} \\
  neo4j

Every node has an id (a name as in the Turtle files), a name and the label of each class it belongs to. Then ask, as in:

MATCH (o:Company)-[r:exhibitsAt]->(e:Event) RETURN o.name, e.name, r.sentence, r.outlet, r.published
MATCH (o:Observation)-[:about]->(e) RETURN e.name, o.measure, o.number, o.unit, o.sentence ORDER BY o.number DESC
"""


def files(graph: KnowledgeGraph) -> Mapping[str, Write]:
    """What to write, by the name of the file."""
    kinds = {"entities": "entity", "positions": "position", "observations": "observation", "quotations": "quotation"}
    tables: dict[str, Write] = {f"nodes-{name}.csv": partial(_write_nodes, graph, kind) for name, kind in kinds.items()}
    tables["nodes-articles.csv"] = partial(_write_articles, graph)
    tables["edges-relations.csv"] = partial(_write_edges, graph, True)
    tables["edges-of-facts.csv"] = partial(_write_edges, graph, False)
    tables["edges-reported.csv"] = partial(_write_reported, graph)
    return {**tables, "README.txt": partial(_write_readme, tuple(tables))}


def _write_readme(names: Iterable[str], out: BinaryIO) -> None:
    nodes = [f"  --nodes={name}" for name in names if name.startswith("nodes-")]
    edges = [f"  --relationships={name}" for name in names if name.startswith("edges-")]
    out.write(_COMMAND.format(nodes=" \\\n".join(nodes), edges=" \\\n".join(edges)).encode())


def _write_nodes(graph: KnowledgeGraph, kind: str, out: BinaryIO) -> None:
    found = (n for n in nodes(graph) if n.kind == kind)
    columns = [c for c in node_columns(graph, kind) if c.name not in ("kind", "classes")]
    rows = ({":ID": n.id, "name": n.label, ":LABEL": graph.schema.ancestors(n.type), **n.attributes} for n in found)
    _write_table(out, (Column(":ID", "string"), Column("name", "string"), *columns, Column(":LABEL", "list")), rows)


def _write_articles(graph: KnowledgeGraph, out: BinaryIO) -> None:
    rows: Iterator[Mapping[str, Value]] = (
        {
            ":ID": DOC + escape(a.id), "name": a.title or a.id, "title": a.title, "published": a.date,
            "outlet": a.outlet, "url": web(a.url), "files": tuple(s.path for s in a.sources),
            "categories": a.categories, ":LABEL": ("Article",),
        }
        for a in graph.articles
    )  # fmt: skip
    _write_table(out, (Column(":ID", "string"), Column("name", "string"), *_ARTICLE, Column(":LABEL", "list")), rows)


def _write_edges(graph: KnowledgeGraph, relations: bool, out: BinaryIO) -> None:
    found = (e for e in edges(graph) if e.source.startswith(FACT) != relations)
    columns = [c for c in EDGE_COLUMNS if c.name != "predicate"] if relations else []
    rows = ({":START_ID": e.source, ":END_ID": e.target, ":TYPE": e.predicate, **e.attributes} for e in found)
    _write_table(out, (*_ends(), *columns, Column(":TYPE", "string")), rows)


def _write_reported(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """One edge for each entity or fact with a node and article that speaks of it, negations left out."""
    pairs: set[tuple[str, str]] = set()
    for item in graph.evidence.values():
        fact = item.claim.fact
        if item.status == "negated":
            continue
        for _, entity in links(fact):
            pairs.add((entity_id(entity), item.article.id))
    for stated in graph.stated.values():
        if isinstance(stated.fact, Relation | Attribute):
            continue
        for name in stated.claims:
            claim = graph.evidence[name]
            if claim.status != "negated":
                pairs.add((FACT + stated.key, claim.article.id))
    rows: Iterator[Mapping[str, Value]] = (
        {":START_ID": start, ":END_ID": DOC + escape(article), ":TYPE": REPORTED_IN} for start, article in sorted(pairs)
    )
    _write_table(out, (*_ends(), Column(":TYPE", "string")), rows)


def _ends() -> tuple[Column, Column]:
    return Column(":START_ID", "string"), Column(":END_ID", "string")


def _write_table(out: BinaryIO, columns: Iterable[Column], rows: Iterable[Mapping[str, Value]]) -> None:
    """CSV as Neo4j reads it: quotes doubled, backslashes as they are, nothing between commas where there is nothing."""
    kept = tuple(columns)
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([c.name if c.name.startswith(":") else f"{c.name}:{_TYPES[c.type]}" for c in kept])
    for row in rows:
        values = safe(row)
        writer.writerow([_cell(values.get(c.name, "")) for c in kept])
    text.flush()
    text.detach()  # the file is the caller's to close


def _cell(value: Safe) -> str:
    if isinstance(value, list):
        return ";".join(item.replace(";", "；") for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)

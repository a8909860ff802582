"""SPARQL over a graph, in memory, with pyoxigraph.

The default graph holds the facts. Evidence and ontology are the named graphs `<base>graph/evidence` and
`<base>graph/ontology` (`GRAPH ?g { … }` reaches them) and join the default graph on request, so that a query over the
facts stays simple. Queries only read: updates do not parse, and SERVICE, which would go out to the network, is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Literal as OneOf
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from kg.errors import GraphLoadError, QueryError
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import DEFAULT_BASE, Namespaces, well_formed
from kg.graph.results import Answer, Result, Rows, Term, Triples
from kg.rdf.conflicts import conflict_lines
from kg.rdf.files import conflicts_file, graph_files, namespaces_of, own_ontology, syntax_message
from kg.rdf.order import lines
from kg.rdf.query_text import check, explain
from kg.rdf.terms import prefixes
from kg.rdf.triples import Writer
from kg.rdf.write import turtle
from kg.resources import ontology_dir

Format = OneOf["json", "csv", "tsv", "ttl"]
FORMATS: tuple[Format, ...] = ("json", "csv", "tsv", "ttl")
# Subjects whose lines go into a store at once: some 100 MB.
_SUBJECTS = 1 << 16
_TABULAR = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A store to query, and the namespaces its prefixes stand for."""

    store: ox.Store
    namespaces: Namespaces

    def graph(self, name: str) -> ox.NamedNode:
        """The named graph `evidence` or `ontology`."""
        return ox.NamedNode(self.namespaces.graph + name)


def open_source(path: str | Path) -> Source:
    """The graph in a folder or Turtle file, ready to query, without building a KnowledgeGraph.

    Raises:
        GraphLoadError: it is missing or is not Turtle; the message has file and line.
    """
    facts, evidence = graph_files(Path(path))
    store = ox.Store()
    namespaces = _load(store, facts, None)
    source = Source(store, namespaces)
    conflicts = conflicts_file(Path(path))
    if conflicts:
        _load(store, conflicts, None)
    if evidence:
        _load(store, evidence, source.graph("evidence"))
    _add_ontology(source, own_ontology(Path(path)))
    return source


def source_of(graph: KnowledgeGraph) -> Source:
    """A graph in memory, ready to query."""
    source = Source(ox.Store(), graph.namespaces)
    writer = Writer(graph)
    conflicts = (text for _, text in conflict_lines(graph, graph.conflicts(), graph.namespaces))
    for texts, name in (
        (chain(map(lines, writer.each_fact()), conflicts), ox.DefaultGraph()),
        (map(lines, writer.each_claim()), source.graph("evidence")),
    ):
        while some := "".join(islice(texts, _SUBJECTS)):
            source.store.bulk_load(some.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=name)
    _add_ontology(source, graph.schema.file)
    return source


def select(source: Source | KnowledgeGraph, query: str, *, evidence: bool = False, ontology: bool = False) -> Result:
    """What a query answers: Rows for SELECT, Answer for ASK, Triples for CONSTRUCT and DESCRIBE.

    Args:
        evidence: claims count as part of the default graph.
        ontology: the ontology counts as part of the default graph.

    Raises:
        QueryError: the query is wrong; the message shows where.
    """
    where = source if isinstance(source, Source) else source_of(source)
    try:
        return _result(_run(where, query, evidence=evidence, ontology=ontology))
    except (OSError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def serialize(source: Source, query: str, format: Format, *, evidence: bool = False, ontology: bool = False) -> bytes:
    """A query's answer as a file: SPARQL results in JSON, CSV or TSV, or Turtle for CONSTRUCT and DESCRIBE.

    Raises:
        QueryError: the query is wrong, or its kind of answer has no such format.
    """
    found = _run(source, query, evidence=evidence, ontology=ontology)
    if isinstance(found, ox.QueryTriples):
        if format != "ttl":
            raise QueryError(f"CONSTRUCT and DESCRIBE answer with triples: ask for ttl or a table, not {format}")
        return turtle(sorted(set(found), key=str), source.namespaces)
    if format == "ttl":
        raise QueryError("SELECT and ASK answer with rows: ask for a table, json, csv or tsv, not ttl")
    try:
        return found.serialize(format=_TABULAR[format]) or b""
    except (OSError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def attach(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The same graph, with `graph.sparql` answered by this module; its store is filled at the first query."""
    graph.engine = _Engine()
    return graph


def cells(result: Result, namespaces: Namespaces) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Heads and rows of an answer as short texts for a table; IRIs of known namespaces as `ent:首钢园`."""
    if isinstance(result, Answer):
        return ("answer",), (("yes" if result else "no",),)
    known = prefixes(namespaces)
    if isinstance(result, Triples):
        return ("subject", "predicate", "object"), tuple(tuple(short(t, known) for t in row) for row in result.triples)
    return result.variables, tuple(tuple(short(t, known) if t else "" for t in row) for row in result.rows)


def short(term: Term, known: dict[str, str]) -> str:
    """A term as people read it: a literal's text, an IRI with its prefix where it has one."""
    if term.kind == "iri":
        for prefix, start in known.items():
            if term.value.startswith(start):
                return f"{prefix}:{term.value.removeprefix(start)}"
    return term.value


class _Engine:
    """Answers queries of a graph, and of its parts, each from a store that it fills once."""

    def __init__(self) -> None:
        self._sources: WeakKeyDictionary[KnowledgeGraph, Source] = WeakKeyDictionary()

    def __call__(self, graph: KnowledgeGraph, query: str) -> Result:
        if graph not in self._sources:
            self._sources[graph] = source_of(graph)
        return select(self._sources[graph], query)


def _load(store: ox.Store, path: Path, name: ox.NamedNode | None) -> Namespaces:
    try:
        parser = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, name or ox.DefaultGraph()) for q in parser)
    except OSError as error:
        raise GraphLoadError(f"{path}: cannot be read: {error}") from error
    except SyntaxError as error:
        raise GraphLoadError(syntax_message(path, error)) from error
    return namespaces_of(path, parser.prefixes)


def ontology_triples(namespaces: Namespaces, file: str = "kg.ttl", *, path: Path | None = None) -> Iterator[ox.Triple]:
    """The ontology's (or the shapes') triples with IRIs under the base of `namespaces`; `path` is another one's."""

    def moved(term: object) -> object:
        if isinstance(term, ox.NamedNode) and term.value.startswith(DEFAULT_BASE):
            return ox.NamedNode(namespaces.base + term.value.removeprefix(DEFAULT_BASE))
        return term

    for quad in ox.parse(path=str(path or ontology_dir() / file), format=ox.RdfFormat.TURTLE):
        parts = (quad.subject, quad.predicate, quad.object)
        yield ox.Triple(*parts) if namespaces.base == DEFAULT_BASE else ox.Triple(*map(moved, parts))  # type: ignore[arg-type]


def _add_ontology(source: Source, path: Path | None) -> None:
    name = source.graph("ontology")
    triples = ontology_triples(source.namespaces, path=path)
    source.store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)


def _run(
    source: Source, query: str, *, evidence: bool, ontology: bool
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    query = well_formed(query)
    check(query)
    joined = [source.graph(n) for n, wanted in (("evidence", evidence), ("ontology", ontology)) if wanted]
    known = prefixes(source.namespaces)
    try:
        return source.store.query(
            query,
            prefixes=known,
            base_iri=source.namespaces.base,
            default_graph=[ox.DefaultGraph(), *joined] if joined else None,
        )
    except SyntaxError as error:
        raise QueryError(explain(query, str(error), known)) from error


def _result(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    if isinstance(found, ox.QueryBoolean):
        return Answer(bool(found))
    if isinstance(found, ox.QueryTriples):
        unique = sorted(set(found), key=str)
        return Triples(tuple((_term(t.subject), _term(t.predicate), _term(t.object)) for t in unique))
    names = tuple(v.value for v in found.variables)
    rows = (tuple(None if t is None else _term(t) for t in solution) for solution in found)
    return Rows(names, tuple(rows))


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, term.datatype.value, term.language or "")
    return Term("bnode", term.value if isinstance(term, ox.BlankNode) else str(term))

"""Reads a graph back from Turtle."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.errors import GraphLoadError
from kg.graph.arguments import file_path
from kg.graph.assemble import add_up, works_for
from kg.graph.facts import Evidence, StatedFact
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.linking import Link
from kg.graph.schema import Schema
from kg.model import Article, Relation
from kg.rdf.decode import Decoder
from kg.rdf.files import articles_file, graph_files, own_ontology, read_texts, read_turtle
from kg.rdf.ontology import read_schema
from kg.rdf.query import attach


def load(path: str | Path, *, schema: Schema | None = None) -> KnowledgeGraph:
    """The graph in a folder with `kg.ttl` and, if it is there, `evidence.ttl`; or in one Turtle file, with the
    evidence that it holds (`kg.ttl` holds none, what `kg export` writes does).

    The base IRI is taken from the file's `kg:` prefix. Articles have their text where `articles.jsonl` lies beside the
    facts (the evidence keeps the sentences in any case); issues are not part of the files. Writing the graph again
    gives the same bytes.

    Raises:
        UsageError: the path is neither a text nor a path.
        GraphLoadError: nothing is there, it is not Turtle (the message has file and line), or what it says is not
            a graph of this vocabulary (the message has file and subject).
    """
    path = Path(file_path(path))
    facts_path, evidence_path = graph_files(path)
    known = schema or read_schema(own_ontology(path))
    decoder = Decoder(read_turtle(facts_path), known)
    entities, articles = decoder.entities(), decoder.articles()
    articles = _with_texts(articles, articles_file(path))
    if decoder.only_evidence():
        raise GraphLoadError(f"{facts_path}: holds no entities and no articles: name a graph's folder or its kg.ttl")
    nodes = decoder.nodes(entities)
    stated = {s.key: s for s in (*decoder.facts(entities), *nodes.values())}
    proof: tuple[Evidence, ...] = ()
    links: tuple[Link, ...] = ()
    if evidence_path:
        reader = Decoder(read_turtle(evidence_path), known)
        if reader.names != decoder.names:
            raise GraphLoadError(f"{evidence_path}: its kg: prefix is not that of {facts_path}: {reader.names.kg}")
        proof = reader.claims(entities, articles, nodes | reader.nodes(entities))
        links = tuple(reader.links(entities))
    else:
        proof = decoder.claims(entities, articles, nodes, beside_facts=True)
        links = tuple(decoder.links(entities))
    summed = {s.key: s for s in add_up((e.claim for e in proof), entities, articles, known)}
    implied = {works_for(s.fact, entities, known) for s in nodes.values()}
    facts = (summed.get(k) or _bare(stated[k], implied) for k in sorted(stated))
    graph = KnowledgeGraph(
        schema=known,
        namespaces=decoder.names,
        entities=entities.values(),
        facts=tuple(facts),
        evidence=proof,
        articles=articles.values(),
        links=links,
    )
    return attach(graph)


def _with_texts(articles: dict[str, Article], file: Path | None) -> dict[str, Article]:
    texts = read_texts(file) if file else {}
    return {
        name: replace(a, text=texts[name][0], blocks=texts[name][1]) if name in texts else a
        for name, a in articles.items()
    }


def _bare(stated: StatedFact, implied: set[Relation | None]) -> StatedFact:
    return replace(stated, derived=stated.fact in implied)

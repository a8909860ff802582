"""`kg.build`: the graph of articles, with the files that a person keeps beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.graph import arguments
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Issue, Ruling
from kg.pipeline import build as build_graph
from kg.store.decisions import read_decisions
from kg.store.links import read_links

AnyPath = str | Path


def build(
    paths: AnyPath | Iterable[AnyPath],
    *,
    base_iri: str | None = None,
    jobs: int = 1,
    decisions: AnyPath | None = None,
    links: AnyPath | Iterable[AnyPath] = (),
    ontology: AnyPath | None = None,
    patterns: AnyPath | Iterable[AnyPath] = (),
    rulings: Sequence[Ruling] = (),
) -> KnowledgeGraph:
    """The graph of all articles under `paths`: one file or folder, or several.

    What is wrong with single lines of the decisions or links is told in the graph's `issues`.

    Args:
        base_iri: what replaces `https://kg.example.org/` in IRIs.
        jobs: processes (from 1); more of them need `if __name__ == "__main__":` in a script.
        decisions: a file of a person's decisions about what is one, as `kg build --decisions` takes it.
        links: tables of names and IRIs to link entities out with, as `kg build --link` takes them.
        ontology: a copy of the shipped ontology with classes and properties of your own.
        patterns: pattern files to use beside the shipped ones.
        rulings: further decisions, as data.

    >>> import kg
    >>> kg.build("seeds/articles/2022-08-17-gatis-summit.txt").entity("GATIS")
    <Association 全球服务贸易联盟>

    Raises:
        NothingUsableError: no article could be read; the message says why.
        UsageError: no path, a value of the wrong kind, a base that is no IRI, no jobs, or a file of decisions or
            links cannot be read.
    """
    articles = arguments.file_paths(paths)
    if base_iri is not None:
        arguments.text(base_iri, "base_iri")
    faults: tuple[Issue, ...] = ()
    given: tuple[Ruling, ...] = ()
    if decisions is not None:
        given, faults = read_decisions(Path(arguments.file_path(decisions, "decisions")))
    tables = []
    for path in arguments.file_paths(links, "links"):
        table, bad = read_links(Path(path))
        tables.append(table)
        faults = (*faults, *bad)
    return build_graph(
        articles,
        base_iri=base_iri,
        jobs=arguments.whole(jobs, "jobs", 1),
        rulings=(*given, *rulings),
        tables=tables,
        faults=faults,
        ontology=None if ontology is None else arguments.file_path(ontology, "ontology"),
        patterns=arguments.file_paths(patterns, "patterns"),
    )

"""What each stage of a build makes of the input, record by record (`kg build --until STAGE`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from kg.errors import UsageError
from kg.model import Issue
from kg.pipeline import (
    ARTICLE_STAGES,
    STAGE_NAMES,
    assemble_graph,
    process_articles,
    resolve_documents,
)
from kg.read.articles import read_articles


def stage_records(
    paths: Sequence[str],
    stage: str,
    *,
    stdin: bytes | None = None,
    base_iri: str | None = None,
    jobs: int | None = None,
    names: Literal["all", "none"] = "all",
    min_confidence: float | None = None,
) -> Iterator[Any]:
    """What is there after a stage: articles (read), documents (the stages on one article), then what all articles add
    up to: `{"entity": …}`, `{"claim": …}`, `{"decision": …}` (resolve), `{"entity": …}`, `{"fact": …}` (graph).

    Issues that no record holds come as Issue objects among them.

    Raises:
        UsageError: there is no such stage; and what reading raises.
    """
    if stage not in STAGE_NAMES:
        raise UsageError(f"there is no stage {stage!r}: use one of {', '.join(STAGE_NAMES)}")
    read = read_articles(paths, stdin=stdin)
    if stage == "read":
        yield from read.articles
        yield from read.issues
        return
    there = [s.name for s in ARTICLE_STAGES]
    if stage in there:
        wanted = ARTICLE_STAGES[: there.index(stage) + 1]
        yield from process_articles(read.articles, jobs=jobs, stages=wanted, names=names)
        yield from read.issues
        return
    documents = list(process_articles(read.articles, jobs=jobs, names=names))
    resolution = resolve_documents(documents, read, min_confidence, names=names)
    issues: Sequence[Issue] = resolution.issues
    if stage == "resolve":
        yield from ({"entity": e} for e in resolution.entities)
        yield from ({"claim": c} for c in resolution.claims)
        yield from ({"decision": d} for d in resolution.decisions)
    else:
        graph = assemble_graph(resolution, documents, base_iri=base_iri)
        yield from ({"entity": view.entity} for view in graph.entities())
        yield from ({"fact": stated} for stated in graph.stated.values())
        issues = graph.issues
    yield from issues

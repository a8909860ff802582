"""What a build came to, in numbers."""

from __future__ import annotations

from kg.pipeline import Build
from kg.store.large.write import Counts
from kg.store.outputs import issue_counts


def counts_of(build: Build) -> Counts:
    """The counts of a graph in memory."""
    graph = build.graph
    entities, facts = graph.counts()
    return Counts(
        articles=len(graph.articles),
        skipped=build.read.skipped,
        entities=dict(entities),
        facts=dict(facts),
        claims=len(graph.evidence),
        issues=issue_counts(build),
        conflicts=len(graph.conflicts()),
    )

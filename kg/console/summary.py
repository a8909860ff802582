"""The table at the end of a build."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from kg.console.streams import visible
from kg.pipeline import Build
from kg.store.outputs import issue_counts


def summary(build: Build, directory: str) -> RenderableType:
    """Articles read and skipped, entities by class, facts by property, issues by kind."""
    graph = build.graph
    entities, facts = graph.counts()
    issues = issue_counts(build)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    groups = (("Entities", entities), ("Facts", facts), ("Issues", issues))
    for name, counts in groups:
        table.add_column(name, overflow="fold")
        table.add_column(str(sum(counts.values())), justify="right", style="bold")
    for row in zip_longest(*(_rows(counts) for _, counts in groups), fillvalue=("", "")):
        table.add_row(*(cell for pair in row for cell in pair))
    read = f"{len(graph.articles)} articles read, {build.read.skipped} files skipped"
    head = Text(f"{read}, {len(graph.evidence)} claims; graph written to {visible(directory)}\n")
    return Group(head, table)


def _rows(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The most frequent first."""
    return [(name, str(count)) for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]

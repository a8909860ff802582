"""The table at the end of a build."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from kg.console.streams import visible
from kg.store.large.write import Counts


def summary(counts: Counts, directory: str) -> RenderableType:
    """Articles read and skipped, entities by class, facts by property, issues by kind."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    groups = (("Entities", counts.entities), ("Facts", counts.facts), ("Issues", counts.issues))
    for name, rows in groups:
        table.add_column(name, overflow="fold")
        table.add_column(str(sum(rows.values())), justify="right", style="bold")
    for row in zip_longest(*(_rows(rows) for _, rows in groups), fillvalue=("", "")):
        table.add_row(*(cell for pair in row for cell in pair))
    read = f"{counts.articles} articles read, {counts.skipped} files skipped"
    head = Text(f"{read}, {counts.claims} claims; graph written to {visible(directory)}\n")
    return Group(head, table)


def _rows(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The most frequent first."""
    return [(name, str(count)) for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]

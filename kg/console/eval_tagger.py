"""`kg eval-tagger`."""

from __future__ import annotations

from argparse import Namespace

from rich import box
from rich.table import Table

from kg.console.streams import console
from kg.errors import UsageError
from kg.tagging import Figures, evaluate


def run(arguments: Namespace) -> int:
    """Compare the tagger's spans with marked files: exact span and label."""
    console(width=80).print_rows(
        _table(evaluate(arguments.files, _names(arguments.map), conventions=arguments.conventions))
    )
    return 0


def _names(given: str) -> dict[str, str]:
    """`PER=PER,GPE=LOC` as a mapping of our labels to the files'."""
    names = {}
    for part in filter(None, given.split(",")):
        ours, equals, theirs = part.partition("=")
        if not equals or not ours or not theirs:
            raise UsageError(f"--map takes OURS=THEIRS,…, not {part!r}")
        names[ours.strip()] = theirs.strip()
    return names


def _table(rows: dict[str, Figures]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("label")
    for name in ("P", "R", "F1", "found", "marked", "agreed"):
        table.add_column(name, justify="right")
    for label, row in rows.items():
        values = (f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}")
        table.add_row(label, *values, str(row.found), str(row.marked), str(row.agreed))
    return table

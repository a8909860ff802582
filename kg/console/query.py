"""`kg query`."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from kg.console.streams import console, visible, write_bytes
from kg.errors import UsageError
from kg.graph.results import Answer, Result
from kg.rdf.query import Source, cells, open_source, select, serialize


def run(arguments: Namespace) -> int:
    """Ask a graph and print the answer."""
    query = _query(arguments)
    source = open_source(arguments.graph)
    if arguments.format == "table":
        _print_table(select(source, query, evidence=arguments.evidence), source)
    else:
        data = serialize(source, query, arguments.format, evidence=arguments.evidence)
        write_bytes(data if data.endswith(b"\n") else data + b"\n")
    return 0


def _query(arguments: Namespace) -> str:
    if (arguments.query is None) == (arguments.file is None):
        raise UsageError("query needs a query, either as an argument or with --file F")
    if arguments.file is not None:
        try:
            return Path(arguments.file).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise UsageError(f"{arguments.file}: cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{arguments.file}: not UTF-8 at byte {error.start}") from error
    if arguments.query == "-":
        return "" if sys.stdin is None else sys.stdin.buffer.read().decode("utf-8", "replace")
    return str(arguments.query)


def _print_table(result: Result, source: Source) -> None:
    heads, rows = cells(result, source.namespaces)
    out = console()
    if isinstance(result, Answer):
        out.print(rows[0][0])
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1))
    for head in heads:
        table.add_column(visible(head), overflow="fold")
    for row in rows:
        table.add_row(*(visible(cell) for cell in row))
    if heads:
        out.print_rows(table)
    out.print(f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})")

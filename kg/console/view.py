"""`kg view`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kg.console.filters import filtered
from kg.console.streams import tell
from kg.errors import UsageError
from kg.export.view.page import MANY, page
from kg.rdf.load import load
from kg.store.atomic import check_directory, write_file


def run(arguments: Namespace) -> int:
    """Write a page with the picture of a graph."""
    out = Path(arguments.out)
    if out.name in ("", "..", "-") or out.is_dir():
        raise UsageError(f"-o {arguments.out}: needs a file's name, such as graph.html")
    check_directory(out.parent)
    graph = filtered(load(arguments.graph), arguments)
    count = len(graph.entities())
    if count > MANY:
        tell(f"{count} entities make a slow picture: --kinds, --only and --since keep a part of them")
    written = page(graph, lang=arguments.lang).encode("utf-8")
    write_file(out, lambda file: file.write(written))
    facts = len(graph.facts())
    said = f"{count} {'entity' if count == 1 else 'entities'}, {facts} {'fact' if facts == 1 else 'facts'}"
    tell(f"{said}, {len(written) / 1e6:.1f} MB; page written to {arguments.out}")
    return 0

"""`kg export`."""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path

from kg.console.filters import filtered
from kg.console.streams import tell, write_bytes
from kg.errors import OutputError, UsageError
from kg.export.formats import FORMATS, Format
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.rdf.load import load
from kg.store.atomic import check_directory, write_file, write_streams


def run(arguments: Namespace) -> int:
    """Write a graph, or the part of it that the filters keep, in another form."""
    form = next(f for f in FORMATS if f.name == arguments.format)
    target = None if arguments.out in (None, "-") else Path(arguments.out)
    _check(form, target)
    graph = filtered(load(arguments.graph), arguments)
    if target is None:
        _to_standard_output(form, graph)
    elif form.files is not None:
        write_streams(target, form.files(graph))
    elif form.write is not None:
        write_file(target, partial(form.write, graph))
    where = f"written to {target}" if target else "written"
    entities, facts = len(graph.entities()), len(graph.stated)
    tell(f"{entities} entities, {facts} facts, {len(graph.evidence)} claims {where} as {form.name}")
    return 0


def _check(form: Format, target: Path | None) -> None:
    """Tell what cannot work before the graph is read."""
    if form.files is not None:
        if target is None:
            raise UsageError(f"{form.name} is a folder of files: name it with -o FOLDER")
        check_directory(target)
    elif target is not None:
        if target.is_dir():
            raise OutputError(f"{target}: cannot be written: it is a folder")
        check_directory(Path(os.path.realpath(target)).parent)


def _to_standard_output(form: Format, graph: KnowledgeGraph) -> None:
    assert form.write is not None  # _check
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # replaced by something that takes text only, as in a notebook
        held = io.BytesIO()
        form.write(graph, held)
        write_bytes(held.getvalue())
        return
    form.write(graph, binary)
    binary.flush()

"""Tables of names and IRIs to link out with: CSV, TSV or JSON Lines with the columns `name` and `iri`.

    name,iri,class,property
    首钢园,http://www.wikidata.org/entity/Q…,Venue,sameAs

`class` (a class of the ontology) and `property` (`exactMatch`, the default, or `sameAs`) may be left out; other columns
are passed over. A name may stand in several rows (its aliases).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.graph.linking import PROPERTIES, LinkRow, LinkTable
from kg.model import Issue
from kg.rdf.terms import is_iri

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^/]|(?:https?|ftp)://[^/]", re.IGNORECASE)


def read_links(path: Path) -> tuple[LinkTable, tuple[Issue, ...]]:
    """The table in a file, and an issue `bad-link` for each row that cannot be used.

    Raises:
        UsageError: the file is missing, is not UTF-8, or lacks the columns `name` and `iri`.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the table of links cannot be read: {error}") from error
    rows, issues = [], []
    for number, start, raw, cells in _lines(path, text):
        try:
            rows.append(_row(number, start, raw, cells))
        except ValueError as error:
            issues.append(Issue("bad-link", str(error), str(path), str(number)))
    return LinkTable(path.name, tuple(rows)), tuple(issues)


def _lines(path: Path, text: str) -> Iterator[tuple[int, int, str, Any]]:
    """(line number from 1, offset of its first character, the line, its cells by column) of each row."""
    lines = text.splitlines(keepends=True)
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line)
    if path.suffix in (".jsonl", ".ndjson"):
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield number, starts[number - 1], line.strip(), json.loads(line)
                except (ValueError, RecursionError):
                    yield number, starts[number - 1], line.strip(), None
        return
    # A quotation mark in tab-separated values is what it is; in CSV one that does not close would swallow the rest.
    tabs = path.suffix in (".tsv", ".tab")
    rules: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if tabs else {"strict": True}
    reader = csv.reader(io.StringIO(text), **rules)
    before, head = 0, None
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if head is None:
                head = [cell.strip().lower() for cell in cells]
                if not {"name", "iri"} <= set(head):
                    raise UsageError(f"{path}:1: a table of links has the columns name and iri, not {', '.join(head)}")
            elif any(cell.strip() for cell in cells):
                raw = "".join(lines[number - 1 : reader.line_num]).strip()
                yield number, starts[number - 1], raw, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        raise UsageError(f"{path}:{before + 1}: not a table, from here on: {error}") from error


def _row(number: int, start: int, raw: str, cells: Any) -> LinkRow:
    if not isinstance(cells, Mapping):
        raise ValueError("a row is a JSON object with name and iri")
    given = [cells.get(k) or "" for k in ("name", "iri", "class", "property")]
    if not all(isinstance(cell, str) for cell in given):
        raise ValueError("name, iri, class and property are texts")
    name, iri, kind, predicate = (cell.strip() for cell in given)
    if not name:
        raise ValueError("the row has no name")
    if not (_SCHEME.match(iri) and is_iri(iri)):
        raise ValueError(f"not an absolute IRI: {iri!r}")
    predicate = predicate.rpartition(":")[2] or PROPERTIES[0]
    if predicate not in PROPERTIES:
        raise ValueError(f"the property is {' or '.join(PROPERTIES)}, not {predicate!r}")
    return LinkRow(number, start, raw, name, iri, kind.removeprefix("kg:"), predicate)

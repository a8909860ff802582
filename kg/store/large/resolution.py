"""The lines of `resolution.jsonl`, made record by record: by several processes where there are many."""

from __future__ import annotations

from collections.abc import Iterator

from kg.dataflow import Record
from kg.model import Resolution
from kg.store.resolution import resolution_file


def resolution_lines(records: Iterator[Record]) -> Iterator[Record]:
    """Records `member` and `decision` (value: a Member, a Decision) by their order alone, each as a line of JSON."""
    for record in records:
        if record.kind == "member":
            found = Resolution((), (), (), cast=(record.value,))
        else:
            found = Resolution((), (), (), decisions=(record.value,))
        yield Record(record.kind, "", record.order, resolution_file(found))

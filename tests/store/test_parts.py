"""Files of records, and shares of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.dataflow import Record
from kg.store.parts import ROWS, Part, PartWriter, shared_out


def written(path: Path, records: list[Record]) -> Part:
    with PartWriter(path) as file:
        for record in records:
            file.add(record)
    return Part(path, records[0].kind, file.count)


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    """Three files of one row group, and one of two."""
    sizes = 3, 1, 2, ROWS + 1
    return [
        written(tmp_path / f"{at}.parquet", [Record(f"k{at}", f"甲{row:05}", str(at), row) for row in range(size)])
        for at, size in enumerate(sizes)
    ]


def upper(records: Iterator[Record]) -> Iterator[Record]:
    return (record._replace(kind=record.kind.upper()) for record in records)


def test_row_groups_are_shared_out_over_all_files(parts: list[Part]) -> None:
    shares = [list(shared_out(parts, share, 2)) for share in range(2)]
    assert [{r.kind for r in share} for share in shares] == [{"k0", "k2", "k3"}, {"k1", "k3"}]
    together = sorted((r.kind, r.key, r.order, r.value) for share in shares for r in share)
    assert together == sorted((r.kind, r.key, r.order, r.value) for r in shared_out(parts, 0, 1))
    assert len(together) == sum(part.count for part in parts) == ROWS + 7


def test_functions_are_run_on_what_is_shared_out(parts: list[Part]) -> None:
    mapped = [Part(part.path, part.kind, part.count, (upper, ("K2",))) for part in parts]
    assert [(r.kind, r.value) for r in shared_out(mapped, 0, 1)] == [("K2", 0), ("K2", 1)]

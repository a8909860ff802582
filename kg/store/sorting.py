"""Records of files in order, in bounded memory: runs that fit are sorted by Arrow, lie on disk, and are merged.

DuckDB, which sorts out of core too, ended one sort of 4 GB in four with "out of memory" under a limit of 768 MB (2.0.1;
the same query on the same files went through the next time), so what must not fail is done here.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

from kg.dataflow import Record
from kg.store.parts import Part, lazy_record

Row: TypeAlias = tuple[str, str, str, int, bytes]
"""Key, order, kind, place among all records, pickled value."""

# A run is held twice while it is sorted, and its rows come to as much again in Python.
_OF_MEMORY = 5
# Bytes of a run that are read at once, while all runs are merged: 1,000 runs, some 150 GB, take half a gigabyte.
_AT_ONCE = 512 << 10
_ORDER = [("key", "ascending"), ("order", "ascending"), ("kind", "ascending"), ("place", "ascending")]


def in_order(parts: Sequence[Part], scratch: Path, memory: int, *, share: int = 0, shares: int = 1) -> Iterator[Record]:
    """The records of files by key, order, kind and place, or of the keys that fall to a share.

    Texts are compared by code points. What is more than a part of `memory` bytes goes to files in the folder `scratch`,
    which are removed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="sorting-", dir=_made(scratch)) as folder:
        runs: list[str] = []
        last: list[pa.Table] = []
        size = 0
        for table in _tables(parts, share, shares):
            last.append(table)
            size += table.nbytes
            if size >= memory // _OF_MEMORY:
                runs.append(_written(last, f"{folder}/{len(runs)}"))
                last, size = [], 0
        rows = [_read(run) for run in runs]
        if last:
            rows.append(_rows(*_sorted(last)))
        del last
        for key, order, kind, _, value in heapq.merge(*rows) if len(rows) > 1 else _all(rows):
            yield lazy_record((kind, key, order, value))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _all(rows: Sequence[Iterator[Row]]) -> Iterable[Row]:
    return rows[0] if rows else ()


def _tables(parts: Sequence[Part], share: int, shares: int) -> Iterator[pa.Table]:
    """The files' rows that fall to a share, a row group each, with their kinds and places."""
    place = 0
    for part in parts:
        with pq.ParquetFile(part.path) as file:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                places = pa.array(range(place, place + len(table)), pa.int64())
                place += len(table)
                table = table.append_column("kind", pa.repeat(part.kind, len(table)))
                table = table.append_column("place", places)
                if shares > 1:
                    table = table.filter(_falls_to(table.column("key").to_pylist(), share, shares))
                if len(table):
                    yield table


def _falls_to(keys: Sequence[str], share: int, shares: int) -> pa.Array:
    return pa.array([crc32(key.encode()) % shares == share for key in keys], pa.bool_())


def _sorted(tables: Sequence[pa.Table]) -> tuple[pa.Table, int]:
    """The rows in order, and how many of them are to be looked at at once."""
    table = pa.concat_tables(tables).combine_chunks().sort_by(_ORDER)
    return table, max(1, len(table) * _AT_ONCE // max(table.nbytes, _AT_ONCE))


def _written(tables: Sequence[pa.Table], path: str) -> str:
    """A run in a file: its path."""
    table, rows = _sorted(tables)
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.OSFile(path, "wb") as file, pa.ipc.new_stream(file, table.schema, options=options) as stream:
        stream.write_table(table, max_chunksize=rows)
    return path


def _read(path: str) -> Iterator[Row]:
    with pa.OSFile(path, "rb") as file, pa.ipc.open_stream(file) as stream:
        for batch in stream:
            yield from _row_tuples(batch)


def _rows(table: pa.Table, rows: int) -> Iterator[Row]:
    for batch in table.to_batches(rows):
        yield from _row_tuples(batch)


def _row_tuples(batch: pa.RecordBatch) -> Iterator[Any]:
    return zip(*(batch.column(name).to_pylist() for name in ("key", "order", "kind", "place", "value")), strict=True)

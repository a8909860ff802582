"""Records as Arrow batches and back.

`key` and `order` are bytes, UTF-8 with lone surrogates let through: Spark compares bytes without a sign, which is the
order of code points, and no text is refused.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from kg.dataflow import Record

COLUMNS = "kind string, key binary, `order` binary, value binary"
SCHEMA = pa.schema([("kind", pa.string()), ("key", pa.binary()), ("order", pa.binary()), ("value", pa.binary())])
# What goes between Spark and Python at once: a document has some 50 kB.
ROWS = 2048
BYTES = 4 << 20

Row = tuple[str, bytes, bytes, bytes]


def to_bytes(text: str) -> bytes:
    """A key or order as it is stored."""
    return text.encode("utf-8", "surrogatepass")


def to_text(stored: bytes) -> str:
    """What `to_bytes` was given."""
    return stored.decode("utf-8", "surrogatepass")


def rows_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    """The rows of some batches, their values still pickled."""
    for batch in batches:
        columns = [batch.column(i).to_pylist() for i in range(len(SCHEMA))]
        yield from zip(*columns, strict=True)


def record(row: Row) -> Record:
    """The record in a row, which this program has pickled itself."""
    kind, key, order, value = row
    return Record(kind, to_text(key), to_text(order), pickle.loads(value))


def batches_of(records: Iterable[Record]) -> Iterator[pa.RecordBatch]:
    """Records in batches of a bounded size."""
    rows: list[Row] = []
    size = 0
    for found in records:
        value = pickle.dumps(found.value, 5)
        rows.append((found.kind, to_bytes(found.key), to_bytes(found.order), value))
        size += len(value)
        if len(rows) >= ROWS or size >= BYTES:
            yield _batch(rows)
            rows, size = [], 0
    if rows:
        yield _batch(rows)


def _batch(rows: Sequence[Row]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(cells, field.type) for cells, field in zip(columns, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)

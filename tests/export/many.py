"""Nodes and edges by the hundred thousand, made as they are asked for; `python tests/export/many.py N` writes N edges
as GEXF to nowhere and tells seconds and peak memory."""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from kg.export import gexf
from kg.export.attributes import Value
from kg.export.elements import Column, Edge, Node
from kg.rdf.ontology import read_schema

DAY = date(2022, 1, 1)
COLUMNS = (Column("kind", "string"), Column("names", "list"), Column("support", "integer"))


class Nowhere(io.RawIOBase):
    """Counts what is written to it and keeps nothing."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        length = len(data)  # type: ignore[arg-type]
        self.size += length
        return length


def nodes(count: int) -> Iterator[Node]:
    for n in range(count):
        values: dict[str, Value] = {"kind": "entity", "names": (f"第{n}号公司", f"公司{n}"), "support": n % 9}
        yield Node(f"ent:第{n}号公司", f"第{n}号公司", "entity", "Company", DAY, DAY, values)


def edges(count: int, among: int, attributes: int) -> Iterator[Edge]:
    """Edges with so many of the attributes that real ones have, of like length."""
    for n in range(count):
        first, last = DAY + timedelta(days=n % 300), DAY + timedelta(days=n % 300 + n % 7)
        values: dict[str, Value] = {
            "predicate": "cooperatesWith", "fact": f"cooperatesWith-{n:016x}", "status": "asserted", "support": 2,
            "confidence": 0.88, "first": first, "last": last, "derived": False, "roles": ("签署",),
            "sentence": f"第{n}号公司与第{n + 1}号公司签署合作谅解备忘录，双方下一步还将在数字贸易领域开展合作。",
            "article": "多家企业达成合作", "outlet": "展贸观察", "published": first, "url": "", "file": "a.txt",
        }  # fmt: skip
        values = dict(islice(values.items(), attributes))
        start, end = f"ent:第{n % among}号公司", f"ent:第{n * 7 % among}号公司"
        yield Edge(f"cooperatesWith-{n:016x}", start, end, "cooperatesWith", "合作", 2, first, last, values)


def write(count: int, attributes: int = 15) -> int:
    """Write so many edges among a fifth as many nodes; returns the number of bytes."""
    among, out = max(1, count // 5), Nowhere()
    gexf.write_stream(nodes(among), edges(count, among, attributes), out, schema=read_schema(), columns=COLUMNS)  # type: ignore[arg-type]
    return out.size


if __name__ == "__main__":
    read_schema()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    size = write(int(sys.argv[1]))
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{seconds:.1f} s, {size / 1e6:.0f} MB, peak memory {before / 1024:.0f} -> {after / 1024:.0f} MiB")

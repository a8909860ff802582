"""Turtle in blocks, one for each subject: what stands side by side in a file can be written by different hands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from pyoxigraph import Triple

from kg.dataflow import Record
from kg.graph.namespaces import Namespaces
from kg.rdf import terms
from kg.rdf.write import turtle

# A line that ends so is the last of a subject, or declares a prefix: line breaks inside literals are escaped.
_END = b" .\n"
# A block and what it is of, for counting; empty where nobody counts it.
Block = tuple[str, bytes]


@lru_cache(maxsize=8)
def prefix_lines(names: Namespaces) -> bytes:
    """What a Turtle file begins with."""
    some = Triple(terms.TYPE, terms.TYPE, terms.TYPE)
    count = len(terms.prefixes(names))
    return b"".join(line + _END for line in turtle([some], names).split(_END)[:count])


def blocks(triples: Sequence[Triple], names: Namespaces) -> Iterator[tuple[str, bytes]]:
    """(subject's IRI, its lines of Turtle) for triples in an order that keeps those of a subject together."""
    subjects = [subject for subject, _ in groupby(triple.subject.value for triple in triples)]  # type: ignore[union-attr]
    if not triples:
        return iter(())
    parts = turtle(triples, names).split(_END)[len(terms.prefixes(names)) : -1]
    return zip(subjects, (part + _END for part in parts), strict=True)


def block_records(
    kind: str, triples: Sequence[Triple], names: Namespaces, label: Callable[[str], str] = lambda subject: ""
) -> Iterator[Record]:
    """A record for each subject, which sorts as `kg.rdf.triples` sorts: entities first, then others by IRI."""
    for subject, lines in blocks(triples, names):
        yield Record(kind, block_key(subject, names), "", (label(subject), lines))


def subject_lines(record: Record) -> tuple[str, bytes]:
    """The subject's IRI and lines of a record of a block."""
    return record.key[1:], record.value[1]


def block_key(subject: str, names: Namespaces) -> str:
    """What the block of a subject sorts by."""
    return f"{'0' if subject.startswith(names.ent) else '1'}{subject}"


def distinct(records: Iterable[Record]) -> Iterator[Record]:
    """Sorted records without repeats: what several articles speak of, such as an extractor, is told by each."""
    last: Record | None = None
    for record in records:
        if last is None or (record.key, record.order) != (last.key, last.order) or record.value != last.value:
            yield record
        last = record

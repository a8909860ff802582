"""Turtle in blocks, one for each subject: what stands side by side in a file can be written by different hands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from kg.dataflow import Record
from kg.graph.namespaces import Namespaces
from kg.rdf import terms
from kg.rdf.order import Lines, lines
from kg.rdf.write import turtle_of_lines

# A line that ends so is the last of a subject, or declares a prefix: line breaks inside literals are escaped.
_END = b" .\n"
# A block and what it is of, for counting; empty where nobody counts it.
Block = tuple[str, bytes]


@lru_cache(maxsize=8)
def prefix_lines(names: Namespaces) -> bytes:
    """What a Turtle file begins with."""
    kind = str(terms.TYPE)
    some = "", lines((kind, [(kind, kind)]))
    count = len(terms.prefixes(names))
    return b"".join(each + _END for each in turtle_of_lines([some], names).split(_END)[:count])


def blocks(subjects: Sequence[Lines], names: Namespaces) -> Iterator[tuple[str, bytes]]:
    """(subject's IRI, its lines of Turtle) of subjects' lines of N-Triples."""
    if not subjects:
        return iter(())
    parts = turtle_of_lines(subjects, names).split(_END)[len(terms.prefixes(names)) : -1]
    return zip((subject for subject, _ in subjects), (part + _END for part in parts), strict=True)


def block_records(
    kind: str,
    subjects: Sequence[Lines],
    names: Namespaces,
    label: Callable[[str], str] = lambda subject: "",
    *,
    together: str = "",
) -> Iterator[Record]:
    """A record for each subject, which sorts as `kg.rdf.order` sorts: entities first, then others by IRI.

    Subjects that begin with `together`, as no subject of other records does, are one record.
    """
    joined: dict[str, bytes] = {}
    for subject, turtle in blocks(subjects, names):
        if together and subject.startswith(together):
            joined[subject] = turtle
        else:
            yield Record(kind, block_key(subject, names), "", (label(subject), turtle))
    if joined:
        yield Record(kind, block_key(next(iter(joined)), names), "", ("", b"".join(joined.values())))


def subject_of(record: Record) -> str:
    """The subject's IRI of a record of a block."""
    return record.key[1:]


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

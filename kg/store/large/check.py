"""Checks a graph against its shapes in lots: of each lot all triples, and what shapes ask of the things around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Triple

from kg.dataflow import Record
from kg.graph.facts import NodeFact
from kg.graph.known import Known, Portion
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.model import Entity
from kg.rdf import terms
from kg.rdf.shapes import Shapes
from kg.rdf.triples import Writer
from kg.rdf.violation import Violation
from kg.rdf.write import turtle
from kg.store.large.blocks import prefix_lines

# Bytes of Turtle that are checked at a time: enough that starting costs little, and some 10 MB in memory.
LOT = 1 << 20
# What the shapes look at in a thing that is pointed at, as far as it is told by others than the thing's own lot; a test
# holds this against the shapes. Sources are looked at in articles and tables, which are in the lots that point at them.
NEAR = (terms.TYPE, terms.PREF_LABEL, terms.LABEL)


class Checker:
    """Gathers blocks of Turtle, checks them lot by lot, and gives a record `violation` for each place at fault."""

    def __init__(self, schema: Schema, namespaces: Namespaces) -> None:
        self._shapes = Shapes(namespaces, schema)
        self._head = prefix_lines(namespaces)
        self._start()

    def _start(self) -> None:
        self._own: set[str] = set()
        self._parts: list[bytes] = [self._head]
        self._size = 0

    def add(self, made: Iterable[tuple[str, bytes]], near: bytes) -> Iterator[Record]:
        """Take in the blocks of some subjects (IRI and lines), and the Turtle of what they point at."""
        for subject, lines in made:
            self._own.add(subject)
            self._parts.append(lines)
            self._size += len(lines)
        self._parts.append(near)
        self._size += len(near)
        if self._size >= LOT:
            yield from self.flush()

    def flush(self) -> Iterator[Record]:
        """Check what has been taken in since the last time."""
        if self._own:
            for violation in self._shapes.of_turtle(b"".join(self._parts)):
                if violation.focus in self._own:  # of what lies around only a part is known
                    yield Record("violation", "", "", violation)
        self._start()


@dataclass(frozen=True, slots=True)
class Check:
    """Records `check` (value: blocks of subjects, Turtle of what these point at) to records `violation`."""

    schema: Schema
    namespaces: Namespaces

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        checker = Checker(self.schema, self.namespaces)
        for record in records:
            yield from checker.add(*record.value)
        yield from checker.flush()


def around(entities: Iterable[Entity], facts: Iterable[NodeFact], schema: Schema, namespaces: Namespaces) -> bytes:
    """The classes and names of entities and of the nodes of facts, as Turtle."""
    cast = {e.id: Entity(e.id, e.type, e.name, ()) for e in entities}
    writer = Writer(Portion(schema, namespaces, cast))
    return body([*writer.facts(), *writer.nodes(facts)], namespaces)


def told_of(known: Known) -> bytes:
    """The classes and names of all subjects of some facts, as Turtle: what else is said of them is not all there is."""
    triples = [t for t in Writer(known).facts() if t.predicate in NEAR]
    return body(triples, known.namespaces)


def body(triples: Sequence[Triple], namespaces: Namespaces) -> bytes:
    """Turtle without its prefixes."""
    return turtle(triples, namespaces)[len(prefix_lines(namespaces)) :] if triples else b""


def sorted_violations(records: Iterable[Record]) -> tuple[Violation, ...]:
    """The violations of records, each once."""
    return tuple(sorted({record.value for record in records}))

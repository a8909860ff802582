"""Checks a graph against its shapes in lots: of each lot all triples, and what shapes ask of the things around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.dataflow import Record
from kg.graph.known import Portion
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.model import Attribute, Entity, Fact, Relation
from kg.rdf import terms
from kg.rdf.order import Said, lines
from kg.rdf.shapes import Shapes
from kg.rdf.triples import Writer
from kg.rdf.violation import Violation
from kg.store.large.blocks import prefix_lines, subject_of
from kg.store.large.rows import entity_of, entity_row

# Bytes of Turtle that are checked at a time: enough that starting costs little, and some 10 MB in memory.
LOT = 1 << 20
# What the shapes look at in a thing that is pointed at, and so what is told here of entities and facts' nodes; a test
# holds this against the shapes. Sources are looked at in stretches of text, which are in the lots that point at them.
NEAR = (terms.TYPE, terms.PREF_LABEL)


class Checker:
    """Gathers blocks of Turtle, checks them lot by lot, and gives a record `violation` for each place at fault."""

    def __init__(self, schema: Schema, namespaces: Namespaces) -> None:
        self._schema = schema
        self._names = namespaces
        self._shapes = Shapes(namespaces, schema)
        self._start()

    def _start(self) -> None:
        self._own: set[str] = set()
        self._parts: list[bytes] = [prefix_lines(self._names)]
        self._size = 0
        self._cast: dict[str, Entity] = {}
        self._facts: dict[Fact, None] = {}

    def add(
        self, subjects: Iterable[str], turtle: Iterable[bytes], entities: Iterable[Entity], facts: Iterable[Fact]
    ) -> Iterator[Record]:
        """Take in all lines of some subjects (IRIs), and the entities and facts that these point at."""
        self._own.update(subjects)
        for lines_ in turtle:
            self._parts.append(lines_)
            self._size += len(lines_)
        self._cast.update((e.id, e) for e in entities)
        self._facts.update(dict.fromkeys(facts))
        if self._size >= LOT:
            yield from self.flush()

    def flush(self) -> Iterator[Record]:
        """Check what has been taken in since the last time."""
        if self._own:
            for violation in self._shapes.of_turtle(b"".join(self._parts) + self._around()):
                if violation.focus in self._own:  # of what lies around only a part is known
                    yield Record("violation", "", "", violation)
        self._start()

    def _around(self) -> bytes:
        """What is pointed at, as N-Triples, which is Turtle too: of entities and relations what `NEAR` names; nodes of
        facts whole, since finding that something is missing takes longer than reading it."""
        cast = {e.id: Entity(e.id, e.type, e.name, ()) for e in self._cast.values()}
        writer = Writer(Portion(self._schema, self._names, cast))
        return "".join(map(lines, chain(writer.each_fact(), self._nodes(writer)))).encode()

    def _nodes(self, writer: Writer) -> Iterator[Said]:
        for fact in self._facts:
            if isinstance(fact, Relation | Attribute):
                yield writer.node(fact), [(str(terms.TYPE), writer.kg("Fact"))]
            else:
                yield writer.node_said(fact)


def check_record(made: Sequence[Record], entities: Iterable[Entity], facts: Iterable[Fact] = ()) -> Record:
    """Records of blocks, one for each subject, and what they point at, to be checked by `Check`."""
    turtle = b"".join(r.value[1] for r in made)
    value = ([subject_of(r) for r in made], turtle, tuple(map(entity_row, entities)), tuple(facts))
    return Record("check", "", "", value)


@dataclass(frozen=True, slots=True)
class Check:
    """Records `check` (see `check_record`) to records `violation`."""

    schema: Schema
    namespaces: Namespaces

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        checker = Checker(self.schema, self.namespaces)
        for record in records:
            subjects, turtle, entities, facts = record.value
            yield from checker.add(subjects, [turtle], map(entity_of, entities), facts)
        yield from checker.flush()


def sorted_violations(records: Iterable[Record]) -> tuple[Violation, ...]:
    """The violations of records, each once."""
    return tuple(sorted({record.value for record in records}))

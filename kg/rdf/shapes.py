"""The shapes of a graph, `ontology/shapes.ttl` and those of a user's own ontology, and what breaks them.

They are checked by `shacl`, a SHACL engine in Rust (320,000 triples in 0.9 s of one core, 45 MB), or by pySHACL, the
reference (29 s, 440 MB), where the former has no wheel. Tests hold that both find the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.errors import ResourceError
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.rdf.neighbours import around
from kg.rdf.own_shapes import own_shapes
from kg.rdf.query import ontology_triples
from kg.rdf.terms import prefixes
from kg.rdf.violation import Violation

if TYPE_CHECKING:
    import shacl

Engine = Literal["shacl", "pyshacl"]
ENGINES: tuple[Engine, ...] = ("shacl", "pyshacl")
_SH = "http://www.w3.org/ns/shacl#"
_TARGET, _MESSAGE = ox.NamedNode(_SH + "targetSubjectsOf"), ox.NamedNode(_SH + "message")
Triples = Iterable[ox.Triple]


def default_engine() -> Engine:
    """`shacl` where it is installed, else `pyshacl`."""
    return "shacl" if find_spec("shacl") else "pyshacl"


class Shapes:
    """The shapes under one set of namespaces, to check any number of graphs or parts of graphs against.

    Properties that a user's own `schema` adds are checked by their domains and ranges.
    """

    def __init__(self, namespaces: Namespaces, schema: Schema | None = None, *, engine: Engine | None = None) -> None:
        self.namespaces = namespaces
        self.engine = engine or default_engine()
        self.triples = _shape_triples(namespaces, schema)

    @cached_property
    def around(self) -> frozenset[str]:
        """The properties (IRIs) that `of_part` must be told of whatever a part's triples point at.

        Raises:
            ResourceError: there is a shape that looks further than that.
        """
        return around(self.triples)

    def of(self, triples: Triples) -> tuple[Violation, ...]:
        """Where the triples of a whole graph, in any order, break the shapes: sorted, without repeats.

        Raises:
            ResourceError: the engine fails.
        """
        if self.engine == "pyshacl":
            from kg.rdf.reference import reference_violations

            return reference_violations(triples, self.triples)
        return self._found(_turtle(triples, self.namespaces))

    def of_turtle(self, *files: bytes) -> tuple[Violation, ...]:
        """The same of a graph in Turtle files that this package has written: they may be read as one.

        Raises:
            ResourceError: they are not Turtle, or the engine fails.
        """
        if self.engine == "pyshacl":
            return self.of(q.triple for file in files for q in ox.parse(file, format=ox.RdfFormat.TURTLE))
        return self._found(b"\n".join(files))

    def of_part(self, part: Triples, neighbours: Triples) -> tuple[Violation, ...]:
        """The same of some subjects of a graph: the parts of a graph, one after the other, give what the whole gives.

        Args:
            part: all triples of those subjects.
            neighbours: of whatever those triples point at, at least all triples with the properties in `around`
                (classes, and by the shipped ones names and sources). More does no harm, and is checked for nothing.
        """
        whole = [*part]
        own = {t.subject.value if isinstance(t.subject, ox.NamedNode) else "" for t in whole}
        known = {ox.NamedNode(name) for name in self.around}
        near = (t for t in neighbours if t.predicate in known)
        return tuple(v for v in self.of([*whole, *near]) if v.focus in own)

    @cached_property
    def _messages(self) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for t in self.triples:
            if t.predicate == _MESSAGE and isinstance(t.object, ox.Literal) and isinstance(t.subject, ox.NamedNode):
                found[t.subject.value][t.object.language or ""] = t.object.value
        return {shape: tuple(sorted(texts.items())) for shape, texts in found.items()}

    @cached_property
    def _compiled(self) -> shacl.Shapes:
        import shacl

        try:
            return shacl.Shapes.from_turtle(_turtle(self.triples, self.namespaces).decode())
        except ValueError as error:
            raise ResourceError(f"the shapes cannot be read: {error}") from error

    def _found(self, turtle: bytes) -> tuple[Violation, ...]:
        try:
            results = self._compiled.validate_turtle(turtle.decode()).results
        except ValueError as error:
            raise ResourceError(f"the shapes cannot be checked: {error}") from error
        return tuple(sorted({self._violation(result) for result in results}))

    def _violation(self, result: shacl.Result) -> Violation:
        shape = _iri(result.source_shape)
        value = result.value or ""
        return Violation(
            focus=_iri(result.focus_node),
            path=_iri(result.path),
            value="" if value.startswith("_:") else result.value_plain or "",
            shape=shape,
            messages=self._messages.get(shape, ()),
        )


def _iri(term: str | None) -> str:
    """The IRI that a term in N-Triples syntax, or a path in SPARQL's, is; empty where it is something else."""
    return term[1:-1] if term and term.startswith("<") else ""


def _turtle(triples: Triples, namespaces: Namespaces) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes(namespaces)) or b""


def _shape_triples(namespaces: Namespaces, schema: Schema | None) -> tuple[ox.Triple, ...]:
    given = list(ontology_triples(namespaces, "shapes.ttl"))
    if schema is not None and schema.file is not None:
        targets = {t.object.value for t in given if t.predicate == _TARGET and isinstance(t.object, ox.NamedNode)}
        covered = (target.removeprefix(namespaces.kg) for target in targets)
        given += own_shapes(schema, covered, namespaces)
    return tuple(given)

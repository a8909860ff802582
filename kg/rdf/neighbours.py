"""What shapes look at beside the subject itself: so much of a graph must be at hand to check a part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.errors import ResourceError
from kg.rdf.terms import RDF

_SH = "http://www.w3.org/ns/shacl#"
# Targets and paths that go backwards, or further than one step beyond what a subject points at, and shapes of values.
_FAR = (
    "targetNode", "targetObjectsOf", "target", "inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath",
    "node", "property", "qualifiedValueShape", "sparql",
)  # fmt: skip
# On the value at the end of a path of two steps these would ask for the class of a thing two steps away.
_CLASSES = ("class", "or", "not", "and", "xone")
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Index = Mapping[_Term, Mapping[str, list[_Term]]]


def around(shapes: Iterable[ox.Triple]) -> frozenset[str]:
    """The properties, as IRIs, of the things that a subject points at, which these shapes look at.

    That is the class, and the second step of each path of two.

    Raises:
        ResourceError: a shape looks further.
    """
    index: dict[_Term, dict[str, list[_Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in shapes:
        index[triple.subject][triple.predicate.value].append(triple.object)
    found = {RDF + "type"}
    for shape in list(index):
        _refuse(shape, index, _FAR)
        for path in tuple(index[shape][_SH + "path"]):
            steps = list(_items(index, path))
            if len(steps) < 2:
                continue
            _refuse(shape, index, _CLASSES)
            if len(steps) > 2 or not all(isinstance(step, ox.NamedNode) for step in steps):
                raise ResourceError(f"{_name(shape)}: a graph cannot be checked in parts where a path has such steps")
            found.add(steps[1].value)  # type: ignore[union-attr]
    return frozenset(found)


def _refuse(shape: _Term, index: _Index, names: Iterable[str]) -> None:
    for name in names:
        if index[shape].get(_SH + name):
            raise ResourceError(f"{_name(shape)}: a graph cannot be checked in parts with sh:{name}")


def _name(shape: _Term) -> str:
    return shape.value if isinstance(shape, ox.NamedNode) else "a shape"


def _items(index: _Index, head: _Term) -> Iterator[_Term]:
    while isinstance(head, ox.BlankNode) and index[head].get(RDF + "first"):
        yield index[head][RDF + "first"][0]
        head = index[head][RDF + "rest"][0]

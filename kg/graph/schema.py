"""What the ontology says, as plain data: classes with their super-classes, properties with domain and range.

`kg.rdf.ontology` fills it from `ontology/kg.ttl`; nothing here knows RDF, so that the graph needs no RDF library.
Names are local names (`Company`, `heldAt`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# The classes of evidence and of facts with a node; every other class is one of things that the articles speak of.
NOT_ENTITIES = ("Position", "Observation", "Quotation", "Fact", "Article", "Claim", "Conflict", "LinkTable")


@dataclass(frozen=True, slots=True)
class ClassDef:
    """A class: `supers` are its direct super-classes in this vocabulary; labels by language (`zh`, `en`)."""

    name: str
    supers: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PropertyDef:
    """A property. `domain` and `range` list classes of which one suffices; empty means anything goes.

    The range of a property with `literal` holds datatypes (`string`, `decimal`, `calendarDate`). `single`: only one
    value can be true. `inverse` tells by language how it reads from the object's side (heldAt: 举办了, hosts).
    """

    name: str
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    supers: tuple[str, ...] = ()
    symmetric: bool = False
    literal: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    inverse: Mapping[str, str] = field(default_factory=dict)
    single: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The vocabulary: classes and properties by local name, in the order of the names.

    `file` is where it was read from; None for the one that comes with the package.
    """

    classes: Mapping[str, ClassDef]
    properties: Mapping[str, PropertyDef]
    file: Path | None = field(default=None, compare=False)
    # What was worked out once: every claim asks for it.
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _general: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def ancestors(self, name: str) -> tuple[str, ...]:
        """The class and all its super-classes, nearest first: Company → (Company, Organization, Agent)."""
        found = self._above.get(name)
        if found is None:
            found = self._above[name] = _closure(name, {k: c.supers for k, c in self.classes.items()})
        return found

    def general(self, predicate: str) -> tuple[str, ...]:
        """The super-properties of a property, nearest first, without itself."""
        found = self._general.get(predicate)
        if found is None:
            supers = {k: p.supers for k, p in self.properties.items()}
            found = self._general[predicate] = _closure(predicate, supers)[1:]
        return found

    def specific(self, predicate: str) -> tuple[str, ...]:
        """The property and all its sub-properties: participatesIn → (participatesIn, exhibitsAt, speaksAt)."""
        below = sorted(name for name in self.properties if predicate in self.general(name))
        return (predicate, *below)

    def is_a(self, name: str, classes: tuple[str, ...]) -> bool:
        """Whether the class is one of `classes` or below one of them; true where `classes` is empty."""
        return not classes or any(c in classes for c in self.ancestors(name))

    def symmetric(self, predicate: str) -> bool:
        """Whether the property holds both ways."""
        known = self.properties.get(predicate)
        return known is not None and known.symmetric


def _closure(name: str, supers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found = [name]
    for each in found:  # grows while it is walked: breadth first
        found += [s for s in supers.get(each, ()) if s not in found]
    return tuple(found)

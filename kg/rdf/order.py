"""The one fixed order of a graph's triples: entities, then other subjects by IRI; class and names first of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.namespaces import Namespaces
from kg.rdf import terms

Object = NamedNode | Literal
Plain = tuple[NamedNode, NamedNode, Object]
_LEADING = (
    terms.TYPE, terms.PREF_LABEL, terms.ALT_LABEL, terms.LABEL, terms.SUBJECT, terms.PREDICATE, terms.OBJECT
)  # fmt: skip


class _Ranks(dict[NamedNode, tuple[int, str]]):
    """A property's place among those of one subject."""

    def __missing__(self, term: NamedNode) -> tuple[int, str]:
        rank = _LEADING.index(term) if term in _LEADING else len(_LEADING)
        self[term] = rank, term.value
        return self[term]


class _About:
    """What is said of one subject: properties and values side by side, which costs no tuple for each of them."""

    __slots__ = ("predicates", "subject", "values")

    def __init__(self, subject: NamedNode) -> None:
        self.subject = subject
        self.predicates: list[NamedNode] = []
        self.values: list[Object] = []

    def in_order(self, ranks: _Ranks) -> Iterator[Triple]:
        """Values are compared only where a property has several."""
        pairs: Iterable[tuple[NamedNode, Object]] = zip(self.predicates, self.values, strict=True)
        if len(set(self.predicates)) == len(self.predicates):
            pairs = sorted(pairs, key=lambda pair: ranks[pair[0]])
        else:
            pairs = sorted(set(pairs), key=lambda pair: (ranks[pair[0]], str(pair[1])))
        for predicate, value in pairs:
            yield Triple(self.subject, predicate, value)


def in_order(triples: Iterable[Plain], names: Namespaces) -> Iterator[Triple]:
    """The triples in order, without repeats: entities first, then other subjects, by IRI; of each subject its class and
    names first, then by property; of each property by value, as N-Triples writes it.

    Holds all terms in memory, though not yet as triples: what a subject's triples are is known from its first to its
    last. Sorting within subjects takes a fifth of the time that sorting all triples takes.
    """
    about: dict[str, _About] = {}
    for subject, predicate, value in triples:
        iri = subject.value
        known = about.get(iri)
        if known is None:
            known = about[iri] = _About(subject)
        known.predicates.append(predicate)
        known.values.append(value)
    ranks, start = _Ranks(), names.ent
    for iri in sorted(about, key=lambda iri: (not iri.startswith(start), iri)):
        yield from about.pop(iri).in_order(ranks)

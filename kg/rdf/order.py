"""The one fixed order of a graph's triples: entities, then other subjects by IRI; class and names first of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.graph.namespaces import Namespaces
from kg.rdf import terms

# A property and a value, as N-Triples writes them.
Pair = tuple[str, str]
# A subject, as N-Triples writes it, and some of what is said of it; whoever is given the list may change it.
Said = tuple[str, list[Pair]]
# A subject's IRI, and all its triples as lines of N-Triples.
Lines = tuple[str, str]
_LEADING = tuple(
    str(term)
    for term in (
        terms.TYPE, terms.PREF_LABEL, terms.ALT_LABEL, terms.LABEL, terms.SUBJECT, terms.PREDICATE, terms.OBJECT
    )
)  # fmt: skip
# Properties of one subject up to which a form for its lines is kept for the next subject that has the same ones.
_FORM = 32


class _Ranks(dict[str, tuple[int, str]]):
    """A property's place among those of one subject."""

    def __missing__(self, term: str) -> tuple[int, str]:
        rank = _LEADING.index(term) if term in _LEADING else len(_LEADING)
        self[term] = rank, term[1:-1]
        return self[term]


_RANKS = _Ranks()


def lines(said: Said) -> str:
    """What is said as lines of N-Triples, with the lines' ends, in the order given."""
    subject, pairs = said
    return "".join([f"{subject} {predicate} {value} .\n" for predicate, value in pairs])


def in_order(said: Iterable[Said], names: Namespaces) -> Iterator[Lines]:
    """All that is said in order, without repeats: entities first, then other subjects, by IRI; of each subject its
    class and names first, then by property; of each property by value.

    Holds everything in memory: what a subject's triples are is known from its first to its last.
    """
    about: dict[str, list[Pair]] = {}
    for subject, pairs in said:
        known = about.setdefault(subject, pairs)
        if known is not pairs:
            known += pairs
    start = f"<{names.ent}"
    for subject in sorted(about, key=lambda subject: (not subject.startswith(start), subject[:-1])):
        yield subject[1:-1], _ordered(subject, about.pop(subject))


def _ordered(subject: str, pairs: Sequence[Pair]) -> str:
    if len(pairs) <= _FORM:
        predicates, values = zip(*pairs, strict=True)
        form = _form(predicates)
        if form:
            return form.format(subject, *values)
    return lines((subject, sorted(set(pairs), key=lambda pair: (_RANKS[pair[0]], pair[1]))))


@lru_cache(maxsize=1 << 12)
def _form(predicates: tuple[str, ...]) -> str:
    """Lines in order with places for the subject and the values of some properties; empty where one comes twice."""
    if len(set(predicates)) < len(predicates):
        return ""
    places = sorted(range(len(predicates)), key=lambda at: _RANKS[predicates[at]])
    named = ((predicates[at].replace("{", "{{").replace("}", "}}"), at + 1) for at in places)
    return "".join(f"{{0}} {predicate} {{{place}}} .\n" for predicate, place in named)

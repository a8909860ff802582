"""The one order of a graph's triples."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.namespaces import Namespaces
from kg.rdf import terms
from kg.rdf.order import Plain, in_order

NS = Namespaces()
LEADING = [terms.TYPE, terms.PREF_LABEL, terms.ALT_LABEL, terms.LABEL, terms.SUBJECT, terms.PREDICATE, terms.OBJECT]
subjects = st.sampled_from([NamedNode(f"{start}{name}") for start in (NS.ent, NS.claim, NS.doc) for name in "ab甲"])
predicates = st.sampled_from([*LEADING, *(NamedNode(NS.kg + name) for name in ("about", "unit", "value"))])
values = st.sampled_from(
    [Literal("a"), Literal("a", language="en"), Literal('"'), Literal("\n"), NamedNode(NS.ent + "a"), terms.whole(7)]
)


def plainly(triples: Sequence[Plain]) -> list[Triple]:
    """The order said in one line, for triples that are all compared with one another."""
    ranks = {term: rank for rank, term in enumerate(LEADING)}
    return sorted(
        (Triple(*each) for each in set(triples)),
        key=lambda t: (
            not t.subject.value.startswith(NS.ent), t.subject.value, ranks.get(t.predicate, 7), t.predicate.value,
            str(t.object),
        ),
    )  # fmt: skip


@given(st.lists(st.tuples(subjects, predicates, values), max_size=60))
def test_entities_first_then_by_subject_property_and_value_without_repeats(triples: list[Plain]) -> None:
    assert list(in_order(iter(triples), NS)) == plainly(triples)


def test_class_and_names_come_before_other_properties() -> None:
    subject = NamedNode(NS.ent + "a")
    predicates = [NamedNode(NS.kg + "about"), *reversed(LEADING)]
    found = in_order(((subject, predicate, Literal("x")) for predicate in predicates), NS)
    assert [t.predicate for t in found] == [*LEADING, NamedNode(NS.kg + "about")]

"""The one order of a graph's triples."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kg.graph.namespaces import Namespaces
from kg.rdf import ntriples, terms
from kg.rdf.order import Plain, in_order, line

NS = Namespaces()
LEADING = [
    str(term)
    for term in (
        terms.TYPE, terms.PREF_LABEL, terms.ALT_LABEL, terms.LABEL, terms.SUBJECT, terms.PREDICATE, terms.OBJECT
    )
]  # fmt: skip
subjects = st.sampled_from(
    [f"<{start}{name}>" for start in (NS.ent, NS.claim, NS.doc) for name in ("a", "a-", "b", "甲")]
)
predicates = st.sampled_from([*LEADING, *(f"<{NS.kg}{name}>" for name in ("about", "about-", "unit", "value"))])
values = st.sampled_from(
    [
        ntriples.text("a"), ntriples.in_language("a", "en"), ntriples.text('"'), ntriples.text("\n"), f"<{NS.ent}a>",
        ntriples.whole(7),
    ]
)  # fmt: skip


def plainly(triples: Sequence[Plain]) -> list[Plain]:
    """The order said in one line, for triples that are all compared with one another."""
    ranks = {term: rank for rank, term in enumerate(LEADING)}
    return sorted(
        set(triples),
        key=lambda t: (not t[0].startswith(f"<{NS.ent}"), t[0][1:-1], ranks.get(t[1], 7), t[1][1:-1], t[2]),
    )


@given(st.lists(st.tuples(subjects, predicates, values), max_size=60))
def test_entities_first_then_by_subject_property_and_value_without_repeats(triples: list[Plain]) -> None:
    found = list(in_order(iter(triples), NS))
    assert "".join(lines for _, lines in found) == "".join(map(line, plainly(triples)))
    subjects_found = [subject for subject, _ in found]
    assert len(set(subjects_found)) == len(subjects_found)
    assert all(lines.startswith(f"<{subject}> ") for subject, lines in found)


def test_class_and_names_come_before_other_properties() -> None:
    predicates = [f"<{NS.kg}about>", *reversed(LEADING)]
    ((subject, lines),) = in_order(((f"<{NS.ent}a>", predicate, '"x"') for predicate in predicates), NS)
    assert subject == f"{NS.ent}a"
    assert [each.split()[1] for each in lines.splitlines()] == [*LEADING, f"<{NS.kg}about>"]

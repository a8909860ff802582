"""The one order of a graph's triples."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from kg.graph.namespaces import Namespaces
from kg.rdf import ntriples, terms
from kg.rdf.order import Said, in_order, lines

NS = Namespaces()
Triple = tuple[str, str, str]
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


def plainly(triples: Iterable[Triple]) -> list[Triple]:
    """The order said in one line, for triples that are all compared with one another."""
    ranks = {term: rank for rank, term in enumerate(LEADING)}
    return sorted(
        set(triples),
        key=lambda t: (not t[0].startswith(f"<{NS.ent}"), t[0][1:-1], ranks.get(t[1], 7), t[1][1:-1], t[2]),
    )


@given(st.lists(st.tuples(subjects, st.lists(st.tuples(predicates, values), min_size=1, max_size=40)), max_size=20))
def test_entities_first_then_by_subject_property_and_value_without_repeats(said: list[Said]) -> None:
    wanted = plainly((subject, *pair) for subject, pairs in said for pair in pairs)
    found = list(in_order(iter(said), NS))
    assert "".join(text for _, text in found) == "".join(lines((s, [(p, o)])) for s, p, o in wanted)
    assert [subject for subject, _ in found] == list(dict.fromkeys(s[1:-1] for s, _, _ in wanted))


def test_class_and_names_come_before_other_properties() -> None:
    pairs = [(predicate, '"{x}"') for predicate in (f"<{NS.kg}about>", *reversed(LEADING))]
    ((subject, text),) = in_order([(f"<{NS.ent}a>", pairs)], NS)
    assert subject == f"{NS.ent}a"
    assert [line.split()[1:3] for line in text.splitlines()] == [[p, '"{x}"'] for p in (*LEADING, f"<{NS.kg}about>")]

"""Conflicts as Turtle: one kg:Conflict each, with the facts that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.conflicts import Conflict
from kg.graph.known import Known
from kg.graph.namespaces import Namespaces, escape, well_formed
from kg.rdf import terms
from kg.rdf.write import turtle


def conflicts_turtle(graph: Known, conflicts: Iterable[Conflict], namespaces: Namespaces | None = None) -> bytes:
    """`conflicts.ttl`: of each conflict what it is about and on, its alternatives (`fact:…`) and a line that tells it.

    `namespaces` are the graph's own where none are given. Only the prefixes where there is no conflict.
    """
    names = namespaces or graph.namespaces
    return turtle(conflict_triples(graph, conflicts, names), names)


def conflict_triples(graph: Known, conflicts: Iterable[Conflict], names: Namespaces) -> list[Triple]:
    """The triples of conflicts, by IRI; of each, class and labels first."""
    unique = {c.id: c for c in conflicts}
    return [triple for _, conflict in sorted(unique.items()) for triple in _triples(graph, conflict, names)]


def _triples(graph: Known, conflict: Conflict, names: Namespaces) -> Iterator[Triple]:
    node = NamedNode(names.conflict + conflict.id)
    yield Triple(node, terms.TYPE, NamedNode(names.kg + "Conflict"))
    for language, line in _lines(graph, conflict):
        yield Triple(node, terms.LABEL, Literal(well_formed(line), language=language))
    yield Triple(node, NamedNode(names.kg + "conflictAbout"), NamedNode(names.entity(conflict.about)))
    yield Triple(node, NamedNode(names.kg + "conflictOn"), terms.text(conflict.on))
    for key in sorted({a.fact for a in conflict.alternatives}):
        yield Triple(node, NamedNode(names.kg + "alternative"), NamedNode(names.fact + escape(key)))


def _lines(graph: Known, conflict: Conflict) -> Iterator[tuple[str, str]]:
    """The conflict in one line, in English and Chinese: 某展会：参展企业（家）各报道不一：507家、446家."""
    about = graph.view(conflict.about).name
    known = graph.schema.properties.get(conflict.on)
    values = list(dict.fromkeys(a.value for a in conflict.alternatives))
    for language, brackets, text in (
        ("en", " ({})", "{}: articles disagree on {}{}: {}"),
        ("zh", "（{}）", "{}：各报道的{}{}不一致：{}"),
    ):
        on = known.labels.get(language, conflict.on) if known else conflict.on
        detail = brackets.format(conflict.detail) if conflict.detail else ""
        yield language, text.format(about, on, detail, (", " if language == "en" else "、").join(values))

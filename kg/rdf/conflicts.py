"""Conflicts as Turtle: one kg:Conflict each, with the facts that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.conflicts import Conflict
from kg.graph.known import Known
from kg.graph.namespaces import Namespaces, escape
from kg.rdf import ntriples, terms
from kg.rdf.order import Lines
from kg.rdf.write import turtle_of_lines


def conflicts_turtle(graph: Known, conflicts: Iterable[Conflict], namespaces: Namespaces | None = None) -> bytes:
    """`conflicts.ttl`: of each conflict what it is about and on, its alternatives (`fact:…`) and a line that tells it.

    `namespaces` are the graph's own where none are given. Only the prefixes where there is no conflict.
    """
    names = namespaces or graph.namespaces
    return turtle_of_lines(conflict_lines(graph, conflicts, names), names)


def conflict_lines(graph: Known, conflicts: Iterable[Conflict], names: Namespaces) -> list[Lines]:
    """The triples of conflicts, by IRI; of each, class and labels first."""
    unique = {c.id: c for c in conflicts}
    return [_lines_of(graph, conflict, names) for _, conflict in sorted(unique.items())]


def _lines_of(graph: Known, conflict: Conflict, names: Namespaces) -> Lines:
    subject = names.conflict + conflict.id
    pairs = [
        (str(terms.TYPE), ntriples.iri(names.kg + "Conflict")),
        *((str(terms.LABEL), ntriples.in_language(line, language)) for language, line in _told(graph, conflict)),
        (ntriples.iri(names.kg + "conflictAbout"), ntriples.iri(names.entity(conflict.about))),
        (ntriples.iri(names.kg + "conflictOn"), ntriples.text(conflict.on)),
    ]
    for key in sorted({a.fact for a in conflict.alternatives}):
        pairs.append((ntriples.iri(names.kg + "alternative"), ntriples.iri(names.fact + escape(key))))
    return subject, "".join(f"<{subject}> {predicate} {value} .\n" for predicate, value in pairs)


def _told(graph: Known, conflict: Conflict) -> Iterator[tuple[str, str]]:
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

"""What of one entity's facts can be in dispute: all of it, and little that turns out not to be.

Finding disputes needs the names of other entities and what lies within what. Where a graph is too large for one
memory, candidates are found first, from what is said of one entity on one matter; then the rest is looked up for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.disputes.figures import figures_in_question
from kg.graph.disputes.reports import Report, enough
from kg.graph.disputes.values import ORGANIZER, is_single, may_be_disputed, role_groups, value_groups
from kg.graph.known import Known
from kg.graph.schema import Schema


def asked(schema: Schema) -> frozenset[str]:
    """The properties on which articles can contradict each other."""
    return frozenset({ORGANIZER, *(name for name, known in schema.properties.items() if is_single(known))})


def in_question(graph: Known) -> Iterator[Report]:
    """The reports that can be in dispute, repeats among them. `graph` holds all that is said of an entity on a matter,
    and that entity."""
    for (subject, predicate, _), group in value_groups(graph).items():
        if may_be_disputed(graph, subject, predicate, group):
            yield from group
    for group in role_groups(graph).values():
        if enough(group):
            yield from group
    yield from figures_in_question(graph)

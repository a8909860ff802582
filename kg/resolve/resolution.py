"""`resolve`: documents in, one Resolution out; the same for any order of documents and any local ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import Document, Issue, Member, Resolution, Ruling
from kg.nlp.lexicon import KnownNames
from kg.nlp.patterns import ClassRule
from kg.resolve.claims import rewrite_claims
from kg.resolve.clusters import cluster
from kg.resolve.entities import build_entities
from kg.resolve.events import match_events
from kg.resolve.merging import merge_decisions
from kg.resolve.nodes import build_scene, sort_documents
from kg.resolve.people import match_people
from kg.resolve.rulings import apply_rulings, unheeded
from kg.resolve.things import match_things


def resolve(
    documents: Sequence[Document],
    rulings: Sequence[Ruling] = (),
    *,
    known: KnownNames | None = None,
    classes: Sequence[ClassRule] = (),
) -> Resolution:
    """Entities across all documents, and their claims over global ids.

    A pure function of the documents as a set, of a person's `rulings` and of the lexicon's names of areas and bodies
    (`known`); `classes` give things a narrower class by their names. Near-linear in the documents' entities. Raises
    UsageError where two documents have one article id.
    """
    ordered = sort_documents(documents)
    scene = build_scene(ordered)
    order = [n.key for n in scene.nodes]
    by_hand, unused = apply_rulings(rulings, scene.nodes)
    scene = replace(scene, apart=(*scene.apart, *by_hand))
    things = match_things(scene, known)
    roots = cluster(order, [*things.decisions, *scene.apart])
    found = things + match_events(scene, roots) + match_people(scene, roots)
    decisions = merge_decisions(order, [*found.decisions, *scene.apart])
    roots = cluster(order, decisions)
    unused += unheeded(decisions, roots)
    cast = build_entities(scene, roots, found.doubts, classes)
    claims, left_out = rewrite_claims(ordered, roots, cast)
    carried = [issue for document in ordered for issue in document.issues]
    return Resolution(
        articles=tuple(d.article for d in ordered),
        entities=tuple(sorted(cast.entities.values(), key=lambda e: e.id)),
        claims=claims,
        members={(n.article, n.local): cast.entities[roots[n.key]].id for n in scene.nodes},
        decisions=decisions,
        cast=tuple(Member(n.key, cast.entities[roots[n.key]].id, n.type, n.name, n.names) for n in scene.nodes),
        issues=_sorted_issues([*carried, *unused, *cast.issues, *left_out]),
    )


def _sorted_issues(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(sorted(set(issues), key=lambda i: (i.source, i.place, i.kind, i.message)))

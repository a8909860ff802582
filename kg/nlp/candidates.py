"""Which entities a quantity may be about, each with the features that speak for or against it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Mention, Quantity
from kg.nlp.measures import Measure
from kg.nlp.roles import Roles
from kg.nlp.subject_words import (
    EVENT,
    FAIR,
    FAIR_TOO,
    LIST_END,
    PREPOSITION,
    REPORTS,
    TOPICS,
    sort_of,
    unit_class,
)  # fmt: skip
from kg.nlp.subjects import Subjects

Feature = tuple[str, str]  # a local entity id and the name of a feature it has


def candidates(
    subjects: Subjects, roles: Roles, quantity: Quantity, measure: Measure, left: int, right: int
) -> dict[str, frozenset[str]]:
    """The candidates' local ids with their features, in a fixed order; `left..right` is the quantity's clause."""
    rows: dict[str, set[str]] = {}
    found = (
        *_topics(subjects, roles, quantity, measure, left, right),
        *_before(subjects, roles, quantity, left),
        *_around(subjects, roles, quantity, right),
    )
    for entity, feature in found:
        if entity:
            rows.setdefault(subjects.edition(entity), set()).add(feature)
    text = roles.text
    noun = text[measure.start : measure.end]
    wide = noun + text[quantity.end : right] + text[left : quantity.start]
    fair = "fair" if FAIR.search(wide) else "fairish" if FAIR_TOO.search(wide) else "plain"
    topic = next((name for name, pattern in TOPICS if pattern.search(noun or text[left : quantity.start])), "any")
    for entity, features in rows.items():
        features |= _own(subjects, roles, entity, fair, topic, unit_class(quantity.unit), features)
    return {entity: frozenset(features) for entity, features in rows.items()}


def _topics(
    subjects: Subjects, roles: Roles, quantity: Quantity, measure: Measure, left: int, right: int
) -> Iterator[Feature]:
    """What the clause, the sentence and the text before speak of."""
    entity, how = roles.bound(quantity, measure, left, right)
    yield entity, f"bound:{how}"
    marks = [m for m in subjects.marks if m.start < quantity.start]
    if marks:
        place = "clause" if marks[-1].start >= left else "sentence"
        yield marks[-1].entity, f"subject:{place}:{'name' if marks[-1].named else 'noun'}"
        yield marks[0].entity, "subject:first"
    else:
        yield subjects.carried.entity, "subject:carried"
    yield subjects.noun_within(left, max(quantity.start, measure.end)), "nominal"
    opening = roles.opening(left, right)
    yield subjects.noun_within(opening, min(opening + 4, right)), "nominal:opening"
    yield subjects.event(), "event:last"
    yield subjects.index.document.focus, "event:focus"
    for entity in subjects.subjects.values():
        yield entity, "subject:of-kind"


def _before(subjects: Subjects, roles: Roles, quantity: Quantity, left: int) -> Iterator[Feature]:
    """The names of the sentence before the quantity, and the part each plays."""
    text, sentence = roles.text, roles.sentence
    for back, mention in enumerate(reversed([m for m in roles.names if m.end <= quantity.start])):
        place = "clause" if mention.start >= left else "sentence"
        yield mention.entity, f"before:{place}"
        if back == 0:
            yield mention.entity, f"nearest:{place}"
        if REPORTS.match(text, mention.end, sentence.end):
            yield mention.entity, "reports"
        if text[mention.start - 1 : mention.start] == "的" and mention.start >= left:
            yield mention.entity, "described"
        if text[mention.end : mention.end + 1] == "的":
            yield mention.entity, "owner"
        yield from _role(roles, mention, place, left)


def _role(roles: Roles, mention: Mention, place: str, left: int) -> Iterator[Feature]:
    text = roles.text
    first, last = roles.group(mention)
    if LIST_END.match(text, last) and last >= left:
        yield mention.entity, "listed"
    if PREPOSITION.search(text, roles.sentence.start, first):
        yield mention.entity, f"preposition:{place}"
        yield mention.entity, f"preposition:{text[first - 1 : first]}:{place}"
    elif roles.speaks(mention):
        yield mention.entity, "speaks"
    elif roles.free(mention):
        yield mention.entity, f"free:{place}"
    if any(m.start == mention.end for m in roles.mentions):
        yield mention.entity, "prefix"


def _around(subjects: Subjects, roles: Roles, quantity: Quantity, right: int) -> Iterator[Feature]:
    """The names behind the quantity and in the sentences before."""
    for mention in roles.names:
        if quantity.end <= mention.start < right:
            yield mention.entity, "after:clause"
        elif right <= mention.start:
            yield mention.entity, "after:sentence"
    for entity in subjects.previous:
        yield entity, "previous"
    recent = [*subjects.recent, *(m for m in roles.names if m.end <= quantity.start)]
    for back, mention in enumerate(reversed(recent[-3:])):
        yield mention.entity, f"recent:{back}"
    yield next((m.entity for m in reversed(recent) if roles.kind(m) == EVENT), ""), "event:block"


def _own(
    subjects: Subjects, roles: Roles, entity: str, fair: str, topic: str, unit: str, features: set[str]
) -> set[str]:
    """What kind of thing the candidate is, against what is counted."""
    name = sort_of(subjects.index.entities.get(entity))
    broad = name.split("/")[0]
    own = {f"kind:{name}", f"kind:{broad}:{fair}", f"kind:{broad}:{unit}", f"kind:{name}:{topic}"}
    own |= {f"{f}:{broad}" for f in features if f.startswith(("subject:", "free:", "preposition:clause"))}
    own.add(f"mentions:{min(4, subjects.counts.get(entity, 0))}")
    if broad == "event":
        own.add(f"event:{'focus' if entity == subjects.index.document.focus else 'other'}:{fair}")
        own.add(f"event:{'here' if any(m.entity == entity for m in roles.names) else 'away'}:{fair}")
    if entity == subjects.first:
        own |= {"first", f"first:{broad}"}
    return own

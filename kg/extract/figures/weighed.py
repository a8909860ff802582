"""Whom a figure is about, weighed once more by the net that reads the sentence.

[甲馆]由[乙集团]运营，去年收入5.1亿元: where the weights of `kg.nlp.aboutness` choose 甲馆 and the net reads 乙集团 far
more clearly, it is 乙集团's. Counter-example: a figure of which neither is sure is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from kg.extract.figures.same import same_fact, unmeasured
from kg.model import Claim, Document, Observation
from kg.nlp.relation_features import OBSERVATION
from kg.nlp.relation_model import Related, RelationModel

Chances: TypeAlias = Mapping[int, Mapping[str, float]]
"""End of a quantity in the text → local id of an entity → probability that it is about it."""

# Measured on the written items that the net has not learned from, both halves alike: F1 .53 before, .56 so.
_CLEARER = 0.4  # by so much must the net prefer another entity to the one that was chosen
_UNSEEN = 0.8  # of the extractor's own figure, where the net does not see entity and quantity together
KEEP = 0.35  # the least confidence


def figure_chances(model: RelationModel, related: Related) -> Chances:
    """What the net says of each quantity: of an entity's several mentions the likeliest counts."""
    found: dict[int, dict[str, float]] = {}
    for first, second, chance in related.of(model.relations.index(OBSERVATION), "Quantity"):
        of = found.setdefault(second.end, {})
        of[first.entity] = max(chance, of.get(first.entity, 0.0))
    return found


def weigh_figures(document: Document, chances: Chances) -> tuple[Claim, ...]:
    """The document's claims, its figures with the entity and the confidence (0..1) that both readings give."""
    barred = {entity.id for entity in document.entities if unmeasured(entity.type)}
    return tuple(_weighed(document.claims, chances, barred))


def _weighed(claims: Sequence[Claim], chances: Chances, barred: set[str]) -> Iterator[Claim]:
    figures: list[Claim] = []
    for claim in claims:
        if not isinstance(claim.fact, Observation):
            yield claim
            continue
        about, confidence = _about(claim, {e: p for e, p in chances.get(claim.end, {}).items() if e not in barred})
        if confidence >= KEEP:
            fact = replace(claim.fact, about=about)
            figures.append(same_fact(replace(claim, fact=fact, confidence=confidence), figures))
            yield figures[-1]


def _about(claim: Claim, chances: Mapping[str, float]) -> tuple[str, float]:
    """The entity and how sure it is: the mean of the net's figure and of the extractor's, if that chose the same."""
    assert isinstance(claim.fact, Observation)
    about, said = claim.fact.about, claim.confidence
    best = max(sorted(chances), key=lambda e: chances[e], default=about)
    if best != about and chances[best] - chances.get(about, 0.0) > _CLEARER:
        about, said = best, chances[best]
    if about not in chances:
        return about, round(_UNSEEN * said, 3)
    return about, round((said + chances[about]) / 2, 3)

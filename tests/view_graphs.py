"""Graphs of any size for tests of pictures: a graph many times over with other names, all in the same cities."""

from __future__ import annotations

from dataclasses import fields, replace

from kg.graph.facts import Evidence, StatedFact, key
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Entity, Fact


def replicated(graph: KnowledgeGraph, times: int) -> KnowledgeGraph:
    """Each entity `times` times (首钢园, 首钢园2号 …), administrative areas once; facts and claims with them."""
    entities: dict[str, Entity] = {}
    facts: dict[str, StatedFact] = {}
    evidence: list[Evidence] = []
    for number in range(1, times + 1):
        named = {
            e.id: e.id if number == 1 or e.type == "AdministrativeArea" else f"{e.id}{number}号"
            for e in graph.entities()
        }
        for view in graph.entities():
            new = named[view.id]
            entities[new] = replace(view.entity, id=new, name=view.name + new[len(view.id) :])
        for view in graph.facts():
            fact = _moved(view.fact, named)
            claims = tuple(f"{c}{number}" for c in view.stated.claims)
            facts[key(fact)] = replace(view.stated, key=key(fact), fact=fact, claims=claims)
        for item in graph.evidence.values():
            claim = replace(item.claim, id=f"{item.claim.id}{number}", fact=_moved(item.claim.fact, named))
            evidence.append(replace(item, claim=claim, sentence=f"{item.sentence}（{number}）"))
    return KnowledgeGraph(
        schema=graph.schema, namespaces=graph.namespaces, entities=entities.values(), facts=facts.values(),
        evidence=evidence, articles=graph.articles,
    )  # fmt: skip


def _moved(fact: Fact, named: dict[str, str]) -> Fact:
    ends = ("subject", "object", "holder", "organization", "about", "speaker")
    changes = {f.name: named.get(getattr(fact, f.name), getattr(fact, f.name)) for f in fields(fact) if f.name in ends}
    return replace(fact, **changes)

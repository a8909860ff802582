"""What judging a dispute needs to know of other entities is looked up step by step, as one walks in memory."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import pytest
from plain_engine import plain

from kg.dataflow import Record
from kg.graph.disputes.reports import MANY
from kg.graph.disputes.values import _wider
from kg.graph.facts import StatedFact, key
from kg.model import Relation
from kg.store.large.disputes import _ask, tell
from kg.store.large.entities import told_entity

Direct = Mapping[str, Sequence[str]]


def wider(facts: Sequence[Relation]) -> dict[str, frozenset[str]]:
    return _wider(SimpleNamespace(stated={key(f): StatedFact(key(f), f) for f in facts}))  # type: ignore[arg-type]


def named(direct: Direct) -> list[Record]:
    return [
        Record("named", node, "", (node, "City", node, (node,), (), tuple(("locatedIn", other) for other in others)))
        for node, others in direct.items()
    ]


def looked_up(direct: Direct, starts: Sequence[str]) -> tuple[list[Relation], list[int]]:
    """What is told of where things lie, and how much was asked in each round."""
    known = plain(named(direct))
    asks = plain(_ask(start, "case", (start, (), ())) for start in starts)
    told: dict[str, Relation] = {}
    rounds = []
    while asks.rows:
        rounds.append(len(asks.rows))
        found = known.union(asks).group(tell)
        for record in found.only("told").sorted():
            assert record.key == "case"
            told.update((k, s.fact) for k, s in told_entity(record.value)[1].items() if isinstance(s.fact, Relation))
        asks = found.only("ask")
    return list(told.values()), rounds


CHAIN = {f"n{at:02}": [f"n{at + 1:02}"] for at in range(40)} | {"n40": []}
CIRCLE = {"a": ["b"], "b": ["c"], "c": ["a"]}
ALL_IN_ALL = {f"n{at}": [f"n{other}" for other in range(30)] for at in range(30)}


def at_random(seed: int) -> Direct:
    rng = random.Random(seed)
    nodes = [f"n{at:02}" for at in range(rng.randint(2, 40))]
    return {node: rng.sample(nodes, rng.randint(0, min(3, len(nodes)))) for node in nodes}


@pytest.mark.parametrize(
    "direct", [CHAIN, CIRCLE, ALL_IN_ALL, *map(at_random, range(40))], ids=lambda d: f"{len(d)} places"
)
def test_walks_meet_what_they_meet_in_memory(direct: Direct) -> None:
    whole = wider([Relation(a, "locatedIn", b) for a, others in direct.items() for b in others])
    starts = sorted(direct)[:9]
    told, _ = looked_up(direct, starts)
    found = wider(told)
    assert {s: found.get(s, frozenset()) for s in starts} == {s: whole.get(s, frozenset()) for s in starts}


@pytest.mark.parametrize("direct", [CHAIN, ALL_IN_ALL, at_random(7)], ids=["chain", "all in all", "random"])
def test_a_walk_asks_once_a_round_and_ends(direct: Direct) -> None:
    """Places that lie in each other would make more paths than can be followed."""
    starts = sorted(direct)[:9]
    _, rounds = looked_up(direct, starts)
    assert max(rounds) == len(starts)
    assert len(rounds) <= MANY


def test_what_is_not_known_lies_in_nothing() -> None:
    told, rounds = looked_up({"a": ["x", "b"], "b": []}, ["a", "x"])
    assert [(f.subject, f.object) for f in told] == [("a", "x"), ("a", "b")]
    assert rounds == [2, 1, 1]

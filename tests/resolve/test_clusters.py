"""Clusters from decisions."""

from __future__ import annotations

from itertools import permutations

from kg.model import Decision
from kg.resolve.clusters import cluster


def same(left: str, right: str, score: float = 0.9) -> Decision:
    return Decision(left, right, "same", score, ())


def different(left: str, right: str) -> Decision:
    return Decision(left, right, "different", 1.0, ())


def test_same_is_transitive_and_the_first_key_names_the_cluster() -> None:
    found = cluster("abcd", [same("c", "b"), same("b", "a")])
    assert found == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_different_holds_through_whole_clusters() -> None:
    decisions = [same("a", "b", 1.0), same("c", "d", 1.0), same("b", "c", 0.8), different("a", "d")]
    found = cluster("abcd", decisions)
    assert found == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_the_surer_join_wins_where_both_cannot_be() -> None:
    decisions = [same("a", "b", 0.8), same("b", "c", 0.9), different("a", "c")]
    assert cluster("abc", decisions) == {"a": "a", "b": "b", "c": "b"}


def test_unsure_and_none_join_nothing() -> None:
    decisions = [Decision("a", "b", "unsure", 0.5, ()), Decision("b", "c", "none", 0.5, ())]
    assert cluster("abc", decisions) == {"a": "a", "b": "b", "c": "c"}


def test_the_order_of_decisions_does_not_matter() -> None:
    decisions = [same("a", "b"), same("b", "c"), same("c", "d"), different("a", "c"), different("b", "d")]
    results = {tuple(cluster("abcd", order).items()) for order in permutations(decisions)}
    assert len(results) == 1


def test_decisions_about_unknown_keys_are_left_alone() -> None:
    assert cluster("ab", [same("a", "z"), different("z", "b")]) == {"a": "a", "b": "b"}

"""Two people of one name in one article."""

from __future__ import annotations

import pytest
from line import run

from kg.model import Position


def people(text: str) -> dict[str, set[tuple[str, str]]]:
    """Posts (body, title) of each person of the text, by local id."""
    document = run(text)
    called = {e.id: e.name for e in document.entities}
    found: dict[str, set[tuple[str, str]]] = {e.id: set() for e in document.entities if e.type == "Person"}
    for claim in document.claims:
        if isinstance(claim.fact, Position):
            found[claim.fact.holder].add((called.get(claim.fact.organization, ""), claim.fact.title))
    return found


def test_a_list_does_not_name_a_person_twice() -> None:
    found = people("海门市副市长李敏、海门大学教授李敏出席会议。")
    assert len(found) == 2
    assert all(len(posts) <= 1 for posts in found.values())


@pytest.mark.parametrize(
    "text",
    [
        "商务部副部长王炳南出席会议。王炳南说，服务贸易在增长。",
        "海门市副市长李敏出席会议。海门市副市长李敏还作了发言。",
        "海门市副市长李敏与海门大学教授林若谷出席会议，李敏致辞。",
    ],
)
def test_one_person_named_again_stays_one(text: str) -> None:
    document = run(text)
    names = [e.name for e in document.entities if e.type == "Person"]
    assert len(names) == len(set(names))

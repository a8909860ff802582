"""The dataclasses of the model are made and pickled as dataclasses are, though by faster code."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from kg.model import Decision, LocalEntity, compact


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 7


@dataclass(frozen=True, slots=True)
class Plain:
    x: int
    y: int = 7


@dataclass(slots=True)
class Open:
    x: int


compact(Point, Open)


@pytest.mark.parametrize("made", [Point, Plain], ids=["compact", "plain"])
def test_made_as_dataclasses_are(made: type) -> None:
    assert type(made(1)) is made
    assert made(1) == made(1, 7) == made(x=1) == replace(made(2), x=1) != made(1, y=8)
    assert hash(made(1)) == hash(made(1, 7))
    assert repr(made(1)) == f"{made.__name__}(x=1, y=7)"


@pytest.mark.parametrize("made", [Point, Plain], ids=["compact", "plain"])
@pytest.mark.parametrize("given", [(), (1, 2, 3)])
def test_a_wrong_number_of_values_is_told(made: type, given: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match=rf"^{made.__name__}.__init__\(\) "):
        made(*given)


def test_frozen_ones_stay_frozen() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert point == Point(1)


@pytest.mark.parametrize(
    "value",
    [
        Point(1, 2),
        Open(3),
        LocalEntity("e1", "Person", "王晓", ("王晓",), year=None),
        Decision("a:e1", "b:e1", "same", 0.9, ("full name: 王晓",), hand=True),
    ],
)
def test_pickled_ones_come_back(value: object) -> None:
    found = pickle.loads(pickle.dumps(value, 5))
    assert found == value
    assert type(found) is type(value)

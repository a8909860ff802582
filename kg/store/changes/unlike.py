"""Where two functions of one step may differ, so that not all records need to be worked on again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.dataflow import Record

Test = Callable[[Record], bool]


def unlike(before: Any, after: Any) -> Test | None:
    """Whether two functions may make something else of a record (see `kg.dataflow.Mapper`); None: that is not known."""
    if type(before) is not type(after) or not hasattr(after, "unlike"):
        return None
    found: Test | None = after.unlike(before)
    return found


@dataclass(frozen=True, slots=True)
class Unlike:
    """The records that two functions may make something else of."""

    before: Any
    after: Any

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        test = unlike(self.before, self.after)
        return records if test is None else filter(test, records)

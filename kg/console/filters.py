"""What `--kinds`, `--only` and `--since` keep of a graph, for `kg export` and `kg view`."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import date

from kg.errors import UsageError
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.part import part

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def filtered(graph: KnowledgeGraph, arguments: Namespace) -> KnowledgeGraph:
    """The part of a graph that a command's `kinds`, `only` (names between commas) and `since` ask for.

    Raises:
        UsageError: there is no such class, property or day.
    """
    return part(
        graph,
        kinds=_names(arguments.kinds),
        only=_names(arguments.only),
        since=None if arguments.since is None else first_day(arguments.since),
    )


def first_day(text: str) -> date:
    """The first day of a year, a month or a day: 2022 → 2022-01-01, 2022-08 → 2022-08-01.

    Raises:
        UsageError: the text is none of these.
    """
    found = _DATE.fullmatch(text.strip())
    if found:
        year, month, day = (int(number or 1) for number in found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise UsageError(f"--since takes a year, a month or a day (2022, 2022-08, 2022-08-31), not {text!r}")


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in re.split("[,，]", text) if name.strip()))

"""`kg review`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.text import Text

from kg.console.sides import print_decision, print_side
from kg.console.streams import Console, console, tell
from kg.errors import UsageError
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Decision, Member, Ruling
from kg.rdf.load import load
from kg.resolve.review import open_pairs, sides_of
from kg.store.decisions import DECISIONS, add_decision, read_decisions
from kg.store.resolution import read_resolution

_ASK = "[s]ame, [d]ifferent, s[k]ip, [q]uit? "


@dataclass(frozen=True, slots=True)
class _Case:
    decision: Decision
    left: Member
    right: Member


def run(arguments: Namespace) -> int:
    """Show every pair that was not decided, with both sides' evidence, and write down what the user says."""
    directory = Path(arguments.graph)
    path = Path(arguments.decisions) if arguments.decisions else directory / DECISIONS
    if path.suffix in (".yaml", ".yml"):
        raise UsageError(f"{path}: review writes JSON Lines; name a file that ends in .jsonl")
    graph = load(directory)
    cast, decisions = read_resolution(directory)
    known = read_decisions(path)[0] if path.is_file() else ()
    by_key = {m.key: m for m in cast}
    decided = {frozenset((r.left, r.right)) for r in known}
    cases = [
        _Case(d, by_key[d.left], by_key[d.right])
        for d in open_pairs(cast, decisions)
        if frozenset(sides_of(d, cast)) not in decided
    ]
    written = _review(console(), graph, cases, cast, None if arguments.list else path)
    if written:
        tell(f"{written} decision{'' if written == 1 else 's'} written to {path}; build again to apply")
    elif not cases:
        tell("nothing to decide: no pair is in doubt")
    return 0


def _review(
    out: Console, graph: KnowledgeGraph, cases: list[_Case], cast: tuple[Member, ...], path: Path | None
) -> int:
    written = 0
    by_key = {m.key: m for m in cast}
    for number, case in enumerate(cases, 1):
        out.print(Text(f"{number} of {len(cases)}", "bold cyan"))
        print_decision(out, case.decision, by_key)
        for member in (case.left, case.right):
            out.print()
            print_side(out, graph, [member])
        out.print()
        if path is None:
            continue
        answer = _ask(out)
        if answer == "quit":
            break
        if answer != "skip":
            left, right = sides_of(case.decision, cast)
            add_decision(path, Ruling(answer, left, right))
            written += 1
    return written


def _ask(out: Console) -> Literal["same", "different", "skip", "quit"]:
    """What the user types; the end of the input quits."""
    for line in _answers(out):
        word = line.strip().lower()
        if word in ("s", "same"):
            return "same"
        if word in ("d", "different"):
            return "different"
        if word in ("k", "skip", ""):
            return "skip"
        if word in ("q", "quit"):
            return "quit"
    return "quit"


def _answers(out: Console) -> Iterator[str]:
    while True:
        out.print(_ASK, end="")
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            out.print()
            return
        yield line

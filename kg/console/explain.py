"""`kg explain`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rich.text import Text

from kg.console.sides import print_decision, print_line, print_side
from kg.console.streams import console
from kg.errors import UsageError
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.identity import fold
from kg.model import Member
from kg.nlp.lexicon import load_known_names
from kg.rdf.load import load
from kg.resolve.explain import explain
from kg.resources import lexicon_dir
from kg.store.resolution import read_resolution

_SAYS = {
    "same": "one entity",
    "different": "two entities: kept apart",
    "unsure": "two entities: not sure enough to join them (kg review asks)",
    "none": "two entities: nothing suggests that they are one",
}


def run(arguments: Namespace) -> int:
    """Print whether two names are one entity, and the decisions and features that say so."""
    directory = Path(arguments.graph)
    graph = load(directory)
    cast, decisions = read_resolution(directory)
    left, right = (members_of(name, graph, cast) for name in (arguments.left, arguments.right))
    found = explain(left, right, decisions, load_known_names(lexicon_dir()))
    out = console()
    out.print(Text(_SAYS[found.verdict], "bold"))
    by_key = {m.key: m for m in cast}
    if found.chain or found.remarks:
        out.print()
    for decision in found.chain:
        print_decision(out, decision, by_key)
    for remark in () if found.chain else found.remarks:
        print_line(out, Text(remark), 2)
    if found.verdict == "same" and not found.chain:
        print_line(out, Text("the same article uses both names for it"), 2)
    for members in (left, right) if found.verdict != "same" else (left,):
        out.print()
        print_side(out, graph, members)
    return 0


def members_of(name: str, graph: KnowledgeGraph, cast: tuple[Member, ...]) -> list[Member]:
    """The members of the entity that a name means: those that bear the name, or all where it is the entity's own."""
    entity = graph.entity(name)
    members = [m for m in cast if m.entity == entity.id]
    if not members:
        raise UsageError(f"{entity.id} is not in the resolution of this graph: build it again")
    return [m for m in members if fold(name) in {fold(n) for n in m.names}] or members

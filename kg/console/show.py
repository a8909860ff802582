"""`kg show`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby

from rich.padding import Padding
from rich.text import Text

from kg.console.streams import Console, console, visible
from kg.graph.facts import Evidence, plain
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.views import EntityView, FactView
from kg.model import Attribute, Observation, Position, Quotation, Relation
from kg.rdf.load import load

FEW = 3
_SIGNS = {"exactly": "", "about": "约 ", "over": "超 ", "under": "不足 "}
_CHANGES = {"none": "", "increase": "增 ", "decrease": "减 "}


def run(arguments: Namespace) -> int:
    """Print what the graph knows about an entity, each fact with its sentences and articles."""
    graph = load(arguments.graph)
    entity = graph.entity(arguments.name)
    out = console()
    _print_head(out, entity)
    facts = sorted(entity.facts(), key=lambda f: _order(f, entity))
    for (predicate, outward), group in groupby(facts, key=lambda f: (f.predicate, _outward(f, entity))):
        out.print()
        out.print(Text.assemble((_label(graph, predicate), "bold cyan"), "" if outward else " ←"), soft_wrap=True)
        for fact in group:
            _print_fact(out, fact, entity, most=None if arguments.all else FEW)
    for link in (link for link in graph.links if link.entity == entity.id):
        out.print()
        out.print(Text(link.predicate, "bold cyan"), soft_wrap=True)
        _print(out, Text(visible(link.iri)), 2)
        _print(out, Text(visible(f"{link.table}, {link.row}: {link.raw}").replace("\n", " "), "dim"), 6)
    if not facts:
        out.print("\nno facts")
    return 0


def _order(fact: FactView, entity: EntityView) -> tuple[int, str, bool, str, str]:
    """Dates and words first, then relations, then nodes; what the entity itself does before what is done to it."""
    kinds = (Attribute, Relation, Position, Observation, Quotation)
    rank = next(i for i, kind in enumerate(kinds) if isinstance(fact.fact, kind))
    return rank, fact.predicate, not _outward(fact, entity), str(fact), fact.stated.key


def _outward(fact: FactView, entity: EntityView) -> bool:
    """Whether an arrow from this entity tells the fact; symmetric relations always do."""
    return fact.subject == entity or entity.graph.schema.symmetric(fact.predicate)


def _label(graph: KnowledgeGraph, name: str) -> str:
    known = graph.schema.properties.get(name) or graph.schema.classes.get(name)
    chinese = known.labels.get("zh", "") if known else ""
    return f"{name} {chinese}".rstrip()


def _print_head(out: Console, entity: EntityView) -> None:
    head = Text.assemble((visible(entity.name), "bold"), f"  {_label(entity.graph, entity.type)}  ")
    head.append(f"ent:{visible(entity.id)}", "dim")
    out.print(head, soft_wrap=not out.is_terminal)
    others = [name for name in entity.names if name != entity.name]
    if others:
        _print(out, Text(f"also: {visible('、'.join(others))}"), 0)


def _print_fact(out: Console, fact: FactView, entity: EntityView, *, most: int | None) -> None:
    line = Text(visible(_words(fact, entity)))
    notes = [n for n in (fact.status if fact.status != "asserted" else "", "derived" if fact.derived else "") if n]
    if notes:
        line.append(f"  [{', '.join(notes)}]", "yellow")
    _print(out, line, 2)
    found = fact.evidence()
    for item in found[:most]:
        _print_evidence(out, item)
    if most is not None and len(found) > most:
        _print(out, Text(f"and {len(found) - most} more (--all)", "dim"), 6)


def _words(fact: FactView, entity: EntityView) -> str:
    data, other = fact.fact, fact.other
    if isinstance(data, Relation):
        return other.name if other else ""
    if isinstance(data, Attribute):
        return data.value
    if isinstance(data, Position):
        who = "" if fact.subject == entity else fact.subject.name + "："
        where = entity.graph.view(data.organization).name if data.organization else ""
        return f"{who}{'' if where == entity.name else where + ' '}{data.title}"
    if isinstance(data, Observation):
        period = f"（{data.period}）" if data.period else ""
        return f"{data.measure} {_CHANGES[data.change]}{_SIGNS[data.comparator]}{plain(data.value)} {data.unit}{period}"
    return f"“{data.text}”"


def _print_evidence(out: Console, item: Evidence) -> None:
    """The sentence with the words that say it underlined, and below it where it stands."""
    sentence = Text("“", "dim")
    sentence.append_text(_marked(item))
    sentence.append("”", "dim")
    _print(out, sentence, 4)
    _print(out, Text(" · ".join(_source(item)), "dim"), 6)


def _marked(item: Evidence) -> Text:
    before, quote, after = item.sentence.partition(item.quote) if item.quote else (item.sentence, "", "")
    marked = Text(visible(before).replace("\n", " "))
    marked.append(visible(quote).replace("\n", " "), "underline")
    return marked.append(visible(after).replace("\n", " "))


def _source(item: Evidence) -> Iterator[str]:
    for part in (item.title, item.article.outlet, item.date.isoformat() if item.date else "", item.source):
        if part:
            yield visible(part)
    if item.status != "asserted":
        yield item.status


def _print(out: Console, text: Text, indent: int) -> None:
    """Wrapped and indented in a terminal; elsewhere one line, for other programs."""
    if out.is_terminal:
        text.overflow = "fold"
        out.print(Padding(text, (0, 0, 0, indent)))
    else:
        out.print(Text(" " * indent).append_text(text), soft_wrap=True)

"""Two things side by side: their names, what they are and the sentences that name them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from kg.console.streams import Console, visible
from kg.graph.facts import Evidence
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.views import EntityView
from kg.model import Decision, Member, Position

# Sentences and posts shown of either side.
FEW = 2


def print_side(out: Console, graph: KnowledgeGraph, members: Sequence[Member]) -> None:
    """An entity as some of its members show it: name, class, other names, posts, sentences of their articles."""
    entity = graph.view(members[0].entity)
    head = Text.assemble((visible(entity.name), "bold"), f"  {entity.type}  ", (f"ent:{visible(entity.id)}", "dim"))
    print_line(out, head, 2)
    others = [name for name in dict.fromkeys(n for m in members for n in m.names) if name != entity.name]
    if others:
        print_line(out, Text(f"also: {visible('、'.join(others))}"), 4)
    articles = {m.article for m in members}
    for words in _posts(entity, articles)[:FEW]:
        print_line(out, Text(visible(words)), 4)
    for item in _sentences(entity, articles)[:FEW]:
        print_line(out, Text(f"“{visible(item.sentence)}”".replace("\n", " ")), 4)
        source = " · ".join(p for p in (item.title, item.date.isoformat() if item.date else "", item.source) if p)
        print_line(out, Text(visible(source), "dim"), 6)


def _posts(entity: EntityView, articles: set[str]) -> list[str]:
    found = []
    for fact in entity.facts():
        data = fact.fact
        if not isinstance(data, Position) or data.holder != entity.id:
            continue
        if any(item.claim.article in articles for item in fact.evidence()):
            where = entity.graph.view(data.organization).name if data.organization else ""
            found.append(f"{where} {data.title}".strip())
    return list(dict.fromkeys(found))


def _sentences(entity: EntityView, articles: set[str]) -> list[Evidence]:
    """One sentence an article, the articles of these members only."""
    found: dict[str, Evidence] = {}
    for item in entity.evidence():
        if item.claim.article in articles:
            found.setdefault(item.claim.article, item)
    return list(found.values())


def print_decision(out: Console, decision: Decision, members: dict[str, Member]) -> None:
    """One decision with its score and reasons."""
    left, right = members[decision.left], members[decision.right]
    score = "by hand" if decision.hand else f"{decision.score:g}"
    head = f"{visible(left.name)} – {visible(right.name)}: {decision.verdict} ({score})"
    print_line(out, Text(head), 2)
    for reason in decision.reasons:
        print_line(out, Text(visible(reason), "dim"), 4)


def print_line(out: Console, text: Text, indent: int) -> None:
    """Wrapped and indented in a terminal; elsewhere one line, for other programs."""
    if out.is_terminal:
        text.overflow = "fold"
        out.print(Padding(text, (0, 0, 0, indent)))
    else:
        out.print(Text(" " * indent).append_text(text), soft_wrap=True)

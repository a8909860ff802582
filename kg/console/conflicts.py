"""`kg conflicts`."""

from __future__ import annotations

import csv
import io
import json
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.padding import Padding
from rich.text import Text

from kg.console.streams import Console, console, visible, write_bytes
from kg.errors import UsageError
from kg.graph.conflicts import Alternative, Conflict, find_conflicts
from kg.graph.facts import Evidence
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import well_formed
from kg.rdf.load import load

COLUMNS = (
    "conflict", "kind", "about", "on", "detail", "value", "fact", "claim", "article", "title", "outlet", "date",
    "source", "sentence",
)  # fmt: skip


def run(arguments: Namespace) -> int:
    """Print where the articles of a graph disagree, each answer with its sentences and articles."""
    graph = load(arguments.graph)
    if graph.stated and not graph.evidence:
        raise UsageError(f"{arguments.graph}: conflicts are found in the evidence: name the folder with evidence.ttl")
    conflicts = find_conflicts(graph)
    if arguments.format == "json":
        data = [_as_data(graph, conflict) for conflict in conflicts]
        write_bytes((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
    elif arguments.format == "csv":
        write_bytes(_csv(graph, conflicts))
    else:
        _print_all(graph, conflicts)
    return 0


def _as_data(graph: KnowledgeGraph, conflict: Conflict) -> dict[str, Any]:
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "about": well_formed(conflict.about),
        "name": well_formed(graph.view(conflict.about).name),
        "on": well_formed(conflict.on),
        "detail": well_formed(conflict.detail),
        "alternatives": [
            {
                "fact": side.fact,
                "value": well_formed(side.value),
                "claims": [{"claim": item.claim.id, **_where(item)} for item in _evidence(graph, side)],
            }
            for side in conflict.alternatives
        ],
    }


def _where(item: Evidence) -> dict[str, str]:
    """The article of a claim, and its sentence."""
    found = {
        "article": item.article.id, "title": item.title, "outlet": item.article.outlet,
        "date": item.date.isoformat() if item.date else "", "source": item.source, "sentence": item.sentence,
    }  # fmt: skip
    return {name: well_formed(value) for name, value in found.items()}


def _evidence(graph: KnowledgeGraph, side: Alternative) -> list[Evidence]:
    return [graph.evidence[identifier] for identifier in side.claims]


def _csv(graph: KnowledgeGraph, conflicts: Sequence[Conflict]) -> bytes:
    """One row for each alternative and article that gives it: the article's first sentence that does."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for conflict in conflicts:
        head = {
            "conflict": conflict.id, "kind": conflict.kind, "about": conflict.about, "on": conflict.on,
            "detail": conflict.detail,
        }  # fmt: skip
        for side in conflict.alternatives:
            for item in _first_of_each(_evidence(graph, side)):
                said = {"value": side.value, "fact": side.fact, "claim": item.claim.id}
                writer.writerow({k: well_formed(v) for k, v in {**head, **said, **_where(item)}.items()})
    return out.getvalue().encode()


def _first_of_each(found: Sequence[Evidence]) -> list[Evidence]:
    return list({item.article.id: item for item in reversed(found)}.values())[::-1]


def _print_all(graph: KnowledgeGraph, conflicts: Sequence[Conflict]) -> None:
    out = console()
    for conflict in conflicts:
        _print_conflict(out, graph, conflict)
        out.print()
    if not conflicts:
        out.print("no conflicts")
        return
    kinds = Counter(conflict.kind for conflict in conflicts)
    number = f"{len(conflicts)} conflict{'' if len(conflicts) == 1 else 's'}"
    out.print(f"({number}: {', '.join(f'{kind} {count}' for kind, count in sorted(kinds.items()))})")


def _print_conflict(out: Console, graph: KnowledgeGraph, conflict: Conflict) -> None:
    entity = graph.view(conflict.about)
    known = graph.schema.properties.get(conflict.on)
    on = f"{conflict.on} {known.labels.get('zh', '')}".rstrip() if known else conflict.on
    head = Text.assemble((visible(entity.name), "bold"), "  ", (visible(on), "bold cyan"))
    if conflict.detail:
        head.append(f"  {visible(conflict.detail)}", "dim")
    _print(out, head, 0)
    for value, sides in groupby(conflict.alternatives, key=lambda side: side.value):
        _print(out, Text(visible(value), "yellow"), 2)
        for item in _first_of_each([item for side in sides for item in _evidence(graph, side)]):
            _print(out, _sentence(item), 4)
            _print(out, Text(" · ".join(_source(item)), "dim"), 6)


def _sentence(item: Evidence) -> Text:
    """The sentence with the words that say it underlined."""
    before, quote, after = item.sentence.partition(item.quote) if item.quote else (item.sentence, "", "")
    words = Text("“", "dim")
    words.append(visible(before).replace("\n", " "), "not dim")
    words.append(visible(quote).replace("\n", " "), "not dim underline")
    return words.append(visible(after).replace("\n", " "), "not dim").append("”")


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

"""Answers of queries: as a table of plain text and links, and as a graph where rows have entities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from nicegui import ui

from kg.graph.namespaces import unescape
from kg.graph.results import Term
from kg.rdf.query import short
from kg.rdf.terms import prefixes
from kg.serve.explorer.charts import graph_options, is_dark
from kg.serve.explorer.frame import View, button, entity_path, tag, wide_table
from kg.serve.worker import Answer

PAGE, MOST, MOST_LINKS = 50, 2000, 300


@dataclass(frozen=True, slots=True)
class Cell:
    """A term of an answer: its text, its IRI (empty for a literal), and whether there is one at all."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: rows under heads, or yes or no. `triples`: the rows are subject, predicate and object."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    triples: bool = False
    answer: bool | None = None


def read_answer(answer: Answer, view: View) -> Table:
    """An answer that came as SPARQL JSON or N-Triples."""
    known = prefixes(view.graph.names)
    if answer.kind == "triples":
        quads = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        rows = sorted({(q.subject, q.predicate, q.object) for q in quads}, key=str)
        heads = (view.say("subject"), view.say("predicate"), view.say("object"))
        return Table(heads, tuple(tuple(_of_term(t, known) for t in row) for row in rows), triples=True)
    data = json.loads(answer.body)
    if "boolean" in data:
        return Table((), (), answer=bool(data["boolean"]))
    heads = tuple(data["head"].get("vars", ()))
    bindings = data["results"]["bindings"]
    return Table(heads, tuple(tuple(_of_json(row.get(h), known) for h in heads) for row in bindings))


def _of_term(term: Any, known: dict[str, str]) -> Cell:
    if isinstance(term, ox.NamedNode):
        return Cell(_short(term.value, known), term.value)
    return Cell(term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term))


def _of_json(value: Mapping[str, Any] | None, known: dict[str, str]) -> Cell:
    if value is None:
        return Cell("")
    text = str(value.get("value", ""))
    return Cell(_short(text, known), text) if value.get("type") == "uri" else Cell(text)


def _short(iri: str, known: dict[str, str]) -> str:
    return unescape(short(Term("iri", iri), known))


def local_path(view: View, iri: str) -> str:
    """The page of an IRI of this graph; empty for any other."""
    names = view.graph.names
    identifier = names.entity_id(iri) if iri.startswith(names.ent) else None
    if identifier is not None:
        return entity_path(identifier)
    for start, path in ((names.doc, "/doc/"), (names.fact, "/fact/"), (names.claim, "/claim/")):
        if iri.startswith(start):
            return path + iri.removeprefix(start)
    return ""


def show_table(view: View, table: Table) -> None:
    """The rows, a page at a time."""
    if table.answer is not None:
        tag("p", view.say("answer_yes" if table.answer else "answer_no"), "kg-verdict")
        return
    if len(table.rows) > MOST:
        tag("p", view.say("rows_first", n=MOST), "kg-dim")
    rows = table.rows[:MOST]
    with wide_table(view.say("as_table")):
        with tag("thead"), tag("tr"):
            for head in table.heads:
                tag("th", head, scope="col")
        body = tag("tbody")
    state = [0]

    def more() -> None:
        with body:
            for row in rows[state[0] : state[0] + PAGE]:
                with tag("tr"):
                    for cell in row:
                        _cell(view, cell)
        state[0] += PAGE

    more()
    if len(rows) > PAGE:

        def press() -> None:
            more()
            left = len(rows) - state[0]
            if left <= 0:
                pressed.delete()
            else:
                pressed.text = view.say("more", n=min(PAGE, left))

        pressed = button(view.say("more", n=min(PAGE, len(rows) - PAGE)), "kg-more", press)


def _cell(view: View, cell: Cell) -> None:
    path = local_path(view, cell.iri) if cell.iri else ""
    with tag("td"):
        if path:
            tag("a", cell.text, href=path)
        else:
            tag("span", cell.text)


def show_graph(view: View, table: Table) -> None:
    """The entities of each row joined in a picture; a sentence where no row has two."""
    links = row_links(view, table)
    if not links:
        tag("p", view.say("no_graph"), "kg-dim")
        return
    if len(links) > MOST_LINKS:
        tag("p", view.say("graph_first", n=MOST_LINKS), "kg-dim")
    place = tag("div", "", "kg-graph kg-wide", role="img", aria_label=view.say("as_graph"))

    async def draw() -> None:
        dark = await is_dark()
        if not place.is_deleted:
            with place:
                ui.echart(_options(view, links[:MOST_LINKS], dark=dark)).classes("kg-fill")

    ui.timer(0.01, draw, once=True)


def row_links(view: View, table: Table) -> list[tuple[Cell, str, Cell]]:
    """Pairs of entities: a triple's ends; of a row the first entity with each other one, by the name of its column."""
    found: dict[tuple[str, str, str], tuple[Cell, str, Cell]] = {}
    for row in table.rows:
        ends = [(at, cell) for at, cell in enumerate(row) if cell.iri and view.graph.names.entity_id(cell.iri)]
        if table.triples:
            ends = [(at, cell) for at, cell in ends if at != 1]
        for at, other in ends[1:]:
            label = row[1].text if table.triples else table.heads[at]
            found.setdefault((ends[0][1].iri, label, other.iri), (ends[0][1], label, other))
    return list(found.values())


def _options(view: View, links: Sequence[tuple[Cell, str, Cell]], *, dark: bool) -> dict[str, Any]:
    ids = {cell.iri: view.graph.names.entity_id(cell.iri) or "" for one, _, two in links for cell in (one, two)}
    known = view.graph.index.entities(ids.values())
    points = []
    for iri, identifier in ids.items():
        entity = known.get(identifier)
        colour = view.colours(entity.type if entity else "")[dark]
        name = entity.name if entity else identifier
        points.append({"id": iri, "name": name, "symbolSize": 14, "itemStyle": {"color": colour}})
    joined = [
        {"source": one.iri, "target": two.iri, "value": label, "tooltip": {"formatter": "{c}"}}
        for one, label, two in links
    ]
    return graph_options(points, joined, dark=dark)

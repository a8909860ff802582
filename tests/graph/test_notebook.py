"""How results look in a notebook: everything there, cut where long, and nothing from an article that runs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import pytest
import sample_graph as sample

from kg.graph.picture import HEIGHT, WIDTH, picture
from kg.graph.results import Rows, Term
from kg.graph.shown import cell, text_table
from kg.model import Entity, Observation, Quotation, Relation

S = sample
EVIL = '<script>alert(1)</script>" onload="x\'<img src=x onerror=y>'
SVG = "{http://www.w3.org/2000/svg}"


def hostile() -> tuple[object, ...]:
    """Everything that a notebook shows, of a graph in which a name, a quotation and a sentence are markup."""
    made = S.make_article("e1", (f"{EVIL}。",), published=None, path=f"{EVIL}.txt", title=EVIL)
    claims = (
        S.say(made, 0, Relation(EVIL, "exhibitsAt", S.FAIR)),
        S.say(made, 0, Quotation(EVIL, EVIL, "direct")),
        S.say(made, 0, Observation(EVIL, EVIL, Decimal(1), EVIL, period="2031")),
    )
    base = S.with_claims(*claims, more=(Entity(EVIL, "Company", EVIL, (EVIL, EVIL + "二")),))
    graph = S.graph(replace(base, articles=(*base.articles, made.article)))
    fact = next(f for f in graph.entity(EVIL).facts() if f.predicate == "exhibitsAt")
    return (
        graph, graph.entity(EVIL), fact, graph.paths(EVIL, S.HALL)[0], graph.timeline(EVIL), graph.observations(EVIL),
        graph.quotations(), graph.positions(), S.graph().diff(graph), graph.sparql("SELECT * { ?s ?p ?o }"),
        graph.sparql("CONSTRUCT WHERE { ?s a kg:Company ; skos:prefLabel ?n }"),
    )  # fmt: skip


@pytest.mark.parametrize("shown", hostile(), ids=lambda x: type(x).__name__)
def test_markup_from_articles_is_text(shown: object) -> None:
    html = shown._repr_html_()  # type: ignore[attr-defined]
    assert not re.search(r"<(script|img|iframe|a)\b", html)
    tags = re.findall(r"<[^>]*>", html)
    assert tags
    assert not [tag for tag in tags if re.search(r"\son\w+=", tag) or "alert" in tag]
    ET.fromstring(f"<div>{html.replace('<br>', '<br/>')}</div>")


def test_hostile_names_are_shown_all_the_same() -> None:
    graph, entity, *_ = hostile()
    for shown in (graph, entity):
        assert "&lt;script&gt;" in shown._repr_html_()  # type: ignore[attr-defined]


def test_a_graph_shows_counts_and_a_picture() -> None:
    html = S.graph()._repr_html_()
    assert "14 entities" in html
    assert "<svg" in html
    assert "Position" in html


def test_the_picture_holds_nodes_links_and_names_within_its_frame() -> None:
    root = ET.fromstring(picture(S.graph()))
    discs, lines = root.findall(f".//{SVG}circle"), root.findall(f".//{SVG}line")
    titles = {t.text for t in root.iter(f"{SVG}title")}
    assert f"{S.FAIR} · Event" in titles
    assert len(discs) == len(titles) == 14
    assert len(lines) >= len(discs) - 1
    assert all(0 <= float(d.get("cx", "-1")) <= WIDTH and 0 <= float(d.get("cy", "-1")) <= HEIGHT for d in discs)
    assert len({(d.get("cx"), d.get("cy")) for d in discs}) == len(discs)
    assert S.HALL in {t.text for t in root.iter(f"{SVG}text")}


def test_the_same_graph_has_the_same_picture() -> None:
    base = S.resolution()
    other = replace(base, claims=base.claims[::-1], entities=base.entities[::-1])
    assert picture(S.graph()) == picture(S.graph(other))


def test_a_large_graph_shows_its_best_connected_part() -> None:
    firms = tuple(Entity(f"公司{i:03}", "Company", f"公司{i:03}", ()) for i in range(200))
    claims = [S.say(S.FIRST, 0, Relation(f.id, "exhibitsAt", S.FAIR)) for f in firms]
    root = ET.fromstring(picture(S.graph(S.with_claims(*claims, more=firms)), most=20))
    titles = {t.text for t in root.iter(f"{SVG}title")}
    assert len(titles) == 20
    assert f"{S.FAIR} · Event" in titles


def test_a_graph_without_links_has_no_picture() -> None:
    alone = S.graph().subgraph(S.REPORT, hops=0)
    assert picture(alone) == ""
    assert "1 entities" in alone._repr_html_()


def test_an_entity_shows_names_and_facts_with_sentences() -> None:
    html = S.graph().entity("茶博会")._repr_html_()
    assert "茶博会" in html
    assert "heldAt" in html
    assert S.ONE[0] in html


def test_long_tables_are_cut_with_a_note() -> None:
    rows = Rows(("v",), ((Term("literal", "x"),),) * 60)
    assert rows._repr_html_().count("<td") == 50
    assert "… and 10 more" in rows._repr_html_()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Decimal("1.50E+3"), "1500"),
        ("两行\n一行", "两行 一行"),
        ("\x1b[31mred", " [31mred"),
        ("abc\u202edef", "abc def"),
        ("甲\ud800", "甲\ufffd"),
    ],
)
def test_cells_are_one_plain_line(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_wide_cell_is_cut() -> None:
    line = text_table(("a",), [("茶" * 100,)]).splitlines()[1]
    assert line == "茶" * 29 + "…"

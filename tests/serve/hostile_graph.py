"""A graph whose articles, names and links try to run something in the reader's browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import sample_graph as sample

from kg.graph.assemble import assemble
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Attribute, Entity, Observation, Position, Quotation, Relation, Resolution
from kg.rdf.conflicts import conflicts_turtle
from kg.rdf.ontology import read_schema
from kg.rdf.write import evidence_turtle, facts_turtle
from kg.store.records import json_lines

# Each would open a dialog, which the tests would see, or print 49 where a template is run.
SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"
TEMPLATE = "{{7*7}}${7*7}{{constructor.constructor('alert(3)')()}}"
QUOTES = "\"'><svg onload=alert(4)>\\`"
URL = "javascript:alert(5)"
NAMES = (f"甲公司{SCRIPT}", f"乙公司{IMAGE}", f"丙展会{TEMPLATE}", f"丁某{QUOTES}", "戊厅\n第二行")
COMPANY, OTHER, FAIR, PERSON, HALL = NAMES
# Harmless, and many: what an entity with very many facts shows of them.
CROWD = tuple(f"企业{n:02}" for n in range(70))
SENTENCES = (f"{SCRIPT}参展企业507家。", f"{IMAGE}446家。", f"{TEMPLATE}</script><!--", f"{QUOTES}说：“{SCRIPT}”。")


def graph() -> KnowledgeGraph:
    """Two articles; every kind of fact has something of each kind of attack in it."""
    one = sample.make_article("x1", SENTENCES, published=date(2031, 5, 6), path=f"{IMAGE}.txt", title=SCRIPT + TEMPLATE)
    two = sample.make_article("x2", SENTENCES[::-1], published=date(2031, 5, 7), path="b.txt", title=IMAGE)
    one = replace(one, article=replace(one.article, url=URL, outlet=IMAGE))
    two = replace(two, article=replace(two.article, url="https://news.example/?a=<b>&c", outlet=TEMPLATE))
    kinds = ("Company", "Company", "Event", "Person", "Venue")
    entities = tuple(Entity(n, k, n, (n, n + QUOTES)) for n, k in zip(NAMES, kinds, strict=True))
    entities += tuple(Entity(name, "Company", name, (name,)) for name in CROWD)
    claims = (
        *(sample.say(two, 1, Relation(name, "exhibitsAt", FAIR)) for name in CROWD),
        sample.say(one, 0, Relation(COMPANY, "exhibitsAt", FAIR), role=SCRIPT),
        sample.say(two, 1, Relation(OTHER, "exhibitsAt", FAIR)),
        sample.say(one, 2, Relation(FAIR, "heldAt", HALL)),
        sample.say(one, 3, Relation(COMPANY, "cooperatesWith", OTHER)),
        sample.say(one, 0, Observation(FAIR, IMAGE, Decimal("507"), SCRIPT)),
        sample.say(two, 1, Observation(FAIR, IMAGE, Decimal("446"), SCRIPT)),
        sample.say(one, 3, Quotation(PERSON, SCRIPT + TEMPLATE, "direct")),
        sample.say(one, 3, Position(PERSON, COMPANY, IMAGE)),
        sample.say(one, 2, Attribute(FAIR, "theme", TEMPLATE + IMAGE)),
    )
    resolution = Resolution((one.article, two.article), entities, claims)
    return assemble(resolution, read_schema(), sentences={m.article.id: m.sentences for m in (one, two)})


def write(graph: KnowledgeGraph, folder: Path) -> Path:
    """The graph as a folder like one that `kg build` writes, as far as a server reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kg.ttl").write_bytes(facts_turtle(graph))
    (folder / "evidence.ttl").write_bytes(evidence_turtle(graph))
    (folder / "conflicts.ttl").write_bytes(conflicts_turtle(graph, graph.conflicts()))
    (folder / "articles.jsonl").write_bytes(json_lines(graph.articles))
    assert json.loads((folder / "articles.jsonl").read_bytes().splitlines()[0])["id"]
    return folder

"""Every relation rule states its own examples, and nothing of its property in its counter-examples.

Examples stand beside the rules in `seeds/lexicons/patterns/*.yaml`, in the notation `[[name|LABEL]]`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.extract.relations import extract_relations
from kg.identity import article_id
from kg.model import Article, Attribute, Block, Document, LocalEntity, Mention, Relation
from kg.nlp.dates import find_dates
from kg.nlp.patterns import Example, Rule, load_rules
from kg.nlp.quantities import find_quantities
from kg.nlp.sentences import split_sentences
from kg.rdf.ontology import read_schema

DIRECTORY = Path(__file__).resolve().parents[1] / "seeds" / "lexicons" / "patterns"
RULES = load_rules(DIRECTORY)
TYPES = {
    "PER": "Person", "ORG": "Organization", "GPE": "AdministrativeArea", "VENUE": "Venue", "EVENT": "Event",
    "WORK": "Work", "PRODUCT": "Product", "TITLE": "Title",
}  # fmt: skip
MARK = re.compile(r"\[\[([^\[\]|]+)\|([A-Z]+)\]\]")
PUBLISHED = date(2022, 9, 5)
CASES = [pytest.param(r, e, id=f"{r.property}-{n}") for r in RULES for n, e in enumerate(r.examples, 1)]


def read_marked(marked: str) -> Document:
    """A marked sentence as a Document whose mentions and entities are the marked names."""
    text, mentions, ids = "", [], {}
    at = 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        name, label = match[1], match[2]
        at = match.end()
        if label in TYPES:
            entity = "" if label == "TITLE" else ids.setdefault((name, label), f"e{len(ids) + 1}")
            mentions.append(Mention(len(text), len(text) + len(name), name, TYPES[label], "marked", 1.0, entity=entity))
        text += name
    text += marked[at:]
    blocks = (Block("paragraph", 0, len(text)),)
    base = Document(Article(article_id(text), text, blocks, date=PUBLISHED))
    base = replace(base, sentences=split_sentences(base.article))
    return replace(
        base,
        mentions=tuple(mentions),
        entities=tuple(LocalEntity(i, TYPES[label], name, (name,)) for (name, label), i in ids.items()),
        focus=next((i for (_, label), i in ids.items() if label == "EVENT"), ""),
        dates=find_dates(text, base.sentences, PUBLISHED),
        quantities=find_quantities(text, base.sentences),
    )


def stated(rule: Rule, marked: str) -> set[tuple[str, str]]:
    """(subject, object) that this rule alone states of its property, negated claims left out."""
    document = extract_relations(read_marked(marked), [rule])
    called = {e.id: e.name for e in document.entities}
    found = set()
    for claim in document.claims:
        fact = claim.fact
        if claim.status == "negated" or not isinstance(fact, Relation | Attribute) or fact.predicate != rule.property:
            continue
        other = called[fact.object] if isinstance(fact, Relation) else fact.value
        found.add((called[fact.subject], other))
    return found


def test_marked_names_become_mentions_in_place() -> None:
    document = read_marked("[[甲展|EVENT]]在[[乙馆|VENUE]]举行，[[甲展|EVENT]]由[[丙局|ORG]][[局长|TITLE]]宣布开幕。")
    assert all(document.article.text[m.start : m.end] == m.text for m in document.mentions)
    assert [(m.text, m.entity) for m in document.mentions] == [
        ("甲展", "e1"), ("乙馆", "e2"), ("甲展", "e1"), ("丙局", "e3"), ("局长", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_states_its_example(rule: Rule, example: Example) -> None:
    found = stated(rule, example.text)
    schema = read_schema()
    wanted = set(example.facts)
    if schema.symmetric(rule.property):
        found, wanted = {tuple(sorted(pair)) for pair in found}, {tuple(sorted(pair)) for pair in wanted}
    assert found == wanted


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.property)
def test_a_rule_has_an_example_and_a_counter_example(rule: Rule) -> None:
    assert any(e.facts for e in rule.examples), "no example with a fact"
    assert any(not e.facts for e in rule.examples), "no example without a fact"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.property)
def test_a_rule_s_property_is_in_the_ontology_and_its_confidence_a_share(rule: Rule) -> None:
    assert rule.property in read_schema().properties
    assert 0 < rule.confidence <= 1

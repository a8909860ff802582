"""A pattern file tried out: do its examples hold, and what does it match in a folder of articles?"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.extract.positions import extract_positions
from kg.extract.quotations import extract_quotations
from kg.extract.relations import extract_relations
from kg.identity import article_id
from kg.model import (
    Article,
    Attribute,
    Block,
    Document,
    LocalEntity,
    Mention,
    Position,
    Quotation,
    Relation,
    Status,
)  # fmt: skip
from kg.nlp.attribution import Saying
from kg.nlp.dates import find_dates
from kg.nlp.holding import Holding
from kg.nlp.patterns import Rule
from kg.nlp.quantities import find_quantities
from kg.nlp.sentences import split_sentences
from kg.pipeline import ARTICLE_STAGES, Resources, process_article, source_of

CLASSES = {
    "PER": "Person", "ORG": "Organization", "GPE": "AdministrativeArea", "VENUE": "Venue", "EVENT": "Event",
    "WORK": "Work", "PRODUCT": "Product", "TITLE": "Title",
}  # fmt: skip
"""What a mark in an example stands for; others (DATE, NUM) are found by the package itself."""

PUBLISHED = date(2022, 9, 5)
"""The day on which the examples are taken to be printed."""

_MARK = re.compile(r"\[\[([^\[\]|]+)\|([A-Z]+)\]\]")


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: what is stated and should not be, and what is missed; `kind` is the rule's
    property, or `positions`, `quotations`."""

    kind: str
    example: str
    false: tuple[tuple[str, ...], ...]
    missed: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule states in an article: the names as entities have them, and the sentence."""

    property: str
    subject: str
    object: str
    role: str
    status: Status
    confidence: float
    source: str
    sentence: str


def document_of(marked: str) -> Document:
    """A marked sentence ([[name|LABEL]]) as a Document whose mentions and entities are the marked names."""
    text, at = "", 0
    mentions: list[Mention] = []
    ids: dict[tuple[str, str], str] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        name, label = match[1], match[2]
        at = match.end()
        if label in CLASSES:
            entity = "" if label == "TITLE" else ids.setdefault((name, label), f"e{len(ids) + 1}")
            mentions.append(
                Mention(len(text), len(text) + len(name), name, CLASSES[label], "marked", 1.0, entity=entity)
            )
        text += name
    text += marked[at:]
    blocks = (Block("paragraph", 0, len(text)),)
    base = Document(Article(article_id(text), text, blocks, date=PUBLISHED))
    sentences = split_sentences(base.article)
    return replace(
        base,
        sentences=sentences,
        mentions=tuple(mentions),
        entities=tuple(LocalEntity(i, CLASSES[label], name, (name,)) for (name, label), i in ids.items()),
        focus=next((i for (_, label), i in ids.items() if label == "EVENT"), ""),
        dates=find_dates(text, sentences, PUBLISHED),
        quantities=find_quantities(text, sentences),
    )


def stated(rule: Rule, marked: str) -> set[tuple[str, str]]:
    """(subject, object) that this rule alone states of its property in a marked sentence, what is negated left out."""
    document = extract_relations(document_of(marked), [rule])
    called = {e.id: e.name for e in document.entities}
    pairs = set()
    for claim in document.claims:
        fact = claim.fact
        if claim.status == "negated" or not isinstance(fact, Relation | Attribute) or fact.predicate != rule.property:
            continue
        pairs.add((called[fact.subject], called[fact.object] if isinstance(fact, Relation) else fact.value))
    return pairs


def held(holding: Holding, marked: str) -> set[tuple[str, ...]]:
    """(person, organization, title) of the posts that a marked sentence states."""
    document = extract_positions(document_of(marked), holding)
    called = {e.id: e.name for e in document.entities}
    facts = (claim.fact for claim in document.claims)
    return {(called[f.holder], called.get(f.organization, ""), f.title) for f in facts if isinstance(f, Position)}


def said(saying: Saying, marked: str) -> set[tuple[str, ...]]:
    """(speaker, words) of the quotations in a marked sentence."""
    document = extract_quotations(document_of(marked), saying)
    called = {e.id: e.name for e in document.entities}
    facts = (claim.fact for claim in document.claims)
    return {(called[f.speaker], f.text) for f in facts if isinstance(f, Quotation)}


def verb_failures(verbs: Holding | Saying) -> Iterator[Failure]:
    """The examples of a verb file that do not hold."""
    for example in verbs.examples:
        found = held(verbs, example.text) if isinstance(verbs, Holding) else said(verbs, example.text)
        asked = set(example.facts)
        if found != asked:
            kind = "positions" if isinstance(verbs, Holding) else "quotations"
            yield Failure(kind, example.text, tuple(sorted(found - asked)), tuple(sorted(asked - found)))


def failures(rules: Iterable[Rule], symmetric: Iterable[str] = ()) -> Iterator[Failure]:
    """The examples that do not hold; a property in `symmetric` may be stated either way round."""
    mutual = frozenset(symmetric)
    for rule in rules:
        for example in rule.examples:
            found, asked = stated(rule, example.text), set(example.facts)
            if rule.property in mutual:
                found, asked = {_ordered(pair) for pair in found}, {_ordered(pair) for pair in asked}
            if found != asked:
                yield Failure(rule.property, example.text, tuple(sorted(found - asked)), tuple(sorted(asked - found)))


def _ordered(pair: tuple[str, str]) -> tuple[str, str]:
    return min(pair), max(pair)


def matches(rules: Sequence[Rule], articles: Iterable[Article], resources: Resources) -> Generator[Found, None, None]:
    """What the rules state in the articles, whose names are found by the package; in the order of the text."""
    stages = ARTICLE_STAGES[: [stage.name for stage in ARTICLE_STAGES].index("relations")]
    for article in articles:
        before = process_article(article, resources, stages)
        after = extract_relations(before, rules)
        called = {e.id: e.name for e in after.entities}
        for claim in after.claims[len(before.claims) :]:
            fact = claim.fact
            if isinstance(fact, Relation | Attribute):
                other = called[fact.object] if isinstance(fact, Relation) else fact.value
                where = after.sentences[claim.sentence]
                yield Found(
                    fact.predicate, called[fact.subject], other, claim.role, claim.status, claim.confidence,
                    source_of(article), article.text[where.start : where.end].strip(),
                )  # fmt: skip

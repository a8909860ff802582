"""Where articles say things, and where they contradict each other, read straight from the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg.graph.facts import key
from kg.graph.namespaces import escape, unescape
from kg.model import Attribute
from kg.rdf import terms
from kg.serve.index import Known
from kg.serve.lookup import MOST, Graph, Term, describe, entity_id, fact, relation_key, triples, value, values

_STATEMENT = (terms.SUBJECT, terms.PREDICATE, terms.OBJECT)
_Resource = ox.NamedNode | ox.BlankNode | ox.Triple


@dataclass(frozen=True, slots=True)
class Said:
    """A claim: where an article says a fact. `start` and `end` are offsets in the article's text."""

    id: str
    article: str
    fact: str
    sentence: str
    quote: str
    start: int
    end: int
    status: str
    role: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict: what it is about and on, and its alternatives: facts, each with the words that tell it."""

    id: str
    about: Known
    on: str
    labels: dict[str, str]
    alternatives: tuple[tuple[str, str], ...]


def said(graph: Graph, name: str, *, limit: int = 50) -> list[Said]:
    """Where articles say a fact, at most `limit` claims: denials last, else by article and place."""
    node = ox.NamedNode(graph.names.fact + escape(name))
    claims = [q.subject for q in islice(_evidence(graph, None, graph.kg("evidenceFor"), node), MOST)]
    if not claims:
        parts = [next((q.object for q in triples(graph, node, p)), None) for p in _STATEMENT]
        subject, predicate, end = parts
        if subject is None or predicate is None or end is None:
            return []
        claims = list(_saying(graph, subject, predicate, end))
    found = [_said(graph, c) for c in claims[:MOST] if isinstance(c, ox.NamedNode)]
    return sorted(found, key=lambda s: (s.status == "negated", s.article, s.start, s.id))[:limit]


def _saying(graph: Graph, subject: Term, predicate: Term, end: Term) -> Iterator[_Resource]:
    """Claims of a triple, found from whichever of its two ends fewer claims speak of."""
    ends = ((terms.SUBJECT, subject), (terms.OBJECT, end))
    at = _shorter(*(_evidence(graph, None, property_, term) for property_, term in ends))
    rest = (ends[1 - at], (terms.PREDICATE, predicate))
    for quad in _evidence(graph, None, *ends[at]):
        if all(ox.Quad(quad.subject, property_, term, graph.evidence) in graph.rdf for property_, term in rest):
            yield quad.subject


def _shorter(one: Iterator[ox.Quad], two: Iterator[ox.Quad]) -> int:
    """Which of two ends first, 0 or 1, in as many steps as the shorter has."""
    while True:
        if next(one, None) is None:
            return 0
        if next(two, None) is None:
            return 1


def claim(graph: Graph, identifier: str) -> Said | None:
    """The claim with this id, None where there is none."""
    node = ox.NamedNode(graph.names.claim + escape(identifier))
    known = next(iter(_evidence(graph, node, terms.TYPE, graph.kg("Claim"))), None)
    return _said(graph, node) if known else None


def claims_in(graph: Graph, article: str, *, limit: int = MOST) -> list[Said]:
    """What an article says, in the order of its text."""
    document = ox.NamedNode(graph.names.doc + escape(article))
    quads = islice(_evidence(graph, None, terms.DERIVED_FROM, document), limit)
    found = (_said(graph, q.subject) for q in quads if isinstance(q.subject, ox.NamedNode))
    return sorted(found, key=lambda s: (s.start, s.end, s.id))


def _said(graph: Graph, node: ox.NamedNode) -> Said:
    found: dict[str, str] = {}
    triple: dict[ox.NamedNode, Term] = {}
    article = about = ""
    for quad in _evidence(graph, node, None, None):
        predicate, term = quad.predicate, quad.object
        if predicate in _STATEMENT:
            triple[predicate] = term
        elif predicate == terms.DERIVED_FROM:
            article = unescape(value(term).removeprefix(graph.names.doc))
        elif predicate == graph.kg("evidenceFor"):
            about = unescape(value(term).removeprefix(graph.names.fact))
        elif isinstance(term, ox.Literal):
            found[predicate.value.removeprefix(graph.names.kg)] = term.value
    return Said(
        id=unescape(node.value.removeprefix(graph.names.claim)),
        article=article,
        fact=about or _fact_of(graph, triple),
        sentence=found.get("sentence", ""),
        quote=found.get("quote", ""),
        start=int(found.get("start") or 0),
        end=int(found.get("end") or 0),
        status=found.get("status", ""),
        role=found.get("role", ""),
        confidence=float(found.get("confidence") or 0),
    )


def _fact_of(graph: Graph, triple: dict[ox.NamedNode, Term]) -> str:
    """The key of the fact that a claim's triple is; empty for a name, a class or a link, which are no facts."""
    subject, predicate, term = (triple.get(p) for p in _STATEMENT)
    start = entity_id(graph, subject)
    if start is None or not isinstance(predicate, ox.NamedNode) or not predicate.value.startswith(graph.names.kg):
        return ""
    name = predicate.value.removeprefix(graph.names.kg)
    end = entity_id(graph, term)
    if end is not None:
        return relation_key(graph, start, end, name)
    return key(Attribute(start, name, term.value)) if isinstance(term, ox.Literal) else ""


def disagreements(graph: Graph, *, about: str | None = None, offset: int = 0, limit: int = 50) -> list[Disagreement]:
    """Conflicts by IRI, those about one entity alone where `about` is given."""
    if about is None:
        quads = graph.rdf.quads_for_pattern(None, terms.TYPE, graph.kg("Conflict"), ox.DefaultGraph())
    else:
        quads = graph.rdf.quads_for_pattern(None, graph.kg("conflictAbout"), graph.node(about), ox.DefaultGraph())
    conflicts = sorted({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)})
    found = (_disagreement(graph, ox.NamedNode(c)) for c in conflicts[offset : offset + limit])
    return [d for d in found if d]


def _disagreement(graph: Graph, node: ox.NamedNode) -> Disagreement | None:
    found = values(graph, node)
    about = graph.index.entity(found.get("conflictAbout", ""))
    if about is None:
        return None
    labels = [q.object for q in triples(graph, node, terms.LABEL)]
    alternatives = [value(q.object) for q in triples(graph, node, graph.kg("alternative"))]
    keys = sorted(unescape(a.removeprefix(graph.names.fact)) for a in alternatives)
    return Disagreement(
        id=node.value.removeprefix(graph.names.conflict),
        about=about,
        on=found.get("conflictOn", ""),
        labels={each.language or "": each.value for each in labels if isinstance(each, ox.Literal)},
        alternatives=tuple((name, describe(graph, known)) for name in keys if (known := fact(graph, name))),
    )


def _evidence(
    graph: Graph, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, term: Term | None
) -> Iterator[ox.Quad]:
    return graph.rdf.quads_for_pattern(subject, predicate, term, graph.evidence)

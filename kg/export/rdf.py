"""RDF: Turtle, N-Triples, RDF/XML, and TriG with a named graph for each article.

All hold the same: facts, evidence and conflicts, which a build writes to three files, as one. `kg.ttl` is the facts
alone already, and who takes a graph to another tool should not lose where its facts are said. The order is that of
those files, so that the same graph gives the same bytes.

Two things differ from the files of a build. A post, figure or quotation that every article denies is not described: in
one graph with the facts it would pass for one; its claims stay, with their sentences. And U+0000, U+FFFE and
U+FFFF, at which some readers stop or end the text, are U+FFFD.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.attributes import text
from kg.graph.assemble import works_for
from kg.graph.facts import Evidence
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.namespaces import Namespaces
from kg.model import Attribute, Fact, Relation
from kg.rdf import terms
from kg.rdf.conflicts import conflict_lines
from kg.rdf.order import in_order, lines
from kg.rdf.terms import prefixes
from kg.rdf.triples import Writer
from kg.rdf.write import triples_of_lines

# What only all articles together say of a fact.
_COUNTED = ("status", "support", "firstReported", "lastReported")
# What XML cannot hold, or reads as something else.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
# Where some readers stop, or end the text.
_STOPS = re.compile("[\x00\ufffe\uffff]")


def write_turtle(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """Turtle with the vocabulary's prefixes."""
    serialize(triples(graph), output=out, format=RdfFormat.TURTLE, prefixes=prefixes(graph.namespaces))


def write_ntriples(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """N-Triples: a triple a line."""
    serialize(triples(graph), output=out, format=RdfFormat.N_TRIPLES)


def write_rdfxml(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """RDF/XML. Control characters, which XML cannot hold, become U+FFFD; a carriage return becomes a line end."""
    found = (_xml_safe(t) for t in triples(graph))
    serialize(found, output=out, format=RdfFormat.RDF_XML, prefixes=prefixes(graph.namespaces))


def write_trig(graph: KnowledgeGraph, out: BinaryIO) -> None:
    """TriG: the facts in the default graph, and in the graph `doc:…` of each article what it says.

    An article's graph holds its claims and the facts that these support. The default graph holds all facts (with how
    often they are reported), the articles, the conflicts and what is from no article. All graphs together are the
    triples of the other forms.
    """
    serialize(quads(graph), output=out, format=RdfFormat.TRIG, prefixes=prefixes(graph.namespaces))


def triples(graph: KnowledgeGraph) -> Iterator[Triple]:
    """Facts, evidence and conflicts, each subject's triples together."""
    facts, evidence, conflicts = _parts(graph)
    yield from facts
    yield from evidence
    yield from conflicts


def quads(graph: KnowledgeGraph) -> Iterator[Quad]:
    """The quads of `write_trig`: the default graph, then articles by IRI."""
    writer = Writer(graph)
    facts, evidence, conflicts = _parts(graph)
    owners = _owners(evidence, graph.namespaces)
    default = [*facts, *(t for t in evidence if t.subject not in owners), *conflicts]
    yield from (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in default)
    found: dict[NamedNode, dict[Triple, None]] = {_node(writer.article(a.id)): {} for a in graph.articles}
    for article, triple in _supported(graph, writer, facts):
        found[article][triple] = None
    for triple in evidence:
        for article in owners.get(triple.subject, ()):
            found[article][triple] = None
    for article in sorted(found, key=lambda a: a.value):
        yield from (Quad(t.subject, t.predicate, t.object, article) for t in found[article])


def _parts(graph: KnowledgeGraph) -> tuple[list[Triple], list[Triple], list[Triple]]:
    """Facts, evidence and conflicts."""
    writer, names = Writer(graph), graph.namespaces
    evidence = (  # without what it says about nodes of facts, which are denied
        each for each in in_order(writer.each_claim(), names) if not each[0].startswith(names.fact)
    )
    conflicts = conflict_lines(graph, graph.conflicts(), names)
    facts, said, disputed = (
        [_readable(t) for t in triples_of_lines(part)]
        for part in (in_order(writer.each_fact(), names), evidence, conflicts)
    )
    return facts, said, disputed


def _owners(evidence: Iterable[Triple], names: Namespaces) -> Mapping[object, Sequence[NamedNode]]:
    """By subject: the articles whose it is. A claim's is the one that it is derived from; what a claim stands on and
    the selectors of that go with the claim."""
    owners: dict[object, list[NamedNode]] = {}
    leads: list[tuple[bool, object, object]] = []
    for triple in evidence:
        if triple.predicate == terms.DERIVED_FROM and isinstance(triple.object, NamedNode):
            if triple.object.value.startswith(names.doc):
                owners[triple.subject] = [triple.object]
        elif triple.predicate in (terms.HAS_TARGET, terms.HAS_SELECTOR):
            leads.append((triple.predicate == terms.HAS_SELECTOR, triple.subject, triple.object))
    for _, start, end in sorted(leads, key=lambda lead: lead[0]):  # from claims first, then from what they stand on
        known = owners.setdefault(end, [])
        known += [article for article in owners.get(start, ()) if article not in known]
    return owners


def _supported(graph: KnowledgeGraph, writer: Writer, facts: Sequence[Triple]) -> Iterator[tuple[NamedNode, Triple]]:
    """(article, triple) of every fact's triples and each article that says it."""
    known = set(facts)
    counted = {_node(writer.kg(name)) for name in _COUNTED}
    of_nodes: dict[object, list[Triple]] = defaultdict(list)
    for triple in facts:
        if triple.predicate not in counted:
            of_nodes[triple.subject].append(triple)
    for item in graph.evidence.values():
        if item.status == "negated":
            continue
        article = _node(writer.article(item.claim.article))
        for said in _facts_of(graph, writer, item):
            for triple in _triples_of(graph, writer, said, of_nodes):
                if triple in known:  # a general relation beside its own specific one is no fact
                    yield article, triple


def _facts_of(graph: KnowledgeGraph, writer: Writer, item: Evidence) -> Iterator[Fact]:
    yield item.claim.fact
    implied = works_for(item.claim.fact, writer.entities, graph.schema)
    if implied:
        yield implied


def _triples_of(
    graph: KnowledgeGraph, writer: Writer, fact: Fact, of_nodes: Mapping[object, Sequence[Triple]]
) -> Iterator[Triple]:
    if not isinstance(fact, Relation | Attribute):
        yield from of_nodes.get(_node(writer.node(fact)), ())
        return
    said = [fact]
    if isinstance(fact, Relation) and graph.schema.symmetric(fact.predicate):
        said.append(Relation(fact.object, fact.predicate, fact.subject))
    told = ((subject, [(predicate, value)]) for subject, predicate, value in map(writer.triple, said))
    yield from triples_of_lines(("", lines(each)) for each in told)


def _node(term: str) -> NamedNode:
    return NamedNode(term[1:-1])


def _readable(triple: Triple) -> Triple:
    return _replaced(triple, lambda value: _STOPS.sub("\ufffd", value)) if _has(triple, _STOPS) else triple


def _xml_safe(triple: Triple) -> Triple:
    return _replaced(triple, text) if _has(triple, _NOT_XML) else triple


def _has(triple: Triple, what: re.Pattern[str]) -> bool:
    return isinstance(triple.object, Literal) and what.search(triple.object.value) is not None


def _replaced(triple: Triple, change: Callable[[str], str]) -> Triple:
    value = triple.object
    assert isinstance(value, Literal)  # _has
    shown = change(value.value)
    literal = Literal(shown, language=value.language) if value.language else Literal(shown, datatype=value.datatype)
    return Triple(triple.subject, triple.predicate, literal)

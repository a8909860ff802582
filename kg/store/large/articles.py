"""What is made of each article by itself: its claims checked, its evidence in Turtle, and what goes to its entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.dataflow import Record
from kg.graph.assemble import WORKS_FOR, check_claims, check_entities, evidence_of, said_name, works_for
from kg.graph.disputes.candidates import asked
from kg.graph.disputes.figures import HELD_AT, VENUE, is_of_guests
from kg.graph.disputes.measures import unit_of
from kg.graph.disputes.wording import around
from kg.graph.facts import NAME_PREDICATES, Evidence, StatedFact, links
from kg.graph.known import Portion
from kg.graph.namespaces import Namespaces, escape
from kg.graph.schema import Schema
from kg.model import Article, Attribute, Claim, Entity, Fact, Issue, Observation, Position, Relation
from kg.rdf.order import Lines, in_order
from kg.rdf.triples import Writer
from kg.resolve.resolved import ResolvedArticle
from kg.store.large.blocks import block_records
from kg.store.large.check import Checker
from kg.store.large.rows import EntityRow, day_number, entity_row, evidence_row, sortable
from kg.store.records import json_line

CLAIM = "claim"


class _All(dict[str, StatedFact]):
    """Facts by key, among which every key is: whether the nodes that claims speak of are facts is told elsewhere."""

    def __contains__(self, key: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class PerArticle:
    """Records `resolved` (`ResolvedArticle`) to what the files and the entities need of them:

    | kind | key | value |
    | --- | --- | --- |
    | `facts`, `evidence` | subject's IRI | what is counted, lines of Turtle |
    | `article`, `issue`, `input` | place in the file | lines of JSON or what they are made of |
    | `said`, `mirror` | entity | day, claims with it as subject; as object of what holds both ways; other entities |
    | `name` | entity | a name that a claim gives it |
    | `matter` | entity and what articles can contradict each other on | the entity and others, claims on it |
    | `violation` | | where the article's evidence breaks the shapes |
    | `guest` | event | its venue and others, claims on who came to the venue |
    """

    schema: Schema
    namespaces: Namespaces

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        ways = _Ways(self.schema)
        checker = Checker(self.schema, self.namespaces)
        for record in records:
            yield from self._article(record, ways, checker)
        yield from checker.flush()

    def _article(self, record: Record, ways: _Ways, checker: Checker) -> Iterator[Record]:
        whole: ResolvedArticle = record.value
        article = whole.article
        entities, _ = check_entities(whole.entities, self.schema)
        checked = check_claims(whole.claims, entities, {article.id: article}, self.schema)
        for number, issue in enumerate(checked.issues):
            yield issue_record(issue, f"3{record.order}", f"{number:09}")
        proof = [evidence_of(c, article, whole.sentences) for c in checked.claims]
        facts, evidence = self._lines(article, entities, proof)
        made = list(self._blocks(article, facts, evidence))
        yield from made
        nodes = dict.fromkeys(c.fact for c in checked.claims if not isinstance(c.fact, Relation | Attribute))
        subjects = (subject for subject, _ in (*facts, *evidence))
        yield from checker.add(subjects, (record.value[1] for record in made), entities.values(), nodes)
        yield Record("article", sortable(article.id), "", f"{json_line(article)}\n".encode())
        path = article.sources[0].path if article.sources else ""
        inputs = tuple((source.path, source.sha256, article.id) for source in article.sources)
        yield Record("input", sortable(path), sortable(article.id), inputs)
        yield from self._said(article, entities, checked.claims, ways)
        yield from self._matters(article, entities, proof, ways)

    def _lines(
        self, article: Article, entities: Mapping[str, Entity], proof: Sequence[Evidence]
    ) -> tuple[list[Lines], list[Lines]]:
        """What the article adds to facts and evidence."""
        names = self.namespaces
        own = Portion(self.schema, names, articles=(article,))
        told = Portion(self.schema, names, entities, stated=_All(), evidence={e.claim.id: e for e in proof})
        return list(in_order(Writer(own).each_fact(), names)), list(in_order(Writer(told).each_claim(), names))

    def _blocks(self, article: Article, facts: Sequence[Lines], evidence: Sequence[Lines]) -> Iterator[Record]:
        names = self.namespaces
        yield from block_records("facts", facts, names)
        spans = f"{names.span}{escape(article.id)}."  # ids of articles are equally long: none begins another
        claims = names.claim
        yield from block_records(
            "evidence", evidence, names, lambda s: CLAIM if s.startswith(claims) else "", together=spans
        )

    def _said(
        self, article: Article, entities: Mapping[str, Entity], claims: Sequence[Claim], ways: _Ways
    ) -> Iterator[Record]:
        rows: dict[tuple[str, str], list[tuple[object, ...]]] = defaultdict(list)
        others: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        given: dict[tuple[str, str], None] = {}
        for claim in claims:
            fact = claim.fact
            if isinstance(fact, Attribute) and fact.predicate in NAME_PREDICATES:
                name = said_name(claim)
                if name and name not in entities[fact.subject].names:
                    given[fact.subject, name] = None
                continue
            ends = [name for _, name in links(fact)]
            row = (fact, claim.confidence, claim.status)
            for place in (("said", ends[0]), *((("mirror", ends[1]),) if ways.both(fact, entities) else ())):
                rows[place].append(row)
                others[place].update(dict.fromkeys(name for name in ends if name != place[1]))
        for (subject, name), _ in given.items():
            yield Record("name", escape(subject), "", name)
        day, order = day_number(article.date), sortable(article.id)
        for (kind, entity), found in rows.items():
            yield Record(kind, escape(entity), order, (day, tuple(found), _rows(entities, others[kind, entity])))

    def _matters(
        self, article: Article, entities: Mapping[str, Entity], proof: Sequence[Evidence], ways: _Ways
    ) -> Iterator[Record]:
        order = sortable(article.id)
        found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        for item in proof:
            for matter in ways.matters(item.claim.fact, entities):
                found[links(item.claim.fact)[0][1], matter].append(item)
        for (subject, matter), items in found.items():
            value = (_rows(entities, (subject, *_employers(items))), tuple(map(evidence_row, items)))
            yield Record("matter", f"{escape(subject)} {sortable(matter)}", order, value)
        for event, venue, items in _guests(entities, proof):
            events = [links(e.claim.fact)[0][1] for e in items if isinstance(e.claim.fact, Relation)]
            value = (_rows(entities, (venue, *events)), tuple(map(evidence_row, items)))
            yield Record("guest", escape(event), f"{order} {escape(venue)}", value)


def _rows(entities: Mapping[str, Entity], names: Iterable[str]) -> tuple[EntityRow, ...]:
    return tuple(entity_row(entities[name]) for name in dict.fromkeys(names))


def _employers(items: Iterable[Evidence]) -> Iterator[str]:
    return (
        i.claim.fact.organization for i in items if isinstance(i.claim.fact, Position) and i.claim.fact.organization
    )


class _Ways:
    """Where claims go, by what the ontology says of their properties; worked out once for many articles."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        wanted = asked(schema)
        self._symmetric: dict[str, bool] = {}
        self._asked: dict[str, tuple[str, ...]] = {}
        for name in schema.properties:
            all_ = (name, *schema.general(name))
            self._symmetric[name] = any(map(schema.symmetric, all_))
            self._asked[name] = tuple(p for p in all_ if p in wanted)

    def both(self, fact: Fact, entities: Mapping[str, Entity]) -> bool:
        """Whether the fact, or what it implies, bears on a relation that holds both ways."""
        if isinstance(fact, Relation):
            return self._symmetric[fact.predicate]
        return self._symmetric.get(WORKS_FOR, False) and works_for(fact, entities, self._schema) is not None

    def matters(self, fact: Fact, entities: Mapping[str, Entity]) -> tuple[str, ...]:
        """What articles can contradict each other on in this fact."""
        if isinstance(fact, Observation):
            return (f"# {unit_of(fact.unit)} {fact.change}",)
        if isinstance(fact, Position):
            found = self._asked.get(WORKS_FOR, ())
            return found if found and works_for(fact, entities, self._schema) else ()
        return self._asked.get(fact.predicate, ()) if isinstance(fact, Relation | Attribute) else ()


def _guests(entities: Mapping[str, Entity], proof: Sequence[Evidence]) -> Iterator[tuple[str, str, list[Evidence]]]:
    """(event, venue, claims) where an article says that an event is held at a venue, and how many came to the venue.

    The claims are those figures, and all that say what is held at the venue.
    """
    held: dict[str, list[Evidence]] = defaultdict(list)
    for item in proof:
        fact = item.claim.fact
        if not isinstance(fact, Relation) or fact.predicate != HELD_AT or item.status == "negated":
            continue
        if entities[fact.object].type == VENUE:
            held[fact.object].append(item)
    for venue, events in held.items():
        figures = [
            e
            for e in proof
            if isinstance(e.claim.fact, Observation)
            and e.claim.fact.about == venue
            and e.status != "negated"
            and is_of_guests(e.claim.fact.measure, e.claim.fact.unit, around(e)[1])
        ]
        if figures:
            for event in dict.fromkeys(links(e.claim.fact)[0][1] for e in events):
                yield event, venue, [*events, *figures]


def issue_record(issue: Issue, key: str, order: str) -> Record:
    """An issue, to be counted by its kind, as a line of JSON in its place."""
    return Record("issue", key, order, (issue.kind, f"{json_line(issue)}\n".encode()))

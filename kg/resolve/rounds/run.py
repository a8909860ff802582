"""The rounds in order: documents in, resolved articles, entities, members, decisions and issues out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.dataflow import Dataset, Engine
from kg.model import Ruling
from kg.nlp.lexicon import KnownNames
from kg.nlp.patterns import ClassRule
from kg.resolve.rounds import naming
from kg.resolve.rounds.matching import Events, People, Rooted, ThingNodes, Things, employers, matched
from kg.resolve.rounds.settling import Settled, rewritten
from kg.resolve.rounds.survey import first, survey, survey_all


@dataclass(frozen=True, slots=True)
class Resolved:
    """What resolving gives.

    Kinds, keys and values of records: `resolved` by article id, a ResolvedArticle (`order` is the article's place);
    `entity` by its id, an Entity; `member` (a Member) and `decision` (a Decision) by `order`, their place; `issue` an
    Issue, which may come several times.
    """

    articles: Dataset
    entities: Dataset
    members: Dataset
    decisions: Dataset
    issues: Dataset


def resolve_rounds(
    documents: Dataset,
    engine: Engine,
    rulings: Sequence[Ruling] = (),
    *,
    known: KnownNames | None = None,
    classes: Sequence[ClassRule] = (),
) -> Resolved:
    """What `kg.resolve.resolve` gives of `document` records, each by its article's id, of which none comes twice."""
    surveys = documents.map(survey).keep()
    surveyed = surveys.only("surveyed")
    found, unused = survey_all(surveys, tuple(rulings))
    names = known or KnownNames()
    names = replace(names, areas=names.areas | found.areas)
    hands = replace(found, areas=frozenset())  # a new area's name concerns things alone
    things = matched(engine, surveyed.map(ThingNodes(names, hands)).keep(), hands, Things(found, names))
    rest = surveyed.union(things.only("root")).group(Rooted(hands)).keep()
    events = matched(engine, rest, hands, Events(hands))
    employed = rest.only("above", "sphere", "post").group(employers)
    people = matched(engine, rest.union(employed), hands, People(hands))
    groups = (things, events, people)
    roots = rest.only("roots", "editions").union(events.only("root"), people.only("root"))
    rooted = roots.group(naming.editions).keep()
    years = rooted.only("edition").group(naming.years)
    about = surveys.only("surveyed", "said").union(rooted.only("rooted"), years)
    members = about.group(naming.members).keep()
    named = naming.named_entities(members, found.areas)
    doubts = things.only("doubt").union(events.only("doubt"), people.only("doubt")).group(first).map(naming.doubt_roots)
    settled = named.named.union(doubts, members).group(Settled(tuple(classes))).keep()
    articles = documents.union(settled.only("part", "unsaid")).group(rewritten).keep()
    doubted = settled.only("doubt").group(naming.doubt_issues)
    issues = [d.only("issue") for d in (*groups, settled, articles)]
    return Resolved(
        articles.only("resolved"),
        settled.only("entity"),
        settled.only("member"),
        things.only("decision").union(events.only("decision"), people.only("decision")),
        named.issues.union(engine.dataset(unused), doubted, *issues),
    )

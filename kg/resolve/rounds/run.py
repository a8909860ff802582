"""The rounds in order: documents in, resolved articles, entities, members, decisions and issues out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.dataflow import Dataset, Engine, Record
from kg.model import Ruling
from kg.nlp.lexicon import KnownNames
from kg.nlp.patterns import ClassRule
from kg.resolve.rounds import naming
from kg.resolve.rounds.matching import Events, People, Rooted, ThingNodes, Things, employers, matched, surround
from kg.resolve.rounds.settling import rewritten, settled
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
    surveyed = documents.map(survey).keep()
    found, unused = survey_all(surveyed, tuple(rulings))
    names = known or KnownNames()
    names = replace(names, areas=names.areas | found.areas)
    things = matched(engine, surveyed.map(ThingNodes(names, found)).keep(), found, Things(found, names))
    rest = surveyed.union(things.only("root")).group(Rooted(found)).keep()
    events = matched(engine, _of(rest, "e-"), found, Events(found))
    employed = rest.only("person").union(rest.only("above", "sphere", "post").group(employers)).group(surround)
    people = matched(engine, employed.union(_of(rest, "p-")), found, People(found))
    groups = (things, events, people)
    roots = things.only("root").union(events.only("root"), people.only("root"))
    rooted = surveyed.union(roots).group(naming.editions).keep()
    years = rooted.only("edition").group(naming.years)
    members = rooted.only("rooted").union(years).group(naming.members).keep()
    cast = naming.named_entities(members, found.areas, tuple(classes))
    claims = cast.casts.only("cast").union(members).group(settled).keep()
    articles = documents.union(claims.only("part", "made")).group(rewritten).keep()
    doubts = things.only("doubt").union(events.only("doubt"), people.only("doubt")).group(first).map(naming.doubt_roots)
    doubted = cast.casts.only("cast").union(doubts).group(naming.doubt_ids).group(naming.doubt_issues)
    issues = [d.only("issue") for d in (*groups, claims, articles)]
    return Resolved(
        articles.only("resolved"),
        cast.casts.only("entity"),
        claims.only("member"),
        things.only("decision").union(events.only("decision"), people.only("decision")),
        cast.issues.union(engine.dataset(unused), doubted, *issues),
    )


def _of(rest: Dataset, prefix: str) -> Dataset:
    """The `node`, `apart` and `pair` records of the group that `prefix` marks."""
    return rest.only(*(prefix + kind for kind in ("node", "apart", "pair"))).map(_plain).keep()


def _plain(records: Iterator[Record]) -> Iterator[Record]:
    for record in records:
        yield record._replace(kind=record.kind[2:])

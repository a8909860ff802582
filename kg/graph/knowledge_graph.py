"""The graph as users see it: entities by any of their names, neighbours, facts with their evidence, SPARQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import AmbiguousEntityError, UnknownEntityError, UsageError
from kg.graph import arguments
from kg.graph.facts import Evidence, StatedFact, links
from kg.graph.linking import Link
from kg.graph.names import NameIndex, suggestions
from kg.graph.namespaces import Namespaces, escape
from kg.graph.network import to_networkx
from kg.graph.results import Result
from kg.graph.schema import NOT_ENTITIES, Schema
from kg.graph.shown import html_table, markup
from kg.graph.views import EntityView, FactView
from kg.model import Article, Attribute, Claim, Entity, Issue

if TYPE_CHECKING:
    from kg.graph.conflicts import Conflict
    from kg.graph.diff import Diff
    from kg.graph.search import SearchIndex
    from kg.graph.tables import Table
    from kg.graph.timeline import Timeline
    from kg.graph.walks import Links, Path

One = str | EntityView
Engine = Callable[["KnowledgeGraph", str], Result]


class KnowledgeGraph:
    """Entities, facts and evidence. Treat it as read-only.

    `stated` holds the facts as data; `evidence` maps a
    claim's id to the claim with its sentence. `engine` answers SPARQL: the graph knows no RDF library, so whoever
    builds or loads it hands one in (`kg.rdf.query.attach`). Wherever an entity is asked for, its view does as well as
    any of its names.

    >>> import kg
    >>> kg.load("exports").entity("GATIS").name
    '全球服务贸易联盟'
    """

    def __init__(
        self,
        *,
        schema: Schema,
        namespaces: Namespaces,
        entities: Iterable[Entity],
        facts: Iterable[StatedFact],
        evidence: Iterable[Evidence] = (),
        articles: Iterable[Article] = (),
        issues: Iterable[Issue] = (),
        links: Iterable[Link] = (),
        engine: Engine | None = None,
    ) -> None:
        self.schema = schema
        self.namespaces = namespaces
        self.engine = engine
        self.articles = tuple(sorted(articles, key=lambda a: a.id))
        self.issues = tuple(issues)
        self.links = tuple(
            sorted(links, key=lambda link: (link.entity, link.predicate, link.iri, link.table, link.row))
        )
        self.evidence = {e.claim.id: e for e in evidence}
        self.stated = {f.key: f for f in facts}
        self._entities = {e.id: e for e in sorted(entities, key=lambda e: e.id)}
        self._nx: Any = to_networkx(
            self._entities.values(), self.stated.values(), self.evidence.values(), self.articles
        )
        for link in self.links:
            self._nx.nodes[link.entity].setdefault(link.predicate, []).append(link.iri)
        self._by_name = NameIndex(self._entities.values())
        self._by_entity = self._facts_of()

    def _facts_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for stated in self.stated.values():
            for name in dict.fromkeys(other for _, other in links(stated.fact)):
                found[name].append(stated.key)
        return found

    @property
    def nx(self) -> Any:
        """The graph as a `networkx.MultiDiGraph`, with a key of its own for every edge; do not change it.

        Each node has `kind` and `label` (a line to show). By kind it also has:

        | kind | node's key | attributes |
        | --- | --- | --- |
        | `entity` | its id | `type` (its class), `names` and `claims` (lists; claims about names, class and dates) |
        | | | for each date or word (`startDate`, `endDate`, `founded`, `theme`) a list, where known |
        | | | `exactMatch`, `sameAs`: lists of IRIs, where it is linked out |
        | `article` | `doc:…` | `article` (its id), `title`, `date` (or None), `outlet`, `url`, |
        | | | `categories` and `sources` (lists) |
        | `position` | `fact:…` | `title` |
        | `observation` | `fact:…` | `measure`, `value` (`Decimal`), `unit`, `comparator`, `change`, `period` (if any) |
        | `quotation` | `fact:…` | `text`, `mode` |

        An edge has `predicate`: a property (`heldAt`) between entities; `holder`, `organization`, `about` or `speaker`
        from a fact's node to an entity. Edges and facts' nodes also have:

        | attribute | what |
        | --- | --- |
        | `claims` | list of the ids of all claims; `g.evidence[id]` is the claim with its sentence |
        | `support` | how many articles say it |
        | `first`, `last` | `datetime.date` of the earliest and latest of them, or None |
        | `confidence` | of the surest claim, 0 to 1 |
        | `status` | `asserted`, `planned` or `reported` |
        | `derived` | whether it only follows from another fact |

        >>> import kg
        >>> g = kg.load("exports")
        >>> g.nx.nodes["首钢园"]["type"], g.nx.nodes["首钢园"]["kind"]
        ('Venue', 'entity')
        """
        return self._nx

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in the order of articles and places."""
        return tuple(e.claim for e in self.evidence.values())

    def entity(self, name: One) -> EntityView:
        """The entity with this canonical name, alias, id, IRI or `ent:` name; of a view, that with its id.

        Raises:
            UsageError: it is neither a text nor a view.
            UnknownEntityError: there is none; the message suggests near names.
            AmbiguousEntityError: several have that name; the message tells them apart. Ask again with `ent:…`.
        """
        if isinstance(name, EntityView):
            if name.id in self._entities:
                return self.view(name.id)
            name = name.id  # of another graph
        identifier = self.namespaces.entity_id(arguments.text(name, "an entity's name"))
        if identifier is not None and identifier in self._entities:
            return EntityView(self, self._entities[identifier])
        candidates = self._bearers(name)
        if len(candidates) > 1:
            raise AmbiguousEntityError(name, candidates, tuple(self._described(c) for c in candidates))
        if candidates:
            return EntityView(self, self._entities[candidates[0]])
        near = self._by_name.near(name)
        hint = f"; did you mean {'、'.join(near)}?" if near else ""
        raise UnknownEntityError(f"no entity is called {name!r}{hint}")

    def _bearers(self, name: str) -> tuple[str, ...]:
        return self._by_name.bearers(name, [name] if name in self._entities else ())

    def apart(self, entity: Entity) -> str:
        """What `entity` takes to find an entity that its canonical name does not find alone; empty where it does."""
        if self._bearers(entity.name) == (entity.id,):
            return ""
        return entity.id if self._bearers(entity.id) == (entity.id,) else f"ent:{escape(entity.id)}"

    def _described(self, identifier: str) -> str:
        """Class, canonical name and what tells it from namesakes: other names, else its first facts."""
        view = self.view(identifier)
        told = view.names[1:4] or tuple(str(f) for f in view.facts()[:2])
        return f"{view.type}  {view.name}" + (f"  ({'; '.join(told)})" if told else "")

    def _id(self, entity: One) -> str:
        """The id of an entity. A text that is an id is taken as such, even where a namesake bears it."""
        return entity if isinstance(entity, str) and entity in self._entities else self.entity(entity).id

    def search(self, text: str, *, kind: str | None = None, limit: int = 10) -> list[EntityView]:
        """The entities whose names `text` fits, best first; the view's `matched` is the name that fits.

        Best is a whole name, then the beginning of one, a part of one, all of the words apart; then the initials of a
        name's pinyin and its whole pinyin, then their beginnings and parts. Case, width, spaces, punctuation and
        traditional characters make no difference. Of equal matches the shorter name, then the better known entity
        comes first. `kind` keeps a class with its sub-classes.

        >>> import kg
        >>> g = kg.load("exports")
        >>> g.search("gjhyzx")[0], g.search("服贸联", limit=1)
        (<Venue 国家会议中心>, [<Association 全球服务贸易联盟 (服贸联盟)>])

        Raises:
            UsageError: the text is none, the ontology has no such class, or the limit is no whole number from 1.
        """
        text, limit = arguments.text(text, "what is searched for"), arguments.whole(limit, "limit", 1)
        wanted = () if kind is None else (self._class(kind),)
        found = (EntityView(self, self._entities[m.entity], m.name) for m in self._search_index.find(text))
        return [view for view in found if self.schema.is_a(view.type, wanted)][:limit]

    @cached_property
    def _search_index(self) -> SearchIndex:
        from kg.graph.search import SearchIndex

        return SearchIndex(self._entities.values(), {name: len(keys) for name, keys in self._by_entity.items()})

    def entities(self, kind: str | None = None, *, year: int | None = None) -> list[EntityView]:
        """All entities by id, or those of a class (`Event` or `kg:Event`) and its sub-classes.

        `year` keeps what the graph dates to that year: events that take place in it (by their dates, else by the year
        in their name), what was founded in it, and what a figure for a period in it is about.

        >>> import kg
        >>> [e.name for e in kg.load("exports").entities("Event", year=2020)]
        ['2020年中国国际服务贸易交易会']

        Raises:
            UsageError: the ontology has no such class of entities, or the year is no whole number.
        """
        from kg.graph.dated import years_of

        year = None if year is None else arguments.whole(year, "year", 1)

        wanted = () if kind is None else (self._class(kind),)
        found = [EntityView(self, e) for e in self._entities.values() if self.schema.is_a(e.type, wanted)]
        return found if year is None else [view for view in found if year in years_of(self, view.id)]

    def _class(self, name: str) -> str:
        known = [c for c in self.schema.classes if c not in NOT_ENTITIES]
        wanted = arguments.text(name, "a class").removeprefix("kg:")
        if wanted not in known:
            near = suggestions(wanted, known)
            raise UsageError(f"no class {name!r} in the ontology" + (f"; did you mean {near[0]}?" if near else ""))
        return wanted

    def view(self, identifier: str) -> EntityView:
        """The entity with exactly this id.

        Raises:
            UnknownEntityError: no entity has it, though one may have it as a name.
        """
        found = self._entities.get(arguments.text(identifier, "an id"))
        if found is None:
            raise UnknownEntityError(f"no entity has the id {identifier!r}")
        return EntityView(self, found)

    def facts(self, entity: One | None = None) -> list[FactView]:
        """All facts by key, or those that speak of an entity: its view, its id, else a name of it as for `entity`.

        >>> import kg
        >>> g = kg.load("exports")
        >>> g.facts("GATIS") == g.facts(g.entity("GATIS")) == g.entity("GATIS").facts()
        True

        Raises:
            UsageError, UnknownEntityError, AmbiguousEntityError: see `entity`. An id is never ambiguous here.
        """
        if entity is None:
            return [FactView(self, stated) for stated in self.stated.values()]
        identifier = self._id(entity)
        return [FactView(self, self.stated[k], identifier) for k in self._by_entity.get(identifier, ())]

    def name_evidence(self, entity: One) -> list[Evidence]:
        """The claims about an entity's names and class; the entity is asked for as in `facts`."""
        named = ("prefLabel", "altLabel", "type")
        ids = self.nx.nodes[self._id(entity)]["claims"]
        found = (self.evidence[i] for i in ids)
        return [e for e in found if isinstance(e.claim.fact, Attribute) and e.claim.fact.predicate in named]

    def paths(self, a: One, b: One, *, max_length: int = 4, limit: int = 10) -> list[Path]:
        """The best ways from one entity to another over at most `max_length` facts, short and specific ones first.

        A way scores lower the longer it is and the more links the entities on it have: that two firms were at one fair
        tells more than that both are in Beijing. No way visits an entity twice. See `kg.graph.paths` for the score.

        >>> import kg
        >>> g = kg.load("exports")
        >>> g.paths("英利集团", "UPS", limit=1)
        [<Path: 英利集团 exhibitsAt→ 2022年中国国际服务贸易交易会 ←exhibitsAt UPS>]

        Raises:
            UsageError: both are the same, or `max_length` or `limit` is no whole number from 1.
            UnknownEntityError, AmbiguousEntityError: see `entity`.
        """
        from kg.graph.walks import paths_between

        return paths_between(self, self.entity(a).id, self.entity(b).id, max_length=max_length, limit=limit)

    @cached_property
    def steps(self) -> Links:
        """For each entity (by id) its links to others as `kg.graph.paths.Step`, sorted: relations and posts."""
        from kg.graph.walks import adjacency

        return adjacency(self)

    def timeline(self, entity: One) -> Timeline:
        """The dated facts about an entity, in order.

        Dates of its own, and for a series those of its editions; figures by their period; what it did at an event by
        the event's date; all else (posts, quotations, other relations) by the first article that says it.

        >>> import kg
        >>> [entry.text for entry in kg.load("exports").timeline("丁勇")][:2]
        ['丁勇 北京市商务局局长', '丁勇 服贸会执委会办公室副主任']
        """
        from kg.graph.timeline import timeline_of

        return timeline_of(self, self.entity(entity).id)

    def subgraph(self, centre: One | Iterable[One], hops: int = 1) -> KnowledgeGraph:
        """The graph of all entities at most `hops` facts away from one or several, with every fact among them.

        >>> import kg
        >>> sorted(e.name for e in kg.load("exports").subgraph("丁勇").entities())
        ['丁勇', '北京市商务局', '服贸会执委会办公室']

        Raises:
            UsageError: `hops` is no whole number from 0.
            UnknownEntityError, AmbiguousEntityError: see `entity`.
        """
        from kg.graph.part import restricted
        from kg.graph.walks import around

        centres = list(centre) if isinstance(centre, Iterable) and not isinstance(centre, str) else [centre]
        return restricted(self, around(self, [self.entity(c).id for c in centres], hops), self.stated)

    def observations(self, about: One | None = None, measure: str = "") -> Table:
        """The figures, or those about an entity (for a series: its editions too) whose measure contains a text.

        `year` is that of their period, else of the event they are about; growth is of the event's year.

        >>> import kg
        >>> figures = kg.load("exports").observations("服贸会", "展览面积")
        >>> figures[0]
        <Observation: 2021年中国国际服务贸易交易会 展览面积 126000 平方米 [asserted, 1 article]>
        >>> figures.to_pandas()[["year", "value"]].iloc[0].tolist()
        [2021.0, 126000.0]
        """
        from kg.graph.tables import observations

        return observations(
            self, None if about is None else self.entity(about).id, arguments.text(measure, "a measure")
        )

    def positions(self, holder: One | None = None, organization: One | None = None) -> Table:
        """The posts, or those that a person holds or that an organization has.

        >>> import kg
        >>> kg.load("exports").positions(organization="北京市商务局").records()[0]["holder"]
        '丁勇'
        """
        from kg.graph.tables import positions

        known = [None if e is None else self.entity(e).id for e in (holder, organization)]
        return positions(self, *known)

    def quotations(self, speaker: One | None = None) -> Table:
        """What is quoted, or what one speaker says."""
        from kg.graph.tables import quotations

        return quotations(self, None if speaker is None else self.entity(speaker).id)

    def diff(self, other: KnowledgeGraph) -> Diff:
        """What leads from this graph to another one: entities, names and facts added, removed and changed.

        >>> import kg
        >>> g = kg.load("exports")
        >>> g.diff(g), bool(g.diff(g.subgraph("首钢园")))
        (<Diff: no difference>, True)

        Raises:
            UsageError: the other is no graph.
        """
        from kg.graph.diff import difference

        if not isinstance(other, KnowledgeGraph):
            raise UsageError(f"the other graph is a KnowledgeGraph, not a {type(other).__name__}")
        return difference(self, other)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Where articles contradict each other (see `kg.graph.conflicts`)."""
        from kg.graph.conflicts import find_conflicts

        return find_conflicts(self)

    def sparql(self, query: str) -> Result:
        """What a SPARQL query over the facts answers; the vocabulary's prefixes need no declaring.

        Raises:
            QueryError: the query is wrong; the message shows where.
            UsageError: it is no text, or the graph was put together by hand and nobody attached an engine.
        """
        if self.engine is None:
            raise UsageError("this graph has no SPARQL engine: attach one with kg.rdf.query.attach(graph)")
        return self.engine(self, arguments.text(query, "a query"))

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many entities each class has, and how many facts each property or kind of node; by name."""
        types = Counter(e.type for e in self._entities.values())
        kinds = Counter(view.predicate for view in self.facts())
        return dict(sorted(types.items())), dict(sorted(kinds.items()))

    def __repr__(self) -> str:
        return (
            f"<KnowledgeGraph: {len(self._entities)} entities, {len(self.stated)} facts, "
            f"{len(self.evidence)} claims, {len(self.articles)} articles>"
        )

    def _repr_html_(self) -> str:
        from kg.graph.picture import picture

        types, kinds = (sorted(c.items(), key=lambda pair: (-int(pair[1]), pair[0])) for c in self.counts())
        tables = html_table(("Entities", ""), types, most=8), html_table(("Facts", ""), kinds, most=8)
        side_by_side = "".join(f'<div style="margin-right:2em">{table}</div>' for table in tables)
        return f'<div>{markup(repr(self)[1:-1])}</div>{picture(self)}<div style="display:flex">{side_by_side}</div>'

"""A graph of one article against its gold file: what is right, false and missed, kind by kind.

An entity is right when its class is one of the gold entity's and they share a name; a fact is right when all its ends
are. Names, measures and titles are compared squeezed (see `kg.identity.squeeze`); a measure may share half of the
shorter one's letters; a quotation must hold the first and the last eight letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from kg.evaluate.gold import Gold, GoldObservation
from kg.graph.facts import NAME_PREDICATES
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.views import EntityView, FactView
from kg.identity import squeeze
from kg.model import Attribute, Observation, Position, Quotation, Relation

Kind = Literal["entities", "names", "relations", "positions", "observations", "quotations"]
Verdict = Literal["right", "false", "missed"]
Item = TypeVar("Item")
Key: TypeAlias = tuple[str | None, str, str | None]
KINDS: tuple[Kind, ...] = ("entities", "names", "relations", "positions", "observations", "quotations")

FAMILIES = (
    "Organization", "Person", "Event", "EventSeries", "Venue", "AdministrativeArea", "Work", "Product",
)  # fmt: skip
"""The classes that gold files know; an entity counts as the first that its own class is one of."""

EDGE = 8
"""Letters of a quotation's head and tail that must be found."""

# Follows from positions, which are compared themselves.
_IMPLIED = frozenset({"worksFor"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing said or asked for. `group` is its class or property, `what` a line for people, `sentence` where it is
    said, or (missed) where it should have been read; empty if there is no such place. `confidence` is that of a fact
    that is said, in 0..1."""

    kind: Kind
    verdict: Verdict
    group: str
    what: str
    sentence: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class _Entities:
    """Which entity of the graph is which of the gold file, by id, one to one."""

    gold_of: dict[str, str]
    graph_of: dict[str, str]
    optional: frozenset[str]

    def id(self, entity: str) -> str | None:
        """The gold id of a graph's entity; "" for none given, None for an entity that matches nothing."""
        return self.gold_of.get(entity) if entity else ""


def compare(gold: Gold, graph: KnowledgeGraph, sentences: Sequence[str] = ()) -> list[Outcome]:
    """All outcomes of one article.

    Args:
        graph: built from this article alone.
        sentences: the article's, to show where something missed is said.
    """
    views = {view.id: view for view in graph.entities() if family_of(view)}
    matched = _matched(gold, views)
    place = _Places(gold, sentences)
    return [
        *_entities(gold, views, matched, place),
        *_names(gold, views, matched),
        *_relations(gold, graph, matched, place),
        *_positions(gold, graph, matched, place),
        *_observations(gold, graph, matched, place),
        *_quotations(gold, graph, matched, place),
    ]


def family_of(view: EntityView) -> str:
    """The gold class of an entity, empty if its class is none of them (`FAMILIES`)."""
    return next((f for f in FAMILIES if view.graph.schema.is_a(view.type, (f,))), "")


def _squeezed(names: Iterable[str]) -> set[str]:
    return {squeeze(name) for name in names} - {""}


def _matched(gold: Gold, views: dict[str, EntityView]) -> _Entities:
    """Most shared names first; the gold entity's own name counts more than its others."""
    pairs = []
    for entity in gold.entities:
        names = _squeezed(entity.names)
        for view in views.values():
            theirs = _squeezed(view.names)
            shared = len(names & theirs)
            if shared and family_of(view) in entity.types:
                pairs.append((-(squeeze(entity.names[0]) in theirs), -shared, entity.id, view.iri, view.id))
    gold_of: dict[str, str] = {}
    graph_of: dict[str, str] = {}
    for _, _, gold_id, _, graph_id in sorted(pairs):
        if graph_id not in gold_of and gold_id not in graph_of:
            gold_of[graph_id], graph_of[gold_id] = gold_id, graph_id
    return _Entities(gold_of, graph_of, frozenset(e.id for e in gold.entities if e.optional))


class _Places:
    """Where in the article something that was missed is said."""

    def __init__(self, gold: Gold, sentences: Sequence[str]) -> None:
        self._names = {e.id: e.names for e in gold.entities}
        self._sentences = sentences

    def __call__(self, *ends: str | None) -> str:
        """The first sentence that holds most of the ends, each an entity's id or words."""
        best, most = "", 0
        for sentence in self._sentences:
            here = sum(any(name in sentence for name in self._names.get(end, (end,))) for end in ends if end)
            if here > most:
                best, most = sentence, here
        return best


def _said_at(fact: FactView) -> str:
    return next((evidence.sentence for evidence in fact.evidence()), "")


def _entities(gold: Gold, views: dict[str, EntityView], matched: _Entities, place: _Places) -> Iterator[Outcome]:
    for entity in gold.entities:
        if not entity.optional:
            verdict: Verdict = "right" if entity.id in matched.graph_of else "missed"
            where = place(entity.id) if verdict == "missed" else ""
            yield Outcome("entities", verdict, entity.types[0], entity.names[0], where)
    for view in views.values():
        if view.id not in matched.gold_of:
            where = next((e.sentence for e in view.evidence()), "")
            yield Outcome("entities", "false", family_of(view), max(view.names, key=len), where)


def _names(gold: Gold, views: dict[str, EntityView], matched: _Entities) -> Iterator[Outcome]:
    for entity in gold.entities:
        if entity.optional:
            continue
        names = _squeezed(entity.names)
        view = views.get(matched.graph_of.get(entity.id, ""))
        found = _squeezed(view.names) if view else set()
        verdicts: tuple[tuple[Verdict, set[str]], ...] = (
            ("right", names & found), ("missed", names - found), ("false", found - names),
        )  # fmt: skip
        for verdict, forms in verdicts:
            for form in sorted(forms):
                yield Outcome("names", verdict, entity.types[0], f"{form} of {entity.names[0]}")


def _relations(gold: Gold, graph: KnowledgeGraph, matched: _Entities, place: _Places) -> Iterator[Outcome]:
    asked: set[Key] = set()
    soft: set[Key] = set()
    ids = {e.id for e in gold.entities}
    for relation in gold.relations:
        end = relation.object
        value = end if end in ids else _value(relation.property, end)
        doubtful = relation.optional or {relation.subject, end} & matched.optional
        (soft if doubtful else asked).add((relation.subject, relation.property, value))
    hit: dict[Key, float] = {}
    counted: set[Key] = set()
    for fact in sorted(graph.facts(), key=lambda f: str(f)):
        key = _relation_key(fact, matched)
        if key is None:
            continue
        forms = _forms(key, graph)
        right = next((form for form in forms if form in asked), None)
        if right is not None:
            hit[right] = max(fact.stated.confidence, hit.get(right, 0.0))
            continue
        canon = min(forms[:2], key=str) if graph.schema.symmetric(key[1]) else key
        if any(form in soft for form in forms) or {key[0], key[2]} & matched.optional:
            continue
        if None not in key and canon in counted:
            continue
        counted.add(canon)
        yield Outcome("relations", "false", fact.predicate, str(fact), _said_at(fact), fact.stated.confidence)
    for key in sorted(hit, key=str):
        yield Outcome("relations", "right", key[1], _line(gold, key), confidence=hit[key])
    for key in sorted(asked - set(hit), key=str):
        yield Outcome("relations", "missed", key[1], _line(gold, key), place(key[0], key[2]))


def _value(name: str, text: str) -> str:
    return text if name.endswith("Date") or name == "founded" else squeeze(text)


def _line(gold: Gold, key: Key) -> str:
    one, name, other = key
    return f"{gold.names.get(one or '', one)} {name} {gold.names.get(other or '', other)}"


def _relation_key(fact: FactView, matched: _Entities) -> Key | None:
    """(gold subject, property, gold object or value); None for what is no relation that gold files state."""
    said = fact.fact
    if isinstance(said, Relation) and said.predicate not in _IMPLIED:
        return matched.id(said.subject), said.predicate, matched.id(said.object)
    if isinstance(said, Attribute) and said.predicate not in NAME_PREDICATES:
        return matched.id(said.subject), said.predicate, _value(said.predicate, said.value)
    return None


def _forms(key: Key, graph: KnowledgeGraph) -> list[Key]:
    """The ways to state it: itself, the other way round where it holds both ways, and more generally."""
    one, name, other = key
    forms = [key]
    if graph.schema.symmetric(name):
        forms.append((other, name, one))
    return [*forms, *((one, general, other) for general in graph.schema.general(name))]


def _positions(gold: Gold, graph: KnowledgeGraph, matched: _Entities, place: _Places) -> Iterator[Outcome]:
    asked: set[tuple[str | None, str | None, str]] = set()
    soft: set[tuple[str | None, str | None, str]] = set()
    for position in gold.positions:
        doubtful = position.optional or {position.holder, position.organization} & matched.optional
        (soft if doubtful else asked).add((position.holder, position.organization, squeeze(position.title)))
    said = {}
    for fact in graph.facts():
        if isinstance(fact.fact, Position):
            p = fact.fact
            said[matched.id(p.holder), matched.id(p.organization), squeeze(p.title)] = fact
    for key, fact in said.items():
        if key in asked:
            yield Outcome("positions", "right", "Position", str(fact), confidence=fact.stated.confidence)
        elif key not in soft and not {key[0], key[1]} & matched.optional:
            yield Outcome("positions", "false", "Position", str(fact), _said_at(fact), fact.stated.confidence)
    for holder, organization, title in sorted(asked - set(said), key=str):
        names = (gold.names.get(holder or "", ""), gold.names.get(organization or "", ""), title)
        yield Outcome("positions", "missed", "Position", " / ".join(names), place(holder, title, organization))


def _observations(gold: Gold, graph: KnowledgeGraph, matched: _Entities, place: _Places) -> Iterator[Outcome]:
    left = [(f, f.fact) for f in graph.facts() if isinstance(f.fact, Observation)]
    for asked, firm in _firm_first(gold.observations, lambda o: o.optional or o.about in matched.optional):
        best = next((row for row in left if _same_figure(asked, row[1], matched)), None)
        if best is not None:
            left.remove(best)
        if firm:
            what = f"{gold.names.get(asked.about, '')} {asked.measure} {asked.value} {asked.unit}"
            if best is not None:
                yield Outcome("observations", "right", "Observation", what, confidence=best[0].stated.confidence)
            else:
                where = place(asked.about, asked.measure)
                yield Outcome("observations", "missed", "Observation", what, where)
    for fact, _ in left:
        yield Outcome("observations", "false", "Observation", str(fact), _said_at(fact), fact.stated.confidence)


def _firm_first(rows: Sequence[Item], soft: Callable[[Item], bool]) -> Iterator[tuple[Item, bool]]:
    """Each row and whether it is asked for; what is optional comes last, and takes only what is left over."""
    yield from ((row, True) for row in rows if not soft(row))
    yield from ((row, False) for row in rows if soft(row))


def _same_figure(asked: GoldObservation, said: Observation, matched: _Entities) -> bool:
    short, long = sorted((squeeze(asked.measure), squeeze(said.measure)), key=len)
    return (
        float(said.value) == float(asked.value)
        and said.unit.strip() == asked.unit
        and matched.id(said.about) == asked.about
        and bool(short)
        and 2 * sum(letter in long for letter in short) >= len(short)
    )


def _quotations(gold: Gold, graph: KnowledgeGraph, matched: _Entities, place: _Places) -> Iterator[Outcome]:
    left = [(f, f.fact) for f in graph.facts() if isinstance(f.fact, Quotation)]
    for asked, firm in _firm_first(gold.quotations, lambda q: q.optional or q.speaker in matched.optional):
        head, tail = squeeze(asked.head)[:EDGE], squeeze(asked.tail)[-EDGE:]
        best = next(
            (
                row
                for row in left
                if matched.id(row[1].speaker) == asked.speaker
                and head in squeeze(row[1].text)
                and tail in squeeze(row[1].text)
            ),
            None,
        )
        if best is not None:
            left.remove(best)
        if firm:
            what = f"{gold.names.get(asked.speaker, '')}: {asked.head}…{asked.tail}"
            if best is not None:
                yield Outcome("quotations", "right", "Quotation", what, confidence=best[0].stated.confidence)
            else:
                yield Outcome("quotations", "missed", "Quotation", what, place(asked.head, asked.speaker))
    for fact, _ in left:
        yield Outcome("quotations", "false", "Quotation", str(fact), _said_at(fact), fact.stated.confidence)

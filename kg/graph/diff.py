"""What is different between two graphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeVar

from kg.graph.facts import key
from kg.graph.shown import html_table, text_table
from kg.graph.views import EntityView, FactView
from kg.model import Attribute, Fact, Observation, Position, Relation

if TYPE_CHECKING:
    from kg.graph.knowledge_graph import KnowledgeGraph


T = TypeVar("T")
COMPARED = ("status", "support", "confidence", "first", "last")


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that both graphs state, and which of COMPARED differ."""

    before: FactView
    after: FactView
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Diff:
    """What leads from one graph (before) to another (after); false where nothing does.

    An entity whose id has changed but which rests on the same claims is `renamed`, and its facts count as the same.
    `retyped` lists entities of another class. Names are (entity, name): those of entities in both graphs.
    """

    added: tuple[EntityView, ...]
    removed: tuple[EntityView, ...]
    renamed: tuple[tuple[EntityView, EntityView], ...]
    retyped: tuple[tuple[EntityView, EntityView], ...]
    names_added: tuple[tuple[EntityView, str], ...]
    names_removed: tuple[tuple[EntityView, str], ...]
    facts_added: tuple[FactView, ...]
    facts_removed: tuple[FactView, ...]
    facts_changed: tuple[Changed, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {f.name: len(getattr(self, f.name)) for f in fields(self)}

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def __repr__(self) -> str:
        said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.counts.items() if count)
        return f"<Diff: {said or 'no difference'}>"

    def lines(self) -> list[str]:
        """Each difference on a line: `+` what is new, `-` what is gone, `~` what has changed."""
        return [f"{mark} {text}" for mark, _, text in self._rows()]

    def _rows(self) -> list[tuple[str, str, str]]:
        rows = [("~", "entity", f"{old.name} → {new.name} ({old.id} → {new.id})") for old, new in self.renamed]
        rows += [("~", "class", f"{new.name}: {old.type} → {new.type}") for old, new in self.retyped]
        rows += [(mark, "entity", f"{e.name} ({e.type})") for mark, e in _marked(self.removed, self.added)]
        names = _marked(self.names_removed, self.names_added)
        rows += [(mark, "name", f"{entity.name}: {name}") for mark, (entity, name) in names]
        rows += [(mark, "fact", str(f)) for mark, f in _marked(self.facts_removed, self.facts_added)]
        for c in self.facts_changed:
            what = ", ".join(f"{f} {getattr(c.before, f)} → {getattr(c.after, f)}" for f in c.fields)
            rows.append(("~", "fact", f"{c.after}: {what}"))
        return rows

    def __str__(self) -> str:
        return repr(self) + ("\n" + text_table(("", "what", "difference"), self._rows(), most=30) if self else "")

    def _repr_html_(self) -> str:
        return html_table(("", "what", "difference"), self._rows())


def _marked(removed: tuple[T, ...], added: tuple[T, ...]) -> list[tuple[str, T]]:
    return [*(("-", x) for x in removed), *(("+", x) for x in added)]


def difference(before: KnowledgeGraph, after: KnowledgeGraph) -> Diff:
    """See `KnowledgeGraph.diff`."""
    old, new = ({view.id: view for view in graph.entities()} for graph in (before, after))
    renamed = _renamed(before, after, [n for n in old if n not in new], [n for n in new if n not in old])
    pairs = {name: renamed.get(name, name) for name in old if renamed.get(name, name) in new}
    both = [(old[a], new[b]) for a, b in pairs.items()]
    facts = {key(_moved(s.fact, renamed)): FactView(before, s) for s in before.stated.values()}
    return Diff(
        added=tuple(view for name, view in new.items() if name not in pairs.values()),
        removed=tuple(view for name, view in old.items() if name not in pairs),
        renamed=tuple((old[a], new[b]) for a, b in sorted(renamed.items())),
        retyped=tuple((a, b) for a, b in both if a.type != b.type),
        names_added=tuple((b, name) for a, b in both for name in b.names if name not in a.names),
        names_removed=tuple((a, name) for a, b in both for name in a.names if name not in b.names),
        facts_added=tuple(FactView(after, s) for k, s in after.stated.items() if k not in facts),
        facts_removed=tuple(view for k, view in facts.items() if k not in after.stated),
        facts_changed=tuple(c for k, view in facts.items() if k in after.stated and (c := _changed(view, after, k))),
    )


def _changed(before: FactView, after: KnowledgeGraph, name: str) -> Changed | None:
    now = FactView(after, after.stated[name])
    other = tuple(f for f in COMPARED if getattr(before, f) != getattr(now, f))
    return Changed(before, now, other) if other else None


def _renamed(before: KnowledgeGraph, after: KnowledgeGraph, gone: list[str], come: list[str]) -> dict[str, str]:
    """Old id → new id where most claims about the names and class of the one are those of the other."""
    owner = {item.claim.id: name for name in come for item in after.name_evidence(name)}
    found: dict[str, str] = {}
    for name in gone:
        claims = [item.claim.id for item in before.name_evidence(name)]
        shared = Counter(owner[c] for c in claims if c in owner)
        other = min(shared, key=lambda n: (-shared[n], n), default=None)
        if other is not None and shared[other] * 2 > len(claims) and other not in found.values():
            found[name] = other
    return found


def _moved(fact: Fact, ids: Mapping[str, str]) -> Fact:
    """The fact with its entities' ids replaced."""

    def now(name: str) -> str:
        return ids.get(name, name)

    if isinstance(fact, Relation):
        return replace(fact, subject=now(fact.subject), object=now(fact.object))
    if isinstance(fact, Attribute):
        return replace(fact, subject=now(fact.subject))
    if isinstance(fact, Position):
        return replace(fact, holder=now(fact.holder), organization=now(fact.organization))
    if isinstance(fact, Observation):
        return replace(fact, about=now(fact.about))
    return replace(fact, speaker=now(fact.speaker))

"""What articles say of one thing, and which of it cannot all be true.

A report is one fact as some articles give it; a dispute is a group of reports of the same matter that do not agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.graph.facts import Evidence, StatedFact
from kg.graph.known import Known

Kind = Literal["figures", "dates", "roles", "values"]
# A matter of which more different things are said is many matters under one name, and pairs are compared: so few that
# the work stays in proportion to the graph. Real disputes seen have two to five sides.
MANY = 12


@dataclass(frozen=True, slots=True)
class Report:
    """A fact and the claims that say it, none of them negated, all planned or none (`planned`)."""

    stated: StatedFact
    evidence: tuple[Evidence, ...]
    planned: bool

    @property
    def articles(self) -> frozenset[str]:
        """The ids of the articles that say it."""
        return frozenset(e.article.id for e in self.evidence)

    def without(self, articles: Iterable[str]) -> Report:
        """The report without what these articles say."""
        left_out = frozenset(articles)
        return replace(self, evidence=tuple(e for e in self.evidence if e.article.id not in left_out))


@dataclass(frozen=True, slots=True)
class Dispute:
    """Reports of one matter, not all of which can hold. `about` is an entity id, `on` and `detail` are in words."""

    kind: Kind
    about: str
    on: str
    detail: str
    reports: tuple[Report, ...]


def reports(graph: Known, stated: StatedFact) -> tuple[Report, ...]:
    """What is said of a fact: as a plan, and as it is. 将于9月5日闭幕 and 9月5日闭幕 are two reports of one fact.

    Plans are compared with plans alone: what turned out otherwise than it was planned is news, and no contradiction.
    Negated claims say nothing here, and neither does a fact that only follows from another.
    """
    if stated.derived:
        return ()
    found: dict[bool, list[Evidence]] = defaultdict(list)
    for identifier in stated.claims:
        item = graph.evidence.get(identifier)
        if item is not None and item.status != "negated":
            found[item.status == "planned"].append(item)
    return tuple(Report(stated, tuple(items), planned) for planned, items in sorted(found.items()))


def opposed(group: Sequence[Report], agree: Callable[[Report, Report], bool]) -> tuple[Report, ...]:
    """The reports of one matter, if articles contradict each other in it; else none.

    Two reports contradict each other where they do not `agree` and different articles give them. An article that gives
    two that do not agree speaks of several things by one name (展区面积5万平方米 and 3万平方米, of two halls): what
    it says proves nothing against others, and is left out. Where one pair contradicts, all the rest belong to the
    matter, too: 507家, 446家 and 超过400家 are three answers to one question.
    """
    if not enough(group):
        return ()
    pairs = [(a, b) for at, a in enumerate(group) for b in group[at + 1 :] if not agree(a, b)]
    torn = frozenset[str]().union(*(a.articles & b.articles for a, b in pairs))
    left = {id(r): r.without(torn) for r in group}
    if not any(left[id(a)].evidence and left[id(b)].evidence for a, b in pairs):
        return ()
    return tuple(r for r in left.values() if r.evidence)


def enough(group: Sequence[Report]) -> bool:
    """At least two reports and not too many, from at least two articles."""
    return 2 <= len(group) <= MANY and len(frozenset[str]().union(*(r.articles for r in group))) > 1

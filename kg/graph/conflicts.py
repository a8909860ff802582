"""Where articles contradict each other: other figures, dates, organizers or values of the same thing.

展会: 507家 in one article, 446家 in another, is a conflict; 超过400家 beside 507家 is none by itself, nor are
参展企业 and 境外参展企业, nor 9月 and 9月5日. Precision comes first: what may both be true is no conflict.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from kg.graph.disputes.amounts import shown
from kg.graph.disputes.figures import disputed_figures
from kg.graph.disputes.reports import Dispute, Kind, Report
from kg.graph.disputes.values import disputed_roles, disputed_values
from kg.graph.known import Known
from kg.identity import digest
from kg.model import Attribute, Observation, Relation

ORDER: tuple[Kind, ...] = ("dates", "values", "roles", "figures")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One answer: the key of the fact, its value as people write it (507家, 2022-09-05), and the claims that say it."""

    fact: str
    value: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers of different articles to one question, not all of which can be true.

    `about` is an entity's id; `on` a property's local name (endDate) or the measure in words; `detail` unit, role or
    period in words. `id` depends on what is said, not on who says it: it stays until another answer joins.
    """

    id: str
    kind: Kind
    about: str
    on: str
    detail: str
    alternatives: tuple[Alternative, ...]


def find_conflicts(graph: Known) -> tuple[Conflict, ...]:
    """All conflicts of a graph, by the entity's id, then dates, values, roles and figures, then what they are on.

    Facts are grouped by what they answer and compared inside a group only, so the time is in proportion to the graph.
    """
    found = (*disputed_values(graph), *disputed_roles(graph), *disputed_figures(graph))
    conflicts = {conflict.id: conflict for conflict in (_conflict(graph, dispute) for dispute in found)}
    return tuple(sorted(conflicts.values(), key=lambda c: (c.about, ORDER.index(c.kind), c.on, c.detail, c.id)))


def _conflict(graph: Known, dispute: Dispute) -> Conflict:
    value = {r.stated.key: _value(graph, r) for r in dispute.reports}
    articles: dict[str, set[str]] = defaultdict(set)
    for report in dispute.reports:
        articles[value[report.stated.key]] |= report.articles
    # the answer that most articles give comes first
    ordered = sorted(
        dispute.reports,
        key=lambda r: (-len(articles[value[r.stated.key]]), _size(r), value[r.stated.key], r.stated.key),
    )
    sides = tuple(
        Alternative(r.stated.key, value[r.stated.key], tuple(e.claim.id for e in r.evidence)) for r in ordered
    )
    name = digest("conflict", dispute.kind, dispute.about, dispute.on, dispute.detail, *(s.fact for s in sides))
    return Conflict(name, dispute.kind, dispute.about, dispute.on, dispute.detail, sides)


def _size(report: Report) -> Decimal:
    fact = report.stated.fact
    return fact.value if isinstance(fact, Observation) else Decimal(0)


def _value(graph: Known, report: Report) -> str:
    fact = report.stated.fact
    if isinstance(fact, Observation):
        return shown(fact)
    if isinstance(fact, Relation):
        return graph.view(fact.object).name
    assert isinstance(fact, Attribute)
    return fact.value

"""Dates and other properties with one value, and organizers, on which articles contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from kg.graph.disputes.reports import MANY, Dispute, Report, enough, opposed, reports
from kg.graph.known import Known
from kg.graph.schema import PropertyDef
from kg.identity import fold
from kg.model import Attribute, Relation

# Two dates of an event further apart are those of two editions that have one name, or a postponement.
APART_DAYS = 120
_MOVED = ("推迟", "延期", "改期", "改为", "调整为", "提前至", "提前到", "原定", "改在", "顺延", "更名", "搬迁", "迁至")
# Roles that one article tells in full, and which of them are one. 协办, 支持 and 指导 are often told in part, and 举办
# says 主办 or 承办 as it likes.
_ROLES = {
    "主办": "主办", "联合主办": "主办", "共同主办": "主办", "发起主办": "主办", "主办方": "主办", "主办单位": "主办",
    "承办": "承办", "联合承办": "承办", "共同承办": "承办", "承办方": "承办", "承办单位": "承办",
}  # fmt: skip
ORGANIZER = "organizer"
INSIDE = ("locatedIn", "partOf", "subOrganizationOf")


def is_single(definition: PropertyDef) -> bool:
    """Whether a thing has at most one value of a property: one endDate, but many alternative names."""
    return definition.single


def disputed_values(graph: Known) -> Iterator[Dispute]:
    """Every property with one value of which articles give several that cannot all be true."""
    wider = _wider(graph)
    for (subject, predicate, planned), group in value_groups(graph).items():
        dated = "calendarDate" in graph.schema.properties[predicate].range
        found = opposed(group, _agreement(graph, subject, predicate, wider))
        if found:
            yield Dispute("dates" if dated else "values", subject, predicate, "计划" if planned else "", found)


def value_groups(graph: Known) -> dict[tuple[str, str, bool], list[Report]]:
    """What is said of each property with one value: by subject, property, and whether it is a plan."""
    single = {name for name, known in graph.schema.properties.items() if is_single(known)}
    groups: dict[tuple[str, str, bool], list[Report]] = defaultdict(list)
    for stated in graph.stated.values():
        fact = stated.fact
        if isinstance(fact, Attribute | Relation) and fact.predicate in single:
            for report in map(_unmoved, reports(graph, stated)):
                if report.evidence:
                    groups[fact.subject, fact.predicate, report.planned].append(report)
    return groups


def may_be_disputed(graph: Known, subject: str, predicate: str, group: Sequence[Report]) -> bool:
    """Whether a group of `value_groups` can be a dispute, as far as can be told without knowing the objects."""
    if any(isinstance(r.stated.fact, Relation) for r in group):
        return enough(group)
    return bool(opposed(group, _agreement(graph, subject, predicate, {})))


def _unmoved(report: Report) -> Report:
    """The report without sentences that tell of a change: 原定5月，推迟到9月 contradicts nobody."""
    return report.without(e.article.id for e in report.evidence if any(word in e.sentence for word in _MOVED))


def _agreement(
    graph: Known, subject: str, predicate: str, wider: Mapping[str, frozenset[str]]
) -> Callable[[Report, Report], bool]:
    dated = "calendarDate" in graph.schema.properties[predicate].range
    near = dated and graph.schema.is_a(graph.view(subject).type, ("Event",))

    def agree(a: Report, b: Report) -> bool:
        one, two = a.stated.fact, b.stated.fact
        if isinstance(one, Relation) and isinstance(two, Relation):
            return _alike(graph, wider, one.object, two.object)
        assert isinstance(one, Attribute)
        assert isinstance(two, Attribute)
        if dated:
            return dates_agree(one.value, two.value) or (near and _far_apart(one.value, two.value))
        return words_agree(one.value, two.value)

    return agree


def dates_agree(a: str, b: str) -> bool:
    """Whether one date is the other, said with less precision.

    >>> dates_agree("2022-09", "2022-09-05"), dates_agree("2022-09-04", "2022-09-05")
    (True, False)
    """
    return a.startswith(b) or b.startswith(a)


def words_agree(a: str, b: str) -> bool:
    """Whether one text holds the other, punctuation aside: 绿色创新迎未来 and 服务合作促发展，绿色创新迎未来."""
    one, two = fold(a), fold(b)
    return one in two or two in one


def _far_apart(a: str, b: str) -> bool:
    days = [date.fromisoformat((value + "-07-01" if len(value) == 4 else value + "-15")[:10]) for value in (a, b)]
    return abs((days[0] - days[1]).days) > APART_DAYS


def _wider(graph: Known) -> dict[str, frozenset[str]]:
    """Place or body → all that it lies in or belongs to, over any number of steps."""
    direct: dict[str, set[str]] = defaultdict(set)
    for stated in graph.stated.values():
        fact = stated.fact
        if isinstance(fact, Relation) and fact.predicate in INSIDE:
            direct[fact.subject].add(fact.object)
    found = {}
    for start in direct:
        reached, ahead = set[str](), [start]
        while ahead and len(reached) < MANY:  # longer chains are mistakes, and would make this more than linear
            new = sorted(direct.get(ahead.pop(), set()) - reached)
            reached.update(new)
            ahead += new
        found[start] = frozenset(reached)
    return found


def _alike(graph: Known, wider: Mapping[str, frozenset[str]], a: str, b: str) -> bool:
    """Whether two places or bodies may be one, or one may be a part of the other: 北京, 北京市海淀区."""
    if a == b or b in wider.get(a, ()) or a in wider.get(b, ()):
        return True
    one = [fold(n) for n in graph.view(a).names]
    two = [fold(n) for n in graph.view(b).names]
    return any(_within(x, y) or _within(y, x) for x in one for y in two)


def _within(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in this order: 北京市政府 in 北京市人民政府."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)


def disputed_roles(graph: Known) -> Iterator[Dispute]:
    """Every event and role for which articles name different organizers, and no article joins them.

    甲报: 由商务部主办; 乙报: 由海州市政府主办. Where 丙报 says 由商务部和海州市政府主办, the others only told a part.
    """
    wider = _wider(graph)
    for (event, role, planned), group in role_groups(graph).items():
        if len(group) <= MANY and len(_camps(group, graph, wider)) > 1:
            found = tuple(sorted(group, key=lambda r: r.stated.key))
            yield Dispute("roles", event, ORGANIZER, "，".join([role, *["计划"] * planned]), found)


def role_groups(graph: Known) -> dict[tuple[str, str, bool], list[Report]]:
    """Who is said to organize: by event, role, and whether it is a plan."""
    groups: dict[tuple[str, str, bool], list[Report]] = defaultdict(list)
    for stated in graph.stated.values():
        fact = stated.fact
        if isinstance(fact, Relation) and fact.predicate == ORGANIZER:
            for report in reports(graph, stated):
                for role in sorted({_ROLES.get(e.claim.role, "") for e in report.evidence} - {""}):
                    items = tuple(e for e in report.evidence if _ROLES.get(e.claim.role) == role)
                    groups[fact.subject, role, report.planned].append(Report(stated, items, report.planned))
    return groups


def _camps(group: Iterable[Report], graph: Known, wider: Mapping[str, frozenset[str]]) -> list[set[str]]:
    """Articles and organizers that are linked: an article with all it names, names that may be one."""
    camps: list[set[str]] = []
    for report in group:
        fact = report.stated.fact
        assert isinstance(fact, Relation)
        new = {fact.object, *(f"\0{a}" for a in report.articles)}
        for camp in list(camps):
            names = [n for n in camp if not n.startswith("\0")]
            if new & camp or any(_alike(graph, wider, fact.object, n) for n in names):
                camps.remove(camp)
                new |= camp
        camps.append(new)
    return camps

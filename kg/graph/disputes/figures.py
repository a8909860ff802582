"""Figures of one matter that cannot all be true: 507家 in one article, 446家 in another.

Compared are observations about one entity with the same measure (`kg.graph.disputes.measures`), unit, direction of
change and time. A figure that is said to be a part (其中), an average, a level so far (截至, 由30家增至50家) or
somebody's share among several (分别) is not compared: doubt is no conflict.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.graph.disputes.amounts import bounds, compatible
from kg.graph.disputes.measures import Matter, is_flow, matter, unit_of
from kg.graph.disputes.reports import MANY, Dispute, Report, opposed, reports
from kg.graph.disputes.wording import around, base, behind, whole
from kg.graph.facts import Evidence
from kg.graph.known import Known, Named
from kg.model import Attribute, Observation, Relation

# Things that last change: without a period, figures of 会员 are compared only if the articles are this near in time.
LASTING_DAYS = 3
# An event that neither year nor number tells from the next one: articles of one year may speak of two.
EVENT_DAYS = 180
# Of more figures than these not every pair is looked at to tell whether they can be in dispute.
_COMPARED = 100
# A hall has no exhibitors, its event has.
HELD_AT, VENUE = "heldAt", "Venue"
_TAKING_PART = ("参展", "参会", "参加")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\b)")
_NUMBERED = re.compile(r"(?:19|20)\d\d年|第[\d一二三四五六七八九十百零〇]+[届次期季]|首届")


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes figures answers to one question, but for their time."""

    about: str
    noun: tuple[str, ...]
    verb: str
    unit: str
    change: str
    base: str
    planned: bool
    period: str


@dataclass(frozen=True, slots=True)
class _Said:
    """An observation as one article gives it; `hosted` where it is said of the venue and not of the event itself."""

    key: _Key
    matter: Matter
    report: Report
    hosted: bool = False

    @property
    def fact(self) -> Observation:
        fact = self.report.stated.fact
        assert isinstance(fact, Observation)
        return fact

    @property
    def day(self) -> date | None:
        return self.report.evidence[0].date


def disputed_figures(graph: Known) -> Iterator[Dispute]:
    """Every group of figures that cannot all be true, in no particular order."""
    for key, group in _groups(graph).items():
        if not all(s.hosted for s in group):
            for near in _near_in_time(group, _days(graph.view(key.about), key.period, graph)):
                yield from _disputes(key, near)


def _groups(graph: Known) -> dict[_Key, list[_Said]]:
    groups: dict[_Key, list[_Said]] = defaultdict(list)
    for said in _all(graph):
        groups[said.key].append(said)
    return groups


def figures_in_question(graph: Known) -> Iterator[Report]:
    """The reports of every group of figures that can hold a dispute, as far as can be told without knowing when
    events take place and which figures about venues are told of them."""
    for group in _groups(graph).values():
        distinct = list({(s.report.stated.key, s.matter.mode): s for s in group}.values())
        if len(distinct) < 2 or len({s.report.evidence[0].article.id for s in group}) < 2:
            continue
        pairs = ((a, b) for at, a in enumerate(distinct) for b in distinct[at + 1 :])
        if len(distinct) > _COMPARED or any(not _agree(a, b) for a, b in pairs):
            yield from (s.report for s in group)


def is_of_guests(measure: str, unit: str, after: str) -> bool:
    """Whether a figure about a venue, with what follows its quote, is one of those who took part in an event."""
    found = matter(measure, unit, behind(after, measure))
    return found is not None and found.verb in _TAKING_PART


def _all(graph: Known) -> Iterator[_Said]:
    hosts, years = _hosts(graph), _years(graph)
    for stated in graph.stated.values():
        if not isinstance(stated.fact, Observation):
            continue
        for report in reports(graph, stated):
            for item in report.evidence:
                said = _said(graph, replace(report, evidence=(item,)), item, years)
                if said is None:
                    continue
                yield said
                event = hosts.get((said.key.about, item.article.id), "")
                if event and said.matter.verb in _TAKING_PART:  # a hall has no exhibitors, its event has
                    yield replace(said, key=replace(said.key, about=event), hosted=True)


def _said(graph: Known, report: Report, item: Evidence, years: Mapping[str, str]) -> _Said | None:
    """The figure with what it answers; None where that is open."""
    fact = report.stated.fact
    assert isinstance(fact, Observation)
    before, after = around(item)
    found = matter(fact.measure, fact.unit, behind(after, fact.measure))
    event = graph.schema.is_a(graph.view(fact.about).type, ("Event",))
    if found is None or not whole(fact, before, after):
        return None
    if not event and not fact.period and (item.date is None or is_flow(fact.measure)):
        return None
    year = years.get(fact.about, "")
    if event and fact.period and year and not fact.period.startswith(year):
        return None
    against = "" if fact.change == "none" else base(before)
    key = _Key(
        fact.about, found.noun, found.verb if found.vague else "", unit_of(fact.unit), fact.change, against,
        report.planned, "" if event else fact.period,
    )  # fmt: skip
    return _Said(key, found, report)


def _hosts(graph: Known) -> dict[tuple[str, str], str]:
    """(venue, article) → the one event that the article says is held there; empty where it names several."""
    found: dict[tuple[str, str], str] = {}
    for stated in graph.stated.values():
        fact = stated.fact
        if isinstance(fact, Relation) and fact.predicate == HELD_AT and graph.view(fact.object).type == VENUE:
            for report in reports(graph, stated):
                for article in report.articles:
                    known = found.setdefault((fact.object, article), fact.subject)
                    if known != fact.subject:
                        found[fact.object, article] = ""
    return found


def _years(graph: Known) -> dict[str, str]:
    """Event → the year it takes place in, from its name or, if that has none, its one year of beginning."""
    starts: dict[str, set[str]] = defaultdict(set)
    for stated in graph.stated.values():
        fact = stated.fact
        if isinstance(fact, Attribute) and fact.predicate == "startDate":
            starts[fact.subject].add(fact.value[:4])
    found = {name: next(iter(years)) for name, years in starts.items() if len(years) == 1}
    for view in graph.entities("Event") if "Event" in graph.schema.classes else ():
        named = _YEAR.search(view.name)
        if named:
            found[view.id] = named[0]
    return found


def _days(entity: Named, period: str, graph: Known) -> int | None:
    """How far apart articles may be and still speak of the same; None where that does not matter."""
    if graph.schema.is_a(entity.type, ("Event",)):
        return None if _NUMBERED.search(entity.name) else EVENT_DAYS
    return None if period else LASTING_DAYS


def _near_in_time(group: Sequence[_Said], days: int | None) -> Iterator[list[_Said]]:
    """The group cut where more than `days` lie between articles that follow each other, and into spans that long."""
    if days is None:
        yield list(group)
        return
    ordered = sorted(group, key=lambda s: (s.day or date.min, s.report.stated.key))
    run: list[_Said] = []
    for said in ordered:
        if run and ((said.day or date.min) - (run[0].day or date.min)).days > days:
            yield run
            run = []
        run.append(said)
    if run:
        yield run


def _disputes(key: _Key, group: Sequence[_Said]) -> Iterator[Dispute]:
    """The disputes of figures with one key; ways of taking part that exclude each other are matters of their own."""
    verbs = sorted({s.matter.verb for s in group if s.matter.verb})
    parts = [group] if len(verbs) < 2 else [[s for s in group if s.matter.verb == verb] for verb in verbs]
    for part in parts:
        found = _opposed(part)
        if found:
            measures = Counter(_measure(s) for s in part)
            on = min(measures, key=lambda m: (-measures[m], len(m), m))
            yield Dispute("figures", key.about, on, _detail(key, part), found)


def _measure(said: _Said) -> str:
    words = said.fact.measure
    return words if not said.matter.vague or said.matter.verb in words else f"{words}（{said.matter.verb}）"


def _detail(key: _Key, group: Sequence[_Said]) -> str:
    """Unit, direction and period in words: 家; %，增加，2021; 家，计划."""
    units = Counter(s.fact.unit for s in group)
    change = {"increase": "增加", "decrease": "减少"}.get(key.change, "")
    unit = min(units, key=lambda u: (-units[u], u))
    return "，".join(word for word in (unit, change, key.period, "计划" if key.planned else "") if word)


def _opposed(group: Sequence[_Said]) -> tuple[Report, ...]:
    """The reports of one matter and time that contradict each other, and those that answer the same question."""
    own = _merged(s for s in group if not s.hosted)
    if len(own) > MANY:
        return ()
    of = {id(s.report): s for s in own}

    def agree(a: Report, b: Report) -> bool:
        return _agree(of[id(a)], of[id(b)]) if id(a) in of and id(b) in of else True

    found = opposed([s.report for s in own], agree)
    if not found:
        return ()
    kept = {r.stated.key: r for r in found}
    left = [replace(s, report=s.report.without(s.report.articles - _articles(kept, s))) for s in own]
    left = [s for s in left if s.report.evidence]
    sides = {id(s) for at, a in enumerate(left) for b in left[at + 1 :] if not _agree(a, b) for s in (a, b)}
    modes = {s.matter.mode for s in left if id(s) in sides}
    chosen = [s for s in left if id(s) in sides or s.matter.mode in modes]
    guests = [s for s in _merged(s for s in group if s.hosted) if any(_agree(s, c) for c in chosen)]
    return _joined(s.report for s in (*chosen, *guests))


def _articles(kept: Mapping[str, Report], said: _Said) -> frozenset[str]:
    report = kept.get(said.report.stated.key)
    return report.articles if report else frozenset()


def _merged(group: Iterable[_Said]) -> list[_Said]:
    """One for each fact and mode, with the evidence of all; by key."""
    found: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    for said in group:
        found[said.report.stated.key, said.matter.mode].append(said)
    return [replace(f[0], report=_joined(s.report for s in f)[0]) for _, f in sorted(found.items())]


def _joined(found: Iterable[Report]) -> tuple[Report, ...]:
    """One report a fact, by key, with all its evidence in the order of articles and places."""
    by_key: dict[str, list[Report]] = defaultdict(list)
    for report in found:
        by_key[report.stated.key].append(report)
    joined = []
    for _, same in sorted(by_key.items()):
        items = {e.claim.id: e for r in same for e in r.evidence}
        ordered = sorted(items.values(), key=lambda e: (e.article.id, e.start, e.end, e.claim.id))
        joined.append(replace(same[0], evidence=tuple(ordered)))
    return tuple(joined)


def _agree(a: _Said, b: _Said) -> bool:
    """Whether both can be true: of other periods or modes they can, and a part can be as large as the whole."""
    if not _same_time(a.fact.period, b.fact.period):
        return True
    if a.matter.mode == b.matter.mode:
        return compatible(a.fact, b.fact)
    if a.matter.mode and b.matter.mode:
        return True
    part, whole = (a, b) if a.matter.mode else (b, a)
    return compatible(part.fact, whole.fact) or bounds(part.fact)[0] <= bounds(whole.fact)[1]


def _same_time(a: str, b: str) -> bool:
    return not a or not b or a == b or ("/" not in a + b and (a.startswith(b) or b.startswith(a)))

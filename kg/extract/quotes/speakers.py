"""Who speaks in a paragraph: the somebody of a somebody-says, and who 他 is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.extract.quotes.drafts import Draft
from kg.model import Mention
from kg.nlp.attribution import Quote, Saying, Verb, find_quotes, find_units, find_verbs, mask
from kg.nlp.classes import ORGANIZATIONS
from kg.nlp.index import Index

PRONOUN = 0.85  # factor for 他, where no coreference stage said who that is
LONGEST_SUBJECT = 45  # characters between a subject and its verb
_LONGEST_OPENING = 200  # characters of the organization and titles before a name
_COMMAS = "，；：,;:"
_OBJECT = re.compile(r"(?:对|向|与|跟|给|把|被|让|使|替|请|邀请|会见|采访|拜访|告诉|叮嘱|超过|据此|以及)$")
_UNNAMED = re.compile(
    r"的|一位|一名|有位|某|多位|数据|统计|报告|消息|网站|内部|(?:高管|员工|工作人员|学生|师生|人士|球迷|居民)"
)
_OPENING, _CLOSING = re.compile(r"[（(]"), re.compile(r"[）)]")
_ADVERBS = re.compile(
    r"(?:并且?|还|也|又|同时|但|却|而|则|随后|随即|另外|此外|再次|当场|明确|进一步|特别|反复|一再|继续|首先|不过|因此|公开|曾|均|都|就此|对此|[可仅只]|是|再三|坚决|分别|一致|会上|之后|后)*"
)
PRONOUN_WORDS = re.compile(r"(?:但|不过|同时|随后|而|对此|此前|会后|赛后|据|在|.{0,4}时)?(?:[他她](?!们)|这[位名])")


@dataclass(frozen=True)
class Paragraph:
    """A block, its text with quotations blotted out (offsets from `start`), and who is named outside of them."""

    index: Index
    saying: Saying
    start: int
    end: int
    quotes: tuple[Quote, ...]
    masked: str
    nameless: str  # `masked` with names blotted out too, so that no verb is found in one (向前)
    mentions: tuple[Mention, ...]
    agents: tuple[Mention, ...]  # people and organizations, outside of quotations
    before: tuple[str, ...] = ()  # who spoke last in the paragraph before, if that one ended with them

    def words(self, start: int, end: int) -> str:
        return self.masked[start - self.start : end - self.start]

    @cached_property
    def units(self) -> tuple[tuple[int, int], ...]:
        """Its sentences, and quotations that are sentences of their own (see `kg.nlp.attribution.find_units`)."""
        return find_units(self.index.text, self.start, self.end, self.quotes)

    @cached_property
    def subjects(self) -> tuple[tuple[int, Mention], ...]:
        """The person each unit is about, with where the unit ends; units about nobody are left out."""
        found = ((end, _person(self, start, end)) for start, end in self.units)
        return tuple((end, person) for end, person in found if person)

    def agents_from(self, start: int, end: int) -> tuple[Mention, ...]:
        """The agents that start in `start..end`, in order."""
        return self.agents[bisect_left(self._agent_starts, start) : bisect_left(self._agent_starts, end)]

    def mentions_until(self, end: int) -> Iterator[Mention]:
        """The mentions that start before `end`, the last first."""
        return (self.mentions[i] for i in range(bisect_left(self._mention_starts, end) - 1, -1, -1))

    @cached_property
    def _agent_starts(self) -> list[int]:
        return [m.start for m in self.agents]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [m.start for m in self.mentions]


@dataclass(frozen=True, slots=True)
class Frame:
    """Somebody and a verb of saying; offsets into the article's text. `subject` is where the somebody begins."""

    speakers: tuple[str, ...]
    subject: int
    verb: Verb
    start: int
    end: int
    factor: float
    carried: bool = False


def read_paragraph(index: Index, saying: Saying, start: int, end: int, before: tuple[str, ...]) -> Paragraph:
    """The block `start..end` made ready; `before` are the local ids of who spoke at the end of the last one."""
    quotes = find_quotes(index.text, start, end)
    mentions = tuple(m for m in index.mentions_from(start, end) if m.end <= end)
    agents = tuple(
        m
        for m in mentions
        if m.entity
        and (m.type == "Person" or m.type in ORGANIZATIONS)
        and not any(q.start < m.start and m.end < q.end for q in quotes if q.end - q.start > len(m.text) + 4)
    )
    masked = mask(index.text, start, end, quotes)
    named = list(masked)
    for m in mentions:
        if m.form in {"name", "short"}:
            named[m.start - start : m.end - start] = "■" * len(m.text)
    return Paragraph(index, saying, start, end, quotes, masked, "".join(named), mentions, agents, before)


def find_frames(p: Paragraph, start: int, end: int, earlier: Sequence[Draft]) -> list[Frame]:
    """The somebody-says of a unit, in order."""
    out: list[Frame] = []
    for verb in find_verbs(p.saying, p.nameless[start - p.start : end - p.start]):
        at = start + verb.start
        clause = clause_start(p, start, at)
        speakers, subject, factor, carried = _speaker(p, start, clause, at, earlier)
        body = all(p.index.entities[s].type in ORGANIZATIONS for s in speakers if s in p.index.entities)
        if speakers and not (body and _personal(p, at, start + verb.end)):
            out.append(Frame(speakers, subject, verb, at, start + verb.end, factor, carried))
    return out


def _personal(p: Paragraph, start: int, end: int) -> bool:
    words = p.words(start, end)
    return words.startswith(p.saying.personal) and words.removesuffix("说") in p.saying.personal


def clause_start(p: Paragraph, start: int, at: int) -> int:
    """Where the clause with offset `at` begins: after a comma, or after a quotation that ends in one."""
    begin = max(start, *(p.start + p.masked.rfind(comma, start - p.start, at - p.start) + 1 for comma in _COMMAS))
    for q in p.quotes:
        if begin <= q.start and q.end <= at and p.index.text[q.inner_end - 1] in "，。！？!?…,":
            begin = q.end
    return begin


def _speaker(
    p: Paragraph, unit: int, clause: int, at: int, earlier: Sequence[Draft]
) -> tuple[tuple[str, ...], int, float, bool]:
    """Who says what the verb at `at` introduces: ids, where they are named, factor, and whether a clause before did."""
    found = find_subject(p, clause, at)
    if found:
        return tuple(m.entity for m in found), found[0].start, 1.0, False
    words = p.words(clause, at)
    if PRONOUN_WORDS.match(words):
        speakers = antecedent(p, clause, earlier)
        return speakers, clause, PRONOUN, False
    if clause > unit and _ADVERBS.fullmatch(words):
        found = find_subject(p, unit, clause)
        if found:
            return tuple(m.entity for m in found), found[0].start, 1.0, True
    return (), at, 0.0, False


def find_subject(p: Paragraph, start: int, at: int, *, far: bool = False) -> tuple[Mention, ...]:
    """The people (with 和 and 、 between them: all), or else the organization, that a stretch is about."""
    text = p.index.text
    near = start if far else max(start, at - LONGEST_SUBJECT - _LONGEST_OPENING)
    inside = [m for m in p.agents_from(near, at) if m.end <= at and (far or at - m.end <= LONGEST_SUBJECT)]
    free = [m for m in inside if not _OBJECT.search(text[start : _opening(p, m)])]
    people = [m for m in free if m.type == "Person" and not text[m.end : at].startswith("的")]
    people = [m for m in people if not _bracketed(text, m, at)] or people
    if people:
        run = [people[0]]
        for m in people[1:]:
            if re.fullmatch(r"(?:等人?)?\s*[、和与及]\s*", text[run[-1].end : _opening(p, m)]):
                run.append(m)
        return tuple(run)
    for m in free:
        after = text[m.end : at]
        named = (
            m.type in ORGANIZATIONS and not _UNNAMED.match(after) and "负责人" not in after.replace("有关负责人", "")
        )
        if named and not re.search(r"[、和与]$|工作人员|人士|代表", after):
            return (m,)
    return ()


def _bracketed(text: str, mention: Mention, at: int) -> bool:
    """Whether a mention stands in brackets that close before `at`: 电（记者张某）甲局局长李某说."""
    closing = _CLOSING.search(text, mention.end, at)
    return closing is not None and not _OPENING.search(text, mention.end, closing.start())


def _opening(p: Paragraph, person: Mention) -> int:
    """Where the organization and title before a name begin."""
    start = person.start
    for m in p.mentions_until(start):
        if start - m.start > _LONGEST_OPENING:
            break
        if m.end <= start and p.index.text[m.end : start].strip(" 、的原前兼》") == "":
            if m.type == "Title" or m.type in ORGANIZATIONS or m.type == "AdministrativeArea":
                start = m.start
            else:
                break
    return start


def antecedent(p: Paragraph, at: int, earlier: Sequence[Draft]) -> tuple[str, ...]:
    """Who 他 is: whom coreference says, else who spoke last in the paragraph, else the subject of a sentence before.

    这位 is the person named last. With nobody in the paragraph, whoever alone spoke at the end of the one before.
    """
    for m in p.agents_from(at, at + 9):
        if m.form == "pronoun":
            return (m.entity,)
    if p.words(at, at + 8).lstrip().startswith(("这位", "这名")):
        named = next((m for m in reversed(p.agents_from(p.start, at)) if m.type == "Person" and m.end <= at), None)
        return (named.entity,) if named else ()
    for d in reversed(earlier):
        if d.start >= p.start and len(d.speakers) == 1 and p.index.entities[d.speakers[0]].type == "Person":
            return d.speakers
    person = _subject_before(p, at)
    if person:
        return (person.entity,)
    return p.before if len(p.before) == 1 else ()


def _subject_before(p: Paragraph, at: int) -> Mention | None:
    """The person that the clauses before `at` in its unit are about, else the nearest unit before that has one."""
    unit = p.units[max(0, bisect_right(p.units, at, key=lambda u: u[0]) - 1)][0]
    before = bisect_right(p.subjects, unit, key=lambda found: found[0])
    return _person(p, unit, at) or (p.subjects[before - 1][1] if before else None)


def _person(p: Paragraph, start: int, end: int) -> Mention | None:
    """The first person that a stretch is about."""
    return next((m for m in find_subject(p, start, end, far=True) if m.type == "Person"), None)

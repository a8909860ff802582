"""Follows what a text speaks of: the fronted name of each clause, the noun that stands for one, or what was carried on.

展会吸引960家企业 → the fair; [某公司]董事长说，员工5800人 → the company; 公司去年营收 → the company last spoken of.
Counter-example: 来自[印度]、[越南]等31个国家 speaks of no country.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.model import Mention, Sentence
from kg.nlp.index import Index
from kg.nlp.roles import Roles, clauses
from kg.nlp.subject_words import AREA, EVENT, NATION, NOMINALS, ORGANIZATION, PROVINCES, kind_of, sort_of


@dataclass(frozen=True, slots=True)
class Mark:
    """From `start` on, the text is about `entity`; `named` where a name says so, not a noun or a speaker's post."""

    start: int
    entity: str
    named: bool


class Subjects:
    """The state of the reading: `enter` the sentences in order; the public fields then describe the last one.

    `marks` are the subjects of its clauses, `carried` the subject that held before it, `subjects` and `last` the latest
    subject and the latest name of each kind, `recent` the names before in the paragraph, `previous` the entities of the
    sentence before.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.marks: list[Mark] = []
        self.subjects: dict[frozenset[str], str] = {}
        self.last: dict[frozenset[str], str] = {}
        self.previous: list[str] = []
        self.recent: list[Mention] = []
        self.topic = self.carried = Mark(-1, index.document.focus, False)
        self.counts = Counter(m.entity for m in index.document.mentions if m.entity)
        ordered = sorted(index.document.mentions, key=lambda m: (m.start, m.end))
        self.first = next((m.entity for m in ordered if kind_of(index.entity(m))), "")
        self._areas: dict[str, str] = {}  # the last of each level
        self._company = ""
        self._names: list[Mention] = []
        self._block = -1

    def enter(self, sentence: Sentence) -> Roles:
        """Read the sentence's names: which clause has which subject."""
        roles = Roles(self.index, sentence)
        same = self._block == sentence.block
        self.previous = sorted({m.entity for m in self._names}) if same else []
        self.recent = [*self.recent, *self._names] if same else []
        self.marks, self.carried = [], self.topic
        self._block, self._names = sentence.block, roles.names
        for left, right in clauses(self.index.text, sentence):
            mark = self._subject(roles, left, right)
            if mark is not None and mark.entity:
                self._note(mark)
            for mention in roles.names:
                if left <= mention.start < right:
                    self.last[roles.kind(mention)] = mention.entity
                    if roles.kind(mention) == AREA:
                        self._areas[self._level(mention.entity)] = mention.entity
        return roles

    def _note(self, mark: Mark) -> None:
        self.topic = mark
        self.marks.append(mark)
        kind = self.kind(mark.entity)
        self.subjects[kind] = mark.entity
        if sort_of(self.index.entities.get(mark.entity)) == "organization/company":
            self._company = mark.entity

    def kind(self, entity: str) -> frozenset[str]:
        """The kind of a local id, one of `KINDS`, or the empty set."""
        return kind_of(self.index.entities.get(entity))

    def event(self) -> str:
        """The event last named, or the one reported on."""
        return self.last.get(EVENT, self.index.document.focus)

    def edition(self, entity: str) -> str:
        """The edition reported on, where the name is that of its series."""
        focus = self.index.entities.get(self.index.document.focus)
        found = self.index.entities.get(entity)
        if focus is None or found is None or self.kind(entity) != EVENT:
            return entity
        return focus.id if focus.series == entity or focus.name.endswith(found.name) else entity

    def noun_within(self, left: int, right: int) -> str:
        """The entity that the last nominal of the stretch stands for: 如今公司日均…, 累计全省…."""
        text = self.index.text
        best = max(
            ((m.start(), m[0], kind) for pattern, kind in NOMINALS for m in pattern.finditer(text, left, right)),
            default=None,
            key=lambda row: row[0],
        )
        inside = best and any(m.start <= best[0] < m.end for m in self._names)
        return self._stands_for(best[1], best[2]) if best and not inside else ""

    def _subject(self, roles: Roles, left: int, right: int) -> Mark | None:
        text = self.index.text
        for mention in roles.names:
            if not left <= mention.start < right:
                continue
            if roles.speaks(mention):
                return Mark(mention.start, mention.entity, False)
            start = roles.group(mention)[0]
            if roles.free(mention) and not roles.modifies(mention, right) and roles.fronted(text[left:start]):
                return Mark(mention.start, mention.entity, True)
        return self._nominal(roles.opening(left, right), right)

    def _nominal(self, at: int, right: int) -> Mark | None:
        text = self.index.text
        if NATION.match(text, at, right):
            nation = next((e.id for e in self.index.document.entities if "中国" in e.names), "")
            return Mark(at, nation, True)
        for pattern, kind in NOMINALS:
            match = pattern.match(text, at, right)
            if match:
                entity = self._stands_for(match[0], kind)
                return Mark(at, entity, False) if entity else None
        return None

    def _stands_for(self, noun: str, kind: frozenset[str]) -> str:
        found = self._named_like(noun, kind)
        if found:
            return found
        if kind == AREA:
            return self._areas.get(noun[-1]) or self.subjects.get(AREA, self.last.get(AREA, ""))
        if kind == ORGANIZATION and re.search(r"公司|集团|企业", noun):
            return self._company or self.subjects.get(ORGANIZATION, "")
        entity = self.subjects.get(kind) or self.last.get(kind, "")
        return entity or (self.index.document.focus if kind == EVENT else "")

    def _level(self, entity: str) -> str:
        """省, 市, 县 … of an area, from its names; provinces are known without the word."""
        names = self.index.entities[entity].names
        return next((n[-1] for n in names if n[-1] in "省市县区镇村州旗"), "省" if set(names) & PROVINCES else "市")

    def _named_like(self, noun: str, kind: frozenset[str]) -> str:
        """协会 → the one association spoken of whose name ends so, where there is just one."""
        tail = re.sub(r"^(?:该|本|新|这[家座款套部场次]|此次|今年的?|整[个条])", "", noun)
        seen = {e for e in (*self.subjects.values(), *self.last.values()) if self.kind(e) == kind}
        ends = [e for e in sorted(seen) if any(n.endswith(tail) for n in self.index.entities[e].names)]
        return ends[0] if len(ends) == 1 and len(tail) > 1 else ""

"""The part each name plays in its sentence: subject, member of a list, place before another name, owner of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Mention, Quantity, Sentence
from kg.nlp.index import Index
from kg.nlp.measures import Measure
from kg.nlp.subject_words import (
    AREA,
    CLAUSE,
    HOLDING,
    LIST_END,
    OPENING,
    ORGANIZATION,
    PREDICATE,
    PREPOSITION,
    SOURCE,
    kind_of,
)  # fmt: skip


def clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, between commas and stops."""
    left = sentence.start
    for at in range(sentence.start, sentence.end):
        if text[at] in CLAUSE:
            yield left, at
            left = at + 1
    if left < sentence.end:
        yield left, sentence.end


class Roles:
    """Questions about the names of one sentence; `names` are those of entities a figure can be about."""

    def __init__(self, index: Index, sentence: Sentence) -> None:
        self.text = index.text
        self.sentence = sentence
        self.mentions = index.mentions(sentence)
        self.dates = index.dates(sentence)
        self.quantities = index.quantities(sentence)
        self._index = index
        self.names = [m for m in self.mentions if self.kind(m)]

    def kind(self, mention: Mention) -> frozenset[str]:
        """The set of classes the mention's entity belongs to, one of `KINDS` (empty for a person or a title)."""
        return kind_of(self._index.entity(mention))

    def group(self, mention: Mention) -> tuple[int, int]:
        """Where the chain of names that the mention stands in begins and ends: 中国、越南、老挝; 广东深圳某中心."""
        text = self.text
        row = list(self.mentions)
        at = row.index(mention)
        first, last = at, at
        while first and re.fullmatch(
            r"(?:[”’》）]?(?:[、和与及]|以及)[“‘《]?)?", text[row[first - 1].end : row[first].start]
        ):
            first -= 1
        while last + 1 < len(row) and re.fullmatch(
            r"(?:[”’》）]?(?:[、和与及]|以及)[“‘《]?)?", text[row[last].end : row[last + 1].start]
        ):
            last += 1
        return row[first].start, row[last].end

    def free(self, mention: Mention) -> bool:
        """Not a member of a list that ends in 等, not the place before another name, not a speaker's body."""
        text, sentence = self.text, self.sentence
        first, last = self.group(mention)
        if any(m.start == mention.end for m in self.mentions):
            return False
        if LIST_END.match(text, last) or PREPOSITION.search(text, sentence.start, first):
            return False
        if self.kind(mention) == AREA and re.match(r"[等]?的?$", text[last : last + 1]) and first != mention.start:
            return False
        return not SOURCE.match(text, mention.end, sentence.end)

    def speaks(self, mention: Mention) -> bool:
        """[某公司][董事长][张三]: what follows is mostly about the body he speaks for."""
        if self.kind(mention) != ORGANIZATION:
            return False
        following = [m for m in self.mentions if m.start == mention.end]
        return any(m.type in {"Title", "Person"} for m in following)

    def modifies(self, mention: Mention, right: int) -> bool:
        """[荷兰]的[某公司]: the name after 的 is the head."""
        text = self.text
        gap_end = min(right, mention.end + 12)
        return any(
            mention.end < m.start <= gap_end and re.search(r"^[^，。]*的[“《]?$", text[mention.end : m.start])
            for m in self.names
        )

    def fronted(self, prefix: str) -> bool:
        """Whether the words between the clause's start and a name are no predicate: 业主…, 由甲主办的…, not 前身是…."""
        return not PREDICATE.search(prefix.rsplit("的", 1)[-1]) and not re.search(
            r"(?:是|系|前身为|更名为|引入|收购)", prefix
        )

    def opening(self, left: int, right: int) -> int:
        """Where the clause begins once dates and opening words are passed over."""
        text = self.text
        at = left
        for _ in range(3):
            opening = OPENING.match(text[at:right])
            at += opening.end() if opening else 0
            at = next((d.end for d in self.dates if d.start == at), at)
        return at

    def bound(self, quantity: Quantity, measure: Measure, left: int, right: int) -> tuple[str, str]:
        """A name tied to the quantity by the words between, and how: the noun it describes (after), what is bought
        for it (bought), who holds the share (share), whose stake it is (stake) or whose measure (owner)."""
        text = self.text
        after = next((m for m in self.names if m.start >= quantity.end), None)
        if after is not None and after.end <= right and self.kind(after) != AREA:
            between = text[quantity.end : after.start]
            if re.fullmatch(r"[^，。；、的]{0,5}的[“《]?[^，。；、的]{0,8}?[“《]?", between):
                return after.entity, "after"
            if re.match(r"(?:的?价格|的?对价)?(?:全资|全额)?(?:收购|受让|买下|购得|取得)", between):
                return after.entity, "bought"
        before = [m for m in self.names if m.end <= quantity.start]
        if not before:
            return "", ""
        share = self._share(quantity, before, left)
        if share:
            return share, "share"
        mention = before[-1]
        if re.fullmatch(r"[”）]?(?:剩余|其余|所持)?的?", text[mention.end : quantity.start]) and re.match(
            r"的?(?:股权|股份)", text[quantity.end : right]
        ):
            return mention.entity, "stake"
        if measure.start < quantity.start and mention.start >= left and self.free(mention):
            gap = text[mention.end : measure.start]
            if measure.end > measure.start >= mention.end and re.fullmatch(
                r"[”’》）]?(?:的|旗下的?|目前|现有|全[省市县区])?", gap
            ):
                return mention.entity, "owner"
        return "", ""

    def _share(self, quantity: Quantity, before: list[Mention], left: int) -> str:
        """Who holds the share: A（持股51%）, A、B分别持股51%、49%."""
        text = self.text
        holding = HOLDING.search(text[left : quantity.start])
        holders = [m for m in before if self.kind(m) == ORGANIZATION]
        if holding is None or not holders:
            return ""
        if "分别" in text[left : quantity.start] or "各" in text[left : quantity.start]:
            row = [
                q
                for q in self.quantities
                if q.start >= left + holding.start()
                and q.unit == quantity.unit
                and "，" not in text[left : q.start].split("持", 1)[-1]
            ]
            if quantity in row and len(row) <= len(holders):
                return holders[len(holders) - len(row) + row.index(quantity)].entity
        last = before[-1]
        between = text[last.end : quantity.start]
        return last.entity if last in holders and re.fullmatch(r"[”）]?（?[^，。；]{0,8}", between) else ""

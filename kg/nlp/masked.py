"""A sentence seen through its mentions: every mention, date and quantity shrinks to one typed character.

由[甲协会]主办的[乙展]将于[5月1日]在[丙馆]举行 becomes 由Ⓞ主办的Ⓔ将于Ⓓ在Ⓥ举行, so that a pattern over the whole
sentence can be written, read and matched in linear time. Quotation marks and brackets that only wrap a mention, and
parentheses as a whole, are left out: they never carry a relation of the main sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import DateSpan, Mention, Quantity, Sentence
from kg.nlp.classes import family
from kg.nlp.index import Index

Slot = Mention | DateSpan | Quantity

# One private-use character a kind of slot; text never holds these (the reader removes them).
MARKS: dict[str, str] = {
    "Organization": "\ue001",
    "Person": "\ue002",
    "Event": "\ue003",
    "Venue": "\ue004",
    "AdministrativeArea": "\ue005",
    "Work": "\ue006",
    "Product": "\ue007",
    "Title": "\ue008",
    "Date": "\ue009",
    "Quantity": "\ue00a",
}
_EMPLOYERS = MARKS["Organization"] + MARKS["AdministrativeArea"]
_HAN = "\u4e00-\u9fff"
# A body that no name was found for, as the list goes on: 省委副秘书长, 全国商业规划管理办公室主任.
_UNNAMED = (
    rf"(?:[{_HAN}]{{2,14}}?|[省市县区州团校院])"
    r"(?:委|委员会|政府|人大|人大常委会|政协|办公室|办|部|局|厅|处|司|署|院|所|会|中心|公司|集团|大学|学院|医院|协会"
    r"|学会|商会|研究院|研究所|[乡镇]|街道|学校)"
)
# One post and what joins it to the next: 甲局原副局长、 ; 第十届乙会会长兼 ; 某国某岛副总统 ; 某运动会女子双打冠军
_POST = (
    rf"(?:{MARKS['Event']}(?:组委会|组织委员会|执委会|执行委员会|筹委会|[{_HAN}]{{2,10}}?)?|(?:第[一二三四五六七八九十百\d]+届|{MARKS['Event']})?[{_EMPLOYERS}]{{1,4}}(?:驻[{_EMPLOYERS}])?[^，。；：、！？\n{''.join(MARKS.values())}]{{0,12}}?"
    rf"|(?:(?<![{_HAN}])|(?<=[兼任和与及暨的]))(?:学校|学院|医院|公司|集团|原|前|时任|现任|新任|首任|候任|{_UNNAMED})?)[{MARKS['Title']}]{{1,3}}+(?:兼任?|暨|和|与|及|、|，)?"
)
# 市领导张某、李某
_LEADERS = rf"(?:[{_EMPLOYERS}]|(?<![{_HAN}]))[省市县区州校院]?领导"
# A title right behind a name (张某教授), and the posts before one.
_POSTS = re.compile(
    rf"(?<=[{MARKS['Person']}])[{MARKS['Title']}]|(?:(?:{_POST}){{1,8}}|{_LEADERS})(?=[{MARKS['Person']}])"
)
_OPENERS = '“‘《〈「『"（('
_CLOSERS = '”’》〉」』"）)'


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked sentence: `text[i]` stands for the article's characters from `starts[i]` to `ends[i]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    slots: tuple[Slot | None, ...]

    def slots_in(self, start: int, end: int) -> tuple[Slot, ...]:
        """The slots among the masked characters `start..end`."""
        return tuple(s for s in self.slots[start:end] if s is not None)


def _slots(index: Index, sentence: Sentence) -> list[tuple[Slot, str]]:
    """The sentence's slots in order, not overlapping; a mention outweighs a date or quantity inside it."""
    rows: list[tuple[int, int, int, Slot, str]] = []
    for mention in index.mentions(sentence):
        rows.append((mention.start, 0, -mention.end, mention, MARKS[family(mention.type)]))
    for date in index.dates(sentence):
        rows.append((date.start, 1, -date.end, date, MARKS["Date"]))
    for quantity in index.quantities(sentence):
        rows.append((quantity.start, 2, -quantity.end, quantity, MARKS["Quantity"]))
    taken = [(m.start, m.end) for m in index.mentions(sentence)]
    kept: list[tuple[Slot, str]] = []
    at = -1
    for start, rank, _, slot, mark in sorted(rows, key=lambda r: r[:3]):
        inside = rank > 0 and any(s < slot.end and slot.start < e for s, e in taken)
        if start >= at and not inside and slot.end <= sentence.end:
            kept.append((slot, mark))
            at = slot.end
    return kept


def slots_of(index: Index, sentence: Sentence) -> tuple[Slot, ...]:
    """The sentence's mentions, dates and quantities in order, not overlapping."""
    return tuple(slot for slot, _ in _slots(index, sentence))


def _parenthesis(text: str, start: int, end: int) -> int:
    """Where the parenthesis opened at `start` closes (exclusive), or `start` if it does not before `end`."""
    for at in range(start + 1, min(end, start + 80)):
        if text[at] in "）)":
            return at + 1
        if text[at] in "（(":
            return start
    return start


def mask(index: Index, sentence: Sentence) -> Masked:
    """The sentence with its slots shrunk to one character each."""
    text = index.text
    slots = {slot.start: (slot, mark) for slot, mark in _slots(index, sentence)}
    out: list[tuple[str, int, int, Slot | None]] = []
    at = sentence.start
    while at < sentence.end:
        if at in slots:
            slot, mark = slots[at]
            follower = slots.get(slot.end)
            if mark == MARKS["Event"] and follower is not None and follower[1] == mark:
                at = slot.end  # an edition right before its sub-event only says which one
                continue
            out.append((mark, slot.start, slot.end, slot))
            at = slot.end
            continue
        char = text[at]
        closes = _parenthesis(text, at, sentence.end) if char in "（(" else at
        if closes > at:
            at = closes
            continue
        wraps_next = char in _OPENERS and at + 1 in slots
        wraps_last = char in _CLOSERS and bool(out) and out[-1][3] is not None and out[-1][2] == at
        if not (wraps_next or wraps_last or char.isspace()):
            out.append((char, at, at + 1, None))
        at += 1
    return Masked(
        "".join(o[0] for o in out), tuple(o[1] for o in out), tuple(o[2] for o in out), tuple(o[3] for o in out)
    )


def without_posts(masked: Masked) -> Masked:
    """The masked sentence without the posts at people's names.

    甲局局长、乙会会长|张某，李某|教授 → 张某，李某. Counter-example: 甲局局长出席 stays.
    """
    kept: list[int] = []
    at = 0
    for match in _POSTS.finditer(masked.text):
        kept += range(at, match.start())
        at = match.end()
    if not at:
        return masked
    kept += range(at, len(masked.text))
    return Masked(
        "".join(masked.text[i] for i in kept),
        tuple(masked.starts[i] for i in kept),
        tuple(masked.ends[i] for i in kept),
        tuple(masked.slots[i] for i in kept),
    )

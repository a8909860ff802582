"""An article as the relation reader sees it: one row of words and slots, and the pairs of slots that may be related.

由[甲协会]主办的[乙展]将在[丙馆]举行 → 由 Ⓞ 主办 的 Ⓔ 将 在 Ⓥ 举行; the pairs are (乙展, 甲协会), (乙展, 丙馆) …
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from kg.model import (
    Attribute,
    Claim,
    DateSpan,
    Document,
    Fact,
    Mention,
    Observation,
    Position,
    Quantity,
    Relation,
    Sentence,
    Tag,
)  # fmt: skip
from kg.nlp.classes import family
from kg.nlp.index import Index
from kg.nlp.lac import Floats, Ints
from kg.nlp.masked import Slot, slots_of

FAMILIES: Final = (
    "Organization", "Person", "Event", "Venue", "AdministrativeArea", "Work", "Product", "Date", "Quantity",
)  # fmt: skip
"""What may stand at an end of a pair; a date or a quantity only at the second."""

_TITLE: Final = len(FAMILIES)
TAGS: Final = (
    "LOC", "ORG", "PER", "TIME", "a", "ad", "an", "c", "d", "f", "m", "n", "nr", "ns", "nt", "nw", "nz", "p", "q", "r",
    "s", "t", "u", "v", "vd", "vn", "w", "xc",
)  # fmt: skip
_DETAILS: Final = (
    "Company", "GovernmentBody", "Association", "InternationalOrganization", "MediaOutlet", "Institution",
    "EventSeries",
)  # fmt: skip
_BORDER, _WORD = 1, 2
_SLOT = _WORD + 1 + len(TAGS)
_FORMS: Final = MappingProxyType({"name": 0, "short": 0, "nominal": 1, "pronoun": 2})
SENTENCES: Final = 2
"""How many sentences may lie between the ends of a pair, at most."""

REACH: Final = 80
"""How many slots may lie between them, at most: else a list of thousands of names would have millions of pairs."""

SIZES: Final[Mapping[str, int]] = MappingProxyType({
    "kind": _SLOT + 3 * (len(FAMILIES) + 1), "detail": len(_DETAILS) + 1, "focus": 2, "often": 9,
    "distance": 19, "sentences": 2 * SENTENCES + 1, "between": 9, "order": 8, "alike": 7,
    "types": len(FAMILIES) ** 2,
})  # fmt: skip
"""The small numbers and how many values each has: four for each place of the row, six for each pair."""

SURE_FIGURE: Final = 0.5
"""The least confidence of a figure that counts as said by the rules."""

POSITION, OBSERVATION = "position", "observation"
"""A person's post at an organization, and a figure about an entity, read as relations of two slots."""

DATED: Final[Mapping[str, str]] = MappingProxyType({"startDate": "first", "endDate": "last", "founded": "first"})
"""Properties whose value is a date, and which end of a period it is."""

MUTUAL: Final = frozenset({"cooperatesWith"})
"""Relations that hold both ways."""

Key: TypeAlias = tuple[str, str, str | Decimal]
"""What a claim says: an entity, a relation, and an entity, a date or a figure's value."""

_STEPS = np.array([2, 3, 4, 6, 9, 14, 22, 40])


@dataclass(frozen=True, slots=True)
class Row:
    """An article's words and slots in order. All arrays have one entry a place.

    `words`, `firsts`, `lasts` are the word and its first and last letter (of slots the letters alone); `numbers`
    (places, 4) are `kind`, `detail`, `focus` and `often`; `sentence` is the sentence's index. `slots` and `at` are the
    slots and their places.
    """

    words: tuple[str, ...]
    firsts: str
    lasts: str
    numbers: Ints
    sentence: Ints
    slots: tuple[Slot, ...]
    at: Ints


@dataclass(frozen=True, slots=True)
class Pairs:
    """Ordered pairs of slots, by their index in `Row.slots`; `numbers` (pairs, 6) as in `SIZES`."""

    first: Ints
    second: Ints
    numbers: Ints


def row_of(document: Document) -> Row:
    """The article as one row; between two sentences stands a border."""
    index = Index(document)
    text = document.article.text
    words: list[str] = []
    ends: list[tuple[str, str]] = []
    numbers: list[tuple[int, int, int, int]] = []
    counts = Counter(m.entity for m in document.mentions if m.entity)
    met: set[str] = set()
    sentence: list[int] = []
    slots: list[Slot] = []
    at: list[int] = []
    for each in document.sentences:
        for piece in _pieces(index, each):
            if isinstance(piece, Tag):
                words.append(piece.text)
                numbers.append((_WORD + _tag_number(piece.label), 0, 0, 0))
            else:
                at.append(len(words))
                slots.append(piece)
                words.append("")
                numbers.append((*_slot_numbers(piece, document.focus), _often(piece, counts, met)))
            ends.append((text[piece.start], text[piece.end - 1]))
            sentence.append(each.index)
        words.append("")
        ends.append(("\n", "\n"))
        numbers.append((_BORDER, 0, 0, 0))
        sentence.append(each.index)
    return Row(
        tuple(words),
        "".join(first for first, _ in ends),
        "".join(last for _, last in ends),
        np.array(numbers, dtype=np.intp).reshape(-1, 4),
        np.array(sentence, dtype=np.intp),
        tuple(slots),
        np.array(at, dtype=np.intp),
    )


def _often(slot: Slot, counts: Mapping[str, int], met: set[str]) -> int:
    """How often the entity is named (1, 2, 3 or 4, 5 or more) and whether here for the first time; 0 for none."""
    if not isinstance(slot, Mention) or not slot.entity:
        return 0
    count = counts[slot.entity]
    bucket = 1 if count == 1 else 2 if count == 2 else 3 if count < 5 else 4
    first = slot.entity not in met
    met.add(slot.entity)
    return bucket + 4 * first


def _alike(one: str, other: str) -> int:
    """What two names share: the second opens with the first (1), the first with the second (2), holds it elsewhere
    (3, 4), they open alike (5) or end alike (6); 0 nothing."""
    if not one or not other:
        return 0
    if other.startswith(one):
        return 1
    if one.startswith(other):
        return 2
    if one in other:
        return 3
    if other in one:
        return 4
    if one[:2] == other[:2]:
        return 5
    return 6 if one[-3:] == other[-3:] else 0


def _tag_number(label: str) -> int:
    return TAGS.index(label) + 1 if label in TAGS else 0


def _slot_numbers(slot: Slot, focus: str) -> tuple[int, int, int]:
    if isinstance(slot, Mention):
        kind = _TITLE if slot.type == "Title" else FAMILIES.index(family(slot.type))
        number = _SLOT + 3 * kind + _FORMS[slot.form]
        detail = _DETAILS.index(slot.type) + 1 if slot.type in _DETAILS else 0
        return number, detail, int(bool(focus) and slot.entity == focus)
    return _SLOT + 3 * FAMILIES.index("Date" if isinstance(slot, DateSpan) else "Quantity"), 0, 0


def _pieces(index: Index, sentence: Sentence) -> Iterator[Tag | Slot]:
    """The slots of a sentence and the words between them; a word that a slot cuts is given in part."""
    slots = slots_of(index, sentence)
    words = index.tags(sentence)
    borders = [sentence.start, *(edge for slot in slots for edge in (slot.start, slot.end)), sentence.end]
    which = 0
    for number, (start, end) in enumerate(pairwise(borders)):
        if number % 2:
            yield slots[number // 2]
            continue
        while which < len(words) and words[which].start < end:
            word = words[which]
            begin, stop = max(start, word.start), min(end, word.end)
            if begin < stop:
                yield Tag(begin, stop, index.text[begin:stop], word.label, word.score)
            if word.end > end:
                break
            which += 1


def end_family(slot: Slot) -> str:
    """The family of an end of a pair, empty for what is none (a title, an unresolved date)."""
    if isinstance(slot, Mention):
        return family(slot.type) if slot.entity else ""
    if isinstance(slot, Quantity):
        return "Quantity"
    return "Date" if slot.first else ""


def pairs_of(row: Row, allowed: frozenset[tuple[str, str]]) -> Pairs:
    """The pairs of different entities whose families are `allowed`, at most SENTENCES and REACH slots apart."""
    families = [end_family(slot) for slot in row.slots]
    ids = [slot.entity if isinstance(slot, Mention) else "" for slot in row.slots]
    sentences = row.sentence[row.at].tolist() if len(row.at) else []
    first: list[int] = []
    second: list[int] = []
    low = 0
    for i, kind in enumerate(families):
        while low < i and sentences[low] < sentences[i] - SENTENCES:
            low += 1
        if kind in ("", "Date", "Quantity"):
            continue
        for j in range(max(low, i - REACH), min(len(families), i + REACH + 1)):
            if sentences[j] > sentences[i] + SENTENCES:
                break
            if families[j] and (kind, families[j]) in allowed and ids[i] != ids[j]:
                first.append(i)
                second.append(j)
    a, b = np.array(first, dtype=np.intp), np.array(second, dtype=np.intp)
    return Pairs(a, b, _pair_numbers(row, families, a, b))


def _pair_numbers(row: Row, families: Sequence[str], first: Ints, second: Ints) -> Ints:
    """`distance`, `sentences`, `between`, `order`, `alike` and `types` of each pair."""
    kinds = np.array([FAMILIES.index(f) if f else -1 for f in families], dtype=np.intp)
    counts = np.array([np.cumsum(kinds == k) for k in range(len(FAMILIES))], dtype=np.intp).reshape(len(FAMILIES), -1)
    if not len(first):
        return np.zeros((0, 6), dtype=np.intp)
    gap = row.at[second] - row.at[first]
    distance = np.sign(gap) * (np.searchsorted(_STEPS, np.abs(gap), side="right") + 1) + len(_STEPS) + 1
    apart = row.sentence[row.at[second]] - row.sentence[row.at[first]] + SENTENCES
    left, right = np.minimum(first, second), np.maximum(first, second)

    def inside(kind: Ints) -> Ints:
        found: Ints = np.minimum(counts[kind, right - 1] - counts[kind, left], 2)
        return found

    ka, kb = kinds[first], kinds[second]
    between = 3 * inside(ka) + inside(kb)
    leads = _first_of_sentence(row, kinds)
    order = 4 * leads[first] + 2 * leads[second] + (first < second)
    texts = [slot.text if isinstance(slot, Mention) else "" for slot in row.slots]
    alike = np.array([_alike(texts[i], texts[j]) for i, j in zip(first.tolist(), second.tolist(), strict=True)])
    return np.stack((distance, apart, between, order, alike, ka * len(FAMILIES) + kb), axis=1).astype(np.intp)


def _first_of_sentence(row: Row, kinds: Ints) -> Ints:
    """1 for the first slot of its family in its sentence, else 0."""
    met: set[tuple[int, int]] = set()
    found = np.zeros(len(kinds), dtype=np.intp)
    for number, key in enumerate(zip(row.sentence[row.at].tolist(), kinds.tolist(), strict=True)):
        found[number] = key not in met
        met.add(key)
    return found


def key_of(fact: Fact) -> Key | None:
    """What a fact says as a relation of two slots; None for other facts (names, themes, quotations)."""
    match fact:
        case Relation():
            return (fact.subject, fact.predicate, fact.object)
        case Attribute() if fact.predicate in DATED:
            return (fact.subject, fact.predicate, str(fact.value))
        case Position() if fact.organization:
            return (fact.holder, POSITION, fact.organization)
        case Observation():
            return (fact.about, OBSERVATION, fact.value)
    return None


def pair_key(first: Slot, relation: str, second: Slot) -> Key | None:
    """What two slots say if they are so related; None where their kinds do not fit the relation."""
    assert isinstance(first, Mention)
    if isinstance(second, Quantity):
        return (first.entity, relation, second.value) if relation == OBSERVATION else None
    if isinstance(second, DateSpan):
        return (first.entity, relation, getattr(second, DATED[relation])) if relation in DATED else None
    return None if relation in DATED or relation == OBSERVATION else (first.entity, relation, second.entity)


def heard(claims: Iterable[Claim]) -> dict[Key, float]:
    """What the rules say, and how sure they are; what is denied is not said, nor a figure of which they are unsure."""
    found: dict[Key, float] = {}
    for claim in claims:
        key = key_of(claim.fact) if claim.status != "negated" else None
        unsure = isinstance(claim.fact, Observation) and claim.confidence < SURE_FIGURE
        if key is not None and not unsure:
            found[key] = max(found.get(key, 0.0), claim.confidence)
    return found


def heard_columns(row: Row, pairs: Pairs, relations: Sequence[str], said: Mapping[Key, float]) -> Floats:
    """How sure the rules are that each pair is related in each way (pairs, relations); 0 where they say nothing.

    Cooperation is mutual: said of one order, it is said of both.
    """
    found = np.zeros((len(pairs.first), len(relations)), dtype=np.float32)
    numbers = {relation: n for n, relation in enumerate(relations)}
    wanted: dict[str, list[tuple[int, float, Key]]] = {}
    for key, confidence in said.items():
        if key[1] in numbers:
            wanted.setdefault(key[0], []).append((numbers[key[1]], confidence, key))
            if key[1] in MUTUAL and isinstance(key[2], str):
                mirrored = (key[2], key[1], key[0])
                wanted.setdefault(key[2], []).append((numbers[key[1]], confidence, mirrored))
    for at, (a, b) in enumerate(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)):
        one, other = row.slots[a], row.slots[b]
        assert isinstance(one, Mention)
        for number, confidence, key in wanted.get(one.entity, ()):
            if pair_key(one, key[1], other) == key:
                found[at, number] = max(found[at, number], confidence)
    return found

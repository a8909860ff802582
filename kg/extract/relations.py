"""Relations by readable patterns (`seeds/lexicons/patterns/*.yaml`) over masked sentences.

由[甲协会]主办的[乙展]将在[丙馆]举行 → 乙展 organizer 甲协会; 乙展 heldAt 丙馆 (planned).
Counter-example: [甲公司]未参加[乙展] gives a negated claim, which never becomes a fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.identity import claim_id
from kg.model import Attribute, Claim, DateSpan, Document, Fact, Mention, Relation, Sentence
from kg.nlp.classes import ORGANIZATIONS, family
from kg.nlp.index import Index
from kg.nlp.masked import Slot, mask
from kg.nlp.modality import status
from kg.nlp.occasions import elsewhere, press_told
from kg.nlp.patterns import Match, Rule, find_matches
from kg.nlp.plausible import fits, most_specific

_LAST_CHANCE = 0.6  # confidence of a relation one of whose ends is the topic carried from a sentence before
_SPIRIT = re.compile(r"[”》]?(?:的?重要)?(?:精神|部署|要求|决议|决定|决策)")  # 贯彻某大会精神: nobody is there
_PRESS_HELD = re.compile(r"(?:举[行办]|召开)[^。；，]{0,6}(?:新闻发布会|通气会|吹风会)|(?:发布会|通气会|吹风会)[上现]")
_POST_WORDS = re.compile("[\u4e00-\u9fff]{0,8}")  # between an event and the title of somebody's post there
_OTHER_EDITION = re.compile(r"(?<![较比与同和跟从])[上下前往]一?届")  # 下届书展将由某国任主宾国: not said of this one


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of a relation: an entity (or a date), how sure we are, and the words that name it."""

    entity: str
    date: DateSpan | None
    trust: float
    text: str
    start: int
    end: int


def extract_relations(document: Document, rules: Sequence[Rule]) -> Document:
    """The document with a claim for every relation its sentences state by one of the rules."""
    index = Index(document)
    claims: dict[tuple[Fact, int], Claim] = {}
    for sentence in document.sentences:
        masked = mask(index, sentence)
        if not any(slot is not None for slot in masked.slots):
            continue
        matches = list(find_matches(tuple(rules), masked))
        taken, outright = _taken(matches), _outright(matches)
        for match in matches:
            if _repeats(match, outright):
                continue
            for claim in _claims(index, sentence, match, taken):
                key = (claim.fact, claim.sentence)
                held = claims.get(key)
                if held is None or claim.confidence > held.confidence:
                    claims[key] = claim
    found = list(claims.values())
    kept = most_specific([*found, *_shown_at_fair(index, found)])
    return replace(document, claims=(*document.claims, *sorted(kept, key=lambda c: (c.start, c.end, c.id))))


def _taken(matches: Sequence[Match]) -> dict[tuple[str, str], frozenset[str]]:
    """By property and side, the entities that a sentence names outright on that side: none of them is the topic left
    out on the other (由甲领投，乙跟投: the company is neither; 甲展由乙局主办、丙司承办: both times the fair)."""
    rows: dict[tuple[str, str], set[str]] = {}
    for match in matches:
        for side, slots in (("subject", match.subjects), ("object", match.objects)):
            named = {slot.entity for slot in slots if isinstance(slot, Mention)}
            rows.setdefault((match.rule.property, side), set()).update(named)
    return {key: frozenset(entities) for key, entities in rows.items()}


def _outright(matches: Sequence[Match]) -> frozenset[tuple[str, Slot]]:
    """(property, slot) of the ends of matches that name both ends."""
    full = [m for m in matches if m.subjects and m.objects]
    return frozenset((m.rule.property, s) for m in full for s in (*m.subjects, *m.objects))


def _repeats(match: Match, outright: frozenset[tuple[str, Slot]]) -> bool:
    """Whether a match with an open end says of the same word what another match says with both ends."""
    if match.subjects and match.objects:
        return False
    return any((match.rule.property, s) in outright for s in (*match.subjects, *match.objects))


# A fair: where what somebody shows is shown.
_FAIR = re.compile(r"(?:会|展|节|周|秀|Expo|CES|SEMI)(?:\s?\d{4})?$")


def _shown_at_fair(index: Index, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Who shows a product in an article about one fair exhibits there."""
    focus = index.entities.get(index.document.focus)
    if focus is None or focus.type != "Event" or not any(_FAIR.search(n) for n in focus.names):
        return
    said = {c.fact.subject for c in claims if isinstance(c.fact, Relation) and c.fact.predicate == "exhibitsAt"}
    for claim in claims:
        fact = claim.fact
        if not isinstance(fact, Relation) or fact.predicate != "exhibits" or fact.subject in said:
            continue
        shower = index.entities.get(fact.subject)
        if shower is None or shower.type not in ORGANIZATIONS or not _SHOWN.search(claim.role):
            continue
        said.add(fact.subject)
        yield replace(
            claim,
            id=claim_id(claim.article, claim.id, "exhibitsAt", focus.id, claim.start, claim.end),
            fact=Relation(fact.subject, "exhibitsAt", focus.id),
            extractor="relations:shown-at-fair",
            confidence=round(claim.confidence * 0.85, 2),
        )


_SHOWN = re.compile(r"展出|展示|带来|首秀|亮相|携|首发|亮出|搬来|首次公开|登场|同台|演示")


def _claims(
    index: Index, sentence: Sentence, match: Match, taken: Mapping[tuple[str, str], frozenset[str]]
) -> Iterator[Claim]:
    rule = match.rule
    objects_named = taken.get((rule.property, "object"), frozenset())
    subjects_named = taken.get((rule.property, "subject"), frozenset())
    subjects = list(_sides(index, sentence, match, match.subjects, objects_named, rule.like.get(rule.subject)))
    objects = list(_sides(index, sentence, match, match.objects, subjects_named, rule.like.get(rule.object)))
    for one in subjects:
        for other in objects:
            if elsewhere(index.text, (one.start, one.end), match.end, (sentence.start, sentence.end), rule.property):
                continue
            if one.entity and one.entity != other.entity:
                yield from _claim(index, sentence, match, one, other, rule)


def _in_press(index: Index, sentence: Sentence, match: Match) -> bool:
    """Whether a statement without an event tells of a press meeting: who attends that is not at the event."""
    if press_told(index.text, sentence.start, match.end):
        return True
    block = index.document.article.blocks[sentence.block]
    return match.rule.property in _PEOPLE and _PRESS_HELD.search(index.text, block.start, match.end) is not None


_PEOPLE = frozenset(("participatesIn", "speaksAt"))


def _sides(
    index: Index,
    sentence: Sentence,
    match: Match,
    slots: Sequence[Slot],
    taken: frozenset[str],
    like: re.Pattern[str] | None,
) -> Iterator[_Side]:
    """The fillers of one end; the carried topic, if it looks as it must, where the pattern leaves the end open."""
    if not slots:
        if match.rule.topic == "Event" and _in_press(index, sentence, match):
            return
        topic = find_topic(index, sentence, match.start, match.rule.topic, avoid=taken)
        if topic is not None:
            mention, trust = topic
            names = index.entities[mention.entity].names if mention.entity in index.entities else ()
            if like is not None and not any(like.search(name) for name in (mention.text, *names)):
                return
            yield _Side(mention.entity, None, trust, mention.text, mention.start, mention.end)
        return
    for slot in slots:
        if isinstance(slot, Mention) and slot.entity:
            yield _Side(slot.entity, None, slot.confidence, slot.text, slot.start, slot.end)
        elif isinstance(slot, DateSpan) and slot.first:
            yield _Side("", slot, 1.0, slot.text, slot.start, slot.end)


def _in_post(index: Index, sentence: Sentence, event: Mention) -> bool:
    """Whether an event is a part of somebody's post: 某公开赛|赛事总监."""
    title = next((m for m in index.mentions(sentence) if m.start >= event.end), None)
    return (
        title is not None
        and title.type == "Title"
        and _POST_WORDS.fullmatch(index.text, event.end, title.start) is not None
    )


def find_topic(
    index: Index, sentence: Sentence, before: int, kind: str, *, avoid: frozenset[str] = frozenset()
) -> tuple[Mention, float] | None:
    """What a statement without a subject is about: the last fitting mention before it in the sentence, the first one of
    the sentence before in the same block, else (for events) the article's own. Returns it with a trust of 0..1."""
    kinds = {"Agent": ("Organization", "Person"), "Exhibitor": ("Organization", "Person", "Event")}.get(kind, (kind,))

    def fits_kind(mention: Mention) -> bool:
        if not mention.entity or family(mention.type) not in kinds or mention.entity in avoid:
            return False
        return kind != "Event" or not (_SPIRIT.match(index.text, mention.end) or _in_post(index, sentence, mention))

    here = [m for m in index.mentions(sentence) if m.end <= before and fits_kind(m)]
    if kind in ("Event", "Exhibitor") and _OTHER_EDITION.search(index.text, sentence.start, before):
        return None
    if here:
        subject = next((m for m in here if m.start == sentence.start), here[-1])
        return (subject if kind != "Event" else here[-1]), 0.9
    for back in range(sentence.index - 1, max(-1, sentence.index - 3), -1):
        previous = index.sentences[back]
        if previous.block != sentence.block:
            break
        there = [m for m in index.mentions(previous) if fits_kind(m)]
        if there:
            reported = next((m for m in there if m.entity == index.document.focus), there[-1])
            return (there[0] if kind != "Event" else reported), 0.75
    if kind == "Organization":
        return _main_organization(index)
    if kind in ("Event", "Exhibitor") and index.document.focus:
        mention = next((m for m in index.document.mentions if m.entity == index.document.focus), None)
        if mention is not None:
            return mention, 0.7
    return None


def _main_organization(index: Index) -> tuple[Mention, float] | None:
    """The organization an article is about: named at least four times and twice as often as any other."""
    counts = Counter(m.entity for m in index.document.mentions if family(m.type) == "Organization" and m.entity)
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    if not ranked or ranked[0][1] < 4 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    first = next(m for m in index.document.mentions if m.entity == ranked[0][0])
    return first, 0.7


def _claim(index: Index, sentence: Sentence, match: Match, one: _Side, other: _Side, rule: Rule) -> Iterator[Claim]:
    fact: Fact
    if other.date is not None:
        value = other.date.first
        about = index.entities.get(one.entity)
        series = about.series if about is not None and rule.property == "founded" else ""
        fact = Attribute(series or one.entity, rule.property, value)  # 某电影节始创于1951年: no edition was
    elif other.entity:
        carried = not (match.subjects and match.objects)
        if not fits(index, rule.property, one.entity, other.entity, carried=carried):
            return
        fact = Relation(one.entity, rule.property, other.entity)
    else:
        return
    start = min(s for s in (one.start, other.start, match.start) if s >= sentence.start)
    end = max(e for e in (one.end, other.end, match.end) if e <= sentence.end)
    article = index.document.article
    yield Claim(
        id=claim_id(article.id, one.text, rule.property, other.text, start, end),
        article=article.id,
        fact=fact,
        sentence=sentence.index,
        start=start,
        end=end,
        extractor=f"relations:{rule.property}",
        confidence=round(rule.confidence * min(one.trust, other.trust), 2),
        status=status(article.text, sentence.start, sentence.end, match.at),
        role=match.role,
    )

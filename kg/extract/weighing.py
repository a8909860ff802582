"""What the rules said, confirmed by a net that reads the sentence, and what they missed, read by it.

[甲联盟]的[丙展]落户[乙馆] → what no rule says is read with a probability; a rule's claim that the net reads too is
surer. Counter-example: a denied fact stays as the rules gave it. The net sees a few sentences at a time, the rules the
whole article: so it takes no confidence away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.extract.figures.weighed import figure_chances, weigh_figures
from kg.identity import claim_id
from kg.model import Attribute, Claim, Document, Mention, Relation
from kg.nlp.index import Index
from kg.nlp.masked import Slot
from kg.nlp.modality import status
from kg.nlp.occasions import elsewhere, press_told
from kg.nlp.plausible import fits, most_specific
from kg.nlp.relation_features import DATED, MUTUAL, OBSERVATION, POSITION, Key, key_of, pair_key
from kg.nlp.relation_model import Related, RelationModel, relate_each

# What is less probable is not read where no rule says it: this much, and more of relations of which half of what
# the net alone read on a third of the written corpus was wrong or said of a name that was cut wrongly.
LEAST = 0.6
_STRICTER = MappingProxyType(
    dict.fromkeys(
        ("cooperatesWith", "founded", "headquarters", "locatedIn", "operates", "organizer", "speaksAt"),
        0.8,
    )
)  # fmt: skip
# A rule is sure of an event's venue from this confidence on.
_CERTAIN = 0.8
# Below this a probability changes nothing that is shown: it makes no claim, and lifts none above 0.5.
_FAINT = 0.2
# Read by their own extractors alone, which also need a title or a measure.
_ELSEWHERE = frozenset((POSITION, OBSERVATION))
# What a figure is about is weighed by itself (`kg.extract.figures.weighed`).
_UNWEIGHED = frozenset((OBSERVATION,))
# Nobody speaks where nothing says so: 甲、乙等出席.
_SPEECH = re.compile(
    r"致[辞词欢开贺答]|[演宣]讲|讲话|讲座|发言|发表|报告|分享|主持|对谈|对话|阐述|授课|点评|作了|做了|主讲|说|道[，：“]"
    r"|[表揭出]示|指出|认为|强调|介绍|透露|呼吁|建议|公布|宣布|坦言|谈|称|提出|回顾|回忆|解读|朗诵|朗读|提醒|告诉|讲述|回应"
)
# A hall that is told of as a host: 甲局和|国家会展中心|承办.
_ORGANIZES = re.compile(r"(?:（[^（）]{1,10}）)?(?:等[^，。；]{0,8})?(?:共同|联合)?(?:主办|承办|协办|支持)")
# What is told of one edition at a time.
_OF_ONE = frozenset(("heldAt", "startDate", "endDate"))
# Where somebody's paper came out, which he did not publish: 在国际期刊《|某刊.
_JOURNAL = re.compile(r"(?:期刊|杂志|刊物|学报|顶刊)[“《<]{0,2}$")
_ROLES = re.compile(
    r"联合主办|联合承办|主办|承办|协办|支持|指导|举办|合办|召开|举行|参展"
    r"|致辞|演讲|发言|领投|跟投|收购|入股"
)


@dataclass(frozen=True, slots=True)
class _Best:
    """The likeliest pair of names for a fact, and how likely it is."""

    first: Mention
    second: Slot
    chance: float


def weigh_claims(document: Document, model: RelationModel) -> Document:
    """The document with its relations, dates and figures weighed, and with the relations that only the net reads."""
    return weigh_each([document], model)[0]


def weigh_each(documents: Sequence[Document], model: RelationModel) -> list[Document]:
    """What `weigh_claims` makes of each document; the nets read all of them together."""
    found = relate_each(model, documents)
    weighed = []
    for document, related in zip(documents, found, strict=True):
        figures = weigh_figures(document, figure_chances(model, related))
        weighed.append(_weigh(replace(document, claims=figures), _best(model, related)))
    return weighed


def _weigh(document: Document, best: Mapping[Key, _Best]) -> Document:
    index = Index(document)
    said = {key for claim in document.claims if (key := key_of(claim.fact)) is not None}
    said |= {(key[2], key[1], key[0]) for key in said if key[1] in MUTUAL and isinstance(key[2], str)}
    claims = [_weighed(claim, best) for claim in document.claims]
    fresh = [c for key, found in best.items() if key not in said for c in _read(index, key, found)]
    kept = [*claims, *_one_way(said, _one_date(claims, list(_one_hall(index, claims, fresh))))]
    return replace(document, claims=tuple(most_specific(kept)))


def _best(model: RelationModel, related: Related) -> dict[Key, _Best]:
    """The likeliest pair of names of every fact that may be said, in the order of the text."""
    found: dict[Key, _Best] = {}
    for first, number, second, chance in related.likely(_FAINT):
        relation = model.relations[number]
        key = pair_key(first, relation, second) if relation not in _UNWEIGHED else None
        if key is None or not isinstance(first, Mention):
            continue
        if relation in MUTUAL and isinstance(second, Mention) and second.start < first.start:
            first, second, key = second, first, (second.entity, relation, first.entity)
        if key not in found or found[key].chance < chance:
            found[key] = _Best(first, second, chance)
    return found


def _weighed(claim: Claim, best: Mapping[Key, _Best]) -> Claim:
    """A rule's claim, as sure as the net is of it where that is surer."""
    key = key_of(claim.fact) if claim.status != "negated" else None
    if key is None or key[1] in _UNWEIGHED or not isinstance(key[2], str):
        return claim
    found = [best[k] for k in (key, (key[2], key[1], key[0])) if k in best and (k == key or key[1] in MUTUAL)]
    return replace(claim, confidence=max(claim.confidence, round(max(f.chance for f in found), 2))) if found else claim


def _read(index: Index, key: Key, found: _Best) -> Iterator[Claim]:
    """A claim that only the net makes, if it is likely and makes sense."""
    first, second = found.first, found.second
    relation, value = key[1], key[2]
    if found.chance < _STRICTER.get(relation, LEAST) or relation in _ELSEWHERE or not isinstance(value, str):
        return
    if isinstance(second, Mention) and not fits(index, relation, first.entity, second.entity):
        return
    one, other = sorted((first, second), key=lambda slot: slot.start)
    if relation == "cooperatesWith" and _same_side(index.text, one, other):
        return
    if relation == "heldAt" and _ORGANIZES.match(index.text, second.end):
        return
    if relation in _OF_ONE and _other_edition(index, first, one.end, other.start):
        return
    sentence = index.sentence_at(other.start)
    start = one.start if one.start >= sentence.start else sentence.start
    end = min(max(one.end, other.end), sentence.end)
    told = index.sentence_at(first.start)
    if relation == "speaksAt" and not _SPEECH.search(index.text, told.start, told.end):
        return
    if relation == "publishes" and _JOURNAL.search(index.text, max(0, second.start - 8), second.start):
        return
    if relation == "organizer" and press_told(index.text, sentence.start, end):
        return
    said = status(index.text, sentence.start, sentence.end, min(other.end, sentence.end))
    around = (min(told.start, sentence.start), sentence.end)
    if said == "negated" or elsewhere(index.text, (first.start, first.end), end, around, relation):
        return
    article = index.document.article
    fact = Attribute(first.entity, relation, value) if relation in DATED else Relation(first.entity, relation, value)
    yield Claim(
        id=claim_id(article.id, first.text, relation, second.text, start, end),
        article=article.id,
        fact=fact,
        sentence=sentence.index,
        start=start,
        end=end,
        extractor=f"relations:read:{relation}",
        confidence=round(found.chance, 2),
        status=said,
        role=_role(index.text, start, min(end + 12, sentence.end)),
    )


_JOINED, _WITH = re.compile(r"、|和|及|以及"), re.compile(r"[与和同跟]\Z")


def _same_side(text: str, one: Slot, other: Slot) -> bool:
    """Whether two are partners of a third: 甲市与|乙集团、丙公司|签订协议. Counter-example: 乙集团、丙公司签订协议."""
    joined = _JOINED.fullmatch(text, one.end, other.start) is not None
    return joined and _WITH.search(text, max(0, one.start - 1), one.start) is not None


def _other_edition(index: Index, event: Mention, start: int, end: int) -> bool:
    """Whether another edition of the same fair is named between: 第五届甲会成交…。|第七届甲会|将在乙馆举行."""
    series = index.entities[event.entity].series if event.entity in index.entities else ""
    if not series:
        return False
    between = (m for m in index.document.mentions if start <= m.start and m.end <= end and m.entity != event.entity)
    return any(index.entities[m.entity].series == series for m in between if m.entity in index.entities)


def _role(text: str, start: int, end: int) -> str:
    """The last word of a role in the stretch, or the empty string."""
    words = _ROLES.findall(text, start, end)
    return words[-1] if words else ""


def _one_way(said: Set[Key], fresh: Iterable[Claim]) -> Iterator[Claim]:
    """The new claims but for those that turn a relation round which a rule states, or a surer one of them.

    出资人包括[乙基金]: where 甲 has the investor 乙, 乙 has not the investor 甲.
    """
    found = list(fresh)
    surest: dict[Key, float] = {}
    for claim in found:
        if (key := key_of(claim.fact)) is not None:
            surest[key] = max(claim.confidence, surest.get(key, 0.0))
    for claim in found:
        key = key_of(claim.fact)
        if key is not None and isinstance(key[2], str) and key[1] not in MUTUAL:
            turned: Key = (key[2], key[1], key[0])
            if turned in said or surest.get(turned, 0.0) > claim.confidence:
                continue
        yield claim


def _one_hall(index: Index, claims: Sequence[Claim], fresh: Sequence[Claim]) -> Iterator[Claim]:
    """The new claims but for venues told of elsewhere, where a rule is sure of an event's venue.

    在[甲山庄]召开的[某会]…[乙会展中心]和[丙会展中心]两场馆: the halls are what is spoken of there.
    """
    told = {held: c.sentence for c in claims if (held := _held(index, c)) and c.confidence >= _CERTAIN}
    for claim in fresh:
        held = _held(index, claim)
        if not held or told.get(held, claim.sentence) == claim.sentence:
            yield claim


def _held(index: Index, claim: Claim) -> str:
    """The event that a claim says is held in a venue; empty where it says something else."""
    fact = claim.fact
    if not isinstance(fact, Relation) or fact.predicate != "heldAt":
        return ""
    place = index.entities.get(fact.object)
    return fact.subject if place is not None and place.type == "Venue" else ""


def _one_date(claims: Sequence[Claim], fresh: Sequence[Claim]) -> Iterator[Claim]:
    """The new claims; of an entity's dates only the likeliest, and none where a rule gave one."""
    taken = {(c.fact.subject, c.fact.predicate) for c in claims if isinstance(c.fact, Attribute)}
    for claim in sorted(fresh, key=lambda c: (-c.confidence, c.start, c.id)):
        fact = claim.fact
        if isinstance(fact, Attribute):
            if (fact.subject, fact.predicate) in taken:
                continue
            taken.add((fact.subject, fact.predicate))
        yield claim

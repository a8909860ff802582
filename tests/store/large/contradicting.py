"""Articles that contradict each other at random: every kind of dispute, hosts and guests, places within places."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from sample_graph import Made, make_article

from kg.identity import claim_id, digest
from kg.model import (
    Attribute,
    Claim,
    Entity,
    Fact,
    Issue,
    Observation,
    Position,
    Quotation,
    Relation,
    Resolution,
    Status,
)

EVENTS = ("2031年海湾国际茶叶博览会", "海湾茶业论坛", "茶王赛")
HALLS = ("海湾会展中心", "青岭馆")
FIRMS = ("青岭茶业有限公司", "Leaf & Co.", "海湾茶业联盟", "海湾市商务局", "海湾市人民政府", "茶都集团")
PLACES = ("海湾市", "海湾市青岭区", "青岭区", "云省", "海湾")
PEOPLE = ("陈远山", "林小溪")
CLASSES = {
    **dict.fromkeys(EVENTS, "Event"),
    **dict.fromkeys(HALLS, "Venue"),
    **dict.fromkeys(FIRMS, "Company"),
    **dict.fromkeys(PLACES, "AdministrativeArea"),
    **dict.fromkeys(PEOPLE, "Person"),
    "海湾市商务局": "GovernmentBody",
    "海湾市人民政府": "GovernmentBody",
    "Leaf & Co.": "Company",
}
STATUSES: tuple[Status, ...] = ("asserted", "asserted", "asserted", "planned", "reported", "negated")


def resolution(seed: int, articles: int = 12) -> tuple[Resolution, dict[str, Made]]:
    """Articles with some thirty claims each, on a few things; the same for the same seed."""
    dice = random.Random(seed)
    made = [_article(dice, number) for number in range(articles)]
    few = dice.random() < 0.7  # articles that say little contradict each other most
    claims = [claim for one in made for claim in _claims(dice, one, dice.randint(1, 4) if few else 30)]
    entities = [Entity(name, kind, name, (name,)) for name, kind in CLASSES.items()]
    entities.append(Entity("无此类", "NoClass", "无此类", ("无此类",)))
    issues = tuple(Issue("doubt", f"{n}", f"{n}.txt", "") for n in range(3))
    ordered = sorted(made, key=lambda m: ((m.article.date or date.max).isoformat(), m.article.id))
    rank = {m.article.id: n for n, m in enumerate(ordered)}
    return (
        Resolution(
            tuple(m.article for m in ordered),
            tuple(sorted(entities, key=lambda e: e.id)),
            tuple(sorted(claims, key=lambda c: (rank[c.article], c.start, c.end, c.id, repr(c.fact)))),
            issues=issues,
        ),
        {m.article.id: m for m in made},
    )


def _article(dice: random.Random, number: int) -> Made:
    sentences = tuple(
        f"{_mostly(dice, '本届', '其中', '推迟后', '目前')}{_mostly(dice, '共有', '展区面积')}"
        f"{dice.choice([507, 446, 400, 30, 1200, 1500])}家{dice.choice(['企业参展', '企业', '参会', '展商'])}。"
        for _ in range(12)
    )
    day = None if dice.random() < 0.1 else date(2031, 5, 6) + timedelta(days=dice.choice([0, 1, 2, 3, 90, 200, 400]))
    return make_article(digest(str(number), str(dice.random())), sentences, published=day, path=f"{number}.txt")


def _claims(dice: random.Random, made: Made, count: int) -> list[Claim]:
    found = []
    for _ in range(count):
        index = dice.randrange(len(made.sentences))
        span = made.sentences[index]
        fact = _fact(dice)
        text = made.article.text[span.start : span.end]
        end = span.start + text.index("家") + 1 if isinstance(fact, Observation) else span.end
        words = str(fact) if dice.random() < 0.9 else "一样"
        name = claim_id(made.article.id, type(fact).__name__, "", words, span.start, end)
        role = dice.choice(["主办", "承办", "协办", "支持", ""])
        confidence = dice.choice([0.5, 0.7, 0.9])
        found.append(
            Claim(
                name,
                made.article.id,
                fact,
                index,
                span.start,
                end,
                "test:rule",
                confidence,
                dice.choice(STATUSES),
                role,
            )
        )
    return found


def _mostly(dice: random.Random, usual: str, *others: str) -> str:
    return usual if dice.random() < 0.8 else dice.choice(others)


def _fact(dice: random.Random) -> Fact:
    pick = dice.choice
    about = pick(EVENTS[:2] + HALLS[:1]) if dice.random() < 0.8 else pick(FIRMS)
    value = Decimal(pick(["507", "446", "400", "446.0", "1200", "1500"]))
    figure = Observation(
        about,
        _mostly(dice, "参展企业", "企业", "展商", "参会人数"),
        value,
        _mostly(dice, "家", "个", "人"),
        _mostly(dice, "exactly", "over", "about"),  # type: ignore[arg-type]
        _mostly(dice, "none", "increase"),  # type: ignore[arg-type]
        _mostly(dice, "", "2031", "2030"),
    )
    return pick(
        [
            *[figure] * 8,
            *[Relation(pick(EVENTS), "heldAt", pick(HALLS))] * 2,
            *[Relation(pick(EVENTS), "organizer", pick(FIRMS))] * 4,
            Relation(pick(FIRMS), "headquarters", pick(PLACES)),
            Relation(pick(PLACES), "locatedIn", pick(PLACES)),
            Relation(pick(FIRMS), "subOrganizationOf", pick(FIRMS)),
            Relation(pick(FIRMS), "cooperatesWith", pick(FIRMS)),
            Relation(pick(FIRMS), pick(["exhibitsAt", "participatesIn"]), pick(EVENTS)),
            Relation(pick(FIRMS), "exhibitsAt", "无此物"),
            Relation(pick(FIRMS), "exhibitsAt", "无此类"),
            Attribute(pick(EVENTS), pick(["startDate", "endDate"]), pick(["2031-05-06", "2031-05-07", "2031-05", "x"])),
            Attribute(pick(FIRMS), "founded", pick(["1999", "2001", "2001-05"])),
            Attribute(pick(EVENTS), "theme", pick(["茶香四海", "以茶会友", "茶香四海，以茶会友"])),
            Attribute(pick(FIRMS), pick(["altLabel", "prefLabel"]), pick([*FIRMS, "青岭茶业", "海湾政府"])),
            Attribute(pick(FIRMS), "type", "Company"),
            Position(pick(PEOPLE), pick([*FIRMS, "", PLACES[0]]), pick(["局长", "总经理"])),
            Quotation(pick(PEOPLE), pick(["欢迎各地客商。", "茶好。"]), "direct"),
        ]
    )

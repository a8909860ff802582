"""Resolution in rounds gives what resolution in one memory gives, whatever comes together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from made import document, thing
from plain_engine import PlainEngine

from kg.dataflow import Engine, Record
from kg.model import Document, LocalEntity, Resolution, Ruling, Side
from kg.nlp.lexicon import KnownNames
from kg.resolve import resolve
from kg.resolve.rounds import resolve_rounds
from kg.store.engine import LocalEngine

# Names that come together in many ways: short forms of one and of several, spellings, legal forms, places, units of
# parents, editions by year and by ordinal, years in names, namesakes, last names, general names.
WORDS = """
Organization 全球服务贸易联盟/服贸联盟/GATIS GATIS 服贸联盟 东山银行/东行 东海银行/东行 东行 首都会展（集团）有限公司
Organization 首都会展集团 首都会展 办公室 秘书处 商务部 海岛大学/海大 海大 北川信息技术股份有限公司/北川信息
Organization 北川信息 北川 市文化研究所 市文化研究院
Company 东山银行 北川信息技术股份有限公司 首都会展集团/首展 首展
GovernmentBody 商务部 北川市商务局/商务局 商务局
AdministrativeArea 北京 北京市 北川市/北川 朝阳区 北京市朝阳区 海岛省
Venue 国家会议中心 北京国家会议中心 首钢园 首钢园区 国家会展中心（上海） 五号馆
EventSeries 中国国际服务贸易交易会/服贸会 服贸会 海岛论坛 中国（北京）国际服务贸易交易会
Event 2022年服贸会 第三届海岛论坛 海岛论坛 服贸会 开幕式 第一届会员大会 服务贸易发展成就展 服务贸易成就展
Event 2024年巴黎奥运会 巴黎奥运会 二十国集团峰会/峰会 数字论坛/论坛
Person 王晓 约翰·史密斯 史密斯 李强 王晓/王晓先生 李强 安娜·史密斯 周大山
Work 海岛蓝皮书 《海岛蓝皮书》
Product C919 国产大飞机C919
"""
NAMES: dict[str, list[tuple[str, ...]]] = {}
for line in WORDS.split("\n")[1:-1]:
    NAMES.setdefault(line.split()[0], []).extend(tuple(names.split("/")) for names in line.split()[1:])
TITLES = ("", "主任", "部长", "教授", "总经理")


def _some(rng: random.Random, number: int) -> Document:
    things: list[LocalEntity] = []
    for at in range(rng.randint(1, 9)):
        type_ = rng.choice(list(NAMES))
        entity = thing(f"e{at}", type_, *rng.choice(NAMES[type_]))
        before = [t.id for t in things]
        series = [t.id for t in things if t.type == "EventSeries"]
        if type_ == "Event" and series and rng.random() < 0.6:
            entity = replace(entity, series=rng.choice(series))
        if type_ == "Event" and rng.random() < 0.6:
            entity = replace(entity, year=rng.choice((None, 2021, 2022)), ordinal=rng.choice((None, None, 3, 4)))
        if before and type_ not in ("Person", "EventSeries") and rng.random() < 0.5:
            entity = replace(entity, parent=rng.choice(before))
        if entity.name in ("李强", "商务部") and rng.random() < 0.7:
            entity = replace(entity, known=entity.name)
        things.append(entity)
    people = [t.id for t in things if t.type == "Person"]
    bodies = [t.id for t in things if t.type in ("Organization", "Company", "GovernmentBody", "Event")]
    posts = [(p, rng.choice([*bodies, ""]), rng.choice(TITLES)) for p in people for _ in range(rng.randint(0, 2))]
    pairs = [(a.id, b.id) for a in things for b in things if a.id != b.id and rng.random() < 0.05]
    relations = [(a, rng.choice(("subOrganizationOf", "heldAt", "participatesIn", "worksFor")), b) for a, b in pairs]
    day = rng.choice(("", "2021-09-01", "2022-08-17", "2022-09-01"))
    return document(f"话题{number}", day, *things, posts=posts, relations=relations)


def _corpus(seed: int) -> list[Document]:
    rng = random.Random(seed)
    documents = [_some(rng, number) for number in range(rng.randint(1, 14))]
    claimless = replace(documents[0], claims=())
    return [claimless, *documents[1:]] if seed % 3 == 0 else documents


def _rulings(seed: int) -> tuple[Ruling, ...]:
    rng = random.Random(-seed)
    pool = [name for type_ in ("Organization", "Event", "Person", "Venue") for names in NAMES[type_] for name in names]
    return tuple(
        Ruling(
            rng.choice(("same", "different")),
            Side(rng.choice(pool)),
            Side(rng.choice(pool)),
            place=f"decisions.tsv:{at}",
        )
        for at in range(rng.choice((0, 0, 1, 3)))
    )


def _check(engine: Engine, documents: Sequence[Document], rulings: tuple[Ruling, ...] = ()) -> None:
    known = KnownNames(frozenset({"北京", "上海"}), {"商务部": "中华人民共和国商务部"})
    expected = resolve(documents, rulings, known=known)
    rows = (Record("document", d.article.id, "", d) for d in documents)
    found = resolve_rounds(engine.dataset(rows), engine, rulings, known=known)
    articles = sorted(found.articles.sorted(), key=lambda r: r.order)
    made = Resolution(
        articles=tuple(r.value.article for r in articles),
        entities=tuple(r.value for r in found.entities.sorted()),
        claims=tuple(c for r in articles for c in r.value.claims),
        members=expected.members,
        decisions=tuple(r.value for r in found.decisions.sorted()),
        cast=tuple(r.value for r in found.members.sorted()),
        issues=tuple(
            sorted({r.value for r in found.issues.sorted()}, key=lambda i: (i.source, i.place, i.kind, i.message))
        ),
    )
    assert made == expected


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_random_documents_resolve_as_in_one_memory(first: int) -> None:
    for seed in range(first, first + 20):
        _check(PlainEngine(), _corpus(seed), _rulings(seed))


def test_they_do_on_disk(tmp_path: Path) -> None:
    with LocalEngine(tmp_path / "rounds") as engine:
        _check(engine, [d for seed in (1, 2, 4) for d in _unique(_corpus(seed), seed)], _rulings(7))


def _unique(documents: Sequence[Document], seed: int) -> list[Document]:
    """The documents with ids that no other corpus has."""
    return [
        replace(d, article=replace(d.article, id=f"{d.article.id}{seed}"),
                claims=tuple(replace(c, article=f"{c.article}{seed}") for c in d.claims))
        for d in documents
    ]  # fmt: skip


def test_nothing_in_nothing_out() -> None:
    _check(PlainEngine(), [])

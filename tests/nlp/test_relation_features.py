"""How an article looks to the relation reader: its row, its pairs, and what the rules say of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from line import article, run

from kg.model import Attribute, Claim, Document, Fact, Mention, Observation, Position, Relation, Sentence
from kg.nlp.relation_features import (
    FAMILIES,
    REACH,
    SENTENCES,
    SIZES,
    _alike,
    heard,
    heard_columns,
    key_of,
    pair_key,
    pairs_of,
    row_of,
)

TEXT = "由浔江省商务厅主办的第三届浔江咖啡博览会4月10日在海口开幕。共有320家企业参展。"
ALL = frozenset((a, b) for a in FAMILIES for b in FAMILIES)


@pytest.fixture(scope="module")
def document() -> Document:
    return run(TEXT, until="coreference")


def _claim(fact: Fact, confidence: float = 0.9) -> Claim:
    return Claim("c", "a", fact, 0, 0, 1, "test", confidence)


def test_a_row_holds_words_and_slots_in_their_order(document: Document) -> None:
    row = row_of(document)
    shown = [row.words[n] or "·" for n in range(len(row.words))]
    assert shown[0] == "由"
    assert [s.text for s in row.slots][:2] == ["浔江省商务厅", "第三届浔江咖啡博览会"]
    assert all(row.words[at] == "" for at in row.at)
    assert (row.firsts[row.at[0]], row.lasts[row.at[0]]) == ("浔", "厅")
    assert "参展" in shown


def test_all_numbers_fit_their_tables(document: Document) -> None:
    row = row_of(document)
    pairs = pairs_of(row, ALL)
    sizes = list(SIZES.values())
    for table, limits in ((row.numbers, sizes[:4]), (pairs.numbers, sizes[4:])):
        assert table.min() >= 0
        assert all(table[:, n].max() < limit for n, limit in enumerate(limits))


def test_pairs_join_different_entities_of_allowed_families_nearby(document: Document) -> None:
    row = row_of(document)
    pairs = pairs_of(row, frozenset({("Event", "Organization")}))
    shown = {(row.slots[a].text, row.slots[b].text) for a, b in zip(pairs.first, pairs.second, strict=True)}
    assert ("第三届浔江咖啡博览会", "浔江省商务厅") in shown
    assert ("浔江省商务厅", "第三届浔江咖啡博览会") not in shown


def test_no_pair_reaches_further_than_its_limit() -> None:
    text = "浔江咖啡有限公司成立。" + "天气很好。" * (SENTENCES + 1) + "浔江茶业有限公司停产。"
    row = row_of(run(text, until="coreference"))
    assert len(pairs_of(row, ALL).first) == 0


def test_a_long_list_of_names_has_pairs_in_proportion() -> None:
    names = [Mention(3 * n, 3 * n + 2, "甲乙", "Company", "test", 1.0, "name", f"e{n}") for n in range(3000)]
    text = "甲乙、" * 3000
    row = row_of(Document(article(text), sentences=(Sentence(0, 0, len(text), 0),), mentions=tuple(names)))
    assert len(row.slots) == 3000
    assert len(pairs_of(row, ALL).first) <= 2 * REACH * 3000


def test_an_article_without_names_has_no_pairs() -> None:
    row = row_of(run("天气很好。", until="coreference"))
    assert pairs_of(row, ALL).numbers.shape == (0, 6)


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        (Relation("e1", "organizer", "e2"), ("e1", "organizer", "e2")),
        (Attribute("e1", "startDate", "2022-04-10"), ("e1", "startDate", "2022-04-10")),
        (Attribute("e1", "theme", "共享"), None),
        (Position("e1", "e2", "局长"), ("e1", "position", "e2")),
        (Position("e1", "", "局长"), None),
        (Observation("e1", "企业", Decimal(320), "家"), ("e1", "observation", Decimal(320))),
    ],
)
def test_what_a_fact_says_as_a_relation(fact: Fact, key: object) -> None:
    assert key_of(fact) == key


def test_what_is_denied_is_not_heard() -> None:
    said, denied = _claim(Relation("e1", "organizer", "e2")), _claim(Relation("e1", "heldAt", "e3"))
    assert heard([said, replace(denied, status="negated")]) == {("e1", "organizer", "e2"): 0.9}


def test_the_rules_word_stands_at_its_pairs_and_cooperation_at_both(document: Document) -> None:
    row = row_of(document)
    pairs = pairs_of(row, ALL)
    one, other = (s.entity for s in row.slots[:2] if isinstance(s, Mention))
    relations = ("organizer", "cooperatesWith")
    said = {(other, "organizer", one): 0.8, (one, "cooperatesWith", other): 0.6}
    columns = heard_columns(row, pairs, relations, said)
    for at, (a, b) in enumerate(zip(pairs.first, pairs.second, strict=True)):
        ends = (getattr(row.slots[a], "entity", ""), getattr(row.slots[b], "entity", ""))
        assert columns[at, 0] == pytest.approx(0.8 if ends == (other, one) else 0)
        assert columns[at, 1] == pytest.approx(0.6 if set(ends) == {one, other} else 0)


def test_a_pair_says_only_what_its_kinds_can(document: Document) -> None:
    row = row_of(document)
    event = next(s for s in row.slots if s.text.endswith("博览会"))
    date = next(s for s in row.slots if s.text == "4月10日")
    number = next(s for s in row.slots if s.text == "320家")
    assert isinstance(event, Mention)
    assert pair_key(event, "startDate", date) == (event.entity, "startDate", "2022-04-10")
    assert pair_key(event, "heldAt", date) is None
    assert pair_key(event, "observation", number) == (event.entity, "observation", Decimal(320))
    assert pair_key(event, "organizer", number) is None


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("浔江省", "浔江省商务厅", 1), ("浔江省商务厅", "浔江省", 2), ("商务厅", "浔江省商务厅", 3),
        ("浔江省商务厅", "商务厅", 4), ("浔江大学", "浔江银行", 5), ("甲乙博览会", "丙丁博览会", 6), ("甲", "乙", 0),
        ("", "甲", 0),
    ],
)  # fmt: skip
def test_names_alike_are_told(one: str, other: str, number: int) -> None:
    assert _alike(one, other) == number


def test_how_often_an_entity_is_named_is_told_and_where_first() -> None:
    document = run("浔江银行开业。浔江银行有员工。浔江银行盈利。", until="coreference")
    row = row_of(document)
    banks = [n for n, slot in enumerate(row.slots) if getattr(slot, "text", "") == "浔江银行"]
    assert [int(row.numbers[row.at[n], 3]) for n in banks] == [7, 3, 3]

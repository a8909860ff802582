"""The claims store gives back what it was given, trusts no file that is not its own, and keeps nothing stale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pandas
import pyarrow.parquet as pq
import pytest
from command import ARTICLES
from hypothesis import given, settings
from hypothesis import strategies as st
from line import article, resources

from kg.limits import overtime_issue
from kg.model import (
    Article,
    Attribute,
    Block,
    Claim,
    Document,
    Issue,
    LocalEntity,
    Mention,
    Observation,
    Position,
    Quotation,
    Relation,
    Sentence,
    Source,
)
from kg.pipeline import essence, process_articles
from kg.read.articles import read_articles
from kg.store.claims import store as store_module
from kg.store.claims.segments import MANIFEST
from kg.store.claims.store import ClaimStore
from kg.store.claims.tables import ARTICLES as ARTICLE_TABLE
from kg.store.claims.tables import CLAIMS as CLAIM_TABLE
from kg.store.claims.version import article_key, extraction_version

VERSION = "v1"


@cache
def extracted() -> tuple[Document, ...]:
    read = read_articles([str(ARTICLES)])
    return tuple(process_articles(read.articles, resources=resources(), lean=True))


def filled(directory: Path, documents: Sequence[Document], version: str = VERSION) -> ClaimStore:
    store = ClaimStore(directory, version)
    for document in documents:
        store.keep(document.article, document)
    store.flush()
    return store


def small(number: int, *, sources: tuple[Source, ...] = (), issues: tuple[Issue, ...] = ()) -> Document:
    """An article of its own with one claim."""
    base = replace(article(f"第{number}届茶博会在海州开幕。"), sources=sources)
    entities = (LocalEntity("e1", "Event", "茶博会", ("茶博会",)), LocalEntity("e2", "Venue", "海州", ("海州",)))
    claim = Claim(f"c{number}", base.id, Relation("e1", "heldAt", "e2"), 0, 0, 4, "relations:heldAt", 0.1 + number / 7)
    return Document(base, (Sentence(0, 0, len(base.text), 0),), entities=entities, claims=(claim,), issues=issues)


def test_real_documents_come_back_equal(tmp_path: Path) -> None:
    filled(tmp_path, extracted())
    store = ClaimStore(tmp_path, VERSION)
    assert [store.recall(d.article) for d in extracted()] == list(extracted())


texts = st.text(max_size=8)
words = st.one_of(st.sampled_from(["", "e1", "e2", "甲", "a\x00b", "🍵\n"]), st.text(max_size=3))
confidences = st.floats(0, 1)
numbers = st.one_of(st.none(), st.integers(-(2**80), 2**80))
facts = st.one_of(
    st.builds(Relation, words, words, words),
    st.builds(Attribute, words, words, texts),
    st.builds(Position, words, words, words),
    st.builds(Observation, words, words, st.decimals(allow_nan=False), words),
    st.builds(Quotation, words, texts, st.sampled_from(["direct", "indirect"])),
)
offsets = st.integers(0, 30)
documents = st.builds(
    Document,
    st.builds(
        Article, words, texts, st.just((Block("paragraph", 0, 3),)), texts, st.one_of(st.none(), st.dates()), texts
    ),
    st.lists(st.builds(Sentence, offsets, offsets, offsets, offsets), max_size=2).map(tuple),
    mentions=st.lists(st.builds(Mention, offsets, offsets, texts, words, words, confidences), max_size=2).map(tuple),
    entities=st.lists(
        st.builds(
            LocalEntity, words, words, texts, st.lists(texts, max_size=2).map(tuple), words, numbers, numbers, words
        ),
        max_size=2,
    ).map(tuple),
    focus=words,
    claims=st.lists(
        st.builds(Claim, words, words, facts, offsets, offsets, offsets, words, confidences), max_size=3
    ).map(tuple),
    issues=st.lists(st.builds(Issue, words, texts, texts, words), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(document=documents)
def test_any_document_comes_back_equal_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    folder = tmp_path_factory.mktemp("claims")
    filled(folder, [document])
    found = ClaimStore(folder, VERSION).recall(document.article)
    if found is not None:
        named = tuple(replace(i, source=i.source or document.article.id) for i in document.issues)
        assert found == replace(document, issues=named)


def test_what_has_no_place_in_a_column_is_not_kept_and_the_rest_is(tmp_path: Path) -> None:
    odd = replace(small(1), focus="\ud800")
    filled(tmp_path, [odd, small(2)])
    store = ClaimStore(tmp_path, VERSION)
    assert (store.recall(odd.article), store.recall(small(2).article)) == (None, small(2))
    assert store.notes == []


def test_an_issue_is_told_under_the_place_where_the_article_is_now(tmp_path: Path) -> None:
    kept = small(1, sources=(Source("a.txt", ""),), issues=(Issue("long-article", "cut", "a.txt", "9"),))
    filled(tmp_path, [kept])
    moved = replace(kept.article, sources=(Source("b.txt", ""),))
    found = ClaimStore(tmp_path, VERSION).recall(moved)
    assert found is not None
    assert found.article == moved
    assert [i.source for i in found.issues] == ["b.txt"]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "第2届茶博会在海州开幕。"}, {"title": "题"}, {"date": date(2020, 1, 1)}, {"date": None},
        {"outlet": "甲报"}, {"blocks": ()}, {"categories": ("财经",)}, {"url": "http://a.example/"},
    ],
    ids=lambda c: next(iter(c)),
)  # fmt: skip
def test_a_changed_article_is_another(change: dict[str, object]) -> None:
    base = small(1).article
    assert article_key(replace(base, **change)) != article_key(base)  # type: ignore[arg-type]
    assert article_key(replace(base, sources=(Source("b.txt", ""),))) == article_key(base)


def test_another_version_knows_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    filled(tmp_path, [small(1)])
    store = ClaimStore(tmp_path, "v2")
    assert not store.knows(small(1).article)
    store.prune([small(1).article])
    assert [p.name for p in tmp_path.iterdir()] == [MANIFEST]


def test_the_version_follows_names_and_patterns(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("[]")
    first = extraction_version("all", [own])
    versions = {extraction_version(), extraction_version("none"), first}
    own.write_text("[ ]")
    versions.add(extraction_version("all", [own]))
    assert len(versions) == 4
    assert extraction_version() == extraction_version()


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm",
    [damage, Path.unlink, lambda p: p.write_bytes(b""), lambda p: p.write_bytes(p.read_bytes()[:-9])],
    ids=["one bit", "missing", "empty", "cut"],
)
@pytest.mark.parametrize("part", ["articles", "claims"])
def test_a_damaged_segment_is_told_and_not_used(tmp_path: Path, harm: Callable[[Path], object], part: str) -> None:
    filled(tmp_path, [small(1)])
    harm(next(tmp_path.glob(f"{part}-*")))
    store = ClaimStore(tmp_path, VERSION)
    assert not store.knows(small(1).article)
    assert len(store.notes) == 1
    assert "extracted anew" in store.notes[0]
    store.keep(small(1).article, small(1))
    store.prune([small(1).article])
    again = ClaimStore(tmp_path, VERSION)
    assert (again.notes, again.recall(small(1).article)) == ([], small(1))


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": 1, "segments": [{"name": "../../x"}]}', "[" * 9999])
def test_a_damaged_manifest_is_told_and_not_used(tmp_path: Path, content: str) -> None:
    filled(tmp_path, [small(1)])
    (tmp_path / MANIFEST).write_text(content)
    store = ClaimStore(tmp_path, VERSION)
    assert not store.knows(small(1).article)
    assert [MANIFEST in note for note in store.notes] == [True]


def test_a_foreign_segment_under_a_name_of_ours_is_not_used(tmp_path: Path) -> None:
    filled(tmp_path / "a", [small(1)])
    filled(tmp_path / "b", [small(2)])
    ours, theirs = next((tmp_path / "a").glob("claims-*")), next((tmp_path / "b").glob("claims-*"))
    ours.write_bytes(theirs.read_bytes())
    assert not ClaimStore(tmp_path / "a", VERSION).knows(small(1).article)


def rows(directory: Path) -> list[str]:
    """The claims that an analyst finds in the folder."""
    tables = [pq.read_table(p)["claim"].to_pylist() for p in directory.glob("claims-*.parquet")]
    return sorted(claim for table in tables for claim in table)


def test_stale_rows_go_and_small_segments_come_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "FLUSH_ARTICLES", 2)
    monkeypatch.setattr(store_module, "FULL", 12)
    monkeypatch.setattr(store_module, "MOST_SMALL", 2)
    every = [small(n) for n in range(10)]
    store = filled(tmp_path, every)
    assert len(list(tmp_path.glob("claims-*"))) == 5
    store.prune([d.article for d in every])
    assert len(list(tmp_path.glob("claims-*"))) == 1
    kept = [every[n] for n in (0, 3, 9)]
    ClaimStore(tmp_path, VERSION).prune([d.article for d in kept])
    assert rows(tmp_path) == ["c0", "c3", "c9"]
    again = ClaimStore(tmp_path, VERSION)
    assert [again.recall(d.article) for d in every if d in kept] == kept
    assert not again.knows(every[1].article)


def test_nothing_to_change_changes_nothing(tmp_path: Path) -> None:
    filled(tmp_path, [small(1), small(2)])
    before = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    ClaimStore(tmp_path, VERSION).prune([small(1).article, small(2).article])
    assert {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize(("limit", "known"), [(5.0, True), (2.0, True), (6.0, False), (None, False)])
def test_an_article_given_up_is_tried_again_with_more_time_only(
    tmp_path: Path, limit: float | None, known: bool
) -> None:
    given_up = small(1, issues=(overtime_issue(5, "a.txt"),))
    filled(tmp_path, [given_up])
    assert ClaimStore(tmp_path, VERSION, limit=limit).knows(given_up.article) == known


def test_fresh_begins_with_nothing(tmp_path: Path) -> None:
    filled(tmp_path, [small(1)])
    store = ClaimStore(tmp_path, VERSION, fresh=True)
    assert not store.knows(small(1).article)
    store.keep(small(2).article, small(2))
    store.prune([small(2).article])
    assert rows(tmp_path) == ["c2"]


def test_the_tables_are_as_documented(tmp_path: Path) -> None:
    """Both documents name every column, and pandas reads the files."""
    filled(tmp_path, extracted())
    claims = pandas.read_parquet(next(tmp_path.glob("claims-*")))
    assert list(claims.columns) == CLAIM_TABLE.names
    assert len(claims) == sum(len(d.claims) for d in extracted())
    held = claims[claims.predicate == "heldAt"]
    assert {"首钢园", "国家会议中心"} <= set(held.object_name)
    assert all(quote in sentence or len(quote) > 9 for quote, sentence in zip(held.quote, held.sentence, strict=True))
    docs = Path(__file__).resolve().parents[2] / "docs"
    for page in ("claims.md", "claims.zh.md"):
        text = (docs / page).read_text(encoding="utf-8")
        assert [n for n in (*CLAIM_TABLE.names, *ARTICLE_TABLE.names) if f"`{n}`" not in text] == []


def test_the_essence_is_what_resolving_needs() -> None:
    whole = next(process_articles([small(1).article], resources=resources()))
    assert whole.tokens
    assert essence(whole) == replace(whole, tokens=(), tags=(), spans=(), dates=(), quantities=())

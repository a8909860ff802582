"""The whole of resolve: a pure function of a set of documents, near-linear."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import document, renumber, thing

from kg.errors import UsageError
from kg.model import Document, Issue, Resolution
from kg.resolve import resolve

HERE = Path(__file__).resolve().parent


def corpus() -> list[Document]:
    """Articles in which every rule has something to decide."""
    rows = []
    for i, (year, bank) in enumerate([(2021, "东山银行"), (2022, "东海银行"), (2022, "东山银行"), (2023, "东海银行")]):
        rows.append(
            document(
                f"t{i}", f"{year}-09-0{i + 1}" if i != 2 else "",
                thing("e1", "EventSeries", *(("海岛国际博览会", "岛博会") if i % 2 else ("岛博会",))),
                thing("e2", "Event", f"{year}年岛博会", series="e1", year=year, ordinal=i if i > 1 else None),
                thing("e3", "Event", "全球海岛峰会", parent="e2" if i else ""),
                thing("e4", "Event", "开幕式", parent="e3"),
                thing("e5", "Company", bank, "东行"),
                thing("e6", "Person", "王晓"),
                thing("e7", "Organization" if i % 2 else "Association", *(("全球海岛联盟", "GAI") if i else ("GAI",))),
                thing("e8", "Organization", "组委会"),
                thing("e9", "Venue", *(("海岛园区", "海岛园") if i % 2 else ("海岛园",))),
                thing("f1", "AdministrativeArea", "海东市" if i % 2 else "海东"),
                thing("f2", "Person", "李青"),
                thing("f3", "Company", "东行"),
                posts=[("e6", "e5", "总经理"), ("f2", "e7" if i else "", "主席")],
                relations=[("e3", "organizer", "e7"), ("e2", "editionOf", "e1"), ("f3", "cooperatesWith", "e5")],
            )
        )  # fmt: skip
    return rows


DOCUMENTS = corpus()
EXPECTED = resolve(DOCUMENTS)


@given(st.permutations(DOCUMENTS))
@settings(max_examples=24, deadline=None)
def test_the_order_of_documents_does_not_matter(documents: list[Document]) -> None:
    assert resolve(documents) == EXPECTED


@given(st.permutations([e.id for e in DOCUMENTS[0].entities]))
@settings(max_examples=24, deadline=None)
def test_local_ids_do_not_matter(ids: list[str]) -> None:
    new = dict(zip([e.id for e in DOCUMENTS[0].entities], ids, strict=True))
    found = resolve([renumber(d, new) for d in DOCUMENTS])
    assert without_local_ids(found) == without_local_ids(EXPECTED)
    back = {v: k for k, v in new.items()}
    assert {(a, back[local]): e for (a, local), e in found.members.items()} == EXPECTED.members
    assert [(rename(d.left, back), rename(d.right, back), d.verdict, d.score, d.reasons) for d in found.decisions] == [
        (d.left, d.right, d.verdict, d.score, d.reasons) for d in EXPECTED.decisions
    ]


def rename(key: str, back: dict[str, str]) -> str:
    article, local = key.split(":")
    return f"{article}:{back[local]}"


def without_local_ids(found: Resolution) -> Resolution:
    return replace(found, members={}, decisions=(), cast=())


def test_the_hash_seed_does_not_matter() -> None:
    code = "from test_resolution import EXPECTED as r; print(r)"
    said = set()
    for seed in ("0", "1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[1])])}
        said.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout)
    assert len(said) == 1


def test_resolving_one_article_needs_no_other() -> None:
    found = resolve(DOCUMENTS[:1])
    assert {e.id for e in found.entities if e.type == "Person"} == {"王晓", "李青"}


def test_nothing_in_nothing_out() -> None:
    assert resolve([]) == Resolution((), (), ())


def test_ids_are_unique_and_every_local_entity_has_one() -> None:
    ids = [e.id for e in EXPECTED.entities]
    assert len(ids) == len(set(ids))
    assert set(EXPECTED.members) == {(d.article.id, e.id) for d in DOCUMENTS for e in d.entities}
    assert set(EXPECTED.members.values()) == set(ids)


def test_no_cluster_holds_two_that_a_decision_calls_different() -> None:
    different = [d for d in EXPECTED.decisions if d.verdict == "different"]
    assert different
    for decision in different:
        left, right = (EXPECTED.members[tuple(key.split(":"))] for key in (decision.left, decision.right))  # type: ignore[index]
        assert left != right


def test_articles_come_by_date_undated_last() -> None:
    assert [str(a.date) for a in EXPECTED.articles] == ["2021-09-01", "2022-09-02", "2023-09-04", "None"]


def test_issues_of_documents_are_carried_over_sorted() -> None:
    a = replace(DOCUMENTS[0], issues=(Issue("no-date", "no date", "b.txt"),))
    b = replace(DOCUMENTS[1], issues=(Issue("no-date", "no date", "a.txt"),))
    carried = [i.source for i in resolve([a, b]).issues if i.kind == "no-date"]
    assert carried == ["a.txt", "b.txt"]


def test_one_article_twice_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="given twice"):
        resolve([DOCUMENTS[0], DOCUMENTS[0]])


def many(count: int) -> list[Document]:
    """Articles with 20 entities each: some names in every article, some in a few, homonyms and ambiguous forms."""
    rows = []
    for i in range(count):
        year, fair = 2015 + i % 9, i % (count // 20)
        rows.append(
            document(
                f"t{i}", f"{year}-0{1 + i % 9}-11",
                thing("s", "EventSeries", f"海岛第{fair}国际博览会", f"岛{fair}博会"),
                thing("ed", "Event", f"{year}年岛{fair}博会", series="s", year=year),
                thing("f", "Event", "全球海岛峰会", parent="ed"),
                thing("k", "Event", "开幕式", parent="f"),
                thing("a", "AdministrativeArea", "北京市", "北京"),
                thing("v", "Venue", f"海岛{fair}园区", f"海岛{fair}园"),
                thing("m", "MediaOutlet", "海岛日报"),
                thing("c", "Organization", "组委会"),
                *(thing(f"o{k}", "Company", f"山{i * 3 % (count - k)}科技公司", f"山{i % 7}科") for k in range(6)),
                *(thing(f"p{k}", "Person", f"王{i % (count // 10 + k)}") for k in range(5)),
                thing("q", "Person", "张伟"),
                posts=[(f"p{k}", f"o{k}", "总经理") for k in range(3)] + ([("q", "o1", "经理")] if i % 2 else []),
            )
        )  # fmt: skip
    return rows


def test_time_grows_near_linearly() -> None:
    """Four times the documents take less than ten times as long, on a busy machine too (quadratic: sixteen)."""

    def seconds(documents: list[Document]) -> float:
        started = time.process_time()
        resolve(documents)
        return time.process_time() - started

    small, large = many(200), many(800)
    assert min(seconds(large) for _ in range(3)) < 10 * min(seconds(small) for _ in range(3))

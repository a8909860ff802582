"""Spark reads what one machine reads: the same articles, issues and counts."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import ROOT

from kg.errors import UsageError
from kg.model import Article, Issue
from kg.read.articles import ReadResult, ordered_issues, read_articles

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TEXT = "第{}届西山博览会九月五日在西山会展中心开幕。西山市市长王小明致辞。"


def spark_reads(spark: SparkSession, paths: list[str], scratch: Path) -> ReadResult:
    """What Spark reads, in the form and order of the local reader."""
    from kg.store.spark.dataset import SparkEngine
    from kg.store.spark.places import find_places
    from kg.store.spark.sources import read_places

    with SparkEngine(spark, str(scratch)) as engine:
        records = list(read_places(engine, find_places(spark, paths)).sorted())
    articles: list[Article] = [r.value for r in records if r.kind == "article"]
    issues: list[Issue] = [r.value for r in records if r.kind == "issue"]
    skipped = sum(r.value for r in records if r.kind == "skipped")
    ordered = sorted(articles, key=lambda article: (article.sources[0].path, article.id))
    return ReadResult(tuple(ordered), ordered_issues(issues), skipped)


@contextmanager
def cut_after(spark: SparkSession, size: int) -> Iterator[None]:
    """Files are cut into parts of so many bytes."""
    names = ("spark.sql.files.maxPartitionBytes", "spark.sql.files.openCostInBytes")
    before = {name: spark.conf.get(name) for name in names}
    try:
        for name, value in zip(names, (size, 0), strict=True):
            spark.conf.set(name, value)
        yield
    finally:
        for name, text in before.items():
            spark.conf.set(name, text)


def lines(first: int, last: int) -> str:
    """JSON Lines, of which some are broken, empty, a list, English, or in HTML."""
    made = []
    for n in range(first, last):
        made.append(
            json.dumps({"title": f"博览会{n}", "date": "2022-09-05", "text": TEXT.format(n)}, ensure_ascii=False)
        )
    html = json.dumps({"标题": "网页", "html": f"<p>{TEXT.format('零')}</p>", "来源": "西山日报"})
    return "\n".join([*made[:3], "{broken", "", "[1, 2]", '{"text": "English only"}', html, *made[3:], made[0]]) + "\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of every shape, with names that need escaping."""
    folder = tmp_path / "语料 100%[a]"
    shutil.copytree(ROOT / "seeds" / "articles", folder / "种子")
    (folder / "a?b#c.txt").write_text("标题：西山\n" + TEXT.format("一"), encoding="utf-8")
    (folder / "gbk.txt").write_bytes(TEXT.format("二").encode("gbk"))
    (folder / "packed.html.gz").write_bytes(gzip.compress(f"<p>{TEXT.format('三')}</p>".encode()))
    (tmp_path / "named.JPG").write_bytes(b"\xff\xd8\xff")
    (folder / "picture.JPG").write_bytes(b"\xff\xd8\xff")
    (folder / "table.csv.gz").write_bytes(b"1,2")
    (folder / "lines.jsonl").write_text(lines(0, 40), encoding="utf-8")
    (folder / "windows.ndjson").write_bytes(lines(30, 45).replace("\n", "\r\n").encode("utf-8-sig"))
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        archive.writestr("x/一.txt", TEXT.format("四"))
        archive.writestr("x/二.txt", TEXT.format("五"))
    (folder / "site.warc").write_bytes(warc())
    return folder


def warc() -> bytes:
    """A page as a crawler saves it."""
    page = f"<html><title>页</title><body><p>{TEXT.format('六')}</p></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = {
        "WARC-Type": "response", "WARC-Target-URI": "https://news.example/1", "WARC-Date": "2022-09-06T00:00:00Z",
        "Content-Type": "application/http; msgtype=response", "Content-Length": str(len(http)),
    }  # fmt: skip
    fields = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{fields}\r\n".encode() + http + b"\r\n\r\n"


def test_a_folder_of_all_shapes(
    corpus: Path, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = [corpus.name, str(tmp_path / "named.JPG"), "missing"]
    local = read_articles(paths)
    with cut_after(spark, 700):
        found = spark_reads(spark, paths, tmp_path / "scratch")
    assert found.articles == local.articles
    assert found.issues == local.issues
    assert found.skipped == local.skipped
    assert len(found.articles) > 60


def test_rows_of_parquet_files(spark: SparkSession, tmp_path: Path) -> None:
    day = date(2022, 9, 5)
    rows = {"title": ["甲", "乙", None], "date": [day, None, day], "text": [TEXT.format(n) for n in "一二"] + [None]}
    rows["html"] = [None, None, f"<p>{TEXT.format('三')}</p>"]
    table = pa.table({**rows, "tags": [["会展", "西山"], [], None], "raw": [b"x", b"", None]})
    pq.write_table(table, tmp_path / "news.parquet")
    pq.write_table(pa.table({"body": [TEXT.format("四"), "English"]}), tmp_path / "other.parquet")
    found = spark_reads(spark, [str(tmp_path / "*.parquet")], tmp_path / "scratch")
    news, other = (str(tmp_path / f"{name}.parquet") for name in ("news", "other"))
    assert [(a.sources[0].path, a.title, a.date, a.categories) for a in found.articles] == [
        (f"{news}:1", "甲", day, ("会展", "西山")),
        (f"{news}:2", "乙", None, ()),
        (f"{news}:3", "", day, ()),
        (f"{other}:1", "", None, ()),
    ]
    assert [a.text for a in found.articles] == [TEXT.format(n) for n in "一二三四"]
    assert ("no-chinese", f"{other}:2") in {(i.kind, i.source) for i in found.issues}
    assert found.skipped == 1


@pytest.mark.parametrize(
    ("paths", "message"),
    [([], "no file or folder"), (["-"], "standard input"), (["nosuch://x/y"], "nosuch")],
)
def test_what_cannot_be_read_is_told(paths: list[str], message: str, spark: SparkSession) -> None:
    from kg.store.spark.places import find_places

    with pytest.raises(UsageError, match=message):
        find_places(spark, paths)


def test_a_place_within_another_is_read_once(spark: SparkSession, tmp_path: Path) -> None:
    from kg.store.spark.places import find_places

    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(TEXT, encoding="utf-8")
    places = find_places(spark, [str(tmp_path), str(tmp_path / "a"), str(tmp_path / "a" / "x.txt"), f"{tmp_path}/"])
    assert [p.label for p in places.places] == [str(tmp_path)]
    assert places.label(f"file:{tmp_path}/a/x.txt") == f"{tmp_path}/a/x.txt"

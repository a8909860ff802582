"""A build on two cores of Spark gives the triples, counts, claims and issues of a build on one machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest
from command import ROOT
from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import NothingUsableError, UsageError
from kg.pipeline import run
from kg.store.claims.store import ClaimStore
from kg.store.outputs import build_files

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SEEDS = ROOT / "seeds" / "articles"


def lines(folder: Path) -> list[str]:
    """All lines of a folder that Spark wrote, sorted."""
    found = "".join(path.read_text(encoding="utf-8") for path in folder.glob("part-*"))
    return sorted(found.split("\n")[:-1])


def n_triples(turtle: bytes) -> list[str]:
    triples = (quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE))
    return sorted((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1])


@pytest.fixture(scope="module")
def out(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    from kg.store.spark.run import build

    folder = tmp_path_factory.mktemp("spark") / "out"
    (folder / "facts").mkdir(parents=True)
    (folder / "facts" / "part-old").write_text("of an earlier build\n")
    build(spark, [str(SEEDS)], str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the same build on one machine, and its claims in Parquet."""
    folder = tmp_path_factory.mktemp("local") / "claims"
    memory = ClaimStore(folder, "0" * 64)
    files = build_files(run([str(SEEDS)], memory=memory))
    return {**files, "folder": str(folder).encode()}


@pytest.mark.parametrize("name", ["facts", "evidence", "conflicts"])
def test_the_triples_are_the_same(name: str, out: Path, local: dict[str, bytes]) -> None:
    files = {"facts": "kg.ttl", "evidence": "evidence.ttl", "conflicts": "conflicts.ttl"}
    expected = n_triples(local[files[name]])
    assert lines(out / name) == expected
    assert len(expected) > 5


@pytest.mark.parametrize("name", ["issues", "resolution"])
def test_the_records_are_the_same(name: str, out: Path, local: dict[str, bytes]) -> None:
    assert lines(out / name) == sorted(set(local[f"{name}.jsonl"].decode().split("\n")[:-1]))


def test_the_texts_are_the_same(out: Path, local: dict[str, bytes]) -> None:
    assert lines(out / "texts") == sorted(local["articles.jsonl"].decode().split("\n")[:-1])


@pytest.mark.parametrize("name", ["articles", "claims"])
def test_the_tables_are_the_same(name: str, out: Path, local: dict[str, bytes]) -> None:
    def rows(folder: Path, pattern: str) -> list[str]:
        tables = [pq.read_table(path).to_pylist() for path in folder.glob(pattern)]
        return sorted(str(row) for table in tables for row in table)

    found = rows(out / name, "*.parquet")
    assert found == rows(Path(local["folder"].decode()), f"{name}-*.parquet")
    assert len(found) > 10
    assert (
        pads.dataset(out / name).schema.names
        == pads.dataset(sorted(Path(local["folder"].decode()).glob(f"{name}-*.parquet"))).schema.names
    )


def test_the_manifest_counts_the_same(out: Path, local: dict[str, bytes]) -> None:
    found, expected = json.loads((out / "manifest.json").read_bytes()), json.loads(local["manifest.json"])
    assert found["counts"] == expected["counts"]
    assert (found["base"], found["versions"], found["engine"]) == (expected["base"], expected["versions"], "spark")
    assert sorted(found["folders"]) == sorted(path.name for path in out.iterdir() if path.is_dir())


def test_settings_reach_the_workers(spark: SparkSession, tmp_path: Path) -> None:
    """A pattern file, a base IRI, a limit of time that no article keeps, and a decision that meets nothing."""
    from kg.model import Issue
    from kg.store.spark.run import Settings, build

    text = "第三届西山博览会九月五日在西山会展中心开幕。西山市市长王小明致辞。"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    settings = Settings("https://else.example/", limit=1e-6, faults=(Issue("bad-decision", "x", "decisions", "1"),))
    counts = build(spark, [str(tmp_path / "in")], str(tmp_path / "out"), settings)
    assert (counts.articles, counts.claims) == (1, 0)
    assert counts.issues["article-timeout"] == counts.issues["bad-decision"] == 1
    assert any(line.startswith("<https://else.example/doc/") for line in lines(tmp_path / "out" / "facts"))


def test_nothing_to_read(spark: SparkSession, tmp_path: Path) -> None:
    from kg.store.spark.run import Settings, build

    (tmp_path / "a.txt").write_text("English only")
    with pytest.raises(NothingUsableError, match="not Chinese"):
        build(spark, [str(tmp_path)], str(tmp_path / "out"))
    with pytest.raises(UsageError, match="base IRI"):
        build(spark, [str(tmp_path)], str(tmp_path / "out"), Settings("no iri"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]

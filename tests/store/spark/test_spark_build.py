"""A build on two cores of Spark gives the triples, counts, claims and issues of a build on one machine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest
from command import ROOT, Ran, kg
from line import article
from pyoxigraph import RdfFormat, parse, serialize

from kg.dataflow import Record
from kg.errors import NothingUsableError, UsageError
from kg.model import Issue
from kg.pipeline import run
from kg.store.claims.store import ClaimStore
from kg.store.decisions import read_decisions
from kg.store.links import read_links
from kg.store.outputs import build_files

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SEEDS = ROOT / "seeds" / "articles"
TEXT = "第三届西山博览会九月五日在西山会展中心开幕。西山市市长王小明致辞。"
DECISIONS = """
- {left: GATIS, right: 全球服务贸易联盟, verdict: different}
- {left: 无此人, right: 也无此人, verdict: same}
- {left: 无此人}
"""
PATTERNS = """
- property: organizer
  subject: event
  object: host
  topic: Event
  confidence: 0.9
  patterns:
    - "{event:Event}在{host:Venue}"
"""


def lines(folder: Path) -> list[str]:
    """All lines of a folder that Spark wrote, sorted."""
    found = "".join(path.read_text(encoding="utf-8") for path in folder.glob("part-*"))
    return sorted(found.split("\n")[:-1])


def n_triples(turtle: bytes) -> list[str]:
    triples = (quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE))
    return sorted((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1])


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files for settings of every kind."""
    folder = tmp_path_factory.mktemp("inputs")
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "own.yaml").write_text(PATTERNS, encoding="utf-8")
    (folder / "iris.csv").write_text("name,iri\n首钢园,http://example.org/shougang\n", encoding="utf-8")
    (folder / "decisions.yaml").write_text(DECISIONS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(spark_settings: dict[str, str], inputs: Path) -> Ran:
    """A build by the command line, into a folder where files of an earlier one lie."""
    (inputs / "out" / "facts").mkdir(parents=True)
    (inputs / "out" / "facts" / "part-old").write_text("of an earlier build\n")
    options = [
        "--base-iri",
        "https://else.example/",
        "--min-confidence",
        "0.6",
        "--engine",
        "spark",
        "--master",
        "local[2]",
    ]
    files = ["--decisions", "decisions.yaml", "--link", "iris.csv", "--patterns", "own.yaml", "--out", "out"]
    return kg("build", "seeds", *options, *files, cwd=inputs, env=spark_settings, timeout=600)


@pytest.fixture(scope="module")
def out(ran: Ran, inputs: Path) -> Path:
    assert ran.code == 0, ran.err
    return inputs / "out"


@pytest.fixture(scope="module")
def local(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the same build on one machine, and where its claims in Parquet are."""
    folder = tmp_path_factory.mktemp("local") / "claims"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(inputs)
        rulings, faults = read_decisions(Path("decisions.yaml"))
        build = run(
            ["seeds"], memory=ClaimStore(folder, "0" * 64), base_iri="https://else.example/", min_confidence=0.6,
            rulings=rulings, faults=faults, tables=(read_links(Path("iris.csv"))[0],), patterns=[Path("own.yaml")],
        )  # fmt: skip
        return {**build_files(build), "folder": str(folder).encode()}


def test_the_user_is_told(ran: Ran) -> None:
    assert ran.code == 0, ran.err
    assert "16 articles read, 0 files skipped" in ran.out
    assert "[bad-decision]" in ran.err
    assert "[decision-unused]" in ran.err
    assert "WARN" not in ran.err.replace("WARNING: Using incubator modules: jdk.incubator.vector", "")


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


def test_an_article_has_so_much_time(spark: SparkSession, tmp_path: Path) -> None:
    from kg.store.spark.dataset import SparkEngine
    from kg.store.spark.extract import Extraction

    with SparkEngine(spark, str(tmp_path / "scratch")) as engine:
        given = engine.dataset([Record("article", "a", "", article(TEXT)), Record("issue", "b", "", Issue("x", "y"))])
        found = list(given.map(Extraction(limit=1e-6)).sorted())
    documents = [r.value for r in found if r.kind == "document"]
    assert [[issue.kind for issue in document.issues] for document in documents] == [["article-timeout"]]
    assert [r.value for r in found if r.kind == "issue"] == [Issue("x", "y")]


def test_nothing_to_read(spark: SparkSession, tmp_path: Path) -> None:
    from kg.store.spark.run import Settings, build

    (tmp_path / "a.txt").write_text("English only")
    with pytest.raises(NothingUsableError, match="not Chinese"):
        build(spark, [str(tmp_path)], str(tmp_path / "out"))
    with pytest.raises(UsageError, match="base IRI"):
        build(spark, [str(tmp_path)], str(tmp_path / "out"), Settings("no iri"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]

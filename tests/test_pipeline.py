"""The line as a whole: stages in order, any number of workers, doubt that is kept, time that grows with the input."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from command import ARTICLES, GOOD, TEXT, environment
from line import article, resources

import kg
from kg import pipeline
from kg.errors import NothingUsableError, UsageError
from kg.model import Article, Attribute, Claim, Document, Relation, Source
from kg.pipeline import ARTICLE_STAGES, MIN_CONFIDENCE, STAGE_NAMES, Resources, Stage
from kg.processes import in_processes
from kg.read.articles import ReadResult, read_articles
from kg.store.outputs import build_files


def claim(fact: Relation | Attribute, confidence: float, extractor: str = "relations:heldAt") -> Claim:
    return Claim("c", "a", fact, 0, 3, 9, extractor, confidence)


HELD = Relation("e1", "heldAt", "e2")


def test_stages_have_names_of_their_own() -> None:
    assert len(set(STAGE_NAMES)) == len(STAGE_NAMES) == len(ARTICLE_STAGES) + 3


def test_every_stage_gets_what_it_needs() -> None:
    pipeline.check_stages(ARTICLE_STAGES)
    with pytest.raises(UsageError, match="'structure' needs entities"):
        pipeline.check_stages([s for s in ARTICLE_STAGES if s.name != "coreference"])


def test_stages_add_what_they_declare_and_change_nothing_else() -> None:
    document = Document(article(TEXT))
    for stage in ARTICLE_STAGES:
        after = stage.run(document, resources())
        changed = {n for n in Document.__slots__ if getattr(after, n) != getattr(document, n)}
        assert changed <= {*stage.adds, "issues"}, stage.name
        document = after


@pytest.mark.parametrize(("confidence", "kept"), [(MIN_CONFIDENCE - 0.01, False), (MIN_CONFIDENCE, True), (1.0, True)])
def test_doubtful_claims_become_issues(confidence: float, kept: bool) -> None:
    document = Document(replace(article(TEXT), sources=(Source("a.txt", ""),)), claims=(claim(HELD, confidence),))
    after = pipeline.sure(document)
    assert bool(after.claims) == kept
    assert [(i.kind, i.source, i.place) for i in after.issues] == ([] if kept else [("low-confidence", "a.txt", "3-9")])


def test_the_least_confidence_can_be_chosen() -> None:
    document = Document(article(TEXT), claims=(claim(HELD, 0.7),))
    nothing = ReadResult((), (), 0)
    for least, kept in ((0.0, 1), (0.7, 1), (0.71, 0)):
        assert len(pipeline.sure(document, least).claims) == kept
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(UsageError, match="between 0 and 1"):
            pipeline.resolve_documents([document], nothing, wrong)


def test_names_stay_however_doubtful() -> None:
    document = Document(article(TEXT), claims=(claim(Attribute("e1", "altLabel", "甲"), 0.1, "names"),))
    assert pipeline.sure(document) == document


def test_a_failing_stage_is_an_issue_and_no_end() -> None:
    def fail(document: Document, loaded: object) -> Document:
        raise ValueError("a trap in the text")

    trapped = replace(article(TEXT), sources=(Source("a.txt", ""),))
    found = pipeline.process_article(trapped, resources(), [*ARTICLE_STAGES[:2], Stage("trap", (), (), fail)])
    assert [(i.kind, i.source) for i in found.issues] == [("extraction-failed", "a.txt")]
    assert "stage trap failed: ValueError: a trap in the text" in found.issues[0].message
    assert found.claims == ()


def test_an_endless_article_is_cut_and_told() -> None:
    long = article("\n".join([TEXT] * 10))
    kept, issues = pipeline.cut(long, most=len(TEXT) + 5)
    assert kept.text == f"{TEXT}\n{TEXT[:4]}"
    assert [(b.start, b.end) for b in kept.blocks] == [(0, len(TEXT)), (len(TEXT) + 1, len(TEXT) + 5)]
    assert kept.id == long.id
    assert [i.kind for i in issues] == ["long-article"]
    assert pipeline.cut(long) == (long, ())


def test_issues_of_reading_and_of_articles_reach_the_graph(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD.replace("date: 2022-09-05\n", ""), encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    build = pipeline.run([str(tmp_path)], resources=resources())
    assert {"missing-date", "empty"} <= {i.kind for i in build.graph.issues}
    assert set(build.read.issues) <= set(build.graph.issues)


@pytest.mark.parametrize(
    ("articles", "jobs", "workers"), [(1, None, 1), (30, None, 1), (16, 2, 2), (1, 8, 1), (0, 2, 1), (3, 1, 1)]
)
def test_workers_are_worth_their_start(articles: int, jobs: int | None, workers: int) -> None:
    assert pipeline.worker_count(articles, jobs) == workers


@pytest.mark.parametrize("jobs", [0, -1])
def test_no_jobs_is_wrong_use(jobs: int) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        pipeline.run([str(ARTICLES)], jobs=jobs)


def test_two_workers_give_the_same_bytes() -> None:
    one = pipeline.run([str(ARTICLES)], jobs=1, resources=resources())
    two = pipeline.run([str(ARTICLES)], jobs=2)
    assert build_files(one) == build_files(two)


def test_the_order_of_paths_makes_no_difference() -> None:
    paths = [str(p) for p in sorted(ARTICLES.glob("2022-0*.txt"))]
    one = pipeline.run(paths, resources=resources())
    other = pipeline.run(paths[::-1], resources=resources())
    assert build_files(one) == build_files(other)


def double(number: int) -> int:
    if number == 13:
        raise UsageError("thirteen")
    return number * 2


def die(number: int) -> int:
    sys.exit(1) if number == 3 else None
    return number


def test_workers_keep_the_order() -> None:
    assert list(in_processes(double, list(range(100, 140)), 2)) == list(range(200, 280, 2))


def test_an_error_in_a_worker_is_the_caller_s() -> None:
    with pytest.raises(UsageError, match="thirteen"):
        list(in_processes(double, list(range(20)), 2))


def test_a_worker_that_dies_is_told() -> None:
    with pytest.raises(UsageError, match="a worker process ended early"):
        list(in_processes(die, list(range(8)), 2))


def test_a_script_without_a_main_guard_is_told(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(f"import kg\nkg.build({str(ARTICLES)!r}, jobs=2)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert '`if __name__ == "__main__":`' in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("as_given", [str, Path, lambda p: [str(p)], lambda p: (Path(p),)])
def test_the_library_builds_from_paths_of_any_kind(tmp_path: Path, as_given: object) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    graph = kg.build(as_given(path))  # type: ignore[operator]
    assert isinstance(graph, kg.KnowledgeGraph)
    assert graph.entity("林若谷").type == "Person"


def test_the_library_tells_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(NothingUsableError):
        kg.build(tmp_path)
    with pytest.raises(UsageError):
        kg.build([])
    with pytest.raises(UsageError):
        kg.build(ARTICLES, base_iri="nonsense")
    with pytest.raises(kg.GraphLoadError):
        kg.load(tmp_path)
    with pytest.raises(AttributeError, match="nonsense"):
        kg.nonsense  # noqa: B018 - the access is what is tested


def test_a_build_written_and_loaded_is_the_same_graph(tmp_path: Path) -> None:
    build = pipeline.run([str(ARTICLES)], resources=resources())
    for name, data in build_files(build).items():
        (tmp_path / name).write_bytes(data)
    loaded = kg.load(tmp_path)
    assert loaded.counts() == build.graph.counts()
    assert len(loaded.evidence) == len(build.graph.evidence)


def test_all_public_names_are_there() -> None:
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []
    assert set(kg.__all__) <= set(dir(kg))


SYLLABLES = "安柏川达恩飞光海嘉凯岚明宁鹏青荣森天万欣阳泽"


def copies(count: int, seed: int) -> tuple[Article, ...]:
    """Small articles that say the same of ever other people, firms and fairs."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        firm, fair, town, person = ("".join(chance.sample(SYLLABLES, k)) for k in (3, 2, 2, 2))
        text = (
            f"第{number % 40 + 2}届{fair}{firm[0]}博览会9月5日在{town}会展中心开幕，共有{number + 300}家企业参展。\n"
            f"{firm}科技有限公司总经理王{person}表示，{firm}科技有限公司将在{town}建设展示中心。\n"
            f"本届博览会由{town}市商务局主办，{firm}科技有限公司与{town}大学签署合作协议。"
        )
        made.append(replace(article(text), sources=(Source(f"{number:04}.txt", ""),)))
    return tuple(made)


def seconds(count: int) -> float:
    """Processor time of building so many articles, the lesser of two."""
    found = []
    for seed in (1, 2):
        articles = copies(count, seed)
        start = time.process_time()
        documents = list(pipeline.process_articles(articles, resources=resources()))
        resolution = pipeline.resolve_documents(documents, ReadResult(articles, (), 0))
        graph = pipeline.assemble_graph(resolution, documents)
        found.append(time.process_time() - start)
        assert len(graph.articles) == count
    return min(found)


def test_time_grows_with_the_number_of_articles() -> None:
    """Four times the articles take about four times as long; all pairs compared would take sixteen times."""
    seconds(5)  # what is loaded lazily is loaded now
    assert seconds(200) < 7 * seconds(50)


def test_articles_processed_together_give_the_documents_of_each_alone() -> None:
    articles = read_articles([str(ARTICLES)]).articles
    loaded = resources()
    assert loaded.tagger.products.steady or pytest.skip("products depend on their neighbours here")
    alone = [pipeline.process_article(a, loaded) for a in articles]
    assert pipeline.process_group(articles, loaded) == alone
    assert pipeline.process_group(articles[::-1][:5], loaded) == alone[::-1][:5]


def test_one_bad_article_among_others_alone_is_told() -> None:
    def fail(document: Document, loaded: Resources) -> Document:
        if "坏" in document.article.text:
            raise RuntimeError("bad")
        return document

    found = pipeline.process_group(
        [article(TEXT), article("坏" + TEXT)], resources(), [*ARTICLE_STAGES[:2], Stage("trap", (), (), fail)]
    )
    assert [[i.kind for i in d.issues] for d in found] == [[], ["extraction-failed"]]

"""Building again: only what is new or changed is extracted, and the bytes are those of a fresh build."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from command import ARTICLES, GOOD
from command import inside as kg
from line import resources

from kg import pipeline
from kg.model import Article, Document
from kg.store.claims.store import FOLDER, ClaimStore
from kg.store.outputs import build_files

TOWNS = ["海州", "临江", "平湖", "东山", "南屿", "西岭"]


class Counting(ClaimStore):
    """The store, with the sources of what had to be extracted."""

    def __init__(self, directory: Path, version: str) -> None:
        super().__init__(directory, version)
        self.extracted: list[str] = []

    def keep(self, article: Article, document: Document) -> None:
        self.extracted.append(Path(article.sources[0].path).name)
        super().keep(article, document)


def again(source: Path, directory: Path, version: str = "v") -> tuple[dict[str, bytes], list[str]]:
    """The files of a build that remembers the last one in `directory`, and what it extracted."""
    memory = Counting(directory, version)
    build = pipeline.run([str(source)], resources=resources(), memory=memory)
    memory.prune(build.read.articles)
    return build_files(build), memory.extracted


def fresh(source: Path) -> dict[str, bytes]:
    return build_files(pipeline.run([str(source)], resources=resources()))


def text(chance: random.Random) -> str:
    town, other = chance.sample(TOWNS, 2)
    number = chance.randint(2, 9)
    return (
        f"---\ntitle: {town}茶博会\ndate: 2022-0{number}-05\nauthor: {other}日报\n---\n"
        f"第{number}届{town}茶博会{number}月5日在{town}会展中心开幕，{other}市商务局局长林若谷出席，{number}0家企业参展。\n"
    )


def change(chance: random.Random, source: Path) -> None:
    """Some articles come, go, change, move or are copied."""
    there = sorted(source.glob("*.txt"))
    for path in chance.sample(there, min(2, len(there) - 1)):
        match chance.randrange(4):
            case 0:
                path.unlink()
            case 1:
                path.write_text(text(chance), encoding="utf-8")
            case 2:
                path.rename(source / f"m{chance.randrange(10**6)}.txt")
            case _:
                (source / f"c{chance.randrange(10**6)}.txt").write_bytes(path.read_bytes())
    for _ in range(chance.randrange(3)):
        (source / f"n{chance.randrange(10**6)}.txt").write_text(text(chance), encoding="utf-8")


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_gives_the_bytes_of_a_fresh_build(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    source = tmp_path / "in"
    source.mkdir()
    for number in range(4):
        (source / f"{number}.txt").write_text(text(chance), encoding="utf-8")
    for _ in range(6):
        files, _ = again(source, tmp_path / FOLDER)
        assert files == fresh(source)
        change(chance, source)


def test_only_what_is_new_or_changed_is_extracted(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    chance = random.Random(5)
    for number in range(5):
        (source / f"{number}.txt").write_text(text(chance) + f"补记{number}。", encoding="utf-8")
    assert len(again(source, tmp_path / FOLDER)[1]) == 5
    assert again(source, tmp_path / FOLDER)[1] == []
    (source / "1.txt").write_text(text(chance) + "补记新。", encoding="utf-8")
    (source / "2.txt").unlink()
    (source / "3.txt").rename(source / "7.txt")
    (source / "9.txt").write_text(GOOD, encoding="utf-8")
    assert again(source, tmp_path / FOLDER)[1] == ["1.txt", "9.txt"]
    assert len(again(source, tmp_path / FOLDER, "w")[1]) == 5


def test_a_failed_article_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    read = pipeline.read_articles([str(tmp_path)])
    store = ClaimStore(tmp_path / FOLDER, "v")
    failed = pipeline._lost(read.articles[0])
    store.keep(read.articles[0], failed)
    store.flush()
    files, extracted = again(tmp_path, tmp_path / FOLDER)
    assert extracted == []
    assert b"extraction-failed" in files["issues.jsonl"]


def test_what_turns_out_to_be_damaged_is_extracted_after_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    again(tmp_path, tmp_path / FOLDER)
    memory = Counting(tmp_path / FOLDER, "v")
    next((tmp_path / FOLDER).glob("claims-*")).write_bytes(b"")
    build = pipeline.run([str(tmp_path)], resources=resources(), memory=memory)
    assert memory.extracted == ["a.txt"]
    assert len(memory.notes) == 1
    assert build_files(build) == fresh(tmp_path)


def test_nothing_is_loaded_where_nothing_is_extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    again(tmp_path, tmp_path / FOLDER)
    monkeypatch.setattr(pipeline, "load_resources", lambda *a, **k: pytest.fail("models are loaded"))
    build = pipeline.run([str(tmp_path)], memory=ClaimStore(tmp_path / FOLDER, "v"))
    assert build.graph.counts()[0]


def test_the_command_line_remembers_and_forgets(tmp_path: Path) -> None:
    """Two processes or one, remembered or `--fresh`: the same files; damage is told in one line."""
    out = tmp_path / "out"
    paths = sorted(ARTICLES.glob("2022-0*.txt"))[:3]
    states = []
    for options in (["--jobs", "2"], [], ["--fresh"]):
        ran = kg("build", *paths, "--out", out, *options)
        assert ran.code == 0, ran.err
        states.append({p.name: p.read_bytes() for p in out.iterdir() if p.is_file()})
    assert states[0] == states[1] == states[2]
    assert sorted(p.name for p in out.iterdir()) == sorted([*states[0], FOLDER])
    broken = next((out / FOLDER).glob("articles-*"))
    broken.write_bytes(b"PAR1")
    ran = kg("build", *paths, "--out", out)
    assert ran.code == 0
    assert f"kg: {broken}: a file is damaged: it is not used, and its articles are extracted anew" in ran.err
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()} == states[0]


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_time_limit_is_a_positive_number(tmp_path: Path, seconds: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    ran = kg("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--article-timeout", seconds)
    assert (ran.code, ran.out) == (2, "")
    assert "--article-timeout is a number of seconds above 0" in ran.err


def test_an_article_over_its_time_is_told_and_not_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD * 40, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    arguments = ("build", tmp_path / "a.txt", tmp_path / "b.txt", "--out", tmp_path / "out", "--article-timeout")
    for _ in range(2):
        ran = kg(*arguments, "0.001")
        assert ran.code == 0, ran.err
        assert "the article was given up after 0.001 s of processor time [article-timeout]" in ran.err
    ran = kg(*arguments, "60")
    assert "article-timeout" not in ran.err

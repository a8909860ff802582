"""A build on disk that knows the last one: the bytes of a fresh build, whatever has changed since."""

from __future__ import annotations

import os
import pickle
import random
import shutil
from functools import partial
from pathlib import Path

import pytest
from command import ARTICLES, GOOD
from command import inside as kg
from line import resources

from kg.store import disk
from kg.store.changes.engine import ChangeEngine
from kg.store.changes.saved import LIST
from kg.store.claims.store import FOLDER, ClaimStore
from kg.store.disk import build_on_disk
from kg.store.engine import LocalEngine
from kg.store.large.articles import PerArticle

MORE = (
    "玛丽·新姓代表星河公司发言。",
    "新地市市长李小明出席。",
    "海西区的张伟任茶叶协会会长。",
    "上届博览会有200家企业参展。",
)


def build(source: Path, out: Path, *, steps: bool = True, jobs: int = 1) -> dict[str, bytes]:
    """What a build leaves, but for its steps and claims."""
    memory = ClaimStore(out / FOLDER, "v")
    build_on_disk([str(source)], out, memory, jobs=jobs, resources=resources(), steps=steps)
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.is_file()}


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a build has begun anew."""
    times: list[str] = []
    monkeypatch.setattr(
        ChangeEngine, "forget", lambda self, forget=ChangeEngine.forget: times.append("") or forget(self)
    )
    return times


def pool(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = [Path(shutil.copy(path, folder)) for path in sorted(ARTICLES.iterdir())]
    for number in range(6):
        path = folder / f"tea-{number}.txt"
        path.write_text(GOOD.replace("三百", f"{number}百").replace("9月5日", f"9月{number + 1}日"), encoding="utf-8")
        paths.append(path)
    return paths


def some_articles(folder: Path) -> Path:
    """A folder with six of the articles: enough where a build is only to be as another."""
    folder.mkdir()
    for path in sorted(ARTICLES.iterdir())[:6]:
        shutil.copy(path, folder)
    return folder


def change(source: Path, paths: list[Path], chance: random.Random) -> None:
    """Add, take away or change an article, or what is no article."""
    here = sorted(source.iterdir())
    path = chance.choice(paths)
    what = chance.choice(["add", "add", "change", "change", "take away", "spoil", "double"])
    if what == "add":
        shutil.copy(path, source)
    elif what == "take away" and len(here) > 3:
        chance.choice(here).unlink()
    elif what == "spoil":
        (source / "bad.json").write_text("{" * chance.randrange(1, 3), encoding="utf-8")
    elif what == "double":
        shutil.copy(chance.choice(here), source / "double.txt")
    else:
        path = chance.choice(here)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("</p>", f"{chance.choice(MORE)}</p>", 1), encoding="utf-8")


@pytest.mark.parametrize(("seed", "jobs"), [(1, 1), (2, 1), (3, 2)])
def test_the_same_bytes_as_afresh(
    seed: int, jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: list[str]
) -> None:
    monkeypatch.setattr(disk, "LocalEngine", partial(LocalEngine, alone=4_000))
    chance, source = random.Random(seed), tmp_path / "in"
    source.mkdir()
    paths = pool(tmp_path / "pool")
    for path in chance.sample(paths, 9):
        shutil.copy(path, source)
    for _ in range(6 // jobs):
        again = build(source, tmp_path / "out", jobs=jobs)
        assert again == build(source, tmp_path / "afresh", steps=False)
        for _ in range(chance.choice([0, 1, 1, 3])):
            change(source, paths, chance)
    assert len(forgotten) == 1  # the first, where there is nothing to remember


def test_of_one_changed_article_little_else_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, seen = tmp_path / "in", set()
    shutil.copytree(ARTICLES, source)
    article = PerArticle._article
    monkeypatch.setattr(PerArticle, "_article", lambda self, r, *more: seen.add(r.key) or article(self, r, *more))
    build(source, tmp_path / "out")
    assert len(seen) == len(list(source.iterdir()))
    path = sorted(source.iterdir())[3]
    path.write_text(path.read_text(encoding="utf-8").replace("</p>", f"{MORE[0]}</p>", 1), encoding="utf-8")
    seen.clear()
    again = build(source, tmp_path / "out")
    assert 0 < len(seen) < 6
    assert again == build(source, tmp_path / "afresh", steps=False)


def claims_gone(out: Path) -> None:
    shutil.rmtree(out / "claims")


def a_segment_gone(out: Path) -> None:
    min((out / "claims").glob("*.parquet")).unlink()


def files_gone(out: Path) -> None:
    for path in (out / "steps").glob("*.arrow"):
        path.unlink()


def files_spoiled(out: Path) -> None:
    for path in (out / "steps").glob("*.arrow"):
        path.write_bytes(os.urandom(200))


def list_spoiled(out: Path) -> None:
    (out / "steps" / LIST).write_bytes(b"nonsense")


def list_harmful(out: Path) -> None:
    (out / "steps" / LIST).write_bytes(pickle.dumps(Harm(out / "harm")))


def steps_no_folder_of_steps(out: Path) -> None:
    shutil.rmtree(out / "steps")
    (out / "steps").mkdir()
    (out / "steps" / "x.arrow").write_bytes(b"")


class Harm:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


HARMS = (claims_gone, a_segment_gone, files_gone, files_spoiled, list_spoiled, list_harmful, steps_no_folder_of_steps)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_where_something_is_gone_or_spoiled_all_is_done_again(harm: object, tmp_path: Path) -> None:
    source, out = some_articles(tmp_path / "in"), tmp_path / "out"
    build(source, out)
    assert callable(harm)
    harm(out)
    (source / "one.txt").write_text(GOOD, encoding="utf-8")
    assert build(source, out) == build(source, tmp_path / "afresh", steps=False)
    assert not (out / "harm").exists()
    keys = [len(ClaimStore(folder / FOLDER, "v")._index) for folder in (out, tmp_path / "afresh")]
    assert keys[0] == keys[1]


def test_other_settings_begin_anew(tmp_path: Path) -> None:
    given = ("build", some_articles(tmp_path / "in"), "--engine", "disk", "--out")
    for more in (("--min-confidence", "0.9"), ("--base-iri", "https://a.example/"), ()):
        assert kg(*given, tmp_path / "again", *more).code == 0
        assert kg(*given, tmp_path / "afresh", *more, "--no-steps").code == 0
        for name in ("kg.ttl", "evidence.ttl", "manifest.json", "issues.jsonl"):
            assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "afresh" / name).read_bytes()
    assert not (tmp_path / "afresh" / "steps").exists()

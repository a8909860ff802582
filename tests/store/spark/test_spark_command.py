"""`kg build --engine spark`: what it needs and refuses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from command import GOOD, inside, kg, no_traceback

from kg.errors import UsageError
from kg.store.spark.session import check_spark


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--engine", "spark", "--jobs", "2"], "--jobs"),
        (["--engine", "spark", "--fresh"], "--fresh"),
        (["--master", "local[2]"], "--master is of builds with --engine spark"),
        (["--engine", "hadoop"], "invalid choice"),
    ],
)
def test_options_that_do_not_go_together(options: list[str], message: str, article: Path) -> None:
    ran = inside("build", article, "--out", article.parent / "out", *options)
    assert ran.code == 2
    assert message in ran.err
    assert no_traceback(ran)
    assert not (article.parent / "out").exists()


@pytest.mark.parametrize("module", ["pyspark", "pandas"])
def test_without_the_extra(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=r"pip install 'kg\[spark\]'"):
        check_spark()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (None, "needs Java 17 or newer: install one"),
        ("echo 'openjdk version \"11.0.2\"' >&2", "is 11"),
        ("echo 'java version \"1.8.0_1\"' >&2", "is 8"),
        ("exit 1", "is none"),
    ],
)
def test_without_a_java_that_spark_runs_on(
    script: str | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    (tmp_path / "bin").mkdir()
    if script is not None:
        java = tmp_path / "bin" / "java"
        java.write_text(f"#!/bin/sh\n{script}\n")
        java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=message):
        check_spark()


def test_a_master_that_is_none(article: Path, spark_settings: dict[str, str]) -> None:
    options = ["--out", article.parent / "out", "--engine", "spark", "--master", "nonsense"]
    ran = kg("build", article, *options, env=spark_settings)
    assert ran.code == 2
    assert "Spark does not start on nonsense" in ran.err
    assert no_traceback(ran)

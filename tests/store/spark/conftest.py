"""One session of Spark a process, on two cores of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.store.spark.session import check_spark, spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


# For tables of a few rows, Java code made for every query, and machine code made of it, cost more than they save.
JAVA_OPTIONS = "spark.driver.extraJavaOptions"
TINY = {
    JAVA_OPTIONS: "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "3",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """The test skips where there is no PySpark or no Java."""
    _check()
    with spark_session("local[2]", settings=TINY) as session:
        yield session


@pytest.fixture(scope="session")
def spark_settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which commands start Spark with the same settings; the test skips as above."""
    _check()
    folder = tmp_path_factory.mktemp("spark-conf")
    lines = [f"{name} {value}\n" for name, value in TINY.items() if name != JAVA_OPTIONS]
    (folder / "spark-defaults.conf").write_text("".join(lines))
    return {"SPARK_CONF_DIR": str(folder), "JDK_JAVA_OPTIONS": TINY[JAVA_OPTIONS]}


def _check() -> None:
    try:
        check_spark()
    except UsageError as error:
        pytest.skip(str(error))

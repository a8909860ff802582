"""One session of Spark a process, on two cores of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.store.spark.session import check_spark, spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


# For tables of a few rows, Java code made and compiled for every query costs more than it saves.
TINY = {
    "spark.sql.shuffle.partitions": "3",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """The test skips where there is no PySpark or no Java."""
    try:
        check_spark()
    except UsageError as error:
        pytest.skip(str(error))
    with spark_session("local[2]", settings=TINY) as session:
        yield session

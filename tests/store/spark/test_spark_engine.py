"""Spark does what every engine must; components are found by rounds of joins as well as in the driver."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store.engine_cases import CASES

from kg.dataflow import Engine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_case(case: Callable[[Engine], None], spark: SparkSession, tmp_path: Path) -> None:
    from kg.store.spark.dataset import SparkEngine

    with SparkEngine(spark, str(tmp_path / "scratch"), driver_pairs=0) as engine:
        case(engine)
    assert list(tmp_path.iterdir()) == []

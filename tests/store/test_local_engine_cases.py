"""The local engine does what every engine must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from store.engine_cases import CASES

from kg.dataflow import Engine
from kg.store.engine import LocalEngine


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_case(case: Callable[[Engine], None], tmp_path: Path) -> None:
    with LocalEngine(tmp_path / "engine") as engine:
        case(engine)

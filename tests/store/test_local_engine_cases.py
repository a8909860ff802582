"""The local engine does what every engine must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store.engine_cases import CASES

from kg.dataflow import Engine, Record
from kg.store.engine import LocalEngine


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_case(case: Callable[[Engine], None], tmp_path: Path) -> None:
    with LocalEngine(tmp_path / "engine") as engine:
        case(engine)


def by_size(records: Iterator[Record]) -> Iterator[Record]:
    return (Record("size", str(len(r.value)), r.key, r.value.upper()) for r in records)


def gathered(key: str, records: Iterator[Record]) -> Iterator[Record]:
    for at, record in enumerate(records):
        yield Record("even" if at % 2 else "odd", key, record.order, record.value)


def failing(key: str, records: Iterator[Record]) -> Iterator[Record]:
    if key == "3":
        raise ValueError(f"no {key}")
    return records


def test_several_processes_make_the_same_records(tmp_path: Path) -> None:
    rows = [Record("word", f"k{at:05}", "", "abcdefg"[: at % 7 + 1]) for at in range(14_000)]
    made = []
    for jobs in (1, 2):
        with LocalEngine(tmp_path / str(jobs), jobs=jobs, alone=100) as engine:
            sizes = engine.dataset(rows).map(by_size)
            made.append(list(sizes.group(gathered).only("even").sorted()))
            assert sizes.keep().count() == len(rows)
    assert made[0] == made[1]
    assert len(made[0]) == 7_000


def test_processes_that_were_woken_share_the_next_step(tmp_path: Path) -> None:
    rows = [Record("word", f"k{at:05}", "", "abcdefg"[: at % 7 + 1]) for at in range(14_000)]
    with LocalEngine(tmp_path / "engine", jobs=2, alone=1000) as engine:
        engine.wake()
        engine.wake()
        assert len(list(engine.dataset(rows).map(by_size).group(gathered).sorted())) == len(rows)
    with LocalEngine(tmp_path / "other", jobs=2) as engine:
        engine.wake()  # and has nothing to do
    assert not (tmp_path / "other").exists()


def test_an_error_in_a_process_is_raised(tmp_path: Path) -> None:
    with LocalEngine(tmp_path / "engine", jobs=2, alone=1) as engine, pytest.raises(ValueError, match="no 3"):
        engine.dataset(Record("a", str(at), "", at) for at in range(9)).group(failing)
    assert not (tmp_path / "engine").exists()

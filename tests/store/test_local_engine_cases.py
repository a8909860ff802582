"""The local engine does what every engine must."""

from __future__ import annotations

import os
import time
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


def twice(item: str) -> Iterator[Record]:
    if item == "x":
        raise ValueError("no x")
    return (Record("once" if at else "again", item, "", os.getpid()) for at in range(2))


def woken(directory: Path, items: list[str]) -> tuple[list[Record], set[int]]:
    """What two processes that are ready make of items, and which processes did."""
    with LocalEngine(directory, jobs=2) as engine:
        engine.wake()
        while not engine.is_helped():
            time.sleep(0.05)
        found = list(engine.made(items, twice).sorted())
    return [r._replace(value=None) for r in found], {r.value for r in found}


def test_records_are_made_of_items_by_whoever_is_ready(tmp_path: Path) -> None:
    items = [f"{at:03}" for at in range(200)]
    with LocalEngine(tmp_path / "one") as engine:
        alone = list(engine.made(items, twice).sorted())
    together, processes = woken(tmp_path / "two", items)
    assert {r.value for r in alone} == {os.getpid()}
    assert os.getpid() not in processes
    assert together == [r._replace(value=None) for r in alone]
    assert len(together) == 400


@pytest.mark.parametrize("items", [[], ["a"]])
def test_few_items_need_no_others(tmp_path: Path, items: list[str]) -> None:
    assert len(woken(tmp_path / "engine", items)[0]) == 2 * len(items)


def test_an_error_over_an_item_is_raised(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no x"):
        woken(tmp_path / "engine", ["a", "x", *"bcdefghij"])
    assert not (tmp_path / "engine").exists()


def test_an_error_in_a_process_is_raised(tmp_path: Path) -> None:
    with LocalEngine(tmp_path / "engine", jobs=2, alone=1) as engine, pytest.raises(ValueError, match="no 3"):
        engine.dataset(Record("a", str(at), "", at) for at in range(9)).group(failing)
    assert not (tmp_path / "engine").exists()

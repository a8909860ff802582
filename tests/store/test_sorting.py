"""Records of files in order: in memory, in runs on disk, and in shares."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment

from kg.dataflow import Record
from kg.store.parts import Part, PartWriter
from kg.store.sorting import in_order

LITTLE, MUCH = 1 << 20, 1 << 28


def written(path: Path, records: list[Record]) -> Part:
    with PartWriter(path) as file:
        for record in records:
            file.add(record)
    return Part(path, records[0].kind, file.count)


def cells(record: Record) -> tuple[str, str, str, object]:
    return record.key, record.order, record.kind, record.value


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    """Files of three kinds in no order, some megabytes, with keys that come again and values of many lengths."""
    rng = random.Random(3)
    block = rng.randbytes(1 << 18)
    made = []
    for at in range(6):
        keys = [f"{rng.choice('甲乙丙丁𠀀a～')}{rng.randrange(900)}" for _ in range(3000)]
        rows = [Record(f"k{at % 3}", key, str(rng.randrange(3)), block[: rng.choice((0, 9, 500))]) for key in keys]
        rows += [Record(f"k{at % 3}", "乙7", "", block[: 200_000 + at])]
        made.append(written(tmp_path / f"{at}.parquet", rows))
    return made


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "scratch"


@pytest.mark.parametrize("memory", [LITTLE, MUCH], ids=["in runs", "in memory"])
def test_records_come_by_key_order_and_kind(parts: list[Part], scratch: Path, memory: int) -> None:
    found = [cells(r) for r in in_order(parts, scratch, memory)]
    assert [row[:3] for row in found] == sorted(row[:3] for row in found)
    assert len(found) == sum(part.count for part in parts) == 18_006


def test_where_runs_lie_makes_no_difference(parts: list[Part], scratch: Path) -> None:
    """Records that are alike in all else keep the order of the files and of their lines."""
    inside = [cells(r) for r in in_order(parts, scratch, MUCH)]
    assert [cells(r) for r in in_order(parts, scratch, LITTLE)] == inside
    assert [len(v) for k, _, kind, v in inside if (k, kind) == ("乙7", "k0") and len(str(v)) > 100_000] == [
        200_000,
        200_003,
    ]


def test_files_of_runs_are_gone_at_the_end(parts: list[Part], scratch: Path) -> None:
    records = in_order(parts, scratch, LITTLE)
    next(records)
    (folder,) = scratch.iterdir()
    assert len(list(folder.iterdir())) > 3
    list(records)
    assert not list(scratch.iterdir())


def test_files_of_runs_are_gone_when_nobody_wants_the_rest(parts: list[Part], scratch: Path) -> None:
    records = in_order(parts, scratch, LITTLE)
    next(records)
    records.close()  # type: ignore[attr-defined]
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("memory", [LITTLE, MUCH])
def test_a_key_is_in_one_share_with_all_its_records(parts: list[Part], scratch: Path, memory: int) -> None:
    shares = [[cells(r) for r in in_order(parts, scratch, memory, share=at, shares=3)] for at in range(3)]
    keys = [{row[0] for row in share} for share in shares]
    assert all(keys)
    assert not keys[0] & keys[1] | keys[0] & keys[2] | keys[1] & keys[2]
    whole = [cells(r) for r in in_order(parts, scratch, MUCH)]
    for share, there in zip(shares, keys, strict=True):
        assert share == [row for row in whole if row[0] in there]


def test_nothing_is_in_order(scratch: Path) -> None:
    assert list(in_order([], scratch, MUCH)) == []
    assert not list(scratch.iterdir())


MEMORY = """
import resource, sys
from pathlib import Path
from kg.store.parts import Part
from kg.store.sorting import in_order
parts = [Part(Path(sys.argv[1]), "k", 0)]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
last = ""
for record in in_order(parts, Path(sys.argv[2]), 100 << 20):
    assert record.key >= last
    last = record.key
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


def test_long_values_are_sorted_in_less_memory_than_they_take(tmp_path: Path) -> None:
    """600 MB in no more than 150 beside what Python and Arrow are themselves."""
    rng = random.Random(3)
    block = rng.randbytes(1 << 18)
    rows = [Record("k", f"{rng.random()}", "", block[: 30_000 + at % 999]) for at in range(20_000)]
    part = written(tmp_path / "a.parquet", rows)
    run = [sys.executable, "-c", MEMORY, str(part.path), str(tmp_path / "scratch")]
    done = subprocess.run(run, env=environment(), capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150

"""Files of records: shares of them, and their order."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.dataflow import Record
from kg.store.parts import PIECE, ROWS, Part, PartWriter, _connected, in_order, shared_out


def written(path: Path, records: list[Record]) -> Part:
    with PartWriter(path) as file:
        for record in records:
            file.add(record)
    return Part(path, records[0].kind, file.count)


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    """Three files of one row group, and one of two."""
    sizes = 3, 1, 2, ROWS + 1
    return [
        written(tmp_path / f"{at}.parquet", [Record(f"k{at}", f"甲{row:05}", str(at), row) for row in range(size)])
        for at, size in enumerate(sizes)
    ]


def upper(records: Iterator[Record]) -> Iterator[Record]:
    return (record._replace(kind=record.kind.upper()) for record in records)


def test_row_groups_are_shared_out_over_all_files(parts: list[Part]) -> None:
    shares = [list(shared_out(parts, share, 2)) for share in range(2)]
    assert [{r.kind for r in share} for share in shares] == [{"k0", "k2", "k3"}, {"k1", "k3"}]
    together = sorted((r.kind, r.key, r.order, r.value) for share in shares for r in share)
    assert together == sorted((r.kind, r.key, r.order, r.value) for r in shared_out(parts, 0, 1))
    assert len(together) == sum(part.count for part in parts) == ROWS + 7


def test_functions_are_run_on_what_is_shared_out(parts: list[Part]) -> None:
    mapped = [Part(part.path, part.kind, part.count, (upper, ("K2",))) for part in parts]
    assert [(r.kind, r.value) for r in shared_out(mapped, 0, 1)] == [("K2", 0), ("K2", 1)]


def test_a_key_is_in_one_share_with_all_its_records_in_order(parts: list[Part], tmp_path: Path) -> None:
    shares = [list(in_order(parts, tmp_path / "scratch", 1 << 27, share=share, shares=3)) for share in range(3)]
    keys = [{r.key for r in share} for share in shares]
    assert not keys[0] & keys[1] | keys[0] & keys[2] | keys[1] & keys[2]
    for share in shares:
        assert [(r.key, r.order) for r in share] == sorted((r.key, r.order) for r in share)
    first = next(share for share in shares if share[0].key == "甲00000")
    assert [(r.kind, r.value) for r in first[:4]] == [("k0", 0), ("k1", 0), ("k2", 0), ("k3", 0)]


def test_long_values_are_put_together_again(tmp_path: Path) -> None:
    rng = random.Random(3)
    sizes = [0, 1, PIECE - 9, PIECE, PIECE + 1, 3 * PIECE, 10, 300 * PIECE, 5] * 3
    records = [Record("k", f"{at % 5}", "", rng.randbytes(size)) for at, size in enumerate(sizes)]  # orders are alike
    some = [written(tmp_path / "a.parquet", records), written(tmp_path / "b.parquet", records[::-1])]
    wanted = sorted((r.key, r.value) for r in records * 2)
    assert sorted((r.key, r.value) for r in shared_out(some, 0, 1)) == wanted
    assert sorted((r.key, r.value) for share in range(3) for r in shared_out(some, share, 3)) == wanted
    found = list(in_order(some, tmp_path / "scratch", 1 << 27))
    assert [r.key for r in found] == sorted(r.key for r in found)
    assert sorted((r.key, r.value) for r in found) == wanted


def test_long_values_are_sorted_in_less_memory_than_they_take(tmp_path: Path) -> None:
    rng = random.Random(3)
    block = rng.randbytes(1 << 18)
    records = [Record("k", f"{rng.random()}", "", block[: 30_000 + at % 999]) for at in range(20_000)]
    found = in_order([written(tmp_path / "a.parquet", records)], tmp_path / "scratch", 384 << 20)
    keys = [r.key for r in found if r.value == block[: len(r.value)]]
    assert keys == sorted(r.key for r in records)


def _draws_bars(directory: str) -> None:
    with _connected(Path(directory), 1 << 27) as connection:
        print(connection.sql("SELECT current_setting('enable_progress_bar')").fetchall())


def test_no_bars_are_drawn_in_a_process_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_draws_bars, args=(str(tmp_path),))
    process.start()
    process.join()
    assert capfd.readouterr().out == "[(False,)]\n"

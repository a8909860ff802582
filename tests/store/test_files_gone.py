"""Files that a build no longer makes are removed together with the renames, or not at all."""

import os
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.store import atomic
from kg.store.atomic import Write, recover, write_files, write_streams

OLD = {"kg.ttl": b"old", "graph.json": b"old", "manifest.json": b"old"}
NEW = {"kg.ttl": b"new", "manifest.json": b"new"}


def writing(content: dict[str, bytes]) -> dict[str, Write]:
    return {name: lambda file, data=data: file.write(data) for name, data in content.items()}  # type: ignore[misc]


def there(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_what_is_gone_is_removed(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    write_streams(tmp_path, writing(NEW), gone=["graph.json", "never-there"])
    assert there(tmp_path) == NEW


def test_nothing_is_removed_where_writing_fails(tmp_path: Path) -> None:
    def fail(file: object) -> None:
        raise OSError(28, "No space left on device")

    write_files(tmp_path, OLD)
    with pytest.raises(OutputError, match="No space left"):
        write_streams(tmp_path, {"kg.ttl": fail}, gone=["graph.json"])
    assert there(tmp_path) == OLD


@pytest.mark.parametrize("renames", range(4))
def test_killed_among_the_renames_nothing_stale_is_left(tmp_path: Path, renames: int) -> None:
    """The first rename is the journal's; `graph.json` is removed after the last one."""
    write_files(tmp_path, OLD)
    child = os.fork()
    if child == 0:
        real, left = os.replace, iter(range(renames))

        def stop(source: Path, target: Path) -> None:
            if next(left, None) is None:
                os._exit(7)
            real(source, target)

        atomic.os.replace = stop  # type: ignore[assignment]
        write_streams(tmp_path, writing(NEW), gone=["graph.json"])
        os._exit(0)
    os.waitpid(child, 0)
    recover(tmp_path)
    assert there(tmp_path) == (NEW if renames else OLD)

"""Segments: pairs of Parquet files named by the hash of what is in them, and the manifest that lists them."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.store.atomic import write_files
from kg.store.claims.tables import FORMAT
from kg.store.records import json_file

MANIFEST = "manifest.json"
PARTS = ("articles", "claims")
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Segment:
    """One pair of files, `articles-NAME.parquet` and `claims-NAME.parquet`; `version` is the extraction's."""

    name: str
    version: str
    articles: int
    claims: int

    @property
    def files(self) -> tuple[str, str]:
        """The names of its two files."""
        return f"articles-{self.name}.parquet", f"claims-{self.name}.parquet"


class BrokenSegmentError(Exception):
    """A segment is not what its name says, or none of this version's; the message says how. Never leaves this part."""


def write_segment(directory: Path, version: str, articles: pa.Table, claims: pa.Table) -> Segment:
    """Write two tables to disk. Until the manifest lists the segment, it does not count. Raises OutputError."""
    data = [_parquet(table.replace_schema_metadata({"kg.extraction": version})) for table in (articles, claims)]
    segment = Segment(_name(data), version, articles.num_rows, claims.num_rows)
    write_files(directory, dict(zip(segment.files, data, strict=True)))
    return segment


def read_segment(
    directory: Path, segment: Segment, *, columns: Sequence[str] | None = None
) -> tuple[pa.Table, pa.Table]:
    """The tables of a segment; of the first only `columns`, where they are given, and of the second then none.

    Raises BrokenSegmentError where a file is missing or is not the one that was written.
    """
    try:
        data = [(directory / name).read_bytes() for name in segment.files]
    except OSError as error:
        raise BrokenSegmentError(f"a file cannot be read ({error.strerror or error})") from error
    if _name(data) != segment.name:
        raise BrokenSegmentError("a file is damaged")
    try:
        wanted = None if columns is None else list(columns)
        articles = pq.read_table(pa.BufferReader(data[0]), columns=wanted)
        claims = pq.read_table(pa.BufferReader(data[1]), columns=None if wanted is None else [])
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise BrokenSegmentError("a file is no Parquet of this version") from error
    return articles.replace_schema_metadata(None), claims.replace_schema_metadata(None)


def read_manifest(directory: Path) -> tuple[Segment, ...]:
    """The segments that count; none where there is no manifest. Raises BrokenSegmentError where it is damaged."""
    path = directory / MANIFEST
    try:
        listed = json.loads(path.read_bytes())
        if listed["format"] != FORMAT:
            return ()
        found = tuple(
            Segment(str(s["name"]), str(s["version"]), int(s["articles"]), int(s["claims"])) for s in listed["segments"]
        )
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise BrokenSegmentError(f"it cannot be read ({error.strerror or error})") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BrokenSegmentError("it is damaged") from error
    if not all(_NAME.fullmatch(segment.name) for segment in found):
        raise BrokenSegmentError("it is damaged")
    return found


def write_manifest(directory: Path, segments: Sequence[Segment]) -> None:
    """Make these segments the ones that count. Raises OutputError."""
    write_files(directory, {MANIFEST: json_file({"format": FORMAT, "segments": [asdict(s) for s in segments]})})


def sweep(directory: Path, segments: Sequence[Segment]) -> None:
    """Remove what earlier builds left: segments that no longer count.

    A file that cannot be removed stays; it is in nobody's way.
    """
    kept = {name for segment in segments for name in segment.files}
    for pattern in [f"{part}-*.parquet" for part in PARTS]:
        for path in directory.glob(pattern):
            if path.name not in kept:
                _remove(path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _name(data: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in data)).hexdigest()[:32]

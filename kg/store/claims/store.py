"""The claims of earlier builds: what is there is used again, what is new is kept, what is stale goes."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kg.limits import OVERTIME
from kg.model import Article, Document
from kg.pipeline import cut, source_of
from kg.store.claims.decode import Stored, decode
from kg.store.claims.encode import Row, encode
from kg.store.claims.segments import (
    MANIFEST,
    BrokenSegmentError,
    Segment,
    read_manifest,
    read_segment,
    sweep,
    write_manifest,
    write_segment,
)
from kg.store.claims.version import article_key

FOLDER = "claims"
# A build that is killed loses at most so many articles, or what was extracted in so many seconds: flushing costs some
# 20 ms, mostly of waiting for the disk, which is 1 % of the time that 64 articles take.
FLUSH_ARTICLES = 64
FLUSH_SECONDS = 5.0
# Articles of a full segment (some 10 MB in memory, 2 MB on disk): one changed article costs a new segment of this size.
FULL = 512
# Segments less than half full are put together once there are more of them.
MOST_SMALL = 8
# Decoded segments kept at a time: articles come in the order of their paths, as they did when they were stored.
OPEN = 4


class ClaimStore:
    """The folder `DIR/claims` during one build, for extraction of one `version`.

    `notes` holds a line for each part of the store that could not be used; its articles are extracted anew. `limit` is
    the processor time that an article is given (seconds; None: without end): one that took longer than a smaller limit
    is tried again.

    Raises (from `keep`, `flush` and `prune`) OutputError where the disk is full or the folder cannot be written.
    """

    def __init__(self, directory: Path, version: str, *, limit: float | None = None, fresh: bool = False) -> None:
        self.directory = directory
        self.version = version
        self.limit = limit
        self.notes: list[str] = []
        self._index: dict[str, int] = {}
        self._open: OrderedDict[int, dict[str, Stored]] = OrderedDict()
        self._pending: list[Row] = []
        self._flushed = time.monotonic()
        self._segments = [] if fresh else self._read()

    def knows(self, article: Article) -> bool:
        """Whether an earlier build extracted the article, with these extractors and at least this much time."""
        return self.has(article_key(article))

    def has(self, key: str) -> bool:
        """The same of the article of a key (`article_key`)."""
        return key in self._index

    def is_empty(self) -> bool:
        """Whether there is no article in it."""
        return not self._index

    def recall(self, article: Article) -> Document | None:
        """What an earlier build found in the article, or None where it has to be extracted."""
        key = article_key(article)
        stored = self._opened(self._index[key]).get(key) if key in self._index else None
        if stored is None:
            return None
        shortened, _ = cut(article)
        return stored.over(shortened, source_of(article))

    def keep(self, article: Article, document: Document) -> None:
        """Keep what was found in the article; it is on disk soon."""
        self._pending.append(Row(article_key(article), source_of(article), document))
        if len(self._pending) >= FLUSH_ARTICLES or time.monotonic() - self._flushed >= FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what is kept to disk."""
        rows, self._pending = self._pending, []
        tables = _encoded(rows)
        if tables is not None:
            self._segments.append(write_segment(self.directory, self.version, *tables))
            self._index |= dict.fromkeys(tables[0]["key"].to_pylist(), len(self._segments) - 1)
            write_manifest(self.directory, self._segments)
        self._flushed = time.monotonic()

    def close(self) -> None:
        """Let go of the segments that are held in memory; what is asked for later is read again."""
        self._open.clear()

    def prune(self, articles: Iterable[Article]) -> None:
        """Leave nothing but these articles' rows of this version: see `leave`."""
        self.leave(map(article_key, articles))

    def leave(self, keys: Iterable[str]) -> None:
        """Leave nothing but the rows of these articles (`article_key`): after it, every row in the folder is true.

        A segment with stale rows is written anew, which costs less than extracting the article that made a row stale;
        so the cost follows the number of changes and not the size of the store.
        """
        self.flush()
        live: dict[int, set[str]] = defaultdict(set)
        for key in keys:
            if key in self._index:
                live[self._index[key]].add(key)
        small = sum(segment.articles < FULL // 2 for segment in self._segments)
        most = FULL // 2 if small > MOST_SMALL else 0
        kept, loose = [], []
        for number, segment in enumerate(self._segments):
            if len(live[number]) == segment.articles >= most:
                kept.append(segment)
            elif live[number]:
                loose.append((segment, live[number]))
        if kept != self._segments:
            new = [write_segment(self.directory, self.version, *tables) for tables in self._parts(loose)]
            self._segments, self._index = [*kept, *new], {}
            write_manifest(self.directory, self._segments)
        if self.directory.is_dir():
            sweep(self.directory, self._segments)

    def _read(self) -> list[Segment]:
        """The segments of the manifest that are whole; their keys are noted."""
        try:
            listed = read_manifest(self.directory)
        except BrokenSegmentError as error:
            self.notes.append(_note(self.directory / MANIFEST, error))
            return []
        whole: list[Segment] = []
        for segment in listed:
            if segment.version != self.version:
                continue
            try:
                table, _ = read_segment(self.directory, segment, columns=["key", "issues"])
            except BrokenSegmentError as error:
                self.notes.append(_note(self.directory / segment.files[0], error))
                continue
            rows = zip(table["key"].to_pylist(), table["issues"].to_pylist(), strict=True)
            self._index |= {key: len(whole) for key, issues in rows if not self._may_do_better(issues)}
            whole.append(segment)
        return whole

    def _may_do_better(self, issues: Iterable[Mapping[str, str]]) -> bool:
        """Whether the article was given up after less time than it would have now."""
        return any(i["kind"] == OVERTIME and (self.limit is None or self.limit > float(i["place"])) for i in issues)

    def _opened(self, number: int) -> Mapping[str, Stored]:
        if number not in self._open:
            try:
                self._open[number] = decode(*read_segment(self.directory, self._segments[number]))
            except (BrokenSegmentError, ValueError, KeyError, ArithmeticError) as error:
                self.notes.append(_note(self.directory / self._segments[number].files[0], error))
                self._open[number] = {}
            if len(self._open) > OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(number)
        return self._open[number]

    def _parts(self, loose: Iterable[tuple[Segment, set[str]]]) -> Iterator[tuple[pa.Table, pa.Table]]:
        """The live rows of some segments, in tables of at most FULL articles (those of one segment stay together)."""
        waiting: list[tuple[pa.Table, pa.Table]] = []
        for segment, live in loose:
            try:
                tables = read_segment(self.directory, segment)
            except BrokenSegmentError as error:
                self.notes.append(_note(self.directory / segment.files[0], error))
                continue
            keys = pa.array(sorted(live), pa.string())
            found = (
                tables[0].filter(pc.is_in(tables[0]["key"], keys)),
                tables[1].filter(pc.is_in(tables[1]["key"], keys)),
            )
            if waiting and sum(t[0].num_rows for t in waiting) + found[0].num_rows > FULL:
                yield _joined(waiting)
                waiting = []
            waiting.append(found)
        if waiting:
            yield _joined(waiting)


def _joined(tables: Sequence[tuple[pa.Table, pa.Table]]) -> tuple[pa.Table, pa.Table]:
    return pa.concat_tables([t[0] for t in tables]), pa.concat_tables([t[1] for t in tables])


def _encoded(rows: Sequence[Row]) -> tuple[pa.Table, pa.Table] | None:
    """The rows' tables, without the rows that have no place in one: these are extracted anew each time."""
    try:
        return encode(rows) if rows else None
    except (ValueError, OverflowError):
        if len(rows) == 1:
            return None
        tables = [found for row in rows if (found := _encoded([row]))]
        return _joined(tables) if tables else None


def _note(path: Path, error: Exception) -> str:
    return f"{path}: {error}: it is not used, and its articles are extracted anew"

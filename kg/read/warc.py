"""WARC: the pages of a web crawl, each with its address, as the server sent them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import BytesIO, StringIO
from typing import Any

from kg.model import Issue
from kg.read.budget import CHUNK, MAX_MEMBERS, BombError, Budget, RefusedError, Unpacked
from kg.read.compressed import compression, inflated
from kg.read.draft import Header, Part, PassedOver
from kg.read.extras import load
from kg.read.files import MAX_BYTES
from kg.read.published import published_on
from kg.read.typography import strip_invisible

_HEADER_MAX = 1024 * 1024  # bytes of one record's headers
_BLOCK = 16 * 1024
_TYPES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/json": ".json",
    "application/rss+xml": ".xml", "application/atom+xml": ".xml", "text/xml": ".xml", "application/xml": ".xml",
}  # fmt: skip
_PAGES = ("response", "resource", "conversion")  # the last two: saved files, and texts taken out of pages
_URL_MAX = 2000


def is_warc(head: bytes) -> bool:
    """Whether a file begins like a web archive."""
    return head.startswith(b"WARC/")


def warc_parts(source: Unpacked, label: str) -> Iterator[Part | Issue | PassedOver]:
    """The pages in a web archive that were sent whole and hold text; redirects, errors and pictures are passed over.

    A part is called `label:offset`, the offset counted in the unpacked archive. A record that ends early is an issue
    with its offset; where the archive itself is broken, the reading ends. Raises MissingExtraError without the extra
    `inputs`, BombError for headers without end.
    """
    iterator = load("warcio.archiveiterator").ArchiveIterator(source, block_size=_BLOCK)
    number = offset = faults = 0
    while True:
        try:
            record = _next(iterator, source)
            if iterator.err_count > faults:
                yield Issue("broken-record", "the record is longer than it says", label, f"byte {offset}")
            faults = iterator.err_count
            if record is None:
                return
            offset, number = int(iterator.offset), number + 1
            yield from _part(record, source, label, offset)
        except RefusedError:
            raise
        except Exception as error:  # the library lets whatever a broken record causes through
            words = strip_invisible(str(error)).strip().split("\n")[0][:200] or type(error).__name__
            message = f"the web archive is broken {'after this record' if number else 'from here on'}: {words}"
            yield Issue("broken-record", message, label, f"byte {offset}")
            return
        if number > MAX_MEMBERS:
            raise BombError(f"it has more than {MAX_MEMBERS} records")


def _next(iterator: Any, source: Unpacked) -> Any:
    """The next record, None at the end. The library prints about faults, which are told as issues here."""
    source.allow(_HEADER_MAX)
    with redirect_stderr(StringIO()):
        record = next(iterator, None)
    source.allow(None)
    return record


def _part(record: Any, source: Unpacked, label: str, offset: int) -> Iterator[Part | Issue | PassedOver]:
    if record.rec_type not in _PAGES:
        yield from _short(record, label, offset)
        return
    kind, charset = _content_type(record)
    if kind not in _TYPES or not _was_sent(record):
        yield from _short(record, label, offset)
        yield PassedOver()
        return
    place = f"{label}:{offset}"
    source.allow(2 * MAX_BYTES)
    raw = _read(_body(record))
    source.allow(None)
    try:
        raw = _unpacked(raw, _header(record, "Content-Encoding"))
    except RefusedError as error:
        _skip(record)
        yield Issue(error.kind, error.message, place)
        return
    if len(raw) > MAX_BYTES:
        raw = raw[:MAX_BYTES]
        yield Issue("truncated", f"only the first {MAX_BYTES} bytes were read", place)
    yield from _short(record, label, offset)
    url = strip_invisible(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")[:_URL_MAX]
    day = published_on(record.rec_headers.get_header("WARC-Date") or "")
    yield Part(place, "page" + _TYPES[kind], raw, Header(url=url), charset, day)


def _body(record: Any) -> Any:
    """The body of a record, its chunks joined. The library's own unpacking is without bounds and is not used."""
    if _header(record, "Transfer-Encoding") == "chunked":
        return load("warcio.bufferedreaders").ChunkedDataReader(record.raw_stream)
    return record.raw_stream


def _unpacked(raw: bytes, encoding: str) -> bytes:
    """A body as it was before the server packed it; crawlers often unpack it and leave the header."""
    budget = Budget(len(raw))
    if how := compression(raw[:16]):
        return _read(inflated(BytesIO(raw), how, budget))
    if encoding == "deflate":
        for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            try:
                unpacked = zlib.decompressobj(bits).decompress(raw, MAX_BYTES + 1)
            except zlib.error:
                continue
            budget.spend(len(unpacked))
            return unpacked
    if encoding == "br":
        raise RefusedError("unsupported", "its compression (brotli) is not read")
    return raw


def _header(record: Any, name: str) -> str:
    headers = record.http_headers
    return (headers.get_header(name) or "").strip().lower() if headers else ""


def _content_type(record: Any) -> tuple[str, str]:
    """Media type and charset: of the server's answer, else of the record."""
    headers = record.http_headers or record.rec_headers
    words = (headers.get_header("Content-Type") or "").lower()
    kind, _, rest = words.partition(";")
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
    return kind.strip(), charset[:40]


def _was_sent(record: Any) -> bool:
    """Whether the server sent the page, and not a redirect, an error or a part of it."""
    return record.http_headers is None or record.http_headers.get_statuscode() == "200"


def _short(record: Any, label: str, offset: int) -> Iterator[Issue]:
    """Read a record to its end, and tell it where that is not the end it claims."""
    if missing := _skip(record):
        yield Issue("broken-record", f"the record ends {missing} bytes early", label, f"byte {offset}")


def _skip(record: Any) -> int:
    """Read a record to its end; how many bytes of the length it claims are not there."""
    while record.raw_stream.read(CHUNK):
        pass
    return int(getattr(record.raw_stream, "limit", 0))


def _read(stream: Any) -> bytes:
    """All of a stream, but one byte more than the limit at most."""
    chunks, size = [], 0
    while size <= MAX_BYTES and (chunk := stream.read(CHUNK)):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)[: MAX_BYTES + 1]

"""One file to the parts it holds: itself, or the members of what is packed in it, at most three layers deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BufferedReader, BytesIO, RawIOBase
from typing import BinaryIO, cast

from kg.model import Issue
from kg.read.archives import ZIP, Member, is_tar, tar_members, zip_members
from kg.read.budget import CHUNK, MAX_LAYERS, BombError, Budget, RefusedError, Unpacked
from kg.read.compressed import compression, inflated, inner_name
from kg.read.draft import Part, PassedOver
from kg.read.extras import MissingExtraError
from kg.read.files import MAX_BYTES
from kg.read.typography import strip_invisible
from kg.read.warc import is_warc, warc_parts

_HEAD = 512  # bytes that tell what a file is; a tar archive says so after 257
Found = Iterator[Part | Issue | PassedOver]


def parts_of(stream: BinaryIO, label: str, size: int) -> Found:
    """The parts of a file of `size` bytes, read one after the other; what is broken or refused is an issue.

    A compressed file is one part, with the file's own label; a member of an archive is called `archive!/path`; a page
    of a web archive `archive:offset`. Nothing is ever written to disk. Raises OSError.
    """
    packed = _Packed(BufferedReader(cast(RawIOBase, stream), CHUNK), None, label, label, Budget(size), 0)
    try:
        yield from _parts(packed)
    except BombError as error:
        yield Issue(error.kind, error.message, label, error.place)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A stream that may be packed: `source` is what it buffers, if it was unpacked from something, `layers` deep."""

    stream: BufferedReader
    source: Unpacked | None
    label: str
    name: str
    budget: Budget
    layers: int


def _parts(packed: _Packed) -> Found:
    head = packed.stream.peek(_HEAD)[:_HEAD]
    how = compression(head)
    if packed.layers == MAX_LAYERS and (how or head.startswith(ZIP) or is_tar(head)):
        yield Issue("nested-archive", f"what is packed more than {MAX_LAYERS} deep is not opened", packed.label)
        return
    try:
        if how:
            yield from _compressed(packed, how)
        elif head.startswith(ZIP):
            yield from _zip(packed)
        elif is_tar(head):
            yield from _members(tar_members(_raw(packed.stream), packed.label, packed.budget), packed)
            yield from _broken(packed)
        elif is_warc(head):
            yield from warc_parts(_raw(packed.stream), packed.label)
            yield from _broken(packed)
        else:
            yield from _plain(packed)
    except BombError as error:
        error.place = error.place or (packed.label if "!/" in packed.label else "")
        raise
    except RefusedError as error:
        yield Issue(error.kind, error.message, packed.label)
    except MissingExtraError as error:
        yield Issue("needs-extra", str(error), packed.label)


def _raw(stream: BufferedReader) -> Unpacked:
    return Unpacked(iter(lambda: stream.read1(CHUNK), b""), (), lambda count: None)


def _compressed(packed: _Packed, how: str) -> Found:
    inner = inflated(cast(BinaryIO, packed.stream), how, packed.budget)
    name = inner_name(packed.name)
    yield from _parts(
        replace(packed, stream=BufferedReader(inner, CHUNK), source=inner, name=name, layers=packed.layers + 1)
    )


def _zip(packed: _Packed) -> Found:
    """A ZIP is read from its end, so that one inside something else has to be held in memory."""
    file: BinaryIO = cast(BinaryIO, packed.stream)
    if packed.source is not None:
        raw = _read(packed.stream)
        if len(raw) > MAX_BYTES:
            yield Issue("nested-archive", f"a ZIP file of more than {MAX_BYTES} bytes inside another", packed.label)
            return
        file = BytesIO(raw)
    yield from _members(zip_members(file, packed.label, packed.budget), packed)


def _members(found: Iterator[Member | Issue | PassedOver], packed: _Packed) -> Found:
    for member in found:
        if isinstance(member, Member):
            layers = packed.layers + 1
            yield from _parts(_Packed(member.stream, member.source, member.label, member.name, packed.budget, layers))
        else:
            yield member


def _plain(packed: _Packed) -> Found:
    raw = _read(packed.stream)
    if len(raw) > MAX_BYTES:
        raw = raw[:MAX_BYTES]
        yield Issue("truncated", f"only the first {MAX_BYTES} bytes were read", packed.label)
    if raw or not (packed.source and packed.source.broken):
        yield Part(packed.label, packed.name, raw)
    yield from _broken(packed, lost=not raw)


def _broken(packed: _Packed, *, lost: bool = False) -> Iterator[Issue]:
    if packed.source is not None and packed.source.broken:
        words = strip_invisible(packed.source.broken).replace("\n", " ")[:200]
        if lost:
            yield Issue("bad-archive", f"the packed data are broken: {words}", packed.label)
        else:
            message = f"the packed data are broken, what came before is read: {words}"
            yield Issue("broken-archive", message, packed.label)


def _read(stream: BufferedReader) -> bytes:
    """All of a stream, but one byte more than the limit at most."""
    chunks, size = [], 0
    while size <= MAX_BYTES and (chunk := stream.read1(min(CHUNK, MAX_BYTES + 1 - size))):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)

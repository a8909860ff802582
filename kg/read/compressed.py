"""gzip, bzip2, xz and zstd, told by their first bytes and unpacked in a stream of bounded chunks."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

from kg.read.budget import CHUNK, Budget, Unpacked
from kg.read.extras import load

_SIGNATURES = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    *((b"BZh" + bytes([level]) + b"1AY&SY", "bzip2") for level in b"123456789"),
)
_SUFFIXES = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_PLAIN_SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
# The xz format lets a file ask for 4 GiB; the strongest preset of the xz program asks for 65 MiB.
_XZ_MEMORY = 128 * 1024 * 1024
# A zstd block of 4 bytes may stand for 128 KiB, so that so few at a time give 16 MiB at most.
_ZSTD_CHUNK = 512


class _Decoder(Protocol):
    """What the decoders of the standard library have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zstd:
    """A zstd decoder with the interface of the standard library's; it gives all it has at once."""

    needs_input = True

    def __init__(self) -> None:
        self._decoder = load("zstandard").ZstdDecompressor().decompressobj()

    @property
    def eof(self) -> bool:
        return bool(self._decoder.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._decoder.unused_data)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return bytes(self._decoder.decompress(data))


def compression(head: bytes) -> str:
    """gzip, bzip2, xz or zstd, by the first bytes of a file; empty for any other file."""
    return next((name for mark, name in _SIGNATURES if head.startswith(mark)), "")


def inner_name(name: str) -> str:
    """The name of what a compressed file holds: news.html.gz → news.html, news.tgz → news.tar."""
    lower = name.lower()
    for suffix in _PLAIN_SUFFIXES:
        if lower.endswith(suffix):
            return name[: -len(suffix)]
    return next((name[: -len(short)] + long for short, long in _SUFFIXES.items() if lower.endswith(short)), name)


def inflated(stream: BinaryIO, how: str, budget: Budget) -> Unpacked:
    """The unpacked bytes of `stream`, counted against `budget`.

    Raises MissingExtraError for zstd without the extra `inputs`; reading raises RefusedError for a bomb.
    """
    faults: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, lzma.LZMAError)
    if how == "gzip":
        file = gzip.GzipFile(fileobj=stream)
        return Unpacked(iter(lambda: file.read(CHUNK), b""), faults, budget.spend)
    if how == "zstd":
        faults = (*faults, load("zstandard").ZstdError)
        return Unpacked(_decoded(stream, _Zstd, _ZSTD_CHUNK), faults, budget.spend)
    make: Callable[[], _Decoder] = bz2.BZ2Decompressor
    if how == "xz":
        make = _xz
    return Unpacked(_decoded(stream, make, CHUNK), faults, budget.spend)


def _xz() -> _Decoder:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _decoded(stream: BinaryIO, make: Callable[[], _Decoder], size: int) -> Iterator[bytes]:
    """What the decoders say, one for each of the streams that stand one after the other in a file."""
    decoder, data = make(), stream.read(size)
    while data or not decoder.needs_input:
        yield decoder.decompress(data, CHUNK)
        data = b""
        if decoder.eof:
            data = decoder.unused_data.lstrip(b"\0") or stream.read(size)
            if not data:
                return
            decoder = make()
        elif decoder.needs_input:
            data = stream.read(size)
    raise EOFError("the compressed data end in the middle")

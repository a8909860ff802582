"""ZIP and tar: their members one after the other, in memory, never on disk."""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO, cast

from kg.model import Issue
from kg.read.budget import CHUNK, BombError, Budget, RefusedError, Unpacked
from kg.read.draft import PassedOver
from kg.read.files import is_foreign_name
from kg.read.typography import strip_invisible

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_NAME_MAX = 255  # characters of a member's path that are shown
# The whole directory of a ZIP is held in memory, ten times as large; 200,000 members with long names need 24 MiB.
_DIRECTORY_MAX = 32 * 1024 * 1024
_HEADER_MAX = 1024 * 1024  # bytes of one tar header with its long name and attributes
_UTF8 = 0x800
_ENCRYPTED = 0x1
# The other methods unpack without a bound on what one step gives.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What word processors, e-books and programs put into their ZIP files, and no archive of pages has.
_MARKS = frozenset(("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"))
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: `label` is `archive!/path`, `name` its path in there."""

    label: str
    name: str
    stream: BufferedReader
    source: Unpacked


def is_tar(head: bytes) -> bool:
    """Whether a file with these first bytes (512 at least) is a tar archive."""
    return head[257:262] == b"ustar"


def zip_members(stream: BinaryIO, label: str, budget: Budget) -> Iterator[Member | Issue | PassedOver]:
    """The readable members of a ZIP. Each must be read before the next is asked for. Raises RefusedError for a bomb."""
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, _Bounded(stream)))
    except (*_ZIP_FAULTS, struct.error) as error:
        yield Issue("bad-archive", f"the ZIP file is broken: {error}", label)
        return
    with archive:
        infos = archive.infolist()
        if any(info.filename in _MARKS for info in infos):
            yield Issue("binary", "an office document, e-book or program is not read", label)
            return
        for info in infos:
            if info.filename.endswith("/"):
                continue
            budget.enter()
            name = _shown(_zip_name(info))
            yield PassedOver() if is_foreign_name(name) else _zip_member(archive, info, name, label, budget)


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, label: str, budget: Budget
) -> Member | Issue:
    path = f"{label}!/{name}"
    if info.flag_bits & _ENCRYPTED:
        return Issue("encrypted", "it is locked with a password", path)
    if info.compress_type not in _METHODS:
        return Issue("unsupported", f"its compression (method {info.compress_type}) is not read", path)
    try:
        file = archive.open(info)
    except _ZIP_FAULTS as error:
        return Issue("bad-archive", f"the member is broken: {error}", path)
    source = Unpacked(iter(lambda: file.read(CHUNK), b""), _ZIP_FAULTS, budget.spend)
    return Member(path, name, BufferedReader(source, CHUNK), source)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: Chinese Windows writes GBK where the format says code page 437."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _shown(name: str) -> str:
    clean = strip_invisible(name.replace("\\", "/").encode("utf-8", "replace").decode()).replace("\n", " ")
    return clean[-_NAME_MAX:].strip() or "-"


class _Bounded:
    """A file of which no more can be read at once than a directory may have."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.close = stream.seek, stream.tell, stream.close

    def read(self, count: int = -1) -> bytes:
        if count > _DIRECTORY_MAX:
            raise BombError(f"its directory has more than {_DIRECTORY_MAX} bytes")
        return self._stream.read(count if count >= 0 else _DIRECTORY_MAX)

    def seekable(self) -> bool:
        return True


class _Info(tarfile.TarInfo):
    """A header that tells where an archive breaks off, which `tarfile` takes for its end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> _Info:
        at = tarfile_.offset
        try:
            return super().fromtarfile(tarfile_)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise RefusedError("bad-archive", f"the tar file breaks off at byte {at}: {error}") from error


def tar_members(source: Unpacked, label: str, budget: Budget) -> Iterator[Member | Issue | PassedOver]:
    """The readable members of a tar archive. Each must be read before the next is asked for.

    Links and devices are passed over. Raises RefusedError for a bomb and where the archive breaks off.
    """
    stream = BufferedReader(source, CHUNK)
    source.allow(_HEADER_MAX)
    try:
        archive = tarfile.open(fileobj=stream, mode="r|", tarinfo=_Info)  # noqa: SIM115
        while info := archive.next():
            archive.members = []  # type: ignore[attr-defined]  # it would keep them all
            source.allow(None)
            budget.enter()
            name = _shown(info.name)
            file = archive.extractfile(info) if info.isreg() else None
            if file is None or is_foreign_name(name):
                if not info.isdir():
                    yield PassedOver()
            else:
                inner = Unpacked(iter(lambda f=file: f.read(CHUNK), b""), (tarfile.TarError, OSError), _free)  # type: ignore[misc]
                yield Member(f"{label}!/{name}", name, BufferedReader(inner, CHUNK), inner)
            if file is not None:
                while file.read(CHUNK):
                    pass
            source.allow(_HEADER_MAX)
    except (tarfile.TarError, OSError, ValueError) as error:
        raise RefusedError("bad-archive", f"the tar file is broken: {error}") from error


def _free(count: int) -> None:
    """What a plain stretch of an archive costs, which was counted when the archive itself was unpacked."""

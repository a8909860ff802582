"""Compressed files and archives: their members are read, and what is hostile in them costs little and is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import struct
import sys
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg.errors import NothingUsableError
from kg.read import ReadResult, read_articles
from kg.read.budget import MAX_RATIO

TEXT = "本届茶博会在海州会展中心开幕，共有三百家企业参展，主办方介绍了有关情况。"
OTHER = "第二条消息说的是另一件事，海州港新开通了两条航线，首航船舶已经靠泊。"
GOOD = f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{TEXT}".encode()
PAGE = f"<html><head><title>海州港开通航线</title></head><body><p>2022-09-06</p><p>{OTHER}</p></body></html>".encode()
MEMBERS = {"新闻/甲.txt": GOOD, "b.html": PAGE, "c.png": b"\x89PNG\r\n", ".git/d.txt": GOOD, "e.css": b"p {}"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content)
    return name


def kinds(result: ReadResult) -> list[tuple[str, str]]:
    return [(issue.source, issue.kind) for issue in result.issues]


def paths(result: ReadResult) -> list[str]:
    return [source.path for article in result.articles for source in article.sources]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def zstd(raw: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(raw)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd,
}  # fmt: skip


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize(("name", "content"), [("a.txt", GOOD), ("a.html", PAGE), ("a.jsonl", b'{"text": "%s"}')])
def test_a_compressed_file_reads_as_the_file_itself(suffix: str, name: str, content: bytes) -> None:
    content = content.replace(b"%s", TEXT.encode())
    plain = read_articles([write(f"d/{name}", content)])
    packed = read_articles([write(f"e/{name}{suffix}", PACKERS[suffix](content))])
    assert packed.articles[0].text == plain.articles[0].text
    assert packed.articles[0].title == plain.articles[0].title
    assert packed.articles[0].sources[0].sha256 == plain.articles[0].sources[0].sha256
    assert paths(packed)[0].startswith(f"e/{name}{suffix}")


@pytest.mark.parametrize("suffix", PACKERS)
def test_streams_one_after_the_other_are_one_file(suffix: str) -> None:
    pack = PACKERS[suffix]
    result = read_articles([write(f"a.txt{suffix}", pack(GOOD[:60]) + pack(GOOD[60:]))])
    assert (result.articles[0].text, result.issues) == (TEXT, ())


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_cut_file_is_read_as_far_as_it_goes(suffix: str) -> None:
    random.seed(1)
    lines = "\n".join(
        f"海州港{random.randrange(10**9)}号船在{random.randrange(10**9)}号泊位靠岸。" for _ in range(20000)
    )
    whole = PACKERS[suffix](f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{lines}".encode())
    result = read_articles([write(f"a.txt{suffix}", whole[: len(whole) * 9 // 10])])
    assert ("a.txt" + suffix, "broken-archive") in kinds(result)
    assert result.articles[0].text.startswith(lines[:100])
    assert len(result.articles[0].text) > len(lines) * 0.5


@pytest.mark.parametrize("suffix", PACKERS)
def test_noise_behind_a_signature_is_told(suffix: str) -> None:
    noise = PACKERS[suffix](GOOD)[:12] + bytes(random.Random(2).randbytes(500))
    with pytest.raises(NothingUsableError, match=r"a\.txt\S+: the packed data are broken"):
        read_articles([write(f"a.txt{suffix}", noise)])


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("n.zip", zipped(MEMBERS)),
        ("n.zip", zipped(MEMBERS, zipfile.ZIP_STORED)),
        ("n.tar", tarred(MEMBERS)),
        ("n.tar.gz", gzip.compress(tarred(MEMBERS))),
        ("n.tgz", gzip.compress(tarred(MEMBERS))),
        ("n.tar.zst", zstd(tarred(MEMBERS))),
    ],
)
def test_the_members_of_an_archive_are_read_like_the_files_of_a_folder(name: str, raw: bytes) -> None:
    result = read_articles([write(f"d/{name}", raw)])
    assert paths(result) == [f"d/{name}!/b.html", f"d/{name}!/新闻/甲.txt"]
    assert [article.title for article in result.articles] == ["海州港开通航线", "甲"]
    assert (result.issues, result.skipped) == ((), 3)
    assert read_articles(["d"]) == result, "in a folder, too"
    assert os.listdir() == ["d"], "nothing is unpacked to disk"
    assert os.listdir("d") == [name]


def test_standard_input_may_be_packed() -> None:
    assert paths(read_articles(["-"], stdin=zipped({"a.txt": GOOD}))) == ["-!/a.txt"]
    assert paths(read_articles(["-"], stdin=gzip.compress(GOOD))) == ["-"]


def test_an_archive_in_an_archive_is_opened_three_deep_and_no_more() -> None:
    one = zipped({"a.txt": GOOD})
    two = zipped({"one.zip": one})
    three = tarred({"two.zip": two})
    assert paths(read_articles([write("two.zip", two)])) == ["two.zip!/one.zip!/a.txt"]
    assert len(read_articles([write("three.tar", three)]).articles) == 1
    result = read_articles([write("four.tar.gz", gzip.compress(three)), write("good.txt", PAGE)])
    assert kinds(result)[0] == ("four.tar.gz!/two.zip!/one.zip", "nested-archive")


def test_a_chinese_name_in_gbk_is_read() -> None:
    raw = zipped({"XXXX.txt": GOOD}).replace(b"XXXX", "新闻".encode("gbk"))
    assert paths(read_articles([write("a.zip", raw)])) == ["a.zip!/新闻.txt"]


@pytest.mark.parametrize(
    "name", ["../../up.txt", "/etc/up.txt", "C:\\up.txt", "a\nb\x1b[31m\u202e.txt", "x" * 900 + ".txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_hostile_name_is_a_label_and_no_more(name: str, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    (path,) = paths(read_articles([write("d/a.zip", pack({name: GOOD}))]))
    assert path.startswith("d/a.zip!/")
    assert path.isprintable()
    assert len(path) < 300
    assert not Path("../../up.txt").exists()
    assert os.listdir() == ["d"]


def test_an_office_document_is_no_archive_of_articles() -> None:
    raw = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": f"<w>{TEXT}</w>".encode()})
    result = read_articles([write("a.docx", raw), write("good.txt", GOOD)])
    assert kinds(result) == [("a.docx", "binary")]


def test_a_locked_member_is_told_and_the_rest_is_read() -> None:
    raw = bytearray(zipped({"a.txt": GOOD, "b.txt": PAGE}))
    at = raw.index(b"PK\x01\x02")
    raw[6] |= 1
    raw[at + 8] |= 1
    result = read_articles([write("n.zip", bytes(raw))])
    assert kinds(result) == [("n.zip!/a.txt", "encrypted")]
    assert paths(result) == ["n.zip!/b.txt"]


def test_a_method_without_bounds_is_not_read() -> None:
    raw = zipped({"a.txt": GOOD}, zipfile.ZIP_BZIP2)
    result = read_articles([write("n.zip", raw), write("good.txt", GOOD)])
    assert kinds(result) == [("n.zip!/a.txt", "unsupported")]


def test_a_member_with_a_wrong_checksum_is_told() -> None:
    raw = zipped({"a.txt": GOOD, "b.txt": PAGE}, zipfile.ZIP_STORED)
    result = read_articles([write("n.zip", raw.replace(TEXT.encode(), TEXT.replace("茶", "酒").encode()))])
    assert kinds(result) == [("n.zip!/a.txt", "bad-archive")]
    assert paths(result) == ["n.zip!/b.txt"]


@pytest.mark.parametrize("damage", ["cut", "no directory", "noise"])
def test_a_broken_zip_is_told(damage: str) -> None:
    raw = zipped({"a.txt": GOOD, "b.txt": PAGE})
    broken = {"cut": raw[:200], "no directory": raw[:-30], "noise": raw[:4] + b"x" * 300}[damage]
    result = read_articles([write("n.zip", broken), write("good.txt", GOOD)])
    assert kinds(result) == [("n.zip", "bad-archive")]
    assert result.skipped == 1


@pytest.mark.parametrize("damage", ["cut in a member", "noise between members"])
def test_a_broken_tar_gives_what_came_before(damage: str) -> None:
    raw = tarred({"a.txt": GOOD, "b.txt": PAGE})
    second = raw.index(b"b.txt")
    broken = raw[: second + 600] if "cut" in damage else raw[:second] + b"?" * (len(raw) - second)
    result = read_articles([write("n.tar", broken)])
    assert ("n.tar", "bad-archive") in kinds(result)
    assert "n.tar!/a.txt" in paths(result)


def test_links_and_devices_in_a_tar_are_passed_over() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    result = read_articles([write("n.tar", buffer.getvalue()), write("good.txt", GOOD)])
    assert (len(result.articles), result.issues, result.skipped) == (1, (), 3)


ZEROS = bytes(64 * 1024 * 1024)
LONG = "茶" * (20 * 1024 * 1024)


def bombs() -> dict[str, bytes]:
    """Files of some kilobytes that unpack to hundreds of megabytes."""
    packed = {f"a.txt{suffix}": pack(LONG.encode()) for suffix, pack in PACKERS.items() if suffix != ".bz2"}
    many = {f"{number}.txt": ZEROS for number in range(9)}
    inner = zipped({"z.txt": ZEROS})
    return {
        **packed,
        "twice.txt.gz": gzip.compress(gzip.compress(LONG.encode())),
        "many.zip": zipped(many),
        "nested.zip": zipped({f"{number}.zip": inner for number in range(200)}, zipfile.ZIP_DEFLATED),
        "tar.tar.gz": gzip.compress(tarred(many)),
        "name.tar.gz": gzip.compress(long_name(256 * 1024 * 1024)),
    }


def long_name(size: int) -> bytes:
    """A tar archive whose only member has a name of `size` bytes."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, size
    return info.tobuf(tarfile.GNU_FORMAT) + b"a" * size


@pytest.fixture(scope="module")
def hostile() -> dict[str, bytes]:
    return bombs()


@pytest.mark.parametrize(
    "name",
    [
        "a.txt.gz", "a.txt.xz", "a.txt.zst", "twice.txt.gz", "many.zip", "nested.zip", "tar.tar.gz", "name.tar.gz",
    ],
)  # fmt: skip
def test_a_bomb_is_told_and_costs_little(hostile: dict[str, bytes], name: str) -> None:
    started = time.process_time()
    result = read_articles([write(name, hostile[name]), write("good.txt", GOOD)])
    assert (name, "bomb") in kinds(result)
    assert next(issue.message for issue in result.issues if issue.kind == "bomb").endswith("the rest was not read")
    assert paths(result) == ["good.txt"]
    assert time.process_time() - started < 10


def test_a_bomb_is_told_once_with_the_member_it_hides_in(hostile: dict[str, bytes]) -> None:
    result = read_articles([write("many.zip", hostile["many.zip"]), write("good.txt", GOOD)])
    (issue,) = [issue for issue in result.issues if issue.kind == "bomb"]
    assert issue.place == "many.zip!/0.txt"


def test_a_bomb_needs_no_memory(hostile: dict[str, bytes]) -> None:
    write("name.tar.gz", hostile["name.tar.gz"])
    write("tar.tar.gz", hostile["tar.tar.gz"])
    tracemalloc.start()
    try:
        with pytest.raises(NothingUsableError):
            read_articles(["name.tar.gz", "tar.tar.gz"])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 300 * 1024 * 1024


def test_a_small_file_may_repeat_itself() -> None:
    text = (TEXT + "\n") * 20000
    raw = gzip.compress(f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{text}".encode())
    assert len(text.encode()) > MAX_RATIO * len(raw)
    assert read_articles([write("a.txt.gz", raw)]).issues == ()


def quine_like(levels: int) -> bytes:
    raw = GOOD
    for _ in range(levels):
        raw = gzip.compress(raw)
    return raw


def test_a_file_packed_a_hundred_times_is_not_unpacked() -> None:
    result = read_articles([write("a.gz", quine_like(100)), write("good.txt", GOOD)])
    assert kinds(result) == [("a.gz", "nested-archive")]


def test_a_directory_that_claims_gigabytes_is_not_read() -> None:
    raw = bytearray(zipped({"a.txt": GOOD}))
    end = raw.index(b"PK\x05\x06")
    huge = 40 * 1024 * 1024
    body = bytes(raw[: raw.index(b"PK\x01\x02")]) + b"\0" * huge
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, huge, len(body) - huge, 0)
    assert end
    result = read_articles([write("n.zip", body + tail), write("good.txt", GOOD)])
    assert kinds(result) == [("n.zip", "bomb")]


def test_too_many_members_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.budget.MAX_MEMBERS", 3)
    raw = zipped({f"{number}.txt": GOOD + str(number).encode() for number in range(5)})
    result = read_articles([write("n.zip", raw)])
    assert ("n.zip", "bomb") in kinds(result)
    assert len(result.articles) == 3


def test_without_the_extra_a_file_is_told_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    result = read_articles([write("a.txt.zst", zstd(GOOD)), write("good.txt", GOOD)])
    assert [(i.source, i.kind, i.message) for i in result.issues] == [
        ("a.txt.zst", "needs-extra", "files packed with zstd need the extra inputs: pip install 'kg[inputs]'")
    ]
    assert (len(result.articles), result.skipped) == (1, 1)

"""Whatever bytes a file has, reading it ends soon, with articles or with issues, and with no other error."""

# ruff: noqa: E501 (tables of hostile text)

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import NothingUsableError
from kg.model import Article, Issue
from kg.read import ReadResult, read_articles

TEXT = "本届茶博会在海州会展中心开幕，共有三百家企业参展，主办方介绍了有关情况。"
NAMES = ("a.txt", "a.html", "a.md", "a.json", "a.jsonl", "sitemap.xml", "a.zip", "a")
FUZZ = settings(
    max_examples=int(os.environ.get("KG_FUZZ", "150")), deadline=5000, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(name: str, raw: bytes) -> ReadResult | None:
    """What is read from a file of these bytes; None where nothing is. Checks what every article must hold."""
    Path("d").mkdir(exist_ok=True)
    path = Path("d", name)
    path.write_bytes(raw)
    try:
        result = read_articles(["d"])
    except NothingUsableError as error:
        result = ReadResult((), (Issue("", str(error)),), 1)
    finally:
        path.unlink()
        assert [p.name for p in Path().iterdir()] == ["d"], "nothing is written"
        assert list(Path("d").iterdir()) == []
    assert not [issue for issue in result.issues if "reading failed" in issue.message]
    for article in result.articles:
        check(article)
    return result if result.articles else None


def check(article: Article) -> None:
    at = 0
    for block in article.blocks:
        assert block.start == at
        assert block.start < block.end
        at = block.end + 1
    assert at == len(article.text) + 1
    words = "\n".join((article.text, article.title, article.outlet, *article.categories))
    words.encode("utf-8")
    assert not any(char in words for char in "\x00\x08\x1b\u202e\u200b\ufeff")


PIECES = (
    "---\n", "title: ", "date: 2022-09-05\n", "- ", "&a ", "*a ", "!!python/object/apply:os.system ['true']\n", "{", "}", "[", "]",
    "<html>", "<body>", "<p>", "</p>", "<div class='share'>", "</div>", "<table>", "<tr><td>", "<script>", "</script>",
    "<!--", "-->", "<![CDATA[", "]]>", "<style>", "<li>", "<a href='javascript:x'>", "<img alt='图为现场' src=x>", "<br",
    "<?xml version='1.0' encoding='utf-16'?>", "<rss><channel>", "<item>", "<description>", "<feed><entry>", "<urlset><url><loc>",
    "<meta charset=gbk>", "&#x0;", "&#xd800;", "&amp;", "&nbsp;", '{"text": "', '"}', "\n", "\r", "\t", "　　", "# ", "**", "![](", "|--|",
    "\u202e", "\u200b", "\ufeff", "\x00", "\x1b[31m", "来源：", "责任编辑：", "原标题：", "2022年9月5日", "。", "，", "“", TEXT, "WARC/1.0\r\n",
    "Content-Length: -1\r\n", "PK\x03\x04", "公元99999年99月99日", "99999999999",
)  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@FUZZ
@given(name=st.sampled_from(NAMES), text=SOUP, encoding=st.sampled_from(["utf-8", "gb18030", "big5", "utf-16"]))
def test_any_mixture_of_marks(name: str, text: str, encoding: str) -> None:
    read(name, text.encode(encoding, "ignore"))


@FUZZ
@given(name=st.sampled_from(NAMES), raw=st.binary(max_size=400), head=st.sampled_from([
    b"", b"\x1f\x8b\x08\x00", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PK\x05\x06",
    b"WARC/1.0\r\n", b"<rss>", b"<urlset>", b"---\n", b"\xff\xfe", b"{", b"[",
]))  # fmt: skip
def test_any_bytes(name: str, raw: bytes, head: bytes) -> None:
    read(name, head + raw)


@FUZZ
@given(text=st.text(max_size=300), name=st.sampled_from(NAMES))
def test_any_text_around_an_article(text: str, name: str) -> None:
    read(name, f"{text}\n{TEXT}\n{text}".encode("utf-8", "surrogatepass"))


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT * 3)
        archive.writestr("新闻/b.html", f"<p>{TEXT}</p>")
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    return buffer.getvalue()


def _warc() -> bytes:
    body = f"<p>{TEXT}</p>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (
        len(body),
        body,
    )
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2024-03-01T02:03:04Z\r\n"
    )
    return record + b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"


VALID = {
    "a.zip": _zip(),
    "a.tar": _tar(),
    "a.tar.gz": gzip.compress(_tar(), mtime=0),
    "a.warc": _warc() * 2,
    "a.warc.gz": gzip.compress(_warc(), mtime=0) * 2,
    "a.jsonl": json.dumps({"title": "甲", "text": TEXT, "date": "2022-09-05"}, ensure_ascii=False).encode() + b"\n",
    "a.xml": f"<rss version='2.0'><channel><item><title>甲</title><description>{TEXT}</description></item></channel></rss>".encode(),
    "sitemap.xml": b"<urlset><url><loc>http://a.example/a</loc><lastmod>2022-09-05</lastmod></url></urlset>",
    "a.txt": f"---\ntitle: 甲\ndate: 2022-09-05\ntags: [x, y]\n---\n{TEXT}".encode(),
    "a.html": f"<html><head><title>甲</title></head><body><article><p>{TEXT}</p></article></body></html>".encode(),
}  # fmt: skip


def test_the_files_to_be_damaged_are_read_while_they_are_whole() -> None:
    for name, raw in VALID.items():
        assert (read(name, raw) is None) == (name == "sitemap.xml"), name


@pytest.mark.parametrize("name", VALID)
@settings(FUZZ, max_examples=FUZZ.max_examples // 3)
@given(data=st.data())
def test_a_damaged_file(name: str, data: st.DataObject) -> None:
    raw = bytearray(VALID[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(["byte", "cut", "double", "zero"])):
            case "byte":
                raw[at] = data.draw(st.integers(0, 255))
            case "cut":
                del raw[at : at + data.draw(st.integers(1, 40))]
            case "double":
                raw[at:at] = raw[at : at + 60]
            case "zero":
                raw[at : at + 8] = bytes(len(raw[at : at + 8]))
        if not raw:
            return
    read(name, bytes(raw))


DEEP = {
    "a.html": b"<div><b>" * 10_000 + TEXT.encode(),
    "a.json": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "b.json": b'{"text": "' + TEXT.encode() + b'", "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "a.txt": b"---\ntitle: " + b"[" * 10_000 + b"]" * 10_000 + b"\n---\n" + TEXT.encode(),
    "b.txt": b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(300)) + b"---\n" + TEXT.encode(),
    "c.txt": b"---\ntitle: " + b"- " * 10_000 + b"\n---\n" + TEXT.encode(),
    "a.md": b"> " * 10_000 + TEXT.encode(),
    "b.md": b"".join(b"  " * n + b"- x\n" for n in range(500)) + TEXT.encode(),
    "c.md": b"# x\n" + b"[" * 10_000 + b"**" * 10_000 + TEXT.encode(),
    "a.xml": b"<rss><channel><item>" + b"<a>" * 10_000 + TEXT.encode(),
    "b.xml": b"<feed><entry><content type='xhtml'>" + b"<div>" * 10_000 + TEXT.encode() + b"</div>" * 10_000,
    "sitemap.xml": b"<urlset>" + b"<url><loc>" * 10_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_ten_thousand_levels(name: str) -> None:
    read(name, DEEP[name])


@pytest.mark.parametrize(
    "header",
    [
        "a: &a [x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]",
        "title: !!python/object/apply:os.system ['touch owned']",
        "title: !!python/name:os.system",
        "title: !<tag:example.org,2024:x> 甲",
        "<<: &a {title: 甲}\n<<: *a",
        "? [a, b]\n: c",
        "title: !!binary aGVsbG8=",
        "title: !!set {a, b}",
        "date: 2022-99-99",
        "date: 9999999999999999999999",
        "title: .inf\ndate: 0x7fffffffffffffffffff",
        "title: " + "1_" * 5000,
        "date: 1:" + "1:" * 5000 + "1",
        "\t- x\n: :",
    ],
)
def test_hostile_front_matter_is_data_or_an_issue(header: str) -> None:
    result = read("a.txt", f"---\n{header}\n---\n{TEXT}".encode())
    assert result is not None
    assert result.articles[0].text == TEXT
    assert not Path("owned").exists()

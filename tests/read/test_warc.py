"""Web archives: pages with their addresses, whatever else the crawl saved, and where a record is broken."""

from __future__ import annotations

import gzip
import sys
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.read import ReadResult, read_articles

TEXT = "本届茶博会在海州会展中心开幕，共有三百家企业参展，主办方介绍了有关情况。"
OTHER = "第二条消息说的是另一件事，海州港新开通了两条航线，首航船舶已经靠泊。"
DATE = "2024-03-01T02:03:04Z"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def page(text: str, title: str = "茶博会开幕", head: str = "") -> str:
    return f"<html><head>{head}<title>{title}</title></head><body><p>{text}</p></body></html>"


class Crawl:
    """A web archive that is being written."""

    def __init__(self, *, packed: bool = True) -> None:
        self.buffer = BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=packed)

    def add(self, url: str, body: bytes, *, status: str = "200 OK", kind: str = "response", **headers: str) -> Crawl:
        fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
        if not any(name.lower() == "content-type" for name, _ in fields):
            fields.append(("Content-Type", "text/html; charset=utf-8"))
        http = StatusAndHeaders(status, fields, protocol="HTTP/1.1") if kind != "conversion" else None
        record = self.writer.create_warc_record(
            url, kind, payload=BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": DATE},
            **({"warc_content_type": "text/plain"} if kind == "conversion" else {}),
        )  # fmt: skip
        self.writer.write_record(record)
        return self

    def save(self, name: str) -> str:
        Path(name).write_bytes(self.buffer.getvalue())
        return name


def read(crawl: Crawl, name: str = "c.warc.gz") -> ReadResult:
    return read_articles([crawl.save(name)])


def kinds(result: ReadResult) -> list[tuple[str, str]]:
    return [(issue.kind, issue.place) for issue in result.issues]


@pytest.mark.parametrize(("name", "packed"), [("c.warc", False), ("c.warc.gz", True), ("crawl", True)])
def test_a_page_is_an_article_with_the_address_it_was_fetched_from(name: str, packed: bool) -> None:
    crawl = Crawl(packed=packed).add("http://a.example/2022/09/05/c1.html", page(TEXT).encode())
    crawl.add("http://a.example/c2.html", page(OTHER, "海州港开通航线").encode())
    result = read(crawl, name)
    first, second = result.articles
    assert (first.title, first.text, first.url) == ("茶博会开幕", TEXT, "http://a.example/2022/09/05/c1.html")
    assert first.date == date(2022, 9, 5), "the address says so"
    assert first.sources[0].path.startswith(f"{name}:")
    assert second.text == OTHER


def test_the_day_of_the_crawl_is_told_and_is_not_the_date() -> None:
    result = read(Crawl().add("http://a.example/c", page(TEXT).encode()))
    assert result.articles[0].date is None
    assert [issue.message for issue in result.issues] == ["the article has no date; the page was saved on 2024-03-01"]


def test_the_address_of_the_fetch_wins_over_what_the_page_says() -> None:
    head = "<link rel=canonical href='http://evil.example/'>"
    (article,) = read(Crawl().add("http://a.example/c", page(TEXT, head=head).encode())).articles
    assert article.url == "http://a.example/c"


@pytest.mark.parametrize(
    "record",
    [
        {"status": "404 Not Found"},
        {"status": "301 Moved"},
        {"status": "206 Partial Content"},
        {"Content_Type": "image/png"},
        {"Content_Type": "text/css"},
        {"Content_Type": ""},
        {"kind": "request", "status": "GET / HTTP/1.1"},
        {"kind": "metadata"},
    ],
)
def test_what_is_no_page_is_passed_over(record: dict[str, str]) -> None:
    crawl = Crawl().add("http://a.example/x", page(OTHER).encode(), **record)
    result = read(crawl.add("http://a.example/2022-09-05/c", page(TEXT).encode()))
    assert [article.text for article in result.articles] == [TEXT]
    assert result.issues == ()


def test_texts_taken_out_of_pages_are_read() -> None:
    result = read(Crawl().add("http://a.example/c", f"茶博会开幕\n{TEXT}".encode(), kind="conversion"))
    assert result.articles[0].title == "茶博会开幕"


@pytest.mark.parametrize("charset", ["gbk", "big5", "gb18030"])
def test_the_server_names_the_encoding(charset: str) -> None:
    text = (
        TEXT
        if charset != "big5"
        else TEXT.translate(str.maketrans("届会开业参办况", "屆會開業參辦況")).replace("绍", "紹").replace("关", "關")
    )
    title = "茶博"
    crawl = Crawl().add(
        "http://a.example/c", page(text, title).encode(charset), Content_Type=f"text/html; charset={charset}"
    )
    assert read(crawl).articles[0].text == text


def test_a_wrong_name_of_the_encoding_is_survived() -> None:
    crawl = Crawl().add("http://a.example/c", page(TEXT).encode("gbk"), Content_Type="text/html; charset=iso-8859-1")
    crawl.add("http://a.example/d", page(OTHER).encode("utf-8"), Content_Type='text/html; charset="no\0such"')
    assert {article.text for article in read(crawl).articles} == {TEXT, OTHER}


def chunked(raw: bytes, size: int = 50) -> bytes:
    parts = (raw[at : at + size] for at in range(0, len(raw), size))
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(page(TEXT).encode()), {"Content_Encoding": "gzip"}),
        (zlib.compress(page(TEXT).encode()), {"Content_Encoding": "deflate"}),
        (chunked(page(TEXT).encode()), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(page(TEXT).encode())), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (page(TEXT).encode(), {"Content_Encoding": "gzip"}),
    ],
)
def test_a_page_is_unpacked_as_the_server_packed_it(body: bytes, headers: dict[str, str]) -> None:
    assert read(Crawl().add("http://a.example/c", body, **headers)).articles[0].text == TEXT


@pytest.mark.parametrize("wrap", [bytes, chunked])
def test_a_page_that_is_a_bomb_is_told_and_the_rest_is_read(wrap: type) -> None:
    bomb = gzip.compress(b"<p>" + bytes(80 * 1024 * 1024))
    body = chunked(bomb, 1_000_000) if wrap is chunked else bomb
    headers = {"Transfer_Encoding": "chunked"} if wrap is chunked else {}
    crawl = Crawl().add("http://a.example/b", body, Content_Encoding="gzip", **headers)
    result = read(crawl.add("http://a.example/2022-09-05/c", page(TEXT).encode()))
    assert [issue.kind for issue in result.issues] == ["bomb"]
    assert [article.text for article in result.articles] == [TEXT]


def test_a_header_without_end_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    raw = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"a" * 30_000_000
    Path("c.warc.gz").write_bytes(gzip.compress(raw + bytes(range(256)) * 20000))
    Path("good.txt").write_text(f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{TEXT}", encoding="utf-8")
    result = read_articles(["c.warc.gz", "good.txt"])
    assert [issue.kind for issue in result.issues] == ["bomb"]
    assert capsys.readouterr().err == ""


def test_a_cut_archive_gives_what_came_before() -> None:
    crawl = Crawl(packed=False).add("http://a.example/2022-09-05/c", page(TEXT).encode())
    first = len(crawl.buffer.getvalue())
    crawl.add("http://a.example/2022-09-06/d", page(OTHER * 30, "海州港开通航线").encode())
    raw = crawl.buffer.getvalue()
    Path("c.warc").write_bytes(raw[: len(raw) - 700])
    result = read_articles(["c.warc"])
    assert result.articles[0].text == TEXT
    assert ("broken-record", f"byte {first}") in kinds(result)


@pytest.mark.parametrize(
    "damage",
    [b"noise\r\nnoise\r\n\r\n", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\n"],
)
def test_noise_after_a_record_is_told_with_its_place(damage: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    crawl = Crawl(packed=False).add("http://a.example/2022-09-05/c", page(TEXT).encode())
    raw = crawl.buffer.getvalue()
    Path("c.warc").write_bytes(raw + damage + raw)
    result = read_articles(["c.warc"])
    assert result.articles[0].text == TEXT
    assert any(issue.kind == "broken-record" and issue.place.startswith("byte ") for issue in result.issues)
    assert capsys.readouterr().err == ""


def test_a_record_longer_than_it_says_is_told() -> None:
    crawl = Crawl(packed=False).add("http://a.example/2022-09-05/c", page(TEXT).encode())
    raw = crawl.buffer.getvalue()
    at = raw.index(b"Content-Length: ") + len("Content-Length: ")
    length = int(raw[at : raw.index(b"\r", at)])
    short = raw.replace(f"Content-Length: {length}".encode(), f"Content-Length: {length - 20}".encode())
    crawl.add("http://a.example/2022-09-06/d", page(OTHER).encode())
    Path("c.warc").write_bytes(short + crawl.buffer.getvalue()[len(raw) :])
    result = read_articles(["c.warc"])
    assert OTHER in {article.text for article in result.articles}
    assert ("broken-record", "byte 0") in kinds(result)


def test_without_the_extra_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    Path("good.txt").write_text(f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{TEXT}", encoding="utf-8")
    name = Crawl().add("http://a.example/c", page(OTHER).encode()).save("c.warc.gz")
    result = read_articles([name, "good.txt"])
    assert [(issue.source, issue.kind) for issue in result.issues] == [("c.warc.gz", "needs-extra")]
    assert "pip install 'kg[inputs]'" in result.issues[0].message

"""The whole line on hostile texts: linear time, no error, valid Turtle, nothing outside the output folder."""

# ruff: noqa: E501 (tables of hostile text)

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from command import TEXT, kg, no_traceback
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Article, Block
from kg.pipeline import Resources, load_resources, process_article, run
from kg.rdf.write import evidence_turtle, facts_turtle
from kg.read.articles import read_articles

FACTOR = 2.6  # of the time for twice the text: 2 is linear, 4 a square
LENGTH = 6000
TRIES = 5


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources()


UNITS = (
    "现", "卖出", "约有", "超过", "也", "（", "“", "《", "『", "1", "1,", "一", "亿", "万亿", "2022年", "9月5日", "、", "，", "。",
    "的", "本该", "会委", "工作", "公司", "王", "张三、", "局长", "·", "a.", "—", "10%", "增长", "主办", "表示", "说，", "说：“", "该公司", "北京市", "教授。", "他说。", "张三说；", "该公司说，", "该公司参展。", "；",
    "第", "博览会", "（以下简称", "10万", "茶", "责任编辑：", "图为", "http://a.b/", "…", "😀", "以及", "大学",
)  # fmt: skip


def seconds(unit: str, length: int, resources: Resources) -> float:
    """CPU time of all stages on one sentence that says `unit` over and over."""
    text = f"9月5日，海州会展中心{unit * (length // len(unit))}共有300家企业参展。"
    article = Article("x", text, (Block("paragraph", 0, len(text)),), date=date(2022, 9, 5))
    started = time.process_time()
    document = process_article(article, resources)
    assert document.issues == ()
    return time.process_time() - started


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str, resources: Resources) -> None:
    factors = []
    for _ in range(TRIES):
        once = seconds(unit, LENGTH, resources)
        if once < 0.15:  # a square of this would be 40 s at the most an article may have
            return
        factors.append(seconds(unit, 2 * LENGTH, resources) / once)
        if factors[-1] <= FACTOR:
            return
    assert min(factors) <= FACTOR, factors


def grows(read: Callable[[int], None], size: int) -> float:
    """By how much the time grows with twice the size, at best of some tries."""
    best = float("inf")
    for _ in range(TRIES):
        times = []
        for count in (size, 2 * size):
            started = time.process_time()
            read(count)
            times.append(time.process_time() - started)
        best = min(best, times[1] / max(times[0], 0.02))
        if best <= FACTOR:
            break
    return best


READERS: dict[str, Callable[[int], bytes]] = {
    "nested.html": lambda n: b"<div>" * (10 * n) + TEXT.encode(),
    "unclosed.html": lambda n: b"<html><body>" + b"<p" * (10 * n),
    "attributes.html": lambda n: b"<p " + b"a='" * (10 * n) + b">" + TEXT.encode(),
    "comments.html": lambda n: b"<html><!--" * (10 * n),
    "tables.html": lambda n: b"<html><body>" + b"<table><tr><td>1<td>2" * n + TEXT.encode(),
    "lists.html": lambda n: b"<html><body>" + b"<ul><li><a href=1>x" * n + TEXT.encode(),
    "entities.html": lambda n: b"<html><body><p>" + b"&#x4e00" * (5 * n),
    "title.html": lambda n: b"<html><title>" + "茶_ - |".encode() * (5 * n) + b"</title><p>" + TEXT.encode(),
    "cells.html": lambda n: b"<html><body>" + "".join(f"<div>{TEXT}</div>" for _ in range(n // 5)).encode(),
    "spaces.txt": lambda n: TEXT.encode() + b" " * (100 * n) + TEXT.encode(),
    "wide.txt": lambda n: "　".encode() * (20 * n) + TEXT.encode(),
    "lines.txt": lambda n: b"\n" * (100 * n) + TEXT.encode(),
    "line.txt": lambda n: TEXT.encode() * n,
    "quotes.txt": lambda n: ('茶"' * (10 * n)).encode(),
    "names.txt": lambda n: ("张 " * (10 * n)).encode(),
    "dates.txt": lambda n: ("2022年9月" * (5 * n)).encode(),
    "header.txt": lambda n: b"---\n" + b"a: b\n" * n + TEXT.encode(),
    "rule.txt": lambda n: b"---\n" * (20 * n) + TEXT.encode(),
    "brackets.md": lambda n: b"# x\n" + b"[" * n + b"](" * n + TEXT.encode(),
    "stars.md": lambda n: b"# x\n" + b"*a_" * n + TEXT.encode(),
    "lines.jsonl": lambda n: b'{"text": "x"}\n' * (3 * n),
    "open.json": lambda n: b"[" * (50 * n),
    "items.xml": lambda n: b"<rss><channel>" + b"<item><title>x" * n,
    "cdata.xml": lambda n: b"<rss><channel><item><description>" + b"<![CDATA[" * n,
    "references.xml": lambda n: b"<rss><channel><item><description>" + b"&amp" * n + b"&#x4e00" * n,
}


@pytest.mark.parametrize("name", READERS)
def test_readers_take_linear_time(name: str, tmp_path: Path) -> None:
    path, good = tmp_path / name, tmp_path / "good.txt"
    good.write_text(TEXT, encoding="utf-8")

    def read(count: int) -> None:
        path.write_bytes(READERS[name](count))
        result = read_articles([str(path), str(good)])
        assert "reading-failed" not in {issue.kind for issue in result.issues}

    assert grows(read, 2000) <= FACTOR


HOSTILE = (
    '“甲"乙\\丙公司”', "甲\n公司", "甲\u202e公司", "甲\u200b公司", "甲\ufeff公司", "<甲>公司", "甲> a <x> .公司", "甲.公司", "甲{}|^`公司",
    "%E7%94%B2公司", "甲%公司", "@zh公司", "甲''' ; .公司", '甲""" .公司', "https://evil.example/#公司", "../../甲公司", "甲/乙公司", "_:甲公司",
    "甲\x00公司", "甲\x1b[31m公司", "甲\ud800公司", "甲\u0301公司", "𠮷野家公司", "甲😀公司", "甲公司\\", "\ue000公司", "javascript:甲公司",
    "</script>公司", "甲\r\n@prefix ent: <http://evil.example/> .\n公司", "A.B-公司", "-公司", "1公司", "甲～公司", "甲\u2028公司",
)  # fmt: skip


def text_about(name: str) -> str:
    return (
        f"海州市商务局与{name}签署合作协议。{name}总经理王晓表示，“{name}将参加第三届海州茶博会。”"
        f"由{name}主办的第三届海州茶博会9月5日在海州会展中心开幕，{name}有300家企业参展。《{name}》发布。"
    )


def check_turtle(paths: list[str], resources: Resources) -> None:
    """Both documents are read by both readers, with the same triples, and all IRIs are whole and our own."""
    build = run(paths, jobs=1, resources=resources)
    for turtle in (facts_turtle(build.graph), evidence_turtle(build.graph)):
        there = {str(quad.triple) for quad in pyoxigraph.parse(io.BytesIO(turtle), format=pyoxigraph.RdfFormat.TURTLE)}
        other = rdflib.Graph().parse(data=turtle.decode("utf-8"), format="turtle")
        assert len(there) == len(other) > 0
        for quad in pyoxigraph.parse(io.BytesIO(turtle), format=pyoxigraph.RdfFormat.TURTLE):
            if isinstance(quad.subject, pyoxigraph.NamedNode):
                assert quad.subject.value.startswith("https://kg.example.org/"), quad.subject


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_gives_valid_turtle(name: str, tmp_path: Path, resources: Resources) -> None:
    record = {
        "title": name,
        "text": text_about(name),
        "date": "2022-09-05",
        "author": name,
        "url": name,
        "tags": [name],
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    check_turtle([str(path)], resources)


@settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    name=st.text(st.characters(exclude_categories=()), min_size=1, max_size=12),
    url=st.text(st.sampled_from("<>\"' \\{}|^`\n\t%#?:/@a茶\u202e"), max_size=30),
)
def test_any_name_and_address_give_valid_turtle(name: str, url: str, tmp_path: Path, resources: Resources) -> None:
    record = {
        "title": name,
        "text": text_about(f"{name}公司"),
        "date": "2022-09-05",
        "author": name,
        "url": f"http://{url}",
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    check_turtle([str(path)], resources)


def test_nothing_is_written_outside_the_output_folder(tmp_path: Path) -> None:
    """Names of files, members, titles and entities with ways out of a folder in them."""
    work = tmp_path / "a" / "b" / "work"
    work.mkdir(parents=True)
    with zipfile.ZipFile(work / "in.zip", "w") as archive:
        for number, name in enumerate(("../../../up.txt", "/tmp/kg-up.txt", "..\\..\\up.txt", "a/../../../../b.txt")):
            archive.writestr(
                name, f"---\ntitle: ../../{number}\ndate: 2022-09-05\n---\n{text_about(f'../../甲{number}公司')}"
            )
    before = set(tmp_path.rglob("*"))
    ran = kg("build", "in.zip", "--out", "out", cwd=work)
    assert ran.code == 0, ran.err
    assert no_traceback(ran)
    new = set(tmp_path.rglob("*")) - before
    assert new
    assert all(path.is_relative_to(work / "out") for path in new)
    assert not Path("/tmp/kg-up.txt").exists()
    assert kg("validate", "out", cwd=work).code == 0


def test_mixed_hostile_files_do_not_stop_the_good_one(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = {
        "bomb.txt.gz": gzip.compress(bytes(64 * 1024 * 1024)),
        "cut.zip": b"PK\x03\x04" + b"x" * 100,
        "deep.html": b"<div>" * 10_000,
        "deep.json": b"[" * 100_000,
        "feed.xml": b"<rss><channel><item><description>" + b"&#xd800;" * 10,
        "front.txt": b"---\na: &a [*a]\n---\n",
        "good.txt": f"---\ntitle: 茶博会开幕\ndate: 2022-09-05\n---\n{TEXT}".encode(),
        "header.warc": b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n",
        "mixed.txt": TEXT.encode("gbk") + TEXT.encode("utf-8") + b"\xff\xfe",
        "numbers.txt": f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{TEXT}共有{'9' * 5000}家企业参展。".encode(),
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    ran = kg("build", "in", "--out", "out", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert no_traceback(ran)
    assert "extraction-failed" not in ran.err
    assert "林若谷" in (tmp_path / "out" / "kg.ttl").read_text(encoding="utf-8")
    told = {json.loads(line)["source"] for line in (tmp_path / "out" / "issues.jsonl").read_text("utf-8").splitlines()}
    assert {f"in/{name}" for name in files} - told <= {"in/good.txt", "in/numbers.txt"}

"""Input that is broken, hostile or no article."""

from __future__ import annotations

import builtins
import os
import time
from itertools import pairwise
from pathlib import Path

import pytest

from kg.errors import NothingUsableError, UsageError
from kg.read import ReadResult, read_articles
from kg.read.markup import MAX_DEPTH

TEXT = "本届茶博会在海州会展中心开幕，共有三百家企业参展，主办方介绍了有关情况。"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return name


def kinds(result: ReadResult) -> list[tuple[str, str]]:
    return [(issue.source, issue.kind) for issue in result.issues]


GOOD = f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{TEXT}"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (PNG, "binary"),
        (bytes(range(256)) * 20, "binary"),
        ("Сегодня в городе открылась международная чайная выставка. ".encode("cp1251") * 9, "unknown-encoding"),
        ("charset: shift_jis\nこれは日本語の記事です。会議は東京で。".encode("shift_jis"), "no-chinese"),
        ("Only English words here, none of them Chinese.", "no-chinese"),
        ("これは日本語の記事です。会議は東京で開催されました。", "no-chinese"),
        ("해주에서 차 박람회가 열렸다. 海州茶博會에는 많은 기업이 참가했다고 주최 측은 밝혔다.", "no-chinese"),
        ("<html><body><script>1</script></body></html>", "no-text"),
        ("<?xml version='1.0'?><rss><channel></channel></rss>", "bad-record"),
        ("<?xml version='1.0'?><urlset><url></url></urlset>", "sitemap"),
        ("[" * 100000, "bad-json"),
        ("[]", "bad-record"),
    ],
)
def test_a_file_without_an_article_is_an_issue_beside_the_good_ones(content: str | bytes, kind: str) -> None:
    bad = write("bad.json" if content[:1] == "[" else "bad.txt", content)
    result = read_articles([write("good.txt", GOOD), bad])
    assert len(result.articles) == 1
    assert kinds(result) == [(bad, kind)]
    assert result.skipped == 1


def test_nothing_usable_names_the_reasons() -> None:
    with pytest.raises(NothingUsableError, match=r"a\.txt: the file is empty; b\.txt: the file is no text"):
        read_articles([write("a.txt", b""), write("b.txt", PNG)])


@pytest.mark.parametrize("names", [[], ["d/.hidden", "d/a.png"]])
def test_a_folder_with_nothing_usable(names: list[str]) -> None:
    Path("d").mkdir()
    for name in names:
        write(name, GOOD)
    with pytest.raises(NothingUsableError):
        read_articles(["d"])


def test_a_missing_path_is_an_issue() -> None:
    assert kinds(read_articles([write("a.txt", GOOD), "nowhere.txt"])) == [("nowhere.txt", "unreadable")]


def test_no_paths_and_no_standard_input_are_wrong_use() -> None:
    with pytest.raises(UsageError):
        read_articles([])
    with pytest.raises(UsageError):
        read_articles(["-"])


def test_no_permission_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.open

    def refuse(path: str, *args: object, **kwargs: object) -> object:
        if os.path.basename(path) == "locked.txt":
            raise PermissionError(13, "Permission denied", path)
        return real(path, *args, **kwargs)  # type: ignore[call-overload]

    paths = [write("a.txt", GOOD), write("locked.txt", GOOD)]
    monkeypatch.setattr(builtins, "open", refuse)
    result = read_articles(paths)
    assert kinds(result) == [("locked.txt", "unreadable")]
    assert "permission denied" in result.issues[0].message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_that_cannot_be_listed_is_an_issue() -> None:
    write("d/a.txt", GOOD)
    os.chmod("d", 0)
    try:
        assert kinds(read_articles([write("a.txt", GOOD), "d"])) == [("d", "unreadable")]
    finally:
        os.chmod("d", 0o700)


def test_foreign_and_hidden_files_in_folders_are_counted_only() -> None:
    for name in ("d/a.txt", "d/b.png", "d/c.py", "d/.git/x.txt", "d/.x.txt", "d/s.css"):
        write(name, GOOD)
    result = read_articles(["d"])
    assert (len(result.articles), result.issues, result.skipped) == (1, (), 5)


def test_a_named_file_is_tried_whatever_its_name() -> None:
    assert len(read_articles([write("d/.x.py", GOOD)]).articles) == 1


def test_a_loop_of_links_ends() -> None:
    write("d/sub/a.txt", GOOD)
    os.symlink("..", "d/sub/up")
    os.symlink("nowhere", "d/broken")
    result = read_articles(["d"])
    assert [source.path for source in result.articles[0].sources] == ["d/sub/a.txt"]
    assert kinds(result) == [("d/broken", "unreadable")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_folder_does_not_block() -> None:
    write("d/a.txt", GOOD)
    os.mkfifo("d/pipe")
    assert read_articles(["d"]).skipped == 1


def test_html_cut_in_the_middle_keeps_its_text() -> None:
    page = f"<html><head><title>茶博会开幕</title></head><body><div><p>{TEXT}</p><p>{TEXT[:20]}<a hre"
    result = read_articles([write("a.html", page)])
    assert result.articles[0].text == f"{TEXT}\n{TEXT[:20]}"
    assert ("a.html", "cut-html") in kinds(result)


def test_text_cut_in_a_character_is_an_issue_and_no_loss() -> None:
    result = read_articles([write("a.txt", GOOD.encode() + "茶".encode()[:2])])
    assert result.articles[0].text.rstrip("\ufffd") == TEXT
    assert kinds(result) == [("a.txt", "encoding")]


@pytest.mark.parametrize("junk", ["\x00\x01\x7f", "\u200b\ufeff", "\ud800", "\udfff\ud800"])
def test_characters_that_are_none_are_removed(junk: str) -> None:
    result = read_articles([write("a.txt", GOOD.replace("会展", f"会{junk}展"))])
    assert result.articles[0].text == TEXT


@pytest.mark.parametrize("closed", [True, False])
def test_a_million_levels_of_html_keep_their_text_and_end_soon(closed: bool) -> None:
    started = time.process_time()
    deep = "<div>" * 1_000_000 + TEXT + ("</div>" * 1_000_000 + "<p>结尾的话还在。</p>" if closed else "")
    result = read_articles([write("a.txt", f"---\ntitle: 甲\ndate: 2022-09-05\n---\n<p>开头的话还在。</p>{deep}")])
    assert result.articles[0].text.split("\n") == ["开头的话还在。", TEXT, *(["结尾的话还在。"] if closed else [])]
    assert kinds(result) == [("a.txt", "deep-html")]
    assert time.process_time() - started < 10


def test_depth_below_the_limit_is_no_issue() -> None:
    html = "<div>" * (MAX_DEPTH - 1) + TEXT + "</div>" * (MAX_DEPTH - 1)
    assert kinds(read_articles([write("a.txt", f"---\ntitle: 甲\ndate: 2022-09-05\n---\n{html}")])) == []


def test_an_article_of_20_megabytes() -> None:
    started = time.process_time()
    count = 20_000_000 // len(f"<p>{TEXT}</p>\n".encode())
    result = read_articles([write("a.txt", "---\ntitle: 甲\ndate: 2022-09-05\n---\n" + f"<p>{TEXT}</p>\n" * count)])
    assert len(result.articles[0].blocks) == count
    assert time.process_time() - started < 40  # 7 to 9 s; the bound leaves room for slow and busy machines


def test_many_headings_of_link_lists_take_no_time_that_grows_with_their_square() -> None:
    text = "相关阅读：\n" * 30000 + TEXT
    start = time.process_time()
    assert len(read_articles([write("a.txt", text)]).articles) == 1
    assert time.process_time() - start < 5


def test_a_file_above_the_limit_is_cut_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.unpack.MAX_BYTES", 300)
    result = read_articles([write("a.txt", GOOD + "\n" + TEXT * 9)])
    assert result.articles[0].text.startswith(TEXT)
    assert ("a.txt", "truncated") in kinds(result)


def test_aliases_that_grow_are_not_followed() -> None:
    lines = (f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefghi"))
    bomb = "a: &a [x]\n" + "".join(lines)
    result = read_articles([write("a.txt", f"---\ntitle: 甲\ndate: 2022-09-05\n{bomb}---\n{TEXT}")])
    assert result.articles[0].title == "甲"
    assert kinds(result) == [("a.txt", "front-matter")]

"""The explorer's words are all used, in both languages; numbers, figures and addresses are written as they should."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from command import ROOT

from kg.serve.explorer.figures import edition_words, short
from kg.serve.explorer.frame import safe_url
from kg.serve.explorer.passages import marked_parts
from kg.serve.explorer.words import WORDS, speech

CODE = "".join(
    path.read_text("utf-8") for path in sorted((ROOT / "kg/serve/explorer").glob("*.py")) if path.stem != "words"
)
# Asked for by a claim's status, and by class of the start page.
BY_VALUE = {"planned", "reported", "negated"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_used_and_takes_the_same_in_both_languages(word: str) -> None:
    chinese, english = WORDS[word]
    assert fields(chinese) == fields(english)
    assert chinese
    assert english
    assert word in BY_VALUE or f'"{word}"' in CODE


def test_no_word_is_missing() -> None:
    asked = set(re.findall(r"\bsay\(\"(\w+)\"", CODE))
    assert asked <= set(WORDS)
    assert len(asked) > 50


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        ("", "", "zh"), ("", "en", "en"), ("", "zh-TW", "zh"), ("zh", "en", "zh"), ("en", "zh", "en"),
        ("", "en;q=0.1, zh;q=0.2", "zh"), ("", "en;q=0", "zh"), ("", "fr, en", "en"), ("xx", "en", "en"),
        ("", "en;q=nan, zh;q=0.1", "zh"),
    ],
)  # fmt: skip
def test_the_language_of_a_request(cookie: str, accept: str, language: str) -> None:
    assert speech(cookie, accept).language == language


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("507", "507"), ("1300", "1,300"), ("12000", "1.2万"), ("21690000000", "216.9亿"), ("5300000000000", "5.3万亿"),
        ("98.4", "98.4"), ("123456789", "123,456,789"), ("0.5", "0.5"), ("-20000", "-2万"), ("0", "0"), ("x", "x"),
    ],
)  # fmt: skip
def test_numbers_as_news_write_them(value: str, shown: str) -> None:
    assert short(value) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("2022年服贸会", "2022"), ("第134届广交会", "第134届"), ("首届链博会", "首届"), ("大会", "大会")],
)
def test_heads_of_editions(name: str, shown: str) -> None:
    assert edition_words(name) == shown


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y#z", True), ("HTTP://a.example", True), ("javascript:alert(1)", False),
        (" javascript:alert(1)", False), ("java\nscript:alert(1)", False), ("data:text/html,x", False),
        ("//a.example", False), ("/path", False), ("", False), ("https:", False), ("http://[", False),
        ("vbscript:x", False), ("file:///etc", False),
    ],
)  # fmt: skip
def test_only_web_addresses_are_links(url: str, safe: bool) -> None:
    assert bool(safe_url(url)) is safe


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ((1, 3), [("a", False), ("bc", True), ("d", False)]),
        ((0, 4), [("abcd", True)]),
        ((3, 99), [("abc", False), ("d", True)]),
        ((0, 0), [("abcd", False)]),
        ((-5, 1), [("a", True), ("bcd", False)]),
        ((9, 12), [("abcd", False)]),
    ],
)
def test_a_stretch_is_cut_out_of_its_text(marked: tuple[int, int], parts: list[tuple[str, bool]]) -> None:
    assert list(marked_parts("abcd", marked)) == parts

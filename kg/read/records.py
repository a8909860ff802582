"""JSON and JSON Lines: one object an article, under the usual keys; a bad line is named and passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.model import Issue

_TEXTS = ("text", "content", "body", "article", "正文", "内容")
_HTMLS = ("html", "content_html", "body_html")
_LOOKED_AT = 5  # lines: the first may be a bad one
_LISTS = ("articles", "items", "data", "results", "news")


@dataclass(frozen=True, slots=True)
class Record:
    """One object: `number` counts lines (JSON Lines) or items (JSON, feeds) from 1; `raw` is its own bytes, UTF-8."""

    number: int
    raw: bytes
    values: Mapping[str, object]
    text: str
    is_html: bool
    issues: tuple[Issue, ...] = ()


def looks_like_json(text: str, suffix: str) -> bool:
    """Whether `text` is to be read as JSON or JSON Lines: by its first line, else by the name's suffix."""
    start = text.lstrip()
    if suffix in (".json", ".jsonl", ".ndjson"):
        return True
    if start[:1] not in ("{", "["):
        return False
    lines = (line for line in start.split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.startswith("{"))
    return any(isinstance(_parse(line), dict) for line in lines) or _parse(start) is not None


def read_records(text: str, source: str) -> Iterator[Record | Issue]:
    """The records of a file, and an issue for each line or item that is none."""
    first = text.lstrip().split("\n", 1)[0]
    if _parse(first) is None or first.lstrip().startswith("["):
        whole = _parse(text)
        if whole is not None:
            yield from _items(whole, source)
            return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield read_line(line, number, source)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _items(whole: object, source: str) -> Iterator[Record | Issue]:
    items = [whole]
    if isinstance(whole, list):
        items = whole
    elif isinstance(whole, dict) and not _text(whole)[0]:
        items = next((value for name in _LISTS if isinstance(value := whole.get(name), list)), items)
    if not items:
        yield Issue("bad-record", "there is no record in it", source)
    for number, item in enumerate(items, 1):
        raw = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
        yield _record(item, number, raw, source, f"item {number}")


def read_line(line: str, number: int, source: str) -> Record | Issue:
    """The record in one line of JSON Lines, or the issue of what is wrong with it."""
    try:
        value: object = json.loads(line)
    except RecursionError:
        return Issue("bad-json", "nested too deeply", source, f"line {number}")
    except ValueError as error:
        return Issue("bad-json", f"not JSON: {error}", source, f"line {number}")
    return _record(value, number, line.encode("utf-8", "surrogatepass"), source, f"line {number}")


def _record(value: object, number: int, raw: bytes, source: str, place: str) -> Record | Issue:
    if not isinstance(value, dict):
        return Issue("bad-record", "not a JSON object", source, place)
    text, is_html = _text(value)
    if not text:
        return Issue("bad-record", "no text: none of the keys text, content, body, html has words", source, place)
    return Record(number, raw, value, text, is_html)


def _text(value: Mapping[str, object]) -> tuple[str, bool]:
    for names, is_html in ((_TEXTS, False), (_HTMLS, True)):
        for name in names:
            found = value.get(name)
            if isinstance(found, list) and all(isinstance(part, str) for part in found):
                found = "\n".join(map(str, found))
            if isinstance(found, str) and found.strip():
                return found, is_html
    return "", False

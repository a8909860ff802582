"""RSS and Atom: each entry a record like those of a JSON file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from kg.model import Issue
from kg.read.extras import MissingExtraError, load
from kg.read.published import published_on
from kg.read.records import Record
from kg.read.typography import ideographs

_FIRST_TAG = re.compile(r"<([a-zA-Z][\w:.-]*)")
_HEAD = 20000  # characters looked at for the first tag: comments may stand before it
_FEEDS = ("rss", "feed", "rdf:RDF")
_SITEMAPS = ("urlset", "sitemapindex")
_PROLOG = re.compile(r"^\s*<\?xml[^<>]*\?>")
_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,12}|[0-9]{1,12});?")
FEED_MAX = 16_000_000  # characters; the feeds of large papers have some 300,000
_CUT = re.compile(r"(?:…|\.{3}|\[…\]|(?:阅读|查看|点击)(?:全文|原文|更多|详情)|[Rr]ead more)\W*$")
_TEASER = 100  # ideographs; a news item in full has 120 and more, a lead 40 to 90


def xml_kind(text: str) -> str:
    """`feed` or `sitemap`, by the first tag of a text; empty for any other text."""
    start = text[:_HEAD].lstrip()
    match = _FIRST_TAG.search(start) if start.startswith("<") else None
    name = match[1] if match else ""
    return "feed" if name in _FEEDS else "sitemap" if name in _SITEMAPS else ""


def read_feed(text: str, source: str) -> Iterator[Record | Issue]:
    """The entries of a feed, numbered from 1; an entry that gives no more than a teaser is told as such.

    Nothing is fetched from the web: the feed's links stay links, its documents' types and entities unread.
    """
    try:
        feedparser = load("feedparser")
    except MissingExtraError as error:
        yield Issue("needs-extra", str(error), source)
        return
    if len(text) > FEED_MAX:
        text = text[:FEED_MAX]
        yield Issue("truncated", f"only the first {FEED_MAX} characters of the feed were read", source)
    # As bytes in a stream: a text would be taken for an address or a file's name.
    stream = io.BytesIO(_REFERENCE.sub(_character, _PROLOG.sub("", text)).encode("utf-8"))
    try:
        found = feedparser.parse(
            stream,
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # what is broken enough makes the library's second, forgiving parser fail, too
        yield Issue("bad-feed", f"the feed cannot be read: {type(error).__name__}", source)
        return
    if found.bozo:
        words = str(found.bozo_exception).split("\n")[0][:200]
        yield Issue("broken-feed", f"the feed is not well-formed: {words}", source)
    if not found.entries:
        yield Issue("bad-record", "there is no entry in the feed", source)
    for number, entry in enumerate(found.entries, 1):
        yield _record(entry, number, _words(found.feed, "title"), source)


def _character(match: re.Match[str]) -> str:
    """A reference to a character as it stands, or nothing where there is no such character."""
    words = match[1].lower()
    number = int(words[1:], 16) if words.startswith("x") else int(words)
    return match[0] if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else ""


def _record(entry: Mapping[str, Any], number: int, feed: str, source: str) -> Record | Issue:
    text, is_html, whole = _text(entry)
    if not text:
        return Issue("bad-record", "the entry has no text", source, f"item {number}")
    values = {
        "title": _words(entry, "title"),
        "date": _date(entry),
        "outlet": _words(entry.get("source") or {}, "title") or feed or _words(entry, "author"),
        "url": _words(entry, "link"),
        "categories": [term for tag in entry.get("tags", ()) if (term := _words(tag, "term"))],
        "text": text,
    }
    raw = json.dumps(values, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    issues: tuple[Issue, ...] = ()
    if not whole and (ideographs(text) < _TEASER or _CUT.search(re.sub(r"<[^<>]*>", "", text[-2000:]).strip())):
        issues = (Issue("teaser", "the feed gives only the beginning of the article", f"{source}:{number}"),)
    return Record(number, raw, values, text, is_html, issues)


def _text(entry: Mapping[str, Any]) -> tuple[str, bool, bool]:
    """An entry's words, whether they are HTML, and whether the feed gives them as the whole text."""
    contents = [part for part in entry.get("content", ()) if _words(part, "value")]
    parts = contents or [part for part in (entry.get("summary_detail"),) if part and _words(part, "value")]
    if not parts:
        return "", False, False
    best = max(parts, key=lambda part: ideographs(_words(part, "value")))
    text = _words(best, "value")
    is_html = best.get("type") != "text/plain" and "<" in text
    return text, is_html, bool(contents)


def _date(entry: Mapping[str, Any]) -> str:
    """The day of publication as ISO, else the words that could not be read. The feed's own words know their zone."""
    for name in ("published", "created", "updated"):
        words = _words(entry, name)
        if found := published_on(words):
            return found.isoformat()
        if parsed := entry.get(f"{name}_parsed"):
            moment = published_on(datetime(*parsed[:6]).replace(tzinfo=UTC))
            if moment:
                return moment.isoformat()
        if words:
            return words
    return ""


def _words(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""

"""One file's bytes to drafts of articles: which of the shapes it has, and that shape's reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from kg.model import Issue
from kg.read import prose
from kg.read.container import article_element
from kg.read.draft import Draft, Header, Part, RawBlock, fill
from kg.read.encoding import decode, is_binary
from kg.read.feeds import read_feed, xml_kind
from kg.read.front_matter import clean_title, header_of, split_front_matter
from kg.read.markup import MAX_DEPTH, blocks_of, flatten, parse
from kg.read.page import page_header
from kg.read.published import date_in_url
from kg.read.records import Record, looks_like_json, read_line, read_records
from kg.read.typography import strip_invisible

_MARKDOWN = (".md", ".markdown", ".mdown")
_HTML = (".html", ".htm", ".xhtml", ".shtml")
_HEAD = 20000  # characters looked at to tell the shape
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|title)\b[^<>]*>", re.I)
_MARKUP = re.compile(
    r"</?(?:div|p|br|span|article|section|main|h[1-6]|table|ul|ol|li|a|b|strong|font|img|figure|center|em|i)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)


def drafts_of(part: Part) -> Iterator[Draft | Issue]:
    """All drafts in the bytes of one source, and issues for what is wrong with it.

    The content decides on the shape, then the name's suffix.
    """
    raw, source = part.raw, part.label
    if not raw.strip():
        yield Issue("empty", "the file is empty", source)
        return
    if is_binary(raw):
        yield Issue("binary", "the file is no text", source)
        return
    decoded = decode(raw, part.charset)
    if not decoded.encoding:
        yield Issue("unknown-encoding", decoded.problem, source)
        return
    if decoded.problem:
        yield Issue("encoding", f"read as {decoded.encoding}: {decoded.problem}", source)
    text = strip_invisible(decoded.text)
    for found in _in_shape(text, source, PurePosixPath(part.name).suffix.lower(), part):
        yield _completed(found, part) if isinstance(found, Draft) else found


def drafts_of_line(raw: bytes, number: int, source: str) -> Iterator[Draft | Issue]:
    """What `drafts_of` finds in line `number` (from 1) of a JSON Lines source, whose other lines are not there."""
    decoded = decode(raw)
    if not decoded.encoding:
        yield Issue("unknown-encoding", decoded.problem, source, f"line {number}")
        return
    if decoded.problem:
        yield Issue("encoding", f"read as {decoded.encoding}: {decoded.problem}", source, f"line {number}")
    text = strip_invisible(decoded.text.rstrip("\r\n"))
    if text.strip():
        yield from _records(iter([read_line(text, number, source)]), source)


def _in_shape(text: str, source: str, suffix: str, part: Part) -> Iterator[Draft | Issue]:
    kind = xml_kind(text)
    if kind == "sitemap":
        yield Issue("sitemap", "it is no article; the pages saved beside it take their addresses from it", source)
    elif kind == "feed":
        yield from _records(read_feed(text, source), source)
    elif looks_like_json(text, suffix):
        yield from _records(read_records(text, source), source)
    else:
        yield _one(text, source, suffix, hashlib.sha256(part.raw).hexdigest())


def _completed(draft: Draft, part: Part) -> Draft:
    """`draft` with what its container knows of it."""
    header = fill(part.header, draft.header)
    if header.published is None and part.header.url:
        header = replace(header, published=date_in_url(part.header.url))
    return replace(draft, header=header, fetched=part.fetched)


def _one(text: str, source: str, suffix: str, sha256: str) -> Draft:
    """The single article of a file that is no JSON."""
    front = split_front_matter(text, source)
    own = header_of(front.values)
    header, blocks, issues, may_carry = _read_body(front.body, source, suffix, title=not own.title)
    if may_carry and not front.present:
        issues = (Issue("no-front-matter", "the file begins without front matter", source), *issues)
    return Draft(source, sha256, fill(own, header), blocks, (*front.issues, *issues))


_Body = tuple[Header, tuple[RawBlock, ...], tuple[Issue, ...], bool]


def _read_body(body: str, source: str, suffix: str, *, title: bool) -> _Body:
    """Header, blocks and issues of a text in any shape, and whether files of that shape carry front matter.

    `title`: the first line of a plain text may be its title.
    """
    head = body[:_HEAD].lstrip()
    starts_as_html = head.startswith("<") and (_MARKUP.search(head) or _PAGE.search(head))
    if starts_as_html or suffix in _HTML:
        return _html(body, source)
    if suffix not in _MARKDOWN and len(_MARKUP.findall(head)) > 1:
        return _html(body, source)
    issues: tuple[Issue, ...] = ()
    if suffix in _MARKDOWN or prose.looks_like_markdown(head):
        if len(body) <= prose.MARKDOWN_MAX:
            return _html(prose.markdown_to_html(body), source)
        message = f"Markdown of more than {prose.MARKDOWN_MAX} characters was read as plain text"
        issues = (Issue("long-markdown", message, source),)
    first, rest = prose.split_title(body) if title else ("", body)
    return Header(title=clean_title(first)), prose.text_blocks(rest), issues, True


def _html(html: str, source: str) -> _Body:
    html, is_deep = flatten(html)
    issues = [Issue("deep-html", f"elements below {MAX_DEPTH} levels were taken flat", source)] if is_deep else []
    if _is_cut(html):
        issues.append(Issue("cut-html", "the HTML ends in the middle", source))
    soup = parse(html)
    if _PAGE.search(html, 0, _HEAD):
        header = page_header(soup, blocks_of(soup.body or soup))
        element, doubts = article_element(soup, html, source)
        return header, tuple(blocks_of(element)), (*issues, *doubts), False
    blocks = tuple(blocks_of(soup))
    heading = next((block.text for block in blocks[:3] if block.hint == "heading"), "")
    return Header(title=clean_title(heading)), blocks, tuple(issues), True


def _is_cut(html: str) -> bool:
    """A last tag that does not end, a page that is not closed, or a fragment that stops in mid-sentence."""
    end = html.rstrip()[-2000:]
    if re.search(r"<[a-zA-Z/!][^<>]*$", end):
        return True
    lower = html[-20000:].lower()
    if re.search(r"<(?:html|body)\b", html[:_HEAD], re.I):
        return "</html" not in lower and "</body" not in lower
    return html.lstrip().startswith("<") and re.search(r"[^>。！？”…）\s]$", end) is not None


def _records(records: Iterator[Record | Issue], source: str) -> Iterator[Draft | Issue]:
    for record in records:
        if isinstance(record, Issue):
            yield record
            continue
        path = f"{source}:{record.number}"
        body, own = strip_invisible(record.text), header_of(record.values)
        if record.is_html:
            header, blocks, issues, _ = _html(body, path)
        else:
            header, blocks, issues, _ = _read_body(body, path, "", title=not own.title)
        yield Draft(path, hashlib.sha256(record.raw).hexdigest(), fill(own, header), blocks, (*record.issues, *issues))

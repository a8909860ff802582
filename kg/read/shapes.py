"""One file's bytes to drafts of articles: which of the shapes it has, and that shape's reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kg.model import Issue
from kg.read import prose
from kg.read.draft import Draft, Header, RawBlock, fill
from kg.read.encoding import decode, is_binary
from kg.read.front_matter import clean_title, header_of, split_front_matter
from kg.read.markup import MAX_DEPTH, blocks_of, flatten, parse
from kg.read.page import main_element, page_header
from kg.read.records import looks_like_json, read_records
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
_FIRST_TAG = re.compile(r"<([a-zA-Z][\w:]*)")
_FEEDS = ("rss", "feed", "rdf:RDF", "urlset", "sitemapindex")


def drafts_of(raw: bytes, source: str) -> Iterator[Draft | Issue]:
    """All drafts in one file, and issues for what is wrong with it; `source` is its label.

    The content decides on the shape, then the name's suffix.
    """
    if not raw.strip():
        yield Issue("empty", "the file is empty", source)
        return
    if is_binary(raw):
        yield Issue("binary", "the file is no text", source)
        return
    decoded = decode(raw)
    if not decoded.encoding:
        yield Issue("unknown-encoding", decoded.problem, source)
        return
    if decoded.problem:
        yield Issue("encoding", f"read as {decoded.encoding}: {decoded.problem}", source)
    text = strip_invisible(decoded.text)
    if text.lstrip()[:1] == "<" and (tag := _FIRST_TAG.search(text)) and tag[1] in _FEEDS:
        yield Issue("unsupported", "feeds and sitemaps are not read", source)
    elif looks_like_json(text, suffix := PurePosixPath(source).suffix.lower()):
        yield from _records(text, source)
    else:
        yield _one(text, source, suffix, hashlib.sha256(raw).hexdigest())


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
        return header, tuple(blocks_of(main_element(soup))), tuple(issues), False
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


def _records(text: str, source: str) -> Iterator[Draft | Issue]:
    for record in read_records(text, source):
        if isinstance(record, Issue):
            yield record
            continue
        path = f"{source}:{record.number}"
        body, own = strip_invisible(record.text), header_of(record.values)
        if record.is_html:
            header, blocks, issues, _ = _html(body, path)
        else:
            header, blocks, issues, _ = _read_body(body, path, "", title=not own.title)
        yield Draft(path, hashlib.sha256(record.raw).hexdigest(), fill(own, header), blocks, issues)

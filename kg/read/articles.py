"""Files, folders and standard input to Articles: the shapes told apart, the same text counted once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import BinaryIO

from kg.errors import NothingUsableError, UsageError
from kg.identity import article_id
from kg.model import Article, Block, Issue, Source
from kg.read.blocks import finish
from kg.read.draft import Draft, Header, Part, PassedOver
from kg.read.files import File, Listing, list_files, open_file, unreadable
from kg.read.published import date_in_url
from kg.read.saved import saved_pages
from kg.read.shapes import drafts_of, drafts_of_line
from kg.read.sitemap import Page
from kg.read.typography import ideographs, strip_invisible
from kg.read.unpack import parts_of

# Fewer are no news item, but a name in a foreign text; a news flash has some twenty.
_MIN_IDEOGRAPHS = 4
_MIN_SHARE = 0.05  # of all letters: English texts that quote Chinese names stay below, Chinese ones above 0.5
# Of the letters of a language and ideographs: Japanese and Korean have a half, Chinese with a foreign name in it a
# hundredth.
_FOREIGN_SHARE = 0.1
_FOREIGN = {"Japanese": re.compile("[\u3041-\u3096\u30a1-\u30fa]"), "Korean": re.compile("[\uac00-\ud7a3]")}
_REASONS = 5


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of reading: articles ordered by their first source, issues by source and place.

    `skipped` counts the sources no article came from: hidden and foreign files in folders, unreadable files,
    files and JSON lines without a Chinese text.
    """

    articles: tuple[Article, ...]
    issues: tuple[Issue, ...]
    skipped: int


def read_articles(paths: Sequence[str], *, stdin: bytes | None = None) -> ReadResult:
    """Read all articles under `paths`: files, folders (recursive), or `-` for the bytes in `stdin`.

    Shapes: front matter with HTML, Markdown or text; HTML pages and fragments; Markdown; plain text; JSON and JSON
    Lines; RSS and Atom; WARC; and all of these packed (gzip, bzip2, xz, zstd, ZIP, tar). A sitemap gives the pages
    saved below its folder their addresses. What is missing or broken in one file becomes an Issue and the rest is
    read. The order of `paths` makes no difference.

    Raises UsageError without paths, or for `-` without `stdin`; NothingUsableError, with the first reasons, where no
    article at all could be read.
    """
    listing = list_files(paths)
    issues = list(listing.issues)
    skipped = listing.skipped
    read: list[Article] = []
    for found in read_each(listing, stdin=stdin):
        if isinstance(found, Article):
            read.append(found)
            continue
        skipped += is_lost(found)
        if isinstance(found, Issue):
            issues.append(found)
    articles, duplicates = _merge(read)
    ordered = ordered_issues([*issues, *duplicates])
    if not articles:
        raise nothing_usable(paths, ordered, skipped)
    return ReadResult(articles, ordered, skipped)


def read_each(listing: Listing, *, stdin: bytes | None = None) -> Iterator[Article | Issue | PassedOver]:
    """What is in the files of a listing, one by one; texts that come twice are two articles of one id.

    Raises UsageError for `-` without `stdin`.
    """
    saved = saved_pages(listing.files)
    for file in listing.files:
        yield from read_file(file, stdin, saved.get(file.label))


# Kinds of issues that stand for a source without an article.
_NO_ARTICLE = (
    "unreadable empty binary unknown-encoding unsupported no-chinese no-text bad-json bad-record bad-archive "
    "nested-archive encrypted bomb needs-extra sitemap bad-feed reading-failed"
)
_FATAL = frozenset(_NO_ARTICLE.split())


def is_lost(found: Issue | PassedOver) -> bool:
    """Whether it stands for a source that no article came from, which `ReadResult.skipped` counts."""
    return isinstance(found, PassedOver) or found.kind in _FATAL


def read_file(file: File, stdin: bytes | None, page: Page | None) -> Iterator[Article | Issue | PassedOver]:
    """What is in one file; `page` is what a sitemap says of it."""
    try:
        with open_file(file, stdin) as stream:
            yield from read_stream(stream, file.label, page)
    except OSError as error:
        yield unreadable(file.label, error)


def read_stream(stream: BinaryIO, label: str, page: Page | None = None) -> Iterator[Article | Issue | PassedOver]:
    """What is in the bytes of one source, called `label`; `page` is what a sitemap says of it. Raises OSError."""
    try:
        size = stream.seek(0, os.SEEK_END) if stream.seekable() else 0
        if size:
            stream.seek(0)
        for found in parts_of(stream, label, size):
            if isinstance(found, Part):
                yield from _read_part(found, page)
            else:
                yield found
    except (OSError, UsageError):
        raise
    except Exception as error:
        yield _failed(label, error)


def read_line(raw: bytes, number: int, label: str) -> Iterator[Article | Issue]:
    """What is in line `number` (from 1) of a JSON Lines source called `label`."""
    try:
        for found in drafts_of_line(raw, number, label):
            if isinstance(found, Issue):
                yield found
            else:
                yield from _article(found)
    except Exception as error:
        yield _failed(f"{label}:{number}", error)


def _read_part(part: Part, page: Page | None) -> Iterator[Article | Issue]:
    try:
        for found in drafts_of(part):
            if isinstance(found, Issue):
                yield found
            else:
                yield from _article(_of_page(found, page) if page else found)
    except Exception as error:
        yield _failed(part.label, error)


def _failed(source: str, error: Exception) -> Issue:
    """The issue for a fault of our own or of a library: one poisoned file must not end the build of all others."""
    return Issue("reading-failed", f"reading failed: {type(error).__name__}: {error}"[:300], source)


def _of_page(draft: Draft, page: Page) -> Draft:
    """`draft` with the address and, where nothing else tells it, the day that a sitemap gives."""
    header = draft.header
    if not header.url:
        header = replace(header, url=page.url, published=header.published or date_in_url(page.url))
    if header.published or not page.changed:
        return replace(draft, header=header)
    issue = Issue("date-from-sitemap", f"the date {page.changed} is the sitemap's day of the last change", draft.path)
    return replace(draft, header=replace(header, published=page.changed), issues=(*draft.issues, issue))


def _article(draft: Draft) -> Iterator[Article | Issue]:
    header, texts = finish(draft.blocks, _legal(draft.header))
    text = "\n".join(block.text for block in texts)
    if fault := _fault(text):
        yield Issue(*fault, draft.path)
        return
    yield from draft.issues
    if not header.title:
        yield Issue("missing-title", "the article has no title", draft.path)
    if header.published is None:
        words = f"the date {header.date_text!r} cannot be read" if header.date_text else "the article has no date"
        words += f"; the page was saved on {draft.fetched}" if draft.fetched else ""
        yield Issue("missing-date", words, draft.path)
    blocks, at = [], 0
    for block in texts:
        blocks.append(Block(block.kind, at, at + len(block.text)))
        at += len(block.text) + 1
    source = Source(draft.path, draft.sha256, header.title, header.published, header.outlet, header.url)
    yield Article(
        id=article_id(text), text=text, blocks=tuple(blocks), title=header.title, date=header.published,
        outlet=header.outlet, url=header.url, categories=header.categories, sources=(source,),
    )  # fmt: skip


def _legal(header: Header) -> Header:
    """`header` without characters that are none: JSON and YAML can write lone surrogates and controls as escapes."""
    return replace(
        header,
        title=_line(header.title),
        date_text=_line(header.date_text),
        outlet=_line(header.outlet),
        url=_line(header.url),
        categories=tuple(word for category in header.categories if (word := _line(category))),
    )


def _line(text: str) -> str:
    return strip_invisible(text).replace("\n", " ").strip()


def _fault(text: str) -> tuple[str, str] | None:
    """Kind and message where `text` is no Chinese text."""
    if not text:
        return "no-text", "no text is left without mark-up and furniture"
    chinese = ideographs(text)
    if chinese < _MIN_IDEOGRAPHS or chinese < _MIN_SHARE * sum(map(str.isalpha, text)):
        return "no-chinese", "the text is not Chinese"
    for language, letters in _FOREIGN.items():
        count = len(letters.findall(text))
        if count > _FOREIGN_SHARE * (count + chinese):
            return "no-chinese", f"the text is {language}"
    return None


def rank(article: Article) -> tuple[date, str]:
    """Of several sources of one article, the one of the smallest rank gives it its header."""
    return article.date or date.max, article.sources[0].path


def _merge(articles: Sequence[Article]) -> tuple[tuple[Article, ...], list[Issue]]:
    """One article per id: the one with the earliest date, then the smallest path, with the sources of all."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(article.id, []).append(article)
    merged, issues = [], []
    for group in groups.values():
        article, doubled = merged_article(sorted(group, key=rank))
        merged.append(article)
        issues += doubled
    return tuple(sorted(merged, key=lambda article: (article.sources[0].path, article.id))), issues


def merged_article(group: Sequence[Article]) -> tuple[Article, list[Issue]]:
    """One article of all that have its text, in the order of `rank`, and an issue for each but the first."""
    first, *others = group
    message = f"the same text as {first.sources[0].path}: counted once"
    issues = [Issue("duplicate", message, other.sources[0].path) for other in others]
    sources = sorted((article.sources[0] for article in group), key=lambda source: (source.path, source.sha256))
    return _completed(replace(first, sources=tuple(sources)), others), issues


def _completed(article: Article, others: Sequence[Article]) -> Article:
    """`article` with a title, outlet, address or categories of the others where it has none."""
    for other in others:
        article = replace(
            article,
            title=article.title or other.title,
            outlet=article.outlet or other.outlet,
            url=article.url or other.url,
            categories=article.categories or other.categories,
        )
    return article


def ordered_issues(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues by source and place, each once."""

    def key(issue: Issue) -> tuple[str, int, str, str, str]:
        number = re.search(r"\d+", issue.place)
        return issue.source, int(number[0]) if number else 0, issue.place, issue.kind, issue.message

    return tuple(sorted(set(issues), key=key))


def nothing_usable(paths: Sequence[str], issues: Sequence[Issue], skipped: int) -> NothingUsableError:
    """The error for sources without an article, which tells the first reasons."""
    lines = [f"{issue.source}{', ' + issue.place if issue.place else ''}: {issue.message}" for issue in issues]
    if len(lines) > _REASONS:
        lines[_REASONS:] = [f"and {len(lines) - _REASONS} more"]
    if not lines:
        lines = [f"{skipped} hidden or foreign files were passed over" if skipped else "there are no files"]
    words = f"no article could be read from {', '.join(sorted(set(paths)))}: "
    return NothingUsableError(words + "; ".join(lines))

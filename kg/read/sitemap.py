"""Sitemaps of saved pages: which address a file was saved from, and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from kg.read.compressed import inner_name
from kg.read.published import published_on

_NAME = re.compile(r"sitemap[\w.-]*\.xml(?:\.gz)?$", re.I)
_PAGE = re.compile(r"\.(?:html?|shtml|xhtml|txt|php|aspx?|jsp)$", re.I)
MAX_PAGES = 50_000  # the limit of the sitemap protocol


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of a sitemap; `changed` is the day it names, if it does."""

    url: str
    changed: date | None


def is_sitemap_name(name: str) -> bool:
    """Whether a file is called like a sitemap: sitemap.xml, sitemap-news-2.xml.gz."""
    return _NAME.match(PurePosixPath(name).name) is not None


def read_sitemap(raw: bytes) -> tuple[Page, ...]:
    """The pages that a sitemap lists, at most `MAX_PAGES`; none where it is broken or no sitemap."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    return tuple(_pages(root)) if _local(root) == "urlset" else ()


def _pages(root: Any) -> Iterator[Page]:
    for element in root[:MAX_PAGES]:
        words = {_local(child): (child.text or "").strip() for child in element if isinstance(child.tag, str)}
        if words.get("loc", "").startswith(("http://", "https://")):
            yield Page(words["loc"], published_on(words.get("lastmod", "")))


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def pages_of_files(pages: Sequence[Page], files: Iterable[str]) -> dict[str, Page]:
    """Which of `pages` each of `files` (paths below the sitemap's folder) holds, where that is beyond doubt.

    Compared are host and path, then the path, then its last part, without `.html` and `index`; what two pages or two
    files have in common decides nothing.
    """
    names = [name for name in files if not is_sitemap_name(name)]
    urls = {page.url: page for page in pages}
    found: dict[str, Page] = {}
    for key_of_page, key_of_file in ((_host_and_path, _plain), (_path, _plain), (_last_of_page, _last)):
        taken = {page.url for page in found.values()}
        by_key = _unique((key_of_page(url), url) for url in urls if url not in taken)
        for key, name in _unique((key_of_file(name), name) for name in names if name not in found).items():
            if key in by_key:
                found[name] = urls[by_key[key]]
    return found


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs whose first is not empty and stands in one pair only."""
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: values[0] for key, values in groups.items() if key and len(values) == 1}


def _host_and_path(url: str) -> str:
    return _plain(f"{_split(url).hostname or ''}/{_path(url)}")


def _path(url: str) -> str:
    parts = _split(url)
    query = f"@{parts.query}" if parts.query else ""  # as wget writes it where ? is no character of names
    return _plain(unquote(parts.path) + query)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.hostname
    except ValueError:  # an IPv6 address that is none
        return SplitResult("", "", "", "", "")
    return parts


def _last_of_page(url: str) -> str:
    return _last(_path(url))


def _last(path: str) -> str:
    return _plain(path).rpartition("/")[2]


def _plain(path: str) -> str:
    """`path` in lower case without slashes around it, the ending of a page, and `index`."""
    plain = _PAGE.sub("", inner_name(path.replace("?", "@")).strip("/")).lower()
    return _PAGE.sub("", plain).removesuffix("index").strip("/")

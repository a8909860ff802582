"""What the readers of single shapes hand over: blocks as the source has them, and what its header says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kg.model import Issue

Hint = Literal["text", "heading", "caption", "table", "item"]


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A stretch of the source that stands on its own, with what its mark-up says of it.

    `bold`: all of its text is bold; `centred`: it is centred; `after_image`: the last thing before it is a picture.
    A table's cells are joined by tabs, its rows by newlines.
    """

    text: str
    hint: Hint = "text"
    bold: bool = False
    centred: bool = False
    after_image: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What a source says about its article outside the running text; empty where it says nothing.

    `date_text` is the words of a date that could not be read.
    """

    title: str = ""
    published: date | None = None
    date_text: str = ""
    outlet: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes of one source, unpacked: a file, a member of an archive, a page of a web archive.

    `label` is what it is called (`news.zip!/a/b.html`), `name` the one whose suffix counts. A container may know more:
    `header` wins over what the page says of itself, `charset` is the name its server gave, and `fetched` the day it
    was saved, which is not the day it was published.
    """

    label: str
    name: str
    raw: bytes
    header: Header = Header()
    charset: str = ""
    fetched: date | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A source that is obviously no article, and is counted only."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as found in `path` (a file, or `file:line` of a JSON Lines file); `sha256` of its raw bytes, hex.

    `fetched` is the day it was saved from the web, where that is known.
    """

    path: str
    sha256: str
    header: Header
    blocks: tuple[RawBlock, ...]
    issues: tuple[Issue, ...] = ()
    fetched: date | None = None


def first_of(*values: str) -> str:
    """The first value that is not blank, stripped; empty if there is none."""
    return next((value.strip() for value in values if value.strip()), "")


def fill(header: Header, other: Header) -> Header:
    """`header` with what it lacks taken from `other`."""
    return replace(
        header,
        title=header.title or other.title,
        published=header.published or other.published,
        date_text=header.date_text or other.date_text,
        outlet=header.outlet or other.outlet,
        url=header.url or other.url,
        categories=header.categories or other.categories,
    )

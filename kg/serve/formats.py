"""The forms of answers, and which of them a request asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A form of answer: its name for `format=`, other names for it, its media types (the proper one first)."""

    name: str
    media: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A form of answer and the media type it is given as: the one that was asked for."""

    format: Format
    media: str

    @property
    def content_type(self) -> str:
        """For the header, with the charset where the type is text."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


ROWS = (
    Format("json", ("application/sparql-results+json", "application/json")),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml")),
    Format("csv", ("text/csv",)),
    Format("tsv", ("text/tab-separated-values",)),
)
TRIPLES = (
    Format("turtle", ("text/turtle", "application/x-turtle"), ("ttl",)),
    Format("jsonld", ("application/ld+json", "application/json"), ("json-ld", "json")),
    Format("ntriples", ("application/n-triples", "text/plain"), ("nt",)),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), ("rdf", "xml")),
)
HTML = Format("html", ("text/html", "application/xhtml+xml"))


def named(name: str, offers: Sequence[Format]) -> Chosen | None:
    """The form that `format=` names, by name or media type; None where there is no such form."""
    key = name.strip().lower()
    for offer in offers:
        if key == offer.name or key in offer.others:
            return Chosen(offer, offer.media[0])
        if key in offer.media:
            return Chosen(offer, key)
    return None


def accepted(accept: str | None, offers: Sequence[Format]) -> Chosen | None:
    """The form that an Accept header likes best, the earlier offer among equals; None where it likes none.

    No header, or an empty one, takes anything. The most particular range that fits a type gives its quality.

    >>> accepted("text/csv;q=0.5, text/*;q=0.9", ROWS).media
    'text/xml'
    """
    ranges = list(_ranges(accept)) if accept and accept.strip() else [("*", "*", 1.0)]
    best: tuple[float, int, int] | None = None
    found = None
    for place, offer in enumerate(offers):
        for other, media in enumerate(offer.media):
            quality, exact = _quality(media, ranges)
            # A form's other media types count only where they are asked for in so many words.
            if quality <= 0 or (other and exact < 1):
                continue
            rank = (quality, -place, -other)
            if best is None or rank > best:
                best, found = rank, Chosen(offer, media)
    return found


def _quality(media: str, ranges: Sequence[tuple[str, str, float]]) -> tuple[float, int]:
    """The quality of a media type, and how particular the range is that gives it: 2 itself, 1 its kind, 0 all."""
    kind, _, subtype = media.partition("/")
    found = (0.0, -1)
    for wanted, sub, quality in ranges:
        if wanted == kind and sub == subtype:
            level = 2
        elif wanted == kind and sub == "*":
            level = 1
        elif wanted == sub == "*":
            level = 0
        else:
            continue
        if level > found[1]:
            found = (quality, level)
    return found


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        kind, slash, subtype = media.lower().partition("/")
        if media == "*":  # written by some old clients for */*
            kind, slash, subtype = "*", "/", "*"
        if not slash:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        yield kind, subtype, quality if quality == quality else 0.0

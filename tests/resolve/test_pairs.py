"""Pairs of names of all kinds (`pairs.tsv`): two articles, one name in each, one entity or two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from made import document, thing

from kg.extract.coref.grouping import has_series
from kg.model import Document, LocalEntity
from kg.nlp.editions import parse_edition
from kg.nlp.lexicon import KnownNames, Lexicon, load_known_names, load_lexicon
from kg.resolve import resolve
from kg.resources import lexicon_dir

PAIRS = Path(__file__).with_name("pairs.tsv")
# What is reached; these go up only.
FLOOR = 0.97


@dataclass(frozen=True)
class Pair:
    """A row: two names of a class, whether they are one, and what their articles say besides."""

    type: str
    left: str
    right: str
    same: bool
    contexts: tuple[dict[str, str], dict[str, str]]


def pairs() -> list[Pair]:
    rows = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:]:
        if line and not line.startswith("#"):
            type_, left, right, verdict, ours, theirs = line.split("\t")
            said = tuple(dict(part.split("=", 1) for part in text.split(";") if part) for text in (ours, theirs))
            rows.append(Pair(type_, left, right, verdict == "same", (said[0], said[1])))
    return rows


@cache
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_dir())


def known(name: str) -> tuple[str, ...]:
    """The lexicon's name of a thing, as the extractors pass it on, and the name itself."""
    entry = lexicon().get(name.strip("《》“”"))
    return (name, entry.name) if entry else (name, "")


def event(local: str, name: str, context: dict[str, str], parent: str = "") -> Iterator[LocalEntity]:
    """An event with what the extractors read off its name: the edition of a series, its year, its number."""
    edition = parse_edition(name)
    series = context.get("series", "")
    if not series and edition.numbered and has_series(edition, lexicon()):
        series = edition.base
    year = int(context["year"]) if "year" in context else edition.year
    ordinal = int(context["ordinal"]) if "ordinal" in context else edition.ordinal
    within = f"{local}s" if series else ""
    yield thing(local, "Event", name, series=within, year=year, ordinal=ordinal, parent=parent, known=known(name)[1])
    if series:
        yield thing(within, "EventSeries", series, known=known(series)[1])


def entities(pair: Pair, side: int) -> Iterator[LocalEntity]:
    name, context = (pair.left, pair.right)[side], pair.contexts[side]
    parent = context.get("parent", "")
    if pair.type == "Event":
        yield from event("e1", name, context, "p" if parent else "")
    else:
        yield thing("e1", pair.type, name, parent="p" if parent else "", known=known(name)[1])
    if parent and pair.type == "Event":
        yield from event("p", parent, {})
    elif parent:
        yield thing("p", "Organization", parent, known=known(parent)[1])
    if context.get("org"):
        yield thing("o", "Organization", context["org"], known=known(context["org"])[1])


def article(pair: Pair, side: int) -> Document:
    context = pair.contexts[side]
    posts = [("e1", "o" if context.get("org") else "", context.get("title", ""))] if pair.type == "Person" else []
    posts = [post for post in posts if post[1] or post[2]]
    return document(f"文{side}", f"2024-0{side + 1}-01", *entities(pair, side), posts=posts)


def joined(pair: Pair, names: KnownNames) -> bool:
    documents = [article(pair, 0), article(pair, 1)]
    found = resolve(documents, known=names)
    return len({found.members[d.article.id, "e1"] for d in documents}) == 1


def test_pairs_are_told_apart_and_joined() -> None:
    listed = load_known_names(lexicon_dir())
    rows = pairs()
    assert len(rows) >= 400
    assert sum(1 for p in rows if not p.same) >= len(rows) // 2
    right = [p for p in rows if p.same and joined(p, listed)]
    false = [p for p in rows if not p.same and joined(p, listed)]
    missed = [p for p in rows if p.same and p not in right]
    told = [(p.type, p.left, p.right, "false" if p in false else "missed") for p in (*false, *missed)]
    assert not [p for p in false if p.type == "Person"], told
    f1 = 2 * len(right) / (2 * len(right) + len(false) + len(missed))
    assert f1 >= FLOOR, (f1, told)

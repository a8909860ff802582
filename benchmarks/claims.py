"""Multiplies what a build extracted, to measure what comes after extraction with more articles than can be extracted.

    python -m benchmarks.articles /tmp/base.jsonl --articles 3000 --jsonl
    python -m kg build /tmp/base.jsonl --out /tmp/base
    python -m benchmarks.claims /tmp/base.jsonl /tmp/base /tmp/million --articles 1000000
    python -m kg build /tmp/million/input --out /tmp/million/graph

Each copy of an article has a number, a date and an id of its own, and other companies, people and venues: the
characters of words.PARTS, which stand in their names alone, are exchanged for others of them, in the text and in all
that was read in it. Countries, cities, ministries and well-known fairs stay. Of k copies k ** growth have new names,
the others those of an earlier copy (Heaps' law). What is written are true segments (docs/claims.md) under the keys of
the texts in `input/`, so that a build by the same version of kg extracts nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.articles import GROWTH, SERIAL, serial
from benchmarks.names import mixed
from benchmarks.words import PARTS
from kg.identity import article_id
from kg.model import Article
from kg.read.articles import read_articles
from kg.store.claims.segments import Segment, read_manifest, read_segment, write_manifest, write_segment
from kg.store.claims.tables import ARTICLES, CLAIMS
from kg.store.claims.version import article_key

DAYS = 28  # copies are moved by less than so many days
NESTED = {"mentions": ("text",), "entities": ("name", "names", "series", "parent")}
SPOKEN = ("subject_name", "object_name", "value", "sentence", "quote")
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_SHIFTS = np.arange(60, -4, -4, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Copy:
    """Copy `number` (0 is the original), with the names of the `generation`-th renaming."""

    number: int
    generation: int

    @property
    def table(self) -> Mapping[int, str]:
        """For str.translate: each character of names and the one that stands for it."""
        others = list(PARTS)
        if self.generation:
            random.Random(mixed("generation", self.generation)).shuffle(others)
        return str.maketrans(PARTS, "".join(others))

    @property
    def later(self) -> timedelta:
        """By how much its articles are later."""
        return timedelta(days=self.number * 5 % DAYS)


def copies(growth: float) -> Iterator[Copy]:
    """Copies without end: of the first k, k ** growth have names of their own."""
    number = generations = 0
    while True:
        if int((number + 1) ** growth + 1e-9) > generations:
            generation = generations
            generations += 1
        else:
            generation = mixed("old names", number) % generations
        yield Copy(number, generation)
        number += 1


def multiply(source: Path, built: Path, out: Path, many: int, growth: float = GROWTH) -> Iterator[tuple[int, int]]:
    """Write `many` articles' texts to `out`/input and their segments to `out`/graph/claims.

    `source` is what `kg build` read when it wrote `built`. Yields how many articles and claims there are so far.
    """
    known = {article_key(a): a for a in read_articles([str(source)]).articles}
    listed = read_manifest(built / "claims")
    if not listed:
        raise SystemExit(f"{built}: there are no claims")
    whole, rest = divmod(many, sum(segment.articles for segment in listed))
    made = [copy for copy, _ in zip(copies(growth), range(whole + (rest > 0)), strict=False)]
    (out / "input").mkdir(parents=True, exist_ok=True)
    (out / "graph" / "claims").mkdir(parents=True, exist_ok=True)
    written: list[Segment] = []
    articles = claims = 0
    for number, segment in enumerate(listed):
        base = Base.of(*read_segment(built / "claims", segment), known)
        for copy in made:
            least = min(base.articles.num_rows, many - articles, rest if copy.number == whole else many)
            if least <= 0:
                continue
            rest -= least if copy.number == whole else 0
            texts = base.renamed(copy, articles, least)
            tables = base.tables(copy, texts)
            written.append(write_segment(out / "graph" / "claims", segment.version, *tables))
            _write_texts(out / "input" / f"{number:04d}-{copy.number:04d}.jsonl", texts)
            articles, claims = articles + len(texts), claims + tables[1].num_rows
            yield articles, claims
    write_manifest(out / "graph" / "claims", written)


@dataclass(frozen=True, slots=True)
class Base:
    """A segment's tables, with their articles and with the words of each column by number."""

    articles: pa.Table
    claims: pa.Table
    originals: tuple[Article, ...]
    words: Mapping[str, pa.DictionaryArray]
    ids: np.ndarray

    @classmethod
    def of(cls, articles: pa.Table, claims: pa.Table, known: Mapping[str, Article]) -> Base:
        """Of a segment; raises SystemExit where an article is not among `known`."""
        keys = articles["key"].to_pylist()
        if not all(key in known for key in keys):
            raise SystemExit("the claims are not those of these articles, or of another version of kg")
        words = {"title": _encoded(articles["title"]), **{name: _encoded(claims[name]) for name in SPOKEN}}
        for column, fields in NESTED.items():
            members = _flat(articles[column])
            for name in fields:
                cells = members.field(name)
                words[f"{column} {name}"] = _encoded(cells.flatten() if name == "names" else cells)
        return cls(articles, claims, tuple(known[key] for key in keys), words, _numbers(claims["claim"]))

    def renamed(self, copy: Copy, first: int, many: int) -> list[Article]:
        """The first `many` articles with the copy's names; their serial numbers start at `first`."""
        table, found = copy.table, []
        for number, article in enumerate(self.originals[:many], first):
            end = article.text.rindex(SERIAL)
            text = article.text[:end].translate(table) + serial(number)
            day = article.date + copy.later if article.date else None
            url = f"{article.url.rsplit('/', 1)[0]}/{number}.html"
            identifier = article_id(text)
            found.append(
                replace(article, id=identifier, text=text, title=article.title.translate(table), date=day, url=url)
            )
        return found

    def tables(self, copy: Copy, texts: Sequence[Article]) -> tuple[pa.Table, pa.Table]:
        """The segment's tables for the copy's articles."""
        table = copy.table
        said = {name: _translated(words, table) for name, words in self.words.items()}
        articles, claims = self.articles, self.claims
        own = {
            "key": pa.array([article_key(a) for a in texts]), "article": pa.array([a.id for a in texts]),
            "date": pa.array([a.date for a in texts], pa.date32()), "url": pa.array([a.url for a in texts]),
        }  # fmt: skip
        many = len(texts)
        counts = articles["claims"].to_numpy()[:many]
        rows = int(counts.sum())
        columns = {**own, "title": said["title"][:many]}
        for name, fields in NESTED.items():
            columns[name] = _rebuilt(articles[name], {f: said[f"{name} {f}"] for f in fields})[:many]
        owner = pa.array(np.repeat(np.arange(many), counts))
        of_claims = {"key": own["key"].take(owner), "article": own["article"].take(owner)}
        of_claims["claim"] = _hexadecimal(_moved(self.ids[:rows], copy.number))
        of_claims |= {name: said[name][:rows] for name in SPOKEN}
        return (
            pa.table([columns.get(n, articles[n][:many]) for n in ARTICLES.names], schema=ARTICLES),
            pa.table([of_claims.get(n, claims[n][:rows]) for n in CLAIMS.names], schema=CLAIMS),
        )


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _encoded(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    return _whole(_whole(column).dictionary_encode())


def _flat(column: pa.ChunkedArray) -> pa.StructArray:
    return _whole(column).flatten()


def _translated(words: pa.DictionaryArray, table: Mapping[int, str]) -> pa.Array:
    """The column with each different word translated once."""
    changed = [None if word is None else word.translate(table) for word in words.dictionary.to_pylist()]
    return pa.array(changed, pa.string()).take(words.indices)


def _rebuilt(column: pa.ChunkedArray, fields: Mapping[str, pa.Array]) -> pa.ListArray:
    """A list of structs with other cells in some of its fields."""
    whole = _whole(column)
    members = whole.flatten()
    cells = []
    for at, field in enumerate(members.type):
        cell = members.field(at)
        new = fields.get(field.name, cell)
        if pa.types.is_list(field.type) and field.name in fields:
            new = pa.ListArray.from_arrays(_offsets(cell), new)
        cells.append(new)
    made = pa.StructArray.from_arrays(cells, fields=list(members.type))
    return pa.ListArray.from_arrays(_offsets(whole), made)


def _offsets(lists: pa.ListArray) -> pa.Array:
    return pa.array(np.concatenate([[0], np.cumsum(lists.value_lengths().to_numpy())]), pa.int32())


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    """Ids of 16 hexadecimal digits as numbers."""
    return np.array([int(cell, 16) for cell in column.to_pylist()], np.uint64)


def _moved(ids: np.ndarray, copy: int) -> np.ndarray:
    """Other ids, as many, for each copy but the original."""
    return (ids ^ np.uint64(mixed("claims", copy))) * np.uint64(0x9E3779B97F4A7C15) if copy else ids


def _hexadecimal(ids: np.ndarray) -> pa.Array:
    """Numbers as ids of 16 hexadecimal digits."""
    digits = _HEX[(ids[:, None] >> _SHIFTS & np.uint64(15)).astype(np.intp)]
    offsets = np.arange(0, 16 * len(ids) + 1, 16, dtype=np.int32)
    return pa.StringArray.from_buffers(len(ids), pa.py_buffer(offsets), pa.py_buffer(digits.tobytes()))


def _write_texts(path: Path, texts: Sequence[Article]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for article in texts:
            record = {
                "title": article.title, "text": article.text, "date": article.date and article.date.isoformat(),
                "author": article.outlet, "url": article.url, "categories": article.categories,
            }  # fmt: skip
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def main() -> None:
    """Read the arguments, multiply, and print how far it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="JSON Lines that benchmarks.articles wrote")
    parser.add_argument("built", type=Path, help="the folder that kg build made of them")
    parser.add_argument("out", type=Path, help="the folder to write input/ and graph/ to")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--growth", type=float, default=GROWTH, help=f"the exponent of Heaps' law (default: {GROWTH})")
    arguments = parser.parse_args()
    began = told = time.monotonic()
    for articles, claims in multiply(
        arguments.source, arguments.built, arguments.out, arguments.articles, arguments.growth
    ):
        if time.monotonic() - told > 10 or articles == arguments.articles:
            told = time.monotonic()
            print(f"{articles:,} articles, {claims:,} claims, {told - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()

"""Writes news articles to measure with: any number, the same for the same seed, of nine fields, in our own words.

    python -m benchmarks.articles /tmp/10k --articles 10000
    python -m benchmarks.articles - --articles 1000000 --jsonl > million.jsonl
    python -m benchmarks.articles /tmp/short --articles 100000 --median 200

An article depends on its number and the seed alone, so the first 1,000 of 10,000 are the 1,000. Several tell one story
(the same fair, firms and people, in full and short forms); 15 in 1,000 are an earlier one word for word, in another
paper. The number of companies, people, venues and so on grows with the articles as `articles ** growth` (Heaps' law;
names.FIRST says from where), how often each is named falls as 1/number; countries, cities, ministries and well-known
fairs are hubs throughout. Figures of one event agree but in one article of 25.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import exp, log
from pathlib import Path

from benchmarks.fill import Filler
from benchmarks.names import mixed, zipf
from benchmarks.sentences import BODIES, COMMON, HEADINGS, LEADS, TITLES
from benchmarks.story import Story, story
from benchmarks.words import CATEGORIES, OUTLETS

DUPLICATES = 0.015
NEW_STORY = 0.45
BACK = 300  # articles: a story goes on among those soon after its first
SHORTEST, MEDIAN, SPREAD, LONGEST = 200, 850, 0.6, 3000
PER_FOLDER = 1000
GROWTH = 0.8
MOST = 1_000_000
SERIAL, NUMERALS = "稿号：", str.maketrans("0123456789", "零一二三四五六七八九")

PAGES = (
    '<div>\n{text}<!-- 正文下iframe -->\n<script>share("{number}");</script>\n</div>\n',
    '<div class="content">\n{text}<div class="qr">扫一扫，看更多新闻</div>\n</div>\n',
    "{text}",
    '<div><div class="pic"><img src="https://img.example.org/{number}.jpg"></div>\n{text}</div>\n',
)
PARAGRAPHS = ('<p cms-style="font-L">　　{}</p>\n', "<p>{}</p>\n", "<p>　　{}</p>\n", "<p><span>{}</span></p>\n")


@dataclass(frozen=True, slots=True)
class Written:
    """One article: `paragraphs` are its text, `shapes` its sentences before names and figures were filled in."""

    number: int
    field: str
    title: str
    date: date
    outlet: str
    paragraphs: tuple[str, ...]
    shapes: tuple[str, ...]
    copy_of: int | None = None

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)

    @property
    def url(self) -> str:
        """Where it would stand."""
        return f"https://news.example.org/{self.date:%Y/%m}/{self.number}.html"


def articles(
    many: int, seed: int = 1, *, first: int = 0, growth: float = GROWTH, median: int = MEDIAN
) -> Iterator[Written]:
    """The articles `first` to `first + many - 1`, as a stream."""
    for number in range(first, first + many):
        yield article(number, seed, growth=growth, median=median)


def article(number: int, seed: int = 1, *, growth: float = GROWTH, median: int = MEDIAN) -> Written:
    """Article `number` (from 0); half of all have about `median` characters or more."""
    rng = random.Random(mixed("article", number, seed))
    first = original_of(number, seed)
    if first is not None:
        original = article(first, seed, growth=growth, median=median)
        later = original.date + timedelta(days=rng.randrange(2))
        return replace(original, number=number, date=later, outlet=zipf(OUTLETS, rng), copy_of=first)
    told = story(_first_of_story(number, seed), seed, growth)
    return _written(number, told, rng, median)


def original_of(number: int, seed: int = 1) -> int | None:
    """Which article the article is word for word; None for one of its own."""
    copied = None
    while number:
        rng = random.Random(mixed("copy", number, seed))
        if rng.random() >= DUPLICATES:
            break
        copied = number = rng.randrange(max(0, number - BACK), number)
    return copied


@lru_cache(4096)
def _first_of_story(number: int, seed: int) -> int:
    """The article that began the story which article `number` goes on telling."""
    rng = random.Random(mixed("story of", number, seed))
    while number and rng.random() > NEW_STORY:
        number = rng.randrange(max(0, number - BACK), number)
    return number


def _written(number: int, told: Story, rng: random.Random, median: int) -> Written:
    day = told.date + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 5)))
    outlet = zipf(OUTLETS, rng)
    filler = Filler(told, day, outlet, rng)
    shapes: list[str] = []

    def said(templates: tuple[str, ...]) -> str:
        return filler.fill(rng.choice(templates), shapes)

    title = filler.fill(rng.choice(TITLES[told.field]), [])
    filler.forget()
    length = max(SHORTEST, min(LONGEST - 150, int(exp(rng.gauss(log(median), SPREAD)))))
    paragraphs = [said(LEADS[told.field])]
    written = len(paragraphs[0])
    deck: list[str] = []
    fields = [told.field, *rng.sample([field for field in BODIES if field != told.field], len(BODIES) - 1)]
    while written < length:
        if not deck:  # a long article goes on to other fields
            deck = [*BODIES[fields.pop(0)], *rng.sample(COMMON, 4)]
            rng.shuffle(deck)
            if written > 1000 and rng.random() < 0.5:
                paragraphs.append(rng.choice(HEADINGS))
        many = rng.choice((1, 1, 2, 2, 3))
        paragraphs.append("".join(filler.fill(deck.pop(), shapes) for _ in range(min(many, len(deck)))))
        written += len(paragraphs[-1])
    paragraphs += [f"责任编辑：{told.editor(rng)}", serial(number)]
    return Written(number, told.field, title.strip(), day, outlet, tuple(paragraphs), tuple(shapes))


def serial(number: int) -> str:
    """The number of a manuscript: the last line of a text, which makes it one of its own. Nothing is read in it."""
    return f"{SERIAL}{number:07d}".translate(NUMERALS)


def as_file(written: Written) -> tuple[str, str]:
    """Name (with folder) and content of the article's file: front matter, then HTML."""
    skin = written.number % len(PAGES)
    text = "".join(PARAGRAPHS[written.number // 7 % len(PARAGRAPHS)].format(p) for p in written.paragraphs)
    kinds = "".join(f" - {kind}\n" for kind in (*CATEGORIES[written.field], written.outlet))
    when = f"{written.date:%Y-%m-%d} {8 + written.number % 12:02d}:{written.number % 60:02d}:00"
    head = f"---\ntitle: '{written.title}'\ncategories:\n{kinds}author: {written.outlet}\ndate: {when}\n"
    head += f"url: {written.url}\n---\n\n"
    suffix = ("txt", "html")[written.number % 2]
    name = f"{written.number // PER_FOLDER:04d}/{written.number:07d}-{written.field}.{suffix}"
    return name, f"{head}{PAGES[skin].format(text=text, number=written.number)}"


def as_record(written: Written) -> str:
    """The article as a line of JSON."""
    record = {
        "title": written.title, "text": written.text, "date": written.date.isoformat(), "author": written.outlet,
        "url": written.url, "categories": CATEGORIES[written.field],
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False) + "\n"


def write(found: Iterator[Written], out: Path) -> int:
    """Write files below `out`; returns the characters of text."""
    characters = 0
    for written in found:
        name, content = as_file(written)
        path = out / name
        if written.number % PER_FOLDER == 0 or not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        characters += len(written.text)
    return characters


def main() -> None:
    """Read the arguments, write the articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", help="a folder; with --jsonl a file, or - for standard output")
    parser.add_argument("--articles", type=int, default=1000, help=f"1 to {MOST:,} (default: 1000)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first (default: 0)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--growth", type=float, default=GROWTH, help=f"the exponent of Heaps' law (default: {GROWTH})")
    parser.add_argument("--median", type=int, default=MEDIAN, help=f"characters (default: {MEDIAN})")
    parser.add_argument("--jsonl", action="store_true", help="JSON Lines instead of files")
    arguments = parser.parse_args()
    if not 1 <= arguments.articles <= MOST or not 0 < arguments.growth <= 1:
        parser.error(f"--articles lies between 1 and {MOST}, --growth between 0 and 1")
    if arguments.first < 0 or arguments.median < 1:
        parser.error("--first is no less than 0, --median no less than 1")
    chosen = {"first": arguments.first, "growth": arguments.growth, "median": arguments.median}
    found = articles(arguments.articles, arguments.seed, **chosen)
    if not arguments.jsonl:
        print(f"{write(found, Path(arguments.out)):,} characters in {arguments.articles:,} articles")
    elif arguments.out == "-":
        sys.stdout.writelines(map(as_record, found))
    else:
        with Path(arguments.out).open("w", encoding="utf-8") as file:
            file.writelines(map(as_record, found))


if __name__ == "__main__":
    main()

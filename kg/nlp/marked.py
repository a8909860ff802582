"""Marked texts: what a tagger's figures are measured on.

Three forms: the corpus format ([[name|LABEL]], `# id | date | outlet`, `> fact`), BIO (a character and its tag a line,
a blank line between sentences) and JSON lines (`{"t": text, "e": [[start, end, label], …]}`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadError

Span = tuple[int, int, str]
_MARK = re.compile(r"\[\[([^\[\]|]+)\|([A-Z]+)\]\]")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and its spans (start, end, label); `source` names file and line."""

    text: str
    spans: tuple[Span, ...]
    source: str


def read_marked(path: Path) -> tuple[MarkedText, ...]:
    """The marked texts of a file, its form told by its content; ReadError names file and line of a mistake."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read: {error}") from error
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("{"):
        return tuple(_json_lines(lines, path))
    if first.startswith("# ") or "[[" in first:
        return tuple(_corpus(lines, path))
    return tuple(_bio(lines, path))


def _corpus(lines: Iterable[str], path: Path) -> Iterator[MarkedText]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith(("# ", ">")):
            continue
        text, spans, last = "", [], 0
        for match in _MARK.finditer(line):
            text += line[last : match.start()]
            spans.append((len(text), len(text) + len(match[1]), match[2]))
            text += match[1]
            last = match.end()
        text += line[last:]
        if "[[" in text or "]]" in text:
            raise ReadError(f"{path}:{number}: a mark is not closed")
        yield MarkedText(text, tuple(spans), f"{path}:{number}")


def _bio(lines: Iterable[str], path: Path) -> Iterator[MarkedText]:
    text, tags, begin = "", [], 1
    for number, line in enumerate([*lines, ""], 1):
        cells = line.split()
        if cells:
            if len(cells) < 2 or len(cells[0]) != 1:
                raise ReadError(f"{path}:{number}: expected a character and its tag")
            if not text:
                begin = number
            text += cells[0]
            tags.append(cells[-1])
        elif text:
            yield MarkedText(text, tuple(_spans(tags)), f"{path}:{begin}")
            text, tags = "", []


def _spans(tags: list[str]) -> Iterator[Span]:
    """Spans of BIO (also BMES, BIOES) tags; an I without a B begins a span."""
    start, label = -1, ""
    for at, tag in enumerate([*tags, "O"]):
        head, _, kind = tag.partition("-")
        goes_on = head in ("I", "M", "E") and kind == label and start >= 0
        if start >= 0 and not goes_on:
            yield start, at, label
            start = -1
        if head in ("B", "S") or (head in ("I", "M", "E") and not goes_on):
            start, label = at, kind


def _json_lines(lines: Iterable[str], path: Path) -> Iterator[MarkedText]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            spans = tuple((int(s), int(e), str(label)) for s, e, label, *_ in row.get("e", row.get("spans", ())))
            yield MarkedText(str(row["t"]), spans, f"{path}:{number}")
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{path}:{number}: not a marked text: {error}") from error


def mapped(spans: Iterable[Span], names: Mapping[str, str], *, strict: bool) -> frozenset[Span]:
    """The spans with their labels renamed; with `strict`, labels that are not named are left out."""
    rows = ((s, e, names.get(label, "" if strict else label)) for s, e, label in spans)
    return frozenset(row for row in rows if row[2])


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found, what is marked, and what of it agrees exactly (span and label)."""

    found: int
    marked: int
    agreed: int

    @property
    def precision(self) -> float:
        return self.agreed / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.agreed / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        total = self.found + self.marked
        return 2 * self.agreed / total if total else 0.0


def figures(pairs: Iterable[tuple[frozenset[Span], frozenset[Span]]]) -> dict[str, Figures]:
    """Figures for each label and, under "all", over all of them, from (found, marked) spans of each text."""
    counts: dict[str, list[int]] = {"all": [0, 0, 0]}
    for found, marked in pairs:
        for column, spans in enumerate((found, marked, found & marked)):
            for _, _, label in spans:
                counts.setdefault(label, [0, 0, 0])[column] += 1
                counts["all"][column] += 1
    ordered = sorted(counts, key=lambda label: (label == "all", label))
    return {label: Figures(*counts[label]) for label in ordered}

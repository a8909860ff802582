"""How results look: as aligned text in a terminal, as HTML in a notebook, where all is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from unicodedata import east_asian_width

from kg.graph.facts import plain
from kg.graph.namespaces import well_formed

# Rows shown in a terminal and in a notebook, sentences under a fact, and columns a cell takes in a terminal at most.
TEXT_ROWS, HTML_ROWS, SENTENCES, WIDEST = 10, 50, 3, 60
# Control characters and those that turn the direction of writing: they could make a line say what it does not say.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def cell(value: object) -> str:
    """A value as people read it, on one line: decimals in full, dates as ISO, None empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return _UNSEEN.sub(" ", well_formed(text))


def markup(text: str) -> str:
    """Text as HTML that shows it and does nothing else."""
    return escape(cell(text))


def width(text: str) -> int:
    """The columns that a text takes in a terminal; full-width characters take two."""
    return sum(2 if east_asian_width(c) in "FW" else 1 for c in text)


def text_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, most: int = TEXT_ROWS) -> str:
    """An aligned table of the first `most` rows, and a note where there are more."""
    lines = [list(columns), *([_short(cell(v)) for v in row] for row in rows[:most])]
    widths = [max(width(line[i]) for line in lines) for i in range(len(columns))]
    drawn = ["  ".join(_padded(text, w) for text, w in zip(line, widths, strict=True)).rstrip() for line in lines]
    if len(rows) > most:
        drawn.append(f"… and {len(rows) - most} more")
    return "\n".join(drawn)


def _short(text: str) -> str:
    if width(text) <= WIDEST:
        return text
    kept, taken = "", 1
    for char in text:
        taken += width(char)
        if taken > WIDEST:
            break
        kept += char
    return kept + "…"


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def html_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, most: int = HTML_ROWS) -> str:
    """A table of the first `most` rows, numbers to the right, and a note where there are more."""
    head = "".join(f'<th style="text-align:left">{markup(c)}</th>' for c in columns)
    body = "".join(f"<tr>{''.join(_td(v) for v in row)}</tr>" for row in rows[:most])
    note = f"<p>… and {len(rows) - most} more</p>" if len(rows) > most else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def _td(value: object) -> str:
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return f'<td style="text-align:{"right" if number else "left"}">{markup(cell(value))}</td>'


def html_list(items: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A list of lines, each with the first sentences that say it."""
    return f"<ul>{''.join(f'<li>{markup(line)}{_quotes(sentences)}</li>' for line, sentences in items)}</ul>"


def _quotes(sentences: Sequence[str]) -> str:
    shown = [f'<div style="opacity:.7">“{markup(s)}”</div>' for s in sentences[:SENTENCES]]
    if len(sentences) > SENTENCES:
        shown.append(f'<div style="opacity:.7">… and {len(sentences) - SENTENCES} more</div>')
    return "".join(shown)

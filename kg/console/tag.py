"""`kg tag`."""

from __future__ import annotations

import html
import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from kg.console.streams import console, visible, write_bytes
from kg.errors import ReadError, UsageError
from kg.model import NameSpan
from kg.tagging import tag_lines, texts_of

# Colour-blind safe (Okabe and Ito's palette, lightened); one colour a label, named beside each span all the same.
COLOURS = {
    "PER": "#8ecdf0", "ORG": "#f5c26b", "GPE": "#8fd6b8", "VENUE": "#b9e3a0", "EVENT": "#e8b7d4", "WORK": "#d9c7f2",
    "PRODUCT": "#f2b09b", "TITLE": "#d3dbe6", "DATE": "#e6e39a", "NUM": "#dddddd",
}  # fmt: skip
_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>kg tag</title>
<style>
body {{ font: 1.05rem/2.1 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
       max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }}
mark {{ border-radius: .3em; padding: .1em .25em; color: inherit }}
mark small {{ font-size: .62em; margin-left: .4em; opacity: .75 }}
p {{ margin: .4em 0 }}
</style></head><body>
{body}
</body></html>
"""


def run(arguments: Namespace) -> int:
    """Mark the names of a text: on a terminal in colour, as a page, or as JSON lines."""
    if arguments.format == "jsonl":
        lines = _lines(arguments.input)
        for line, spans in zip(lines, tag_lines(lines, conventions=arguments.conventions), strict=True):
            row = {"t": line, "spans": [[s.start, s.end, s.label, round(s.score, 4)] for s in spans]}
            write_bytes(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        return 0
    paragraphs = [line for text in _texts(arguments.input) for line in text.split("\n")]
    marked = list(zip(paragraphs, tag_lines(paragraphs, conventions=arguments.conventions), strict=True))
    if arguments.format == "html":
        body = "\n".join(f"<p>{_html(text, spans)}</p>" for text, spans in marked)
        write_bytes(_PAGE.format(body=body).encode("utf-8", "replace"))
        return 0
    out = console()
    for text, spans in marked:
        out.print(_coloured(text, spans) if out.is_terminal else Text(visible(_plain(text, spans))))
    return 0


def _is_file(given: str) -> bool:
    try:
        return given == "-" or Path(given).exists()
    except (OSError, ValueError):  # a text too long for a path, or with a NUL
        return False


def _raw(given: str) -> bytes:
    if given != "-":
        try:
            return Path(given).read_bytes()
        except OSError as error:
            raise ReadError(f"{given}: cannot be read: {error.strerror or error}") from error
    if sys.stdin is None:
        raise UsageError("'-' stands for standard input, which is closed")
    return sys.stdin.buffer.read()


def _texts(given: str) -> list[str]:
    """The article texts of a file in any shape, or the text itself."""
    if not _is_file(given):
        return [given]
    stdin = _raw(given) if given == "-" else None
    return texts_of(given, stdin=stdin)


def _lines(given: str) -> list[str]:
    """The lines of a file as they are, or the text as the only one."""
    if not _is_file(given):
        return [given]
    try:
        text = _raw(given).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{given}: not UTF-8 at byte {error.start}") from error
    lines = text.split("\n")
    return [line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _pieces(text: str, spans: Sequence[NameSpan]) -> Iterator[tuple[str, NameSpan | None]]:
    """The text cut at its spans."""
    at = 0
    for span in spans:
        if at < span.start:
            yield text[at : span.start], None
        yield span.text, span
        at = span.end
    if at < len(text):
        yield text[at:], None


def _plain(text: str, spans: Sequence[NameSpan]) -> str:
    return "".join(f"[[{p}|{s.label} {s.score:.2f}]]" if s else p for p, s in _pieces(text, spans))


def _coloured(text: str, spans: Sequence[NameSpan]) -> Text:
    shown = Text()
    for piece, span in _pieces(text, spans):
        if span is None:
            shown.append(visible(piece))
        else:
            shown.append(visible(piece), style=f"black on {COLOURS[span.label]}")
            shown.append(f" {span.label} {span.score:.2f} ", style="dim")
    return shown


def _html(text: str, spans: Sequence[NameSpan]) -> str:
    return "".join(
        f'<mark style="background:{COLOURS[s.label]}" title="{s.label} {s.score:.3f}">{html.escape(p)}'
        f"<small>{s.label} {s.score:.2f}</small></mark>"
        if s
        else html.escape(p)
        for p, s in _pieces(text, spans)
    )

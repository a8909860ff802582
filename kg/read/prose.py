"""Plain text and Markdown to blocks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from kg.read.draft import RawBlock

_STOP = re.compile(r"[。！？!?…；;：:”’」』）)】]$")
# The parser does 0.3 million characters of prose a second, but 0.09 million brackets that close nothing.
MARKDOWN_MAX = 1_000_000
_SIGNS = re.compile(r"^#{1,6} \S|^[*-] \S|^\d+\. \S|\*\*\S[^*\n]*\*\*|!?\[[^\]\n]*\]\([^)\s]+\)|^> ", re.M)
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[\u3000\t]|  )")
_TITLE_MAX = 50  # characters; headlines of Chinese papers stay below 40
# Lines of one width that mostly stop in mid-sentence were wrapped by a mail program or an editor.
_WRAPPED_LINES = 5
_WRAPPED_WIDTH = range(18, 61)
_WRAPPED_SHARE = 0.6


def looks_like_markdown(text: str) -> bool:
    """Whether `text` has marks of Markdown at two places or more."""
    return len(_SIGNS.findall(text, 0, 20000)) > 1


def markdown_to_html(text: str) -> str:
    """CommonMark with tables as HTML. Indented lines are prose: Chinese paragraphs are indented by typography."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").disable("code").render(text))


def split_title(text: str) -> tuple[str, str]:
    """Title and rest of a plain text: its first line, if short, without a full stop, and followed by more."""
    first, _, rest = text.strip().partition("\n")
    line = first.strip()
    if rest.strip() and 1 < len(line) <= _TITLE_MAX and not re.search(r"[。；;，,：:]$|。", line):
        return line, rest
    return "", text


def text_blocks(text: str) -> tuple[RawBlock, ...]:
    """The paragraphs of a plain text: one a line, or what blank lines and indents part where lines are wrapped."""
    lines = text.split("\n")
    paragraphs = _PARAGRAPH.split(text) if _is_wrapped(lines) else lines
    return tuple(RawBlock(paragraph) for paragraph in paragraphs if paragraph.strip())


def _is_wrapped(lines: list[str]) -> bool:
    full = [line.strip() for line in lines if line.strip()]
    if len(full) < _WRAPPED_LINES:
        return False
    width = max(map(len, full))
    even = [line for line in full if len(line) >= width - 3]
    open_ended = [line for line in even if not _STOP.search(line)]
    return width in _WRAPPED_WIDTH and len(even) >= _WRAPPED_SHARE * len(full) and len(open_ended) * 2 > len(even)

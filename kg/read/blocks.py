"""Raw blocks of one source to the blocks of its article: cleaned, told apart, furniture and repeats left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.identity import squeeze
from kg.model import BlockKind
from kg.read import boilerplate
from kg.read.draft import Header, RawBlock, fill
from kg.read.front_matter import clean_title
from kg.read.published import date_in, without_dates
from kg.read.typography import HouseStyle, house_style, set_solid, tidy

_HEADING_MAX = 35  # characters; subheads of news texts stay below 30
_BOLD_HEADING_MAX = 50
_LIST_RUN = 5  # this many short lines in a row are a list of names, not headings
_EDGE = 4  # lines at the head and the foot where header lines and signatures stand
_CENTRED_CAPTION_MAX = 120

_SENTENCE_END = re.compile(r"[。！？!?…；;：:，,、][”’」』）)]?$")
_INNER_STOP = re.compile(r"[。；]")
_MARKER = re.compile(r"(?:[■◆●▌▍▎▶►◎★☆□◇○]\s*[^，。；：]{1,28}|【[^】]{1,28}】)$")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of an article with its final words."""

    kind: BlockKind
    text: str


def finish(raw: Sequence[RawBlock], header: Header) -> tuple[Header, tuple[TextBlock, ...]]:
    """The article's blocks, and `header` with what the lines above and below the text say, where it lacked it.

    Left out: the title repeated above the text, 原标题：…, lines that only say when, notices at the foot, a list of
    other articles, a caption told twice, （完）.
    """
    blocks = [block for block in map(_tidied, raw) if block.text and not boilerplate.is_noise(block.text)]
    blocks = _without_link_list(blocks)
    header, blocks = _read_edges(header, blocks)
    kinds = _with_subheads(blocks, [_kind(block, i, len(blocks)) for i, block in enumerate(blocks)])
    texts = _without_footer([TextBlock(kind, block.text) for kind, block in zip(kinds, blocks, strict=True)])
    texts = _without_repeated_captions(texts)
    if not header.title and len(texts) > 1 and texts[0].kind == "heading":
        header, texts = replace(header, title=texts[0].text), texts[1:]
    style = house_style(block.text for block in texts)
    solid = [replace(block, text=_set(block, style)) for block in texts]
    return replace(header, title=set_solid(header.title, style)), tuple(block for block in solid if block.text)


def _tidied(block: RawBlock) -> RawBlock:
    if block.hint == "table":
        rows = ("\t".join(map(tidy, row.split("\t"))).rstrip("\t") for row in block.text.split("\n"))
        return replace(block, text="\n".join(row for row in rows if row.strip()))
    return replace(block, text=tidy(block.text))


def _set(block: TextBlock, style: HouseStyle) -> str:
    """In a byline a space parts a name from a code (责任编辑：张三 SF014), whatever the house style."""
    if block.kind == "table":
        return block.text
    text = block.text if block.kind == "byline" else set_solid(block.text, style)
    return boilerplate.without_end_mark(text)


def _without_link_list(blocks: list[RawBlock]) -> list[RawBlock]:
    """Nothing from 相关阅读： on, where only short lines follow."""
    last = max((index for index, block in enumerate(blocks) if "。" in block.text), default=-1)
    for index in range(max(last, 0), len(blocks)):
        if boilerplate.announces_links(blocks[index].text):
            return blocks[:index]
    return blocks


def _read_edges(header: Header, blocks: list[RawBlock]) -> tuple[Header, list[RawBlock]]:
    """Header lines among the first blocks: read, and left out where they say no more than title or time."""
    kept: list[RawBlock] = []
    for index, block in enumerate(blocks):
        if original := boilerplate.original_title(block.text):
            header = fill(header, Header(title=clean_title(original)))
        elif index >= _EDGE or block.hint in ("table", "caption") or len(block.text) > 100 or "。" in block.text:
            kept.append(block)
        elif header.title and squeeze(block.text) == squeeze(header.title):
            continue
        else:
            when, outlet = date_in(block.text), boilerplate.named_source(block.text)
            only_when = when is not None and boilerplate.says_only_when(without_dates(block.text))
            if only_when or outlet:
                header = fill(header, Header(published=when, outlet=outlet))
            if not only_when:
                kept.append(_line_of_header(block) if outlet else block)
    return header, kept


def _line_of_header(block: RawBlock) -> RawBlock:
    """2022-09-05 10:30 来源：某报 作者：张三 → 来源：某报 作者：张三."""
    at = re.search(r"(?:文章|稿件|信息|新闻)?(?:来源|稿源|出处)\s*[:：]", block.text)
    return replace(block, text=block.text[at.start() :]) if at else block


def _kind(block: RawBlock, index: int, count: int) -> BlockKind:
    text = block.text
    if block.hint == "table":
        return "table"
    if block.hint == "caption":
        return "caption"
    if boilerplate.is_byline(text, at_edge=index < _EDGE or index >= count - _EDGE):
        return "byline"
    if boilerplate.is_caption(text):
        return "caption"
    if block.centred and block.after_image and len(text) <= _CENTRED_CAPTION_MAX:
        return "caption"
    if block.hint == "heading" or _MARKER.match(text):
        return "heading"
    ends = _SENTENCE_END.search(text) and not text.endswith(("？", "！", "?", "!"))
    if block.bold and len(text) <= _BOLD_HEADING_MAX and not ends and not _INNER_STOP.search(text):
        return "heading"
    return "paragraph"


def _with_subheads(blocks: Sequence[RawBlock], kinds: list[BlockKind]) -> list[BlockKind]:
    """`kinds` with short lines that no full stop ends told as headings, where running text follows them.

    A line among five or more such lines is an entry of a list, and so is a list item.
    """
    short = [
        kind == "paragraph"
        and block.hint != "item"
        and len(block.text) <= _HEADING_MAX
        and not _SENTENCE_END.search(block.text)
        and not _INNER_STOP.search(block.text)
        for block, kind in zip(blocks, kinds, strict=True)
    ]
    at = 0
    while at < len(short):
        end = at
        while end < len(short) and short[end]:
            end += 1
        follows = end < len(short) and kinds[end] == "paragraph" and blocks[end].hint != "item"
        if 0 < end - at < _LIST_RUN and follows:
            kinds[at:end] = ["heading"] * (end - at)
        at = end + 1
    return kinds


def _without_footer(blocks: list[TextBlock]) -> list[TextBlock]:
    """Notices at the foot go; bylines and captions among them stay."""
    end = len(blocks)
    while end and (blocks[end - 1].kind in ("byline", "caption") or boilerplate.is_footer(blocks[end - 1].text)):
        end -= 1
    foot = [block for block in blocks[end:] if block.kind == "byline" or not boilerplate.is_footer(block.text)]
    body = blocks[:end]
    while body and body[-1].kind == "heading":  # a heading with nothing under it
        body.pop()
    return body + foot


def _without_repeated_captions(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """A caption once, however often the page tells it (as alternative text, under the picture, in a gallery)."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.kind == "caption":
            words = squeeze(block.text)
            if words in seen:
                continue
            seen.add(words)
        kept.append(block)
    return kept

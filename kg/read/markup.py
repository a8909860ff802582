"""HTML to blocks: a walk over the tree without recursion, so that no nesting can break it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PageElement, Tag

from kg.read.boilerplate import is_caption, is_discussion, is_furniture
from kg.read.draft import Hint, RawBlock
from kg.read.typography import ideographs

# Real pages stay below 60 levels. A parse costs the square of the depth: a million levels take 10 s and 600 MB,
# 512 nothing to speak of; lxml without bs4 loses all text below level 256.
MAX_DEPTH = 512

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_PROLOG = re.compile(r"^\s*<\?xml[^<>]*\?>")
# Pages put together from templates end more than once. A browser reads on; lxml takes what follows out of the body.
_PAGE_END = re.compile(r"</(?:html|body)\s*>", re.I)
# Tags that close by themselves say nothing about depth.
_SELF_CLOSING_NAMES = "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option"
_SELF_CLOSING = frozenset(_SELF_CLOSING_NAMES.split())
_BLOCK_NAMES = (
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul"
)
_BLOCK = frozenset(_BLOCK_NAMES.split())
_SILENT_NAMES = (
    "script style noscript template iframe svg math form button select textarea nav aside footer head title object "
    "audio video canvas map rt rp menu input"
)
_SILENT = frozenset(_SILENT_NAMES.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = re.compile(r"bold|font-weight:\s*[6-9]00", re.I)
_CENTRED = re.compile(r"text-align:\s*center", re.I)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.I)
_AS_BLOCK = re.compile(r"display:\s*(?:block|flex)", re.I)
_CAPTION = re.compile(
    r"(?:^|[-_ ])(?:figcaption|caption|img_?descr?|img_?(?:title|txt|text|info)|pic_?(?:descr?|txt|text|title|info)|"
    r"photo_?(?:descr?|text|info))(?:$|[-_ ])",
    re.I,
)
# Inside one run of text: a new paragraph begins at an indented line, or at an indent after a full stop.
_INDENT = re.compile(r"\n[ \t]*\u3000[\u3000 \t]*|(?<=[。！？”）])\u3000{2,}")
_TABLE_CELL = 200  # characters; longer cells hold running text, so the table is there for the layout


def parse(html: str) -> BeautifulSoup:
    """The tree of a page or fragment; `html` must be free of NULs and lone surrogates (`strip_invisible`)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup("<!---->" + _PAGE_END.sub("", _PROLOG.sub("", html)), "lxml")


def flatten(html: str) -> tuple[str, bool]:
    """`html` with the tags below `MAX_DEPTH` levels taken out (their text stays), and whether there were any."""
    if html.count("<") < MAX_DEPTH:
        return html, False
    parts: list[str] = []
    depth = kept = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in _SELF_CLOSING or match.group().endswith("/>"):
            continue
        if match[1]:
            too_deep = depth > MAX_DEPTH
            depth = max(0, depth - 1)
        else:
            depth += 1
            too_deep = depth > MAX_DEPTH
        if too_deep:
            between = html[kept : match.start()]
            parts.append(between)
            if name in _BLOCK and (between.strip() or len(parts) == 1):
                parts.append("<br>")
            kept = match.end()
    return "".join((*parts, html[kept:])), bool(parts)


def blocks_of(root: Tag) -> Iterator[RawBlock]:
    """The blocks of everything under `root` in reading order, without scripts, comments, forms, navigation, adverts.

    Inline elements never split a word: 中国<a>建筑</a>一局 is 中国建筑一局.
    """
    walk = _Walk(root)
    walk.enter(root)
    stack: list[Iterator[PageElement]] = [iter(root.contents)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            walk.leave()
        elif isinstance(child, Tag):
            if child.name == "img":
                walk.picture(child)
            elif child.name == "table" and (rows := table_rows(child)):
                walk.table(rows)
            elif not walk.is_dropped(child):
                walk.enter(child)
                stack.append(iter(child.contents))
        elif type(child) in (NavigableString, CData):
            walk.text(str(child))
        if walk.blocks:
            yield from walk.blocks
            walk.blocks.clear()
    walk.end_block()
    yield from walk.blocks


def table_rows(table: Tag) -> list[str]:
    """The rows of a table of data, cells joined by tabs; empty for a table that only lays out the page."""
    if table.find("table"):
        return []
    rows = []
    for row in table.find_all("tr"):
        cells = [" ".join(cell.get_text().split()) for cell in row.find_all(("td", "th"))]
        if any(len(cell) > _TABLE_CELL for cell in cells):
            return []
        if any(cells):
            rows.append(cells)
    wide = [cells for cells in rows if sum(map(bool, cells)) > 1]
    return ["\t".join(cells) for cells in rows] if len(wide) > 1 else []


@dataclass(slots=True)
class _Weight:
    """How many ideographs an element holds, how many of them in links to other pages, and how many such links."""

    words: int = 0
    linked: int = 0
    links: int = 0

    @property
    def plain(self) -> int:
        return self.words - self.linked


def _weights(root: Tag) -> dict[int, _Weight]:
    """The weight of `root` and each element below, by its `id()`: one pass, so that depth costs nothing."""
    found = {id(tag): _Weight() for tag in (root, *root.find_all(True))}
    for tag in reversed((root, *root.find_all(True))):
        own = found[id(tag)]
        own.words += sum(ideographs(str(child)) for child in tag.children if type(child) in (NavigableString, CData))
        if tag.name == "a" and tag.has_attr("href"):
            own.linked, own.links = own.words, own.links + 1
        if tag is not root and (above := found.get(id(tag.parent))):
            above.words += own.words
            above.linked += own.linked
            above.links += own.links
    return found


def _attribute(tag: Tag, *names: str) -> str:
    if not tag.attrs:
        return ""
    values = (tag.get(name) for name in names)
    return " ".join(value if isinstance(value, str) else " ".join(value) for value in values if value)


_HINTS: tuple[Hint, ...] = ("caption", "heading", "item")
_TRAITS = ("bold", "centred", "pre", *_HINTS)


@dataclass(slots=True)
class _Walk:
    """What is open at one point of the walk, and the blocks finished since they were last taken out."""

    root: Tag
    blocks: list[RawBlock] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list, init=False)
    _open: list[tuple[str, ...]] = field(default_factory=list, init=False)
    _depth: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_TRAITS, 0), init=False)
    _plain: bool = field(default=False, init=False)
    _after_image: bool = field(default=False, init=False)
    _weights: dict[int, _Weight] = field(default_factory=dict, init=False)

    def enter(self, tag: Tag) -> None:
        traits = _traits(tag)
        if "block" in traits:
            self.end_block()
        for trait in traits:
            if trait != "block":
                self._depth[trait] += 1
        self._open.append(traits)

    def leave(self) -> None:
        traits = self._open.pop()
        if "block" in traits:
            self.end_block()
        for trait in traits:
            if trait != "block":
                self._depth[trait] -= 1

    def text(self, text: str) -> None:
        if self._depth["pre"]:  # there a line is a line
            text = text.replace("\n", "\n\u3000")
        first, *more = _INDENT.split(text) if "\u3000" in text else [text]
        self._add(first)
        for part in more:
            self.end_block()
            self._add(part)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        if not self._depth["bold"] and text.strip():
            self._plain = True

    def picture(self, tag: Tag) -> None:
        if any(part.strip() for part in self._parts):
            return  # an icon inside a line
        self.end_block()
        self._after_image = True
        alt = _attribute(tag, "alt")
        if is_caption(alt):
            self.blocks.append(RawBlock(alt, "caption", after_image=True))

    def table(self, rows: list[str]) -> None:
        self.end_block()
        self.blocks.append(RawBlock("\n".join(rows), "table"))

    def is_dropped(self, tag: Tag) -> bool:
        """Whether `tag` is no part of a text.

        A class name alone never drops half of the Chinese or more, nor half of what is in no link, where the name is
        none that long texts have: the article may stand in a box called share-area on a page full of links.
        """
        if tag.name in _SILENT or tag.has_attr("hidden") or _HIDDEN.search(_attribute(tag, "style")):
            return tag.name != "form" or self._weight(tag).words * 2 < self._weight(self.root).words
        names = _attribute(tag, "class", "id")
        if is_furniture(names):
            own, whole = self._weight(tag), self._weight(self.root)
            is_small = own.words * 2 < whole.words or not whole.words
            return is_small and (own.plain * 2 < whole.plain or not whole.plain or is_discussion(names))
        if tag.name not in ("ul", "ol"):
            return False
        weight = self._weight(tag)  # a list in which all words are links to other pages, two at least
        return weight.links > 1 and weight.words == weight.linked

    def _weight(self, tag: Tag) -> _Weight:
        self._weights = self._weights or _weights(self.root)
        return self._weights[id(tag)]

    def end_block(self) -> None:
        text = "".join(self._parts)
        if text.strip():
            hint: Hint = next((hint for hint in _HINTS if self._depth[hint]), "text")
            centred = self._depth["centred"] > 0
            block = RawBlock(text, hint, bold=not self._plain, centred=centred, after_image=self._after_image)
            self.blocks.append(block)
            self._after_image = False
        self._parts.clear()
        self._plain = False


def _traits(tag: Tag) -> tuple[str, ...]:
    if not tag.attrs and tag.name in ("p", "div", "br", "a", "span"):  # nine tags of ten
        return ("block",) if tag.name in _BLOCK else ()
    style = _attribute(tag, "style", "cms-style", "align")
    traits = []
    if tag.name in _BLOCK or _AS_BLOCK.search(style):
        traits.append("block")
    if tag.name in ("b", "strong") or _BOLD.search(_attribute(tag, "class") + " " + style):
        traits.append("bold")
    if tag.name == "center" or style.endswith("center") or _CENTRED.search(style):
        traits.append("centred")
    if tag.name == "pre":
        traits.append("pre")
    if tag.name in _HEADINGS:
        traits.append("heading")
    if tag.name == "li":
        traits.append("item")
    if tag.name == "figcaption" or _CAPTION.search(_attribute(tag, "class")):
        traits.extend(("caption",) if tag.name in _BLOCK else ("caption", "block"))
    return tuple(traits)

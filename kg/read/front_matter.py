"""The YAML header between two `---` lines, read as data only; what is broken in it is named and the rest is kept."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

import yaml

from kg.model import Issue
from kg.read.draft import Header
from kg.read.published import published_on
from kg.read.typography import tidy

_OPENING = re.compile(r"\s*---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_UNUSUAL = re.compile(r"[\t|>?!&*%@`]")
_KEY = re.compile(r"([^\W\d][\w -]{0,30}?)\s*[:：](?:\s+(.*)|)$")
_ITEM = re.compile(r"\s*-\s+(.+)")
_ENDLESS = re.compile(r"[-+]?\d[\w:.]{99}")  # Python refuses to write out numbers of 4,301 digits and more
_MAX_CHARS = 65536  # a header of a real article has some 600 characters
_MAX_DEPTH = 10  # levels of nesting; PyYAML builds nested values by recursion

_NAMES = {
    "title": ("title", "headline", "标题"),
    "date": ("date", "published", "pubdate", "publish_date", "publish_time", "datepublished", "time", "日期", "时间"),
    "outlet": ("outlet", "media", "site", "author", "source", "来源", "作者"),
    "url": ("url", "link", "source_url", "链接"),
    "categories": ("categories", "category", "tags", "分类"),
}


class _Refused(ValueError):
    """YAML that is well formed but not for us; `line` counts from 0 within the header."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file's header as `values`, and its `body`; `present` is False where the file begins without one."""

    values: Mapping[str, object]
    body: str
    present: bool
    issues: tuple[Issue, ...] = field(default=())


def split_front_matter(text: str, source: str) -> FrontMatter:
    """Header and body of `text`. A YAML error or a missing closing `---` is an issue `front-matter` with its line.

    Anchors, aliases and tags are refused (they can blow a few lines up to gigabytes); the header is then read line by
    line, as `key: value`.
    """
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter({}, text, present=False)
    first = text.count("\n", 0, opening.end()) + 1
    closing = _CLOSING.search(text, opening.end(), opening.end() + _MAX_CHARS)
    if not closing:
        values, rest = _read_lines(text[opening.end() :])
        if not values:  # a rule drawn above a text
            return FrontMatter({}, text[opening.end() :], present=False)
        issue = Issue("front-matter", "the front matter is not closed by ---", source, f"line {first - 1}")
        return FrontMatter(values, rest, present=True, issues=(issue,))
    header, body = text[opening.end() : closing.start()], text[closing.end() :]
    try:
        return FrontMatter(_load(header), body, present=True)
    except (yaml.YAMLError, ValueError) as error:
        values, _ = _read_lines(header, to_end=True)
        return FrontMatter(values, body, present=True, issues=(_issue(error, source, first),))


def _load(header: str) -> dict[str, object]:
    # libyaml is twenty times faster; it tells of errors in other words, and with some signs reads what is refused here.
    quick = getattr(yaml, "CSafeLoader", None)
    if quick is not None and not _UNUSUAL.search(header):
        with suppress(yaml.YAMLError, ValueError):
            return _loaded(header, quick)
    return _loaded(header, yaml.SafeLoader)


def _loaded(header: str, loader: type[yaml.SafeLoader]) -> dict[str, object]:
    depth = 0
    for event in yaml.parse(header, Loader=loader):
        line = event.start_mark.line if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("anchors and aliases are not allowed", line)
        if depth > _MAX_DEPTH:
            raise _Refused("nested too deeply", line)
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and _ENDLESS.match(event.value):
            raise _Refused("a number has too many digits", line)
    values = yaml.load(header, Loader=loader)
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise _Refused("it is no list of keys and values", 0)
    return {str(key): value for key, value in values.items()}


def _issue(error: yaml.YAMLError | ValueError, source: str, first: int) -> Issue:
    problem, line = str(error).split("\n")[0], 0
    if isinstance(error, _Refused):
        problem, line = error.problem, error.line
    elif isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        problem, line = error.problem or problem, error.problem_mark.line
    return Issue("front-matter", f"broken front matter: {problem}", source, f"line {first + line}")


def _read_lines(text: str, *, to_end: bool = False) -> tuple[dict[str, object], str]:
    """`key: value` lines and `- item` lines from the top; the rest from the first other line (or none: `to_end`)."""
    values: dict[str, object] = {}
    key, at = "", 0
    for line in text.splitlines(keepends=True):
        words = line.rstrip()
        if found := _KEY.match(words):
            key = found[1]
            values[key] = _unquote(found[2] or "")
        elif (item := _ITEM.match(words)) and key:
            earlier = values[key]
            values[key] = [*(earlier if isinstance(earlier, list) else []), _unquote(item[1])]
        elif words and not to_end:
            break
        at += len(line)
    return values, text[at:]


def _unquote(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def header_of(values: Mapping[str, object]) -> Header:
    """What a mapping (front matter, JSON object) says of its article, under the usual English and Chinese keys.

    The outlet is the first of outlet, media, site, author, source that is no address.
    """
    lower = {key.strip().lower(): value for key, value in values.items()}
    when = next((lower[name] for name in _NAMES["date"] if lower.get(name) not in (None, "")), None)
    published = published_on(when)
    return Header(
        title=clean_title(_words(lower, "title")),
        published=published,
        date_text="" if published or when is None else str(when)[:60],
        outlet=tidy(_words(lower, "outlet", address=False)),
        url=_words(lower, "url"),
        categories=_list(lower),
    )


def _words(values: Mapping[str, object], what: str, *, address: bool = True) -> str:
    for name in _NAMES[what]:
        value = values.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str | int | float | date | datetime) and not isinstance(value, bool):
            text = str(value).strip()
            if text and (address or "://" not in text):
                return text
    return ""


def _list(values: Mapping[str, object]) -> tuple[str, ...]:
    for name in _NAMES["categories"]:
        value = values.get(name)
        if isinstance(value, str):
            value = re.split(r"[,，、;；]", value)
        if isinstance(value, list):
            return tuple(word for item in value if isinstance(item, str | int) and (word := tidy(str(item))))
    return ()


def clean_title(text: str) -> str:
    """A title on one line without mark-up, entities, a heading's link to itself and ASCII quotes around all of it."""
    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    return tidy(_unquote(text)).rstrip("¶").rstrip()

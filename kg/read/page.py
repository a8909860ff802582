"""A whole HTML page: what its head says of the article, and the element that holds the article's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from kg.identity import squeeze
from kg.read.boilerplate import is_discussion, is_furniture, named_source
from kg.read.draft import Header, RawBlock, first_of
from kg.read.front_matter import clean_title
from kg.read.published import date_in, date_in_url, published_on
from kg.read.typography import ideographs, tidy

_DATES = (
    "article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate", "publish_date",
    "publish_time", "publishtime", "og:release_date", "article:create_at", "weibo:article:create_at", "dc.date.issued",
    "firstpublishedtime", "date",
)  # fmt: skip
# Sites have their own names for it too: apub:time, og:time, pubtime.
_OTHER_DATE = re.compile(r"\w*pub\w*[-_:.]?(?:time|date)|og:time")
_PUBLISHED = re.compile(r"(?:发[布表]|刊发|上传)(?:日期|时间)\s*[:：]?")
_OUTLETS = ("source", "contentsource", "mediaid", "og:site_name", "article:author", "author")
_SEPARATORS = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|--+|——(?=[^——]{2,10}$)")
# A single hyphen also stands inside titles, so that the last word must be one of sites.
_SITE = re.compile(
    r"(?<=.{5}[^A-Za-z0-9])[-–—][^-–—\s，。！？]{0,10}(?:网|频道|在线|官网|门户|传媒|客户端|日报|晚报|时报|晨报|商报|电视台)$"
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_TOP = 300  # lines: menus of portals have up to 200
_LABELLED = 30  # characters after a label in which its date stands, in the same element or one of the next
_NEAR = 5
_HEADER_LINE = 100  # characters of a line with date, outlet, author and counters
_TODAY = re.compile(r"今[天日]|现在|农历")
# Text holds an article where it runs: a full stop and some length, or more length than menus and teasers have.
_RUNNING = 20
_NO_TEXT = frozenset(("script", "style", "nav", "aside", "footer", "a", "noscript"))
# The article is the smallest element with this share of a page's running text. Menus and lists of links do not count,
# so what is outside is teasers and notices: under a third on any page that is an article at all.
_SHARE = 0.7


def page_header(soup: BeautifulSoup, blocks: Iterable[RawBlock]) -> Header:
    """Title, date, outlet and address of a page; `blocks` of the whole page show a date that only readers see."""
    meta = _meta(soup)
    url = first_of(meta.get("og:url", ""), _link(soup))
    top = _lines_above_text(blocks)
    names = (*_DATES, *filter(_OTHER_DATE.fullmatch, meta))
    words = next((meta[name] for name in names if published_on(meta.get(name))), "")
    published = published_on(words) or _marked_date(soup) or _visible_date(top) or date_in_url(url)
    published = published or _labelled_date(soup)
    outlet = first_of(*(_name(meta.get(name, "")) for name in _OUTLETS[:3]), *map(named_source, top))
    outlet = outlet or first_of(*(_name(meta.get(name, "")) for name in _OUTLETS[3:]))
    return Header(
        title=_title(soup, meta),
        published=published,
        date_text="" if published else next((meta[name][:60] for name in names if name in meta), ""),
        outlet="" if "://" in outlet else tidy(outlet),
        url=url,
    )


def main_element(soup: BeautifulSoup) -> Tag:
    """The element that holds the article: the smallest with most of the page's running text.

    `<article>`, `<main>` and articleBody are taken at their word where they hold that much; links do not count as text.
    """
    body = soup.body or soup
    totals = running_text(body)
    whole = totals.get(id(body), 0)
    if not whole:
        return body
    best = body
    for tag in body.find_all(True):
        if totals.get(id(tag), 0) >= _SHARE * whole and tag.name not in ("p", "span", "font"):
            best = tag
    marked = [tag for tag in (best, *best.parents) if isinstance(tag, Tag) and is_marked(tag)]
    return marked[0] if marked else with_twins(best, totals)


def with_twins(tag: Tag, totals: dict[int, int]) -> Tag:
    """`tag`, or its parent where a sibling of the same name and class holds text too: a section of the same article."""
    parent = tag.parent
    if parent is None or tag.name in ("body", "td", "tr"):
        return tag
    twins = (*tag.find_next_siblings(tag.name), *tag.find_previous_siblings(tag.name))
    same = any(twin.get("class") == tag.get("class") and totals.get(id(twin), 0) for twin in twins)
    return parent if same else tag


def is_marked(tag: Tag) -> bool:
    """Whether the mark-up says that an element holds the article."""
    return tag.name in ("article", "main") or tag.get("itemprop") == "articleBody" or tag.get("role") == "main"


def running_text(body: Tag) -> dict[int, int]:
    """For each element, how many Chinese characters of running text it holds, by the element's `id()`.

    Furniture counts nothing, unless most of the page is in it: a box called share-area can be around the article.
    """
    tags = [body, *body.find_all(True)]
    silent = _below(tags, lambda tag: tag.name in _NO_TEXT)
    own = {id(tag): _own_text(tag) for tag in tags if id(tag) not in silent}
    totals = _added_up(tags, own)
    half = totals.get(id(body), 0) / 2
    furniture = _below(tags, lambda tag: tag is not body and _is_furniture(tag, totals.get(id(tag), 0) < half))
    for dropped in furniture:
        own.pop(dropped, None)
    return _added_up(tags, own) if furniture else totals


def _below(tags: Sequence[Tag], test: Callable[[Tag], bool]) -> set[int]:
    """The ids of the tags that pass a test and of all below them; `tags` in the order of the page."""
    found: set[int] = set()
    for tag in tags:
        if id(tag.parent) in found or test(tag):
            found.add(id(tag))
    return found


def _is_furniture(tag: Tag, is_small: bool) -> bool:
    names = " ".join(tag.get_attribute_list("class"))
    return tag.name != "article" and is_furniture(names) and (is_small or is_discussion(names))


def _own_text(tag: Tag) -> int:
    """The running text that stands in `tag` itself."""
    own = "".join(str(child) for child in tag.children if type(child) is NavigableString)
    count = ideographs(own)
    return count if count >= _RUNNING or ("。" in own and count > 1) else 0


def _added_up(tags: Sequence[Tag], own: dict[int, int]) -> dict[int, int]:
    """What each of `tags` has of its own and in the elements below: one pass from the last to the first."""
    totals = dict(own)
    for tag in reversed(tags[1:]):
        if (count := totals.get(id(tag), 0)) and id(tag.parent) in totals:
            totals[id(tag.parent)] += count
    return totals


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name, content = tag.get("property") or tag.get("name") or tag.get("itemprop"), tag.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _name(value: str) -> str:
    """The name in a meta element, which may carry its label: 来源：某报."""
    return named_source(value) or value


def _link(soup: BeautifulSoup) -> str:
    tag = soup.find("link", rel="canonical")
    href = tag.get("href") if isinstance(tag, Tag) else None
    return href.strip() if isinstance(href, str) else ""


def _title(soup: BeautifulSoup, meta: dict[str, str]) -> str:
    """The one h1, where the title of the page agrees or says nothing; else og:title, else the page's title."""
    page = clean_title(soup.title.get_text()) if soup.title else ""
    social = clean_title(meta.get("og:title", ""))
    headings = [text for tag in soup.find_all("h1") if (text := clean_title(tag.get_text()))]
    for text in headings:
        if squeeze(text) and (squeeze(text) in squeeze(page + social) or (len(headings) == 1 and not page + social)):
            return text
    return social or _without_site(page) or first_of(*headings)


def _without_site(title: str) -> str:
    """服贸会闭幕_某频道_某网 → 服贸会闭幕; 服贸会闭幕-某网 → 服贸会闭幕. Not: 5G-A上网."""
    title = _SITE.sub("", title) or title
    parts = [part for part in _SEPARATORS.split(title) if part and part.strip()]
    return max(parts[:1] + parts[1:2], key=len) if parts and len(parts[0]) < 6 else (parts[0] if parts else "")


def _marked_date(soup: BeautifulSoup) -> date | None:
    for tag in soup.find_all("script", type="application/ld+json"):
        if match := _JSON_DATE.search(tag.get_text()):
            return published_on(match[1])
    for tag in soup.find_all("time"):
        value = tag.get("datetime")
        if found := published_on(value) or published_on(tag.get_text()):
            return found
    return None


def _labelled_date(soup: BeautifulSoup) -> date | None:
    """The date after a label that says so (发布日期：2022-09-05), wherever on the page it stands."""
    for text in soup.find_all(string=_PUBLISHED):
        label = _PUBLISHED.search(text)
        if type(text) is not NavigableString or not label:
            continue
        following = (str(item) for item in islice(text.next_elements, _NEAR) if type(item) is NavigableString)
        words = text[label.end() : label.end() + _LABELLED] + "".join(following)
        if found := date_in(words[:_LABELLED]):
            return found
    return None


def _lines_above_text(blocks: Iterable[RawBlock]) -> list[str]:
    """The short lines of a page before its running text begins."""
    lines: list[str] = []
    for block in blocks:
        if len(lines) == _TOP or ("。" in block.text and len(block.text) > _HEADER_LINE):
            break
        if len(block.text) <= _HEADER_LINE and not _TODAY.search(block.text):
            lines.append(tidy(block.text))
    return lines


def _visible_date(lines: Iterable[str]) -> date | None:
    return next(filter(None, map(date_in, lines)), None)

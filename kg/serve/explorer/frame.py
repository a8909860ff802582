"""What all pages share: the request's language and shade, the header with the search box, and small pieces of HTML.

Whatever comes from articles goes in as the text of an element or as an attribute's value, never as markup.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from fastapi import Request
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from kg.graph.palette import colour
from kg.serve.explorer.words import Speech, speech
from kg.serve.index import Known
from kg.serve.lookup import Graph

LANGUAGE, SHADE = "kg_lang", "kg_shade"
_SHADES = {"dark": True, "light": False}


@dataclass(frozen=True, slots=True)
class View:
    """What a page is made for: the graph, the language of the request, and dark or light (None: as the system is)."""

    graph: Graph
    say: Speech
    dark: bool | None

    def class_label(self, name: str) -> str:
        """A class in the page's language."""
        known = self.graph.schema.classes.get(name)
        return self.say.label(known.labels, name) if known else name

    def property_label(self, name: str, *, outward: bool = True) -> str:
        """A property (or a kind of node) in the page's language, read from its subject or from its object."""
        known = self.graph.schema.properties.get(name)
        if known is None:
            return self.class_label(name)
        if not outward and known.inverse:
            return self.say.label(known.inverse, name)
        return self.say.label(known.labels, name)

    def colours(self, name: str) -> tuple[str, str]:
        """A class's colour on light and on dark ground."""
        return colour(self.graph.schema, name), colour(self.graph.schema, name, dark=True)


def view_of(graph: Graph, request: Request) -> View:
    """What a request asks for, by its cookies and headers."""
    say = speech(request.cookies.get(LANGUAGE, ""), request.headers.get("accept-language", ""))
    return View(graph, say, _SHADES.get(request.cookies.get(SHADE, "")))


def open_page(view: View, title: str, *, search: str = "", searching: bool = True, status: int = 200) -> None:
    """Begin a page: its title, language and shade, the skip link and the header (`searching`: with a search field)."""
    client = ui.context.client
    # language and shade belong to a page for all its visitors; this visitor gets a copy
    client.page = copy.copy(client.page)
    client.page.language = "en-US" if view.say.language == "en" else "zh-CN"
    client.page.dark = view.dark
    client.status_code = status
    ui.page_title(f"{title} · {view.say('brand')}" if title else view.say("brand"))
    _header(view, search if searching else None)
    ui.skip_link(view.say("skip"), target=client.content)


def _header(view: View, search: str | None) -> None:
    say = view.say
    with ui.header(fixed=False, add_scroll_padding=False).classes("kg-header"):
        tag("a", say("brand"), "kg-brand", href="/")
        if search is not None:
            with tag("form", "", "kg-search", action="/search", method="get", role="search"):
                search_box(view, "q", say("search_label"), hint=say("search_hint"), value=search, opens=True)
        with tag("nav", "", "kg-nav", aria_label=say("nav")):
            for word, target in (("paths", "/paths"), ("conflicts", "/conflicts"), ("query", "/query")):
                tag("a", say(word), href=target)
        with tag("div", "", "kg-settings", role="group", aria_label=say("settings")):
            other = "zh" if say.language == "en" else "en"
            tag("button", say("other_language"), "kg-quiet", type="button", data_set=f"{LANGUAGE}={other}",
                lang="zh" if other == "zh" else "en")  # fmt: skip
            for shade in ("light", "dark"):
                tag("button", say(shade), f"kg-quiet kg-to-{shade}", type="button", data_set=f"{SHADE}={shade}")


def search_box(view: View, name: str, label: str, *, hint: str = "", value: str = "", opens: bool = False) -> None:
    """A field that suggests entities while one types; `opens`: choosing one opens its page."""
    tag("input", "", "kg-input", type="search", name=name, value=value, placeholder=hint, aria_label=label,
        role="combobox", aria_autocomplete="list", aria_expanded="false", aria_haspopup="listbox", autocomplete="off",
        data_suggest="open" if opens else "fill", data_list=view.say("suggestions"),
        data_found=view.say("suggestions_found", n="#"), spellcheck="false")  # fmt: skip


def tag(name: str, text: str = "", classes: str = "", /, **attributes: str) -> TextElement:
    """An element with a text; `aria_label` is written `aria-label`. Values are never read as markup or script."""
    made = TextElement(tag=name, text=text)
    if classes:
        made.classes(classes)
    for key, value in attributes.items():
        if value:
            made.props[key.rstrip("_").replace("_", "-")] = value
    return made


def entity_path(identifier: str) -> str:
    """The address of an entity's page."""
    return "/id/" + quote(identifier, safe="")


def entity_link(view: View, entity: Known, classes: str = "") -> None:
    """A link to an entity, with the colour of its class."""
    with tag("a", "", f"kg-entity {classes}", href=entity_path(entity.id)):
        dot(view, entity.type)
        tag("span", entity.name)


def dot(view: View, kind: str) -> None:
    """A spot in the colour of a class; the class in words is its title."""
    light, dark = view.colours(kind)
    spot = tag("span", "", "kg-dot", title=view.class_label(kind), aria_hidden="true")
    spot.style(f"--light:{light};--dark:{dark}")


def badge(view: View, kind: str) -> None:
    """A class in words, with its colour."""
    with tag("span", "", "kg-badge"):
        dot(view, kind)
        tag("span", view.class_label(kind))


def safe_url(url: str) -> str:
    """The address where a browser may go there: http and https alone; else the empty text."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def outside_link(url: str, text: str) -> None:
    """A link out where the address is safe, else the address as text."""
    if safe := safe_url(url):
        tag("a", text, "kg-out", href=safe, rel="noopener noreferrer nofollow", target="_blank")
    elif url:
        tag("span", url, "kg-dim")


@contextmanager
def wide_table(label: str) -> Iterator[None]:
    """A table that scrolls sideways on its own where the page is narrow, also by keyboard."""
    with tag("div", "", "kg-scroll", tabindex="0", role="region", aria_label=label), tag("table", "", "kg-table"):
        yield


def button(text: str, classes: str, pressed: Callable[[], object], *, label: str = "") -> TextElement:
    """A button; `label` is what screen readers say where the text alone would not do. It begins with the text."""
    made = tag("button", text, classes, type="button", aria_label=label)
    made.on("click", lambda: pressed(), args=[])
    return made

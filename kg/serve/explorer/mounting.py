"""Puts the pages onto the server's application."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
from fastapi import FastAPI, Request
from nicegui import core, ui
from nicegui.client import Client
from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.rdf.ontology import read_schema
from kg.serve.explorer.article import article_page
from kg.serve.explorer.disputes import conflicts_page
from kg.serve.explorer.entity import entity_page, fact_page
from kg.serve.explorer.frame import View, entity_path, view_of
from kg.serve.explorer.home import home, missing, results
from kg.serve.explorer.passages import claim_path
from kg.serve.explorer.said import claim
from kg.serve.explorer.sparql import query_page
from kg.serve.explorer.ways import paths_page
from kg.serve.index import Index
from kg.serve.lookup import Graph
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from kg.serve.store import Served

STATIC = Path(__file__).parent / "static"
# Seconds after which a page that no browser opened its connection for is forgotten (NiceGUI's own bound is 60), and
# for which the page of a browser that lost its connection is kept.
UNOPENED, LOST = 10.0, 30.0
# A search text longer than this is nobody's name.
LONGEST = 200
_FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#7a1f2b"/>'
    '<g stroke="#fff" stroke-width="2"><path d="M10 21 16 9l7 11z" fill="none"/></g><g fill="#fff">'
    '<circle cx="10" cy="21" r="3.4"/><circle cx="16" cy="9" r="3.4"/><circle cx="23" cy="20" r="3.4"/></g></svg>'
)


class Anything(Convertor[str]):
    """The rest of a path, whatever is in it: Starlette's own `path` ends at a line break, which a name may have."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        """The name that the path has."""
        return value

    def to_string(self, value: str) -> str:
        """The path of a name."""
        return value


def mount(app: FastAPI, served: Served, settings: Settings, pool: Pool) -> None:
    """Add the pages, `/suggest` and their files to the application; what it has already goes first.

    NiceGUI keeps one set of pages for a process: the application mounted last is the one whose pages are shown.
    """
    graph = Graph(
        ox.Store.read_only(str(served.rdf)), Index(served.index), served.namespaces, read_schema(served.ontology)
    )
    register_url_convertor("anything", Anything())
    _forget_earlier()
    app.router.routes.append(Route("/suggest", endpoint=_suggest(graph), methods=["GET"]))
    app.mount("/explorer", StaticFiles(directory=STATIC), name="explorer")
    _add_pages(graph, pool)
    _add_head()
    ui.run_with(
        app,
        title="kg",
        favicon=_FAVICON,
        dark=None,
        language="zh-CN",
        reconnect_timeout=LOST,
        binding_refresh_interval=None,
        tailwind=False,
        show_welcome_message=False,
    )
    pages = app.router.routes[-1]
    if isinstance(pages, Mount):  # as for `anything`
        pages.path_regex = re.compile(pages.path_regex.pattern, re.DOTALL)


def _forget_earlier() -> None:
    """Make NiceGUI's one application as it was before an earlier `mount` in this process."""
    core.app.middleware_stack = None
    core.app.user_middleware.clear()
    Client.shared_head_html = ""
    core.app._startup_handlers.clear()
    core.app.on_startup(lambda: core.app.timer(UNOPENED / 2, _forget_unopened))


def _forget_unopened() -> None:
    Client.prune_instances(client_age_threshold=UNOPENED)


def _add_head() -> None:
    stamp = sha256(b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))).hexdigest()[:12]
    ui.add_head_html(
        f'<link rel="stylesheet" href="/explorer/explorer.css?{stamp}">'
        f'<script defer src="/explorer/explorer.js?{stamp}"></script>',
        shared=True,
    )


def _suggest(graph: Graph):  # type: ignore[no-untyped-def]
    async def suggest(request: Request) -> Response:
        """Entities for what is typed so far, as JSON."""
        view = view_of(graph, request)
        text = request.query_params.get("q", "")[:LONGEST]
        found = graph.index.suggest(text, limit=10)
        return JSONResponse(
            [
                {
                    "id": each.entity.id,
                    "name": each.entity.name,
                    "hit": each.hit,
                    "class": view.class_label(each.entity.type),
                    "facts": each.entity.weight,
                    "colours": view.colours(each.entity.type),
                    "path": entity_path(each.entity.id),
                }
                for each in found
            ],
            headers={"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"},
        )

    return suggest


def _add_pages(graph: Graph, pool: Pool) -> None:
    def view(request: Request) -> View:
        return view_of(graph, request)

    @ui.page("/")
    def _home(request: Request) -> None:
        home(view(request))

    @ui.page("/search")
    def _search(request: Request, q: str = "") -> Response | None:
        text = q.strip()[:LONGEST]
        found = graph.index.suggest(text, limit=2)
        exact = [f for f in found if text in (f.hit, f.entity.name)]
        if len(exact) == 1:
            return RedirectResponse(entity_path(exact[0].entity.id), 303)
        results(view(request), text)
        return None

    @ui.page("/id/{name:anything}")
    def _entity(request: Request, name: str) -> None:
        entity = graph.index.entity(name)
        if entity is None:
            missing(view(request), name)
        else:
            entity_page(view(request), entity)

    @ui.page("/doc/{name:anything}")
    def _article(request: Request, name: str) -> None:
        article = graph.index.article(name)
        if article is None:
            missing(view(request))
        else:
            chosen = claim(graph, request.query_params.get("claim", ""))
            article_page(view(request), article, chosen if chosen and chosen.article == name else None)

    @ui.page("/fact/{name:anything}")
    def _fact(request: Request, name: str) -> None:
        if not fact_page(view(request), name):
            missing(view(request))

    @ui.page("/claim/{name:anything}")
    def _claim(request: Request, name: str) -> Response | None:
        found = claim(graph, name)
        if found:
            return RedirectResponse(claim_path(found), 303)
        missing(view(request))
        return None

    @ui.page("/paths")
    def _paths(request: Request) -> None:
        start, end = (request.query_params.get(name, "").strip()[:LONGEST] for name in ("from", "to"))
        paths_page(view(request), start, end)

    @ui.page("/conflicts")
    def _conflicts(request: Request) -> None:
        page = request.query_params.get("page", "1")
        conflicts_page(view(request), int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1)

    @ui.page("/query")
    def _query(request: Request) -> None:
        asked = request.query_params
        query_page(view(request), pool, asked.get("query", ""), evidence=asked.get("evidence", "") in ("1", "true"))

    @ui.page("/{rest:anything}")
    def _missing(request: Request, rest: str) -> None:
        missing(view(request))

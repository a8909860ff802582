"""Linked data: the IRIs of a graph answered by this server, as RDF or as a page, by what a request accepts.

A graph's IRIs begin with its base (https://kg.example.org/ unless built otherwise); the same paths on this server
answer for them: `/id/首钢园` for `<base>id/首钢园`. Entities, articles, facts and claims have pages of the explorer, to
which requests for HTML pass; everything else has a plain page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError
from kg.serve.formats import HTML, TRIPLES, Chosen, accepted, named
from kg.serve.index import Index
from kg.serve.plain_page import local_path, plain_page
from kg.serve.pool import Pool
from kg.serve.protocol import data, failed, text, unless_gone
from kg.serve.resources import ONTOLOGY, Resource, description_query, resource_of
from kg.serve.safety import DATA_POLICY, TooLargeError, too_large
from kg.serve.settings import Settings
from kg.serve.store import Served

# Kinds whose pages the explorer makes.
PAGES = ("id", "doc", "fact", "claim")
MOST_SUGGESTED = 5
_OFFERS = (HTML, *TRIPLES)


def negotiated(app: ASGIApp, served: Served, settings: Settings, pool: Pool) -> ASGIApp:
    """The app with the graph's IRIs answered in front of it; pages that the explorer has are left to the app."""
    answers = _Answers(served, settings, pool, Index(served.index), ox.Store.read_only(str(served.rdf)))

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        resource = resource_of(scope, served.namespaces, answers.knows) if asked else None
        if resource is None:
            await app(scope, receive, send)
            return
        form = _form(resource, scope)
        if form and form.format == HTML and resource.kind in PAGES:
            await app(scope, receive, partial(_send_linked, send, _link_header(resource, served)))
            return
        try:
            response = await answers.respond(Request(scope, receive), resource, form)
        except KgError as error:
            response = failed(error, settings)
        except TooLargeError:
            response = data(too_large(settings.max_request), settings)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    return middleware


@dataclass(frozen=True, slots=True)
class _Answers:
    served: Served
    settings: Settings
    pool: Pool
    index: Index
    store: ox.Store

    def knows(self, iri: str) -> bool:
        """Whether any graph says anything about it."""
        return next(self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None), None) is not None

    async def respond(self, request: Request, resource: Resource, form: Chosen | None) -> Response:
        if form is None:
            return text("this can be had as HTML, Turtle, JSON-LD, N-Triples and RDF/XML", 406, self.settings)
        if resource.kind != ONTOLOGY and not self.knows(resource.iri):
            return await self._missing(resource)
        query = description_query(resource, self.served.namespaces)
        wanted = "ntriples" if form.format == HTML else form.format.name
        found = await unless_gone(request, self.pool.query(query, triples=wanted))
        if form.format != HTML:
            return data(Response(found.body, media_type=form.content_type), self.settings)
        triples = [quad.triple for quad in ox.parse(found.body, format=ox.RdfFormat.N_TRIPLES)]
        page = plain_page(resource.iri, triples, self.served.namespaces)
        return HTMLResponse(page, headers={"Vary": "Accept", "Content-Security-Policy": DATA_POLICY})

    async def _missing(self, resource: Resource) -> Response:
        message = f"the graph says nothing about <{resource.iri}>"
        if resource.kind == "id":
            name = self.served.namespaces.entity_id(resource.iri) or ""
            near = await run_in_threadpool(self.index.suggest, name, limit=MOST_SUGGESTED)
            if near:
                message += "; did you mean one of these?\n" + "\n".join(self._paths(item.entity.id for item in near))
        return text(message, 404, self.settings)

    def _paths(self, identifiers: Iterable[str]) -> Iterable[str]:
        namespaces = self.served.namespaces
        return (f"  {local_path(namespaces.entity(one), namespaces)}  {one}" for one in identifiers)


def _form(resource: Resource, scope: Scope) -> Chosen | None:
    """The form of the answer: what `format=` or the path asks for, else what the Accept header likes best."""
    wanted = parse_qs(scope["query_string"].decode("latin-1")).get("format", [resource.form])[-1]
    return named(wanted, _OFFERS) if wanted else accepted(Headers(scope=scope).get("accept"), _OFFERS)


def _link_header(resource: Resource, served: Served) -> str:
    """Where the same is to be had as RDF, for the pages' headers."""
    place = local_path(resource.iri, served.namespaces)
    return ", ".join(
        f'<{place}?format={form.name}>; rel="alternate"; type="{form.media[0]}"' for form in TRIPLES if place
    )


async def _send_linked(send: Send, link: str, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        headers.setdefault("Link", link)
        headers.add_vary_header("Accept")
    await send(message)

"""SPARQL 1.1 Protocol at `/sparql`: a query by GET, by POST as a form, or by POST as it is.

`format=` names a form of answer beside the Accept header, which a link can carry; `evidence=true` and `ontology=true`
let these named graphs count as part of the default graph, as `kg query --evidence` does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import (
    AnswerSizeError,
    KgError,
    NotAcceptableError,
    QueryTimeoutError,
    ServerBusyError,
    UsageError,
    WorkerError,
)
from kg.serve.description import description
from kg.serve.formats import HTML, ROWS, TRIPLES, Chosen, Format, accepted, named
from kg.serve.pool import Pool
from kg.serve.safety import DATA_POLICY, TooLargeError, too_large
from kg.serve.settings import Settings
from kg.serve.store import Served
from kg.serve.worker import FACTS

PATH, PAGE = "/sparql", "/query"
METHODS = "GET, HEAD, POST, OPTIONS"
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_MOST_PARAMETERS = 100
_RETRY_AFTER = "2"
_TRUE, _FALSE = {"true", "1", "yes", ""}, {"false", "0", "no"}
Found = TypeVar("Found")
Parameters = Mapping[str, tuple[str, ...]]


class RefusedError(Exception):
    """A request that is answered with an HTTP status and a line of text."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was asked: its text, the forms its answer may have, and its dataset."""

    text: str
    rows: Chosen | None
    triples: Chosen | None
    evidence: bool
    ontology: bool
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The ASGI application at `/sparql`."""

    served: Served
    settings: Settings
    pool: Pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except TooLargeError:
            response = data(too_large(self.settings.max_request), self.settings)
        except RefusedError as refused:
            response = text(str(refused), refused.status, self.settings, refused.headers)
        except KgError as error:
            response = failed(error, self.settings)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return data(Response(status_code=204, headers={"Allow": METHODS}), self.settings)
        if request.method not in ("GET", "HEAD", "POST"):
            raise RefusedError(405, f"{request.method} is not answered here: GET and POST are", {"Allow": METHODS})
        parameters = await _parameters(request)
        if "query" not in parameters and request.method != "POST" and not parameters.keys() - {"format"}:
            return self._without_query(request, parameters)
        if _in_browser(request) and request.method == "GET" and "format" not in parameters:
            return RedirectResponse(f"{PAGE}?{request.url.query}", 303)
        asked = understood(parameters, request.headers.get("accept"), self.served)
        return await self._answer(request, asked)

    def _without_query(self, request: Request, parameters: Parameters) -> Response:
        """The service's description; for a browser the page to write queries on."""
        if "format" not in parameters:
            best = accepted(request.headers.get("accept"), (*TRIPLES, HTML))
            if best and best.format == HTML:
                return RedirectResponse(PAGE, 303, {"Vary": "Accept"})
        form = _form(parameters, request.headers.get("accept"), TRIPLES)
        if form is None:
            raise RefusedError(406, f"the service's description can be had as {_offered(TRIPLES)}")
        endpoint = str(request.url.replace(query="", fragment=""))
        body = description(endpoint, self.served, form.format.name)
        return data(Response(body, media_type=form.content_type), self.settings)

    async def _answer(self, request: Request, asked: Asked) -> Response:
        answer = await unless_gone(
            request,
            self.pool.query(
                asked.text,
                rows=asked.rows.format.name if asked.rows else None,
                triples=asked.triples.format.name if asked.triples else None,
                evidence=asked.evidence,
                ontology=asked.ontology,
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
            ),
        )
        form = asked.triples if answer.kind == "triples" else asked.rows
        assert form is not None
        return data(Response(answer.body, media_type=form.content_type), self.settings)


def understood(parameters: Parameters, accept: str | None, served: Served) -> Asked:
    """What a request's parameters ask for. Raises RefusedError where they cannot be answered."""
    if "update" in parameters:
        raise RefusedError(403, "this endpoint only reads: updates are refused")
    queries = parameters.get("query", ())
    if len(queries) != 1:
        raise RefusedError(400, "several queries in one request" if queries else "the parameter query is missing")
    rows, triples = _form(parameters, accept, ROWS), _form(parameters, accept, TRIPLES)
    if rows is None and triples is None:
        status = 400 if "format" in parameters else 406
        raise RefusedError(status, f"answers can be had as {_offered(ROWS)}; or triples as {_offered(TRIPLES)}")
    defaults, names = parameters.get("default-graph-uri"), parameters.get("named-graph-uri")
    _check_graphs(defaults or (), names or (), served)
    return Asked(
        queries[0], rows, triples, _flag(parameters, "evidence"), _flag(parameters, "ontology"), defaults, names
    )


async def _parameters(request: Request) -> Parameters:
    """The parameters of the URL and of the body; the body of a direct POST is its query."""
    found = _parsed(request.scope["query_string"], "the URL")
    if request.method == "POST":
        media, _, rest = request.headers.get("content-type", "").partition(";")
        media = media.strip().lower()
        if media == UPDATE:
            raise RefusedError(403, "this endpoint only reads: updates are refused")
        if media not in (FORM, DIRECT):
            raise RefusedError(415, f"a POST takes the content type {FORM} or {DIRECT}, not {media or 'none at all'}")
        charset = rest.lower().partition("charset=")[2].strip(' ";') or "utf-8"
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise RefusedError(415, f"queries are read as UTF-8, not as {charset}")
        body = await request.body()
        found += _parsed(body, "the form") if media == FORM else [("query", _decoded(body))]
    names = dict.fromkeys(name for name, _ in found)
    return {name: tuple(value for other, value in found if other == name) for name in names}


def _parsed(raw: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            raw.decode("utf-8"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"{where} is not UTF-8") from error
    except ValueError as error:
        raise RefusedError(400, f"{where} has more than {_MOST_PARAMETERS} parameters") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the query is not UTF-8 at byte {error.start}") from error


def _form(parameters: Parameters, accept: str | None, offers: tuple[Format, ...]) -> Chosen | None:
    wanted = parameters.get("format")
    return named(wanted[-1], offers) if wanted else accepted(accept, offers)


def _offered(offers: tuple[Format, ...]) -> str:
    return ", ".join(f"{offer.name} ({offer.media[0]})" for offer in offers)


def _flag(parameters: Parameters, name: str) -> bool:
    value = parameters.get(name, ("false",))[-1].lower()
    if value not in _TRUE | _FALSE:
        raise RefusedError(400, f"{name} is true or false, not {value}")
    return value in _TRUE


def _check_graphs(defaults: tuple[str, ...], names: tuple[str, ...], served: Served) -> None:
    """Graphs are those of the store; none is ever fetched."""
    graphs = [served.namespaces.graph + name for name in (FACTS, "evidence", "ontology")]
    for iri in (*defaults, *names):
        if iri not in graphs:
            raise RefusedError(400, f"there is no graph <{iri}>; there are {', '.join(f'<{g}>' for g in graphs)}")
    if graphs[0] in names:
        raise RefusedError(400, f"<{graphs[0]}> is for default-graph-uri alone: the facts have no name in queries")


def _in_browser(request: Request) -> bool:
    """Whether a person follows a link: browsers say so, and programs that happen to accept HTML do not."""
    if request.headers.get("sec-fetch-dest") != "document":
        return False
    best = accepted(request.headers.get("accept"), (*ROWS, *TRIPLES, HTML))
    return best is not None and best.format == HTML


async def unless_gone(request: Request, work: Awaitable[Found]) -> Found:
    """What `work` gives; it is called off where the client hangs up before. Raises ClientDisconnect then."""
    await request.body()  # a watcher may read on only after the body

    async def hung_up() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, watching = asyncio.ensure_future(work), asyncio.ensure_future(hung_up())
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in (working, watching):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(working, watching, return_exceptions=True)


def failed(error: KgError, settings: Settings) -> Response:
    """The response for an error: whose fault it is, in a status; what to do about it, in words."""
    statuses: tuple[tuple[type[KgError], int], ...] = (
        (QueryTimeoutError, 504),
        (AnswerSizeError, 422),
        (NotAcceptableError, 406),
        (WorkerError, 500),
        (ServerBusyError, 503),
        (UsageError, 400),
    )
    status = next((code for kind, code in statuses if isinstance(error, kind)), 400)
    return text(str(error), status, settings, {"Retry-After": _RETRY_AFTER} if status == 503 else {})


def text(message: str, status: int, settings: Settings, headers: Mapping[str, str] | None = None) -> Response:
    """A line of text as a response."""
    return data(PlainTextResponse(message + "\n", status, dict(headers or {})), settings)


def data(response: Response, settings: Settings) -> Response:
    """The response with the headers of data: never run as a page, and readable by pages of other sites."""
    response.headers["Content-Security-Policy"] = DATA_POLICY
    response.headers["Vary"] = "Accept"
    if settings.cors:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response

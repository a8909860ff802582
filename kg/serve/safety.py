"""What every request passes first: whom it is addressed to, how much it sends, and what a browser may do with it."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.settings import LOCAL_NAMES, Settings

# Pages: nothing from other hosts, no plug-ins, no frames. NiceGUI writes its pages' scripts into them and compiles
# templates in the browser, which takes 'unsafe-inline' and 'unsafe-eval' for scripts; what is shown is text all the
# same, and nothing can be fetched from or sent to another host.
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# Where NiceGUI's pages talk to the server, by web sockets or by polling; it would let the pages of any site do so.
SOCKETS = "/_nicegui_ws"
# Data and plain pages: nothing at all but a page's own style.
DATA_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": PAGE_POLICY,
}


def guarded(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The app behind these checks.

    Where only this machine can reach the server, a request must be addressed to it by a name of this machine: a page
    that lets its own name lead to 127.0.0.1 gets nothing. Web sockets, and the polling in their stead, are for this
    server's own pages alone.
    A request's body is read up to `settings.max_request` bytes. Each response says what browsers may do with it; a
    header that is set already stays.
    """

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = _refusal(scope, headers, settings)
        if refusal and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif refusal:
            await refusal(scope, receive, _with_headers(send))
        elif scope["type"] == "http":
            await app(scope, _bounded(receive, settings.max_request), _with_headers(send))
        else:
            await app(scope, receive, send)

    return guard


class TooLargeError(Exception):
    """A request's body is longer than it may be; who reads the body answers 413."""


def too_large(limit: int) -> PlainTextResponse:
    """The answer to a request whose body is too long."""
    return PlainTextResponse(f"a request may have {limit:,} bytes at most\n", 413, {"Connection": "close"})


def _refusal(scope: Scope, headers: Headers, settings: Settings) -> PlainTextResponse | None:
    host = headers.get("host", "")
    if settings.local and _name(host) not in LOCAL_NAMES and _name(host) != settings.host:
        return PlainTextResponse("this server answers to localhost and 127.0.0.1 alone\n", 421)
    if scope["type"] == "websocket" or scope["path"].startswith(SOCKETS):
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return PlainTextResponse("only this server's own pages may talk to it this way\n", 403)
    if scope["type"] == "websocket":
        return None
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 18 or int(length) > settings.max_request:
        return too_large(settings.max_request)
    return None


def _name(host: str) -> str:
    """A Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _bounded(receive: Receive, limit: int) -> Receive:
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise TooLargeError
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return headed

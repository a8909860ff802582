"""The server's application: every request passes the guard, then `/sparql`, linked data, or the explorer's pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.routing import Route

from kg.serve import explorer, linked_data, protocol
from kg.serve.pool import Pool
from kg.serve.safety import guarded
from kg.serve.settings import Settings
from kg.serve.store import Served


def make_app(served: Served, settings: Settings) -> FastAPI:
    """The ASGI application that serves a prepared graph.

    Its lifespan starts the processes that answer queries and ends them; without one they start at the first query,
    and `app.state.pool.close()` ends them. The explorer adds its pages with `explorer.mount(app, served, settings,
    pool)`; pages get answers by `await pool.query(text, …)` or read `pyoxigraph.Store.read_only(served.rdf)`.
    """
    pool = Pool(served, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            pool.close()

    app = FastAPI(
        title="kg",
        docs_url=None,  # these pages fetch scripts from other hosts
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        routes=[Route(protocol.PATH, endpoint=protocol.Endpoint(served, settings, pool))],
    )
    app.state.pool = pool
    explorer.mount(app, served, settings, pool)
    app.add_middleware(linked_data.negotiated, served=served, settings=settings, pool=pool)
    app.add_middleware(guarded, settings=settings)  # added last, so that requests meet it first
    return app

"""`kg serve`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kg.console.streams import tell
from kg.errors import UsageError

_WEB = {"fastapi", "nicegui", "starlette", "uvicorn"}


def run(arguments: Namespace) -> int:
    """Serve a graph until ctrl-C or SIGTERM."""
    try:
        from kg.serve.run import serve
        from kg.serve.settings import Settings
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _WEB:
            raise
        raise UsageError("kg serve needs the extra web: pip install 'kg[web]'") from error
    settings = Settings(
        host=arguments.host,
        port=arguments.port,
        timeout=arguments.timeout,
        max_rows=arguments.max_rows,
        workers=arguments.workers,
    )
    serve(Path(arguments.graph), Path(arguments.store) if arguments.store else None, settings, tell)
    return 0

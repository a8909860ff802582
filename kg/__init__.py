"""Knowledge graphs from Chinese news articles.

>>> import kg
>>> g = kg.build("seeds/articles")             # or kg.load("exports"): a graph built before
>>> g.entity("GATIS").neighbors("cooperatesWith")
[<Association 中国人民对外友好协会>, <Association 中国对外承包工程商会>]
>>> g.sparql('SELECT ?name { ?o kg:exhibitsAt ?e ; skos:prefLabel ?name }')

Every error that a caller can cause is a `kg.KgError`. Nothing heavy is imported before the first build or load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import (
    AmbiguousEntityError,
    GraphLoadError,
    KgError,
    NothingUsableError,
    OutputError,
    QueryError,
    ReadError,
    ResourceError,
    ShapeError,
    UnknownEntityError,
    UsageError,
)

if TYPE_CHECKING:
    from kg.graph.facts import Evidence
    from kg.graph.knowledge_graph import KnowledgeGraph
    from kg.graph.views import EntityView, FactView
    from kg.pipeline import build
    from kg.rdf.load import load

__version__ = "0.1.0"

__all__ = [
    "AmbiguousEntityError",
    "EntityView",
    "Evidence",
    "FactView",
    "GraphLoadError",
    "KgError",
    "KnowledgeGraph",
    "NothingUsableError",
    "OutputError",
    "QueryError",
    "ReadError",
    "ResourceError",
    "ShapeError",
    "UnknownEntityError",
    "UsageError",
    "__version__",
    "build",
    "load",
]

_WHERE = {
    "EntityView": "kg.graph.views",
    "Evidence": "kg.graph.facts",
    "FactView": "kg.graph.views",
    "KnowledgeGraph": "kg.graph.knowledge_graph",
    "build": "kg.pipeline",
    "load": "kg.rdf.load",
}


def __getattr__(name: str) -> Any:
    """Import what `name` needs when it is first asked for."""
    if name in _WHERE:
        found = getattr(import_module(_WHERE[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

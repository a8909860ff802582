"""Knowledge graphs from Chinese news articles.

>>> import kg
>>> g = kg.load("exports")                      # or kg.build("seeds/articles"), from the articles themselves
>>> g.search("fmlm")
[<Association 全球服务贸易联盟 (服贸联盟)>]
>>> g.entity("GATIS").neighbors("cooperatesWith")
[<Association 中国人民对外友好协会>, <Association 中国对外承包工程商会>]
>>> g.paths("英利集团", "UPS", limit=1)
[<Path: 英利集团 exhibitsAt→ 2022年中国国际服务贸易交易会 ←exhibitsAt UPS>]
>>> g.observations("服贸会", "展览面积").to_pandas()["value"].max()
np.float64(155000.0)
>>> len(g.sparql('SELECT ?name { ?o kg:exhibitsAt ?e ; skos:prefLabel ?name }')) > 20
True

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
    from kg.graph.diff import Diff
    from kg.graph.facts import Evidence
    from kg.graph.knowledge_graph import KnowledgeGraph
    from kg.graph.results import Answer, Rows, Triples
    from kg.graph.tables import Table
    from kg.graph.timeline import Timeline
    from kg.graph.views import EntityView, FactView
    from kg.graph.walks import Path
    from kg.rdf.load import load
    from kg.store.build import build

__version__ = "0.1.0"

__all__ = [
    "AmbiguousEntityError",
    "Answer",
    "Diff",
    "EntityView",
    "Evidence",
    "FactView",
    "GraphLoadError",
    "KgError",
    "KnowledgeGraph",
    "NothingUsableError",
    "OutputError",
    "Path",
    "QueryError",
    "ReadError",
    "ResourceError",
    "Rows",
    "ShapeError",
    "Table",
    "Timeline",
    "Triples",
    "UnknownEntityError",
    "UsageError",
    "__version__",
    "build",
    "load",
]

_WHERE = {
    "Answer": "kg.graph.results",
    "Diff": "kg.graph.diff",
    "EntityView": "kg.graph.views",
    "Evidence": "kg.graph.facts",
    "FactView": "kg.graph.views",
    "KnowledgeGraph": "kg.graph.knowledge_graph",
    "Path": "kg.graph.walks",
    "Rows": "kg.graph.results",
    "Table": "kg.graph.tables",
    "Timeline": "kg.graph.timeline",
    "Triples": "kg.graph.results",
    "build": "kg.store.build",
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

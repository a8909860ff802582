"""What the page needs to find entities by their names and to tell namesakes apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.export.attributes import text
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.pinyin import keys
from kg.graph.views import EntityView
from kg.identity import fold, simplified
from kg.model import Position

# The blocks of ideographs, without the rare ones beyond the first plane.
_IDEOGRAPHS = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))


def traditional(names: Iterable[str]) -> list[str]:
    """The traditional characters whose simplified forms stand in the names, and those forms: two texts of like length.

    >>> traditional(["国"])
    ['國', '国']
    """
    used = set(fold("".join(names)))
    pairs = [(chr(code), simplified(chr(code))) for code in _IDEOGRAPHS]
    found = [(char, other) for char, other in pairs if char != other and other in used]
    return ["".join(pair[end] for pair in found) for end in (0, 1)]


def spellings(entity: EntityView) -> list[str]:
    """The initials of an entity's names and their pinyin in full, each with spaces between."""
    spelled = [keys(name) for name in entity.names if not fold(name).isascii()]
    return [text(" ".join(dict.fromkeys(k for pair in spelled for k in pair[which]))) for which in (0, 1)]


def telling_apart(graph: KnowledgeGraph, entities: Sequence[EntityView]) -> list[str]:
    """For each entity what tells it from others of its name, empty where it has none.

    That is what its id has more than its name, or else the first post it holds. A class at the id's end says nothing
    that the page does not show anyhow.
    """
    counts = Counter(e.name for e in entities)
    return [text(_suffix(graph, e) or _post(graph, e)) if counts[e.name] > 1 else "" for e in entities]


def _suffix(graph: KnowledgeGraph, entity: EntityView) -> str:
    rest = entity.id[len(entity.name) + 1 :] if entity.id.startswith(f"{entity.name}_") else ""
    return " ".join(part for part in rest.split("_") if part not in graph.schema.classes)


def _post(graph: KnowledgeGraph, entity: EntityView) -> str:
    posts = [f.fact for f in entity.facts("Position", "out") if f.status != "negated"]
    for post in posts:
        if isinstance(post, Position):
            return " ".join(part for part in (_name(graph, post.organization), post.title) if part)
    return ""


def _name(graph: KnowledgeGraph, entity: str) -> str:
    return graph.view(entity).name if entity else ""

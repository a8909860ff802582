"""Where a graph breaks its shapes, for people."""

from __future__ import annotations

from collections.abc import Sequence

from kg.console.streams import tell
from kg.graph.namespaces import Namespaces, unescape
from kg.rdf.terms import prefixes
from kg.rdf.violation import Violation

MOST = 50


def tell_violations(violations: Sequence[Violation], namespaces: Namespaces) -> None:
    """One line each on standard error, in both languages; the first fifty."""
    known = prefixes(namespaces)
    for one in violations[:MOST]:
        tell(_line(one, known))
    if len(violations) > MOST:
        tell(f"and {len(violations) - MOST} more")


def _line(one: Violation, known: dict[str, str]) -> str:
    where = " ".join(_short(iri, known) for iri in (one.focus, one.path) if iri)
    value = f" ({_short(one.value, known)})" if one.value else ""
    texts = dict.fromkeys(text for text in (one.message("en"), one.message("zh")) if text)
    return f"{where}{value}: {' / '.join(texts)}"


def _short(iri: str, known: dict[str, str]) -> str:
    for prefix, start in known.items():
        if iri.startswith(start):
            return f"{prefix}:{unescape(iri.removeprefix(start))}"
    return iri

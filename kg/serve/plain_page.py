"""A page without scripts for what the explorer has no page for: triples by subject, all text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph.namespaces import Namespaces, unescape
from kg.rdf.terms import prefixes

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 2rem auto;
       max-width: 60rem; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.05rem; margin: 2rem 0 .4rem }
h1, h2, td { overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th, td { border-top: 1px solid #8884; padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top }
th { font-weight: 400; white-space: nowrap; width: 14rem }
@media (max-width: 36rem) { th, td { display: block; width: auto } td { border: 0; padding-top: 0 } }
"""


def plain_page(iri: str, triples: Iterable[ox.Triple], namespaces: Namespaces) -> str:
    """An HTML page about the resource `iri`: its own triples first, then those of the others by IRI."""
    known = prefixes(namespaces)
    rows = sorted(triples, key=lambda t: (_value(t.subject) != iri, _value(t.subject), str(t.predicate), str(t.object)))
    parts = []
    for subject, group in groupby(rows, key=lambda triple: _value(triple.subject)):
        anchor = subject.partition("#")[2]
        mark = f' id="{escape(anchor)}"' if anchor else ""
        parts.append(f"<h2{mark}>{_link(subject, known, namespaces)}</h2>")
        parts.append("<table>")
        for triple in group:
            head = _link(triple.predicate.value, known, namespaces)
            parts.append(f'<tr><th scope="row">{head}</th><td>{_term(triple.object, known, namespaces)}</td></tr>')
        parts.append("</table>")
    title = escape(_short(iri, known))
    alternate = f'<link rel="alternate" type="text/turtle" href="{escape(_local(iri, namespaces))}?format=turtle">'
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title} · kg</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{alternate}<style>{_STYLE}</style></head>'
        f'<body><main><p><a href="/">kg</a></p><h1>{title}</h1>{"".join(parts)}</main></body></html>\n'
    )


def local_path(iri: str, namespaces: Namespaces) -> str | None:
    """Where this server answers for an IRI under the graph's base, percent-encoded; None for others."""
    if not iri.startswith(namespaces.base):
        return None
    path, mark, fragment = iri[len(namespaces.base) :].partition("#")
    return "/" + quote(path, safe="/%:@!$&'()*+,;=~") + (mark + quote(fragment, safe="%") if mark else "")


def _local(iri: str, namespaces: Namespaces) -> str:
    graph = namespaces.graph + "ontology"
    return "/ontology" if iri == graph else local_path(iri, namespaces) or ""


def _link(iri: str, known: dict[str, str], namespaces: Namespaces) -> str:
    """An IRI as a link: within this server where it answers for it, else out, for web addresses alone."""
    shown = escape(_short(iri, known))
    target = local_path(iri, namespaces) or (iri if iri.startswith(("https://", "http://")) else None)
    return f'<a href="{escape(target)}" rel="noreferrer">{shown}</a>' if target else shown


def _term(term: object, known: dict[str, str], namespaces: Namespaces) -> str:
    if isinstance(term, ox.NamedNode):
        return _link(term.value, known, namespaces)
    if isinstance(term, ox.Literal):
        language = f' lang="{escape(term.language)}"' if term.language else ""
        return f"<span{language}>{escape(term.value)}</span>"
    return escape(str(term))


def _short(iri: str, known: dict[str, str]) -> str:
    for prefix, start in known.items():
        if iri.startswith(start):
            return f"{prefix}:{unescape(iri.removeprefix(start))}"
    return iri


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)

"""The page: tables, script and style in one file that asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any

from kg.errors import UsageError
from kg.export.view import echarts
from kg.export.view.data import tables
from kg.graph.knowledge_graph import KnowledgeGraph

# Parts of one script, in this order; they share one scope.
SCRIPTS = ("words.js", "model.js", "find.js", "filter.js", "chart.js", "panel.js", "search.js", "sidebar.js", "main.js")
# What a script element's text must not hold, and what old JavaScript took for ends of lines.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
MANY = 8_000
TITLES = {"zh": "知识图谱", "en": "Knowledge graph"}


def page(graph: KnowledgeGraph, *, lang: str = "zh") -> str:
    """A whole HTML page with an interactive picture of a graph. `lang` is `zh` or `en`, what the page opens with.

    The same graph gives the same text. A policy in it forbids every request and every script but its own.

    Raises:
        UsageError: another `lang`, or the extra `web` is not installed.
        ResourceError: NiceGUI's files are not as they are known here.
    """
    if lang not in TITLES:
        raise UsageError(f"lang {lang!r}: zh or en")
    library = f"{_asset('licenses.txt')}\n{echarts.script()}"
    own = "\n".join(_asset(name) for name in SCRIPTS)
    style = _asset("page.css")
    values = {
        "LANG": lang,
        "TITLE": TITLES[lang],
        "POLICY": policy((library, own), style),
        "STYLE": style,
        "DATA": embedded(tables(graph)),
        "LIBRARY": library,
        "SCRIPT": own,
    }
    text = _asset("page.html")
    parts = text.split("%%")  # every second part is the name of a value, so nothing is replaced inside a value
    return "".join(values[part] if at % 2 else part for at, part in enumerate(parts))


def embedded(data: Any) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or begins a comment."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def policy(scripts: tuple[str, ...], style: str) -> str:
    """A Content-Security-Policy that lets exactly these scripts and this style run, and nothing be fetched."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return (files("kg.export.view") / "assets" / name).read_text(encoding="utf-8").rstrip("\n")

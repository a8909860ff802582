"""The reference of the Python API, docs/api.html, made by pdoc from the docstrings of what `import kg` offers.

    pip install '.[docs]' && python docs/make_api.py

One page that needs no network; the same code gives the same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

import pdoc.doc
import pdoc.render

import kg

PAGE = Path(__file__).resolve().parent / "api.html"
# What a reader looks for first comes first; the rest (errors) follows by name.
FIRST = (
    "load", "build", "KnowledgeGraph", "EntityView", "FactView", "Evidence", "Path", "Timeline", "Table", "Diff",
    "Rows", "Triples", "Answer", "KgError",
)  # fmt: skip
# What pdoc writes at the foot of a page: its own version, which is no part of ours.
_MADE_BY = re.compile(r'<a class="attribution".*?</a>', re.DOTALL)


def page() -> str:
    """The page as HTML."""
    pdoc.render.configure(docformat="google", show_source=False, search=False, footer_text=f"kg {kg.__version__}")
    kg.__all__ = [*FIRST, *(name for name in kg.__all__ if name not in (*FIRST, "__version__"))]
    module = pdoc.doc.Module(kg)
    html = pdoc.render.html_module(module, all_modules={"kg": module})
    lines = _MADE_BY.sub("", html).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

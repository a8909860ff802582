"""The pages about the ontology are what `docs/make_ontology.py` makes of it, and need no network."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys

import pytest
from command import ROOT

from kg.rdf.ontology import read_schema

pytest.importorskip("pylode", reason="pip install '.[docs]'")

DOCS = ROOT / "docs"
NAMES = ["ontology.en.html", "ontology.zh.html"]
SCHEMA = read_schema()
MAKE = """
import hashlib, sys
sys.path.insert(0, "docs")
from make_ontology import pages
for name, html in pages().items():
    print(name, hashlib.sha256(html.encode()).hexdigest())
"""


@pytest.fixture(scope="module", params=["1", "4711"])
def made(request: pytest.FixtureRequest) -> dict[str, str]:
    """The hash of each page, made under one hash seed."""
    env = {**os.environ, "PYTHONHASHSEED": request.param}
    ran = subprocess.run([sys.executable, "-c", MAKE], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return dict(line.split() for line in ran.stdout.splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_pages_are_those_made(made: dict[str, str], name: str) -> None:
    committed = hashlib.sha256((DOCS / name).read_bytes()).hexdigest()
    assert committed == made[name], f"docs/{name} is not what ontology/kg.ttl says: python docs/make_ontology.py"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fetches_nothing(name: str) -> None:
    html = (DOCS / name).read_text(encoding="utf-8")
    assert not re.search(r"<(script|link|img|iframe|object|embed|source|video|audio|svg)\b|@import|url\(|src=", html)


@pytest.mark.parametrize(("name", "language", "other"), [(NAMES[0], "en", "zh"), (NAMES[1], "zh", "en")])
def test_a_page_has_every_term_in_its_language_alone(name: str, language: str, other: str) -> None:
    html = (DOCS / name).read_text(encoding="utf-8")
    plain = re.sub(r"\s+", " ", html.replace("&#39;", "'"))
    for term, known in {**SCHEMA.classes, **SCHEMA.properties}.items():
        assert f'id="{term}"' in html
        assert known.labels[language] in html
        assert known.comments[language].replace("'", "&#x27;") in plain or known.comments[language] in plain, term
        assert known.comments[other] not in plain
    for known in SCHEMA.properties.values():
        assert known.inverse.get(language, "") in html
    for href in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{href}"' in html, href


@pytest.mark.parametrize(
    ("name", "foreign"), [(NAMES[1], r"\b(Classes|Properties|Metadata|Legend|Namespaces|Domain)\b")]
)
def test_the_chinese_page_has_chinese_heads(name: str, foreign: str) -> None:
    assert not re.search(foreign, (DOCS / name).read_text(encoding="utf-8"))

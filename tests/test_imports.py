"""Imports run downwards only, libraries stay where they belong, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import ROOT, environment

PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Every part of the package and the parts it may import besides itself.
BASE = {"model", "errors", "identity", "resources"}
BELOW: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "identity": set(),
    "resources": {"errors"},
    "dataflow": set(),
    "forks": set(),
    "processes": {"errors", "forks"},
    "limits": {"model"},
    "read": BASE,
    "nlp": BASE,
    "extract": BASE | {"nlp"},
    "resolve": BASE | {"nlp", "dataflow"},
    "graph": BASE | {"dataflow"},
    "rdf": BASE | {"graph", "dataflow"},
    "export": BASE | {"graph", "rdf"},
    "serve": BASE | {"graph", "rdf", "export", "processes"},
    "pipeline": BASE | {"limits", "processes", "read", "nlp", "extract", "resolve", "graph", "rdf"},
    "tagging": BASE | {"read", "nlp", "pipeline"},
    "evaluate": BASE | {"processes", "nlp", "extract", "graph", "rdf", "pipeline"},
    "store": BASE | {"dataflow", "resolve", "limits", "processes", "read", "nlp", "graph", "rdf", "pipeline", ""},
    "console": BASE
    | {"processes", "read", "nlp", "resolve", "graph", "rdf", "pipeline", "store", "tagging", "evaluate", "export"}
    | {"serve", ""},
    "cli": {"errors", ""},
    "__main__": {"cli"},
    "": {"errors"},
}
# Libraries and the parts that may import them.
HOMES: dict[str, set[str]] = {
    "bs4": {"read"},
    "lxml": {"read", "export"},
    "markdown_it": {"read"},
    "feedparser": {"read"},
    "trafilatura": {"read"},
    "warcio": {"read"},
    "zstandard": {"read"},
    "charset_normalizer": {"read"},
    "jieba": {"nlp"},
    "rjieba": {"nlp"},
    "numpy": {"nlp"},
    "networkx": {"graph", "export"},
    "rdflib": {"rdf", "serve"},
    "pyoxigraph": {"rdf", "serve", "export", "store"},
    "igraph": {"export"},
    "pyarrow": {"export", "store"},
    "pyspark": {"store"},
    "py4j": {"store"},
    "pandas": {"graph"},
    "pypinyin": {"identity", "graph"},
    "nicegui": {"serve", "export"},
    "starlette": {"serve"},
    "fastapi": {"serve"},
    "uvicorn": {"serve"},
    "pyshacl": {"rdf"},
    "shacl": {"rdf"},
    "rich": {"console"},
    "opencc": {"identity"},
}
LIGHT = {
    "__future__", "argparse", "collections", "contextlib", "importlib", "io", "kg", "os", "sys", "traceback", "typing",
}  # fmt: skip


def part_of(path: Path) -> str:
    """`read`, `pipeline` …; the empty text for `kg/__init__.py`."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, those for type checkers left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            if node.module == "kg":
                yield from ((node.lineno, f"kg.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def own(name: str) -> str | None:
    """The part of this package that an import names, None for another package."""
    parts = name.split(".")
    return (parts[1] if len(parts) > 1 else "") if parts[0] == "kg" else None


def test_there_are_modules_to_check() -> None:
    assert len(MODULES) > 80
    assert {part_of(path) for path in MODULES} <= set(BELOW)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_downwards(path: Path) -> None:
    part = part_of(path)
    upwards = [
        f"line {line}: {name}"
        for line, name in imports(path)
        if (found := own(name)) is not None and found != part and found not in BELOW[part]
    ]
    assert upwards == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_libraries_stay_at_home(path: Path) -> None:
    strays = [
        f"line {line}: {name}"
        for line, name in imports(path)
        if part_of(path) not in HOMES.get(name.split(".")[0], {part_of(path)})
    ]
    assert strays == []


EXTRACTORS = sorted((PACKAGE / "extract").glob("*.py"))


@pytest.mark.parametrize("path", EXTRACTORS, ids=lambda p: p.stem)
def test_extractors_do_not_import_each_other(path: Path) -> None:
    siblings = {p.stem for p in EXTRACTORS} - {path.stem}
    found = [name for _, name in imports(path) if name.startswith("kg.extract.") and name.split(".")[2] in siblings]
    assert found == []


def test_each_module_of_this_rule_is_found_by_it() -> None:
    """The rule can fail: a stray import in a text like ours is seen."""
    names = [name for _, name in imports(PACKAGE / "graph" / "network.py")]
    assert "networkx" in names
    assert "kg.model" in names


def test_the_command_line_imports_light_things_only() -> None:
    assert {name.split(".")[0] for _, name in imports(PACKAGE / "cli.py")} <= LIGHT


HEAVY = [
    "numpy", "rdflib", "pyoxigraph", "pyshacl", "networkx", "bs4", "lxml", "jieba", "yaml", "rich", "markdown_it",
    "ahocorasick_rs", "shacl", "kg.pipeline", "pypinyin", "pandas", "pyarrow", "igraph", "nicegui", "starlette",
    "feedparser", "trafilatura", "warcio", "zstandard", "rjieba", "pyspark",
]  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "import kg",
        "import kg.cli",
        "from kg.cli import main; main(['--help'])",
        "from kg.cli import main; main(['build', '--help'])",
        "from kg.cli import main; main(['--version'])",
        "from kg.cli import main; main(['qury'])",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    show = f"{code}; import sys; print('loaded:', [m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, env=environment(), encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"

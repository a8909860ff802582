"""Turtle files of a graph: where they are, what is in them, and where they are broken."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import GraphLoadError, UsageError
from kg.graph.namespaces import Namespaces
from kg.model import Block, BlockKind

FACTS = "kg.ttl"
EVIDENCE = "evidence.ttl"
CONFLICTS = "conflicts.ttl"
ARTICLES = "articles.jsonl"
ONTOLOGY = "ontology.ttl"
# Stands in a folder while a build puts its files into their places.
COMMIT = ".kg-commit"
_COMMITTED = 2.0  # seconds that a running build may take for it, which is some milliseconds' work

Value = NamedNode | Literal
Subject = Mapping[str, list[Value]]


@dataclass(frozen=True, slots=True)
class TurtleFile:
    """A file's subjects: IRI → predicate IRI → objects. `namespaces` follow from its `kg:` prefix."""

    path: Path
    subjects: Mapping[str, Subject]
    namespaces: Namespaces


def graph_files(path: Path) -> tuple[Path, Path | None]:
    """The facts file and the evidence file (None where there is none) that a path means: a folder, or one file.

    Raises:
        GraphLoadError: there is no graph, or its files are of two builds, as one was killed among its last renames.
    """
    build = "build one with: kg build ARTICLES --out"
    if path.is_dir():
        if not _is_settled(path):
            raise GraphLoadError(f"{path}: a build was killed while it put its files in place; run it again")
        facts, evidence = path / FACTS, path / EVIDENCE
        if not facts.is_file():
            raise GraphLoadError(f"{path}: no graph in this folder ({FACTS} is missing); {build} {path}")
        return facts, evidence if evidence.is_file() else None
    if not path.is_file():
        raise GraphLoadError(f"{path}: no such file or folder; {build} {path}")
    return path, None


def _is_settled(directory: Path) -> bool:
    """Whether all files of a folder are of one build, after a while at the latest."""
    end = time.monotonic() + _COMMITTED
    while (directory / COMMIT).exists():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def conflicts_file(path: Path) -> Path | None:
    """The file of conflicts beside the facts in a folder, if there is one."""
    file = path / CONFLICTS
    return file if file.is_file() else None


def articles_file(path: Path) -> Path | None:
    """The file of the articles' texts beside the facts in a folder, if there is one."""
    file = path / ARTICLES
    return file if file.is_file() else None


def read_texts(path: Path) -> dict[str, tuple[str, tuple[Block, ...]]]:
    """The articles' texts and blocks by id, from `articles.jsonl` (one object a line; see `kg.model.Article`).

    Raises:
        GraphLoadError: it cannot be read, or a line is no article (the message has file and line).
    """
    found = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    said = json.loads(line)
                    blocks = tuple(
                        Block(cast(BlockKind, b["kind"]), int(b["start"]), int(b["end"])) for b in said["blocks"]
                    )
                    found[str(said["id"])] = (str(said["text"]), blocks)
                except (ValueError, KeyError, TypeError) as error:
                    raise GraphLoadError(f"{path}:{number}: not an article: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise GraphLoadError(f"{path}: cannot be read: {error}") from error
    return found


def own_ontology(path: Path) -> Path | None:
    """The ontology that a graph was built with, where that was not the shipped one: it lies beside the facts."""
    file = (path if path.is_dir() else path.parent) / ONTOLOGY
    return file if file.is_file() else None


def syntax_message(path: Path, error: SyntaxError) -> str:
    """Where a Turtle file is broken, as `file:line:column: what`."""
    place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
    return f"{place}: not Turtle: {error.msg}"


def namespaces_of(path: Path, prefixes: Mapping[str, str]) -> Namespaces:
    """The namespaces of a file, from its `kg:` prefix; the default ones where it has none.

    Raises:
        GraphLoadError: the prefix is not that of this vocabulary under any base.
    """
    kg = prefixes.get("kg")
    if kg is None:
        return Namespaces()
    try:
        found = Namespaces(kg.removesuffix("ontology#"))
    except UsageError as error:
        raise GraphLoadError(f"{path}: the prefix kg: is not the vocabulary's: {kg}") from error
    if found.kg != kg:
        raise GraphLoadError(f"{path}: the prefix kg: is not the vocabulary's: {kg}")
    return found


def each_triple(path: Path) -> Generator[Triple, None, Namespaces]:
    """A Turtle file's triples, as they are read; what the generator returns are the file's namespaces.

    Raises:
        GraphLoadError: it cannot be read or is not Turtle.
    """
    try:
        parser = parse(path=str(path), format=RdfFormat.TURTLE)
        for quad in parser:
            yield quad.triple
    except OSError as error:
        raise GraphLoadError(f"{path}: cannot be read: {error}") from error
    except SyntaxError as error:
        raise GraphLoadError(syntax_message(path, error)) from error
    return namespaces_of(path, parser.prefixes)


def read_turtle(path: Path) -> TurtleFile:
    """A Turtle file in memory.

    Raises:
        GraphLoadError: it cannot be read, is not Turtle, or holds blank nodes or quoted triples.
    """
    subjects: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    try:
        parser = parse(path=str(path), format=RdfFormat.TURTLE)
        for quad in parser:
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
                raise GraphLoadError(f"{path}: blank nodes and quoted triples have no place in a graph: {quad}")
            subjects[quad.subject.value][quad.predicate.value].append(quad.object)
    except OSError as error:
        raise GraphLoadError(f"{path}: cannot be read: {error}") from error
    except SyntaxError as error:
        raise GraphLoadError(syntax_message(path, error)) from error
    return TurtleFile(path, subjects, namespaces_of(path, parser.prefixes))

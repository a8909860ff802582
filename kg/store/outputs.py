"""The files a build leaves behind, as bytes: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import kg
from kg.graph.collecting import uncollected
from kg.graph.namespaces import DEFAULT_BASE
from kg.graph.network import to_node_link
from kg.pipeline import Build
from kg.rdf.conflicts import conflicts_turtle
from kg.rdf.files import ARTICLES, CONFLICTS, EVIDENCE, FACTS, ONTOLOGY
from kg.rdf.write import evidence_turtle, facts_turtle
from kg.resources import lexicon_dir, ontology_dir
from kg.store.records import json_file, json_lines
from kg.store.resolution import resolution_file


def build_files(build: Build) -> dict[str, bytes]:
    """File name → content of everything `kg build` writes; the manifest, which vouches for the others, comes last."""
    with uncollected():
        return _files(build)


def _files(build: Build) -> dict[str, bytes]:
    graph = build.graph
    files = {
        FACTS: facts_turtle(graph),
        EVIDENCE: evidence_turtle(graph),
        CONFLICTS: conflicts_turtle(graph, graph.conflicts()),
        ARTICLES: json_lines(graph.articles),
        "graph.json": json_file(to_node_link(graph.nx, base=graph.namespaces.base)),
        "resolution.jsonl": resolution_file(build.resolution),
        "issues.jsonl": json_lines(graph.issues),
    }
    if graph.schema.file is not None:
        own = graph.schema.file.read_bytes()
        files[ONTOLOGY] = own.replace(DEFAULT_BASE.encode(), graph.namespaces.base.encode())
    return {**files, "manifest.json": json_file(manifest(build, files))}


def manifest(build: Build, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What went into a build and what came out: names and hashes, counts, versions. No times, no machine's names."""
    graph = build.graph
    entities, facts = graph.counts()
    counts = {
        "articles": len(graph.articles),
        "skipped": build.read.skipped,
        "entities": entities,
        "facts": facts,
        "claims": len(graph.evidence),
        "issues": issue_counts(build),
    }
    ordered = sorted(graph.articles, key=lambda a: (a.sources[0].path if a.sources else "", a.id))
    inputs = [input_row(s.path, s.sha256, article.id) for article in ordered for s in article.sources]
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return manifest_of(graph.namespaces.base, counts, inputs, hashes)


def input_row(path: str, sha256: str, article: str) -> dict[str, str]:
    """A source of an article in the manifest."""
    return {"path": path, "sha256": sha256, "article": article}


def manifest_of(
    base: str, counts: Mapping[str, Any], inputs: Sequence[Mapping[str, str]], hashes: Mapping[str, str]
) -> dict[str, Any]:
    """A manifest of these counts, inputs (by path) and files' SHA-256."""
    return {
        "base": base,
        "versions": {
            "kg": kg.__version__,
            "jieba": _version("jieba"),
            "lexicons": directory_hash(lexicon_dir()),
            "ontology": directory_hash(ontology_dir()),
        },
        "counts": dict(counts),
        "inputs": list(inputs),
        "files": dict(hashes),
    }


def issue_counts(build: Build) -> dict[str, int]:
    """How many issues of each kind there are, by kind."""
    return dict(sorted(Counter(issue.kind for issue in build.graph.issues).items()))


def directory_hash(directory: Path) -> str:
    """SHA-256 over the names and contents of all files under a folder, hex."""
    found = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        found.update(f"{path.relative_to(directory).as_posix()}\0{content}\n".encode())
    return found.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # vendored, as in a frozen application
        return "unknown"

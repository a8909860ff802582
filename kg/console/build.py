"""`kg build`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict

from kg.console.progress import show_progress
from kg.console.streams import console, tell, visible, write_bytes
from kg.console.summary import summary
from kg.console.violations import tell_violations
from kg.errors import ShapeError, UsageError
from kg.graph.linking import LinkTable
from kg.graph.namespaces import Namespaces
from kg.model import Issue, Ruling
from kg.nlp.lexicon import Names
from kg.pipeline import run as run_pipeline
from kg.rdf.files import CONFLICTS, EVIDENCE, FACTS, ONTOLOGY
from kg.rdf.shapes import Shapes
from kg.rdf.violation import Violation
from kg.store.atomic import check_directory, recover, write_files
from kg.store.claims.store import FOLDER, ClaimStore
from kg.store.claims.version import extraction_version
from kg.store.counts import counts_of
from kg.store.decisions import DECISIONS, read_decisions
from kg.store.disk import build_on_disk, needs_disk
from kg.store.links import read_links
from kg.store.lock import locked
from kg.store.outputs import build_files
from kg.store.records import json_lines
from kg.store.stages import stage_records

# More would hide the rest of what is printed; all of them are in issues.jsonl.
MOST_ISSUES = 10
# Kinds of issues after reading that are told at once: text was lost, or what a person said has no effect.
GRAVE = (
    "extraction-failed",
    "article-timeout",
    "long-article",
    "bad-decision",
    "decision-unused",
    "decision-overruled",
    "bad-link",
)


def run(arguments: Namespace) -> int:
    """Build a graph and write it, or print what one stage finds."""
    stdin = _standard_input() if "-" in arguments.paths else None
    if arguments.until:
        return _until(arguments, stdin)
    if not arguments.out:
        raise UsageError("build needs --out DIR, the folder to write to (or --until STAGE)")
    limit = arguments.article_timeout
    if not 0 < limit < float("inf"):
        raise UsageError(f"--article-timeout is a number of seconds above 0, not {limit:g}")
    if arguments.engine == "spark":
        from kg.console.cluster import run as run_on_cluster  # needs an extra

        return run_on_cluster(arguments)
    if arguments.master:
        raise UsageError("--master is of builds with --engine spark")
    directory = Path(arguments.out)
    check_directory(directory)
    with locked(directory):
        recover(directory)
        recover(directory / FOLDER)
        return _build(arguments, stdin, directory)


def _build(arguments: Namespace, stdin: bytes | None, directory: Path) -> int:
    rulings, faults = decisions(arguments.decisions, directory)
    tables = []
    for path in arguments.link:
        table, bad = read_links(Path(path))
        tables.append(table)
        faults += bad
    patterns = [Path(path) for path in arguments.patterns]
    limit = arguments.article_timeout
    version = extraction_version(arguments.lexicon, patterns)
    memory = ClaimStore(directory / FOLDER, version, limit=limit, fresh=arguments.fresh)
    for note in memory.notes:
        tell(note)
    told = len(memory.notes)
    given: _Given = {
        "stdin": stdin,
        "base_iri": arguments.base_iri,
        "jobs": arguments.jobs,
        "names": arguments.lexicon,
        "min_confidence": arguments.min_confidence,
        "rulings": rulings,
        "tables": tables,
        "ontology": Path(arguments.ontology) if arguments.ontology else None,
        "patterns": patterns,
        "faults": faults,
        "article_timeout": limit,
    }
    on_disk = arguments.engine == "disk" or (arguments.engine == "auto" and needs_disk(arguments.paths))
    if on_disk:
        violations, namespaces = _on_disk(arguments.paths, directory, memory, given, steps=arguments.steps)
    else:
        violations, namespaces = _in_memory(arguments.paths, directory, memory, given)
    for note in memory.notes[told:]:
        tell(note)
    if violations:
        tell_violations(violations, namespaces)
        raise ShapeError(f"{directory}: the graph breaks its shapes in {len(violations)} places")
    return 0


class _Given(TypedDict):
    """What both kinds of build are given."""

    stdin: bytes | None
    base_iri: str | None
    jobs: int | None
    names: Names
    min_confidence: float | None
    rulings: Sequence[Ruling]
    tables: Sequence[LinkTable]
    ontology: Path | None
    patterns: Sequence[Path]
    faults: Sequence[Issue]
    article_timeout: float


def _in_memory(
    paths: Sequence[str], directory: Path, memory: ClaimStore, given: _Given
) -> tuple[tuple[Violation, ...], Namespaces]:
    with show_progress() as progress:
        build = run_pipeline(paths, memory=memory, progress=progress, **given)
        progress("write", 0, 0)
        files = build_files(build)
        progress("validate", 0, 0)
        shapes = Shapes(build.graph.namespaces, build.graph.schema)
        violations = shapes.of_turtle(b"".join(files[name] for name in (FACTS, EVIDENCE, CONFLICTS)))
        write_files(directory, files)
        if ONTOLOGY not in files:  # of an earlier build with one of the user's own
            (directory / ONTOLOGY).unlink(missing_ok=True)
        memory.prune(build.read.articles)
    grave = (issue for issue in build.resolution.issues if issue.kind in GRAVE)
    tell_issues(dict.fromkeys((*build.read.issues, *grave)), str(directory / "issues.jsonl"))
    console(width=100).print_rows(summary(counts_of(build), str(directory)))
    return violations, build.graph.namespaces


def _on_disk(
    paths: Sequence[str], directory: Path, memory: ClaimStore, given: _Given, *, steps: bool
) -> tuple[tuple[Violation, ...], Namespaces]:
    with show_progress() as progress:
        outcome = build_on_disk(paths, directory, memory, progress=progress, grave=GRAVE, steps=steps, **given)
    tell_issues(dict.fromkeys((*outcome.read, *outcome.grave)), str(directory / "issues.jsonl"))
    console(width=100).print_rows(summary(outcome.counts, str(directory)))
    tell("built on disk: no graph.json was written; --engine memory writes it where the graph fits in memory")
    return outcome.violations, outcome.namespaces


def _until(arguments: Namespace, stdin: bytes | None) -> int:
    records = stage_records(
        arguments.paths,
        arguments.until,
        stdin=stdin,
        base_iri=arguments.base_iri,
        jobs=arguments.jobs,
        names=arguments.lexicon,
        min_confidence=arguments.min_confidence,
    )
    for record in records:
        if isinstance(record, Issue):
            tell(_one_line(record))
        else:
            write_bytes(json_lines([record]))
    return 0


def decisions(given: str | None, directory: Path) -> tuple[tuple[Ruling, ...], tuple[Issue, ...]]:
    """A person's decisions: those of the file named, else of the one in the build's folder, if there is one."""
    path = Path(given) if given else directory / DECISIONS
    return read_decisions(path) if given or path.is_file() else ((), ())


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise UsageError("'-' stands for standard input, which is closed")
    return sys.stdin.buffer.read()


def tell_issues(found: Iterable[Issue], place: str) -> None:
    """The first of some issues, on standard error; all of them are in `place`."""
    issues = list(found)
    for issue in issues[:MOST_ISSUES]:
        tell(_one_line(issue))
    if len(issues) > MOST_ISSUES:
        tell(f"and {len(issues) - MOST_ISSUES} more such issues, in {place}")


def _one_line(issue: Issue) -> str:
    place = ", ".join(part for part in (issue.source, issue.place) if part)
    return visible(f"{place}: {issue.message} [{issue.kind}]" if place else f"{issue.message} [{issue.kind}]")

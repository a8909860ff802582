"""A build that need not fit in memory: each stage's results lie on disk, sorted for the next.

The same bytes as `kg.pipeline.run` and `kg.store.outputs` give, but for `graph.json`, which is a graph in memory.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.dataflow import Record
from kg.errors import UsageError
from kg.graph.linking import LinkTable
from kg.graph.namespaces import Namespaces
from kg.model import Article, Issue, Ruling
from kg.nlp.lexicon import Names, load_known_names
from kg.nlp.patterns import load_class_rules, load_rules
from kg.pipeline import Progress, Resources, check_rules, check_threshold, extract, sure, worker_count
from kg.rdf.ontology import read_schema
from kg.rdf.terms import is_iri
from kg.rdf.violation import Violation
from kg.read.articles import is_lost, merged_article, nothing_usable, ordered_issues, rank, read_file
from kg.read.files import STDIN, File, Listing, list_files
from kg.read.saved import saved_pages
from kg.read.sitemap import Page
from kg.resolve.rounds import resolve_rounds
from kg.resources import lexicon_dir
from kg.store.changes.engine import ChangeEngine, ChangingDataset
from kg.store.changes.guarded import ForeignDataError
from kg.store.changes.saved import FOLDER as STEPS
from kg.store.changes.version import step_version
from kg.store.claims.store import ClaimStore
from kg.store.claims.version import article_key
from kg.store.engine import LocalDataset, LocalEngine
from kg.store.large.rows import sortable
from kg.store.large.write import Counts, write_graph

# The folder for what lies on disk between stages, inside the one that is built.
SCRATCH = ".kg-rounds"
# Articles that are extracted at a time: some 30 MB of text. Starting workers anew for each such lot costs a hundredth.
LOT = 16_384
# Bytes of files from which a build goes over the disk: some 2,500 saved pages, whose graph takes 2 to 4 GiB in memory.
DISK_FROM = 8 << 20


# Bytes of files from which it is certain that several processes will have steps to share.
SHARE_FROM = 1 << 20


def needs_disk(paths: Sequence[str]) -> bool:
    """Whether the files under `paths` are too large to build their graph in memory, as far as their sizes tell."""
    return _size(list_files(paths)) >= DISK_FROM


def _size(listing: Listing) -> int:
    files = (file.path for file in listing.files if file.path)
    return sum(os.path.getsize(path) for path in files if os.path.isfile(path))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: counts, the issues that its user is told at once, and where it breaks its shapes."""

    counts: Counts
    namespaces: Namespaces
    violations: tuple[Violation, ...]
    read: tuple[Issue, ...]
    grave: tuple[Issue, ...]


def build_on_disk(
    paths: Sequence[str],
    directory: Path,
    memory: ClaimStore,
    *,
    stdin: bytes | None = None,
    base_iri: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    resources: Resources | None = None,
    names: Names = "all",
    min_confidence: float | None = None,
    rulings: Sequence[Ruling] = (),
    tables: Sequence[LinkTable] = (),
    ontology: Path | None = None,
    patterns: Sequence[Path] = (),
    faults: Sequence[Issue] = (),
    article_timeout: float | None = None,
    grave: Sequence[str] = (),
    steps: bool = True,
) -> Outcome:
    """Read, extract, resolve, add up and write the files of a graph into `directory`.

    The arguments are those of `kg.pipeline.run`; issues of the kinds in `grave` are handed back. In memory are at one
    time the listing of files, the keys of articles, a lot of articles, and what `kg.store.large` and
    `kg.resolve.rounds` say; `directory` needs disk space of some twenty times the articles' text. `steps`: remember in
    `directory` what the steps made, so that the next build goes through what has changed alone.

    Raises:
        UsageError, NothingUsableError, ResourceError, OutputError.
    """
    tell = progress or (lambda stage, done, total: None)
    namespaces = Namespaces(base_iri) if base_iri is not None else Namespaces()
    if not is_iri(namespaces.base):
        raise UsageError(f"the base IRI {base_iri!r} is not an absolute IRI")
    worker_count(0, jobs)
    check_threshold(min_confidence)
    schema = read_schema(ontology)
    classes = load_class_rules(patterns)
    check_rules(schema, load_rules(lexicon_dir() / "patterns", patterns), classes)
    known = load_known_names(lexicon_dir(), names)
    local = LocalEngine(directory / SCRATCH, jobs=worker_count(LOT, jobs))
    settings = (memory.version, namespaces, schema, names, min_confidence, rulings, tables, article_timeout)

    def build(engine: LocalEngine | ChangeEngine) -> Outcome:
        tell("read", 0, 0)
        listing = list_files(paths)
        if _size(listing) >= SHARE_FROM:
            engine.wake()
        found = _read(paths, listing, stdin, engine)
        work = _Extraction(
            memory, jobs, resources, names, tuple(patterns), article_timeout, min_confidence, tell,
            found.articles.coming(),
        )  # fmt: skip
        documents = engine.fed(found.articles, work.documents)  # type: ignore[arg-type]
        memory.close()
        keys = [record.key for record in found.articles.map(keyed).sorted()]
        if isinstance(engine, ChangeEngine):
            engine.lose(key for key in keys if not memory.has(key))
        tell("resolve", found.count, found.count)
        resolved = resolve_rounds(documents, engine, rulings, known=known, classes=classes)
        tell("graph", found.count, found.count)
        issues = (*faults, *found.issues)
        parts = (resolved.entities, resolved.members, resolved.decisions, resolved.issues)
        counts = write_graph(
            resolved.articles.union(*parts), engine, directory, schema, namespaces,
            issues=issues, skipped=found.skipped, tables=tables,
        )  # fmt: skip
        told = tuple(r.value for r in resolved.issues.map(Kinds(tuple(grave))).sorted())
        memory.leave(keys)
        graves = (*(issue for issue in faults if issue.kind in grave), *ordered_issues(told))
        return Outcome(counts, namespaces, counts.violations, found.issues, graves)

    if not steps:
        shutil.rmtree(directory / STEPS, ignore_errors=True)
        with local as engine:
            return build(engine)
    with ChangeEngine(local, directory / STEPS, step_version(settings)) as changing:
        if memory.is_empty():
            changing.forget()
        try:
            outcome = build(changing)
        except ForeignDataError:
            changing.forget()
            outcome = build(changing)
        changing.save()
        return outcome


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """`article` records by path, how many there are, and what was met on the way."""

    articles: LocalDataset | ChangingDataset
    count: int
    issues: tuple[Issue, ...]
    skipped: int


def _read(paths: Sequence[str], listing: Listing, stdin: bytes | None, engine: LocalEngine | ChangeEngine) -> _Read:
    pages = saved_pages(listing.files)
    items = [(file, stdin if file.label == STDIN else None, pages.get(file.label)) for file in listing.files]
    found = engine.made(items, read_records, content)
    merged = found.only("article").group(merge)
    issues = (record.value for record in found.union(merged).only("issue").sorted())
    ordered = ordered_issues((*listing.issues, *issues))
    skipped = listing.skipped + found.only("lost").count()
    articles = merged.only("article")
    count = articles.count()
    if not count:
        raise nothing_usable(paths, ordered, skipped)
    return _Read(articles, count, ordered, skipped)


def read_records(item: tuple[File, bytes | None, Page | None]) -> Iterator[Record]:
    """`article` records of a file by their ids, `issue` records, and a `lost` one for a source without an article."""
    for found in read_file(*item):
        if isinstance(found, Article):
            day, path = rank(found)
            yield Record("article", found.id, f"{day.isoformat()}|{sortable(path)}", found)
            continue
        if is_lost(found):
            yield Record("lost", "", "", None)
        if isinstance(found, Issue):
            yield Record("issue", "", "", found)


def content(item: tuple[File, bytes | None, Page | None]) -> tuple[str, str]:
    """The label of a file, and what tells whether what is read of it has changed: a hash of its bytes, and its page."""
    file, stdin, page = item
    try:
        if stdin is not None or file.path is None:
            found = hashlib.sha256(stdin or b"").hexdigest()
        else:
            with open(file.path, "rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        found = str(error)
    return sortable(file.label), f"{found} {page!r}"


def keyed(records: Iterator[Record]) -> Iterator[Record]:
    """The keys of articles in the store of claims."""
    return (Record("key", article_key(record.value), "", None) for record in records)


def merge(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """The articles of one text, by rank: to one of them, by path, and an issue for each other."""
    article, doubled = merged_article([record.value for record in records])
    yield Record("article", sortable(article.sources[0].path), article.id, article)
    for issue in doubled:
        yield Record("issue", "", "", issue)


# --- extraction -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Extraction:
    """Extracts lot by lot."""

    memory: ClaimStore
    jobs: int | None
    resources: Resources | None
    names: Names
    patterns: tuple[Path, ...]
    limit: float | None
    threshold: float | None
    tell: Progress
    total: int

    def documents(self, articles: Iterator[Record]) -> Iterator[Record]:
        """`document` records of all articles, in the order of their paths."""
        done = 0
        self.tell("extract", 0, self.total)
        for lot in _lots(record.value for record in articles):
            for document in extract(
                lot, self.memory, jobs=self.jobs, resources=self.resources, names=self.names,
                patterns=self.patterns, limit=self.limit,
            ):  # fmt: skip
                done += 1
                self.tell("extract", done, self.total)
                yield Record("document", document.article.id, "", sure(document, self.threshold))


def _lots(articles: Iterator[Article]) -> Iterator[list[Article]]:
    lot: list[Article] = []
    for article in articles:
        lot.append(article)
        if len(lot) == LOT:
            yield lot
            lot = []
    if lot:
        yield lot


@dataclass(frozen=True, slots=True)
class Kinds:
    """`issue` records of some kinds."""

    kinds: tuple[str, ...]

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        return (record for record in records if record.value.kind in self.kinds)

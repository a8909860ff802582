"""The line from sources to a graph: its stages in order, and the functions that run them."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from kg.errors import ResourceError, UsageError
from kg.extract.calibration import calibrate
from kg.extract.coreference import link_mentions
from kg.extract.event_facts import extract_event_facts
from kg.extract.mentions import find_mentions
from kg.extract.observations import extract_observations
from kg.extract.positions import extract_positions
from kg.extract.quotations import extract_quotations
from kg.extract.relations import extract_relations
from kg.extract.structure import extract_structure
from kg.extract.weighing import weigh_claims, weigh_each
from kg.graph.assemble import assemble
from kg.graph.facts import kind
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.linking import LinkTable
from kg.graph.namespaces import Namespaces
from kg.graph.schema import Schema
from kg.limits import OvertimeError, overtime_issue, within
from kg.model import Article, Block, Document, Issue, Resolution, Ruling
from kg.nlp.analyze import analyze, analyze_each
from kg.nlp.attribution import Saying, load_saying
from kg.nlp.holding import Holding, load_holding
from kg.nlp.lexicon import Lexicon, Names, load_known_names, load_lexicon
from kg.nlp.names import NameTagger, load_name_tagger
from kg.nlp.patterns import ClassRule, Rule, load_class_rules, load_rules
from kg.nlp.relation_model import RelationModel, load_relation_model
from kg.nlp.script import as_it_stands, read_as
from kg.nlp.tagger import Tagger, load_tagger
from kg.nlp.tokens import Tokenizer, load_tokenizer
from kg.processes import in_processes
from kg.rdf.ontology import read_schema
from kg.rdf.query import attach
from kg.rdf.terms import is_iri
from kg.read.articles import ReadResult, read_articles
from kg.resolve import resolve
from kg.resources import lexicon_dir

# Claims less sure than this stay out of the graph: at 0.5 a claim is as likely wrong as right.
MIN_CONFIDENCE = 0.5
# Figures are kept further down. Whom a figure is about is the hardest to read; half of the doubtful ones in news proper
# are right, and leaving them out would lose a fifth of those that are.
LEAST: Mapping[str, float] = {"Observation": 0.32}
# Of one article, in characters. News articles are a tenth of it at most; whole books would take hours, since some
# extractors look at pairs of mentions.
MAX_CHARACTERS = 100_000
# Articles processed together, and characters of them: with more, the nets' batches are no faster.
MOST_TOGETHER, LETTERS_TOGETHER = 64, 20_000
# Below this many articles a worker, a process that loads the models for all of them (2 s) costs more than it saves.
ARTICLES_PER_WORKER = 40


@dataclass(frozen=True, slots=True)
class Resources:
    """What the article stages are given: loaded once, never changed."""

    tokenizer: Tokenizer
    tagger: Tagger
    names: NameTagger
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    holding: Holding
    saying: Saying
    relations: RelationModel | None


@dataclass(frozen=True, slots=True)
class Stage:
    """A step on one Document. `needs` and `adds` name the Document fields it reads and fills.

    `run_each`, where a stage has it, makes of each of several Documents what `run` makes of it, in less time.
    """

    name: str
    needs: tuple[str, ...]
    adds: tuple[str, ...]
    run: Callable[[Document, Resources], Document]
    run_each: Callable[[Sequence[Document], Resources], list[Document]] | None = None


ARTICLE_STAGES: tuple[Stage, ...] = (
    Stage(
        "nlp",
        ("article",),
        ("sentences", "tokens", "tags", "spans", "dates", "quantities"),
        lambda d, r: analyze(d.article, r.tokenizer, r.tagger, r.names),
        lambda ds, r: analyze_each([d.article for d in ds], r.tokenizer, r.tagger, r.names),
    ),
    Stage("mentions", ("sentences", "tags", "spans"), ("mentions",), lambda d, r: find_mentions(d, r.lexicon)),
    Stage(
        "coreference",
        ("mentions",),
        ("mentions", "entities", "focus", "claims"),
        lambda d, r: link_mentions(d, r.lexicon),
    ),
    Stage("structure", ("entities",), ("claims",), lambda d, r: extract_structure(d)),
    Stage("relations", ("entities", "dates"), ("claims",), lambda d, r: extract_relations(d, r.rules)),
    Stage("event-facts", ("entities", "dates"), ("claims",), lambda d, r: extract_event_facts(d)),
    Stage("positions", ("entities",), ("claims",), lambda d, r: extract_positions(d, r.holding)),
    Stage("observations", ("entities", "quantities"), ("claims",), lambda d, r: extract_observations(d)),
    Stage(
        "weighing",
        ("entities", "claims"),
        ("claims",),
        lambda d, r: weigh_claims(d, r.relations) if r.relations else d,
        lambda ds, r: weigh_each(ds, r.relations) if r.relations else list(ds),
    ),
    Stage("quotations", ("entities",), ("claims",), lambda d, r: extract_quotations(d, r.saying)),
    Stage("calibration", ("claims",), ("claims",), lambda d, r: calibrate(d)),
)
STAGE_NAMES = ("read", *(s.name for s in ARTICLE_STAGES), "resolve", "graph")


Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Build:
    """What came of a build: the graph and what was read for it."""

    graph: KnowledgeGraph
    read: ReadResult
    resolution: Resolution


def load_resources(names: Names = "all", *, weigh: bool = True, patterns: Sequence[Path] = ()) -> Resources:
    """Read lexicons, patterns and models from the installation, and more pattern files; raises ResourceError.

    With `names="none"` the lexicon's names are left out but for countries, provinces and ministries. Without `weigh`
    the rules' claims stand as they are: so its net is taught.
    """
    directory = lexicon_dir()
    lexicon = load_lexicon(directory, names)
    tagger = load_tagger()
    return Resources(
        load_tokenizer(),
        tagger,
        load_name_tagger(lexicon),
        lexicon,
        load_rules(directory / "patterns", patterns),
        load_holding(directory / "patterns" / "positions.yaml"),
        load_saying(directory / "patterns" / "attribution.yaml"),
        load_relation_model(tagger) if weigh else None,
    )


def check_rules(schema: Schema, rules: Iterable[Rule], classes: Iterable[ClassRule]) -> None:
    """Raise ResourceError where a pattern speaks of a property or class that the ontology lacks."""
    for rule in rules:
        if rule.property not in schema.properties:
            raise ResourceError(f"{rule.where}: the ontology has no property {rule.property!r}")
    for row in classes:
        if row.type not in schema.classes or row.of not in schema.ancestors(row.type)[1:]:
            raise ResourceError(f"{row.where}: the ontology has no class {row.type!r} below {row.of!r}")


def check_stages(stages: Sequence[Stage]) -> None:
    """Raise UsageError if a stage needs what no earlier one adds."""
    there = {"article"}
    for stage in stages:
        missing = [n for n in stage.needs if n not in there]
        if missing:
            raise UsageError(f"stage {stage.name!r} needs {', '.join(missing)}, which no stage before it adds")
        there.update(stage.adds)


def source_of(article: Article) -> str:
    """The file an article's issues are told under: its first source, or its id."""
    return article.sources[0].path if article.sources else article.id


def cut(article: Article, most: int = MAX_CHARACTERS) -> tuple[Article, tuple[Issue, ...]]:
    """The article with at most the first `most` characters, and an issue `long-article` where it has more."""
    if len(article.text) <= most:
        return article, ()
    kept = [replace(b, end=min(b.end, most)) for b in article.blocks if b.start < most]
    message = f"only the first {most} of {len(article.text)} characters were analysed"
    issue = Issue("long-article", message, source_of(article), str(most))
    return replace(article, text=article.text[:most], blocks=tuple(kept)), (issue,)


def process_article(
    article: Article,
    resources: Resources,
    stages: Sequence[Stage] = ARTICLE_STAGES,
    *,
    limit: float | None = None,
) -> Document:
    """All article stages on one article, which may take `limit` seconds of processor time (see `kg.limits.within`).

    An article on which a stage fails is not lost in silence: it comes back without claims and with an issue of kind
    `extraction-failed` that names the stage, or of kind `article-timeout`.
    """
    article, issues = cut(article)
    try:
        return within(limit, _staged, article, resources, stages, issues)
    except OvertimeError:
        return Document(article, issues=(*issues, overtime_issue(limit or 0, source_of(article))))


def _staged(article: Article, resources: Resources, stages: Sequence[Stage], issues: tuple[Issue, ...]) -> Document:
    document = Document(read_as(article))
    for stage in stages:
        try:
            document = stage.run(document, resources)
        except Exception as error:  # one poisoned article must not end the build of all others
            message = f"stage {stage.name} failed: {type(error).__name__}: {error}"
            return _failed(article, message, issues)
    return replace(as_it_stands(document, article), issues=(*issues, *document.issues))


def process_group(
    articles: Sequence[Article],
    resources: Resources,
    stages: Sequence[Stage] = ARTICLE_STAGES,
    *,
    limit: float | None = None,
) -> list[Document]:
    """What `process_article` makes of each article; the nets read all of them together, which is faster.

    Where that fails or takes longer than one article may, each article is processed alone and tells for itself.
    """
    if len(articles) > 1 and resources.tagger.products.steady:
        try:
            return within(limit, _together, articles, resources, stages, limit)
        except (Exception, OvertimeError):  # which of them it was, each tells alone
            pass
    return [process_article(article, resources, stages, limit=limit) for article in articles]


def _together(
    articles: Sequence[Article], resources: Resources, stages: Sequence[Stage], limit: float | None
) -> list[Document]:
    """The documents of several articles, stage after stage. Raises what a stage raises."""
    cuts = [cut(article) for article in articles]
    documents = [Document(read_as(article)) for article, _ in cuts]
    for stage in stages:
        if stage.run_each:
            documents = stage.run_each(documents, resources)
        else:
            documents = [stage.run(document, resources) for document in documents]
    return [
        replace(as_it_stands(document, article), issues=(*issues, *document.issues))
        for document, (article, issues) in zip(documents, cuts, strict=True)
    ]


def groups(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in groups to be processed together: as many as make good batches and bounded memory."""
    group: list[Article] = []
    size = 0
    for article in articles:
        if group and (len(group) == MOST_TOGETHER or size + len(article.text) > LETTERS_TOGETHER):
            yield group
            group, size = [], 0
        group.append(article)
        size += len(article.text)
    if group:
        yield group


def _failed(article: Article, message: str, issues: tuple[Issue, ...] = ()) -> Document:
    return Document(article, issues=(*issues, Issue("extraction-failed", message, source_of(article))))


def _lost(article: Article) -> Document:
    """What stands for an article that has ended two worker processes."""
    article, issues = cut(article)
    return _failed(article, "its worker process ended: memory ran out or a library crashed", issues)


def essence(document: Document) -> Document:
    """The document as resolving and assembling need it: without words, tags, spans, dates and quantities."""
    return replace(document, tokens=(), tags=(), spans=(), dates=(), quantities=())


def worker_count(articles: int, jobs: int | None) -> int:
    """How many processes to use: `jobs`, or for None one for every 40 articles, at most one for each processor."""
    if jobs is None:
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        jobs = min(processors, articles // ARTICLES_PER_WORKER)
    elif jobs < 1:
        raise UsageError(f"the number of jobs must be at least 1, not {jobs}")
    return max(1, min(jobs, articles))


def process_articles(
    articles: Sequence[Article],
    *,
    jobs: int | None = 1,
    stages: Sequence[Stage] = ARTICLE_STAGES,
    resources: Resources | None = None,
    names: Names = "all",
    patterns: Sequence[Path] = (),
    limit: float | None = None,
    lean: bool = False,
) -> Generator[Document, None, None]:
    """The articles' documents, in the articles' order, whatever the number of processes.

    With more than one process `stages` must be the first so many of ARTICLE_STAGES, and a script that calls this needs
    the usual `if __name__ == "__main__":`, as each worker starts by importing it. Close the generator to end the
    workers early. An article may take `limit` seconds of processor time; `lean` documents are as `essence` says.
    """
    check_stages(stages)
    workers = worker_count(len(articles), jobs)
    if workers > 1:
        work = _Work(len(stages), names, tuple(patterns), limit, lean)
        return in_processes(work, articles, workers, lost=_lost)
    loaded = resources or load_resources(names, patterns=patterns)
    found = (d for group in groups(articles) for d in process_group(group, loaded, stages, limit=limit))
    return (essence(document) if lean else document for document in found)


@dataclass(slots=True)
class _Work:
    """What a worker process does: it has its resources loaded once, and processes articles together."""

    count: int
    names: Names = "all"
    patterns: tuple[Path, ...] = ()
    limit: float | None = None
    lean: bool = False
    resources: Resources | None = None

    def ready(self) -> Resources:
        """Load what is needed, unless it is there."""
        if self.resources is None:
            self.resources = load_resources(self.names, patterns=self.patterns)
            _warm(self.resources)
        return self.resources

    def each(self, articles: Sequence[Article]) -> Iterator[Document]:
        for group in groups(articles):
            for document in process_group(group, self.ready(), ARTICLE_STAGES[: self.count], limit=self.limit):
                yield essence(document) if self.lean else document

    def __call__(self, article: Article) -> Document:
        return next(self.each([article]))


def _warm(resources: Resources) -> None:
    """Read a few words, so that tables made at their first use are made."""
    text = "海口市商务局局长林若谷表示，第三届咖啡博览会9月5日在海口开幕，300家企业参展。"
    process_article(Article("", text, (Block("paragraph", 0, len(text)),)), resources)


class Memory(Protocol):
    """Where documents are kept from build to build; `kg.store.claims.store.ClaimStore` is one."""

    def knows(self, article: Article) -> bool:
        """Whether the article need not be extracted."""

    def recall(self, article: Article) -> Document | None:
        """What is known of the article; None where it turns out that nothing is."""

    def keep(self, article: Article, document: Document) -> None:
        """Keep what was found in the article."""

    def flush(self) -> None:
        """Make what was kept last."""


def extract(
    articles: Sequence[Article],
    memory: Memory | None = None,
    *,
    jobs: int | None = 1,
    resources: Resources | None = None,
    names: Names = "all",
    patterns: Sequence[Path] = (),
    limit: float | None = None,
) -> Generator[Document, None, None]:
    """The articles' documents as `essence` says, in the articles' order; what `memory` knows is not extracted again.

    What was extracted is kept even where an error or an interrupt ends the rest.
    """
    missing = [a for a in articles if not (memory and memory.knows(a))]
    new = {a.id for a in missing}

    def process(some: Sequence[Article], jobs: int | None) -> Generator[Document, None, None]:
        return process_articles(
            some, jobs=jobs, resources=resources, names=names, patterns=patterns, limit=limit, lean=True
        )

    try:
        with closing(process(missing, jobs) if missing else _nothing()) as found:
            for article in articles:
                document = None if article.id in new or not memory else memory.recall(article)
                if document is None:
                    document = next(found if article.id in new else process([article], 1))
                    if memory:
                        memory.keep(article, document)
                yield document
    finally:
        if memory:
            memory.flush()


def _nothing() -> Generator[Document, None, None]:
    """No documents, without loading anything."""
    yield from ()


def sure(document: Document, threshold: float | None = None) -> Document:
    """The document without claims below the threshold, each told as an issue; names and classes always stay.

    Without a threshold it is MIN_CONFIDENCE, or what LEAST says of a kind of fact.
    """
    source = source_of(document.article)
    kept, issues = [], list(document.issues)
    for claim in document.claims:
        least = LEAST.get(kind(claim.fact), MIN_CONFIDENCE) if threshold is None else threshold
        if claim.confidence >= least or claim.extractor == "names":
            kept.append(claim)
        else:
            message = f"{kind(claim.fact)} was left out at confidence {claim.confidence:.2f} ({claim.extractor})"
            issues.append(Issue("low-confidence", message, source, f"{claim.start}-{claim.end}"))
    return replace(document, claims=tuple(kept), issues=tuple(issues))


def check_threshold(threshold: float | None) -> None:
    """Raise UsageError for a least confidence that is none."""
    if threshold is not None and not 0 <= threshold <= 1:
        raise UsageError(f"the least confidence must lie between 0 and 1, not {threshold:g}")


def resolve_documents(
    documents: Iterable[Document],
    read: ReadResult,
    threshold: float | None = None,
    *,
    rulings: Sequence[Ruling] = (),
    names: Names = "all",
    classes: Sequence[ClassRule] = (),
) -> Resolution:
    """The entities and claims of all documents, with the issues of reading among the issues.

    Claims below `threshold` (0 to 1; see `sure`) are left out; raises UsageError for another number. `rulings` are a
    person's decisions about what is one, `classes` rules that give things a class of the user's own.
    """
    check_threshold(threshold)
    resolution = resolve(
        [sure(d, threshold) for d in documents], rulings, known=load_known_names(lexicon_dir(), names), classes=classes
    )
    return replace(resolution, issues=(*read.issues, *resolution.issues))


def assemble_graph(
    resolution: Resolution,
    documents: Iterable[Document],
    *,
    base_iri: str | None = None,
    schema: Schema | None = None,
    tables: Sequence[LinkTable] = (),
) -> KnowledgeGraph:
    """The claims of a resolution added up to a graph that answers SPARQL; `tables` link it out."""
    graph = assemble(
        resolution,
        schema or read_schema(),
        sentences={d.article.id: d.sentences for d in documents},
        namespaces=Namespaces(base_iri) if base_iri else Namespaces(),
        tables=tables,
    )
    return attach(graph)


def run(
    paths: Sequence[str],
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
    memory: Memory | None = None,
    article_timeout: float | None = None,
) -> Build:
    """Read, extract, resolve and assemble.

    Args:
        paths: files, folders, or `-` for the bytes in `stdin`.
        base_iri: what replaces `https://kg.example.org/`.
        jobs: processes; None chooses by the number of articles. The result does not depend on it.
        progress: called with a stage's name, how many articles are done, and of how many.
        resources: what `load_resources` gave, to use it for several builds.
        names: which of the lexicon's names are known: "all", or "none" but countries, provinces and ministries.
        min_confidence: claims less sure than this (0 to 1) are left out, each told as an issue; see `sure` for None.
        rulings: a person's decisions about what is one and what is not; they win.
        tables: names and IRIs to link the entities out with.
        ontology: the user's own ontology, a copy of the shipped one with more classes and properties.
        patterns: pattern files to use beside the shipped ones.
        faults: issues met before the build, to be told with its own.
        memory: what earlier builds extracted with the same `names` and `patterns`; the result does not depend on it.
        article_timeout: seconds of processor time after which an article is given up, which an issue tells.

    Raises:
        UsageError, NothingUsableError, ResourceError.
    """
    tell = progress or (lambda stage, done, total: None)
    if base_iri is not None and not is_iri(Namespaces(base_iri).base):
        raise UsageError(f"the base IRI {base_iri!r} is not an absolute IRI")
    worker_count(0, jobs)
    schema = read_schema(ontology)
    classes = load_class_rules(patterns)
    check_rules(schema, load_rules(lexicon_dir() / "patterns", patterns), classes)
    check_threshold(min_confidence)
    tell("read", 0, 0)
    read = read_articles(paths, stdin=stdin)
    total = len(read.articles)
    tell("extract", 0, total)
    documents = []
    with closing(
        extract(
            read.articles, memory, jobs=jobs, resources=resources, names=names, patterns=patterns, limit=article_timeout
        )
    ) as found:
        for document in found:
            documents.append(document)
            tell("extract", len(documents), total)
    tell("resolve", total, total)
    resolution = resolve_documents(documents, read, min_confidence, rulings=rulings, names=names, classes=classes)
    resolution = replace(resolution, issues=(*faults, *resolution.issues))
    tell("graph", total, total)
    return Build(
        assemble_graph(resolution, documents, base_iri=base_iri, schema=schema, tables=tables), read, resolution
    )


def build(
    paths: str | Path | Iterable[str | Path],
    *,
    base_iri: str | None = None,
    jobs: int = 1,
    rulings: Sequence[Ruling] = (),
    tables: Sequence[LinkTable] = (),
    faults: Sequence[Issue] = (),
    ontology: str | Path | None = None,
    patterns: str | Path | Iterable[str | Path] = (),
) -> KnowledgeGraph:
    """The graph of all articles under `paths`: one file or folder, or several.

    Args:
        base_iri: what replaces `https://kg.example.org/` in IRIs.
        jobs: processes (from 1); more of them need `if __name__ == "__main__":` in a script.
        rulings: a person's decisions about what is one, as `kg.store.decisions.read_decisions` gives them.
        tables: names and IRIs to link out with, as `kg.store.links.read_links` gives them.
        faults: what was wrong with those files, to be told with the graph's issues.
        ontology: a copy of the shipped ontology with classes and properties of your own.
        patterns: pattern files to use beside the shipped ones.

    Raises:
        NothingUsableError: no article could be read; the message says why.
        UsageError: no path, a base that is no IRI, no jobs.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    return run(
        [os.fspath(p) for p in given],
        base_iri=base_iri,
        jobs=jobs,
        rulings=rulings,
        tables=tables,
        faults=faults,
        ontology=Path(ontology) if ontology else None,
        patterns=[Path(p) for p in ([patterns] if isinstance(patterns, str | Path) else patterns)],
    ).graph

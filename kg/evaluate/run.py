"""Gold files compared with fresh builds of their articles or with graphs built before, and the figures of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.evaluate.compare import KINDS, Kind, Outcome, compare
from kg.evaluate.gold import Gold
from kg.nlp.lexicon import Names
from kg.nlp.marked import Figures
from kg.nlp.sentences import split_sentences
from kg.pipeline import Resources, load_resources
from kg.pipeline import run as build
from kg.processes import in_processes
from kg.rdf.load import load


@dataclass(frozen=True, slots=True)
class Judged:
    """One article's outcomes; `stem` is its gold file's name without the ending, `lost` why nothing was read in it."""

    stem: str
    outcomes: tuple[Outcome, ...]
    lost: tuple[str, ...] = ()


def judge_builds(
    golds: Sequence[Gold],
    docs: Path,
    *,
    jobs: int = 1,
    names: Names = "all",
    min_confidence: float | None = None,
) -> Generator[Judged, None, None]:
    """Each gold file's article, in `docs`, built on its own and compared; in the order of the files.

    Raises:
        UsageError: an article is not there (the message names it), or there are no jobs.
        NothingUsableError, ReadError, ResourceError: what building raises.
    """
    missing = [gold.doc for gold in golds if not (docs / gold.doc).is_file()]
    if missing:
        raise UsageError(f"{docs}: {missing[0]} is not here" + (f", nor {len(missing) - 1} more" * (len(missing) > 1)))
    if jobs < 1:
        raise UsageError(f"the number of jobs must be at least 1, not {jobs}")
    work = _Work(str(docs), names, min_confidence)
    if min(jobs, len(golds)) > 1:
        yield from in_processes(work, golds, min(jobs, len(golds)))
    else:
        yield from map(work, golds)


@dataclass(slots=True)
class _Work:
    """What a worker process does with each gold file; its resources are loaded once, and shared where it is forked."""

    docs: str
    names: Names
    min_confidence: float | None
    resources: Resources | None = None

    def ready(self) -> Resources:
        """Load what building needs."""
        self.resources = self.resources or load_resources(self.names)
        return self.resources

    def __call__(self, gold: Gold) -> Judged:
        path = str(Path(self.docs) / gold.doc)
        built = build([path], jobs=1, resources=self.ready(), min_confidence=self.min_confidence)
        graph = built.graph
        lost = tuple(i.message for i in built.resolution.issues if i.kind in ("extraction-failed", "article-timeout"))
        sentences = [article.text[s.start : s.end] for article in graph.articles for s in split_sentences(article)]
        return Judged(gold.stem, tuple(compare(gold, graph, sentences)), lost)


def judge_graphs(golds: Iterable[Gold], directory: Path) -> Generator[Judged, None, None]:
    """Each gold file compared with the graph in `directory/<its name without ending>`, as `kg build` wrote it.

    Raises:
        GraphLoadError: a graph is missing or cannot be read.
    """
    for gold in golds:
        graph = load(directory / gold.stem)
        sentences = dict.fromkeys(evidence.sentence for evidence in graph.evidence.values())
        yield Judged(gold.stem, tuple(compare(gold, graph, tuple(sentences))))


def figures(judged: Iterable[Judged]) -> dict[tuple[Kind, str], Figures]:
    """Figures of every kind (under the group "") and of each of its classes or properties, in a fixed order."""
    counts: Counter[tuple[Kind, str, str]] = Counter()
    for one in judged:
        for outcome in one.outcomes:
            for group in ("", outcome.group):
                counts[outcome.kind, group, outcome.verdict] += 1
    keys = sorted({(kind, group) for kind, group, _ in counts}, key=lambda k: (KINDS.index(k[0]), k[1]))
    return {
        (kind, group): Figures(
            found=counts[kind, group, "right"] + counts[kind, group, "false"],
            marked=counts[kind, group, "right"] + counts[kind, group, "missed"],
            agreed=counts[kind, group, "right"],
        )
        for kind, group in keys
    }


BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Borders of the ranges of confidence that reliability is told for; the last one holds 1 too."""


def reliability(judged: Iterable[Judged]) -> dict[Kind, tuple[tuple[float, int, int], ...]]:
    """How often facts are right that are said with a confidence.

    For each kind and range of `BINS`: the mean confidence, how many facts are right, how many there are. Ranges without
    facts are left out.
    """
    rows: dict[Kind, dict[int, list[tuple[float, bool]]]] = defaultdict(lambda: defaultdict(list))
    for one in judged:
        for o in one.outcomes:
            if o.confidence is not None and o.verdict != "missed":
                number = min(bisect_right(BINS, o.confidence) - 1, len(BINS) - 2)
                rows[o.kind][number].append((o.confidence, o.verdict == "right"))
    return {
        kind: tuple(
            (sum(c for c, _ in said) / len(said), sum(right for _, right in said), len(said))
            for _, said in sorted(rows[kind].items())
        )
        for kind in KINDS
        if kind in rows
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two judgements of the same gold files: outcomes that only the later or the earlier has.

    `better` are wrong outcomes that are gone, `worse` wrong outcomes that are new, each with its gold file's stem.
    """

    better: tuple[tuple[str, Outcome], ...]
    worse: tuple[tuple[str, Outcome], ...]


def difference(earlier: Iterable[Judged], later: Iterable[Judged]) -> Difference:
    """What the later build reads better and worse; articles that only one of them has are left out."""
    old = {one.stem: one for one in earlier}
    better: list[tuple[str, Outcome]] = []
    worse: list[tuple[str, Outcome]] = []
    for one in later:
        if one.stem not in old:
            continue
        before = [o for o in old[one.stem].outcomes if o.verdict != "right"]
        after = [o for o in one.outcomes if o.verdict != "right"]
        had, have = {_identity(o) for o in before}, {_identity(o) for o in after}
        better += [(one.stem, o) for o in before if _identity(o) not in have]
        worse += [(one.stem, o) for o in after if _identity(o) not in had]
    return Difference(tuple(better), tuple(worse))


def _identity(outcome: Outcome) -> tuple[str, str, str, str]:
    return outcome.kind, outcome.verdict, outcome.group, outcome.what

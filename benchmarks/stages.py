"""What each stage costs, beside jieba's tagger alone, in one run; and what other extractors without an LLM cost.

    python -m benchmarks.stages --articles 300
    python -m benchmarks.stages /path/to/articles --rivals

Small lots of articles are taken in turn by jieba.posseg and by each stage, so that whatever else the machine does
slows all of them alike; times are of the processor, on one core. A ratio is the stage's characters a second by
jieba.posseg's: 1 is as fast, 0.5 takes twice as long. Each rival runs in a process of its own, in turn with
jieba.posseg; one that is not installed, or wants a model from a hub, is told in a line.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.articles import articles, write
from benchmarks.pages import machine, put
from benchmarks.rivals import Cost, rivals
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Article, Document
from kg.nlp.script import read_as
from kg.pipeline import (
    ARTICLE_STAGES,
    Build,
    Resources,
    Stage,
    assemble_graph,
    load_resources,
    process_articles,
    resolve_documents,
)
from kg.rdf.shapes import Shapes
from kg.read.articles import read_articles
from kg.store.outputs import build_files

LOT = 32
RIVALS_ARTICLES = 12  # some take 1 s an article
TAGGER = "jieba.posseg"
LINE = "articles, all stages"
AFTER = ("resolve", "assemble", "write", "validate")


@dataclass(slots=True)
class Clock:
    """Seconds of the processor by name, and the process's peak memory when each was last measured (bytes)."""

    seconds: dict[str, float]
    peak: dict[str, int]

    def time(self, name: str, work: Callable[[], object]) -> object:
        """What `work` gives; its time is added to `name`."""
        began = time.process_time()
        found = work()
        self.seconds[name] += time.process_time() - began
        self.peak[name] = peak_memory()
        return found


def peak_memory() -> int:
    """The most memory this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(folder: Path) -> tuple[int, int, Clock]:
    """Articles, characters and times of all articles below `folder`."""
    clock = Clock(defaultdict(float), {})
    clock.peak["start"] = peak_memory()
    resources = clock.time("load", load_resources)
    assert isinstance(resources, Resources)
    tag = _tagger()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    documents: list[Document] = []
    _line(read_articles([str(paths[0])]).articles, resources)  # what is made at the first article
    for at in range(0, len(paths), LOT):
        lot = [str(path) for path in paths[at : at + LOT]]
        found = clock.time("read", lambda lot=lot: read_articles(lot).articles)  # type: ignore[misc]
        assert isinstance(found, tuple)
        clock.time(TAGGER, lambda found=found: [tag(article.text) for article in found])  # type: ignore[misc]
        _stages(found, resources, clock)
        made = clock.time(LINE, lambda found=found: _line(found, resources))  # type: ignore[misc]
        assert isinstance(made, list)
        documents += made
    _graph(paths, documents, clock)
    return len(documents), sum(len(d.article.text) for d in documents), clock


def _tagger() -> Callable[[str], object]:
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    jieba.posseg.lcut("预热")
    return jieba.posseg.lcut  # type: ignore[no-any-return]


def _line(found: Sequence[Article], resources: Resources) -> list[Document]:
    return list(process_articles(found, resources=resources, lean=True))


def _stages(found: Sequence[Article], resources: Resources, clock: Clock) -> None:
    """Each stage by itself."""
    documents = [Document(read_as(article)) for article in found]
    for stage in ARTICLE_STAGES:
        work = partial(stage.run_each or partial(_one_by_one, stage), documents, resources)
        made = clock.time(stage.name, work)
        assert isinstance(made, list)
        documents = made


def _one_by_one(stage: Stage, documents: Sequence[Document], resources: Resources) -> list[Document]:
    return [stage.run(document, resources) for document in documents]


def _graph(paths: Sequence[Path], documents: Sequence[Document], clock: Clock) -> None:
    """What is done once for all articles: reading them again is not measured."""
    read = read_articles([str(path) for path in paths])
    by_id = {document.article.id: document for document in documents}
    own = [by_id[article.id] for article in read.articles]
    resolution = clock.time("resolve", lambda: resolve_documents(own, read))
    graph = clock.time("assemble", lambda: assemble_graph(resolution, own))  # type: ignore[arg-type]
    files = clock.time("write", lambda: build_files(Build(graph, read, resolution)))  # type: ignore[arg-type]
    assert isinstance(graph, KnowledgeGraph)
    assert isinstance(files, dict)
    turtle = b"".join(files[name] for name in ("kg.ttl", "evidence.ttl", "conflicts.ttl"))
    clock.time("validate", lambda: Shapes(graph.namespaces, graph.schema).of_turtle(turtle))


def table(many: int, characters: int, clock: Clock) -> list[str]:
    """The stages as a Markdown table."""
    seconds = dict(clock.seconds)
    seconds["whole line"] = sum(seconds[name] for name in ("read", LINE, *AFTER))
    clock.peak["whole line"] = max(clock.peak[name] for name in AFTER)
    lines = [
        f"{many:,} articles, {characters:,} characters, {machine()}; loading the models took {seconds['load']:.1f} s, "
        f"memory before it {clock.peak['start'] / 1e6:.0f} MB.",
        "",
        f"| stage | articles/s | characters/s | by {TAGGER} | peak so far, MB |",
        "| --- | --: | --: | --: | --: |",
    ]
    order = (TAGGER, "read", *(s.name for s in ARTICLE_STAGES), LINE, *AFTER, "whole line")
    for name in order:
        spent = max(seconds[name], 1e-9)
        ratio = f"{seconds[TAGGER] / spent:.2f}" if spent > seconds[TAGGER] / 10 else f"{seconds[TAGGER] / spent:,.0f}"
        lines.append(
            f"| {name} | {many / spent:,.1f} | {characters / spent:,.0f} | {ratio} | {clock.peak[name] / 1e6:.0f} |"
        )
    return lines


def rivals_table(costs: Sequence[Cost]) -> list[str]:
    """The rivals as a Markdown table; those that did not run as lines below it."""
    lines = [f"| extractor | gives | characters/s | by {TAGGER} | process, MB |", "| --- | --- | --: | --: | --: |"]
    for cost in costs:
        if not cost.fault:
            speed, ratio = cost.characters / cost.seconds, cost.tagger / cost.seconds
            lines.append(f"| {cost.name} | {cost.gives} | {speed:,.0f} | {ratio:.2f} | {cost.memory / 1e6:.0f} |")
    return [*lines, "", *(f"- {cost.name} ({cost.gives}): {cost.fault}" for cost in costs if cost.fault)]


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="articles; without it, written ones")
    parser.add_argument("--articles", type=int, default=300, help="how many are written (default: 300)")
    parser.add_argument("--rivals", action="store_true", help="other extractors too, on the first 12 articles")
    parser.add_argument("--docs", action="store_true", help="put the tables into docs/benchmarks*.md too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        if arguments.folder is None:
            write(articles(arguments.articles), folder)
        show("stages", table(*measure(folder)), docs=arguments.docs)
        if arguments.rivals:
            texts = [article.text for article in read_articles([str(folder)]).articles[:RIVALS_ARTICLES]]
            show("rivals", rivals_table(rivals(texts)), docs=arguments.docs)


def show(name: str, lines: Sequence[str], *, docs: bool) -> None:
    """Print a table, and put it into the documents."""
    print("\n".join([*lines, ""]), flush=True)
    if docs:
        put(name, lines)


if __name__ == "__main__":
    main()

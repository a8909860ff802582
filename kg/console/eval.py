"""`kg eval`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich import box
from rich.table import Table

from kg.console.streams import console, visible, write_bytes
from kg.errors import UsageError
from kg.evaluate.compare import Outcome
from kg.evaluate.gold import read_gold
from kg.evaluate.records import read_judged, to_json
from kg.evaluate.run import Judged, difference, figures, judge_builds, judge_graphs, reliability


def run(arguments: Namespace) -> int:
    """Compare builds with gold files: figures, and on demand every error with its sentence."""
    directory = Path(arguments.gold)
    golds = read_gold(directory)
    earlier = read_judged(Path(arguments.against)) if arguments.against else ()
    if arguments.graphs:
        found = judge_graphs(golds, Path(arguments.graphs))
    else:
        found = judge_builds(
            golds,
            Path(arguments.docs) if arguments.docs else _docs_of(directory),
            jobs=arguments.jobs,
            names=arguments.lexicon,
            min_confidence=arguments.min_confidence,
        )
    judged = list(found)
    for one in judged:
        for why in one.lost:  # or it would count as one in which nothing was found
            print(f"kg: {one.stem}: {why}", file=sys.stderr)
    if arguments.format == "json":
        write_bytes(to_json(judged).encode())
        return 0
    out = console(width=90)
    out.print_rows(_table(judged))
    if arguments.reliability:
        out.print_rows(_reliability(judged))
    if arguments.errors:
        out.print(visible("\n".join(_errors(judged, arguments.errors))), soft_wrap=True)
    if arguments.against:
        out.print(visible("\n".join(_changes(earlier, judged))), soft_wrap=True)
    return 0


def _docs_of(gold: Path) -> Path:
    docs = gold.resolve().parent / "docs"
    if not docs.is_dir():
        raise UsageError(f"say with --docs where the articles of {gold} are ({docs} is not there)")
    return docs


def _table(judged: Sequence[Judged]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("kind", "class or property"):
        table.add_column(name)
    for name in ("P", "R", "F1", "right", "false", "missed"):
        table.add_column(name, justify="right")
    rows = figures(judged)
    alone = {kind for kind, _ in rows if sum(k == kind for k, _ in rows) == 2}
    for (kind, group), f in rows.items():
        if group and kind in alone:
            continue
        values = (f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}")
        counts = (f.agreed, f.found - f.agreed, f.marked - f.agreed)
        table.add_row("" if group else kind, group, *values, *map(str, counts))
    return table


def _reliability(judged: Sequence[Judged]) -> Table:
    """How often what is said with a confidence is right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("kind")
    for name in ("confidence", "right", "of", "share"):
        table.add_column(name, justify="right")
    for kind, rows in reliability(judged).items():
        for number, (mean, right, count) in enumerate(rows):
            table.add_row("" if number else kind, f"{mean:.2f}", str(right), str(count), f"{right / count:.2f}")
    return table


def _errors(judged: Iterable[Judged], kinds: str) -> Iterator[str]:
    for one in judged:
        for outcome in one.outcomes:
            if outcome.verdict != "right" and kinds in ("all", outcome.kind):
                yield f"{one.stem}  {_line(outcome)}"
                if outcome.sentence:
                    yield f"    {' '.join(outcome.sentence.split())}"


def _line(outcome: Outcome) -> str:
    said = outcome.group in outcome.what or outcome.group.lower() + "s" == outcome.kind
    return f"{outcome.verdict} {outcome.kind}: {outcome.what if said else f'{outcome.group} {outcome.what}'}"


def _changes(earlier: Iterable[Judged], later: Iterable[Judged]) -> Iterator[str]:
    """What is better and what is worse than before."""
    found = difference(earlier, later)
    for word, rows in (("better", found.better), ("worse", found.worse)):
        yield f"{word}: {len(rows)}"
        yield from (f"  {stem}  {'no longer ' * (word == 'better')}{_line(outcome)}" for stem, outcome in rows)

"""How far a build is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kg.console.streams import console, tell
from kg.pipeline import Progress as Report

WORDS = {
    "read": "reading articles",
    "extract": "extracting facts",
    "resolve": "resolving entities",
    "graph": "adding up claims",
    "validate": "checking shapes",
    "write": "writing files",
}
# Plain lines while articles are worked through: about ten in all, and none for a handful of articles.
LINES = 10
HANDFUL = 50


@contextmanager
def show_progress() -> Iterator[Report]:
    """A function that shows how far the build is, on standard error."""
    if not sys.stderr.isatty():
        yield _lines
        return
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console(sys.stderr), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(WORDS["read"], total=None)

        def report(stage: str, done: int, total: int) -> None:
            bar.update(task, description=WORDS.get(stage, stage), completed=done, total=total or None)

        yield report


def _lines(stage: str, done: int, total: int) -> None:
    if done and stage == "extract":
        if total > HANDFUL and done * LINES // total > (done - 1) * LINES // total:
            tell(f"{done} of {total} articles")
        return
    tell(WORDS.get(stage, stage) + (f" from {total} articles" if stage == "extract" else ""))

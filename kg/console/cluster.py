"""`kg build --engine spark`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kg.console.build import GRAVE, decisions, tell_issues
from kg.console.progress import show_progress
from kg.console.streams import console
from kg.console.summary import summary
from kg.console.violations import tell_violations
from kg.errors import ShapeError, UsageError
from kg.store.links import read_links
from kg.store.spark.session import check_spark, spark_session


def run(arguments: Namespace) -> int:
    """Build a graph on Spark and write it to any Hadoop path."""
    for name, given in (("--jobs", arguments.jobs is not None), ("--fresh", arguments.fresh)):
        if given:
            raise UsageError(f"{name} is of builds on one machine, not with --engine spark")
    check_spark()
    from kg.store.spark.run import Settings, build  # needs PySpark

    rulings, faults = decisions(arguments.decisions, Path(arguments.out))
    tables = []
    for path in arguments.link:
        table, bad = read_links(Path(path))
        tables.append(table)
        faults += bad
    settings = Settings(
        base_iri=arguments.base_iri,
        names=arguments.lexicon,
        min_confidence=arguments.min_confidence,
        rulings=rulings,
        tables=tuple(tables),
        ontology=Path(arguments.ontology) if arguments.ontology else None,
        patterns=tuple(Path(path) for path in arguments.patterns),
        faults=faults,
        limit=arguments.article_timeout,
    )
    with spark_session(arguments.master) as session, show_progress() as progress:
        outcome = build(session, arguments.paths, arguments.out, settings, progress=progress, grave=GRAVE)
    tell_issues(outcome.grave, f"{arguments.out}/issues")
    console(width=100).print_rows(summary(outcome.counts, arguments.out))
    if violations := outcome.counts.violations:
        tell_violations(violations, outcome.namespaces)
        raise ShapeError(f"{arguments.out}: the graph breaks its shapes in {len(violations)} places")
    return 0

"""`kg patterns check`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from kg.console.streams import tell, visible, write_bytes
from kg.errors import ExampleError, ResourceError
from kg.evaluate.patterns import Failure, Found, failures, matches
from kg.nlp.patterns import Rule, load_rule_file
from kg.pipeline import load_resources
from kg.rdf.ontology import read_schema
from kg.read.articles import read_articles
from kg.resources import lexicon_dir
from kg.store.records import json_lines


def run(arguments: Namespace) -> int:
    """Run a pattern file's examples, then show what it matches in articles."""
    path = Path(arguments.file)
    rules = load_rule_file(path, lexicon_dir() / "patterns")
    symmetric = _properties(rules, path)
    wrong = list(failures(rules, symmetric))
    for failure in wrong:
        tell("\n".join(_failure(failure)))
    examples = sum(len(rule.examples) for rule in rules)
    tell(f"{path}: {len(rules)} rules, {examples - len(wrong)} of {examples} examples hold")
    for number, rule in enumerate(rules, 1):
        if not (any(e.facts for e in rule.examples) and any(not e.facts for e in rule.examples)):
            tell(f"{path} rule {number} ({rule.property}) lacks an example or a counter-example")
    if arguments.paths:
        _show(arguments, rules)
    if wrong:
        raise ExampleError(f"{path}: {len(wrong)} of {examples} examples do not hold")
    return 0


def _properties(rules: tuple[Rule, ...], path: Path) -> list[str]:
    """Those of the rules' properties that hold both ways; raises ResourceError for one that the ontology lacks."""
    schema = read_schema()
    for number, rule in enumerate(rules, 1):
        if rule.property not in schema.properties:
            raise ResourceError(f"{path} rule {number}: the ontology has no property {rule.property!r}")
    return [rule.property for rule in rules if schema.symmetric(rule.property)]


def _show(arguments: Namespace, rules: tuple[Rule, ...]) -> None:
    read = read_articles(arguments.paths)
    for issue in read.issues:
        tell(f"{issue.source}: {issue.message} [{issue.kind}]")
    count = 0
    for found in matches(rules, read.articles, load_resources()):
        count += 1
        if arguments.format == "jsonl":
            write_bytes(json_lines([asdict(found)]))
        else:
            sys.stdout.write(visible("\n".join(_found(found))) + "\n")
    tell(f"{count} statements in {len(read.articles)} articles")


def _found(found: Found) -> Iterator[str]:
    said = [word for word in (found.role, found.status if found.status != "asserted" else "") if word]
    extra = f" ({', '.join(said)})" if said else ""
    yield f"{found.subject} {found.property} {found.object}{extra}  {found.confidence:.2f}  {found.source}"
    yield f"    {' '.join(found.sentence.split())}"


def _failure(failure: Failure) -> Iterator[str]:
    yield f"an example of {failure.rule.property} does not hold: {failure.example.text}"
    yield from (f"  states: {one} | {other}" for one, other in failure.false)
    yield from (f"  misses: {one} | {other}" for one, other in failure.missed)

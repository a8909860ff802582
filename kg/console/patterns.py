"""`kg patterns check`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from kg.console.streams import tell, visible, write_bytes
from kg.errors import ExampleError, ResourceError, UsageError
from kg.evaluate.patterns import Failure, Found, failures, matches, verb_failures
from kg.nlp.attribution import load_saying
from kg.nlp.holding import load_holding
from kg.nlp.patterns import VERB_FILES, Rule, load_rule_file
from kg.pipeline import load_resources
from kg.rdf.ontology import read_schema
from kg.read.articles import read_articles
from kg.resources import lexicon_dir
from kg.store.records import json_lines


def run(arguments: Namespace) -> int:
    """Run a pattern file's examples, then show what it matches in articles."""
    path = Path(arguments.file)
    if path.name in VERB_FILES:
        return _check_verbs(arguments, path)
    rules = load_rule_file(path, lexicon_dir() / "patterns")
    wrong = list(failures(rules, _properties(rules, path, arguments.ontology)))
    for number, rule in enumerate(rules, 1):
        if not (any(e.facts for e in rule.examples) and any(not e.facts for e in rule.examples)):
            tell(f"{path} rule {number} ({rule.property}) lacks an example or a counter-example")
    _tell(path, f"{len(rules)} rules, ", wrong, sum(len(rule.examples) for rule in rules))
    if arguments.paths:
        _show(arguments, rules)
    return _end(path, wrong)


def _check_verbs(arguments: Namespace, path: Path) -> int:
    """Verbs of saying or of holding a post: their examples alone, as they match nothing without the rest."""
    if arguments.paths:
        raise UsageError(f"{path.name} holds verbs, which are checked by their examples alone: leave the articles out")
    verbs = load_holding(path) if path.name == "positions.yaml" else load_saying(path)
    wrong = list(verb_failures(verbs))
    _tell(path, "", wrong, len(verbs.examples))
    return _end(path, wrong)


def _tell(path: Path, what: str, wrong: Sequence[Failure], examples: int) -> None:
    for failure in wrong:
        tell("\n".join(_failure(failure)))
    tell(f"{path}: {what}{examples - len(wrong)} of {examples} examples hold")


def _end(path: Path, wrong: Sequence[Failure]) -> int:
    if wrong:
        raise ExampleError(f"{path}: examples that do not hold: {len(wrong)}")
    return 0


def _properties(rules: tuple[Rule, ...], path: Path, ontology: str | None) -> list[str]:
    """Those of the rules' properties that hold both ways; raises ResourceError for one that the ontology lacks."""
    schema = read_schema(Path(ontology) if ontology else None)
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
    yield f"an example of {failure.kind} does not hold: {failure.example}"
    yield from (f"  states: {' | '.join(row)}" for row in failure.false)
    yield from (f"  misses: {' | '.join(row)}" for row in failure.missed)

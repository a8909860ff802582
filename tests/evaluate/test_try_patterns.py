"""A pattern file is tried out on its own examples and on articles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from line import article, resources

from kg.evaluate.patterns import document_of, matches
from kg.nlp.patterns import Rule, load_rules
from kg.resources import lexicon_dir


def rules(name: str) -> list[Rule]:
    return [rule for rule in load_rules(lexicon_dir() / "patterns") if rule.property == name]


def test_marked_names_become_mentions_in_place() -> None:
    document = document_of("[[甲展|EVENT]]在[[乙馆|VENUE]]举行，[[甲展|EVENT]]由[[丙局|ORG]][[局长|TITLE]]宣布开幕。")
    assert all(document.article.text[m.start : m.end] == m.text for m in document.mentions)
    assert [(m.text, m.entity) for m in document.mentions] == [
        ("甲展", "e1"), ("乙馆", "e2"), ("甲展", "e1"), ("丙局", "e3"), ("局长", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("由海湾市商务局主办的第三届海湾茶叶博览会昨日开幕。", [("第三届海湾茶叶博览会", "海湾市商务局", "主办")]),
        ("海湾市商务局局长参观了第三届海湾茶叶博览会。", []),
    ],
)
def test_rules_are_matched_in_articles(text: str, found: list[tuple[str, str, str]]) -> None:
    said = list(matches(rules("organizer"), [article(text)], resources()))
    assert [(f.subject, f.object, f.role) for f in said] == found
    assert all(f.sentence == text for f in said)


def test_only_the_rules_given_are_matched() -> None:
    silent = [replace(rule, sources=(), needs=()) for rule in rules("organizer")]
    assert not list(matches(silent, [article("由海湾市商务局主办的第三届海湾茶叶博览会昨日开幕。")], resources()))

"""What a pattern needs of a sentence: never more than it matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.nlp.needs import needs
from kg.nlp.patterns import _KINDS, _compile, load_rules
from kg.resources import lexicon_dir


def marks(kind: str) -> str:
    return {"Host": "HI", "Event": "E"}.get(kind, "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("由{host:Host+}(联合)?{role:主办|承办}的?{event:Event}", ["由", "HI", "主承", "E"]),
        ("{Host}~在", ["HI", "在"]),
        ("(甲|乙)丙", ["丙"]),
        ("(甲(乙))?丙+", ["丙"]),
        ("甲|乙", []),
        ("甲{0,2}乙{2}", []),
        ("[甲乙]丙", ["丙"]),
        (r"\(甲\)", ["甲"]),
        ("[()]甲", ["甲"]),
        ("(?i)甲", []),
        ("(?<!{Host})甲", ["甲"]),
        ("甲*?乙", ["乙"]),
        ("{role:举行(了)?}甲", ["甲"]),
        ("{nonsense:Nonsense}", []),
    ],
)  # fmt: skip
def test_what_is_needed(source: str, expected: list[str]) -> None:
    assert [frozenset(signs) for signs in expected] == list(needs(source, marks))


def test_shipped_patterns_mostly_need_something() -> None:
    rules = load_rules(lexicon_dir() / "patterns")
    found = [n for rule in rules for n in rule.needs]
    assert sum(bool(n) for n in found) > 0.9 * len(found)


@pytest.mark.parametrize("path", sorted((lexicon_dir() / "patterns").glob("*s.yaml")), ids=lambda p: p.stem)
def test_a_match_holds_what_its_pattern_needs(path: Path) -> None:
    """Texts made of what each pattern names, with and without each character in turn."""
    for rule in load_rules(path.parent):
        for source, needed in zip(rule.sources, rule.needs, strict=True):
            pattern = _compile(source, rule.where)
            assert needed == needs(source, lambda kind: _KINDS.get(kind, ""))
            assert pattern.pattern == _compile(source, "").pattern
            whole = "".join(min(signs) for signs in needed)
            for at, signs in enumerate(needed):
                text = whole[:at] + "其" + whole[at + 1 :]
                if signs.isdisjoint(text):
                    assert not pattern.search(text)

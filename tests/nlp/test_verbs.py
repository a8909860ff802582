"""Verb files are read whole, or told what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.errors import ResourceError
from kg.nlp.attribution import find_verbs, load_saying
from kg.nlp.holding import load_holding
from kg.resources import lexicon_dir

PATTERNS = lexicon_dir() / "patterns"


def test_a_verb_is_added_by_writing_it_into_its_list(tmp_path: Path) -> None:
    raw = yaml.safe_load((PATTERNS / "attribution.yaml").read_text(encoding="utf-8"))
    assert [v.kind for v in find_verbs(load_saying(PATTERNS / "attribution.yaml"), "他碎念，天太热。")] == []
    raw["saying"]["comma"].append("碎念")
    path = tmp_path / "attribution.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    assert [(v.start, v.kind) for v in find_verbs(load_saying(path), "他碎念，天太热。")] == [(1, "comma")]


@pytest.mark.parametrize(
    ("load", "text", "told"),
    [
        (load_holding, "- a", "expected a mapping with the key 'holding'"),
        (load_saying, "holding: {}", "expected a mapping with the key 'saying'"),
        (load_holding, "holding: {verbs: 任}", "'verbs' must be a list of words"),
        (load_holding, "holding: {verbs: ['(任'], dismissing: [免], not_taken: [拟], not_held: [拟]}", "not a pattern"),
        (load_holding, "holding: {", "while parsing"),
        (
            load_holding,
            "holding: {verbs: [任], dismissing: [免], not_taken: [拟], not_held: [拟], examples: [{holds: []}]}",
            "an example needs a text",
        ),
    ],
)
def test_what_is_wrong_is_told_with_the_file(tmp_path: Path, load: Callable[[Path], Any], text: str, told: str) -> None:
    path = tmp_path / "verbs.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=told) as caught:
        load(path)
    assert str(path) in str(caught.value)

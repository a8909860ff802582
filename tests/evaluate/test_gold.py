"""Gold files are read whole or told what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReadError, UsageError
from kg.evaluate.gold import read_gold

ENTITY = {"id": "e", "type": "Person", "name": "甲", "aliases": ["乙"]}


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"doc": f"{name}.txt", "entities": [ENTITY]}))
    golds = read_gold(tmp_path)
    assert [(g.stem, g.doc) for g in golds] == [("a", "a.txt"), ("b", "b.txt")]
    assert golds[0].entities[0].names == ("甲", "乙")


def test_a_folder_without_gold_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no gold files"):
        read_gold(tmp_path)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("{", "cannot be read"),
        ("[]", "not a gold file"),
        ({"entities": []}, "'doc' is missing"),
        ({"doc": "a", "entities": [{"id": "e"}]}, "'type' is missing"),
        ({"doc": "a", "entities": [ENTITY], "relations": [{"s": "f", "p": "heldAt", "o": "e"}]}, "has the id f"),
        (
            {"doc": "a", "entities": [ENTITY], "observations": [{"measure": "", "value": "many", "unit": ""}]},
            "not a gold file",
        ),
    ],
)
def test_what_is_wrong_is_told_with_the_file(tmp_path: Path, raw: Any, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(raw if isinstance(raw, str) else json.dumps(raw))
    with pytest.raises(ReadError, match=told) as caught:
        read_gold(tmp_path)
    assert str(path) in str(caught.value)

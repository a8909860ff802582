"""`kg.nlp.yaml_files`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.errors import ResourceError
from kg.nlp.yaml_files import read_yaml
from kg.resources import lexicon_dir


@pytest.mark.parametrize("path", sorted((lexicon_dir() / "patterns").glob("*.yaml")), ids=lambda p: p.stem)
def test_libyaml_reads_what_the_slow_reader_reads(path: Path) -> None:
    assert read_yaml(path) == yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a: [1", "line 1, column 6"),
        (b"a: 1\nb: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
        (b"a: \xff", "utf-8"),
        (b"a: \x00", "special characters are not allowed"),
    ],
    ids=["unclosed", "a tag that runs code", "not UTF-8", "control character"],
)
def test_what_is_no_plain_yaml_is_told_with_its_file(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(data)
    with pytest.raises(ResourceError, match=told) as caught:
        read_yaml(path)
    assert str(path) in str(caught.value)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("# 待补\n", encoding="utf-8")
    assert read_yaml(tmp_path / "rules.yaml") is None


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="No such file"):
        read_yaml(tmp_path / "none.yaml")

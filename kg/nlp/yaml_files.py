"""YAML files of patterns and verbs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from kg.errors import ResourceError


def read_yaml(path: Path) -> Any:
    """What the file holds, of plain YAML types; ResourceError names the file and the place where it is none.

    libyaml reads some ten times faster; where it is missing or refuses a file, PyYAML's own reader has the last word.
    """
    try:
        text = path.read_text(encoding="utf-8")
        quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            return yaml.load(text, Loader=quick)
        except yaml.YAMLError:
            return yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ResourceError(f"{path}: {error}") from error

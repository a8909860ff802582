"""Weights in the package: an npz of plain arrays and a card that holds its hash."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import ResourceError

_MODELS = Path(__file__).resolve().parent / "models"


def read_model(
    name: str, directory: Path | None = None, *, as_floats: bool = True
) -> tuple[dict[str, Any], dict[str, Any], Path]:
    """The card, the arrays (as float32, or as they are stored) and the path of the arrays of the model called `name`.

    Raises ResourceError naming the file that is missing, or where the arrays are not those the card speaks of.
    """
    folder = directory or _MODELS
    weights = folder / f"{name}.npz"
    try:
        card = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        raw = weights.read_bytes()
    except (OSError, ValueError) as error:
        raise ResourceError(f"the model {name} cannot be read: {error}") from error
    if not isinstance(card, dict) or hashlib.sha256(raw).hexdigest() != card.get("sha256"):
        raise ResourceError(f"the model {name} is not the one its card speaks of: {weights}")
    with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
        arrays = {key: stored[key] for key in stored.files}
    return card, {key: a.astype(np.float32) if as_floats else a for key, a in arrays.items()}, weights

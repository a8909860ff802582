"""Write a fitted head as `names.npz` and `names.json`, as `kg.nlp.names` reads them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.nlp.name_features import SIZES
from training.data import CONVENTIONS, LABELS
from training.net import Head


def arrays(head: Head) -> dict[str, npt.NDArray[np.float16]]:
    """The weights under the names that `kg.nlp.names` knows."""
    found = {
        "dense": head.dense.weight.T, "dense_bias": head.dense.bias, "signs": head.signs.weight.T,
        "words": head.words.weight.T,
        "table": head.table.weight, "source": head.source.weight,
        "output": head.output.weight.T, "output_bias": head.output.bias,
        "start": head.start, "stop": head.stop, "moves": head.moves,
    }  # fmt: skip
    for number, layer in enumerate(head.convs):
        found[f"conv{number}"] = layer.weight.permute(2, 1, 0)
        found[f"conv{number}_bias"] = layer.bias
    return {name: value.detach().numpy().astype(np.float16) for name, value in found.items()}


def write(head: Head, directory: Path, facts: Mapping[str, Any]) -> None:
    """Both files; the same head gives the same bytes."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays(head))
    raw = buffer.getvalue()
    card = {
        "labels": list(LABELS),
        "conventions": list(CONVENTIONS),
        "features": dict(SIZES),
        "dilations": [layer.dilation[0] for layer in head.convs],
        **facts,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "names.npz").write_bytes(raw)
    (directory / "names.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

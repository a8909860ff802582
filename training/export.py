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
import torch
from torch import Tensor

from kg.nlp.name_features import SIZES
from training.data import CONVENTIONS, LABELS
from training.net import Head, Shape


def arrays(head: Head) -> dict[str, npt.NDArray[np.float16]]:
    """The weights under the names that `kg.nlp.names` knows."""
    return {name: value.detach().numpy().astype(np.float16) for name, value in _parameters(head).items()}


def _parameters(head: Head) -> dict[str, Tensor]:
    found = {
        "dense": head.dense.weight.T, "dense_bias": head.dense.bias, "signs": head.signs.weight.T,
        "words": head.words.weight.T,
        "table": head.table.weight, "source": head.source.weight,
        "output": head.output.weight.T, "output_bias": head.output.bias,
        "start": head.start, "stop": head.stop, "moves": head.moves,
    }  # fmt: skip
    for number, (near, layer) in enumerate(zip(head.near, head.mixing, strict=True)):
        found |= {f"near{number}": near, f"mix{number}": layer.weight.T, f"mix{number}_bias": layer.bias}
    return found


def read_back(directory: Path, shape: Shape) -> Head:
    """The head whose weights were written to `directory`."""
    head = Head(shape)
    with np.load(directory / "names.npz", allow_pickle=False) as stored, torch.no_grad():
        for name, value in _parameters(head).items():
            value.copy_(torch.from_numpy(stored[name].astype(np.float32)))
    return head


def write(head: Head, directory: Path, facts: Mapping[str, Any]) -> None:
    """Both files; the same head gives the same bytes."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays(head))
    raw = buffer.getvalue()
    card = {
        "labels": list(LABELS),
        "conventions": list(CONVENTIONS),
        "features": dict(SIZES),
        "dilations": head.shape.steps,
        **facts,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "names.npz").write_bytes(raw)
    (directory / "names.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

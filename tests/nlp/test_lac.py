"""The net's arithmetic against its plain definition, and the parameter files."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ResourceError
from kg.nlp.lac import HIDDEN, Floats, emissions, pack, read_net, read_parameter, unpack


def _model() -> Path:
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "lac_small" / "model_baseline"


def _tensor(dims: tuple[int, ...], kind: int = 5) -> bytes:
    message = bytes([8, kind]) + b"".join(bytes([16, d]) for d in dims)
    count = int(np.prod(dims))
    return bytes(16) + struct.pack("<i", len(message)) + message + struct.pack(f"<{count}f", *range(count))


def _plain(ids: list[int]) -> Floats:
    """One row, step by step, straight from the files."""

    def read(name: str, *shape: int) -> Floats:
        return read_parameter(_model() / name, shape)

    def gru(number: int, inputs: Floats) -> list[Floats]:
        size = inputs.shape[1]
        gates = inputs @ read(f"fc_{number}.w_0", size, 384) + read(f"fc_{number}.b_0", 384)
        gates = gates + read(f"gru_{number}.b_0", 1, 384)
        weights = read(f"gru_{number}.w_0", 128, 384).ravel()
        first, second = weights[: 128 * 256].reshape(128, 256), weights[128 * 256 :].reshape(128, 128)
        state, found = np.zeros(128, dtype=np.float32), []
        for gate in gates:
            both = 1 / (1 + np.exp(-(gate[:256] + state @ first)))
            fresh = np.tanh(gate[256:] + (both[128:] * state) @ second)
            state = (1 - both[:128]) * state + both[:128] * fresh
            found.append(state)
        return found

    features = read("word_emb", -1, 128)[ids]
    for number in (0, 2):
        ahead, behind = gru(number, features), gru(number + 1, features[::-1])[::-1]
        features = np.concatenate((np.stack(ahead), np.stack(behind)), axis=1)
    found: Floats = features @ read("fc_4.w_0", 256, 57) + read("fc_4.b_0", 57)
    return found


def test_a_batch_gives_each_row_what_it_gives_alone() -> None:
    rows = [[1500 * k % 9000 for k in range(30)], [7, 700, 70, 7000], [12], [13]]
    ids, active = pack([np.array(row) for row in rows])
    scores = emissions(read_net(_model()), ids, active)[unpack(active)]
    at = 0
    for row in rows:
        assert np.allclose(scores[at : at + len(row)], _plain(row), atol=2e-4)
        at += len(row)


def test_no_weight_is_a_denormal_number() -> None:
    net = read_net(_model())
    for layer in net.layers:
        for weights in (layer.inputs, layer.gates, layer.candidate):
            assert not ((weights != 0) & (np.abs(weights) < np.finfo(np.float32).tiny)).any()
    assert net.layers[0].gates.shape == (2, HIDDEN, 2 * HIDDEN)


def test_a_parameter_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "w"
    path.write_bytes(_tensor((2, 3)))
    assert read_parameter(path, (2, 3)).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert read_parameter(path, (-1, 3)).shape == (2, 3)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff" * 100_000,
        _tensor((3, 2)),
        _tensor((6,)),
        _tensor((2, 3), kind=6),
        _tensor((2, 3))[:-1],
        _tensor((2, 3)) + b"\0\0\0\0",
        b"\1" + _tensor((2, 3))[1:],
        _tensor((2, 3))[:-4] + struct.pack("<f", float("nan")),
    ],
)
def test_a_malformed_parameter_file_is_named(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "bad_weights"
    path.write_bytes(raw)
    with pytest.raises(ResourceError, match="bad_weights"):
        read_parameter(path, (2, 3))


def test_a_missing_parameter_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="crfw"):
        read_net(tmp_path)

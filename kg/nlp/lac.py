"""LAC-small as numpy arrays: what jieba ships for paddle, read and run without paddle.

The net (Baidu's LAC, Apache-2.0): characters → embedding (128) → two layers of forward and backward GRU (128 each)
→ emission scores of 57 labels → a linear-chain CRF. The weights are the parameter files of
`jieba/lac_small/model_baseline`, in paddle's format.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kg.errors import ResourceError

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.intp]

HIDDEN = 128
_FLOAT32 = 5
_LABELS = 57
_ONE, _TWO = np.float32(1), np.float32(2)
_NEVER = np.float32(-1e4)
_DEAD = 1e-30
_LONGEST_MESSAGE = 64
_NARROW = 32


@dataclass(frozen=True, slots=True)
class Layer:
    """Both directions of a GRU layer, stacked on axis 0 (forward, backward).

    `inputs` (2, features, 3H) and `bias` (2, 1, 3H) turn a layer's input into gate inputs: update, reset, candidate;
    `gates` (2, H, 2H) and `candidate` (2, H, H) are the recurrent weights. All are scaled for `_step`.
    """

    inputs: Floats
    bias: Floats
    gates: Floats
    candidate: Floats


@dataclass(frozen=True, slots=True)
class Net:
    """The weights. `start`, `stop` (57) and `moves` (57, 57: from, to) are the CRF's, as logarithms."""

    embedding: Floats
    layers: tuple[Layer, Layer]
    output: Floats
    output_bias: Floats
    start: Floats
    stop: Floats
    moves: Floats


def read_net(directory: Path) -> Net:
    """The net from a folder of paddle parameter files. Raises ResourceError naming the file that is missing or bad."""

    def read(name: str, *shape: int) -> Floats:
        return read_parameter(directory / name, shape)

    def layer(first: int, features: int) -> Layer:
        ways = [_way(read, number, features) for number in (first, first + 1)]
        return Layer(
            inputs=np.stack([w[0] for w in ways]),
            bias=np.stack([w[1] for w in ways])[:, None],
            gates=np.stack([w[2] for w in ways]),
            candidate=np.stack([w[3] for w in ways]),
        )

    crf = read("crfw", _LABELS + 2, _LABELS)
    return Net(
        embedding=read("word_emb", -1, HIDDEN),
        layers=(layer(0, HIDDEN), layer(2, 2 * HIDDEN)),
        output=read("fc_4.w_0", 2 * HIDDEN, _LABELS),
        output_bias=read("fc_4.b_0", _LABELS),
        start=np.where(np.arange(_LABELS) % 2, _NEVER, crf[0]),
        stop=crf[1],
        moves=_lawful(crf[2:]),
    )


def _lawful(moves: Floats) -> Floats:
    """Without the moves to an inner label (odd) from another kind; in training none occurred (weights to -73)."""
    kinds = np.arange(_LABELS) // 2
    forbidden = (kinds[:, None] != kinds) & (np.arange(_LABELS) % 2 == 1)
    return np.where(forbidden, _NEVER, moves)


def _way(read: Callable[..., Floats], number: int, features: int) -> tuple[Floats, Floats, Floats, Floats]:
    """One direction's `inputs`, `bias`, `gates` and `candidate`, scaled as `_step` needs them."""
    inputs = read(f"fc_{number}.w_0", features, 3 * HIDDEN).copy()
    bias = read(f"fc_{number}.b_0", 3 * HIDDEN) + read(f"gru_{number}.b_0", 1, 3 * HIDDEN)[0]
    # paddle keeps the H×2H update and reset weights first, then the H×H candidate weights, whatever shape it states.
    recurrent = read(f"gru_{number}.w_0", HIDDEN, 3 * HIDDEN).ravel()
    gates, candidate = np.split(recurrent, [2 * HIDDEN * HIDDEN])
    gates, candidate = -gates, -_TWO * candidate
    for weights in (inputs, bias):
        weights[..., : 2 * HIDDEN] *= -_ONE
        weights[..., 2 * HIDDEN :] *= -_TWO
    return inputs, bias, gates.reshape(HIDDEN, 2 * HIDDEN), candidate.reshape(HIDDEN, HIDDEN)


def read_parameter(path: Path, shape: tuple[int, ...]) -> Floats:
    """One paddle tensor file of that shape (-1: any size). Raises ResourceError naming the file.

    Layout: u32 version, u64 count of levels of detail, u32 tensor version, i32 size of a protobuf message with the
    element type (field 1) and the dimensions (field 2), the message, little-endian float32 values.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ResourceError(f"the tagger's model cannot be read: {path}: {error.strerror}") from error
    size = int.from_bytes(raw[16:20], "little")
    fields = _varint_fields(raw[20 : 20 + min(size, _LONGEST_MESSAGE)])
    dims = tuple(value for key, value in fields if key == 2)
    fits = len(dims) == len(shape) and all(want in (-1, have) for want, have in zip(shape, dims, strict=True))
    count = (len(raw) - 20 - size) / 4
    if any(raw[:16]) or (1, _FLOAT32) not in fields or not fits or count != np.prod(dims):
        raise ResourceError(f"the tagger's model is malformed: {path} is not a float32 tensor of shape {shape}")
    values = np.frombuffer(raw, dtype="<f4", offset=20 + size).reshape(dims).astype(np.float32, copy=False)
    if not np.isfinite(values).all():
        raise ResourceError(f"the tagger's model is malformed: {path} holds values that are no numbers")
    # A dead unit's denormal weights add nothing and make the whole product ten times slower.
    return np.where(np.abs(values) < _DEAD, np.float32(0), values)


def _varint_fields(message: bytes) -> list[tuple[int, int]]:
    """The (field number, value) pairs of a protobuf message that has integer fields only."""
    numbers: list[int] = []
    value = shift = 0
    for byte in message:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value = shift = 0
    return [(key >> 3, number) for key, number in zip(numbers[::2], numbers[1::2], strict=False)]


def pack(rows: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Rows of falling length as one array, time step after time step, and how many rows reach each step.

    >>> pack([np.array([1, 2]), np.array([3])])
    (array([1, 3, 2]), array([2, 1]))
    """
    lengths = np.array([len(row) for row in rows])
    steps = np.arange(lengths[0])
    active = (lengths > steps[:, None]).sum(axis=1)
    table = np.zeros((len(rows), len(steps)), dtype=np.intp)
    table[lengths[:, None] > steps] = np.concatenate(rows)
    return table.T[lengths > steps[:, None]], active


def product(rows: Floats, weights: Floats) -> Floats:
    """The matrix product, made so that a row's is the same among many as among few (see `kg.nlp.products`).

    A single row, and few columns of long sums, would be added up in another order: they are made more.
    """
    height, width = weights.shape[-2:]
    if width < _NARROW < height:
        return product(rows, np.pad(weights, ((0, 0), (0, _NARROW - width))))[:, :width]
    single = rows.shape[-2] == 1
    found: Floats = (np.repeat(rows, 2, axis=-2) @ weights)[..., :1, :] if single else rows @ weights
    return found


def emissions(net: Net, ids: Ints, active: Ints) -> Floats:
    """Label scores (positions, 57) of a packed batch of characters (see `pack`)."""
    return label_scores(net, states(net, ids, active)[1])


def label_scores(net: Net, second: Floats) -> Floats:
    """Label scores (positions, 57) for the second layer's states."""
    return product(second, net.output) + net.output_bias


def states(net: Net, ids: Ints, active: Ints) -> tuple[Floats, Floats]:
    """The states of both layers (positions, 2H each) over a packed batch of characters."""
    mirror = _mirror(active)
    first, second = net.layers
    # A character's gate inputs are the same wherever it stands: multiply once for each that occurs.
    seen, where = np.unique(ids, return_inverse=True)
    table = product(net.embedding[seen], first.inputs) + first.bias
    inputs = np.empty((2, len(ids), 3 * HIDDEN), dtype=np.float32)
    np.take(table[0], where, axis=0, out=inputs[0], mode="clip")  # "raise" would copy once more
    np.take(table[1], where[mirror], axis=0, out=inputs[1], mode="clip")
    lower = _run(first, inputs, active, mirror)
    if len(ids) > 1:
        np.matmul(lower, second.inputs[0], out=inputs[0])
        np.matmul(lower[mirror], second.inputs[1], out=inputs[1])
    else:
        inputs[:] = product(lower, second.inputs)
    inputs += second.bias
    return lower, _run(second, inputs, active, mirror)


def unpack(active: Ints) -> Ints:
    """The packed positions row after row.

    >>> unpack(np.array([2, 1]))
    array([0, 2, 1])
    """
    return np.argsort(_coordinates(active)[1], kind="stable")


def _coordinates(active: Ints) -> tuple[Ints, Ints]:
    """The step and the row of each packed position."""
    step = np.repeat(np.arange(len(active)), active)
    return step, np.arange(len(step)) - (np.cumsum(active) - active)[step]


def _mirror(active: Ints) -> Ints:
    """Where each position goes when every row is read from its end: the order of the backward GRU."""
    step, row = _coordinates(active)
    lengths = (active[:, None] > np.arange(active[0])).sum(axis=0)
    mirror: Ints = (np.cumsum(active) - active)[lengths[row] - 1 - step] + row
    return mirror


def _run(layer: Layer, inputs: Floats, active: Ints, mirror: Ints) -> Floats:
    """States (positions, 2H) for gate inputs (2, positions, 3H), those of the second direction mirrored."""
    states = np.empty((2, len(mirror), HIDDEN), dtype=np.float32)
    state = np.zeros((2, active[0], HIDDEN), dtype=np.float32)
    at = 0
    with np.errstate(over="ignore"):  # of `exp`: 1 / infinity is the 0 that is meant
        for n in active.tolist():
            state = _step(layer, inputs[:, at : at + n], state[:, :n])
            states[:, at : at + n] = state
            at += n
    return np.concatenate((states[0], states[1, mirror]), axis=1)


def _step(layer: Layer, inputs: Floats, state: Floats) -> Floats:
    """One GRU step as paddle's dynamic_gru does it: the update gate weighs the candidate, not the old state.

    sigmoid(x) = 1 / (1 + exp(-x)) and tanh(x) = 2 / (1 + exp(-2x)) - 1, whose factors `Layer` holds in the weights:
    without AVX-512 numpy's `exp` is twice as fast as its `tanh`.
    """
    gates = product(state, layer.gates)
    np.add(gates, inputs[:, :, : 2 * HIDDEN], out=gates)
    np.exp(gates, out=gates)
    np.add(gates, _ONE, out=gates)
    np.divide(_ONE, gates, out=gates)
    fresh = product(np.multiply(gates[:, :, HIDDEN:], state), layer.candidate)
    np.add(fresh, inputs[:, :, 2 * HIDDEN :], out=fresh)
    np.exp(fresh, out=fresh)
    np.add(fresh, _ONE, out=fresh)
    np.divide(_TWO, fresh, out=fresh)
    np.subtract(fresh, _ONE, out=fresh)
    np.subtract(fresh, state, out=fresh)
    np.multiply(fresh, gates[:, :, :HIDDEN], out=fresh)
    np.add(fresh, state, out=fresh)
    return fresh

"""Products of small matrices: by one thread, and for each row the same whatever rows stand beside it.

Texts are read in batches, for speed; what is read in one must not depend on its neighbours. A row of a product does not
where the library adds up its numbers in one order for all rows. OpenBLAS does so on processors with AVX-512 and on old
ones, but for a single row; on processors with AVX2 alone the order depends on the row's place. `steady` tries it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from kg.nlp.lac import Floats, product

# Heights and widths of the models' matrices, and numbers of rows with different rests by all block sizes in use. From a
# million multiplications on OpenBLAS goes another way: the last number is beyond that for all shapes but the smallest.
_SHAPES = ((128, 256), (128, 128), (256, 384), (256, 57), (57, 57), (21, 21), (256, 192), (100, 192), (192, 192),
           (192, 21), (160, 160), (160, 64), (64, 128), (22, 128), (128, 22))  # fmt: skip
_ROWS = (1, 2, 3, 5, 8, 13, 31, 121, 400)


@dataclass(frozen=True, slots=True)
class Products:
    """How products are made here; `steady`: a row's product is the same whatever rows stand beside it."""

    pools: ThreadpoolController
    steady: bool

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One thread: the products are small, and a second one makes them slower, on a busy machine ten times."""
        with self.pools.limit(limits=1, user_api="blas"):
            yield


def tried() -> Products:
    """Try out how this machine makes products (5 ms)."""
    pools = ThreadpoolController()
    with pools.limit(limits=1, user_api="blas"):
        return Products(pools, all(_is_steady(*shape) for shape in _SHAPES))


def _is_steady(height: int, width: int) -> bool:
    """Whether rows have the same product in each of several selections of rows."""
    rows, weights = _numbers(max(_ROWS) + 7, height), _numbers(height, width)
    whole = product(rows, weights)
    return all(
        np.array_equal(product(rows[at : at + count], weights), whole[at : at + count])
        for count in _ROWS
        for at in (0, 7)
    )


def _numbers(rows: int, columns: int) -> Floats:
    """Numbers between -1 and 1 that look like chance and are always the same."""
    found: npt.NDArray[np.float64] = np.sin(np.arange(1, rows * columns + 1, dtype=np.float64) ** 2)
    return found.astype(np.float32).reshape(rows, columns)

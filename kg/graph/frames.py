"""Rows as pandas data frames; pandas comes with the extra `data`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kg.errors import UsageError


def frame(columns: Sequence[str], rows: Sequence[Sequence[object]], kinds: Mapping[str, type] | None = None) -> Any:
    """A `pandas.DataFrame` of these rows.

    A column of whole numbers is Int64, of numbers with a decimal among them float64 (about 15 digits are exact), of
    truth values boolean, of dates datetime64, of texts what pandas takes for texts; None is missing. Every other column
    holds the values as they are.

    Args:
        kinds: the type of a column's values, by its name, for where it has none (no rows, or None in all); else text.

    Raises:
        UsageError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("to_pandas() needs the extra data: pip install 'kg[data]'") from error
    given = kinds or {}
    made = {str(i): _column(pd, [row[i] for row in rows], given.get(name, str)) for i, name in enumerate(columns)}
    data = pd.DataFrame(made, index=pd.RangeIndex(len(rows)))
    data.columns = list(columns)
    return data


def _column(pd: Any, values: list[object], usual: type) -> Any:
    kinds = {type(v) for v in values if v is not None} or {usual}
    try:
        if kinds == {bool}:
            return pd.array(values, dtype="boolean")
        if kinds == {int}:
            return pd.array(values, dtype="Int64")
        if kinds <= {int, float, Decimal}:
            return pd.array([None if v is None else float(v) for v in values], dtype="float64")  # type: ignore[arg-type]
        if all(issubclass(k, date) for k in kinds):
            return pd.to_datetime(pd.Series(values, dtype=object))
    except (OverflowError, ValueError, TypeError):  # whole numbers of more than 64 bits, mixed time zones
        pass
    # What pandas makes of a text differs between its versions; without a text among them it would make objects.
    return pd.Series(values, dtype=pd.Series(["text"]).dtype if kinds == {str} else object)

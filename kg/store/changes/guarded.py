"""Values that an earlier build left on disk: pickled data of this package, in a folder that anybody may have written.

Nothing but data is made of them: dataclasses of `kg`, and the standard types below. A function is told by its name.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import is_dataclass
from importlib import import_module
from typing import Any

from kg.dataflow import Record

# Modules whose dataclasses are made.
TRUSTED: tuple[str, ...] = ("kg.",)
_TYPES = {
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("builtins", "bytearray"): bytearray,
    ("collections", "OrderedDict"): dict,
    ("datetime", "date"): None,
    ("decimal", "Decimal"): None,
    ("pathlib", "PosixPath"): None,
    ("pathlib", "WindowsPath"): None,
    ("re", "_compile"): None,
}


class ForeignDataError(ValueError):
    """What lies there is not what a build of this version leaves."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The type of that name, if values of it are mere data."""
        if (module, name) in _TYPES:
            return _TYPES[module, name] or super().find_class(module, name)
        if module.startswith(TRUSTED) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Record)):
                return found
        raise ForeignDataError(f"{module}.{name} is no data")


def read_value(raw: bytes) -> Any:
    """The value of pickled bytes.

    >>> read_value(pickle.dumps(("文", 1))), read_value(pickle.dumps(print))
    Traceback (most recent call last):
    kg.store.changes.guarded.ForeignDataError: builtins.print is no data

    Raises:
        ForeignDataError: they are not pickled data of this version.
    """
    try:
        return _Reader(io.BytesIO(raw)).load()
    except ForeignDataError:
        raise
    except Exception as error:  # a pickle that was cut or changed raises anything
        raise ForeignDataError(f"unreadable: {error}") from error


class GuardedRecord(Record):
    """A record of an earlier build. What it holds as a tuple is the pickled value, which is read when it is asked for,
    and pickled anew where it is handed on."""

    @property
    def value(self) -> Any:
        """The value."""
        found = self.__dict__
        if not found:
            found["value"] = read_value(self[3])
        return found["value"]

    def _replace(self, **cells: Any) -> Any:
        return Record(self[0], self[1], self[2], self.value)._replace(**cells)


_new: Callable[[type[GuardedRecord], tuple[Any, ...]], GuardedRecord] = tuple.__new__


def guarded_record(cells: tuple[str, str, str, bytes]) -> Record:
    """A record of kind, key, order and pickled value."""
    return _new(GuardedRecord, cells)


def told(function: Any) -> Any:
    """A function of a step as data: a plain one by its name, an instance of a dataclass or a tuple as itself."""
    if isinstance(function, tuple):
        return function
    name = getattr(function, "__qualname__", None)
    return function if name is None else f"{function.__module__}:{name}"


def untold(function: Any) -> Any:
    """The function that `told` made this of. Raises ForeignDataError where it is none that makes records of records."""
    if not isinstance(function, str):
        return function
    module, _, name = function.partition(":")
    try:
        found = getattr(import_module(module), name) if module.startswith(TRUSTED) else None
    except (ImportError, AttributeError):
        found = None
    if found is None or "Record]" not in str(getattr(found, "__annotations__", {}).get("return")):
        raise ForeignDataError(f"{function} is no step")
    return found

"""Which names the names of areas bear on: where areas become known, only these need to be compared again.

The name of 北川 bears on 北川银行 and on 银行（北川）, not on 南山银行.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from kg.nlp.lexicon import KnownNames
from kg.resolve.canonical import bare

Bears = Callable[[Iterable[str]], bool]
"""Whether something bears on any of some names."""


def on_comparing(areas: Iterable[str], known: KnownNames) -> Bears:
    """Whether it may change what names imply (`kg.resolve.likeness`, `kg.resolve.spelling`) that `areas` are areas.

    A name is looked through for areas without its brackets too, and with a short name in full (`known.bodies`): so it
    tells only of a name that lacks one of an area's characters that the area does not bear on it.
    """
    wanted = [frozenset(area) for area in areas]
    every = frozenset().union(*wanted)
    bodies = [(short, frozenset(full)) for short, full in known.bodies.items() if not every.isdisjoint(full)]

    def bears(names: Iterable[str]) -> bool:
        for name in names:
            signs = frozenset(name)
            if any(area <= signs for area in wanted):
                return True
            if any(short in name and any(area <= signs | full for area in wanted) for short, full in bodies):
                return True
        return False

    return bears


def on_naming(areas: Iterable[str]) -> Bears:
    """Whether it may change which name is the canonical one (`kg.resolve.canonical`) that `areas` are areas."""
    starts = tuple(areas)
    return lambda names: any(unicodedata.normalize("NFC", bare(name)).startswith(starts) for name in names)

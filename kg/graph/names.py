"""Who bears a name, and near names for a name that nobody has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from kg.identity import fold
from kg.model import Entity

# difflib's own default. Below it, three-character Chinese names that share one character would be offered.
CUTOFF = 0.6
MOST = 3


def suggestions(name: str, names: Iterable[str]) -> list[str]:
    """Up to three of `names` that look like `name` or contain it, best first; ties by name."""
    chars = set(name)
    sharing = sorted(n for n in names if chars & set(n))
    close = get_close_matches(name, sharing, n=MOST, cutoff=CUTOFF)
    holding = [n for n in sharing if len(name) > 1 and name in n]
    return list(dict.fromkeys((*close, *sorted(holding, key=lambda n: (len(n), n)))))[:MOST]


class NameIndex:
    """Entities (their ids) by name. Canonical names come before other ones, names as they stand before folded ones."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        labels: dict[str, set[str]] = defaultdict(set)
        names: dict[str, set[str]] = defaultdict(set)
        folded: dict[str, set[str]] = defaultdict(set)
        for entity in entities:
            labels[entity.name].add(entity.id)
            for name in (entity.name, *entity.names):
                names[name].add(entity.id)
                folded[fold(name)].add(entity.id)
        self._tables = labels, names, folded

    def bearers(self, name: str, own: Iterable[str] = ()) -> tuple[str, ...]:
        """The ids of all that bear the name, sorted; `own` are further ones, whose id it is."""
        given = set(own)
        for table, form in zip(self._tables, (name, name, fold(name)), strict=True):
            found = given | table.get(form, set())
            if found:
                return tuple(sorted(found))
        return ()

    def near(self, name: str) -> list[str]:
        """Names that look like this one."""
        return suggestions(name, self._tables[1])

"""Ids of entities: the canonical name, with a suffix that tells homonyms apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

# Which of several things of one name, in different groups, keeps the plain id.
_PRECEDENCE = (
    "AdministrativeArea",
    "Organization",
    "Person",
    "EventSeries",
    "Venue",
    "Work",
    "Product",
    "Event",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cluster that needs an id: its name, group, and labels from the most telling to the surest.

    `own` labels say something of the thing (organization, year, parent); `fallback` ones (date, article) only tell
    it apart.
    """

    root: str
    name: str
    group: str
    own: tuple[str, ...]
    fallback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Several clusters of one name: `roots` in order."""

    name: str
    roots: tuple[str, ...]
    groups: tuple[str, ...]


def assign_ids(candidates: Sequence[Candidate]) -> tuple[dict[str, str], tuple[Clash, ...]]:
    """Ids by root, all different, and the clashes of names. `candidates` come in a fixed order (of content).

    王晓 of two organizations → 王晓_中国银行, 王晓_海岛大学 (a third one without a post stays 王晓). A venue beside an
    organization of the same name → 某馆 and 某馆_Venue.
    """
    by_name: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_name[candidate.name].append(candidate)
    ids = {same[0].root: name for name, same in by_name.items() if len(same) == 1}
    taken = set(ids.values())
    clashes = []
    for name in sorted(by_name):
        same = by_name[name]
        if len(same) > 1:
            clashes.append(Clash(name, tuple(c.root for c in same), tuple(c.group for c in same)))
            ids.update(_tell_apart(name, same, taken))
            taken.update(ids[c.root] for c in same)
    return ids, tuple(clashes)


def _tell_apart(name: str, same: Sequence[Candidate], taken: set[str]) -> dict[str, str]:
    """Every one gets as many of its labels as make its id its own.

    The plain name is for the first group; of several that share an id the one that has nothing more to say keeps it.
    """
    first = min((c.group for c in same), key=_PRECEDENCE.index)
    ids: dict[str, str] = {}
    used = set(taken)
    level = 0
    while len(ids) < len(same):
        rivals: dict[str, list[Candidate]] = defaultdict(list)
        for position, candidate in enumerate(same, 1):
            if candidate.root not in ids and (level or candidate.group == first):
                labels = _labels(candidate, first, position, level, len(same))
                rivals["_".join((name, *labels))].append(candidate)
        for made, found in rivals.items():
            silent = [c for c in found if len(c.own) <= level] if len(found) > 1 else found
            if len(silent) == 1 and made not in used:
                ids[silent[0].root] = made
                used.add(made)
        level += 1
    return ids


def _labels(candidate: Candidate, first: str, position: int, level: int, count: int) -> tuple[str, ...]:
    """The first `level` labels; past the last one, a number."""
    own = candidate.own or ((candidate.group,) if candidate.group != first else ())
    chain = (*own, *candidate.fallback)
    if level <= len(chain):
        return chain[:level]
    return (*chain, str(position + count * (level - len(chain) - 1)))

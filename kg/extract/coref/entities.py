"""What the mentions of an article add up to, while it is being worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.identity import squeeze
from kg.model import LocalEntity
from kg.nlp.classes import family

Key = tuple[str, str]  # (family of the type, an identifying name)


@dataclass(slots=True)
class Record:
    """One entity in the making. `surfaces` maps each name to the offset where it stands first."""

    key: Key
    type: str
    known: str = ""
    series: Key | None = None
    year: int | None = None
    ordinal: int | None = None
    parent: Key | None = None
    confidence: float = 0.0
    preferred: str = ""
    surfaces: dict[str, tuple[int, int]] = field(default_factory=dict)
    votes: dict[str, float] = field(default_factory=dict)

    def name(self) -> str:
        """The entity's name within the article: a composed one, else the longest met."""
        if self.preferred or self.known in self.surfaces:
            return self.preferred or self.known
        return max(self.surfaces, key=self._rank, default=self.key[1])

    def _rank(self, name: str) -> tuple[bool, int, int, str]:
        """Chinese before foreign, longer before shorter, earlier before later."""
        return (any("\u4e00" <= c <= "\u9fff" for c in name), len(squeeze(name)), -self.surfaces[name][0], name)


class Records:
    """The article's entities by key, in order of first mention."""

    def __init__(self) -> None:
        self._rows: dict[Key, Record] = {}

    def get(self, key: Key) -> Record | None:
        return self._rows.get(key)

    def add(self, key: Key, kind: str, *, confidence: float = 0.5, known: str = "") -> Record:
        """The record of `key`, made if new; the class is the one with the most votes."""
        record = self._rows.setdefault(key, Record(key, kind))
        record.votes[kind] = record.votes.get(kind, 0.0) + confidence
        record.type = max(record.votes, key=lambda k: (record.votes[k], k))
        record.confidence = max(record.confidence, confidence)
        record.known = record.known or known
        return record

    def name(self, record: Record, text: str, start: int, end: int) -> None:
        """Note that the entity is called `text` at `start..end`."""
        held = record.surfaces.get(text)
        if held is None or start < held[0]:
            record.surfaces[text] = (start, end)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._rows.values())

    def of_family(self, kind: str) -> list[Record]:
        return [r for r in self._rows.values() if family(r.type) == kind and r.type != "EventSeries"]

    def ids(self) -> dict[Key, str]:
        """Local ids in order of first name (then key), so that they do not depend on the order of work."""
        named = [r for r in self._rows.values() if r.surfaces]
        ordered = sorted(named, key=lambda r: (min(start for start, _ in r.surfaces.values()), r.key))
        return {r.key: f"e{n}" for n, r in enumerate(ordered, 1)}

    def freeze(self) -> tuple[LocalEntity, ...]:
        """The entities that have a name, as data."""
        ids = self.ids()
        rows = []
        for record in self._rows.values():
            if record.key not in ids:
                continue
            rows.append(
                LocalEntity(
                    id=ids[record.key],
                    type=record.type,
                    name=record.name(),
                    names=tuple(sorted({*record.surfaces, record.name()})),
                    series=ids.get(record.series, "") if record.series else "",
                    year=record.year,
                    ordinal=record.ordinal,
                    parent=ids.get(record.parent, "") if record.parent else "",
                    known=record.known,
                    confidence=round(record.confidence, 2),
                )
            )
        return tuple(sorted(rows, key=lambda e: int(e.id[1:])))

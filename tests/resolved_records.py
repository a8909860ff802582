"""What resolution hands on, as records made from a Resolution in memory; and an engine whose records lie in lists."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.dataflow import Dataset, Grouper, Mapper, Record
from kg.graph.facts import links
from kg.model import Resolution, Sentence
from kg.resolve.resolved import ResolvedArticle, article_key


def records(resolution: Resolution, sentences: Mapping[str, Sequence[Sentence]]) -> Iterator[Record]:
    """The records of a resolution, in no order."""
    found = list(_records(resolution, sentences))
    random.Random(7).shuffle(found)
    return iter(found)


def _records(resolution: Resolution, sentences: Mapping[str, Sequence[Sentence]]) -> Iterator[Record]:
    entities = {e.id: e for e in resolution.entities}
    for article in resolution.articles:
        own = tuple(c for c in resolution.claims if c.article == article.id)
        spoken = dict.fromkeys(name for c in own for _, name in links(c.fact))
        cast = tuple(entities[name] for name in spoken if name in entities)
        value = ResolvedArticle(article, tuple(sentences.get(article.id, ())), own, cast)
        yield Record("resolved", article.id, article_key(article), value)
    yield from (Record("entity", e.id, "", e) for e in resolution.entities)
    yield from (Record("issue", i.source, str(n), i) for n, i in enumerate(resolution.issues))
    yield from (Record("member", "", f"{n:06}", m) for n, m in enumerate(resolution.cast))
    yield from (Record("decision", "", f"{n:06}", d) for n, d in enumerate(resolution.decisions))


@dataclass(frozen=True)
class ListEngine:
    """Records in lists, pickled and shuffled between steps, as on a cluster."""

    def dataset(self, given: Iterable[Record]) -> ListDataset:
        return ListDataset(tuple(pickle.dumps(record) for record in given))


@dataclass(frozen=True)
class ListDataset:
    """Pickled records."""

    rows: tuple[bytes, ...]

    def _all(self) -> list[Record]:
        return [pickle.loads(row) for row in self.rows]

    def only(self, *kinds: str) -> ListDataset:
        return ListDataset(tuple(row for row, r in zip(self.rows, self._all(), strict=True) if r.kind in kinds))

    def map(self, function: Mapper) -> ListDataset:
        given = self._all()
        random.Random(len(given)).shuffle(given)
        function = pickle.loads(pickle.dumps(function))
        middle = len(given) // 2
        made = [*function(iter(given[:middle])), *function(iter(given[middle:]))]
        return ListEngine().dataset(made)

    def group(self, function: Grouper) -> ListDataset:
        function = pickle.loads(pickle.dumps(function))
        made = [m for key, found in groupby(self.sorted(), lambda r: r.key) for m in function(key, found)]
        return ListEngine().dataset(made)

    def union(self, *others: Dataset) -> ListDataset:
        return ListDataset((*self.rows, *(row for other in others for row in other.rows)))  # type: ignore[attr-defined]

    def keep(self) -> ListDataset:
        return self

    def count(self) -> int:
        return sum(1 for _ in self.sorted())

    def sorted(self) -> Iterator[Record]:
        return iter(sorted(self._all(), key=lambda r: (r.key, r.order, r.kind)))

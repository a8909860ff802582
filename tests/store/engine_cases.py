"""What every engine of `kg.dataflow` must do: the same cases run on each of them, compared with plain Python.

The functions are module-level and the callables frozen dataclasses, as the protocol asks: engines pickle them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter

import networkx as nx

from kg.dataflow import Engine, Record
from kg.model import Article, Attribute, Block, Claim, Document, Issue, Observation, Source

# More than any engine hands over at once, so that a key's records cross its borders.
BIG = 6000
# Code points beyond U+FFFF come before U+FF01 in UTF-16, after it in UTF-8 and by code point.
UNICODE = [
    "", " ", "a", "A", "b", "\u00e9", "e\u0301", "\u4e2d", "\uff01", "\U00020000", "\U0001f600", "a\x00b", "a\nb",
    "'", '"', "\\", "%", "a\tb", "\u200b", "\ufeff",
]  # fmt: skip


def plain(records: Iterable[Record]) -> list[Record]:
    """The records by key, order and kind."""
    return sorted(records, key=lambda r: (r.key, r.order, r.kind))


def doubled(records: Iterator[Record]) -> Iterator[Record]:
    for r in records:
        yield r
        yield r._replace(kind=r.kind + "2", value=(r.value, r.value))


def nothing(records: Iterator[Record]) -> Iterator[Record]:
    for _ in records:
        yield from ()


def counted(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """The number of a key's records and the orders they came in (the first and last few)."""
    orders = [(r.order, r.kind) for r in records]
    yield Record("count", key, "", (len(orders), orders == sorted(orders), tuple(orders[:3]), tuple(orders[-3:])))


def first_only(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """Reads one record and leaves the rest."""
    yield Record("first", key, "", next(records).order)


def unread(key: str, records: Iterator[Record]) -> Iterator[Record]:
    """Reads nothing at all."""
    yield Record("key", key, "", None)


def values(key: str, records: Iterator[Record]) -> Iterator[Record]:
    yield Record("values", key, "", tuple(r.value for r in records))


def by_kind(records: Iterator[Record]) -> Iterator[Record]:
    for r in records:
        yield Record("kind", r.kind, f"{r.key}/{r.order}", r.value)


@dataclass(frozen=True)
class Tagged:
    """A callable that carries data to where it runs."""

    tag: str

    def __call__(self, records: Iterator[Record]) -> Iterator[Record]:
        return (r._replace(kind=self.tag) for r in records)


def empty(engine: Engine) -> None:
    none = engine.dataset([])
    assert list(none.sorted()) == []
    assert list(none.map(doubled).group(counted).sorted()) == []
    assert list(none.only("a").union(none).keep().sorted()) == []
    one = engine.dataset([Record("a", "k", "", 1)])
    assert list(one.union(none).sorted()) == [Record("a", "k", "", 1)]
    assert list(one.only("b").sorted()) == []
    assert list(one.map(nothing).group(counted).sorted()) == []


def order_is_by_code_points(engine: Engine) -> None:
    records = [Record(k, key, order, i) for i, key in enumerate(UNICODE) for order in UNICODE for k in "ab"]
    random.Random(0).shuffle(records)
    dataset = engine.dataset(records)
    assert list(dataset.sorted()) == plain(records)
    found = list(dataset.group(counted).sorted())
    assert [r.key for r in found] == sorted(UNICODE)
    orders = [(o, k) for o in sorted(UNICODE) for k in "ab"]
    assert {r.value for r in found} == {(len(orders), True, tuple(orders[:3]), tuple(orders[-3:]))}


def kinds_meet_in_a_group(engine: Engine) -> None:
    dataset = engine.dataset([Record("b", "k", "1", "b1"), Record("a", "k", "2", "a2"), Record("a", "k", "1", "a1")])
    assert list(dataset.group(values).sorted()) == [Record("values", "k", "", ("a1", "b1", "a2"))]
    assert list(dataset.only("a").group(values).sorted()) == [Record("values", "k", "", ("a1", "a2"))]
    assert list(dataset.only("a", "b", "c").group(values).sorted()) == list(dataset.group(values).sorted())


def big_groups_stream(engine: Engine) -> None:
    big = (Record("r", f"k{i % 3}", f"{i:06}", "x" * 200) for i in range(BIG))
    dataset = engine.dataset(big).union(engine.dataset([Record("r", "small", "0", "")]))
    kept = dataset.keep()
    assert [(r.key, r.value[:2]) for r in kept.group(counted).sorted()] == [
        ("k0", (BIG // 3, True)), ("k1", (BIG // 3, True)), ("k2", (BIG // 3, True)), ("small", (1, True)),
    ]  # fmt: skip
    assert [(r.key, r.value) for r in kept.group(first_only).sorted()] == [
        ("k0", "000000"), ("k1", "000001"), ("k2", "000002"), ("small", "0"),
    ]  # fmt: skip
    assert [r.key for r in kept.group(unread).sorted()] == ["k0", "k1", "k2", "small"]


def kept_twice(engine: Engine) -> None:
    kept = engine.dataset([Record("a", str(i), "", i) for i in range(10)]).map(doubled).keep()
    assert len(list(kept.sorted())) == 20
    assert len(list(kept.only("a2").sorted())) == 10
    assert len(list(kept.keep().union(kept).sorted())) == 40


def counts(engine: Engine) -> None:
    kept = engine.dataset([Record("a", str(i), "", i) for i in range(10)]).map(doubled).keep()
    assert (kept.count(), kept.only("a2").count(), kept.only("b").count()) == (20, 10, 0)
    assert kept.union(kept.only("a")).map(doubled).count() == 60
    assert engine.dataset([]).count() == 0


def steps_follow_each_other(engine: Engine) -> None:
    records = [Record("a", str(i % 4), f"{i:02}", i) for i in range(20)]
    dataset = engine.dataset(records).map(doubled).map(Tagged("z")).group(values).map(by_kind).group(values)
    groups = groupby(plain(records), attrgetter("key"))
    made = {key: tuple(v for r in run for v in (r.value, (r.value, r.value))) for key, run in groups}
    [found] = dataset.sorted()
    assert [sorted(map(str, v)) for v in found.value] == [sorted(map(str, made[key])) for key in sorted(made)]
    later = engine.dataset(records).group(counted).only("nothing")
    assert list(later.sorted()) == []
    assert len(list(engine.dataset(records).map(doubled).only("a2").map(Tagged("q")).only("q").sorted())) == 20


def values_come_back_equal(engine: Engine) -> None:
    article = Article("a1", "文。", (Block("paragraph", 0, 2),), date=date(2022, 9, 5), sources=(Source("p", "0"),))
    given = (
        Document(article, claims=(Claim("c", "a1", Attribute("e1", "theme", "数字"), 0, 0, 1, "x", 0.5),)),
        Observation("e1", "area", Decimal("152000.50"), "平方米"),
        Issue("kind", "message", "source\ud800", "place"),
        (None, True, 1.5, "\ud800", b"\0\xff", (), frozenset({1})),
    )
    dataset = engine.dataset([Record("v", str(i), "", value) for i, value in enumerate(given)])
    assert tuple(r.value for r in dataset.map(Tagged("w")).group(values).sorted()) == tuple((v,) for v in given)


def read_once(engine: Engine) -> None:
    """The records of a dataset come from an iterator, which is read once, whatever is done with the dataset."""
    records = iter([Record("a", str(i), "", i) for i in range(5)])
    dataset = engine.dataset(records)
    assert len(list(dataset.sorted())) == len(list(dataset.sorted())) == 5
    assert list(records) == []


def _labels(engine: Engine, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found = list(engine.components(engine.dataset(Record("pair", a, "", b) for a, b in pairs)).sorted())
    assert {(r.kind, r.order) for r in found} <= {("component", "")}
    labels = {r.key: r.value for r in found}
    assert len(labels) == len(found), "a text has two labels"
    return labels


def components_of_nothing(engine: Engine) -> None:
    assert list(engine.components(engine.dataset([])).sorted()) == []


def components(engine: Engine) -> None:
    """Repeats, a text that is its own partner, any code points, a hub, a long chain, and much at random."""
    made = random.Random(2)
    pairs = [("b", "a"), ("b", "a"), ("a", "b"), ("c", "c"), ("\U00020000", "\uff01"), ("\uff01", "中"), ("e", "d")]
    pairs += [(str(made.randrange(300)), str(made.randrange(300))) for _ in range(170)]
    pairs += [("hub", f"spoke{i}") for i in range(100)]
    chain = [f"chain{i:02}" for i in range(60)]
    made.shuffle(chain)
    pairs += pairwise(chain)
    labels = _labels(engine, pairs)
    assert labels == {text: min(part) for part in nx.connected_components(nx.Graph(pairs)) for text in part}
    assert [labels[text] for text in ("b", "c", "\U00020000", "hub", "chain59")] == ["a", "c", "中", "hub", "chain00"]


CASES: tuple[Callable[[Engine], None], ...] = (
    empty, order_is_by_code_points, kinds_meet_in_a_group, big_groups_stream, kept_twice, counts,
    steps_follow_each_other, values_come_back_equal, read_once, components, components_of_nothing,
)  # fmt: skip

"""Names and articles of a graph in one SQLite file: what the search box and the pages ask for most.

Entities are numbered by weight (how many facts speak of them), the heaviest first, so that the first rows a search
meets are those it should show. Names are cut into overlapping pairs of characters for SQLite's full text search: a
phrase of pairs is a substring, also one of two characters, which its own trigram tokenizer could not find. Pinyin is
found by its beginning alone.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from typing import Literal as OneOf

import pyoxigraph as ox

from kg.errors import GraphLoadError
from kg.graph.namespaces import Namespaces, unescape
from kg.graph.pinyin import keys
from kg.identity import fold
from kg.rdf import terms

How = OneOf["name", "pinyin"]
# Marks of a name's two ends, from the private use area: no folded name has them, and the tokenizer keeps them.
_START, _END = "\ue000", "\ue001"
_NAME, _SPELLED = range(2)
# Pinyin is typed for names in Chinese; longer ones are found by their characters.
_LONGEST_SPELLED = 24
_TABLES = """
CREATE TABLE entity (rank INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, class TEXT, weight INTEGER);
CREATE INDEX entity_class ON entity (class, rank);
CREATE TABLE name (number INTEGER PRIMARY KEY, rank INTEGER, name TEXT, key TEXT, kind INTEGER);
CREATE VIRTUAL TABLE part USING fts5 (pairs, content='', tokenize="unicode61 remove_diacritics 0", prefix='1');
CREATE VIRTUAL TABLE spelled USING fts5 (key, content='', tokenize="unicode61 remove_diacritics 0", prefix='1 2 3');
CREATE TABLE article (id TEXT PRIMARY KEY, title TEXT, date TEXT, outlet TEXT, url TEXT, text TEXT, sources TEXT);
CREATE INDEX article_date ON article (date, id);
CREATE TABLE count (what TEXT PRIMARY KEY, n INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as lists show it. `weight` is the number of facts that speak of it."""

    id: str
    name: str
    type: str
    weight: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entity that a search found: `hit` is the name of it that matched, `how` by which writing."""

    entity: Known
    hit: str
    how: How


@dataclass(frozen=True, slots=True)
class Text:
    """An article. `text` is what the offsets of claims count in; empty where the graph came without its texts."""

    id: str
    title: str
    date: str
    outlet: str
    url: str
    text: str
    sources: tuple[str, ...]


def write_index(path: Path, rdf: ox.Store, articles: Path | None, namespaces: Namespaces) -> None:
    """Write the index of a store to a new file.

    Args:
        rdf: facts in the default graph, the ontology in `<base>graph/ontology`, claims in `<base>graph/evidence`.
        articles: the graph's articles.jsonl, None where it has none (then articles come without their texts).

    Raises:
        GraphLoadError: articles.jsonl cannot be read; the message names file and line.
    """
    entities = _entities(rdf, namespaces)
    with sqlite3.connect(path) as into:
        into.executescript(_TABLES)
        into.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?)",
            ((rank, e.id, e.name, e.type, e.weight) for rank, (e, _) in enumerate(entities)),
        )
        for number, row in enumerate(_names(entities)):
            into.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?)", (number, *row))
            if row[3] == _NAME:
                into.execute("INSERT INTO part (rowid, pairs) VALUES (?, ?)", (number, _pairs(_START + row[2] + _END)))
            else:
                into.execute("INSERT INTO spelled (rowid, key) VALUES (?, ?)", (number, row[2]))
        into.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?)", _articles(rdf, namespaces))
        if articles is not None:
            rows = _texts(articles)
            into.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        into.executemany("INSERT INTO count VALUES (?, ?)", _counts(rdf, namespaces).items())
    into.close()


def _entities(rdf: ox.Store, namespaces: Namespaces) -> list[tuple[Known, list[str]]]:
    """Every entity with all its names, the heaviest first."""
    depth = _depths(rdf, namespaces)
    weights: Counter[str] = Counter()
    names: dict[str, list[str]] = defaultdict(list)
    types: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    kg, ent = namespaces.kg, namespaces.ent
    for subject, predicate, value, _ in rdf.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        about, property_, other = subject.value, predicate.value, value.value
        own = about.startswith(ent)
        if property_.startswith(kg):
            if own:
                weights[about] += 1
            if isinstance(value, ox.NamedNode) and other.startswith(ent):
                weights[other] += 1
        elif own and predicate in (terms.PREF_LABEL, terms.ALT_LABEL):
            names[about].append(other)
            if predicate == terms.PREF_LABEL:
                labels[about] = other
        elif own and predicate == terms.TYPE and other.startswith(kg):
            types[about].append(other.removeprefix(kg))
    found = []
    for iri, name in labels.items():
        kind = max(types[iri], key=lambda c: (depth.get(c, 0), c), default="")
        others = sorted({*names[iri]} - {name})
        found.append((Known(unescape(iri.removeprefix(ent)), name, kind, weights[iri]), [name, *others]))
    return sorted(found, key=lambda each: (-each[0].weight, each[0].id))


def _depths(rdf: ox.Store, namespaces: Namespaces) -> dict[str, int]:
    """How deep each class lies under the top, by the ontology in the store."""
    supers: dict[str, list[str]] = defaultdict(list)
    graph = ox.NamedNode(namespaces.graph + "ontology")
    for quad in rdf.quads_for_pattern(None, ox.NamedNode(terms.RDFS + "subClassOf"), None, graph):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            supers[quad.subject.value.removeprefix(namespaces.kg)].append(quad.object.value.removeprefix(namespaces.kg))

    def depth(name: str, seen: tuple[str, ...] = ()) -> int:
        return 0 if name in seen else 1 + max((depth(s, (*seen, name)) for s in supers.get(name, ())), default=0)

    return {name: depth(name) for name in sorted(supers)}


def _names(entities: Sequence[tuple[Known, list[str]]]) -> Iterator[tuple[int, str, str, int]]:
    for rank, (_, names) in enumerate(entities):
        for name in names:
            key = fold(name)
            if not key:
                continue
            yield rank, name, key, _NAME
            if key.isascii() or len(key) > _LONGEST_SPELLED:
                continue
            for each in dict.fromkeys(spelling for kind in keys(name) for spelling in kind):
                yield rank, name, each, _SPELLED


def _pairs(text: str) -> str:
    return " ".join(text[at : at + 2] for at in range(len(text) - 1))


def _articles(rdf: ox.Store, namespaces: Namespaces) -> Iterator[tuple[str, ...]]:
    kind = ox.NamedNode(namespaces.kg + "Article")
    properties = (
        terms.TITLE, terms.DATE, ox.NamedNode(namespaces.kg + "outlet"), ox.NamedNode(namespaces.kg + "url"),
    )  # fmt: skip
    for quad in rdf.quads_for_pattern(None, terms.TYPE, kind, ox.DefaultGraph()):
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        header = [_first(rdf, quad.subject, each) for each in properties]
        sources = sorted(_values(rdf, quad.subject, terms.SOURCE))
        identifier = unescape(quad.subject.value.removeprefix(namespaces.doc))
        yield (identifier, *header, "", json.dumps(sources, ensure_ascii=False))


def _values(rdf: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[str]:
    for quad in rdf.quads_for_pattern(subject, predicate, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.Literal | ox.NamedNode):
            yield quad.object.value


def _first(rdf: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
    return min(_values(rdf, subject, predicate), default="")


def _texts(path: Path) -> Iterator[tuple[str, ...]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield _text(path, number, line)
    except (OSError, UnicodeError) as error:
        raise GraphLoadError(f"{path}: cannot be read: {error}") from error


def _text(path: Path, number: int, line: str) -> tuple[str, ...]:
    try:
        record = json.loads(line)
        fields = [str(record.get(name) or "") for name in ("id", "title", "date", "outlet", "url", "text")]
        sources = sorted({str(s["path"] if isinstance(s, dict) else s) for s in record.get("sources") or ()})
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise GraphLoadError(f"{path}:{number}: not an article as JSON: {error}") from error
    # what no encoding can write has no place in SQLite either
    safe = (f.encode("utf-8", "replace").decode("utf-8") for f in fields)
    return (*safe, json.dumps(sources))


def _counts(rdf: ox.Store, namespaces: Namespaces) -> dict[str, int]:
    """How many facts, claims and conflicts there are."""

    def many(predicate: ox.NamedNode, value: ox.NamedNode | None, graph: ox.NamedNode | ox.DefaultGraph) -> int:
        return sum(1 for _ in rdf.quads_for_pattern(None, predicate, value, graph))

    kg, default = namespaces.kg, ox.DefaultGraph()
    evidence = ox.NamedNode(namespaces.graph + "evidence")
    return {
        "facts": many(ox.NamedNode(kg + "support"), None, default),
        "claims": many(terms.TYPE, ox.NamedNode(kg + "Claim"), evidence),
        "conflicts": many(terms.TYPE, ox.NamedNode(kg + "Conflict"), default),
    }


class Index:
    """An index opened for reading; any thread may use it (each gets a connection of its own)."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._local = threading.local()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True)
            self._local.connection = connection
        rows: list[tuple[Any, ...]] = connection.execute(query, values).fetchall()
        return rows

    def suggest(self, text: str, *, limit: int = 10) -> list[Suggestion]:
        """Entities by part of a name: exact names first, then beginnings, pinyin, then names that hold the text.

        Among equals those that more facts speak of come first. `text` may be in traditional characters, pinyin
        initials (sgy) or full pinyin (shougangyuan). Each entity comes once.
        """
        key = fold(text)[:64]
        found: dict[int, Suggestion] = {}
        if not key:
            return []
        for table, phrase in _searches(key):
            how: How = "name" if table == "part" else "pinyin"
            for rank, name, *entity in self._matches(table, phrase, limit):
                found.setdefault(rank, Suggestion(Known(*entity), name, how))
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def _matches(self, table: str, phrase: str, limit: int) -> list[tuple[Any, ...]]:
        return self._rows(
            f"SELECT name.rank, name.name, entity.id, entity.name, class, weight FROM {table} "
            f"JOIN name ON name.number = {table}.rowid JOIN entity ON entity.rank = name.rank "
            f"WHERE {table} MATCH ? ORDER BY {table}.rowid LIMIT ?",
            (phrase, limit * 4),
        )

    def entity(self, identifier: str) -> Known | None:
        """The entity with this id, None where there is none."""
        return self.entities((identifier,)).get(identifier)

    def entities(self, identifiers: Iterable[str]) -> dict[str, Known]:
        """Those of these ids that there are."""
        wanted = list(dict.fromkeys(identifiers))
        found: dict[str, Known] = {}
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            marks = ",".join("?" * len(some))
            rows = self._rows(f"SELECT id, name, class, weight FROM entity WHERE id IN ({marks})", some)
            found.update((row[0], Known(*row)) for row in rows)
        return found

    def heaviest(self, classes: Sequence[str], limit: int = 8) -> list[Known]:
        """The entities of these classes that most facts speak of."""
        rows: list[tuple[Any, ...]] = []
        for name in classes:
            query = "SELECT rank, id, name, class, weight FROM entity WHERE class = ? ORDER BY rank LIMIT ?"
            rows += self._rows(query, (name, limit))
        return [Known(*row[1:]) for row in sorted(rows, key=lambda row: int(row[0]))[:limit]]

    def classes(self) -> dict[str, int]:
        """How many entities each class has, the largest first."""
        rows = self._rows("SELECT class, count(*) AS n FROM entity GROUP BY class ORDER BY n DESC, class")
        return dict(rows)

    def counts(self) -> dict[str, int]:
        """How many facts, claims, conflicts, entities and articles there are."""
        found: dict[str, int] = dict(self._rows("SELECT what, n FROM count"))
        for table, what in (("entity", "entities"), ("article", "articles")):
            found[what] = self._rows(f"SELECT count(*) FROM {table}")[0][0]
        return found

    def article(self, identifier: str) -> Text | None:
        """The article with this id, None where there is none."""
        rows = self._rows("SELECT * FROM article WHERE id = ?", (identifier,))
        return _as_text(rows[0]) if rows else None

    def latest(self, limit: int = 8) -> list[Text]:
        """The articles with the latest dates, without their texts."""
        query = "SELECT id, title, date, outlet, url, '', sources FROM article ORDER BY date DESC, id LIMIT ?"
        return [_as_text(row) for row in self._rows(query, (limit,))]


def _searches(key: str) -> Iterator[tuple[str, str]]:
    """What to look for, one after the other: a table of the full text search, and a phrase in it."""
    yield "part", _phrase(_START + key + _END)
    yield "part", _phrase(_START + key)
    if key.isascii():
        yield "spelled", f'"{key}"'
        yield "spelled", f'"{key}" *'
    yield "part", _phrase(key) if len(key) > 1 else f'"{key}" *'


def _phrase(text: str) -> str:
    return f'"{_pairs(text)}"'


def _as_text(row: Sequence[Any]) -> Text:
    identifier, title, date, outlet, url, text, sources = row
    return Text(identifier, title, date, outlet, url, text, tuple(json.loads(sources)))

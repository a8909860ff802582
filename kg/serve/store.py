"""What a server reads: a graph as a store on disk, with an index of its names and articles beside it.

A store's folder holds `rdf/` (an Oxigraph store: the facts and conflicts are its default graph, evidence and ontology
the named graphs of `kg query`), `index.sqlite` (kg.serve.index) and `made.json`, which tells from which files it was
made. It is made beside its place and renamed when it is whole, so that a half-made one is never opened, and opened as
it is as long as the graph's files are the same. There is no store in memory: the processes that answer queries share
one on disk, and a small graph's is made in a fraction of a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import GraphLoadError, OutputError, UsageError
from kg.graph.namespaces import Namespaces
from kg.rdf.files import conflicts_file, graph_files, namespaces_of, own_ontology, syntax_message
from kg.rdf.query import ontology_triples
from kg.resources import ontology_dir
from kg.serve import index

ARTICLES = "articles.jsonl"
RDF, INDEX, MADE = "rdf", "index.sqlite", "made.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Served:
    """A graph ready to be served.

    Attributes:
        graph: the folder or Turtle file that it was made from.
        folder: the store's folder.
        rdf: the Oxigraph store in it; any number of processes may open it with `pyoxigraph.Store.read_only`.
        index: the SQLite file of names and articles in it.
        namespaces: the graph's namespaces.
        counts: how many triples `facts` (and conflicts), `evidence` and `ontology` hold; the number of `claims`.
        ontology: the ontology's Turtle file.
        made: whether the store was made now; false where one made before was opened.
        temporary: whether `remove` deletes the folder.
    """

    graph: Path
    folder: Path
    rdf: Path
    index: Path
    namespaces: Namespaces
    counts: Mapping[str, int]
    ontology: Path
    made: bool = True
    temporary: bool = False


def prepare(graph: Path, store: Path | None = None) -> Served:
    """The store of a graph, opened as it is where it was made from the same files, else made.

    Args:
        graph: a folder that `kg build` wrote, or one Turtle file.
        store: the folder for the store; None makes a temporary one, which the caller deletes with `remove`.

    Raises:
        GraphLoadError: the graph is missing or is not Turtle.
        UsageError: `store` is a folder of something else.
        OutputError: the store cannot be written.
    """
    files = _files(graph)
    hashes = {name: _hash(path) for name, path in files.items()}
    if store is None:
        with _writing(Path(tempfile.gettempdir())):
            folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        try:
            return _served(graph, folder, files, _make(folder, files, hashes), made_now=True, temporary=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    found = _made(store)
    if found and found["inputs"] == hashes and found["engine"] == _engine():
        return _served(graph, store, files, found, made_now=False, temporary=False)
    return _served(graph, store, files, _replace(store, files, hashes), made_now=True, temporary=False)


def remove(served: Served) -> None:
    """Delete a temporary store; one that was asked for stays."""
    if served.temporary:
        shutil.rmtree(served.folder, ignore_errors=True)


def _files(graph: Path) -> dict[str, Path]:
    """What a graph consists of: `facts`, `ontology` and, where they are there, `evidence`, `conflicts`, `articles`."""
    facts, evidence = graph_files(graph)
    articles = facts.parent / ARTICLES
    found = {
        "facts": facts,
        "evidence": evidence,
        "conflicts": conflicts_file(graph),
        "articles": articles if graph.is_dir() and articles.is_file() else None,
        "ontology": own_ontology(graph) or ontology_dir() / "kg.ttl",
    }
    return {name: path for name, path in found.items() if path}


def _hash(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    except OSError as error:
        raise GraphLoadError(f"{path}: cannot be read: {error.strerror or error}") from error
    return found.hexdigest()


def _engine() -> str:
    """What made a store: with another version of it, or another code that fills it, the store is made again."""
    code = [hashlib.sha256(Path(file).read_bytes()).hexdigest()[:16] for file in (__file__, index.__file__)]
    return f"pyoxigraph {ox.__version__}, {'-'.join(code)}"


def _made(store: Path) -> dict[str, Any] | None:
    """What `made.json` says; None where there is no store yet, or one that cannot be used.

    Raises:
        UsageError: the folder holds something else, which must not be replaced.
    """
    if not store.exists():
        return None
    if not store.is_dir():
        raise UsageError(f"{store}: --store takes a folder, and this is a file")
    if not (store / MADE).is_file():
        if any(store.iterdir()):
            raise UsageError(f"{store}: --store takes a new folder or one that kg serve made, and this is neither")
        return None
    try:
        found = json.loads((store / MADE).read_text(encoding="utf-8"))
        whole = {"inputs", "engine", "base", "counts"} <= set(found) and (store / INDEX).is_file()
        ox.Store.read_only(str(store / RDF))
    except (OSError, ValueError, TypeError):
        return None
    return dict(found) if whole else None


def _replace(store: Path, files: Mapping[str, Path], hashes: Mapping[str, str]) -> dict[str, Any]:
    """Make a store beside its place, then put it there instead of an older one."""
    with _writing(store):
        store.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f".{store.name}.", suffix=".making", dir=store.parent))
        try:
            found = _make(making, files, hashes)
            os.chmod(making, 0o755)
            if store.exists():
                old = Path(tempfile.mkdtemp(prefix=f".{store.name}.", suffix=".old", dir=store.parent))
                os.replace(store, old)
                os.replace(making, store)
                shutil.rmtree(old, ignore_errors=True)
            else:
                os.replace(making, store)
            return found
        finally:
            shutil.rmtree(making, ignore_errors=True)


def _make(folder: Path, files: Mapping[str, Path], hashes: Mapping[str, str]) -> dict[str, Any]:
    namespaces = _namespaces(files["facts"])
    with _writing(folder):
        store = ox.Store(str(folder / RDF))
        _load(store, files, namespaces)
        index.write_index(folder / INDEX, store, files.get("articles"), namespaces)
        made = {
            "engine": _engine(),
            "base": namespaces.base,
            "inputs": dict(hashes),
            "counts": _counts(store, namespaces),
        }
        del store  # gives back the lock that keeps others from opening it
        (folder / MADE).write_text(json.dumps(made, indent=1), encoding="utf-8")
    return made


def _load(store: ox.Store, files: Mapping[str, Path], namespaces: Namespaces) -> None:
    """Straight from the files into the store, without a graph in memory."""
    for name, into in (("facts", None), ("conflicts", None), ("evidence", "evidence")):
        if name not in files:
            continue
        graph = ox.NamedNode(namespaces.graph + into) if into else None
        try:
            store.bulk_load(path=str(files[name]), format=ox.RdfFormat.TURTLE, to_graph=graph)
        except SyntaxError as error:
            raise GraphLoadError(syntax_message(files[name], error)) from error
    ontology = ox.NamedNode(namespaces.graph + "ontology")
    triples = ontology_triples(namespaces, path=files["ontology"])
    store.extend(ox.Quad(t.subject, t.predicate, t.object, ontology) for t in triples)
    store.optimize()
    store.flush()


def _namespaces(facts: Path) -> Namespaces:
    """From the head of the file of facts, of which no more is read."""
    try:
        parser = ox.parse(path=str(facts), format=ox.RdfFormat.TURTLE)
        next(parser, None)
    except OSError as error:
        raise GraphLoadError(f"{facts}: cannot be read: {error}") from error
    except SyntaxError as error:
        raise GraphLoadError(syntax_message(facts, error)) from error
    return namespaces_of(facts, parser.prefixes)


def _counts(store: ox.Store, namespaces: Namespaces) -> dict[str, int]:
    def count(pattern: str) -> int:
        solutions = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        assert isinstance(solutions, ox.QuerySolutions)
        return int(next(solutions)["n"].value)

    named = {name: f"GRAPH <{namespaces.graph}{name}>" for name in ("evidence", "ontology")}
    return {
        "facts": count("?s ?p ?o"),
        **{name: count(f"{graph} {{ ?s ?p ?o }}") for name, graph in named.items()},
        "claims": count(f"{named['evidence']} {{ ?c a <{namespaces.kg}Claim> }}"),
    }


def _served(
    graph: Path, folder: Path, files: Mapping[str, Path], made: Mapping[str, Any], *, made_now: bool, temporary: bool
) -> Served:
    return Served(
        graph=graph,
        folder=folder,
        rdf=folder / RDF,
        index=folder / INDEX,
        namespaces=Namespaces(made["base"]),
        counts=made["counts"],
        ontology=files["ontology"],
        made=made_now,
        temporary=temporary,
    )


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{place}: cannot be written: {error.strerror or error}") from error

"""A process that answers queries from a store: one at a time, bounded in rows, bytes, memory and time.

pyoxigraph cannot be told to stop in the middle of a query. So the parent ends this process where a query takes too
long; and where the parent is gone, an alarm of the system does.
"""

from __future__ import annotations

import math
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal as OneOf

import pyoxigraph as ox

from kg.errors import AnswerSizeError, NotAcceptableError, QueryError
from kg.graph.namespaces import Namespaces, well_formed
from kg.rdf.query_text import check, explain
from kg.rdf.terms import prefixes

Kind = OneOf["rows", "boolean", "triples"]
RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# What begins or ends each row in a form of answer and cannot stand within one: quotes in JSON texts are escaped, so
# are line ends in TSV, and `<` in XML.
_ROW_MARKS = {"json": (b',{"', b'[{"'), "xml": (b"<result>",), "tsv": (b"\n",)}
# Beyond its own limit a process lives at most so many seconds, should its parent have died.
_GRACE = 2.0
FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Job:
    """A query, the graphs it is put to, and the forms that its answer may have.

    Attributes:
        rows, triples: the form for SELECT and ASK, and for CONSTRUCT and DESCRIBE; None: not acceptable.
        evidence, ontology: join these named graphs to the default graph.
        default_graphs, named_graphs: IRIs of the dataset; None where the request names none.
    """

    text: str
    rows: str | None = "json"
    triples: str | None = "turtle"
    evidence: bool = False
    ontology: bool = False
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's answer: its kind, the name of its form, its bytes, and how many rows or triples it has."""

    kind: Kind
    form: str
    body: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a worker: rows or triples, bytes, seconds, and bytes of memory (0: none)."""

    rows: int
    size: int
    seconds: float
    memory: int


def work(pipe: Connection, store: Path, namespaces: Namespaces, limits: Limits) -> None:
    """A worker's life: jobs in, answers or errors out, until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is the parent's affair
    _bound_memory(limits.memory)
    opened = ox.Store.read_only(str(store))
    pipe.send(None)  # ready
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job = pipe.recv()
            _alarm(limits.seconds + _GRACE)
            result: Answer | Exception
            try:
                result = answer(opened, job, namespaces, limits)
            except QueryError as error:
                result = error
            except (OSError, ValueError) as error:
                result = QueryError(f"the query cannot be answered: {error}")
            _alarm(0)
            pipe.send(result)


def answer(store: ox.Store, job: Job, namespaces: Namespaces, limits: Limits) -> Answer:
    """What a query answers.

    Raises:
        QueryError: the query is wrong, or uses what is refused.
        AnswerSizeError: the answer has too many rows, triples or bytes.
        NotAcceptableError: its kind of answer is not accepted in any form.
    """
    text = well_formed(job.text)
    check(text)
    known = prefixes(namespaces)
    defaults, named = _dataset(job, namespaces)
    try:
        found = store.query(text, prefixes=known, base_iri=namespaces.base, default_graph=defaults, named_graphs=named)
    except SyntaxError as error:
        raise QueryError(explain(text, str(error), known)) from error
    if isinstance(found, ox.QueryTriples):
        return _triples(found, _acceptable(job.triples, "CONSTRUCT and DESCRIBE answer with triples"), known, limits)
    form = _acceptable(job.rows, "SELECT and ASK answer with rows")
    if isinstance(found, ox.QueryBoolean):
        return Answer("boolean", form, found.serialize(format=RESULT_FORMATS[form]) or b"", 1)
    out = _Bounded(form, limits)
    found.serialize(out, format=RESULT_FORMATS[form])  # type: ignore[arg-type]
    return Answer("rows", form, bytes(out.body), out.rows())


def _acceptable(form: str | None, what: str) -> str:
    if form is None:
        raise NotAcceptableError(f"{what}, which cannot be given in any of the formats asked for")
    return form


def _dataset(
    job: Job, namespaces: Namespaces
) -> tuple[list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None, list[ox.NamedNode | ox.BlankNode] | None]:
    """The graphs for pyoxigraph: None leaves the choice to the query, then to the store's default."""
    joined = [name for name, wanted in (("evidence", job.evidence), ("ontology", job.ontology)) if wanted]
    chosen = job.default_graphs is not None or job.named_graphs is not None
    if not chosen and not joined:
        return None, None
    own = {namespaces.graph + FACTS: ox.DefaultGraph()}
    iris = (job.default_graphs or ()) if chosen else (namespaces.graph + FACTS,)
    iris = (*iris, *(namespaces.graph + name for name in joined))
    defaults = [own.get(iri) or ox.NamedNode(iri) for iri in dict.fromkeys(iris)]
    named = [ox.NamedNode(iri) for iri in job.named_graphs or ()] if chosen else None
    return defaults, named  # type: ignore[return-value]


def _triples(found: ox.QueryTriples, form: str, known: dict[str, str], limits: Limits) -> Answer:
    """Each triple once and in order, with the vocabulary's prefixes."""
    unique = set()
    for triple in found:
        unique.add(triple)
        if len(unique) > limits.rows:
            raise too_many(limits.rows, "triples")
    body = ox.serialize(sorted(unique, key=str), format=RDF_FORMATS[form], prefixes=known) or b""
    if len(body) > limits.size:
        raise _too_long(limits.size)
    return Answer("triples", form, body, len(unique))


def too_many(limit: int, what: str) -> AnswerSizeError:
    """The error of an answer with more rows or triples than it may have."""
    return AnswerSizeError(f"the answer has more than {limit:,} {what}; add LIMIT {limit} or ask for less at once")


def _too_long(limit: int) -> AnswerSizeError:
    return AnswerSizeError(f"the answer is longer than {limit:,} bytes; add a LIMIT or ask for less at once")


class _Bounded:
    """A file in memory that counts an answer's rows as they are written, and stops at the limits."""

    def __init__(self, form: str, limits: Limits) -> None:
        self.body = bytearray()
        self._form = form
        self._limits = limits
        self._marks = 0
        self._counted = 0
        self._quoted = False

    def write(self, data: bytes) -> int:
        self.body += data
        if len(self.body) > self._limits.size:
            raise _too_long(self._limits.size)
        self._count()
        if self.rows() > self._limits.rows:
            raise too_many(self._limits.rows, "rows")
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def rows(self) -> int:
        """How many rows there are so far."""
        heads = 1 if self._form in ("csv", "tsv") else 0  # a line of heads
        return max(0, self._marks - heads)

    def _count(self) -> None:
        if self._form == "csv":
            self._count_csv()
            return
        for mark in _ROW_MARKS[self._form]:
            start = max(0, self._counted - len(mark) + 1)  # a mark may lie across two pieces
            self._marks += self.body.count(mark, start)
        self._counted = len(self.body)

    def _count_csv(self) -> None:
        """Line ends outside quotes."""
        for place, piece in enumerate(self.body[self._counted :].split(b'"')):
            if place:
                self._quoted = not self._quoted
            if not self._quoted:
                self._marks += piece.count(b"\n")
        self._counted = len(self.body)


def _bound_memory(limit: int) -> None:
    if not limit:
        return
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def _alarm(seconds: float) -> None:
    """The system ends the process after so many seconds, whatever it is doing; 0 calls that off."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(seconds))
